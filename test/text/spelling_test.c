/* The spelling gate: each rule finds its place, what is right stays unnamed,
 * and Arabic is left alone: our own sentences, and news when they are here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/file.h"
#include "text/spelling.h"

#include <stdlib.h>

enum { FILE_MAX = 8 << 20 };

/* What the text becomes when everything proposed is accepted. */
static size_t accept(struct spelling_reader reader, struct buf *out)
{
	struct spelling found;
	size_t done = 0, count = 0;

	while (spelling_next(&reader, &found)) {
		assert_true(found.at >= done && found.len > 0);
		assert_true(found.at + found.len <= reader.text.len);
		assert_true((size_t)found.rule < SPELLING_RULE_COUNT);
		buf_put(out, str_first(str_from(reader.text, done),
			found.at - done));
		buf_put(out, found.instead);
		done = found.at + found.len;
		count++;
	}
	buf_put(out, str_from(reader.text, done));
	return count;
}

static void becomes(enum text_lang lang, const char *text, const char *want)
{
	struct buf out = {0};

	(void)accept((struct spelling_reader){.text = str_of(text), .lang = lang},
		&out);
	is_str(buf_str(&out), str_of(want));
	buf_close(&out);
}

TEST(each_rule_finds_its_place)
{
	UNUSED_STATE;
	becomes(TEXT_CKB, "من لە كوردستان دەژیم و هەڕەشەم لێ دەكرێت",
		"من لە کوردستان دەژیم و هەڕەشەم لێ دەکرێت");
	becomes(TEXT_CKB, "يارمەتيم بدەن، ئەوان دەيانەوێت من بگرن",
		"یارمەتیم بدەن، ئەوان دەیانەوێت من بگرن");
	becomes(TEXT_CKB, "ئه‌وان ده‌ڵێن من له‌ ماڵه‌وه‌م",
		"ئەوان دەڵێن من لە ماڵەوەم");
	becomes(TEXT_CKB, "پێویسته یارمەتیم بدەن و کارەکه تەواو بکەن",
		"پێویستە یارمەتیم بدەن و کارەکە تەواو بکەن");
	becomes(TEXT_CKB, "ئەو کچة لە قوتابخانة نەماوە",
		"ئەو کچە لە قوتابخانە نەماوە");
	becomes(TEXT_CKB, "زؤر دەترسم لەوەی بمدؤزنەوە",
		"زۆر دەترسم لەوەی بمدۆزنەوە");
	becomes(TEXT_CKB, "هەموو رۆژێک لە رێگا دەمترسێنن",
		"هەموو ڕۆژێک لە ڕێگا دەمترسێنن");
	becomes(TEXT_CKB, "من لەم ووڵاتە دەترسم و دەمەوێت بڕۆم",
		"من لەم وڵاتە دەترسم و دەمەوێت بڕۆم");
	becomes(TEXT_CKB, "ئەوە گوناه نییە و شاه لێرە نییە، بەڵێ کچەکه باشە",
		"ئەوە گوناھ نییە و شاھ لێرە نییە، بەڵێ کچەکە باشە");
	becomes(TEXT_KMR_ARAB, "ئەو گوناه نینە و ئەز دترسم ل مالێ",
		"ئەو گوناه نینە و ئەز دترسم ل مالێ");
	becomes(TEXT_KMR_ARAB, "ئه‌ز رۆژه‌كێ دێ ڤه‌گه‌ڕمه‌ مالا خۆ",
		"ئەز رۆژەکێ دێ ڤەگەڕمە مالا خۆ");
}

TEST(places_are_bytes_and_rules_have_names)
{
	struct spelling_reader reader = {.lang = TEXT_CKB,
		.text = S("من دەزانم كە ئەوان لێرەن")};
	struct spelling found;

	UNUSED_STATE;
	assert_true(spelling_next(&reader, &found));
	assert_int_equal(found.rule, SPELLING_KAF);
	assert_int_equal(found.at, str_find(reader.text, S("ك")));
	assert_int_equal(found.len, 2);
	is_str(found.instead, S("ک"));
	assert_false(spelling_next(&reader, &found));
	assert_false(spelling_next(&reader, &found));
}

