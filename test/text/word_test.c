/* Where words are: each text beside its words, cut by "|"; any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/word.h"

static void words_put(str text, struct buf *out)
{
	static const char kinds[] = {'w', 'n', 'p'};
	struct word word;
	size_t at = 0, before = 0;

	while (word_next(text, &at, &word)) {
		assert_true(word.len > 0);
		assert_true(word.at >= before); /* [word-1] */
		assert_int_equal(at, word.at + word.len);
		before = at;
		if (out->len > 0) buf_byte(out, '|');
		buf_byte(out, kinds[word.kind]);
		buf_byte(out, ':');
		buf_put(out, str_first(str_from(text, word.at), word.len));
	}
	assert_int_equal(at, text.len);
}

static void are_words(const char *text, const char *want)
{
	struct buf got = {0};

	words_put(str_of(text), &got);
	is_str(buf_str(&got), str_of(want));
	buf_close(&got);
}

TEST(words_keep_what_belongs_to_them)
{
	UNUSED_STATE;
	are_words("كُتُبٌ، وأقلامٌ!", "w:كُتُبٌ|w:وأقلامٌ");
	are_words("هه‌ڵمه‌ت. ئه‌وه‌", "w:هه‌ڵمه‌ت|w:ئه‌وه‌");
	are_words("ســـلام", "w:ســـلام");
	are_words("م\u200fر \u200fحبا\u200f.", "w:م\u200fر|w:حبا");
	are_words("don't stop, l’eau 'quoted'",
		"w:don't|w:stop|w:l’eau|w:quoted");
	are_words("s\u0327er e\u0302", "w:s\u0327er|w:e\u0302");
	are_words("well-known COVID-19", "w:well|w:known|w:COVID|n:19");
	are_words("", "");
	are_words(" \t\n…?!", "");
}

TEST(numbers_are_words_and_keep_their_endings)
{
	UNUSED_STATE;
	are_words("di 11'ê û 2018-an de 5-10",
		"w:di|w:11'ê|w:û|w:2018-an|w:de|n:5|n:10");
	are_words("لە ١٩٥٠دا ۱۲ 3,50", "w:لە|w:١٩٥٠دا|n:۱۲|n:3|n:50");
	are_words("7abibi 3ala", "w:7abibi|w:3ala");
}

TEST(a_picture_is_a_word)
{
	UNUSED_STATE;
	are_words("hi😀😀 there", "w:hi|p:😀|p:😀|w:there");
	are_words("👍🏽 👨‍👩‍👧 ❤️", "p:👍🏽|p:👨‍👩‍👧|p:❤️");
	are_words("🇮🇶🇸🇪 🏳️‍🌈", "p:🇮🇶|p:🇸🇪|p:🏳️‍🌈");
	are_words("© 2026 ™", "n:2026");
}

/* [word-2] */
TEST(what_is_no_text_ends_a_word)
{
	UNUSED_STATE;
	are_words("ab\xff" "cd\xd8", "w:ab|w:cd");
	are_words("\x80\x80", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(words_keep_what_belongs_to_them),
		CASE(numbers_are_words_and_keep_their_endings),
		CASE(a_picture_is_a_word),
		CASE(what_is_no_text_ends_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
