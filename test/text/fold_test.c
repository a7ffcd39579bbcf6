/* The two keys: what must be one, what must stay two, in every script; that a
 * key's key is itself, over random text; any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/utf8.h"
#include "os/file.h"
#include "text/fold.h"
#include "text/normal.h"
#include "text/stem.h"

#include <stdlib.h>

static void key_of(enum fold_key key, enum text_lang lang, str text,
	struct buf *out)
{
	buf_reset(out);
	fold_put(out, key, lang, text);
	assert_false(out->failed);
}

static bool are_equal(enum fold_key key, enum text_lang lang, const char *a,
	const char *b)
{
	struct buf first = {0}, second = {0};
	bool equal;

	key_of(key, lang, str_of(a), &first);
	key_of(key, lang, str_of(b), &second);
	equal = str_eq(buf_str(&first), buf_str(&second));
	if (!equal) {
		(void)fprintf(stderr, "%s -> %.*s\n%s -> %.*s\n", a,
			S_ARG(buf_str(&first)), b, S_ARG(buf_str(&second)));
	}
	buf_close(&first);
	buf_close(&second);
	return equal;
}

static void is_key(enum fold_key key, enum text_lang lang, const char *text,
	const char *want)
{
	struct buf got = {0};

	key_of(key, lang, str_of(text), &got);
	is_str(buf_str(&got), str_of(want));
	buf_close(&got);
}

struct pair { enum text_lang lang; const char *a, *b; };

TEST(one_word_from_two_keyboards_has_one_strict_key)
{
	static const struct pair pairs[] = {
		{TEXT_CKB, "كێشە", "کێشە"}, {TEXT_CKB, "دايك", "دایک"},
		{TEXT_CKB, "ره‌نگ", "رەنگ"}, {TEXT_CKB, "خانه", "خانە"},
		{TEXT_CKB, "خانه‌", "خانە"}, {TEXT_CKB, "قوتابخانة", "قوتابخانە"},
		{TEXT_CKB, "گوناھ", "گوناه"}, {TEXT_KMR_ARAB, "مه‌ ديت", "مە دیت"},
		{TEXT_CKB, "ﺭﻩ‌ﻧﮓ", "رەنگ"}, {TEXT_CKB, "ڒۆژ", "ڕۆژ"},
		{TEXT_AR, "أُسْرَة", "اسره"}, {TEXT_AR, "مـدرسـة", "مدرسه"},
		{TEXT_AR, "إلى", "الي"}, {TEXT_AR, "ﻼ", "لا"}, {TEXT_AR, "ﷲ", "الله"},
		{TEXT_AR, "ٱلرحمٰن", "الرحمن"}, {TEXT_AR, "مو\u0654تمر", "مؤتمر"},
		{TEXT_AR, "م\u200fر\u202bحبا\u202c", "مرحبا"},
		{TEXT_FA, "خانہ", "خانه"}, {TEXT_AR, "جمييييل", "جمييل"},
		{TEXT_KMR, "ŞER", "şer"}, {TEXT_KMR, "s\u0327er", "şer"},
		{TEXT_KMR, "DIL", "dil"}, {TEXT_KMR, "dıl", "DİL"},
		{TEXT_KMR, "i\u0307ro", "iro"}, {TEXT_EN, "STRASSE", "straße"},
		{TEXT_EN, "don’t", "don't"}, {TEXT_EN, "ﬁne", "fine"},
		{TEXT_EN, "Ｈｅｌｐ", "help"}, {TEXT_EN, "so\u00adft", "soft"},
		{TEXT_EN, "heeeelp", "heelp"}, {TEXT_EN, "a\u00a0b", "a b"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(pairs); i++) {
		assert_true(are_equal(FOLD_STRICT, pairs[i].lang, pairs[i].a,
			pairs[i].b));
		assert_true(are_equal(FOLD_LOOSE, pairs[i].lang, pairs[i].a,
			pairs[i].b));
	}
}

TEST(what_a_hurried_reader_calls_the_same_has_one_loose_key)
{
	static const struct pair pairs[] = {
		{TEXT_CKB, "ڕێگا", "ریگا"}, {TEXT_CKB, "گۆڵ", "گول"},
		{TEXT_CKB, "سڵاو", "سلاو"}, {TEXT_CKB, "هەموو", "ههمو"},
		{TEXT_CKB, "کوردیی", "کوردی"}, {TEXT_AR, "مسؤول", "مسول"},
		{TEXT_AR, "رئيس", "رييس"}, {TEXT_KMR, "Kurdîya", "kurdiya"},
		{TEXT_KMR, "çûn", "cun"}, {TEXT_KMR, "11'ê", "11ê"},
		{TEXT_KMR, "2018-an", "2018an"}, {TEXT_KMR, "3`yan", "3yan"},
		{TEXT_TR, "ağaç", "agac"}, {TEXT_SV, "Malmö", "malmo"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(pairs); i++) {
		assert_true(are_equal(FOLD_LOOSE, pairs[i].lang, pairs[i].a,
			pairs[i].b));
	}
}

TEST(two_words_stay_two)
{
	static const struct pair strict[] = {
		{TEXT_AR, "مثلي", "مثل"}, {TEXT_CKB, "گوڵ", "گۆڵ"},
		{TEXT_KMR, "şer", "ser"}, {TEXT_KMR, "kur", "kûr"},
		{TEXT_CKB, "کەر", "کەڕ"}, {TEXT_AR, "سؤال", "سوال"},
		{TEXT_EN, "1000", "100"}, {TEXT_KMR, "11'ê", "11ê"},
	};
	struct buf a = {0}, b = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(strict); i++) {
		key_of(FOLD_STRICT, strict[i].lang, str_of(strict[i].a), &a);
		key_of(FOLD_STRICT, strict[i].lang, str_of(strict[i].b), &b);
		assert_false(str_eq(buf_str(&a), buf_str(&b)));
	}
	key_of(FOLD_LOOSE, TEXT_AR, S("مثلي"), &a);
	key_of(FOLD_LOOSE, TEXT_AR, S("مثل"), &b);
	assert_false(str_eq(buf_str(&a), buf_str(&b)));
	buf_close(&a);
	buf_close(&b);
}

TEST(keys_are_as_the_table_says)
{
	UNUSED_STATE;
	is_key(FOLD_STRICT, TEXT_AR, "فاطمة", "فاطمه");
	is_key(FOLD_STRICT, TEXT_UND, "فاطمة", "فاطمه");
	is_key(FOLD_STRICT, TEXT_CKB, "نامة", "نامە");
	is_key(FOLD_STRICT, TEXT_CKB, "هه‌مووه", "هەمووە");
	is_key(FOLD_LOOSE, TEXT_CKB, "هەمووە", "ههموه");
	is_key(FOLD_STRICT, TEXT_CKB, "گوناه", "گوناه");
	is_key(FOLD_STRICT, TEXT_CKB, "به\u064eه", "بهە");
	is_key(FOLD_STRICT, TEXT_CKB, "ه‌ک", "ەک");
	is_key(FOLD_STRICT, TEXT_CKB, "ههه", "ههە");
	is_key(FOLD_STRICT, TEXT_KMR, "E\u0302DÎ", "êdî");
	is_key(FOLD_LOOSE, TEXT_KMR, "E\u0302DÎ", "edi");
	is_key(FOLD_STRICT, TEXT_EN, "a 😀 b\n", "a 😀 b\n");
	is_key(FOLD_STRICT, TEXT_AR, "ـ", "");
	is_key(FOLD_STRICT, TEXT_AR, "", "");
}

TEST(digits_of_every_script_are_the_same)
{
	UNUSED_STATE;
	is_key(FOLD_STRICT, TEXT_AR, "٠١٢٣٤٥٦٧٨٩", "0123456789");
	is_key(FOLD_STRICT, TEXT_CKB, "۰۱۲۳۴۵۶۷۸۹", "0123456789");
	is_key(FOLD_LOOSE, TEXT_EN, "०१२३४५६७८९", "0123456789");
	is_key(FOLD_LOOSE, TEXT_EN, "０１２𝟎𝟡𞥐", "012090");
}

/* [fold-key-3] */
TEST(bytes_that_are_no_text_are_carried_along)
{
	UNUSED_STATE;
	is_key(FOLD_STRICT, TEXT_EN, "A\xff\xd8 B", "a\xff\xd8 b");
	is_key(FOLD_LOOSE, TEXT_AR, "\xd8\xd8\xa7\xa7", "\xd8\xd8\xa7\xa7");
	is_key(FOLD_STRICT, TEXT_EN, "\xd8\xe2\x80\x8f\xa7",
		"\xd8\xef\xbf\xbd\xa7");
}

