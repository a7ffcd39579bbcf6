/* Acts that write a message: answers, notes, and what came another way. See
 * act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/act_room.h"

#include "base/hex.h"
#include "base/num.h"
#include "base/utf8.h"
#include "desk/copy.h"
#include "page/tr.h"
#include "seal/age.h"
#include "seal/hash.h"
#include "seal/pad.h"
#include "seal/rand.h"

#include <string.h>

enum {
	FILE_BYTES_MAX = 25 << 20,  /* as the public form */
	ITEM_BUF = 1 << 20,
	HEX_ID = 33,
	TWICE_MS = 60 * 1000        /* [act-3] */
};

static const str way_words[WAY_COUNT] = {
	[WAY_LINE] = S_INIT("line"), [WAY_WHATSAPP] = S_INIT("whatsapp"),
	[WAY_INSTAGRAM] = S_INIT("instagram"),
	[WAY_FACEBOOK] = S_INIT("facebook"),
	[WAY_TELEGRAM] = S_INIT("telegram"), [WAY_SIGNAL] = S_INIT("signal"),
	[WAY_MAIL] = S_INIT("mail"), [WAY_PHONE] = S_INIT("phone"),
	[WAY_IN_PERSON] = S_INIT("in-person"), [WAY_OTHER] = S_INIT("other"),
};

str act_way_word(enum way way)
{
	return way_words[way];
}

enum way act_way_read(str word)
{
	for (size_t i = 0; i < WAY_COUNT; i++) {
		if (str_eq(way_words[i], word)) return (enum way)i;
	}
	return WAY_OTHER;
}

static str id_hex(object_id id, char room[HEX_ID])
{
	struct buf out = {0};

	object_write(id, &out);
	memcpy(room, out.at, out.len);
	buf_close(&out);
	return str_bytes(room, HEX_ID - 1);
}

static object_id id_make(void)
{
	object_id id;

	rand_bytes(id.bytes, sizeof(id.bytes));
	return id;
}

const err *act_item(struct desk *desk, object_id message,
	const struct item *item, enum did did)
{
	struct buf bytes = buf_cap(ITEM_BUF);
	struct op op = {.kind = OP_SET, .object = message,
		.field = S("item")};
	object_id thread;
	const err *e;

	if (!object_read(item->thread, &thread) || !item_write(item, &bytes)) {
		e = err_make(ERR_USAGE, "this text cannot be kept as it is");
	} else {
		op.value = buf_str(&bytes);
		e = desk_commit_unit(desk, thread, &op, 1, did);
	}
	buf_close(&bytes);
	return e;
}

/* Empty texts and those that could not be read back are refused early. */
static const err *text_check(str text, size_t max)
{
	if (str_trim(text).len == 0) {
		return err_make(ERR_USAGE, "there is no text");
	}
	if (text.len > max || !utf8_is_valid(text)) {
		return err_make(ERR_USAGE, "the text is too long");
	}
	return NULL;
}

/* -- answers -------------------------------------------------------------- */

/* Every code she has written under. */
static const err *boxes_take(struct desk *desk, struct arena *arena,
	object_id root, struct item *item)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_THREAD_BOXES);
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&root));
	while ((e = query_step(ask, &row)) == NULL && row) {
		if (item->box_count == ITEM_BOXES_MAX) break;
		item->boxes[item->box_count++] = (struct item_box){
			str_dup(arena, query_bytes(ask, 0)),
			str_dup(arena, query_bytes(ask, 1))};
	}
	query_reset(ask);
	return e;
}

static const err *outbox_ms(struct desk *desk, uint64_t *ret_ms)
{
	struct view_settings settings;
	const err *e = query_settings(desk, &settings);

	if (e == NULL) *ret_ms = (uint64_t)settings.outbox_seconds * 1000;
	return e;
}

/* [act-3] Without words: a copy. */
static const err *same_goes(struct desk *desk, object_id root, bool copy,
	str text, bool *ret_goes)
{
	struct query *ask = projection_ask(&desk->projection, ASK_GOES_SAME);
	uint64_t now = desk_now_ms(desk);
	bool row;
	const err *e;

	query_bind(ask, "bnns", object_str(&root), now < TWICE_MS ? 0
		: now - TWICE_MS, (uint64_t)copy, text);
	e = query_step(ask, &row);
	*ret_goes = e == NULL && row && query_number(ask, 0) > 0;
	query_reset(ask);
	return e;
}

