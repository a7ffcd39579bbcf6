/* Which parts of a text are somebody else's words.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/quoted.h"

static const struct { const char *text, *parts; } rows[] = {
	{"", ""},
	{"nothing here", ""},
	{"she wrote \"come\" and \"go\"", "[\"come\"][\"go\"]"},
	{"قالت «تعالي» ثم “اذهبي”", "[«تعالي»][“اذهبي”]"},
	{"„so“ and ”så” and ‹si› and ‘don’t go’", "[„so“][”så”][‹si›][‘don’t go’]"},
	{"> hers\nours\n > hers too", "[> hers][> hers too]"},
	{"a > b", ""},
	{"a \" is never closed", ""},
	{"a “ is closed\n\nin the next paragraph ”", ""},
	{"a “line\nand another”", "[“line\nand another”]"},
	{"don’t, can’t", ""},
	{"> \"open\nours \" theirs", "[> \"open]"},
	{"\"\"", "[\"\"]"},
	{"\xff\"\xc2\"\xe2", "[\"\xc2\"]"},
};

TEST(quotations_and_lines_behind_a_sign_are_somebody_elses)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		str text = str_of(rows[i].text), part;
		struct buf got = {0};
		size_t at = 0;

		while (quoted_next(text, &at, &part)) {
			buf_byte(&got, '[');
			buf_put(&got, part);
			buf_byte(&got, ']');
			assert_true(at <= text.len);
		}
		is_str(buf_str(&got), str_of(rows[i].parts));
		buf_close(&got);
	}
}

TEST(a_quotation_that_goes_on_and_on_is_none)
{
	struct buf text = {0};
	size_t at = 0;
	str part;

	UNUSED_STATE;
	buf_byte(&text, '"');
	for (int i = 0; i < QUOTED_BYTES_MAX; i++) buf_byte(&text, 'a');
	buf_byte(&text, '"');
	assert_false(quoted_next(buf_str(&text), &at, &part));
	buf_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(quotations_and_lines_behind_a_sign_are_somebody_elses),
		CASE(a_quotation_that_goes_on_and_on_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
