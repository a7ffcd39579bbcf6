/* Tests of the translation memory: the same first, near ones by nearness, others
 * not at all, and never more work than was promised.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/memory_match.h"

#include <time.h>

static struct arena *arena;

static bool any(const void *owner, size_t number)
{
	(void)owner;
	(void)number;
	return true;
}

static bool not_that(const void *owner, size_t number)
{
	return number != *(const size_t *)owner;
}

static const char *const texts[] = {
	"Call someone you trust.", "Call somebody you trust now.",
	"Wash your hands with soap.", "Call someone you trust.",
	"اتصل بشخص تثق به.",
};

static struct memory *memory_of_texts(void)
{
	struct memory *memory = memory_open(arena);

	for (size_t i = 0; i < NELEM(texts); i++) {
		memory_add(memory, str_of(texts[i]));
	}
	memory_ready(memory);
	return memory;
}

TEST(the_same_text_comes_first_and_a_near_one_behind_it)
{
	struct memory_found found[MEMORY_FOUND_MAX];
	struct memory_question asked = {S("Call someone you trust."), any,
		NULL};
	struct memory *memory = memory_of_texts();

	UNUSED_STATE;
	assert_int_equal(memory_find(memory, &asked, found), 3);
	assert_int_equal(found[0].number, 3); /* the later of two */
	assert_int_equal(found[0].percent, 100); /* [memory-1] */
	assert_int_equal(found[1].percent, 100);
	assert_int_equal(found[2].number, 1);
	assert_true(found[2].percent < 100);
	asked.text = S("call SOMEONE you trust.");
	assert_int_equal(memory_find(memory, &asked, found), 3);
	assert_int_equal(found[0].percent, 99);
	asked.text = S("Nothing like it");
	assert_int_equal(memory_find(memory, &asked, found), 0);
	asked.text = S("");
	assert_int_equal(memory_find(memory, &asked, found), 0);
}

TEST(who_asks_says_which_texts_count)
{
	struct memory_found found[MEMORY_FOUND_MAX];
	size_t out = 3;
	struct memory_question asked = {S("Call someone you trust."),
		not_that, &out};
	struct memory *memory = memory_of_texts();

	UNUSED_STATE;
	assert_int_equal(memory_find(memory, &asked, found), 2);
	assert_int_equal(found[0].number, 0);
}

TEST(bytes_that_are_no_text_are_found_too)
{
	struct memory_found found[MEMORY_FOUND_MAX];
	struct memory_question asked = {S("\xff\xfe\xff"), any, NULL};
	struct memory *memory = memory_open(arena);

	UNUSED_STATE;
	memory_add(memory, S("\xff\xfe\xff"));
	memory_add(memory, S(""));
	memory_ready(memory);
	assert_int_equal(memory_find(memory, &asked, found), 1);
}

/* All alike: every list is as long as the memory, which is the worst. */
TEST(a_question_to_a_large_memory_is_bounded)
{
	/* [memory-2] */
	struct memory_found found[MEMORY_FOUND_MAX];
	struct memory_question asked = {.accept = any};
	struct memory *memory = memory_open(arena);
	clock_t began;

	UNUSED_STATE;
	for (unsigned i = 0; i < 6000; i++) {
		memory_add(memory, str_fmt(arena, "Call someone you trust at "
			"the door of house %u.", i));
	}
	memory_ready(memory);
	asked.text = S("Call someone you trust at the door of house 5999.");
	began = clock();
	assert_true(memory_find(memory, &asked, found) > 0);
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 0.25);
	assert_int_equal(found[0].number, 5999);
	assert_int_equal(found[0].percent, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_same_text_comes_first_and_a_near_one_behind_it),
		CASE(who_asks_says_which_texts_count),
		CASE(bytes_that_are_no_text_are_found_too),
		CASE(a_question_to_a_large_memory_is_bounded),
	};
	int failed;

	arena = arena_open(256 << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_close(&arena);
	return failed;
}