const err *act_answer(struct desk *desk, object_id thread, enum way way,
	str language, str text)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct item *item = ARENA_NEW(arena, struct item);
	uint64_t now = desk_now_ms(desk), wait_ms = 0;
	char hex[HEX_ID];
	object_id root;
	bool goes = false;
	const err *e = text_check(text, MESSAGE_TEXT_MAX);

	if (e == NULL) e = act_root(desk, thread, &root);
	if (e == NULL && way == WAY_LINE) {
		e = same_goes(desk, root, false, text, &goes);
	}
	if (e == NULL && way == WAY_LINE && !goes) {
		e = boxes_take(desk, arena, root, item);
		if (e == NULL && item->box_count == 0) {
			e = err_make(ERR_REFUSED, "she has no code to answer");
		}
		if (e == NULL) e = outbox_ms(desk, &wait_ms);
	}
	if (e == NULL && !goes) {
		item->kind = ITEM_ANSWER;
		item->thread = id_hex(root, hex);
		item->at_ms = now;
		item->goes_ms = now + wait_ms; /* [act-2] */
		item->way = way_words[way];
		item->language = language;
		item->about = S("nothing");
		item->text = text;
		e = act_item(desk, id_make(), item, DID_ANSWER);
	}
	arena_close(&arena);
	return e;
}

/* -- their own copy --------------------------------------------------------- */

static str copy_words(struct arena *arena, const struct copy_parts *parts,
	size_t number)
{
	str words = tr(parts->locale, TR("Here is your own copy of what you "
		"wrote to us and what we answered. Save it only where nobody "
		"else finds it."));

	if (parts->count == 1) return words;
	return str_fmt(arena, "%.*s (%zu/%zu)", S_ARG(words), number + 1,
		parts->count);
}

/* One commit: all parts go, or are taken back before they go, together. */
static const err *copy_commit(struct desk *desk, struct arena *arena,
	struct item *item, object_id root, const struct copy_parts *parts)
{
	struct op ops[ITEM_PARTS_MAX];

	for (size_t i = 0; i < parts->count; i++) {
		struct buf bytes = buf_cap(ITEM_BUF);
		bool right;

		item->copy = parts->at[i];
		item->text = copy_words(arena, parts, i);
		right = item_write(item, &bytes);
		ops[i] = (struct op){.kind = OP_SET, .object = id_make(),
			.field = S("item"), .value = buf_take(&bytes, arena)};
		buf_close(&bytes);
		if (!right) {
			return err_make(ERR_FULL, "too much for one copy");
		}
	}
	return desk_commit_unit(desk, root, ops, parts->count, DID_ANSWER);
}

const err *act_copy(struct desk *desk, object_id thread, bool codes)
{
	struct arena *arena = arena_open(COPY_ARENA_BYTES);
	struct item *item = ARENA_NEW(arena, struct item);
	struct copy_parts parts = {0};
	uint64_t wait_ms = 0;
	char hex[HEX_ID];
	object_id root;
	bool goes = false;
	const err *e = act_root(desk, thread, &root);

	if (e == NULL) e = same_goes(desk, root, true, S(""), &goes);
	if (e == NULL) e = boxes_take(desk, arena, root, item);
	if (e == NULL && item->box_count == 0) {
		e = err_make(ERR_REFUSED, "there is no code to answer");
	}
	if (e == NULL && item->box_count > 1 && !codes) {
		e = err_make(ERR_REFUSED, "nobody said whose the codes are");
	}
	if (e == NULL) e = copy_parts(desk, arena, root, &parts);
	if (e == NULL && !parts.fits) {
		e = err_make(ERR_FULL, "this is too long for the line");
	}
	if (e == NULL) e = outbox_ms(desk, &wait_ms);
	if (e == NULL && !goes) {
		item->kind = ITEM_ANSWER;
		item->thread = id_hex(root, hex);
		item->at_ms = desk_now_ms(desk);
		item->goes_ms = item->at_ms + wait_ms; /* [act-2] */
		item->way = way_words[WAY_LINE];
		item->language = locale_info(parts.locale)->tag;
		item->about = S("nothing");
		e = copy_commit(desk, arena, item, root, &parts);
	}
	arena_close(&arena);
	return e;
}

