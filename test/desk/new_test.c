/* Founding: the folders hold what a line and a desk need, nothing that exists
 * is written over, and nothing readable is on the disk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/hex.h"
#include "desk/keyfile.h"
#include "desk/new.h"
#include "desk/recovery_sheet.h"
#include "line/organisation.h"
#include "os/file.h"
#include "page/locale.h"
#include "store/log.h"

#include <errno.h>
#include <stdlib.h>

#define PASSPHRASE S("seven lamps on a hill")

static char dir[] = "/tmp/bothy-new-XXXXXX";
static struct buf parts[SHARE_PARTS];

static const char *in_dir(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static struct roster invented(void)
{
	return (struct roster){.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
}

static void folders_remove(void)
{
	static const char *const made[] = {"desk/key.age", "desk/log.pack",
		"line/roster", "line/roster.minisig", "line/roster.pub",
		"line/token.sha256", "desk.making/key.age",
		"desk.making/log.pack", "line.making/roster",
		"line.making/roster.minisig", "line.making/roster.pub",
		"line.making/token.sha256"};
	static const char *const folders[] = {"desk/files", "desk", "line",
		"desk.making/files", "desk.making", "line.making"};

	for (size_t i = 0; i < NELEM(made); i++) (void)remove(in_dir(made[i]));
	for (size_t i = 0; i < NELEM(folders); i++) {
		(void)remove(in_dir(folders[i]));
	}
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
}

static int end(void **state)
{
	(void)state;
	file_fail_at(0, 0);
	folders_remove();
	return 0;
}

/* Once for all tests that only look. */
static const err *found(void)
{
	struct roster says = invented();
	const err *e;

	if (file_exists(in_dir("desk"))) return NULL;
	e = new_prepare(dir, &says, PASSPHRASE, 1795000000000, parts);

	return e != NULL ? e : new_finish(dir);
}

TEST(the_line_takes_the_folder_that_was_made_for_it)
{
	struct organisation line;

	UNUSED_STATE;
	is_ok(found());
	is_ok(organisation_open(&line, in_dir("line")));
	is_str(line.roster.name, S("Hill Lamp"));
	assert_int_equal(line.roster.counter, 1);
	assert_true(line.roster.demonstration);
	organisation_close(&line);
}

/* What the log of a founding says, counted. */
struct heard {
	unsigned keys, devices, tokens, rosters, escrows;
	struct buf token;
	struct sign_key roster;
};

static const err *hear(void *owner, const struct log_op *op)
{
	struct heard *heard = owner;

	if (op->op.kind == OP_KEY &&
		str_eq(op->op.field, S("sign.roster"))) {
		heard->roster = sign_key_from(op->op.value);
	} else if (op->op.kind == OP_KEY) {
		heard->keys++;
	}
	if (op->op.kind == OP_ADD && str_eq(op->op.field, S("devices"))) {
		heard->devices++;
	}
	if (op->op.kind == OP_ESCROW) heard->escrows++;
	if (op->op.kind == OP_ROSTER) heard->rosters++;
	if (op->op.kind == OP_TOKEN) {
		heard->tokens++;
		buf_put(&heard->token, op->op.value);
	}
	return NULL;
}

static void log_hear(const struct keyfile *keys, struct heard *heard,
	const struct identity *recovery)
{
	struct log_device device = {str_bytes(keys->org, sizeof(keys->org)),
		&keys->sign, &keys->identity, NULL};
	struct log *log;

	is_ok(log_open(&log, in_dir("desk/log.pack"), &device));
	if (recovery != NULL) is_ok(log_recover(log, recovery));
	is_ok(log_read(log, hear, heard));
	assert_non_null(log_epoch(log, S("team"), NULL));
	assert_non_null(log_epoch(log, S("intake"), NULL));
	assert_non_null(log_epoch(log, S("vault"), NULL));
	log_close(&log);
}

TEST(the_key_file_opens_the_log_and_the_log_holds_every_key)
{
	struct keyfile keys;
	struct heard heard = {0};
	struct organisation line;
	hash token;

	UNUSED_STATE;
	is_ok(found());
	is_ok(keyfile_load(&keys, in_dir("desk/key.age"), PASSPHRASE));
	log_hear(&keys, &heard, NULL);
	assert_int_equal(heard.keys, 3);
	assert_int_equal(heard.devices, 1);
	assert_int_equal(heard.rosters, 1);
	assert_int_equal(heard.tokens, 1);
	assert_int_equal(heard.escrows, 0); /* this desk cannot read them */
	is_ok(organisation_open(&line, in_dir("line")));
	token = hash_of(buf_str(&heard.token));
	assert_true(hash_eq(token, line.token));
	assert_memory_equal(heard.roster.public.bytes, line.key.bytes, 32);
	organisation_close(&line);
	sign_key_close(&heard.roster);
	buf_close(&heard.token);
	keyfile_close(&keys);
}

