/* Tests of line/organisation_token: which token is known for how long, that
 * only a signature changes it, and that a kill leaves one or the other.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/organisation.h"

#include "fixture.h"

enum { HOUR = 495000 };

static struct fixture f;
static struct organisation o;

/* The call that names `token`, signed by `key`. */
static enum organisation_push push(uint64_t counter, const char *token,
	const struct sign_key *key, uint64_t hour)
{
	struct buf text = {0}, minisig = {0}, comment = {0};
	hash named = hash_of(str_of(token));
	enum organisation_push outcome = PUSH_MALFORMED;
	struct relay_signed both;

	buf_text(&text, "bothy-token/1\norg ");
	buf_put(&text, f.roster.org);
	buf_text(&text, "\ncounter ");
	buf_number(&text, counter);
	buf_text(&text, "\ntoken ");
	buf_hex(&text, named.bytes, sizeof(named.bytes));
	buf_byte(&text, '\n');
	assert_true(relay_signed_comment(buf_str(&text), &comment));
	minisign_sign(key, buf_str(&text), buf_str(&comment), &minisig);
	both = (struct relay_signed){buf_str(&text), buf_str(&minisig)};
	is_ok(organisation_token_push(&o, f.folder, &both, hour, &outcome));
	buf_close(&text);
	buf_close(&minisig);
	buf_close(&comment);
	return outcome;
}

static enum organisation_bearer knocks(const char *token, uint64_t hour)
{
	return organisation_bearer(&o, hash_of(str_of(token)), hour);
}

static int start(void **state)
{
	(void)state;
	fixture_open(&f);
	is_ok(organisation_open(&o, f.folder));
	return 0;
}

static int end(void **state)
{
	(void)state;
	organisation_close(&o);
	fixture_close(&f);
	return 0;
}

TEST(a_new_token_is_in_force_and_the_one_before_known_for_60_days)
{
	/* [organisation-5] */
	UNUSED_STATE;
	assert_int_equal(knocks("the token", HOUR), BEARER_NOW);
	assert_int_equal(knocks("second", HOUR), BEARER_NONE);
	assert_int_equal(push(3, "second", &f.key, HOUR), PUSH_KEPT);
	assert_int_equal(push(3, "second", &f.key, HOUR), PUSH_SAME);
	assert_int_equal(push(3, "third", &f.key, HOUR), PUSH_OLDER);
	assert_int_equal(push(2, "third", &f.key, HOUR), PUSH_OLDER);
	assert_int_equal(knocks("second", HOUR), BEARER_NOW);
	assert_int_equal(knocks("the token", HOUR + 60 * 24 - 1), BEARER_PAST);
	assert_int_equal(knocks("the token", HOUR + 60 * 24), BEARER_NONE);
	/* the same token under a new number is not its own past */
	assert_int_equal(push(4, "second", &f.key, HOUR), PUSH_KEPT);
	assert_int_equal(o.past_count, 1);
}

TEST(only_our_signature_over_our_own_text_changes_it)
{
	/* [organisation-4] */
	struct sign_key other = sign_key_make();
	str org = f.roster.org;

	UNUSED_STATE;
	assert_int_equal(push(9, "theirs", &other, HOUR), PUSH_SIGNATURE);
	f.roster.org = S("00000000000000000000000000000000"
		"00000000000000000000000000000002");
	assert_int_equal(push(9, "theirs", &f.key, HOUR), PUSH_SIGNATURE);
	f.roster.org = org;
	assert_int_equal(knocks("theirs", HOUR), BEARER_NONE);
	sign_key_close(&other);
}

TEST(a_trusted_comment_of_another_kind_does_not_fit)
{
	/* [organisation-4] */
	struct buf text = {0}, minisig = {0};

	UNUSED_STATE;
	buf_text(&text, "bothy-delete/1\norg ");
	buf_put(&text, f.roster.org);
	buf_byte(&text, '\n');
	minisign_sign(&f.key, buf_str(&text), S("bothy-forget/1"), &minisig);
	assert_false(organisation_signed(&o, buf_str(&text),
		buf_str(&minisig)));
	/* nor is a signed roster a list */
	fixture_sign(&f, &text, &minisig);
	assert_false(organisation_signed(&o, buf_str(&text),
		buf_str(&minisig)));
	buf_close(&text);
	buf_close(&minisig);
}

TEST(the_last_eight_are_kept_and_the_file_says_the_same_after_a_start)
{
	char token[16] = "";
	struct buf file = {0};

	UNUSED_STATE;
	for (unsigned i = 0; i < 12; i++) {
		(void)snprintf(token, sizeof(token), "number %u", i);
		assert_int_equal(push(10 + i, token, &f.key, HOUR + i),
			PUSH_KEPT);
	}
	assert_int_equal(o.past_count, TOKENS_PAST_MAX);
	organisation_close(&o);
	is_ok(organisation_open(&o, f.folder));
	assert_int_equal(o.token_counter, 21);
	assert_int_equal(knocks("number 11", HOUR), BEARER_NOW);
	assert_int_equal(knocks("number 3", HOUR), BEARER_PAST);
	assert_int_equal(knocks("number 2", HOUR), BEARER_NONE);
	assert_int_equal(knocks("the token", HOUR), BEARER_NONE);
	organisation_tokens_write(&o, &file);
	for (size_t i = 0; i < file.len; i++) {
		struct organisation copy = o;
		bool line_end = i > 0 && file.at[i - 1] == '\n';
		str cut = str_first(buf_str(&file), i);

		if (line_end && str_find(cut, S("\nnow ")) != SIZE_MAX) continue;
		assert_false(organisation_tokens_read(&copy, cut));
	}
	is_ok(file_replace(fixture_path(&f, "tokens"), S("bothy-tokens/1\n")));
	organisation_close(&o);
	assert_int_equal(organisation_open(&o, f.folder)->code, ERR_FORMAT);
	buf_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_new_token_is_in_force_and_the_one_before_known_for_60_days),
		CASE(only_our_signature_over_our_own_text_changes_it),
		CASE(a_trusted_comment_of_another_kind_does_not_fit),
		CASE(the_last_eight_are_kept_and_the_file_says_the_same_after_a_start),
	};

	return cmocka_run_group_tests(tests, start, end);
}