const err *act_note(struct desk *desk, object_id thread, str text)
{
	struct item *item = mem_get(sizeof(*item));
	char hex[HEX_ID];
	object_id root;
	const err *e = text_check(text, ITEM_TEXT_MAX);

	if (e == NULL) e = act_root(desk, thread, &root);
	if (e == NULL) {
		item->kind = ITEM_NOTE;
		item->thread = id_hex(root, hex);
		item->at_ms = desk_now_ms(desk);
		item->way = S("line");
		item->about = S("nothing");
		item->text = text;
		e = act_item(desk, id_make(), item, DID_NOTE);
	}
	mem_free(item);
	return e;
}

/* -- what came another way ------------------------------------------------ */

/* Sealed as the line would have it: to an identity of its own, padded. */
static const err *file_keep(struct desk *desk, struct arena *arena,
	const struct act_file *from, struct item_file *ret_file)
{
	struct identity identity = identity_make();
	object_id id = id_make();
	struct buf plain = buf_cap(64 << 20), sealed = buf_cap(64 << 20);
	struct buf words = {0};
	hash sum = hash_of(from->bytes);
	char hex[HEX_ID];
	const err *e;

	buf_put(&plain, from->bytes);
	buf_zeros(&plain, (size_t)pad_padme(from->bytes.len) -
		from->bytes.len);
	age_seal(&sealed, buf_str(&plain), &identity.recipient, 1);
	ret_file->id = ret_file->file.blob =
		str_dup(arena, id_hex(id, hex));
	identity_write(&identity, &words);
	ret_file->file.identity = buf_take(&words, arena);
	buf_reset(&words);
	buf_hex(&words, sum.bytes, sizeof(sum.bytes));
	ret_file->file.sha256 = buf_take(&words, arena);
	ret_file->file.bytes = from->bytes.len;
	ret_file->file.type = from->type;
	ret_file->file.name = from->name;
	e = file_create(str_c(arena, str_fmt(arena, "%s/%s", desk->files,
		str_c(arena, ret_file->id))), buf_str(&sealed));
	buf_close(&words);
	buf_close(&plain);
	buf_close(&sealed);
	identity_close(&identity);
	return e;
}

static const err *paste_files(struct desk *desk, struct arena *arena,
	const struct act_paste *paste, struct item *item)
{
	const err *e = NULL;

	if (paste->file_count > MESSAGE_FILES_MAX) {
		return err_make(ERR_USAGE, "too many files");
	}
	for (size_t i = 0; e == NULL && i < paste->file_count; i++) {
		if (paste->files[i].bytes.len > FILE_BYTES_MAX) {
			return err_make(ERR_USAGE, "a file is too large");
		}
		e = file_keep(desk, arena, &paste->files[i],
			&item->files[item->file_count++]);
	}
	return e;
}

static const err *paste_check(const struct act_paste *paste)
{
	if (paste->file_count > 0 && str_trim(paste->text).len == 0) {
		return NULL;
	}
	return text_check(paste->text, ITEM_TEXT_MAX);
}

const err *act_paste(struct desk *desk, const struct act_paste *paste,
	object_id *ret_thread)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct item *item = ARENA_NEW(arena, struct item);
	object_id thread = paste->thread;
	char hex[HEX_ID];
	const err *e = paste_check(paste);

	if (e == NULL && object_eq(thread, fold_desk)) thread = id_make();
	else if (e == NULL) e = act_root(desk, paste->thread, &thread);
	if (e == NULL) e = paste_files(desk, arena, paste, item);
	if (e == NULL) {
		item->kind = ITEM_PASTE;
		item->thread = id_hex(thread, hex);
		item->at_ms = paste->when_ms;
		item->way = way_words[paste->way];
		item->language = paste->language;
		item->about = S("nothing");
		item->handle = paste->handle;
		item->text = paste->text;
		e = act_item(desk, id_make(), item, DID_PASTE);
	}
	if (e == NULL) *ret_thread = thread;
	arena_close(&arena);
	return e;
}
