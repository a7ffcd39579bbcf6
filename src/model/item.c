/* The desk's messages as bytes: see item.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/item.h"

#include "base/field.h"
#include "base/num.h"
#include "base/utf8.h"

enum { NAME_HEX = 32, SHA_HEX = 64, KEY_MAX = 2000 };

static const str kinds[ITEM_KIND_COUNT] = {
	[ITEM_LINE] = S_INIT("line"),
	[ITEM_AGAIN] = S_INIT("again"),
	[ITEM_PASTE] = S_INIT("paste"),
	[ITEM_ANSWER] = S_INIT("answer"),
	[ITEM_NOTE] = S_INIT("note"),
};

/* One word: what is no word would shift the fields of its line. */
static bool is_word(str s, size_t max)
{
	return s.len > 0 && field_is_clean(s, max) &&
		str_find_byte(s, ' ') == SIZE_MAX;
}

bool item_copy_next(str *ids, str *ret_id)
{
	if (ids->len < NAME_HEX) return false;
	*ret_id = str_first(*ids, NAME_HEX);
	if (!field_is_hex(*ret_id, NAME_HEX)) return false;
	*ids = str_from(*ids, NAME_HEX);
	if (ids->len == 0) return true;
	/* a blank stands between two, never behind the last */
	if (ids->at[0] != ' ' || ids->len == 1) return false;
	*ids = str_from(*ids, 1);
	return true;
}

bool item_copy_read(str copy, struct item_copy *ret_copy)
{
	struct item_copy read = {0};
	str part, parts, ids, id;

	if (!str_cut(copy, ' ', &part, &parts) ||
		!str_cut(parts, ' ', &parts, &read.ids) ||
		!num_read(part, ITEM_PARTS_MAX, &read.part) ||
		!num_read(parts, ITEM_PARTS_MAX, &read.parts) ||
		read.part == 0 || read.part > read.parts) {
		return false;
	}
	ids = read.ids;
	do {
		if (!item_copy_next(&ids, &id)) return false;
	} while (ids.len > 0);
	*ret_copy = read;
	return true;
}

static bool copy_is_right(const struct item *item)
{
	struct item_copy copy;

	return item->copy.len == 0 || (item->kind == ITEM_ANSWER &&
		item_copy_read(item->copy, &copy));
}

static bool lines_are_right(const struct item *item)
{
	return copy_is_right(item) && field_is_hex(item->thread, NAME_HEX) &&
		field_is_clean(item->way, ITEM_WORD_MAX) &&
		field_is_clean(item->language, ITEM_WORD_MAX) &&
		field_is_clean(item->about, ITEM_WORD_MAX) &&
		field_is_clean(item->called, MESSAGE_CALLED_MAX) &&
		field_is_clean(item->handle, MESSAGE_CALLED_MAX) &&
		field_is_clean(item->author, MESSAGE_CALLED_MAX) &&
		(item->submission.len == 0 ||
			field_is_hex(item->submission, NAME_HEX)) &&
		item->box_count <= ITEM_BOXES_MAX &&
		item->file_count <= MESSAGE_FILES_MAX &&
		item->text.len <= ITEM_TEXT_MAX && utf8_is_valid(item->text);
}

static bool box_is_right(const struct item_box *box)
{
	return field_is_hex(box->mailbox, NAME_HEX) &&
		is_word(box->recipient, KEY_MAX);
}

static bool file_is_right(const struct item_file *one)
{
	return field_is_hex(one->id, NAME_HEX) &&
		field_is_hex(one->file.blob, NAME_HEX) &&
		field_is_hex(one->file.sha256, SHA_HEX) &&
		is_word(one->file.identity, KEY_MAX) &&
		field_is_clean(one->file.type, MESSAGE_NAME_MAX) &&
		field_is_clean(one->file.name, MESSAGE_NAME_MAX);
}

static void word_put(struct buf *out, str word)
{
	buf_byte(out, ' ');
	buf_put(out, word);
}

static void file_put_lines(struct buf *out, const struct item_file *one)
{
	buf_text(out, "file");
	word_put(out, one->id);
	word_put(out, one->file.blob);
	buf_byte(out, ' ');
	buf_number(out, one->file.bytes);
	word_put(out, one->file.sha256);
	word_put(out, one->file.identity);
	buf_text(out, one->file.voice ? " 1\n" : " 0\n");
	field_put(out, S("type"), one->file.type);
	field_put(out, S("name"), one->file.name);
}

