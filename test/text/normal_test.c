/* Whether letters stand as they are meant to: one sign where there is one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/normal.h"

TEST(composed_is_what_has_one_sign_for_each_letter)
{
	static const struct { const char *text; bool composed; } cases[] = {
		{"", true}, {"plain", true}, {"caf\xc3\xa9", true},
		{"cafe\xcc\x81", false},
		{"s\xcc\xa7" "er", false}, {"\xc5\x9f" "er", true},   /* ş */
		{"xw\xc3\xae", true}, {"xwi\xcc\x82", false},      /* î */
		{"x\xcc\x82", true},                  /* has no sign of its own */
		{"ئەوە", true}, {"\xd9\x8a\xd9\x94", false},       /* yeh, hamza */
		{"\xd9\x87\xd9\x94", true},           /* heh, hamza: no such sign */
		{"مُحَمَّد", true},                     /* vowel marks in order */
		{"\xd9\x91\xd9\x8e", false},          /* shadda before fatha */
		{"e\xcc\xa3\xcc\x82", false},         /* composes twice */
		{"\xe2\x84\xab", false},              /* the angstrom sign */
		{"\xff", false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		if (normal_is_composed(str_of(cases[i].text))
			!= cases[i].composed) {
			fail_msg("case %zu", i);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(composed_is_what_has_one_sign_for_each_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
