/* Snapshots: what was kept comes back, the log with it; whatever does not fit
 * is a rebuild; nobody else can make one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/mem.h"
#include "os/file.h"
#include "seal/age.h"
#include "store/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define ORG "00112233445566778899aabbccddeeff" \
	"00112233445566778899aabbccddeeff"

static char folder[] = "/tmp/bothy-snapshot-XXXXXX";
static const struct snapshot_made made = {1, 2, 3};
static struct arena *arena;
static struct sign_key sign;
static struct identity device;
static struct log *log_now;

static const char *path_in(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", folder, name));
}

static const err *count_up(void *owner, const struct log_op *op)
{
	(void)op;
	++*(size_t *)owner;
	return NULL;
}

static size_t read_on(struct log *log)
{
	size_t count = 0;

	is_ok(log_read(log, count_up, &count));
	return count;
}

static struct log *log_anew(void)
{
	struct log_device is = {S_INIT(ORG), &sign, &device, NULL};
	struct log *log;

	is_ok(log_open(&log, path_in("log.pack"), &is));
	return log;
}

static void append(const char *ring, enum op_kind kind, str field, str value)
{
	struct op op = {.kind = kind, .field = field, .value = value};
	struct log_body body = {.ring = str_of(ring), .ops = &op,
		.op_count = 1};

	is_ok(log_append(log_now, 2000, &body, 1));
	(void)read_on(log_now);
}

/* A founding commit with two rings, and a few edits. */
static int begin(void **state)
{
	static char ring[7 + LOG_DEVICE_HEX + 1] = "device-";
	struct identity team = identity_make(), vault = identity_make();

	(void)state;
	sign = sign_key_make();
	device = identity_make();
	(void)unlink(path_in("log.pack"));
	log_now = log_anew();
	log_device_name(sign.public, ring + 7);
	append(ring, OP_KEY, S("team.1"), secret_str(&team.key));
	append(ring, OP_KEY, S("vault.1"), secret_str(&vault.key));
	append("team", OP_ADD, S("devices"), str_bytes(sign.public.bytes, 32));
	append("vault", OP_SET, S("x"), S("in the vault"));
	append("team", OP_SET, S("x"), S("for all"));
	identity_close(&team);
	identity_close(&vault);
	return 0;
}

static int end(void **state)
{
	(void)state;
	log_close(&log_now);
	sign_key_close(&sign);
	identity_close(&device);
	for (int i = 1; i <= SNAPSHOT_COUNT; i++) {
		(void)unlink(path_in(i == 1 ? "snapshot.1" : "snapshot.2"));
	}
	(void)unlink(path_in("snapshot.new"));
	return 0;
}

