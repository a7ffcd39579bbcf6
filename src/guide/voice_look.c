/* What the words of a story may betray by themselves: see voice.h. A net with
 * holes, on purpose: it finds digits and names of months and days, and leaves
 * streets and trades to the person who reads it (doc/voices.md V3).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/voice.h"

#include "model/digit_typed.h"
#include "text/fold.h"
#include "text/word.h"

#include <string.h>

/* Names of months and days that are not also other words (no "May" or
 * "March", no ئازار, which is pain too). A word that begins with one counts:
 * Kurdish endings. In the letters of the strict key. */
static const struct { const char *tag; const char *names; } calendars[] = {
	{"en", "january february april june july august september october "
		"november december monday tuesday wednesday thursday friday "
		"saturday sunday"},
	{"ar", "يناير فبراير ابريل يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر "
		"ديسمبر كانون شباط نيسان حزيران تموز ايلول تشرين الاثنين "
		"الثلاثاء الاربعاء الخميس الجمعة السبت"},
	{"ckb", "کانوونی شوبات نیسان حوزەیران تەممووز ئەیلوول تشرینی "
		"دووشەممە سێشەممە چوارشەممە پێنجشەممە هەینی یەکشەممە"},
	{"kmr", "sibat nîsan gulanê hezîran tîrmeh tebax îlon cotmeh mijdar "
		"berfanbar duşem sêşem çarşem pêncşem yekşem"},
	{"kmr-Arab", "سبات نیسان گولانێ هەزیران تیرمەه تەباخ ئیلۆن جۆتمەه مژدار "
		"بەرفانبار دوشەم سێشەم چارشەم پێنجشەم یەکشەم"},
};

static str folded(struct arena *arena, const struct tongue *tongue, str text)
{
	struct buf key = {0};
	str kept;

	fold_put(&key, FOLD_STRICT, tongue->lang, text);
	kept = buf_take(&key, arena);
	buf_close(&key);
	return kept;
}

static bool is_calendar_name(struct arena *arena, const struct tongue *tongue,
	const char *names, str word)
{
	str rest = folded(arena, tongue, str_of(names)), name;

	while (str_word(&rest, &name)) {
		if (name.len > 0 && str_starts(word, name)) return true;
	}
	return false;
}

static bool has_calendar_name(struct arena *arena,
	const struct tongue *tongue, str plain)
{
	const char *names = NULL;
	struct word word;
	size_t at = 0;
	str text;

	for (size_t i = 0; i < NELEM(calendars); i++) {
		if (str_eq(tongue->tag, str_of(calendars[i].tag))) {
			names = calendars[i].names;
		}
	}
	if (names == NULL) return false;
	text = folded(arena, tongue, plain);
	while (word_next(text, &at, &word)) {
		if (is_calendar_name(arena, tongue, names, str_first(
			str_from(text, word.at), word.len))) {
			return true;
		}
	}
	return false;
}

static bool has_digit(struct arena *arena, str plain)
{
	str western = digit_western(arena, plain);

	for (size_t i = 0; i < western.len; i++) {
		if (western.at[i] >= '0' && western.at[i] <= '9') return true;
	}
	return false;
}

/* The text with what is declared for this language taken out. */
static str undeclared(struct arena *arena, const struct voice *voice,
	const struct tongue *tongue, str plain)
{
	char *left = ARENA_ARRAY(arena, char, plain.len + 1);
	str text = {left, plain.len};

	if (plain.len > 0) memcpy(left, plain.at, plain.len);
	for (size_t i = 0; i < voice->details.count; i++) {
		const struct voice_detail *detail = &voice->details.at[i];
		size_t at;

		if (detail->tongue != tongue || detail->words.len == 0) continue;
		while ((at = str_find(text, detail->words)) != SIZE_MAX) {
			memset(left + at, ' ', detail->words.len);
		}
	}
	return text;
}

bool voice_is_undeclared(struct arena *arena, const struct voice *voice,
	const struct tongue *tongue, str plain)
{
	str left = undeclared(arena, voice, tongue, plain);

	return has_digit(arena, left) || has_calendar_name(arena, tongue, left);
}
