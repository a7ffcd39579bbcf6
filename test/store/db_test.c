/* Tests of store/db: what was erased is not in the file, sorting spills to no
 * file, nothing can be attached [db-1], a full disk keeps its own code.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "store/db.h"

static char folder[] = "/tmp/db_test.XXXXXX";
static char path[64];

static int make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL) return 1;
	(void)snprintf(path, sizeof(path), "%s/db", folder);
	return 0;
}

static int remove_folder(void **state)
{
	char name[80];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		static const char *const ends[] = {"", "-wal", "-shm"};

		(void)snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		(void)unlink(name);
	}
	return rmdir(folder);
}

static uint64_t number_of(struct db *db, const char *sql)
{
	struct query *query = NULL;
	uint64_t number;
	bool row = false;

	is_ok(query_open(db, &query, sql));
	query_bind(query, "");
	is_ok(query_step(query, &row));
	assert_true(row);
	number = query_number(query, 0);
	query_close(&query);
	return number;
}

/* How often `word` stands in the database's file or its WAL. */
static unsigned times_on_disk(str word)
{
	unsigned times = 0;

	for (size_t i = 0; i < 2; i++) {
		static const char *const ends[] = {"", "-wal"};
		struct buf got = {0};
		char name[80];
		str rest;

		(void)snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		if (!file_exists(name)) continue;
		is_ok(file_read(name, 64 << 20, &got));
		rest = buf_str(&got);
		for (; rest.len >= word.len; rest = str_from(rest, 1))
			if (str_starts(rest, word)) times++;
		buf_close(&got);
	}
	return times;
}

TEST(plain_text_is_kept_off_the_disk)
{
	struct db *db = NULL;

	UNUSED_STATE;
	is_ok(db_open_file(&db, path));
	assert_int_equal(number_of(db, "PRAGMA temp_store"), 2); /* [db-1] */
	assert_int_equal(number_of(db, "PRAGMA secure_delete"), 1);
	assert_non_null(db_run(db, "ATTACH '/tmp/db_test_other' AS other"));
	assert_false(file_exists("/tmp/db_test_other"));
	db_close(&db);
}

TEST(what_was_erased_is_not_in_the_file)
{
	struct db *db = NULL;

	UNUSED_STATE;
	is_ok(db_open_file(&db, path));
	is_ok(db_run(db, "CREATE TABLE t (a)"));
	is_ok(db_run(db, "INSERT INTO t VALUES ('lantern-4711')"));
	is_ok(db_checkpoint(db));
	assert_true(times_on_disk(S("lantern-4711")) > 0);
	is_ok(db_run(db, "DELETE FROM t"));
	is_ok(db_checkpoint(db));
	db_close(&db);
	assert_int_equal(times_on_disk(S("lantern-4711")), 0);
}

static unsigned times_in_memory(struct db *db, str word)
{
	unsigned times = 0;
	str rest;

	is_ok(db_image(db, &rest));
	for (; rest.len >= word.len; rest = str_from(rest, 1)) {
		if (str_starts(rest, word)) times++;
	}
	return times;
}

/* Rows of all sizes come and go, so that pages are laid out anew again and again;
 * every third has the word. */
static void rows_live(struct db *db, unsigned count)
{
	struct query *add = NULL, *drop = NULL;
	struct buf text = {0};

	is_ok(query_open(db, &add, "INSERT INTO t VALUES(?1, ?2)"));
	is_ok(query_open(db, &drop, "DELETE FROM t WHERE n = ?1"));
	for (unsigned i = 0; i < count; i++) {
		buf_reset(&text);
		for (unsigned k = 0; k <= i * 7 % 90; k++) {
			buf_text(&text, i % 3 == 0 ? "lantern-4711 "
				: "weather ");
		}
		query_bind(add, "ns", (uint64_t)(i * 7919 % count),
			buf_str(&text));
		is_ok(query_do(add));
		if (i % 5 != 4) continue;
		query_bind(drop, "n", (uint64_t)((i - 2) * 7919 % count));
		is_ok(query_do(drop));
	}
	query_close(&add);
	query_close(&drop);
	buf_close(&text);
}

