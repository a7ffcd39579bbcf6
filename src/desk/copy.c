/* A person's own copy: see copy.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/copy.h"

#include "base/list.h"
#include "base/num.h"
#include "desk/act_room.h"
#include "page/copy.h"
#include "seal/age.h"
#include "seal/pad.h"
#include "text/hour.h"
#include "text/json_rows.h"

enum {
	HOUR_MS = 3600 * 1000,
	/* Of a page: what stands around the messages, in the longest language;
	 * around one: its time, language, and the marks of HTML and JSON. */
	PAGE_FRAME_BYTES = 8 * 1024, MESSAGE_FRAME_BYTES = 512
};

/* -- what is in it --------------------------------------------------------- */

/* The thread with all that they wrote and we answered open, veiled or not: it
 * is theirs. */
static const err *thread_open(struct desk *desk, struct arena *arena,
	object_id thread, struct view_thread *ret_thread)
{
	struct query_open open = {0};
	object_id *ids;
	const err *e = query_thread(desk, arena, thread, open, ret_thread);

	if (e != NULL) return e;
	ids = ARENA_ARRAY(arena, object_id, ret_thread->message_count + 1);
	for (size_t i = 0; i < ret_thread->message_count; i++) {
		if (ret_thread->messages[i].kind == VIEW_NOTE) continue;
		must(object_read(ret_thread->messages[i].id,
			&ids[open.count++]));
	}
	open.at = ids;
	return query_thread(desk, arena, thread, open, ret_thread);
}

/* Whether it stands in this copy, and is theirs to have: not our notes, nor
 * answers that did not go. */
static bool is_in(const struct view_message *m, str ids)
{
	bool named = ids.len == 0;
	str id;

	while (!named && item_copy_next(&ids, &id)) named = str_eq(id, m->id);
	if (!named) return false;
	switch (m->kind) {
	case VIEW_HERS:
		return true;
	case VIEW_ANSWER:
		return m->sent || m->handed_over;
	case VIEW_NOTE:
	case VIEW_KIND_COUNT:
		break;
	}
	return false;
}

