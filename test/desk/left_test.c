/* What was left at home, as it is written down: read back whole, and refused cut
 * anywhere, with anything behind it, or with a name that is not ours.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/left.h"

#include <string.h>

#define HEX "0123456789abcdef0123456789abcdef"

static struct arena *arena;
static struct buf text;

static hash name_of(int n)
{
	return hash_of(str_fmt(arena, "%d", n));
}

static void whole_write(void)
{
	static str names[] = {S_INIT(HEX), S_INIT(HEX HEX)};
	struct left left = {.org = S(HEX HEX), .token = S(HEX HEX),
		.roster = S("bothy-roster/1\nas it is\n"),
		.small = {{S("line/roster.pub"), S("bytes\n\n")}},
		.small_count = 1, .names = names, .name_count = 2,
		.item_count = 3};
	struct left_item item = {.body_count = 2, .has_frame = true};

	buf_reset(&text);
	left_write(&left, &text);
	item.bodies[0] = name_of(1);
	item.bodies[1] = name_of(2);
	item.frame = name_of(3);
	left_item_write(&item, &text);
	item = (struct left_item){.has_frame = true, .frame = name_of(4)};
	left_item_write(&item, &text);
	item = (struct left_item){.body_count = 1};
	item.bodies[0] = name_of(5);
	left_item_write(&item, &text);
}

TEST(what_was_written_is_read_commit_by_commit)
{
	struct left left;
	struct left_item item;

	UNUSED_STATE;
	whole_write();
	assert_true(left_read(arena, buf_str(&text), &left));
	is_str(left.org, S(HEX HEX));
	is_str(left.token, S(HEX HEX));
	is_str(left.roster, S("bothy-roster/1\nas it is\n"));
	assert_int_equal(left.small_count, 1);
	is_str(left.small[0].bytes, S("bytes\n\n"));
	assert_int_equal(left.name_count, 2);
	is_str(left.names[1], S(HEX HEX));
	assert_true(left_next(&left.items, &item));
	assert_int_equal(item.body_count, 2);
	assert_true(hash_eq(item.bodies[1], name_of(2)));
	assert_true(item.has_frame && hash_eq(item.frame, name_of(3)));
	assert_true(left_next(&left.items, &item));
	assert_true(item.body_count == 0 && item.has_frame);
	assert_true(left_next(&left.items, &item));
	assert_true(item.body_count == 1 && !item.has_frame);
	assert_false(left_next(&left.items, &item));
}

TEST(cut_anywhere_or_with_more_behind_it_is_nothing)
{
	struct left left;

	UNUSED_STATE;
	whole_write();
	for (size_t i = 0; i < text.len; i++) { /* [left-1] */
		assert_false(left_read(arena, str_first(buf_str(&text), i),
			&left));
	}
	buf_byte(&text, 0);
	assert_false(left_read(arena, buf_str(&text), &left));
	buf_byte(&text, 0);
	assert_false(left_read(arena, buf_str(&text), &left));
}

TEST(a_flipped_bit_is_read_as_it_stands_or_refused)
{
	struct left left;
	struct left_item item;

	UNUSED_STATE;
	whole_write();
	for (size_t i = 0; i < text.len * 8; i++) {
		text.at[i / 8] = (char)(text.at[i / 8] ^ 1 << i % 8);
		if (left_read(arena, buf_str(&text), &left)) {
			while (left_next(&left.items, &item)) {
				assert_true(item.body_count <= LEFT_BODIES_MAX);
			}
			assert_true(left.small_count <= LEFT_SMALL_MAX);
		}
		text.at[i / 8] = (char)(text.at[i / 8] ^ 1 << i % 8);
	}
}

TEST(a_path_that_is_not_ours_is_refused)
{
	static const char *const bad[] = {"line/../../x", "desk/key.age",
		"/etc/passwd", "desk/log.pack", ""};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(bad); i++) {
		assert_false(left_is_small(str_of(bad[i])));
	}
	for (size_t i = 0; i < left_small_count; i++) {
		assert_true(left_is_small(left_smalls[i]));
	}
}

static int setup(void **state)
{
	(void)state;
	arena = arena_open(64 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buf_close(&text);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_written_is_read_commit_by_commit),
		CASE(cut_anywhere_or_with_more_behind_it_is_nothing),
		CASE(a_flipped_bit_is_read_as_it_stands_or_refused),
		CASE(a_path_that_is_not_ours_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
