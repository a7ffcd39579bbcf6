/* For the tests of erasing: a desk in a folder, a person who writes to it, and
 * looking for a word wherever this desk could keep one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_ERASE_LIB_H
#define TEST_DESK_ERASE_LIB_H

#include "desk_lib.h"

#include "desk/copy.h"
#include "desk/erase.h"
#include "desk/keeping.h"
#include "desk/record_query.h"
#include "model/team_roster.h"
#include "os/file.h"
#include "seal/age.h"
#include "seal/minisign.h"
#include "store/log_compact.h"
#include "store/log_hand.h"
#include "store/log_room.h"
#include "store/snapshot.h"

#include <string.h>

#define WORDS S("heliotrope planted tonight")
#define WORD "heliotrope"

enum { START_HOUR = 490000, BLOBS_MAX = 512 };

static struct desk *other;
static uint64_t cursor;
static struct identity her;
static unsigned writers;

static inline str hex_of(unsigned number)
{
	return str_fmt(arena, "%032x", number);
}

/* -- people ---------------------------------------------------------------- */

static inline str sealed_of(unsigned mailbox, unsigned number, str text)
{
	struct buf plain = {0}, sealed = {0}, to_her = {0};
	struct message message = {.language = S("en"), .about = ABOUT_HEALTH,
		.called = S("Noor"), .mailbox = hex_of(mailbox),
		.submission = hex_of(number), .text = text};
	recipient intake;
	str bytes;

	recipient_write(her.recipient, &to_her);
	message.recipient = buf_str(&to_her);
	assert_true(message_write(&message, &plain));
	assert_true(recipient_read(desk->roster.intake, &intake));
	age_seal(&sealed, buf_str(&plain), &intake, 1);
	bytes = buf_take(&sealed, arena);
	buf_close(&plain);
	buf_close(&sealed);
	buf_close(&to_her);
	return bytes;
}

static inline void takes(struct desk *at, str sealed)
{
	struct relay_message one = {.cursor = ++cursor, .hour = now / HOUR_MS,
		.hash = hash_of(sealed), .sealed = sealed};

	clock_on(1000);
	is_ok(desk_hands.take(at, &one, 1));
}

/* A thread with a word to look for, read by a member. */
static inline object_id planted(void)
{
	unsigned number = ++writers;
	object_id thread = fold_thread_id(hex_of(number));

	takes(desk, sealed_of(number, number, WORDS));
	clock_on(1000);
	is_ok(act_note(desk, thread, S("a note of heliotrope")));
	is_ok(act_name(desk, thread, S("heliotrope case")));
	is_ok(act_opened(desk, thread));
	return thread;
}

static inline bool is_there(struct desk *at, object_id thread)
{
	struct view_thread view;
	const err *e = query_thread(at, arena, thread, (struct query_open){0},
		&view);

	if (e != NULL) assert_int_equal(e->code, ERR_ABSENT);
	return e == NULL && view.message_count > 0;
}

static inline size_t found(struct desk *at, str words)
{
	struct query_rows rows;
	enum search_reach reach;
	struct search *search = query_words(at, arena, words);

	is_ok(query_search(at, arena, search, 0, &rows, &reach));
	return rows.count;
}

/* -- looking for a word ---------------------------------------------------- */

static inline bool holds(str bytes, const char *word)
{
	return bytes.len > 0 && memmem(bytes.at, bytes.len, word,
		strlen(word)) != NULL;
}

/* Every sealed body of the pack, opened with every key: also those that no
 * reading gives out any more. */
static inline bool pack_holds(struct desk *at, const char *path)
{
	const struct identity *keys[64];
	struct pack *pack;
	struct pack_item *item = mem_get(sizeof(*item));
	uint64_t place = 0;
	size_t count = log_epochs(at->log, RING_INTAKE, keys, 32);
	bool is = false;

	count += log_epochs(at->log, RING_TEAM, keys + count, 31);
	keys[count++] = &at->keys.identity;
	is_ok(pack_follow(&pack, path));
	while (pack_at(pack, place, item) == NULL) {
		for (size_t i = 0; i < item->body_count; i++) {
			struct buf sealed = {0}, plain = {0};

			is_ok(pack_read(pack, &item->bodies[i], &sealed));
			for (size_t k = 0; k < count; k++) {
				if (age_open(&plain, buf_str(&sealed), keys[k],
					1) == AGE_OK) {
					is |= holds(buf_str(&plain), WORD);
				}
			}
			buf_close(&sealed);
			buf_close(&plain);
		}
		place = item->next;
	}
	pack_close(&pack);
	mem_free(item);
	return is;
}

/* The projection as SQLite keeps it, freed pages and index included: what a
 * snapshot would hold. */
static inline bool tables_hold(struct desk *at)
{
	str bytes;

	is_ok(db_image(at->projection.db, &bytes));
	return holds(bytes, WORD);
}

