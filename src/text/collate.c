/* The order of words: see collate.h. A collator is opened when its language is
 * first asked for, and kept.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/collate.h"

#include "base/utf8.h"

#include <unicode/ucol.h>

enum {
	UNKNOWN = 0xFFFD,
	UNITS_MAX = 2 * COLLATE_POINTS_MAX,
	RULE_UNITS_MAX = 512
};

/* Letter after letter where Unicode's order is not the alphabet's; "=" is
 * what another keyboard writes for the letter. */
static const char kurdish_arab[] =
	"&[before 1]\u0627<\u0626"         /* the hamza that begins a word */
	"&\u0631<\u0695<<\u0692"           /* r, rolled r */
	"&\u0641<\u06A4"                   /* f, v */
	"&\u06A9=\u0643"                   /* kaf */
	"&\u0644<\u06B5"                   /* l, dark l */
	"&\u0646<\u0648<<\u0624<\u06C6"    /* n, w, o */
	"<\u0647=\u06BE<\u06D5"            /* h, e */
	"<\u06CC=\u064A=\u0649<\u06CE";    /* y, e with its mark */
static const char kurdish_latn[] =
	"&C<\u00E7<<<\u00C7&E<\u00EA<<<\u00CA&I<\u00EE<<<\u00CE"
	"&S<\u015F<<<\u015E&U<\u00FB<<<\u00DB";

static const struct order {
	const char *locale; /* ICU's */
	const char *rules;  /* or NULL */
} orders[TEXT_LANG_COUNT] = {
	[TEXT_AR] = {"ar", NULL},
	[TEXT_CKB] = {NULL, kurdish_arab},
	[TEXT_KMR] = {NULL, kurdish_latn},
	[TEXT_KMR_ARAB] = {NULL, kurdish_arab},
	[TEXT_EN] = {"en", NULL},
	[TEXT_FA] = {"fa", NULL},
	[TEXT_TR] = {"tr", NULL},
	[TEXT_SV] = {"sv", NULL},
	[TEXT_AR_LATN] = {"en", NULL},
	[TEXT_CKB_LATN] = {NULL, kurdish_latn},
	[TEXT_MIXED] = {"en", NULL},
	[TEXT_UND] = {"en", NULL},
};

static UCollator *collators[TEXT_LANG_COUNT];

/* UTF-16, at most `max` points of the text. */
static int32_t units_of(str text, size_t max, UChar *units)
{
	int32_t len = 0;

	for (size_t count = 0; text.len > 0 && count < max; count++) {
		uint32_t point = UNKNOWN;

		if (!utf8_next(&text, &point)) text = str_from(text, 1);
		U16_APPEND_UNSAFE(units, len, point);
	}
	return len;
}

static UCollator *collator_of(enum text_lang lang)
{
	const struct order *order = &orders[lang];
	UErrorCode status = U_ZERO_ERROR;

	if (collators[lang] != NULL) return collators[lang];
	if (order->rules == NULL) {
		collators[lang] = ucol_open(order->locale, &status);
	} else {
		UChar rules[RULE_UNITS_MAX];
		int32_t len = units_of(str_of(order->rules),
			RULE_UNITS_MAX / 2, rules);

		collators[lang] = ucol_openRules(rules, len, UCOL_DEFAULT,
			UCOL_TERTIARY, NULL, &status);
	}
	/* ICU's data is part of its library: there is nothing to miss. */
	must(U_SUCCESS(status) && collators[lang] != NULL);
	return collators[lang];
}

void collate_put(struct buf *out, enum text_lang lang, str text)
{
	const UCollator *collator;
	UChar units[UNITS_MAX];
	int32_t len, size;
	char *room;

	must((size_t)lang < TEXT_LANG_COUNT);
	collator = collator_of(lang);
	len = units_of(text, COLLATE_POINTS_MAX, units);
	size = ucol_getSortKey(collator, units, len, NULL, 0);
	room = buf_room(out, (size_t)size);
	if (room != NULL) {
		(void)ucol_getSortKey(collator, units, len, (uint8_t *)room, size);
		buf_added(out, (size_t)size); /* with the NUL that ends it */
	}
	buf_put(out, text); /* [collate-1] */
	mem_wipe(units, sizeof(units));
}

int collate_compare(enum text_lang lang, str a, str b)
{
	struct buf first = buf_cap(SIZE_MAX), second = buf_cap(SIZE_MAX);
	int order;

	collate_put(&first, lang, a);
	collate_put(&second, lang, b);
	order = str_compare(buf_str(&first), buf_str(&second));
	buf_close(&first);
	buf_close(&second);
	return order;
}