TEST(what_was_deleted_in_memory_is_in_none_of_its_bytes)
{
	/* [db-5] */
	struct db *db = NULL;
	uint64_t left;
	str image;

	UNUSED_STATE;
	is_ok(db_open_memory(&db));
	is_ok(db_run(db, "CREATE TABLE t (n INTEGER PRIMARY KEY, a TEXT);"
		"CREATE INDEX t_a ON t(a)"));
	rows_live(db, 3000);
	left = number_of(db, "SELECT count(*) FROM t"
		" WHERE a NOT LIKE 'lantern%'");
	is_ok(db_run(db, "DELETE FROM t WHERE a LIKE 'lantern%'"));
	/* what secure_delete alone leaves: else this test shows nothing */
	assert_true(times_in_memory(db, S("lantern-4711")) > 0);
	is_ok(db_run(db, "BEGIN"));
	assert_int_equal(db_scrub(db)->code, ERR_BUSY);
	is_ok(db_run(db, "COMMIT"));
	is_ok(db_scrub(db));
	assert_int_equal(times_in_memory(db, S("lantern-4711")), 0);
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"), left);
	assert_int_equal(number_of(db, "SELECT integrity_check = 'ok'"
		" FROM pragma_integrity_check"), 1);
	/* nor does a page that was held come back with it */
	is_ok(db_run(db, "UPDATE t SET a = a || 'y' WHERE n % 3 = 0"));
	assert_int_equal(times_in_memory(db, S("lantern-4711")), 0);
	is_ok(db_image(db, &image));
	assert_true(image.len > 0);
	db_close(&db);
}

TEST(a_full_database_says_so)
{
	struct db *db = NULL;
	const err *e;

	UNUSED_STATE;
	is_ok(db_open_memory(&db));
	is_ok(db_run(db, "CREATE TABLE t (a)"));
	is_ok(db_limit_pages(db, 4));
	e = db_run(db, "INSERT INTO t VALUES (zeroblob(100000))");
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	is_ok(db_run(db, "INSERT INTO t VALUES (1)"));
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"), 1);
	db_close(&db);
}

TEST(a_file_that_is_no_database_is_refused)
{
	struct db *db = NULL;
	char name[80];
	const err *e;

	UNUSED_STATE;
	(void)snprintf(name, sizeof(name), "%s/noise", folder);
	is_ok(file_replace(name, S("this is not a database, it is a sentence "
				   "that is longer than a page header of one "
				   "hundred bytes would have to be")));
	e = db_open_file(&db, name);
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FORMAT);
	assert_null(strstr(e->text, "sentence"));
	is_ok(file_remove(name));
}

TEST(bound_values_come_back_as_they_were)
{
	struct db *db = NULL;
	struct query *put = NULL, *get = NULL;
	bool row = false;

	UNUSED_STATE;
	is_ok(db_open_memory(&db));
	is_ok(db_run(db, "CREATE TABLE t (a, b)"));
	is_ok(query_open(db, &put, "INSERT INTO t VALUES (?1, ?2)"));
	query_bind(put, "ns", (uint64_t)INT64_MAX, S("a'b\"c; \xd8\xa8"));
	is_ok(query_do(put));
	is_ok(query_open(db, &get, "SELECT a, b FROM t"));
	query_bind(get, "");
	is_ok(query_step(get, &row));
	assert_true(row);
	assert_true(query_number(get, 0) == INT64_MAX);
	is_str(query_bytes(get, 1), S("a'b\"c; \xd8\xa8"));
	query_close(&put);
	query_close(&get);
	db_close(&db);
}

/* Cuts at blanks; a word that ends in "s" stands there without it too. */
static void cut_at_blanks(void *owner, str text, struct db_taker *taker)
{
	size_t at = 0;

	*(unsigned *)owner += 1;
	while (at < text.len) {
		str rest = str_from(text, at);
		size_t len = str_find_byte(rest, ' ');
		struct db_token one = {rest, at, at, false};

		if (len == SIZE_MAX) len = rest.len;
		one.bytes.len = len;
		one.end = at + len;
		at += len + 1;
		if (len == 0) continue;
		if (!db_take(taker, &one)) return;
		if (!str_ends(one.bytes, S("s"))) continue;
		one.bytes.len--;
		one.again = true;
		if (!db_take(taker, &one)) return;
	}
}

