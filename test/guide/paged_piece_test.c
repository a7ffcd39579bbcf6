/* Tests of guide/paged_piece: what is cut is whole when put together.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/utf8.h"
#include "guide/paged_piece.h"
#include "one_arena.h"

/* All pieces of these spans, one after the other; how many there are. */
static size_t pieces(const struct span *spans, size_t count, struct buf *out)
{
	struct paged_rest rest = paged_rest_of(arena, (struct ink_words){
		tongue_find(S("ar")), spans, count});
	struct ink_words piece;
	size_t made = 0;

	while (paged_piece_next(arena, &rest, &piece)) {
		size_t bytes = 0;

		for (size_t i = 0; i < piece.span_count; i++) {
			assert_true(utf8_is_valid(piece.spans[i].text));
			buf_put(out, piece.spans[i].text);
			bytes += piece.spans[i].text.len;
		}
		assert_true(bytes <= PAGED_PIECE_BYTES);
		made++;
	}
	return made;
}

static str times(const char *word, size_t n)
{
	struct buf text = {0};
	str kept;

	for (size_t i = 0; i < n; i++) buf_text(&text, word);
	kept = buf_take(&text, arena);
	buf_close(&text);
	return kept;
}

TEST(pieces_are_the_words_to_the_byte)
{
	/* [paged_piece-1] short, many spans, no space at all */
	const struct span cases[][3] = {
		{{.text = S("one")}, {.text = S(" two")}, {.text = S("")}},
		{{.text = times("أحفظ رقم ", 3000)}, {.text = S("x")},
			{.text = times("ab ", 9000)}},
		{{.text = times("ڕ", 20000)}, {.text = S("")},
			{.text = times("\xf0\x9f\x8f\xa0", 5000)}},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf whole = {0}, got = {0};
		size_t made;

		for (size_t k = 0; k < 3; k++) {
			buf_put(&whole, cases[i][k].text);
		}
		made = pieces(cases[i], 3, &got);
		is_str(buf_str(&got), buf_str(&whole));
		assert_true(made >= 1 + whole.len / (PAGED_PIECE_BYTES + 1));
		buf_close(&whole);
		buf_close(&got);
	}
}

TEST(a_word_is_not_divided_where_there_is_a_space)
{
	/* [paged_piece-1] */
	const struct span span = {.text = times("lantern ", 5000)};
	struct paged_rest rest = paged_rest_of(arena, (struct ink_words){
		tongue_find(S("en")), &span, 1});
	struct ink_words piece;

	UNUSED_STATE;
	while (paged_piece_next(arena, &rest, &piece)) {
		assert_true(str_starts(piece.spans[0].text, S("lantern")));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(pieces_are_the_words_to_the_byte),
		CASE(a_word_is_not_divided_where_there_is_a_space),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