static bool lists_write(const struct item *item, struct buf *out)
{
	for (size_t i = 0; i < item->box_count; i++) {
		if (!box_is_right(&item->boxes[i])) return false;
		buf_text(out, "box");
		word_put(out, item->boxes[i].mailbox);
		word_put(out, item->boxes[i].recipient);
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < item->file_count; i++) {
		if (!file_is_right(&item->files[i])) return false;
		file_put_lines(out, &item->files[i]);
	}
	return true;
}

bool item_write(const struct item *item, struct buf *out)
{
	if (!lines_are_right(item)) return false;
	buf_text(out, "bothy-item/1\n");
	field_put(out, S("kind"), kinds[item->kind]);
	field_put(out, S("thread"), item->thread);
	field_put_number(out, S("at"), item->at_ms);
	field_put(out, S("way"), item->way);
	field_put(out, S("language"), item->language);
	field_put(out, S("about"), item->about);
	field_put(out, S("called"), item->called);
	field_put(out, S("handle"), item->handle);
	field_put(out, S("author"), item->author);
	field_put_number(out, S("goes"), item->goes_ms);
	field_put(out, S("submission"), item->submission);
	if (!lists_write(item, out)) return false;
	if (item->copy.len > 0) field_put(out, S("copy"), item->copy);
	field_put_number(out, S("text"), item->text.len);
	buf_put(out, item->text);
	return !out->failed;
}

/* -- reading -------------------------------------------------------------- */

static bool kind_read(str word, enum item_kind *ret_kind)
{
	for (size_t i = 0; i < ITEM_KIND_COUNT; i++) {
		if (!str_eq(word, kinds[i])) continue;
		*ret_kind = (enum item_kind)i;
		return true;
	}
	return false;
}

static bool box_read(str value, struct item_box *box)
{
	return str_cut(value, ' ', &box->mailbox, &box->recipient) &&
		box_is_right(box);
}

static bool file_read_lines(str value, str *rest, struct item_file *one)
{
	str bytes, voice;

	if (!str_cut(value, ' ', &one->id, &value) ||
		!str_cut(value, ' ', &one->file.blob, &value) ||
		!str_cut(value, ' ', &bytes, &value) ||
		!num_read(bytes, UINT32_MAX, &one->file.bytes) ||
		!str_cut(value, ' ', &one->file.sha256, &value) ||
		!str_cut(value, ' ', &one->file.identity, &voice) ||
		!field_take(rest, S("type"), &one->file.type) ||
		!field_take(rest, S("name"), &one->file.name)) {
		return false;
	}
	one->file.voice = str_eq(voice, S("1"));
	return (one->file.voice || str_eq(voice, S("0"))) &&
		file_is_right(one);
}

static bool lists_read(str *rest, struct item *item)
{
	str value;

	while (field_take(rest, S("box"), &value)) {
		if (item->box_count == ITEM_BOXES_MAX ||
			!box_read(value, &item->boxes[item->box_count++])) {
			return false;
		}
	}
	while (field_take(rest, S("file"), &value)) {
		if (item->file_count == MESSAGE_FILES_MAX ||
			!file_read_lines(value, rest,
				&item->files[item->file_count++])) {
			return false;
		}
	}
	return !field_take(rest, S("copy"), &item->copy) ||
		item->copy.len > 0;
}

static bool head_read(str *rest, struct item *item)
{
	str kind;

	return field_line(rest, S("bothy-item/1")) &&
		field_take(rest, S("kind"), &kind) &&
		kind_read(kind, &item->kind) &&
		field_take(rest, S("thread"), &item->thread) &&
		field_number(rest, S("at"), INT64_MAX, &item->at_ms) &&
		field_take(rest, S("way"), &item->way) &&
		field_take(rest, S("language"), &item->language) &&
		field_take(rest, S("about"), &item->about) &&
		field_take(rest, S("called"), &item->called) &&
		field_take(rest, S("handle"), &item->handle) &&
		field_take(rest, S("author"), &item->author) &&
		field_number(rest, S("goes"), INT64_MAX, &item->goes_ms) &&
		field_take(rest, S("submission"), &item->submission);
}

bool item_read(str bytes, struct item *ret_item)
{
	struct item *item = mem_get(sizeof(*item));
	uint64_t length;
	bool right = head_read(&bytes, item) && lists_read(&bytes, item) &&
		field_number(&bytes, S("text"), ITEM_TEXT_MAX, &length) &&
		bytes.len == length;

	if (right) {
		item->text = bytes;
		right = lines_are_right(item);
	}
	if (right) *ret_item = *item;
	mem_free(item);
	return right;
}
