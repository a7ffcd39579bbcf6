/* Between SQLite's full-text index and whoever cuts texts for it: see db.h.
 * Owns the only calls of FTS5's own interface.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/db_room.h"

/* How FTS5 takes a word. */
typedef int index_take(void *index, int flags, const char *bytes, int len,
	int at, int end);

/* The index, waiting for the words of one text. */
struct db_taker {
	void *index;
	index_take *take;
	int result; /* of the last word */
};

bool db_take(struct db_taker *taker, const struct db_token *token)
{
	taker->result = taker->take(taker->index,
		token->again ? FTS5_TOKEN_COLOCATED : 0, token->bytes.at,
		(int)token->bytes.len, (int)token->at, (int)token->end);
	return taker->result == SQLITE_OK;
}

/* [db-3] A question's pieces are its words, as they are. */
static void question_cut(str text, struct db_taker *taker)
{
	size_t at = 0;

	while (at < text.len) {
		str rest = str_from(text, at);
		size_t len = str_find_byte(rest, ' ');
		struct db_token token;

		if (len == SIZE_MAX) len = rest.len;
		token = (struct db_token){str_first(rest, len), at, at + len,
			false};
		if (len > 0 && !db_take(taker, &token)) return;
		at += len + 1;
	}
}

/* -- what FTS5 calls ------------------------------------------------------ */

static int cut_open(void *cutter, const char **arguments, int count,
	Fts5Tokenizer **ret_tokenizer)
{
	(void)arguments;
	(void)count;
	*ret_tokenizer = cutter; /* one for every table; freed with the last */
	return SQLITE_OK;
}

static void cut_close(Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

static int cut(Fts5Tokenizer *tokenizer, void *index, int flags,
	const char *text, int len, index_take *ret_words)
{
	const struct db_cutter *cutter = (const void *)tokenizer;
	struct db_taker taker = {index, ret_words, SQLITE_OK};
	str whole = text == NULL ? S("") : str_bytes(text, (size_t)len);

	if ((flags & FTS5_TOKENIZE_QUERY) != 0) question_cut(whole, &taker);
	else cutter->cut(cutter->owner, whole, &taker);
	return taker.result;
}

static void cutter_free(void *cutter)
{
	mem_free(cutter);
}

/* FTS5 hands out its interface through a pointer bound to a statement. */
static const err *interface_of(struct db *db, fts5_api **ret_api)
{
	sqlite3_stmt *statement = NULL;
	fts5_api *api = NULL;
	int result = sqlite3_prepare_v2(db->handle, "SELECT fts5(?1)", -1,
		&statement, NULL);

	if (result == SQLITE_OK) {
		result = sqlite3_bind_pointer(statement, 1, &api,
			"fts5_api_ptr", NULL);
	}
	if (result == SQLITE_OK) (void)sqlite3_step(statement);
	(void)sqlite3_finalize(statement);
	if (result != SQLITE_OK) return db_refused(result);
	if (api == NULL) {
		return err_make(ERR_IO, "the database has no full-text index");
	}
	*ret_api = api;
	return NULL;
}

const err *db_cutter_add(struct db *db, const char *name,
	const struct db_cutter *cutter)
{
	fts5_tokenizer calls = {cut_open, cut_close, cut};
	struct db_cutter *kept;
	fts5_api *api = NULL;
	const err *e = interface_of(db, &api);
	int result;

	if (e != NULL) return e;
	kept = mem_get(sizeof(*kept));
	*kept = *cutter;
	result = api->xCreateTokenizer(api, name, kept, &calls, cutter_free);
	return result == SQLITE_OK ? NULL : db_refused(result);
}
