/* Opening the projection and its questions: see projection.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/projection_sql.h"

const err *projection_adopt(struct projection *projection, struct db *db)
{
	const err *e;

	projection->db = db;
	projection->tokens = tokens_open();
	e = tokens_join(projection->tokens, db);
	if (e != NULL) projection_close(projection);
	return e;
}

const err *projection_open(struct projection *projection)
{
	struct db *db;
	const err *e = db_open_memory(&db);

	if (e == NULL) e = projection_adopt(projection, db);
	if (e != NULL) return e;
	for (size_t i = 0; e == NULL && i < NELEM(schema); i++) {
		e = db_run(projection->db, schema[i]);
	}
	if (e != NULL) projection_close(projection);
	return e;
}

/* They hold the last values they were asked with, or gave. */
static void queries_close(struct projection *projection)
{
	for (size_t i = 0; i < ASK_COUNT; i++) {
		query_close(&projection->queries[i]);
	}
}

const err *projection_scrub(struct projection *projection)
{
	queries_close(projection);
	tokens_forget(projection->tokens);
	return db_scrub(projection->db);
}

void projection_close(struct projection *projection)
{
	queries_close(projection);
	db_close(&projection->db);
	tokens_close(&projection->tokens);
}

struct query *projection_ask(struct projection *projection, enum ask ask)
{
	struct query **query = &projection->queries[ask];

	if (*query == NULL) {
		must(query_open(projection->db, query, sql[ask]) == NULL);
	}
	return *query;
}
