/* Tests of line/organisation: what counts as a roster, what replaces it, and
 * a stop in the middle of replacing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/fixture.h"
#include "line/organisation.h"
#include "line/relay_text.h"

static struct fixture f;

static bool opens(void)
{
	struct organisation o;

	if (organisation_open(&o, f.folder) != NULL) return false;
	organisation_close(&o);
	return true;
}

TEST(a_whole_folder_opens_and_says_what_the_roster_says)
{
	struct organisation o;

	UNUSED_STATE;
	fixture_open(&f);
	is_ok(organisation_open(&o, f.folder));
	is_str(o.roster.name, S("Lamp"));
	assert_true(recipient_eq(o.intake, f.intake.recipient));
	assert_int_equal(o.salt[15], 15);
	assert_true(hash_eq(o.token, hash_of(S("the token"))));
	organisation_close(&o);
	fixture_close(&f);
}

TEST(a_folder_with_any_byte_of_it_changed_does_not_open)
{
	/* [organisation-1] */
	static const char *const names[] = {"roster", "roster.minisig",
		"roster.pub"};

	UNUSED_STATE;
	fixture_open(&f);
	for (size_t i = 0; i < NELEM(names); i++) {
		struct buf bytes = {0};

		is_ok(file_read(fixture_path(&f, names[i]), 4096, &bytes));
		for (size_t at = 0; at < bytes.len; at += 3) {
			/* the untrusted comment may say anything */
			if (i > 0 && at < 60) continue;
			bytes.at[at] ^= 4;
			is_ok(file_replace(fixture_path(&f, names[i]),
				buf_str(&bytes)));
			assert_false(opens());
			bytes.at[at] ^= 4;
		}
		is_ok(file_replace(fixture_path(&f, names[i]),
			buf_str(&bytes)));
		assert_true(opens());
		buf_close(&bytes);
	}
	fixture_close(&f);
}

static enum organisation_push push(struct organisation *o)
{
	struct buf text = {0}, minisig = {0};
	enum organisation_push result;

	fixture_sign(&f, &text, &minisig);
	is_ok(organisation_push(o, f.folder, buf_str(&text), buf_str(&minisig),
		&result));
	buf_close(&text);
	buf_close(&minisig);
	return result;
}

TEST(only_a_newer_roster_of_the_same_organisation_replaces_it)
{
	/* [organisation-2] */
	struct organisation o;
	struct roster first;

	UNUSED_STATE;
	fixture_open(&f);
	first = f.roster;
	is_ok(organisation_open(&o, f.folder));
	assert_int_equal(push(&o), PUSH_SAME);
	f.roster.name = S("Other");
	assert_int_equal(push(&o), PUSH_OLDER);
	f.roster.counter = 2;
	f.roster.salt = S("ff0102030405060708090a0b0c0d0e0f");
	assert_int_equal(push(&o), PUSH_SIGNATURE);
	f.roster.salt = first.salt;
	f.roster.intake = S("age1rubbish");
	assert_int_equal(push(&o), PUSH_MALFORMED);
	f.roster.intake = first.intake;
	assert_int_equal(push(&o), PUSH_KEPT);
	is_str(o.roster.name, S("Other"));
	organisation_close(&o);
	is_ok(organisation_open(&o, f.folder));
	is_str(o.roster.name, S("Other"));
	assert_false(file_exists(fixture_path(&f, "roster.next")));
	organisation_close(&o);
	fixture_close(&f);
}

TEST(a_stop_anywhere_while_replacing_leaves_one_whole_roster)
{
	/* [organisation-3] every I/O call of the push fails once */
	UNUSED_STATE;
	for (unsigned long n = 1; n < 60; n++) {
		struct buf text = {0}, minisig = {0};
		enum organisation_push result;
		struct organisation o;
		const err *e;

		fixture_open(&f);
		is_ok(organisation_open(&o, f.folder));
		f.roster.counter = 2;
		f.roster.name = S("New");
		fixture_sign(&f, &text, &minisig);
		file_fail_at(n, 5);
		e = organisation_push(&o, f.folder, buf_str(&text),
			buf_str(&minisig), &result);
		file_fail_at(0, 0);
		organisation_close(&o);
		is_ok(organisation_open(&o, f.folder));
		assert_true(str_eq(o.roster.name, S("New")) ||
			(e != NULL && str_eq(o.roster.name, S("Lamp"))));
		organisation_close(&o);
		buf_close(&text);
		buf_close(&minisig);
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_whole_folder_opens_and_says_what_the_roster_says),
		CASE(a_folder_with_any_byte_of_it_changed_does_not_open),
		CASE(only_a_newer_roster_of_the_same_organisation_replaces_it),
		CASE(a_stop_anywhere_while_replacing_leaves_one_whole_roster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
