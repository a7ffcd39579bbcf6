/* For tests of searching: an index in memory, filled and asked as the desk
 * does it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_SEARCH_LIB_H
#define TEST_DESK_SEARCH_LIB_H

#include "test.h"

#include "desk/search.h"

struct shelf { struct db *db; struct tokens *tokens; uint64_t count; };

static inline struct shelf shelf_open(void)
{
	struct shelf shelf = {.tokens = tokens_open()};

	is_ok(db_open_memory(&shelf.db));
	is_ok(tokens_join(shelf.tokens, shelf.db));
	is_ok(db_run(shelf.db, "CREATE VIRTUAL TABLE spoken USING"
		" fts5(text, names, content='', columnsize=0,"
		" tokenize='bothy')"));
	return shelf;
}

static inline void shelf_close(struct shelf *shelf)
{
	db_close(&shelf->db);
	tokens_close(&shelf->tokens);
}

/* The number of the text, from 1. */
static inline uint64_t shelf_add(struct shelf *shelf, str text)
{
	struct query *add;

	is_ok(query_open(shelf->db, &add,
		"INSERT INTO spoken(rowid, text, names) VALUES(?1, ?2, '')"));
	query_bind(add, "ns", ++shelf->count, text);
	is_ok(query_do(add));
	query_close(&add);
	return shelf->count;
}

/* Whether the question, at this reach, finds text `number`. A question that
 * the index cannot read fails the test. */
static inline bool shelf_finds(struct shelf *shelf,
	const struct search *search, enum search_reach reach, uint64_t number)
{
	struct buf question = {0};
	struct query *ask;
	bool row = false;

	if (search == NULL) return false;
	if (search_put(search, reach, &question)) {
		is_ok(query_open(shelf->db, &ask, "SELECT rowid FROM spoken"
			" WHERE spoken MATCH ?1 AND rowid = ?2"));
		query_bind(ask, "sn", buf_str(&question), number);
		is_ok(query_step(ask, &row));
		query_close(&ask);
	}
	buf_close(&question);
	return row;
}

#endif
