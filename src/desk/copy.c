/* A person's own copy: see copy.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/copy.h"

#include "base/list.h"
#include "base/num.h"
#include "desk/act_room.h"
#include "page/copy.h"
#include "seal/age.h"
#include "text/hour.h"
#include "text/json_rows.h"

enum { COPY_ARENA_BYTES = 512 << 20, HOUR_MS = 3600 * 1000 };

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

/* Whether it is theirs to have: not our notes, nor answers that did not go. */
static bool is_in(const struct view_message *m)
{
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
	return (struct json_row){cells, 4};
}

static str data_of(struct arena *arena, const struct view_thread *thread)
{
	struct json_row *rows = ARENA_ARRAY(arena, struct json_row,
		thread->message_count + 1);
	struct json_rows all = {rows, 0};
	struct buf out = buf_cap(COPY_BYTES_MAX);
	str text;

	for (size_t i = 0; i < thread->message_count; i++) {
		if (!is_in(&thread->messages[i])) continue;
		rows[all.count++] = row_of(arena, &thread->messages[i]);
	}
	json_rows_write(&all, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

/* -- the page, and the file ------------------------------------------------ */

const err *copy_page(struct desk *desk, object_id thread, struct buf *out)
{
	struct arena *arena = arena_open(COPY_ARENA_BYTES);
	struct view_thread view;
	struct copy copy = {0};
	struct copy_message *messages;
	enum locale locale = LOCALE_EN;
	const err *e = thread_open(desk, arena, thread, &view);

	if (e == NULL) {
		messages = ARENA_ARRAY(arena, struct copy_message,
			view.message_count + 1);
		for (size_t i = 0; i < view.message_count; i++) {
			if (!is_in(&view.messages[i])) continue;
			messages[copy.message_count++] = message_of(arena,
				&view.messages[i]);
		}
		if (!locale_read(view.language, &locale)) locale = LOCALE_EN;
		copy.messages = messages;
		copy.organisation = desk_organisation(desk, locale);
		copy.made = hour_text(arena, desk_now_ms(desk));
		copy.data = data_of(arena, &view);
		page_copy(out, locale, &copy);
	}
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
