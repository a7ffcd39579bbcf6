/* The order of lists: each alphabet in its own order, keyboards' twins beside
 * each other, keys that are the same every time.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/collate.h"

/* The words of a line, by single blanks, stand in their order. */
static void is_ordered(enum text_lang lang, const char *words)
{
	str rest = str_of(words), before = {0}, word;

	while (str_word(&rest, &word)) {
		if (before.len > 0 && collate_compare(lang, before, word) >= 0) {
			(void)fprintf(stderr, "%.*s is not before %.*s\n",
				S_ARG(before), S_ARG(word));
			fail();
		}
		before = word;
	}
}

TEST(each_alphabet_has_its_order)
{
	static const char sorani[] = "ئ ا ب پ ت ج چ ح خ د ر ڕ ز ژ س ش ع غ ف ڤ ق "
		"ک گ ل ڵ م ن و ۆ ه ە ی ێ";

	UNUSED_STATE;
	is_ordered(TEXT_CKB, sorani);
	is_ordered(TEXT_KMR_ARAB, sorani);
	is_ordered(TEXT_KMR, "a b c ç d e ê f g h i î j k l m n o p q r s ş t u "
		"û v w x y z");
	is_ordered(TEXT_AR, "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه "
		"و ي");
	is_ordered(TEXT_EN, "a A b c d e é f z");
	is_ordered(TEXT_SV, "a z å ä ö");
}

TEST(words_follow_their_letters)
{
	UNUSED_STATE;
	is_ordered(TEXT_CKB, "رێگا ڕاست ڕۆژ زۆر");
	is_ordered(TEXT_CKB, "گول گوڵ گۆڵ گەنم");
	is_ordered(TEXT_CKB, "ئازاد باران پیاو تاریک");
	is_ordered(TEXT_KMR, "cejn çav dest êvar şev");
	is_ordered(TEXT_KMR, "can Can çan Çan dan");
	is_ordered(TEXT_AR, "أحمد باسم تامر");
	is_ordered(TEXT_EN, "apple Banana cherry");
}

TEST(what_two_keyboards_write_stands_together)
{
	UNUSED_STATE;
	is_ordered(TEXT_CKB, "كتاب کتێب كچ کراس");
	is_ordered(TEXT_CKB, "یار يارمەتی یاری");
}

/* [collate-1] */
TEST(keys_are_the_same_every_time_and_only_for_the_same_bytes)
{
	static const char *const texts[] = {"", "a", "A", "\xff", "\xef\xbf\xbd",
		"ک", "ك", "a\xcc\x81", "\xc3\xa1", "😀"};
	struct buf first = {0}, again = {0};

	UNUSED_STATE;
	for (size_t lang = 0; lang < TEXT_LANG_COUNT; lang++) {
		for (size_t i = 0; i < NELEM(texts); i++) {
			buf_reset(&first);
			buf_reset(&again);
			collate_put(&first, (enum text_lang)lang, str_of(texts[i]));
			collate_put(&again, (enum text_lang)lang, str_of(texts[i]));
			is_str(buf_str(&again), buf_str(&first));
			for (size_t k = 0; k < i; k++) {
				assert_int_not_equal(collate_compare(
					(enum text_lang)lang, str_of(texts[i]),
					str_of(texts[k])), 0);
			}
		}
	}
	buf_close(&first);
	buf_close(&again);
}

TEST(long_texts_and_full_buffers)
{
	struct buf text = {0}, key = {0}, small = buf_cap(8);

	UNUSED_STATE;
	for (size_t i = 0; i < 100000; i++) buf_text(&text, "ە");
	collate_put(&key, TEXT_CKB, buf_str(&text));
	assert_false(key.failed);
	collate_put(&small, TEXT_CKB, buf_str(&text));
	assert_true(small.failed);
	buf_close(&text);
	buf_close(&key);
	buf_close(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_alphabet_has_its_order),
		CASE(words_follow_their_letters),
		CASE(what_two_keyboards_write_stands_together),
		CASE(keys_are_the_same_every_time_and_only_for_the_same_bytes),
		CASE(long_texts_and_full_buffers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
