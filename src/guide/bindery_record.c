/* The memory of a build: see bindery_record.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_record.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"

static const str magic = S_INIT("bothy-record 1");

enum { HASH_DIGITS = 64 };

static void hash_put(struct buf *out, const char *key, const hash *of)
{
	buf_text(out, key);
	buf_byte(out, ' ');
	buf_hex(out, of->bytes, sizeof(of->bytes));
}

static void files_put(struct buf *out, const struct record_file_list *files)
{
	for (size_t i = 0; i < files->count; i++) {
		hash_put(out, "out", &files->at[i].hash);
		buf_byte(out, ' ');
		buf_number(out, files->at[i].bytes);
		buf_byte(out, ' ');
		buf_put(out, files->at[i].path);
		buf_byte(out, '\n');
	}
}

static void title_put(struct buf *out, const struct site_title *title)
{
	buf_text(out, "title ");
	buf_put(out, title->tongue->tag);
	buf_text(out, title->is_draft ? " draft " : " fine ");
	buf_text(out, title->is_withdrawn ? "gone " : "here ");
	buf_put(out, title->title);
	buf_byte(out, '\n');
}

static void guide_put(struct buf *out, const struct record_guide *guide)
{
	field_put_number(out, S("guide"), guide->number);
	for (size_t i = 0; i < guide->inputs.count; i++) {
		const struct record_input *input = &guide->inputs.at[i];

		buf_fmt(out, "in %llu %llu ",
			(unsigned long long)input->stamp.bytes,
			(unsigned long long)input->stamp.changed_ns);
		buf_put(out, input->path);
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < guide->titles.count; i++) {
		title_put(out, &guide->titles.at[i]);
	}
	for (size_t i = 0; i < guide->said.count; i++) {
		field_put(out, S("said"), guide->said.at[i]);
	}
	files_put(out, &guide->files);
}

void bindery_record_write(const struct record *record, struct buf *out)
{
	buf_put(out, magic);
	buf_byte(out, '\n');
	hash_put(out, "key", &record->key);
	buf_byte(out, '\n');
	hash_put(out, "map", &record->map);
	buf_byte(out, '\n');
	field_put_number(out, S("start"), (uint64_t)record->start_ns);
	files_put(out, &record->files);
	for (size_t i = 0; i < record->guides.count; i++) {
		guide_put(out, &record->guides.at[i]);
	}
	buf_text(out, "end\n");
}

/* -- reading -------------------------------------------------------------- */

static bool hash_take(str *rest, str key, hash *ret_hash)
{
	str value;

	return field_hex(rest, key, HASH_DIGITS, &value) &&
	       hex_read(value, ret_hash->bytes, sizeof(ret_hash->bytes));
}

/* Lines of one key in front, as many as there are; false: a wrong one. */
static bool files_take(struct arena *arena, str *rest,
	struct record_file_list *files)
{
	str value, word;

	while (field_take(rest, S("out"), &value)) {
		struct record_file file = {0};

		if (!str_word(&value, &word) || !hex_read(word, file.hash.bytes,
				sizeof(file.hash.bytes)) ||
			!str_word(&value, &word) ||
			!num_read(word, INT64_MAX, &file.bytes)) {
			return false;
		}
		file.path = value;
		LIST_ADD(arena, files, file);
	}
	return true;
}

static bool inputs_take(struct arena *arena, str *rest,
	struct record_guide *guide)
{
	str value, word;

	while (field_take(rest, S("in"), &value)) {
		struct record_input input = {0};
		uint64_t ns;

		if (!str_word(&value, &word) ||
			!num_read(word, INT64_MAX, &input.stamp.bytes) ||
			!str_word(&value, &word) ||
			!num_read(word, INT64_MAX, &ns)) {
			return false;
		}
		input.stamp.changed_ns = (int64_t)ns;
		input.path = value;
		LIST_ADD(arena, &guide->inputs, input);
	}
	return true;
}

static bool titles_take(struct arena *arena, str *rest,
	struct record_guide *guide)
{
	str value, word;

	while (field_take(rest, S("title"), &value)) {
		struct site_title title = {.number = guide->number};

		if (!str_word(&value, &word)) return false;
		title.tongue = tongue_find(word);
		if (title.tongue == NULL || !str_word(&value, &word)) {
			return false;
		}
		title.is_draft = str_eq(word, S("draft"));
		if (!str_word(&value, &word)) return false;
		title.is_withdrawn = str_eq(word, S("gone"));
		title.title = value;
		LIST_ADD(arena, &guide->titles, title);
	}
	return true;
}

static bool guide_take(struct arena *arena, str *rest,
	struct record_guide *guide)
{
	uint64_t number;
	str said;

	if (!field_number(rest, S("guide"), PAGE_NUMBER_MAX, &number)) {
		return false;
	}
	guide->number = (unsigned)number;
	if (!inputs_take(arena, rest, guide) ||
		!titles_take(arena, rest, guide)) {
		return false;
	}
	while (field_take(rest, S("said"), &said)) {
		LIST_ADD(arena, &guide->said, said);
	}
	return files_take(arena, rest, &guide->files);
}

bool bindery_record_read(struct arena *arena, str text, struct record *ret_record)
{
	struct record record = {0};
	uint64_t start;

	if (!field_line(&text, magic) ||
		!hash_take(&text, S("key"), &record.key) ||
		!hash_take(&text, S("map"), &record.map) ||
		!field_number(&text, S("start"), INT64_MAX, &start) ||
		!files_take(arena, &text, &record.files)) {
		return false;
	}
	record.start_ns = (int64_t)start;
	while (!field_line(&text, S("end"))) {
		struct record_guide guide = {0};

		if (!guide_take(arena, &text, &guide)) return false;
		LIST_ADD(arena, &record.guides, guide);
	}
	if (text.len > 0) return false;
	*ret_record = record;
	return true;
}

struct record_guide *bindery_record_find(const struct record *record, unsigned number)
{
	for (size_t i = 0; i < record->guides.count; i++) {
		if (record->guides.at[i].number == number) {
			return &record->guides.at[i];
		}
	}
	return NULL;
}
