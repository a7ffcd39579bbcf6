/* A thread with its messages, and the warm shelf: see query.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/query_room.h"

#include "base/list.h"
#include "model/item.h"
#include "text/lang.h"

struct message_list LIST_OF(struct view_message);
struct warm_list LIST_OF(struct query_warm);

static const enum view_kind view_kinds[ITEM_KIND_COUNT] = {
	[ITEM_LINE] = VIEW_HERS, [ITEM_AGAIN] = VIEW_HERS,
	[ITEM_PASTE] = VIEW_HERS, [ITEM_ANSWER] = VIEW_ANSWER,
	[ITEM_NOTE] = VIEW_NOTE,
};

/* How an answer through the line stands. */
static void answer_state(struct query *ask, struct view_message *message)
{
	uint64_t goes = query_number(ask, 17), sent = query_number(ask, 18);
	uint64_t taken = query_number(ask, 19), shown = query_number(ask, 20);
	bool unwanted = query_number(ask, 15) != 0;

	if (message->kind != VIEW_ANSWER || message->way != WAY_LINE) return;
	message->goes_ms = query_number(ask, 9);
	message->sent = sent > 0 && sent == goes;
	message->waiting = !message->sent && !unwanted;
	message->taken_back = unwanted && taken == goes;
	message->take_back_shown = unwanted && shown > 0;
	message->take_back_asked = unwanted && taken + shown < goes;
}

void query_message(struct query *ask, struct arena *arena, bool open,
	struct view_message *ret_message)
{
	uint64_t kind = query_number(ask, 1);
	struct item_copy copy;
	struct view_message message = {.id = query_id(ask, 0, arena),
		.way = act_way_read(query_bytes(ask, 2)),
		.language = query_text(ask, 3, arena),
		.handle = query_text(ask, 5, arena),
		.author = query_text(ask, 6, arena),
		.word_count = (unsigned)query_number(ask, 10),
		.veiled = query_number(ask, 12) != 0,
		.warm = query_number(ask, 13) != 0,
		.handed_over = query_number(ask, 14) != 0};

	must(kind < ITEM_KIND_COUNT);
	message.kind = view_kinds[kind];
	message.at.ms = query_number(ask, 7);
	message.open = open;
	if (open) message.text = query_text(ask, 11, arena); /* [query-1] */
	answer_state(ask, &message);
	if (item_copy_read(query_bytes(ask, 23), &copy)) {
		message.copy_part = copy.part;
		message.copy_parts = copy.parts;
	}
	*ret_message = message;
}

const err *query_files(struct desk *desk, struct arena *arena,
	object_id message, struct view_message *ret_message)
{
	struct query *ask = projection_ask(&desk->projection, ASK_FILES);
	struct view_file *files = ARENA_ARRAY(arena, struct view_file,
		MESSAGE_FILES_MAX);
	size_t count = 0;
	bool row;
	const err *e;

	query_bind(ask, "b", object_str(&message));
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct view_file *file = &files[count];
		str blob = query_bytes(ask, 1);

		if (count++ == MESSAGE_FILES_MAX) break;
		file->id = query_id(ask, 0, arena);
		file->bytes = query_number(ask, 2);
		file->type = query_text(ask, 3, arena);
		file->name = query_text(ask, 4, arena);
		file->voice = query_number(ask, 5) != 0;
		file->here = file_exists(str_c(arena, str_fmt(arena,
			"%s/%.*s", desk->files, S_ARG(blob))));
	}
	query_reset(ask);
	ret_message->files = files;
	ret_message->file_count = count;
	return e;
}

static bool is_asked(object_id id, struct query_open open)
{
	for (size_t i = 0; i < open.count; i++) {
		if (object_eq(id, open.at[i])) return true;
	}
	return false;
}

/* Her newest message, the one that is open without asking; zeros: none. */
static const err *newest_of(struct desk *desk, object_id root,
	object_id *ret_newest)
{
	struct query *ask = projection_ask(&desk->projection, ASK_MESSAGES);
	bool row;
	const err *e;

	*ret_newest = fold_desk;
	query_bind(ask, "b", object_str(&root));
	while ((e = query_step(ask, &row)) == NULL && row) {
		uint64_t kind = query_number(ask, 1);

		if (kind == ITEM_LINE || kind == ITEM_PASTE) {
			object_take(query_bytes(ask, 0), ret_newest);
		}
	}
	query_reset(ask);
	return e;
}

/* Our own words are open; of hers the newest, unless veiled, and what was
 * asked for. */
static bool is_open(struct query *ask, object_id id, object_id newest,
	struct query_open open)
{
	uint64_t kind = query_number(ask, 1);
	bool ours = kind == ITEM_ANSWER || kind == ITEM_NOTE;
	bool veiled = query_number(ask, 12) != 0;