static inline bool snapshots_hold(struct desk *at)
{
	bool is = false;

	for (unsigned i = 1; i <= SNAPSHOT_COUNT; i++) {
		struct buf sealed = {0}, plain = {0};
		const char *path = str_c(arena, str_fmt(arena,
			"%s/snapshot.%u", at->folder, i));

		if (file_read(path, 64 << 20, &sealed) == NULL &&
			age_open(&plain, buf_str(&sealed), &at->keys.identity,
				1) == AGE_OK) {
			is |= holds(buf_str(&plain), WORD);
		}
		buf_close(&sealed);
		buf_close(&plain);
	}
	return is;
}

/* -- tables, as text ------------------------------------------------------- */

/* Rows of one question, sorted by themselves. */
static inline void rows_put(struct desk *at, str sql, struct buf *out)
{
	struct query *ask;
	bool row;

	is_ok(query_open(at->projection.db, &ask, str_c(arena, sql)));
	query_bind(ask, "");
	while (true) {
		is_ok(query_step(ask, &row));
		if (!row) break;
		buf_put(out, query_bytes(ask, 0));
		buf_byte(out, '\n');
	}
	query_close(&ask);
}

/* All columns but `number`, which says only what came when. */
static inline void table_put(struct desk *at, str name, struct buf *out)
{
	struct query *ask;
	struct buf sql = {0};
	bool row;

	buf_put(out, name);
	buf_byte(out, '\n');
	is_ok(query_open(at->projection.db, &ask, str_c(arena, str_fmt(arena,
		"SELECT group_concat('quote(\"' || name || '\")', '||'',''||') "
		"FROM pragma_table_xinfo('%.*s') WHERE name <> 'number' "
		"AND hidden <> 1", S_ARG(name)))));
	query_bind(ask, "");
	is_ok(query_step(ask, &row));
	assert_true(row);
	buf_text(&sql, "SELECT ");
	buf_put(&sql, query_bytes(ask, 0));
	buf_fmt(&sql, " FROM %.*s ORDER BY 1", S_ARG(name));
	query_close(&ask);
	rows_put(at, buf_str(&sql), out);
	buf_close(&sql);
}

/* All that the tables say, and how often each word stands in the indexes. */
static inline str tables_text(struct desk *at)
{
	static const char *const shadows = "SELECT name FROM sqlite_master"
		" WHERE type = 'table' AND name NOT LIKE 'spoken%'"
		" AND name NOT LIKE 'said_%' AND name <> 'message_number'"
		" ORDER BY name";
	struct buf names = {0}, out = {0};
	str rest, name;

	rows_put(at, str_of(shadows), &names);
	rest = buf_str(&names);
	while (str_cut(rest, '\n', &name, &rest)) table_put(at, name, &out);
	is_ok(db_run(at->projection.db, "CREATE VIRTUAL TABLE temp.v USING "
		"fts5vocab('main', 'spoken', 'row'); CREATE VIRTUAL TABLE "
		"temp.w USING fts5vocab('main', 'said', 'row')"));
	rows_put(at, S("SELECT quote(term) || doc || ' ' || cnt FROM temp.v "
		"ORDER BY 1"), &out);
	rows_put(at, S("SELECT quote(term) || doc || ' ' || cnt FROM temp.w "
		"ORDER BY 1"), &out);
	is_ok(db_run(at->projection.db, "DROP TABLE temp.v; "
		"DROP TABLE temp.w"));
	rest = buf_take(&out, arena);
	buf_close(&names);
	buf_close(&out);
	return rest;
}

/* [shed-1] [erase-shed-2] The desk is what it would be if all that is left were
 * read from its start. */
static inline void is_as_anew(struct desk *at)
{
	static const str rings[] = {S_INIT("team"), S_INIT("intake"),
		S_INIT("vault")};
	str tables = tables_text(at), anew, line, one;
	struct log_place place = log_place(at->log);
	struct state_sum sums[NELEM(rings)];

	for (size_t i = 0; i < NELEM(rings); i++) {
		sums[i] = state_sum(at->state, rings[i]);
	}
	is_ok(desk_refold(at));
	anew = tables_text(at);
	while (str_cut(anew, '\n', &line, &anew)) {
		assert_true(str_cut(tables, '\n', &one, &tables));
		is_str(one, line);
	}
	assert_int_equal(tables.len, 0);
	assert_int_equal(log_place(at->log).position, place.position);
	assert_true(hash_eq(log_place(at->log).head, place.head));
	for (size_t i = 0; i < NELEM(rings); i++) {
		assert_true(state_sum_eq(sums[i], state_sum(at->state,
			rings[i])));
	}
}

/* -- old epochs ------------------------------------------------------------ */

/* Every ring under its next epoch: what lies under the one before is to go. */
static inline void epochs_renew(void)
{
	bool done;

	is_ok(desk_hand(desk, &(struct log_change){
		.renew = log_epoch_count(desk->log)}, &done));
	assert_true(done);
}

/* -- beginning and end ----------------------------------------------------- */

static inline void other_clock(void)
{
	if (other != NULL) desk_pretend_now(other, now);
}

static inline int setup(void **state)
{
	int failed = desk_begin(START_HOUR);

	(void)state;
	her = identity_make();
	clock_follows = other_clock;
	return failed;
}

static inline int teardown(void **state)
{
	(void)state;
	if (other != NULL) {
		other->did = DID_COUNT;
		desk_close(&other);
	}
	identity_close(&her);
	return desk_end();
}

#endif