TEST(marks_without_end_cost_no_more)
{
	struct buf text = buf_cap(4 << 20), got = {0};

	UNUSED_STATE;
	buf_byte(&text, 'a');
	for (size_t i = 0; i < 200000; i++) {
		utf8_put(&text, i % 2 == 0 ? 0x301 : 0x323);
	}
	fold_put(&got, FOLD_STRICT, TEXT_EN, buf_str(&text));
	assert_in_range(got.len, 3, 80);
	buf_close(&text);
	buf_close(&got);
}

static uint64_t dice_state = 88172645463325252u;
static uint32_t dice(uint32_t below)
{
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 7;
	dice_state ^= dice_state << 17;
	return (uint32_t)(dice_state >> 20) % below;
}

/* What is likely to meet what it should not. */
static void dice_put(struct buf *out)
{
	static const uint32_t odd[] = {0x647, 0x6D5, 0x200C, 0x654, 0x653, 0x655,
		0x648, 0x64A, 0x6CC, 0x6BE, 0x6C0, 0x6C2, 0x629, 0x640, 0x64E,
		'e', 'i', 'I', 0x130, 0x307, 0x302, 0x323, ' ', '1', '\'', '-',
		0x2019, 0x200B, 0x1100, 0x1161, 0x11A8, 0xFE77, 0xFC5E, 0xFDFA,
		0x627, 0x34F, 0x9C7, 0x9BE, 0x627, 0xB4, 0x1E9B, 0x3B1, 0x345};

	switch (dice(12)) {
	case 0: buf_byte(out, (char)(0x80 + dice(128))); break;
	case 1: utf8_put(out, 1 + dice(0xD7FF)); break;
	case 2: utf8_put(out, 0xE000 + dice(0x30000 - 0xE000)); break;
	case 3: utf8_put(out, 0x600 + dice(0x100)); break;
	case 4: utf8_put(out, 0xFB50 + dice(0x4B0)); break;
	default: utf8_put(out, odd[dice(NELEM(odd))]);
	}
}