TEST(any_two_parts_open_the_log_without_the_key_file)
{
	/* [new-2] [ring_keys-1] */
	struct keyfile keys, fresh;

	UNUSED_STATE;
	is_ok(found());
	is_ok(keyfile_load(&keys, in_dir("desk/key.age"), PASSPHRASE));
	for (size_t i = 0; i < SHARE_PARTS; i++) {
		struct heard heard = {0};
		struct secret secret;
		struct identity recovery;
		str two[2];
		size_t at;

		two[0] = buf_str(&parts[i]);
		two[1] = buf_str(&parts[(i + 1) % SHARE_PARTS]);
		assert_int_equal(share_gather(two, 2, &secret, &at), SHARE_OK);
		recovery = identity_from(secret_str(&secret));
		keyfile_make(&fresh, str_bytes(keys.org, sizeof(keys.org)));
		log_hear(&fresh, &heard, &recovery);
		assert_int_equal(heard.rosters, 1);
		sign_key_close(&heard.roster);
		buf_close(&heard.token);
		keyfile_close(&fresh);
		identity_close(&recovery);
		secret_close(&secret);
	}
	keyfile_close(&keys);
}

TEST(another_passphrase_and_a_missing_key_file_are_told_apart)
{
	struct keyfile keys;

	UNUSED_STATE;
	is_ok(found());
	assert_int_equal(keyfile_load(&keys, in_dir("desk/key.age"),
		S("eight lamps on a hill"))->code, ERR_KEY);
	assert_int_equal(keyfile_load(&keys, in_dir("desk/no.age"),
		PASSPHRASE)->code, ERR_ABSENT);
}

TEST(an_organisation_that_exists_is_never_written_over)
{
	/* [new-1] */
	struct buf before = {0}, after = {0};
	struct roster says = invented();

	UNUSED_STATE;
	is_ok(found());
	is_ok(file_read(in_dir("desk/key.age"), 4096, &before));
	assert_int_equal(new_prepare(dir, &says, PASSPHRASE, 1, parts)->code,
		ERR_EXISTS);
	is_ok(file_read(in_dir("desk/key.age"), 4096, &after));
	is_str(buf_str(&after), buf_str(&before));
	assert_false(file_exists(in_dir("desk.making")));
	buf_close(&before);
	buf_close(&after);
}

TEST(a_short_passphrase_or_an_empty_name_makes_nothing)
{
	struct roster says = invented();

	UNUSED_STATE;
	assert_int_equal(new_prepare(dir, &says, S("lamp"), 1, parts)->code,
		ERR_REFUSED);
	says.name = S("");
	assert_int_equal(new_prepare(dir, &says, PASSPHRASE, 1, parts)->code,
		ERR_USAGE);
	assert_false(file_exists(in_dir("desk.making")));
}

TEST(a_disk_that_fails_anywhere_leaves_no_organisation)
{
	/* [new-1] every I/O call fails once; then it is made after all */
	unsigned long n = 1;
	const err *e;

	UNUSED_STATE;
	while (n < 200) {
		struct roster says = invented();

		file_fail_at(n, ENOSPC);
		e = new_prepare(dir, &says, PASSPHRASE, 1, parts);
		file_fail_at(0, 0);
		if (e == NULL) break;
		assert_false(file_exists(in_dir("desk")));
		assert_false(file_exists(in_dir("line")));
		n++;
	}
	assert_true(n > 1 && n < 200);
	is_ok(new_finish(dir));
	assert_true(file_exists(in_dir("desk/key.age")));
}

TEST(a_part_is_read_from_its_sheet_with_all_its_words)
{
	struct buf sheet = {0}, digits = {0};

	UNUSED_STATE;
	is_ok(found());
	for (unsigned i = 0; i < SHARE_PARTS; i++) {
		buf_reset(&sheet);
		buf_reset(&digits);
		recovery_sheet_write((struct share_kind){SHARE_NEEDED,
			SHARE_PARTS}, i + 1, buf_str(&parts[i]), &sheet);
		recovery_sheet_read(buf_str(&sheet), &digits);
		is_str(buf_str(&digits), buf_str(&parts[i]));
	}
	buf_close(&sheet);
	buf_close(&digits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_line_takes_the_folder_that_was_made_for_it),
		CASE(the_key_file_opens_the_log_and_the_log_holds_every_key),
		CASE(any_two_parts_open_the_log_without_the_key_file),
		CASE(another_passphrase_and_a_missing_key_file_are_told_apart),
		CASE(a_part_is_read_from_its_sheet_with_all_its_words),
		cmocka_unit_test_teardown(
			an_organisation_that_exists_is_never_written_over, end),
		CASE(a_short_passphrase_or_an_empty_name_makes_nothing),
		cmocka_unit_test_teardown(
			a_disk_that_fails_anywhere_leaves_no_organisation, end),
	};

	seal_start();
	keyfile_work(10); /* the true one is looked for in test/e2e/trouble.mjs */
	if (mkdtemp(dir) == NULL) return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
