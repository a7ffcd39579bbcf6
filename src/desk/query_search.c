/* Searching the threads: see query.h. The index gives messages newest first;
 * each thread is listed where its first hit stands.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/query_room.h"

#include "base/list.h"

/* A thread, and the message it was found by. */
struct hit { object_id root, message; };

struct hits LIST_OF(struct hit);
struct row_list LIST_OF(struct view_row);

/* Enough of them to fill the page, and one more to know that there are more. */
struct walk {
	struct desk *desk;
	struct arena *arena;
	const struct search *search;
	size_t wanted;
	struct hits hits;
};

struct search *query_words(struct desk *desk, struct arena *arena, str typed)
{
	return search_read(arena, desk->projection.tokens, typed);
}

static bool is_listed(const struct hits *hits, object_id root)
{
	for (size_t i = 0; i < hits->count; i++) {
		if (object_eq(hits->at[i].root, root)) return true;
	}
	return false;
}

static const err *walk_on(struct walk *walk, enum search_reach reach)
{
	struct query *ask = projection_ask(&walk->desk->projection, ASK_SEARCH);
	struct buf question = {0};
	const err *e = NULL;
	bool row;

	if (!search_put(walk->search, reach, &question)) goto out;
	query_bind(ask, "s", buf_str(&question));
	while (walk->hits.count < walk->wanted &&
		(e = query_step(ask, &row)) == NULL && row) {
		struct hit hit = {0};

		object_take(query_bytes(ask, 0), &hit.root);
		object_take(query_bytes(ask, 1), &hit.message);
		if (is_listed(&walk->hits, hit.root)) continue;
		LIST_ADD(walk->arena, &walk->hits, hit);
	}
	query_reset(ask);
out:
	buf_close(&question);
	return e;
}

static const err *hit_take(const struct walk *walk, struct hit hit,
	struct row_list *list)
{
	struct query *ask = projection_ask(&walk->desk->projection, ASK_ROW);
	struct buf hex = {0};
	struct view_row one;
	bool row;
	const err *e;

	query_bind(ask, "nb", desk_now_ms(walk->desk), object_str(&hit.root));
	e = query_step(ask, &row);
	if (e == NULL && row) {
		query_row(ask, walk->arena, &one);
		query_promise(walk->desk, &one, query_number(ask, 16));
		object_write(hit.message, &hex);
		one.found = buf_take(&hex, walk->arena);
		LIST_ADD(walk->arena, list, one);
	}
	query_reset(ask);
	buf_close(&hex);
	return e;
}

/* Words, then forms; the wider ways only when those find nothing. */
static const err *walk_all(struct walk *walk, enum search_reach *ret_reach)
{
	const err *e = walk_on(walk, SEARCH_WORD);

	*ret_reach = SEARCH_FORM;
	if (e == NULL) e = walk_on(walk, SEARCH_FORM);
	for (int reach = SEARCH_BEGINNING; reach < SEARCH_REACH_COUNT &&
		e == NULL && walk->hits.count == 0; reach++) {
		*ret_reach = (enum search_reach)reach;
		e = walk_on(walk, *ret_reach);
	}
	if (walk->hits.count == 0) *ret_reach = SEARCH_FORM;
	return e;
}

const err *query_search(struct desk *desk, struct arena *arena,
	const struct search *search, size_t skip, struct query_rows *ret_rows,
	enum search_reach *ret_reach)
{
	struct walk walk = {desk, arena, search, skip + QUERY_HITS_MAX + 1, {0}};
	struct row_list list = {0};
	enum search_reach reach;
	const err *e = walk_all(&walk, &reach);

	for (size_t i = skip; e == NULL && i < walk.hits.count &&
		i < skip + QUERY_HITS_MAX; i++) {
		e = hit_take(&walk, walk.hits.at[i], &list);
	}
	if (e != NULL) return e;
	*ret_rows = (struct query_rows){list.at, list.count,
		walk.hits.count == walk.wanted};
	*ret_reach = reach;
	return NULL;
}
