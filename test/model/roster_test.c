/* Tests of model/roster: golden bytes, strictness, and how it ages.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/roster.h"

#define HEX32 "00112233445566778899aabbccddeeff"

static struct roster sample(void)
{
	struct roster r = {
		.org = S(HEX32 HEX32),
		.counter = 3,
		.issued_ms = 1700000000000,
		.intake = S("age1intake"),
		.salt = S(HEX32),
		.name = S("خيمة"),
		.answer_days = 3,
		.leave = S("https://example.org/"),
		.demonstration = true,
	};

	r.addresses[r.address_count++] = S("https://line.example");
	r.locales[r.locale_count++] = S("ar");
	r.names[1] = S("خێوەت");
	r.locales[r.locale_count++] = S("kmr-Arab");
	return r;
}

TEST(a_roster_has_exactly_the_golden_bytes)
{
	struct roster r = sample(), got;
	struct buf out = {0};

	UNUSED_STATE;
	assert_true(roster_write(&r, &out));
	is_str(buf_str(&out), S("bothy-roster/1\n"
		"org " HEX32 HEX32 "\n"
		"counter 3\nissued 1700000000000\nintake age1intake\n"
		"salt " HEX32 "\nname خيمة\naddress https://line.example\n"
		"locale ar\nlocale kmr-Arab خێوەت\nanswer-days 3\n"
		"leave https://example.org/\ndemonstration yes\nstop no\n"));
	assert_true(roster_read(buf_str(&out), &got));
	is_str(got.name, r.name);
	assert_int_equal(got.locale_count, 2);
	is_str(roster_name(&got, S("kmr-Arab")), S("خێوەت"));
	is_str(roster_name(&got, S("ar")), r.name);
	for (size_t len = 0; len < out.len; len++) {
		assert_false(roster_read(str_first(buf_str(&out), len), &got));
	}
	buf_close(&out);
}

TEST(the_trusted_comment_carries_purpose_counter_and_expiry)
{
	struct roster r = sample();
	struct buf out = {0};

	UNUSED_STATE;
	roster_trusted(&r, &out);
	is_str(buf_str(&out), S("bothy roster v=3 expires=1702592000"));
	buf_close(&out);
}

TEST(a_roster_ages_at_thirty_and_at_ninety_days)
{
	static const struct { uint64_t days; enum roster_age want; } cases[] = {
		{0, ROSTER_FRESH}, {30, ROSTER_FRESH}, {31, ROSTER_SLOW},
		{90, ROSTER_SLOW}, {91, ROSTER_UNCONFIRMED}};
	struct roster r = sample();

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		assert_int_equal(roster_age(&r, r.issued_ms +
			cases[i].days * 86400000), cases[i].want);
	}
	assert_int_equal(roster_age(&r, 0), ROSTER_FRESH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_roster_has_exactly_the_golden_bytes),
		CASE(the_trusted_comment_carries_purpose_counter_and_expiry),
		CASE(a_roster_ages_at_thirty_and_at_ninety_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
