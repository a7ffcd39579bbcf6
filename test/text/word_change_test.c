/* Tests of what changed between two texts, word by word.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/word_change.h"

static struct arena *arena;

/* "same-gone-+new+": the pieces with marks around them. */
static str marked(str old, str new)
{
	static const char *const mark[WORDS_KIND_COUNT] = {"", "-", "+"};
	struct word_changes changes;
	struct buf out = {0}, olds = {0}, news = {0};
	str kept;

	word_change(arena, old, new, &changes);
	for (size_t i = 0; i < changes.count; i++) {
		const struct word_change *one = &changes.at[i];

		buf_fmt(&out, "%s%.*s%s", mark[one->kind], S_ARG(one->text),
			mark[one->kind]);
		if (one->kind != WORDS_NEW) buf_put(&olds, one->text);
		if (one->kind != WORDS_GONE) buf_put(&news, one->text);
	}
	is_str(buf_str(&olds), old); /* [word_change-1] */
	is_str(buf_str(&news), new);
	kept = buf_take(&out, arena);
	buf_close(&out);
	buf_close(&olds);
	buf_close(&news);
	return kept;
}

static const struct { const char *old, *new, *want; } rows[] = {
	{"", "", ""}, {"a b", "a b", "a b"}, {"", "new", "+new+"},
	{"Drink clean water.", "Drink boiled water.",
		"Drink -clean -+boiled +water."},
	{"one two three", "one three", "one -two -three"},
	{"one three", "one two three", "one +two +three"},
	{"اشرب ماء نظيفا", "اشرب ماء مغليا", "اشرب ماء -نظيفا-+مغليا+"},
	{"a x b y c", "a b c", "a -x -b -y -c"},
	{"\xff\xfe", "b", "-\xff\xfe-+b+"},
};

TEST(the_pieces_are_both_texts_in_order)
{
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		is_str(marked(str_of(rows[i].old), str_of(rows[i].new)),
			str_of(rows[i].want));
	}
}

TEST(long_texts_are_not_compared_word_by_word)
{
	/* [word_change-2] */
	struct buf old = {0}, new = {0};
	struct word_changes changes;

	UNUSED_STATE;
	buf_text(&old, "same ");
	buf_text(&new, "same ");
	for (unsigned i = 0; i < 2000; i++) {
		buf_fmt(&old, "a%u ", i);
		buf_fmt(&new, "b%u ", i);
	}
	buf_text(&old, "end");
	buf_text(&new, "end");
	word_change(arena, buf_str(&old), buf_str(&new), &changes);
	assert_int_equal(changes.count, 4);
	buf_close(&old);
	buf_close(&new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_pieces_are_both_texts_in_order),
		CASE(long_texts_are_not_compared_word_by_word),
	};
	int failed;

	arena = arena_open(64 << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_close(&arena);
	return failed;
}