static struct db *db_with_words(const struct db_cutter *cutter)
{
	struct db *db = NULL;

	is_ok(db_open_memory(&db));
	is_ok(db_cutter_add(db, "blanks", cutter));
	is_ok(db_run(db, "CREATE VIRTUAL TABLE t USING fts5(a, content='',"
		" columnsize=0, tokenize='blanks')"));
	is_ok(db_run(db, "INSERT INTO t(rowid, a) VALUES"
		"(1, 'two lamps here'), (2, 'a lamp'), (3, NULL), (4, '')"));
	return db;
}

TEST(a_cutter_says_what_the_words_are_and_a_question_is_already_cut)
{
	/* [db-3] */
	unsigned asked = 0, before;
	struct db_cutter cutter = {cut_at_blanks, &asked};
	struct db *db = db_with_words(&cutter);

	UNUSED_STATE;
	before = asked;
	assert_true(before > 0);
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"
		" WHERE t MATCH '\"lamp\"'"), 2);
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"
		" WHERE t MATCH '\"lamps\"'"), 1);
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"
		" WHERE t MATCH '\"lamp here\"'"), 1); /* at one place */
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"
		" WHERE t MATCH '\"her\"*'"), 1);
	assert_int_equal(asked, before);
	db_close(&db);
}

TEST(an_image_finds_its_words_again_once_it_has_the_cutter)
{
	unsigned asked = 0;
	struct db_cutter cutter = {cut_at_blanks, &asked};
	struct db *db = db_with_words(&cutter);
	struct buf image = {0}, room;
	str bytes;

	UNUSED_STATE;
	is_ok(db_image(db, &bytes));
	buf_put(&image, bytes);
	db_close(&db);
	assert_true(db_image_room(image.len, &room));
	buf_put(&room, buf_str(&image));
	is_ok(db_open_image(&db, &room));
	assert_non_null(db_run(db, "INSERT INTO t(rowid, a)"
		" VALUES(9, 'nobody knows how to cut this')"));
	db_close(&db);
	assert_true(db_image_room(image.len, &room));
	buf_put(&room, buf_str(&image));
	is_ok(db_open_image(&db, &room));
	is_ok(db_cutter_add(db, "blanks", &cutter));
	is_ok(db_run(db, "INSERT INTO t(rowid, a) VALUES(9, 'more lamps')"));
	assert_int_equal(number_of(db, "SELECT count(*) FROM t"
		" WHERE t MATCH '\"lamp\"'"), 3);
	db_close(&db);
	buf_close(&image);
}

TEST(a_database_in_memory_is_one_piece_and_refuses_what_is_too_large)
{
	/* [db-4] */
	struct buf room;
	struct db *db;
	str image;
	const err *e;

	UNUSED_STATE;
	assert_false(db_image_room((uint64_t)DB_MEMORY_MAX + 1, &room));
	is_ok(db_open_memory(&db));
	is_ok(db_run(db, "CREATE TABLE t(a); INSERT INTO t VALUES("
		"zeroblob(40000000))"));
	is_ok(db_image(db, &image)); /* it grew, and is still one piece */
	assert_true(image.len > 40000000);
	is_ok(db_limit_pages(db, (unsigned)(image.len / 4096)));
	e = db_run(db, "INSERT INTO t VALUES(zeroblob(40000))");
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	db_close(&db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(plain_text_is_kept_off_the_disk),
		CASE(what_was_erased_is_not_in_the_file),
		CASE(what_was_deleted_in_memory_is_in_none_of_its_bytes),
		CASE(a_full_database_says_so),
		CASE(a_file_that_is_no_database_is_refused),
		CASE(bound_values_come_back_as_they_were),
		CASE(a_cutter_says_what_the_words_are_and_a_question_is_already_cut),
		CASE(an_image_finds_its_words_again_once_it_has_the_cutter),
		CASE(a_database_in_memory_is_one_piece_and_refuses_what_is_too_large),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
