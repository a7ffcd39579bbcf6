/* Tests of the texts by which a device joins: strict both ways, tidy after a
 * form or a messenger, and the digits change with every part.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/join_text.h"

#define ORG S("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")

static struct join_request request_make(void)
{
	struct identity identity = identity_make();
	struct sign_key key = sign_key_make();
	struct join_request one = {.org = ORG, .roster = hash_of(S("roster")),
		.key = key.public, .recipient = identity.recipient,
		.name = S("لابتوب")};

	identity_close(&identity);
	sign_key_close(&key);
	return one;
}

TEST(a_request_is_read_as_it_was_written_and_not_when_a_byte_is_missing)
{
	/* [join-1] */
	struct join_request one = request_make(), got;
	struct buf text = {0}, again = {0};

	UNUSED_STATE;
	assert_true(join_request_write(&one, &text));
	assert_true(join_request_read(buf_str(&text), &got));
	assert_true(join_request_write(&got, &again));
	is_str(buf_str(&again), buf_str(&text));
	for (size_t i = 0; i < text.len; i++) {
		assert_false(join_request_read(str_first(buf_str(&text), i),
			&got));
	}
	buf_byte(&text, '\n');
	assert_false(join_request_read(buf_str(&text), &got));
	one.name = S("two\nlines");
	assert_false(join_request_write(&one, &again));
	one.name = S("");
	assert_false(join_request_write(&one, &again));
	buf_close(&text);
	buf_close(&again);
}

TEST(what_a_form_or_a_messenger_does_to_line_ends_is_undone)
{
	struct join_invitation one = {ORG, hash_of(S("roster"))}, got;
	struct buf text = {0}, mangled = {0}, tidy = {0};

	UNUSED_STATE;
	join_invitation_write(&one, &text);
	buf_text(&mangled, "\r\n  ");
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\n') buf_byte(&mangled, '\r');
		buf_byte(&mangled, text.at[i]);
	}
	assert_false(join_invitation_read(buf_str(&mangled), &got));
	join_text_tidy(buf_str(&mangled), &tidy);
	is_str(buf_str(&tidy), buf_str(&text));
	assert_true(join_invitation_read(buf_str(&tidy), &got));
	assert_true(hash_eq(got.roster, one.roster));
	buf_close(&text);
	buf_close(&mangled);
	buf_close(&tidy);
}

TEST(the_digits_change_with_every_part_but_the_name)
{
	/* [enrol-1] */
	struct join_request one = request_make(), other = one;
	struct join_request fresh = request_make();
	struct buf digits[4] = {{0}};

	UNUSED_STATE;
	join_request_digits(&one, &digits[0]);
	other.roster = hash_of(S("another"));
	join_request_digits(&other, &digits[1]);
	other = one;
	other.key = fresh.key;
	join_request_digits(&other, &digits[2]);
	other = one;
	other.recipient = fresh.recipient;
	join_request_digits(&other, &digits[3]);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(digits[i].len, 35);
		for (int k = 0; k < i; k++) {
			assert_false(str_eq(buf_str(&digits[i]),
				buf_str(&digits[k])));
		}
	}
	for (int i = 0; i < 4; i++) buf_close(&digits[i]);
}

TEST(a_welcome_that_is_cut_is_none)
{
	struct join_welcome one = {.token = ORG, .public = S("the roster\n")};
	struct join_welcome got;
	struct buf text = {0};

	UNUSED_STATE;
	join_welcome_write(&one, &text);
	assert_true(join_welcome_read(buf_str(&text), &got));
	is_str(got.public, one.public);
	for (size_t i = 0; i < text.len; i++) {
		assert_false(join_welcome_read(str_first(buf_str(&text), i),
			&got));
	}
	buf_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_request_is_read_as_it_was_written_and_not_when_a_byte_is_missing),
		CASE(what_a_form_or_a_messenger_does_to_line_ends_is_undone),
		CASE(the_digits_change_with_every_part_but_the_name),
		CASE(a_welcome_that_is_cut_is_none),
	};

	seal_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
