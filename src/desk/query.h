/* Questions to an open desk: fill the plain data of page/desk_view.h, except
 * the fields marked "ui" there. Everything is kept by the arena.
 *
 * [query-1] lists, hits and titles carry no word of a message; only a message
 *           that was asked for has its text
 * [query-2] the language offered for an answer is the one she writes in, if
 *           her open text tells it surely; what she chose is kept as it is
 * [query-3] a search lifts no veil: a veiled message is marked only where the
 *           member asked for that message itself
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_QUERY_H
#define DESK_QUERY_H

#include "desk/desk.h"
#include "desk/search.h"
#include "model/op.h"
#include "page/desk_view.h"

enum {
	QUERY_ROWS_MAX = 200,    /* threads on one page of a list */
	QUERY_HITS_MAX = 20,     /* threads on one page of a search */
	QUERY_FILE_MAX = 32 << 20
};

/* organisation in `locale`; line_reached and line_at are the caller's. */
const err *query_nav(struct desk *desk, enum locale locale,
	struct view_nav *ret_nav) MUST_USE;

struct query_rows { struct view_row *at; size_t count; bool more; };
/* Newest first; needs-answer: who waits longest first. `skip` rows on. */
const err *query_pile(struct desk *desk, struct arena *arena, enum pile pile,
	size_t skip, struct query_rows *ret_rows) MUST_USE;

/* What was typed into the search box; see search.h. */
struct search *query_words(struct desk *desk, struct arena *arena, str typed);
/* Threads in which a message (hers, ours; with its names and handles) has all
 * the words: the words themselves first, then other forms of them; each newest
 * first, `skip` threads on. *ret_reach says how widely it was looked: for
 * query_thread and the page. Each row names the message that was found. */
const err *query_search(struct desk *desk, struct arena *arena,
	const struct search *search, size_t skip, struct query_rows *ret_rows,
	enum search_reach *ret_reach) MUST_USE;

/* The messages a member asked to see, and what she searched for, if anything
 * (NULL): messages that have it all open too, and it is marked. */
struct query_open {
	const object_id *at;
	size_t count;
	const struct search *search;
	enum search_reach reach;
};
/* The thread, its newest message of hers open unless veiled, and those of
 * `open` too (veiled ones only if they are named there: the member asked; a
 * search opens none [query-3]). A thread that was joined gives the one it
 * became part of. ERR_ABSENT. */
const err *query_thread(struct desk *desk, struct arena *arena,
	object_id thread, struct query_open open,
	struct view_thread *ret_thread) MUST_USE;

/* The warm shelf, newest first: messages, each with its thread; open. */
struct query_warm { struct view_message message; str thread; };
const err *query_warm(struct desk *desk, struct arena *arena,
	struct query_warm **ret_items, size_t *ret_count) MUST_USE;

/* An attachment, opened from memory into `out` (give it a cap of
 * QUERY_FILE_MAX). ERR_ABSENT: its sealed bytes are not here; ERR_FORMAT: they
 * are not what the message says. */
const err *query_file(struct desk *desk, struct arena *arena, object_id file,
	struct view_file *ret_file, struct buf *out) MUST_USE;

const err *query_settings(struct desk *desk, struct view_settings *ret_settings)
	MUST_USE;
/* The last thing done since it was unlocked. */
void query_did(struct desk *desk, struct arena *arena,
	struct view_did *ret_did);
/* Messages kept sealed because no key here opens them. */
uint64_t query_unreadable(struct desk *desk);

#endif
