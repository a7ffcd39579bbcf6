/* Tests of the header lines of our formats.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/field.h"

static bool two_read(str body, str *ret_one, str *ret_other)
{
	struct field_text texts[] = {{.name = S("one"), .max = 5},
		{.name = S("other"), .max = 1000}};

	if (!field_texts(body, texts, NELEM(texts))) return false;
	*ret_one = texts[0].text;
	*ret_other = texts[1].text;
	return true;
}

TEST(texts_come_back_as_they_were_put)
{
	const struct field_text texts[] = {{S("one"), 5, S("a\nb c")},
		{S("other"), 1000, S("other 1\n")}};
	struct buf out = {0};
	str one, other;

	UNUSED_STATE;
	field_put_texts(&out, texts, NELEM(texts));
	is_str(buf_str(&out), S("one 5\nother 8\na\nb cother 1\n"));
	assert_true(two_read(buf_str(&out), &one, &other));
	is_str(one, S("a\nb c"));
	is_str(other, S("other 1\n"));
	for (size_t cut = 0; cut < out.len; cut++) {
		assert_false(two_read(str_first(buf_str(&out), cut), &one,
			&other));
	}
	buf_byte(&out, '\n');
	assert_false(two_read(buf_str(&out), &one, &other));
	buf_close(&out);
}

TEST(other_names_orders_and_lengths_are_refused)
{
	static const char *const bodies[] = {
		"other 0\none 0\n", "one 0\n", "one 6\nother 0\nabcdef",
		"one 0\nother 1001\n", "one -1\nother 1\n", "one 0\nothers 0\n",
		"one 01\nother 0\na", "one 2\nother 18446744073709551615\na",
		"one 0\nother 0\n\n", "",
	};
	str one = S("untouched"), other = S("untouched");

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(bodies); i++) {
		assert_false(two_read(str_of(bodies[i]), &one, &other));
	}
	is_str(one, S("untouched"));
	is_str(other, S("untouched"));
	assert_true(two_read(S("one 0\nother 0\n"), &one, &other));
	assert_int_equal(one.len + other.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(texts_come_back_as_they_were_put),
		CASE(other_names_orders_and_lengths_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