static void is_own_key(enum fold_key key, enum text_lang lang, str text)
{
	struct buf once = {0}, twice = {0};

	key_of(key, lang, text, &once);
	key_of(key, lang, buf_str(&once), &twice);
	if (!str_eq(buf_str(&once), buf_str(&twice))) {
		for (size_t i = 0; i < text.len; i++) {
			(void)fprintf(stderr, "%02x ", (unsigned char)text.at[i]);
		}
		(void)fprintf(stderr, "\n");
	}
	is_str(buf_str(&twice), buf_str(&once));
	buf_close(&once);
	buf_close(&twice);
}

/* [fold-key-2] [normal-1] [normal-2] */
TEST(folding_a_key_changes_nothing)
{
	struct buf text = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < 60000; i++) {
		buf_reset(&text);
		for (uint32_t n = 1 + dice(12); n > 0; n--) dice_put(&text);
		is_own_key(FOLD_STRICT, TEXT_AR, buf_str(&text));
		is_own_key(FOLD_STRICT, TEXT_CKB, buf_str(&text));
		is_own_key(FOLD_LOOSE, TEXT_CKB, buf_str(&text));
	}
	for (uint32_t point = 1; point < 0x30000; point++) {
		if (point >= 0xD800 && point < 0xE000) continue;
		buf_reset(&text);
		utf8_put(&text, point);
		is_own_key(FOLD_STRICT, TEXT_CKB, buf_str(&text));
		is_own_key(FOLD_LOOSE, TEXT_AR, buf_str(&text));
	}
	buf_close(&text);
}

/* One row of the shared cases: id, kind, language, relation, two texts. */
struct shared { str lang, relation, a, b; };

static bool shared_read(str line, struct shared *ret_row)
{
	str fields[6], rest = line;

	for (size_t i = 0; i < NELEM(fields); i++) {
		if (!str_cut(rest, '\t', &fields[i], &rest)) return false;
	}
	*ret_row = (struct shared){fields[2], fields[3], fields[4], fields[5]};
	return true;
}

/* Lucene's normaliser keeps three letters in a row and rolls every first r. */
static bool is_lucenes(str text)
{
	return str_eq(text, S("ررر"));
}

