/* Snapshots: what was kept comes back; whatever does not fit is a rebuild.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/file.h"
#include "store/snapshot.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/bothy-snapshot-XXXXXX";
static const struct snapshot_made made = {1, 2, 3};

static void keep(const struct identity *device, const char *sql, uint64_t at)
{
	struct log_place place = {at, {{7}}};
	struct db *db;

	is_ok(db_open_memory(&db));
	is_ok(db_run(db, sql));
	is_ok(snapshot_write(folder, device, made, place, db));
	db_close(&db);
}

static uint64_t number_in(struct db *db)
{
	struct query *query;
	bool row;
	uint64_t number;

	is_ok(query_open(db, &query, "SELECT n FROM t"));
	is_ok(query_step(query, &row));
	number = query_number(query, 0);
	query_close(&query);
	return number;
}

TEST(the_newest_comes_back_and_the_older_when_it_is_damaged)
{
	/* [snapshot-1] */
	struct identity device = identity_make(), other = identity_make();
	struct snapshot_made later = {1, 2, 4};
	struct log_place place;
	struct db *db = NULL;
	char path[64];

	UNUSED_STATE;
	assert_false(snapshot_read(folder, &device, made, &place, &db));
	keep(&device, "CREATE TABLE t(n); INSERT INTO t VALUES(1)", 10);
	keep(&device, "CREATE TABLE t(n); INSERT INTO t VALUES(2)", 20);
	assert_true(snapshot_read(folder, &device, made, &place, &db));
	assert_int_equal(number_in(db), 2);
	assert_int_equal(place.position, 20);
	assert_int_equal(place.head.bytes[0], 7);
	db_close(&db);
	assert_false(snapshot_read(folder, &other, made, &place, &db));
	assert_false(snapshot_read(folder, &device, later, &place, &db));
	(void)snprintf(path, sizeof(path), "%s/snapshot.1", folder);
	is_ok(file_replace(path, S("broken")));
	assert_true(snapshot_read(folder, &device, made, &place, &db));
	assert_int_equal(number_in(db), 1);
	db_close(&db);
	identity_close(&device);
	identity_close(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_newest_comes_back_and_the_older_when_it_is_damaged),
	};
	char path[64];
	int failed;

	seal_start();
	if (mkdtemp(folder) == NULL) return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	for (int i = 1; i <= 2; i++) {
		(void)snprintf(path, sizeof(path), "%s/snapshot.%d", folder, i);
		(void)unlink(path);
	}
	(void)rmdir(folder);
	return failed;
}