	if (is_asked(id, open)) return true;
	return !veiled && (ours || object_eq(id, newest));
}

/* What was searched for, in the message where `ask` stands; `shown` opens it
 * if it is all there, unless it is veiled [query-3]. */
static struct search_found found_in(struct query *ask, struct arena *arena,
	struct query_open open, bool *shown)
{
	struct search_found found = {0};
	struct buf names = {0};
	bool veiled = query_number(ask, 12) != 0;

	if (open.search == NULL || (veiled && !*shown)) return found;
	buf_put(&names, query_bytes(ask, 4));
	buf_byte(&names, ' ');
	buf_put(&names, query_bytes(ask, 5));
	found = search_in(arena, open.search, open.reach,
		query_bytes(ask, 11), buf_str(&names));
	buf_close(&names);
	*shown = *shown || (found.all && !veiled);
	return found;
}

static const err *messages_take(struct desk *desk, struct arena *arena,
	object_id root, struct query_open open, struct message_list *list)
{
	struct query *ask = projection_ask(&desk->projection, ASK_MESSAGES);
	object_id newest;
	bool row;
	const err *e = newest_of(desk, root, &newest);

	if (e != NULL) return e;
	query_bind(ask, "b", object_str(&root));
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct view_message message;
		struct search_found found;
		object_id id;
		bool shown;

		object_take(query_bytes(ask, 0), &id);
		shown = is_open(ask, id, newest, open);
		found = found_in(ask, arena, open, &shown);
		query_message(ask, arena, shown, &message);
		message.marks = found.marks;
		message.mark_count = found.count;
		e = query_files(desk, arena, id, &message);
		if (e != NULL) break;
		LIST_ADD(arena, list, message);
	}
	query_reset(ask);
	return e;
}

static const err *head_take(struct desk *desk, struct arena *arena,
	object_id root, struct view_thread *thread)
{
	struct query *ask = projection_ask(&desk->projection, ASK_ROW);
	struct query *boxes = projection_ask(&desk->projection,
		ASK_THREAD_BOXES);
	bool row;
	const err *e;

	query_bind(ask, "nb", desk_now_ms(desk), object_str(&root));
	e = query_step(ask, &row);
	if (e == NULL && !row) {
		e = err_make(ERR_ABSENT, "there is no such thread");
	}
	if (e == NULL) {
		query_row(ask, arena, &thread->row);
		thread->name_note = query_text(ask, 14, arena);
		thread->pile = (enum pile)query_number(ask, 16);
		thread->language = thread->row.language;
		thread->row.here = true;
	}
	query_reset(ask);
	if (e != NULL) return e;
	query_bind(boxes, "b", object_str(&root));
	e = query_step(boxes, &thread->can_answer_line);
	query_reset(boxes);
	return e;
}

/* The language to answer in is the one she writes in, where her last open
 * message tells it surely: the language of the page she wrote on, or the one
 * a member chose in haste, is only the second guess. Chat in Latin letters,
 * mixed text and a veiled message change nothing [query-2]. */
static void language_hear(struct view_thread *thread)
{
	for (size_t i = thread->message_count; i > 0; i--) {
		const struct view_message *m = &thread->messages[i - 1];
		struct lang_guess guess;

		if (m->kind != VIEW_HERS || m->text.len == 0) continue;
		guess = lang_guess(m->text);
		if (guess.lang < TEXT_AR_LATN && guess.margin >= LANG_SURE) {
			thread->language = text_lang_tag(guess.lang);
		}
		return;
	}
}

const err *query_thread(struct desk *desk, struct arena *arena,
	object_id id, struct query_open open,
	struct view_thread *ret_thread)
{
	struct view_thread thread = {0};
	struct message_list list = {0};
	object_id root;
	const err *e = act_root(desk, id, &root);

	if (e == NULL) e = head_take(desk, arena, root, &thread);
	if (e == NULL) {
		e = messages_take(desk, arena, root, open, &list);
	}
	if (e != NULL) return e;
	thread.messages = list.at;
	thread.message_count = list.count;
	language_hear(&thread);
	*ret_thread = thread;
	return NULL;
}

const err *query_warm(struct desk *desk, struct arena *arena,
	struct query_warm **ret_items, size_t *ret_count)
{
	struct query *ask = projection_ask(&desk->projection, ASK_WARM);
	struct warm_list list = {0};
	bool row;
	const err *e;

	query_bind(ask, "n", (uint64_t)QUERY_ROWS_MAX);
	while ((e = query_step(ask, &row)) == NULL && row) {
		struct query_warm one;
		bool veiled = query_number(ask, 12) != 0;

		query_message(ask, arena, !veiled, &one.message);
		one.thread = query_id(ask, 16, arena);
		LIST_ADD(arena, &list, one);
	}
	query_reset(ask);
	*ret_items = list.at;
	*ret_count = list.count;
	return e;
}
