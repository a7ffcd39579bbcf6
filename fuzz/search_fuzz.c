/* Any bytes as what was typed into the search box, and any bytes as a text:
 * the question is always one the index can read [search-1], marks lie in the
 * text, and the text is found just when all its words are marked [search-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "desk/search.h"

static struct db *db;
static struct tokens *tokens;

static void index_open(void)
{
	if (db != NULL) return;
	tokens = tokens_open();
	must(db_open_memory(&db) == NULL);
	must(tokens_join(tokens, db) == NULL);
	must(db_run(db, "CREATE VIRTUAL TABLE spoken USING fts5(text,"
		" content='', columnsize=0, tokenize='bothy')") == NULL);
}

static void text_keep(str text)
{
	struct query *put;

	must(db_run(db, "INSERT INTO spoken(spoken) VALUES('delete-all')") ==
		NULL);
	must(query_open(db, &put, "INSERT INTO spoken(rowid, text)"
		" VALUES(1, ?1)") == NULL);
	query_bind(put, "s", text);
	must(query_do(put) == NULL);
	query_close(&put);
}

static bool is_found(const struct buf *question)
{
	struct query *ask;
	bool row;

	must(query_open(db, &ask, "SELECT rowid FROM spoken"
		" WHERE spoken MATCH ?1") == NULL);
	query_bind(ask, "s", buf_str(question));
	must(query_step(ask, &row) == NULL); /* [search-1] */
	query_close(&ask);
	return row;
}

static void reach_try(struct arena *arena, const struct search *search,
	enum search_reach reach, str text)
{
	struct buf question = {0};
	size_t at = 0;

	if (search_put(search, reach, &question)) {
		struct search_found found = search_in(arena, search, reach,
			text, S(""));

		must(!question.failed);
		must(is_found(&question) == found.all); /* [search-2] */
		for (size_t i = 0; i < found.count; i++) { /* [search-3] */
			must(found.marks[i].at >= at);
			at = found.marks[i].at + found.marks[i].len;
			must(found.marks[i].len > 0 && at <= text.len);
		}
		(void)html_prose_marked(arena, text, found.marks,
			found.count);
	}
	buf_close(&question);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size), typed, text;
	size_t cut = fuzz_take_byte(&input);
	struct arena *arena = arena_open(64 << 20);
	struct search *search;

	index_open();
	typed = str_first(input, cut);
	text = str_from(input, cut);
	text_keep(text);
	search = search_read(arena, tokens, typed);
	for (int i = 0; search != NULL && i < SEARCH_REACH_COUNT; i++) {
		reach_try(arena, search, (enum search_reach)i, text);
	}
	arena_close(&arena);
	return 0;
}
