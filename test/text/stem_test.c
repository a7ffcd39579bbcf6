/* Light stems: everyday forms of one word meet, other words stay apart. Each
 * form is folded loosely first, as an index does.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/fold.h"
#include "text/stem.h"

static void stem_of(enum text_lang lang, const char *word, struct buf *out)
{
	struct buf key = {0};

	buf_reset(out);
	fold_put(&key, FOLD_LOOSE, lang, str_of(word));
	stem_put(out, lang, buf_str(&key));
	assert_true(key.len == 0 || out->len > 0);
	buf_close(&key);
}

struct row { enum text_lang lang; const char *forms[6]; };

static void are_met(const struct row *row)
{
	struct buf first = {0}, next = {0};

	stem_of(row->lang, row->forms[0], &first);
	for (size_t i = 1; i < 6 && row->forms[i] != NULL; i++) {
		stem_of(row->lang, row->forms[i], &next);
		if (!str_eq(buf_str(&first), buf_str(&next))) {
			(void)fprintf(stderr, "%s and %s: ", row->forms[0],
				row->forms[i]);
			is_str(buf_str(&next), buf_str(&first));
		}
	}
	buf_close(&first);
	buf_close(&next);
}

TEST(everyday_forms_meet)
{
	static const struct row rows[] = {
		{TEXT_AR, {"محامي", "المحامي", "محاميين", "للمحامي", "محاميها"}},
		{TEXT_AR, {"تهديد", "التهديد", "تهديدات", "بتهديد", "وتهديداتهم"}},
		{TEXT_AR, {"صديق", "صديقة", "صديقتي", "الصديقات", NULL}},
		{TEXT_AR, {"طلب", "الطلب", "وطلب", "طلبها", "طلبات", "للطلب"}},
		{TEXT_CKB, {"هەڕەشە", "هەڕەشەکان", "هەڕەشەکە", "هەڕەشەیەک",
			"هەڕەشەکانیان"}},
		{TEXT_CKB, {"پەنابەر", "پەنابەرەکان", "پەنابەران", "پەنابەرێک",
			"پەنابەری"}},
		{TEXT_CKB, {"ماڵ", "ماڵی", "ماڵەکە", "ماڵان", NULL}},
		{TEXT_KMR, {"heval", "hevalên", "hevalê", "hevalekî", "hevala"}},
		{TEXT_KMR, {"gef", "gefên", "gefa", NULL}},
		{TEXT_KMR_ARAB, {"هەڤال", "هەڤالێن", "هەڤالەکێ", "هەڤالی", NULL}},
		{TEXT_EN, {"threat", "threats", "threat's", NULL}},
		{TEXT_EN, {"stop", "stopped", "stopping", "stops", NULL}},
		{TEXT_EN, {"family", "families", "family's", NULL}},
		{TEXT_EN, {"make", "making", "makes", NULL}},
		{TEXT_CKB, {"١٩٥٠دا", "1950", NULL}},
		{TEXT_KMR, {"11'ê", "11", NULL}},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) are_met(&rows[i]);
}

TEST(other_words_stay_apart)
{
	static const struct { enum text_lang lang; const char *a, *b; } pairs[] = {
		{TEXT_AR, "الو", "ا"}, {TEXT_AR, "مثلي", "مثل"},
		{TEXT_AR, "شاب", "شاذ"}, {TEXT_CKB, "دار", "دەر"},
		{TEXT_CKB, "کار", "کات"}, {TEXT_KMR, "ser", "sed"},
		{TEXT_EN, "pass", "pas"}, {TEXT_EN, "bus", "bu"},
		{TEXT_AR_LATN, "7abibi", "7"},
	};
	struct buf a = {0}, b = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(pairs); i++) {
		stem_of(pairs[i].lang, pairs[i].a, &a);
		stem_of(pairs[i].lang, pairs[i].b, &b);
		if (str_eq(buf_str(&a), buf_str(&b))) {
			(void)fprintf(stderr, "%s and %s meet\n", pairs[i].a,
				pairs[i].b);
			fail();
		}
	}
	buf_close(&a);
	buf_close(&b);
}

TEST(any_bytes_and_any_language_leave_a_stem)
{
	static const char *const words[] = {"\xff", "a", "ه", "\xd8", "ال",
		"و\xff", "s", "'s", "ing", "12", "هکان"};
	struct buf out = {0};

	UNUSED_STATE;
	for (size_t lang = 0; lang < TEXT_LANG_COUNT; lang++) {
		for (size_t i = 0; i < NELEM(words); i++) {
			buf_reset(&out);
			stem_put(&out, (enum text_lang)lang, str_of(words[i]));
			assert_in_range(out.len, 1, strlen(words[i]));
		}
	}
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(everyday_forms_meet),
		CASE(other_words_stay_apart),
		CASE(any_bytes_and_any_language_leave_a_stem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
