/* Tests of line/organisation_key: that only the key in force gives the line
 * another, with a roster that the new one signed, and that a kill between any two
 * steps leaves the one or the other.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/organisation.h"

#include "fixture.h"

static struct fixture f;
static struct organisation o;
static struct sign_key next;

static void signed_by(const struct sign_key *key, str text, str comment,
	struct buf *minisig)
{
	buf_reset(minisig);
	minisign_sign(key, text, comment, minisig);
}

/* The call that names `key`: its text by `old`, the roster as it stands by
 * `roster_by`. */
static void call_of(const struct sign_key *key, const struct sign_key *old,
	const struct sign_key *roster_by, struct buf *out)
{
	struct buf text = {0}, comment = {0}, roster = {0}, trusted = {0};
	struct buf by_old = {0}, by_new = {0};

	buf_text(&text, "bothy-key/1\norg ");
	buf_put(&text, f.roster.org);
	buf_text(&text, "\nkey ");
	buf_hex(&text, key->public.bytes, sizeof(key->public.bytes));
	buf_byte(&text, '\n');
	assert_true(relay_signed_comment(buf_str(&text), &comment));
	signed_by(old, buf_str(&text), buf_str(&comment), &by_old);
	assert_true(roster_write(&f.roster, &roster));
	roster_trusted(&f.roster, &trusted);
	signed_by(roster_by, buf_str(&roster), buf_str(&trusted), &by_new);
	buf_fmt(out, "bothy-put-key/1\ntext %zu\nminisig %zu\nroster %zu\n"
		"roster-minisig %zu\n", text.len, by_old.len, roster.len,
		by_new.len);
	buf_put(out, buf_str(&text));
	buf_put(out, buf_str(&by_old));
	buf_put(out, buf_str(&roster));
	buf_put(out, buf_str(&by_new));
	buf_close(&text);
	buf_close(&comment);
	buf_close(&roster);
	buf_close(&trusted);
	buf_close(&by_old);
	buf_close(&by_new);
}

static enum organisation_push push(str body)
{
	enum organisation_push outcome = PUSH_KEPT;

	is_ok(organisation_key_push(&o, f.folder, body, &outcome));
	return outcome;
}

static bool obeys(const struct sign_key *key)
{
	return memcmp(o.key.bytes, key->public.bytes, sizeof(o.key.bytes)) == 0;
}

static int start(void **state)
{
	(void)state;
	fixture_open(&f);
	next = sign_key_make();
	is_ok(organisation_open(&o, f.folder));
	f.roster.counter++;
	return 0;
}

static int end(void **state)
{
	(void)state;
	organisation_close(&o);
	sign_key_close(&next);
	fixture_close(&f);
	return 0;
}

TEST(a_key_counts_when_the_one_before_signed_it_and_it_signed_the_roster)
{
	/* [organisation-6] */
	struct sign_key other = sign_key_make();
	struct buf body = {0};

	UNUSED_STATE;
	call_of(&next, &other, &next, &body);
	assert_int_equal(push(buf_str(&body)), PUSH_SIGNATURE);
	buf_reset(&body);
	call_of(&next, &f.key, &other, &body);
	assert_int_equal(push(buf_str(&body)), PUSH_SIGNATURE);
	buf_reset(&body);
	call_of(&next, &next, &next, &body);
	assert_int_equal(push(buf_str(&body)), PUSH_SIGNATURE);
	assert_true(obeys(&f.key));
	buf_reset(&body);
	call_of(&next, &f.key, &next, &body);
	for (size_t len = 0; len < body.len; len++) {
		assert_int_equal(push(str_first(buf_str(&body), len)),
			PUSH_MALFORMED);
	}
	assert_int_equal(push(buf_str(&body)), PUSH_KEPT);
	assert_true(obeys(&next));
	assert_int_equal(push(buf_str(&body)), PUSH_SAME);
	/* the one before gives it no other any more */
	f.roster.counter++;
	buf_reset(&body);
	call_of(&other, &f.key, &other, &body);
	assert_int_equal(push(buf_str(&body)), PUSH_SIGNATURE);
	organisation_close(&o);
	is_ok(organisation_open(&o, f.folder));
	assert_true(obeys(&next));
	sign_key_close(&other);
	buf_close(&body);
}

TEST(an_older_roster_comes_with_no_key)
{
	struct buf body = {0};

	UNUSED_STATE;
	f.roster.counter--;
	call_of(&next, &f.key, &next, &body);
	assert_int_equal(push(buf_str(&body)), PUSH_OLDER);
	assert_true(obeys(&f.key));
	buf_close(&body);
}

/* As a kill leaves it: key.next, and the first `done` of three files new. */
static void killed_after(str body, size_t done)
{
	struct relay_key key;
	struct buf public = {0};
	const char *const names[] = {"roster.pub", "roster", "roster.minisig"};

	assert_true(relay_key_read(body, &key));
	minisign_public_write(key.key, &public);
	is_ok(file_replace(fixture_path(&f, "key.next"), body));
	for (size_t i = 0; i < done; i++) {
		str texts[] = {buf_str(&public), key.by_new.roster,
			key.by_new.minisig};

		is_ok(file_replace(fixture_path(&f, names[i]), texts[i]));
	}
	buf_close(&public);
}

TEST(a_kill_between_any_two_steps_ends_with_the_new_key_and_its_roster)
{
	/* [organisation-6] */
	struct buf body = {0};

	UNUSED_STATE;
	call_of(&next, &f.key, &next, &body);
	for (size_t done = 0; done <= 3; done++) {
		organisation_close(&o);
		f.roster.counter--;
		fixture_files(&f);
		f.roster.counter++;
		killed_after(buf_str(&body), done);
		is_ok(organisation_open(&o, f.folder));
		assert_true(obeys(&next));
		assert_int_equal(o.roster.counter, f.roster.counter);
		assert_false(file_exists(fixture_path(&f, "key.next")));
	}
	buf_close(&body);
}

TEST(a_pending_key_that_nobody_signed_keeps_the_line_closed)
{
	/* [organisation-6] */
	struct sign_key other = sign_key_make();
	struct organisation again;
	struct buf body = {0};

	UNUSED_STATE;
	call_of(&next, &other, &next, &body);
	killed_after(buf_str(&body), 0);
	assert_int_equal(organisation_open(&again, f.folder)->code, ERR_FORMAT);
	(void)remove(fixture_path(&f, "key.next"));
	sign_key_close(&other);
	buf_close(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_key_counts_when_the_one_before_signed_it_and_it_signed_the_roster,
			start, end),
		cmocka_unit_test_setup_teardown(
			an_older_roster_comes_with_no_key,
			start, end),
		cmocka_unit_test_setup_teardown(
			a_kill_between_any_two_steps_ends_with_the_new_key_and_its_roster,
			start, end),
		cmocka_unit_test_setup_teardown(
			a_pending_key_that_nobody_signed_keeps_the_line_closed,
			start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