TEST(what_is_right_has_no_proposal)
{
	static const struct { enum text_lang lang; const char *text; } right[] = {
		{TEXT_CKB, "ئەوە گوناھ نییە و شاھ لێرە نییە، بەڵێ کچەکە باشە"},
		{TEXT_CKB, "هەموو ڕۆژێک وەک ئەمڕۆ نییە، وشەی بەهـ بنووسە"},
		{TEXT_CKB, "لە گەڵ ئەحمەد الجبوري قسەم کرد"},
		{TEXT_KMR, "Ez li vir im"}, {TEXT_EN, "I am here"},
		{TEXT_UND, "كوردستان"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(right); i++) {
		becomes(right[i].lang, right[i].text, right[i].text);
	}
}

TEST(words_of_the_bank_are_kept)
{
	static const str kept[] = {S_INIT("رەوشەن"), S_INIT("فەقیه")};
	struct spelling_reader reader = {.lang = TEXT_CKB,
		.text = S("من و رەوشەن و فەقیه لە رێگا بووین"),
		.kept = {kept, NELEM(kept)}};
	struct buf out = {0};

	UNUSED_STATE;
	assert_int_equal(accept(reader, &out), 1);
	is_str(buf_str(&out), S("من و رەوشەن و فەقیه لە ڕێگا بووین"));
	buf_close(&out);
}

/* [spelling-2] */
TEST(arabic_is_left_alone)
{
	static const char *const texts[] = {
		"أنا خائفة من عائلتي ولا أعرف إلى أين أذهب",
		"هل يمكنكم مساعدتي في طلب اللجوء؟", "شكرا", "مدرسة", "كتاب",
		"كاك مؤيد في هذه المدينة الكبيرة", "وين اروح؟ ما اكدر ارجع للبيت",
		"رجعت ليلى إلى بيتها", "يا رب",
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		becomes(TEXT_CKB, texts[i], texts[i]);
		becomes(TEXT_KMR_ARAB, texts[i], texts[i]);
		becomes(TEXT_AR, texts[i], texts[i]);
	}
	becomes(TEXT_CKB, "ئەو گوتی پێم باشە. قال لي إن هذه المدينة آمنة. "
			  "من باوەڕم پێی نییە.",
		"ئەو گوتی پێم باشە. قال لي إن هذه المدينة آمنة. "
		"من باوەڕم پێی نییە.");
}

/* [spelling-1] [spelling-2] */
TEST(news_in_arabic_has_no_proposal)
{
	const char *data = getenv("TEXT_DATA");
	struct buf news = buf_cap(FILE_MAX), out = {0};
	char path[512];
	str rest, line;

	UNUSED_STATE;
	(void)snprintf(path, sizeof(path),
		"%s/text/ntrex/newstest2019-ref.arb.txt",
		data == NULL ? "../shared/data" : data);
	if (file_read(path, FILE_MAX, &news) != NULL) {
		(void)fprintf(stderr, "note: the news are not here\n");
		buf_close(&news);
		skip();
	}
	rest = buf_str(&news);
	while (str_line(&rest, &line)) {
		struct spelling_reader reader = {.text = line, .lang = TEXT_CKB};
		size_t count = accept(reader, &out);

		if (count > 0) (void)fprintf(stderr, "%.*s\n", S_ARG(line));
		assert_int_equal(count, 0);
		buf_reset(&out);
	}
	buf_close(&news);
	buf_close(&out);
}

TEST(any_bytes_end)
{
	static const char *const texts[] = {"", "\xff", "ه\xff", "كوردستان\xd9",
		"\xd9", "ه‌", "‌", "وو", "ر"};
	struct buf out = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(texts); i++) {
		struct spelling_reader reader = {.text = str_of(texts[i]),
			.lang = TEXT_CKB};

		(void)accept(reader, &out);
	}
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_rule_finds_its_place),
		CASE(places_are_bytes_and_rules_have_names),
		CASE(what_is_right_has_no_proposal),
		CASE(words_of_the_bank_are_kept),
		CASE(arabic_is_left_alone),
		CASE(news_in_arabic_has_no_proposal),
		CASE(any_bytes_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