static bool holds(const struct shared *row)
{
	enum text_lang lang = TEXT_AR;
	bool loose = str_eq(row->relation, S("loose-equal"));
	bool stem = str_eq(row->relation, S("stem-equal"));
	enum fold_key key = loose || stem ? FOLD_LOOSE : FOLD_STRICT;
	struct buf a = {0}, b = {0}, *first = &a, *second = &b;
	struct buf stem_a = {0}, stem_b = {0};
	bool equal;

	if (!text_lang_read(row->lang, &lang)) lang = TEXT_UND;
	key_of(key, lang, row->a, &a);
	key_of(key, lang, row->b, &b);
	if (stem) {
		stem_put(&stem_a, lang, buf_str(&a));
		stem_put(&stem_b, lang, buf_str(&b));
		first = &stem_a;
		second = &stem_b;
	}
	equal = str_eq(buf_str(first), str_eq(row->relation, S("exact"))
		? row->b : buf_str(second));
	buf_close(&a);
	buf_close(&b);
	buf_close(&stem_a);
	buf_close(&stem_b);
	return equal != str_eq(row->relation, S("strict-differ"));
}

TEST(the_shared_cases_hold)
{
	static const str relations[] = {S_INIT("exact"), S_INIT("key-equal"),
		S_INIT("loose-equal"), S_INIT("strict-differ"),
		S_INIT("stem-equal")};
	const char *data = getenv("TEXT_DATA");
	struct buf cases = {0};
	char path[512];
	size_t count = 0;
	str rest, line;

	UNUSED_STATE;
	(void)snprintf(path, sizeof(path), "%s/text/folding-cases.tsv",
		data == NULL ? "../shared/data" : data);
	if (file_read(path, 1 << 20, &cases) != NULL) {
		(void)fprintf(stderr, "note: the shared cases are not here\n");
		buf_close(&cases);
		skip();
	}
	rest = buf_str(&cases);
	while (str_line(&rest, &line)) {
		struct shared row;

		if (!shared_read(line, &row)) continue;
		for (size_t i = 0; i < NELEM(relations); i++) {
			if (!str_eq(row.relation, relations[i])) continue;
			if (i == 0 && is_lucenes(row.a)) continue;
			count++;
			if (holds(&row)) continue;
			(void)fprintf(stderr, "%.*s\n", S_ARG(line));
			fail();
		}
	}
	assert_true(count > 40);
	buf_close(&cases);
}

TEST(a_key_that_does_not_fit_says_so)
{
	struct buf small = buf_cap(4);

	UNUSED_STATE;
	fold_put(&small, FOLD_STRICT, TEXT_EN, S("longer than that"));
	assert_true(small.failed);
	buf_close(&small);
}

TEST(words_are_composed_and_nothing_else_of_them_changes)
{
	static const struct { const char *from, *to; } cases[] = {
		{"", ""}, {"e\xcc\x81", "\xc3\xa9"}, {"\xc3\xa9", "\xc3\xa9"},
		/* alef and madda; a Kurdish word stays as it is */
		{"\xd8\xa7\xd9\x93", "\xd8\xa2"}, {"دەرگا ١", "دەرگا ١"},
		/* what only folding would change stays */
		{"A\xef\xac\x81\xc2\xa0\xe2\x80\x8c", "A\xef\xac\x81\xc2\xa0\xe2\x80\x8c"},
		{"\xe2\x84\xab", "\xc3\x85"},
		{"\xf0\x9d\x85\x9e", "\xf0\x9d\x85\x97\xf0\x9d\x85\xa5"},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct buf out = {0};

		normal_compose(&out, str_of(cases[i].from));
		is_str(buf_str(&out), str_of(cases[i].to));
		buf_close(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_word_from_two_keyboards_has_one_strict_key),
		CASE(what_a_hurried_reader_calls_the_same_has_one_loose_key),
		CASE(two_words_stay_two),
		CASE(keys_are_as_the_table_says),
		CASE(digits_of_every_script_are_the_same),
		CASE(bytes_that_are_no_text_are_carried_along),
		CASE(marks_without_end_cost_no_more),
		CASE(folding_a_key_changes_nothing),
		CASE(the_shared_cases_hold),
		CASE(a_key_that_does_not_fit_says_so),
		CASE(words_are_composed_and_nothing_else_of_them_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