static void keep(const char *sql)
{
	struct db *db;

	is_ok(db_open_memory(&db));
	is_ok(db_run(db, sql));
	is_ok(snapshot_write(folder, &device, made, &(struct snapshot_of){
		log_now, NULL, db}));
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

/* The number in snapshot `number`; 0: it does not come back. */
static uint64_t read_back(unsigned number, struct snapshot_made is)
{
	struct snapshot_kept kept;
	uint64_t found = 0;

	if (snapshot_read(folder, number, &device, is, &kept)) {
		struct log *log = log_anew();

		assert_true(log_resume(log, buf_str(&kept.log)));
		assert_int_equal(kept.state.len, 0);
		log_close(&log);
		found = number_in(kept.db);
		db_close(&kept.db);
	}
	buf_close(&kept.log);
	buf_close(&kept.state);
	return found;
}

TEST(the_newest_comes_back_and_the_older_when_it_is_damaged)
{
	/* [snapshot-1] */
	struct snapshot_made later = {1, 2, 4};
	struct identity mine = device;

	UNUSED_STATE;
	assert_int_equal(read_back(1, made), 0);
	keep("CREATE TABLE t(n); INSERT INTO t VALUES(1)");
	keep("CREATE TABLE t(n); INSERT INTO t VALUES(2)");
	assert_int_equal(read_back(1, made), 2);
	assert_int_equal(read_back(2, made), 1);
	assert_int_equal(read_back(1, later), 0);
	device = identity_make();
	assert_int_equal(read_back(1, made), 0);
	identity_close(&device);
	device = mine;
	is_ok(file_replace(path_in("snapshot.1"), S("broken")));
	assert_int_equal(read_back(1, made), 0);
	assert_int_equal(read_back(2, made), 1);
}

TEST(a_snapshot_that_is_cut_or_changed_anywhere_is_none)
{
	/* [snapshot-1] [snapshot-2] */
	struct buf whole = buf_cap(16 << 20);
	size_t step;

	UNUSED_STATE;
	keep("CREATE TABLE t(n, m); INSERT INTO t VALUES(7, zeroblob(500000))");
	is_ok(file_read(path_in("snapshot.1"), 16 << 20, &whole));
	step = whole.len / 60;
	for (size_t at = 0; at < whole.len; at += at < 300 ? 7 : step) {
		is_ok(file_replace(path_in("snapshot.1"),
			str_first(buf_str(&whole), at)));
		assert_int_equal(read_back(1, made), 0);
		whole.at[at] ^= 1;
		is_ok(file_replace(path_in("snapshot.1"), buf_str(&whole)));
		assert_int_equal(read_back(1, made), 0);
		whole.at[at] ^= 1;
	}
	is_ok(file_replace(path_in("snapshot.1"), buf_str(&whole)));
	assert_int_equal(read_back(1, made), 7);
	buf_close(&whole);
}

TEST(who_only_knows_our_recipient_cannot_make_one)
{
	/* [snapshot-3] the same plain bytes, sealed to us by somebody else */
	struct buf sealed = buf_cap(16 << 20), plain = buf_cap(16 << 20);
	struct buf forged = buf_cap(16 << 20);

	UNUSED_STATE;
	keep("CREATE TABLE t(n); INSERT INTO t VALUES(5)");
	is_ok(file_read(path_in("snapshot.1"), 16 << 20, &sealed));
	assert_int_equal(age_open(&plain, buf_str(&sealed), &device, 1), AGE_OK);
	age_seal(&forged, buf_str(&plain), &device.recipient, 1);
	is_ok(file_replace(path_in("snapshot.1"), buf_str(&forged)));
	assert_int_equal(read_back(1, made), 0);
	buf_close(&sealed);
	buf_close(&plain);
	buf_close(&forged);
}

TEST(when_the_disk_fails_the_one_before_stays)
{
	/* [snapshot-4] whichever call fails */
	struct db *db;
	unsigned long calls;

	UNUSED_STATE;
	keep("CREATE TABLE t(n); INSERT INTO t VALUES(3)");
	is_ok(db_open_memory(&db));
	is_ok(db_run(db, "CREATE TABLE t(n); INSERT INTO t VALUES(4)"));
	calls = file_count();
	is_ok(snapshot_write(folder, &device, made, &(struct snapshot_of){
		log_now, NULL, db}));
	calls = file_count() - calls;
	assert_true(calls > 4);
	for (unsigned long i = 1; i <= calls; i++) {
		uint64_t one, other;

		file_fail_at(i, EIO);
		(void)!snapshot_write(folder, &device, made, &(struct snapshot_of){
		log_now, NULL, db});
		file_fail_at(0, 0);
		one = read_back(1, made);
		other = read_back(2, made);
		assert_true(one == 4 || other == 4);
	}
	db_close(&db);
}

static void kept_by(struct log *log, struct buf *out)
{
	out->cap = 16 << 20;
	log_keep(log, out);
}

TEST(a_log_that_was_resumed_is_the_log_that_read_it_all)
{
	/* [log-8] */
	struct buf learnt = {0}, all = {0}, resumed = {0};
	struct log *other;

	UNUSED_STATE;
	kept_by(log_now, &learnt);
	append("team", OP_SET, S("x"), S("after it was kept"));
	other = log_anew();
	assert_true(log_resume(other, buf_str(&learnt)));
	assert_int_equal(read_on(other), 1); /* only what came after */
	kept_by(other, &resumed);
	log_close(&other);
	other = log_anew();
	assert_true(read_on(other) > 5);
	kept_by(other, &all);
	is_str(buf_str(&resumed), buf_str(&all));
	log_close(&other);
	log_close(&log_now);
	log_now = log_anew();
	assert_true(log_resume(log_now, buf_str(&all)));
	append("vault", OP_SET, S("y"), S("written by who resumed"));
	other = log_anew();
	(void)read_on(other);
	assert_int_equal(log_seq(other), 7);
	log_close(&other);
	buf_close(&learnt);
	buf_close(&all);
	buf_close(&resumed);
}

TEST(what_was_learnt_of_another_pack_or_cut_anywhere_is_refused)
{
	struct buf learnt = {0};
	struct log *other;

	UNUSED_STATE;
	kept_by(log_now, &learnt);
	for (size_t at = 0; at < learnt.len; at += at < 400 ? 1 : 97) {
		other = log_anew();
		assert_false(log_resume(other, str_first(buf_str(&learnt), at)));
		log_close(&other);
	}
	log_close(&log_now);
	is_ok(file_remove(path_in("log.pack")));
	log_now = log_anew();
	assert_false(log_resume(log_now, buf_str(&learnt)));
	buf_close(&learnt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_LOG(name) cmocka_unit_test_setup_teardown(name, begin, end)
		WITH_LOG(the_newest_comes_back_and_the_older_when_it_is_damaged),
		WITH_LOG(a_snapshot_that_is_cut_or_changed_anywhere_is_none),
		WITH_LOG(who_only_knows_our_recipient_cannot_make_one),
		WITH_LOG(when_the_disk_fails_the_one_before_stays),
		WITH_LOG(a_log_that_was_resumed_is_the_log_that_read_it_all),
		WITH_LOG(what_was_learnt_of_another_pack_or_cut_anywhere_is_refused),
	};
	int failed;

	seal_start();
	if (mkdtemp(folder) == NULL) return 1;
	arena = arena_open(16 << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path_in("log.pack"));
	(void)rmdir(folder);
	arena_close(&arena);
	return failed;
}