static str hour_text(struct arena *arena, uint64_t ms)
{
	struct buf out = {0};
	str text;

	hour_words(&out, ms / HOUR_MS);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

static struct copy_message message_of(struct arena *arena,
	const struct view_message *m)
{
	enum locale written;

	return (struct copy_message){.hers = m->kind == VIEW_HERS,
		.language = m->language,
		.dir = locale_read(m->language, &written)
			? locale_info(written)->dir : S("auto"),
		.at = hour_text(arena, m->at.ms), .files = m->file_count,
		.prose = html_prose(arena, m->text)};
}

static enum locale copy_locale(const struct view_thread *view)
{
	enum locale locale;

	return locale_read(view->language, &locale) ? locale : LOCALE_EN;
}

/* -- the same as JSON ------------------------------------------------------ */

static struct json_cell cell(struct arena *arena, const char *key, str value)
{
	str *values = ARENA_NEW(arena, str);

	*values = value;
	return (struct json_cell){str_of(key), values, 1, false};
}

static struct json_row row_of(struct arena *arena, const struct view_message *m)
{
	struct json_cell *cells = ARENA_ARRAY(arena, struct json_cell, 4);

	cells[0] = cell(arena, "who", m->kind == VIEW_HERS ? S("you")
		: S("organisation"));
	cells[1] = cell(arena, "when", hour_text(arena, m->at.ms));
	cells[2] = cell(arena, "language", m->language);
	cells[3] = cell(arena, "text", m->text);
	return (struct json_row){.cells = cells, .count = 4};
}

static str data_of(struct arena *arena, const struct view_thread *thread,
	str ids)
{
	struct json_row *rows = ARENA_ARRAY(arena, struct json_row,
		thread->message_count + 1);
	struct json_rows all = {rows, 0};
	struct buf out = buf_cap(COPY_BYTES_MAX);
	str text;

	for (size_t i = 0; i < thread->message_count; i++) {
		if (!is_in(&thread->messages[i], ids)) continue;
		rows[all.count++] = row_of(arena, &thread->messages[i]);
	}
	json_rows_write(&all, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

/* -- the page, and the file ------------------------------------------------ */

/* Those that stand in it; `which` is of one part, or all when `ids` is empty. */
static void copy_write(struct desk *desk, struct arena *arena,
	const struct view_thread *view, const struct item_copy *which,
	struct buf *out)
{
	struct copy copy = {.part = which->part, .parts = which->parts};
	struct copy_message *messages = ARENA_ARRAY(arena, struct copy_message,
		view->message_count + 1);
	enum locale locale = copy_locale(view);

	for (size_t i = 0; i < view->message_count; i++) {
		if (!is_in(&view->messages[i], which->ids)) continue;
		messages[copy.message_count++] = message_of(arena,
			&view->messages[i]);
	}
	copy.messages = messages;
	copy.organisation = desk_organisation(desk, locale);
	copy.made = hour_text(arena, desk_now_ms(desk));
	copy.data = data_of(arena, view, which->ids);
	page_copy(out, locale, &copy);
}

const err *copy_page(struct desk *desk, object_id thread, struct buf *out)
{
	const struct item_copy whole = {0};
	struct arena *arena = arena_open(COPY_ARENA_BYTES);
	struct view_thread view;
	const err *e = thread_open(desk, arena, thread, &view);

	if (e == NULL) copy_write(desk, arena, &view, &whole, out);
	arena_close(&arena);
	return e;
}

/* "copy.<thread>.<time>": saving outside is a named act. */
static const err *copy_note(struct desk *desk, object_id root)
{
	struct buf field = {0}, now = {0};
	struct op op = {.kind = OP_SET, .object = fold_desk};
	const err *e;

	buf_number(&now, desk_now_ms(desk));
	buf_text(&field, "copy.");
	object_write(root, &field);
	buf_byte(&field, '.');
	buf_put(&field, buf_str(&now));
	op.field = buf_str(&field);
	op.value = buf_str(&now);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_COPY);
	desk->did_seq = 0; /* what is outside does not come back */
	buf_close(&field);
	buf_close(&now);
	return e;
}

const err *copy_make(struct desk *desk, object_id thread, str passphrase,
	struct buf *out)
{
	struct buf page = buf_cap(COPY_BYTES_MAX);
	object_id root;
	const err *e = NULL;

	if (passphrase.len < COPY_PASSPHRASE_MIN) {
		return err_make(ERR_USAGE, "a passphrase has eight letters");
	}
	e = act_root(desk, thread, &root);
	if (e == NULL) e = copy_page(desk, root, &page);
	if (e == NULL && page.failed) {
		e = err_make(ERR_FULL, "this is too long for one file");
	}
	if (e == NULL) e = copy_note(desk, root);
	if (e == NULL) {
		age_seal_passphrase(out, buf_str(&page), passphrase,
			AGE_SCRYPT_WORK);
	}
	buf_close(&page);
	return e;
}

/* -- in parts, for the line ------------------------------------------------ */

/* How many of those it names are here. */
static bool has_all(const struct view_thread *view, str ids)
{
	str id;

	while (item_copy_next(&ids, &id)) {
		bool here = false;

		for (size_t i = 0; !here && i < view->message_count; i++) {
			here = str_eq(view->messages[i].id, id);
		}
		if (!here) return false;
	}
	return true;
}

const err *copy_part(struct desk *desk, const struct copy_ask *ask,
	struct buf *out)
{
	struct arena *arena = arena_open(COPY_ARENA_BYTES);
	struct view_thread view;
	struct item_copy which;
	const err *e;

	must(item_copy_read(ask->copy, &which));
	e = thread_open(desk, arena, ask->thread, &view);
	if (e == NULL && ask->all && !has_all(&view, which.ids)) {
		e = err_make(ERR_ABSENT, "messages of a copy are not here yet");
	}
	if (e == NULL) copy_write(desk, arena, &view, &which, out);
	if (e == NULL && (out->failed || out->len > REPLY_FILE_MAX)) {
		e = err_make(ERR_FULL, "this is too long for one file");
	}
	/* Its length says little, also where it is not sealed any more. */
	for (uint64_t to = pad_padme(out->len); e == NULL && out->len < to;) {
		buf_byte(out, '\n');
	}
	arena_close(&arena);
	return e;
}

/* What one message takes: in the page, and again in the data. */
static size_t message_bytes(struct arena *arena, const struct view_message *m)
{
	struct json_row row = row_of(arena, m);
	struct json_rows one = {&row, 1};
	struct buf data = buf_cap(COPY_BYTES_MAX), text = data;
	size_t bytes;

	json_rows_write(&one, &data);
	html_text(&text, buf_str(&data));
	bytes = MESSAGE_FRAME_BYTES + text.len +
		html_prose(arena, m->text).bytes.len;
	buf_close(&data);
	buf_close(&text);
	return bytes;
}

/* "K N " before the ids of each, now that it is known how many there are. */
static void parts_number(struct arena *arena, struct copy_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		parts->at[i] = str_fmt(arena, "%zu %zu %.*s", i + 1,
			parts->count, S_ARG(parts->at[i]));
	}
}

/* Closes the part whose ids were collected; false when there is no more room. */
static bool part_end(struct arena *arena, struct buf *ids,
	struct copy_parts *parts)
{
	if (ids->len == 0) return true;
	if (parts->count == ITEM_PARTS_MAX) return false;
	parts->at[parts->count++] = buf_take(ids, arena);
	buf_reset(ids);
	return true;
}

static void parts_cut(struct arena *arena, const struct view_thread *view,
	struct copy_parts *parts)
{
	size_t in_part = PAGE_FRAME_BYTES;
	struct buf ids = {0};

	parts->at = ARENA_ARRAY(arena, str, ITEM_PARTS_MAX);
	parts->fits = true;
	for (size_t i = 0; parts->fits && i < view->message_count; i++) {
		size_t bytes;

		if (!is_in(&view->messages[i], S(""))) continue;
		bytes = message_bytes(arena, &view->messages[i]);
		parts->fits = bytes + PAGE_FRAME_BYTES <= REPLY_FILE_MAX;
		if (in_part + bytes > REPLY_FILE_MAX) {
			parts->fits &= part_end(arena, &ids, parts);
			in_part = PAGE_FRAME_BYTES;
		}
		if (ids.len > 0) buf_byte(&ids, ' ');
		buf_put(&ids, view->messages[i].id);
		in_part += bytes;
		parts->bytes += bytes;
	}
	parts->fits &= part_end(arena, &ids, parts) && parts->count > 0;
	buf_close(&ids);
	parts_number(arena, parts);
}

static const err *codes_count(struct desk *desk, object_id thread,
	size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection,
		ASK_THREAD_BOXES);
	object_id root;
	size_t count = 0;
	bool row;
	const err *e = act_root(desk, thread, &root);

	if (e != NULL) return e;
	query_bind(ask, "b", object_str(&root));
	while ((e = query_step(ask, &row)) == NULL && row) count++;
	query_reset(ask);
	*ret_count = count;
	return e;
}

const err *copy_parts(struct desk *desk, struct arena *arena, object_id thread,
	struct copy_parts *ret_parts)
{
	struct copy_parts parts = {0};
	struct view_thread view;
	const err *e = thread_open(desk, arena, thread, &view);

	if (e != NULL) return e;
	parts.locale = copy_locale(&view);
	parts_cut(arena, &view, &parts);
	e = codes_count(desk, thread, &parts.codes);
	if (e == NULL) *ret_parts = parts;
	return e;
}
