/* Tests of keys between keys: always room, always in order.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/order_key.h"

static struct arena *arena;

static str between(str after, str before)
{
	str key = S("");

	assert_true(order_between(arena, after, before, &key));
	assert_true(order_key_is_valid(key));
	assert_true(str_compare(after, key) < 0); /* [order-1] */
	if (before.len > 0) assert_true(str_compare(key, before) < 0);
	return key;
}

TEST(a_key_fits_between_any_two)
{
	static const struct { const char *after, *before; } pairs[] = {
		{"", ""}, {"", "b"}, {"z", ""}, {"n", "nab"}, {"an", "b"},
		{"", "ab"}, {"", "aab"}, {"zz", ""}, {"abn", "abo"},
		{"nn", "nnn"}, {"y", "zb"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(pairs); i++) {
		(void)between(str_of(pairs[i].after), str_of(pairs[i].before));
	}
}

TEST(a_hundred_things_are_put_at_one_place_from_either_side)
{
	str low = S("n"), high = S("o");

	UNUSED_STATE;
	for (int i = 0; i < 100; i++) high = between(low, high);
	for (int i = 0; i < 100; i++) low = between(low, high);
}

TEST(what_is_out_of_order_or_no_key_is_refused)
{
	str key = S("untouched");

	UNUSED_STATE;
	assert_false(order_between(arena, S("b"), S("b"), &key));
	assert_false(order_between(arena, S("c"), S("b"), &key));
	assert_false(order_between(arena, S("a"), S("b"), &key));
	assert_false(order_between(arena, S("B"), S(""), &key));
	is_str(key, S("untouched"));
}

TEST(a_list_made_anew_is_in_order_with_room_everywhere)
{
	str last = S("");

	UNUSED_STATE;
	for (size_t i = 0; i < 5000; i++) {
		str key = order_at(arena, i);

		assert_true(str_compare(last, key) < 0);
		if (i % 500 == 0) (void)between(last, key);
		last = key;
	}
	(void)between(last, S(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_key_fits_between_any_two),
		CASE(a_hundred_things_are_put_at_one_place_from_either_side),
		CASE(what_is_out_of_order_or_no_key_is_refused),
		CASE(a_list_made_anew_is_in_order_with_room_everywhere),
	};
	int failed;

	arena = arena_open(64 << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_close(&arena);
	return failed;
}
