/* Unicode's normal form without what no key holds: see normal.h. Text goes
 * through in pieces that are cut where nothing joins.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/normal.h"

#include "base/digit.h"
#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum {
	ZWNJ = 0x200C,
	AE = 0x6D5,
	HAMZA_ABOVE = 0x654,
	DOT_ABOVE = 0x307,
	PIECE_FULL = 256, /* UTF-16 units; then cut at the next good place */
	PIECE_UNITS = 512,
	/* One point becomes at most eighteen units, and three of them each. */
	EXPANDED_UNITS = 128
};

struct piece {
	struct buf *out;
	UChar units[PIECE_UNITS];
	int32_t len;
	UChar32 base;   /* the last one that is no mark */
	unsigned marks; /* on it */
	bool plain;
};

static const UNormalizer2 *form_get(
	const UNormalizer2 *(*get)(UErrorCode *status))
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *form = get(&status);

	must(U_SUCCESS(status));
	return form;
}

static const UNormalizer2 *composed(void)
{
	return form_get(unorm2_getNFCInstance);
}

/* The point at `*i`, of well-formed UTF-16. */
static uint32_t unit_next(const UChar *units, int32_t *i)
{
	uint32_t unit = units[(*i)++];

	if (!U16_IS_LEAD(unit)) return unit;
	return (uint32_t)U16_GET_SUPPLEMENTARY(unit, units[(*i)++]);
}

static void piece_flush(struct piece *piece)
{
	UChar normal[2 * PIECE_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = unorm2_normalize(composed(), piece->units, piece->len,
		normal, 2 * PIECE_UNITS, &status);

	must(U_SUCCESS(status));
	for (int32_t i = 0; i < len;) utf8_put(piece->out, unit_next(normal, &i));
	piece->len = 0;
}

/* [normal-1] */
static bool is_dropped(const struct piece *piece, UChar32 point)
{
	static const struct { UChar32 first, last; } dropped[] = {
		{0x610, 0x61A}, {0x640, 0x640}, {0x64B, 0x653}, {0x655, 0x65F},
		{0x670, 0x670}, {0x6D6, 0x6DC}, {0x6DF, 0x6E8}, {0x6EA, 0x6ED},
		{0x8D3, 0x8E1}, {0x8E3, 0x8FF}, {0xFE00, 0xFE0F},
	};

	for (size_t i = 0; i < NELEM(dropped); i++) {
		if (point >= dropped[i].first && point <= dropped[i].last) {
			return true;
		}
	}
	return piece->plain && point >= 0x300 && point <= 0x36F;
}

static UChar unit_back(const struct piece *piece, int32_t back)
{
	return piece->len < back ? 0 : piece->units[piece->len - back];
}

/* A hamza makes a letter of waw, yeh and AE; elsewhere it is a mark. */
static bool is_carrier(UChar unit)
{
	return unit == 0x648 || unit == 0x64A || unit == 0x649 ||
	       unit == 0x6CC || unit == AE;
}

static void point_add(struct piece *piece, UChar32 point)
{
	bool mark = u_getCombiningClass(point) != 0;

	if (is_dropped(piece, point)) return;
	if (point == HAMZA_ABOVE && !is_carrier(unit_back(piece, 1))) return;
	/* What a Turkish capital leaves behind. */
	if (point == DOT_ABOVE && piece->base == 'i') return;
	if (mark && piece->marks == NORMAL_MARKS_MAX) return; /* [normal-2] */
	if (!mark && (piece->len > PIECE_UNITS - 4 ||
			     (piece->len > PIECE_FULL &&
				     unorm2_hasBoundaryBefore(composed(), point)))) {
		piece_flush(piece);
	}
	if (!mark) piece->base = point;
	piece->marks = mark ? piece->marks + 1 : 0;
	U16_APPEND_UNSAFE(piece->units, piece->len, point);
}

/* Heh and what cuts it off from the next letter is how AE is typed. */
static void joiner_add(struct piece *piece)
{
	UChar last = unit_back(piece, 1);

	if (last == HAMZA_ABOVE && unit_back(piece, 2) == AE) piece->len--;
	if (last == 0x647 || last == 0x6BE || last == 0x6C1) {
		piece->units[piece->len - 1] = AE;
	}
}

/* One of what different keyboards and programs write. */
static uint32_t unite(uint32_t point)
{
	int digit = digit_of(point);

	if (digit >= 0) return (uint32_t)('0' + digit);
	switch (point) {
	case 0x60: case 0xB4: case 0x2BB: case 0x2BC: case 0x2018: case 0x2019:
	case 0x201B: case 0x2032: case 0xFF07: case 0xFF40: return '\'';
	case 0x2010: case 0x2011: case 0x2212: case 0xFE63: case 0xFF0D:
		return '-';
	case 0x131: return 'i';
	default: return point;
	}
}

static void expanded_add(struct piece *piece, UChar32 point)
{
	UChar one[U16_MAX_LENGTH], folded[EXPANDED_UNITS], parts[EXPANDED_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = 0;

	U16_APPEND_UNSAFE(one, len, point);
	len = unorm2_normalize(form_get(unorm2_getNFKCCasefoldInstance), one,
		len, folded, EXPANDED_UNITS, &status);
	len = unorm2_normalize(form_get(unorm2_getNFDInstance), folded, len,
		parts, EXPANDED_UNITS, &status);
	must(U_SUCCESS(status));
	for (int32_t i = 0; i < len;) {
		uint32_t part = unite(unit_next(parts, &i));

		point_add(piece, (UChar32)part);
	}
}

void normal_put(struct buf *out, str text, bool plain)
{
	const UNormalizer2 *folded = form_get(unorm2_getNFKCCasefoldInstance);
	const UNormalizer2 *kept = form_get(unorm2_getNFDInstance);
	struct piece piece = {.out = out, .plain = plain};
	uint32_t point;

	while (utf8_next(&text, &point)) {
		point = unite(point);
		if (point == ZWNJ) {
			joiner_add(&piece);
		} else if (unorm2_isInert(kept, (UChar32)point) &&
			   unorm2_isInert(folded, (UChar32)point)) {
			point_add(&piece, (UChar32)point);
		} else {
			expanded_add(&piece, (UChar32)point);
		}
	}
	must(text.len == 0);
	piece_flush(&piece);
	mem_wipe(piece.units, sizeof(piece.units));
}

/* `text` put into NFC by way of UTF-16, which is at most as many units, and
 * three times as many bytes behind it. */
static void compose_slowly(struct buf *out, str text)
{
	UChar *units = mem_get(mem_times(text.len + 1, sizeof(UChar)));
	UChar *normal = mem_get(mem_times(3 * text.len + 1, sizeof(UChar)));
	int32_t len = 0, bytes = 0;
	UErrorCode status = U_ZERO_ERROR;
	char *room;

	(void)u_strFromUTF8(units, (int32_t)text.len + 1, &len, text.at,
		(int32_t)text.len, &status);
	len = unorm2_normalize(composed(), units, len, normal,
		(int32_t)(3 * text.len + 1), &status);
	room = buf_room(out, 3 * (size_t)len + 1);
	if (room != NULL) {
		(void)u_strToUTF8(room, 3 * len + 1, &bytes, normal, len,
			&status);
		buf_added(out, (size_t)bytes);
	}
	must(U_SUCCESS(status));
	mem_wipe(units, (text.len + 1) * sizeof(UChar));
	mem_wipe(normal, (3 * text.len + 1) * sizeof(UChar));
	mem_free(units);
	mem_free(normal);
}

/* Below U+0300 nothing joins; of the Arabic letters (none is another in NFC)
 * only those that join the one before; most points never do. */
static bool is_inert(uint32_t point)
{
	if (point < 0x300 || (point >= 0x621 && point <= 0x64A)
		|| (point >= 0x671 && point <= 0x6D5)) {
		return true;
	}
	if (point >= 0x600 && point <= 0x6FF) {
		return unorm2_hasBoundaryBefore(composed(), (UChar32)point);
	}
	return unorm2_isInert(composed(), (UChar32)point);
}

static bool are_inert(str text)
{
	uint32_t point;

	must(text.len < INT32_MAX / 4);
	while (utf8_next(&text, &point)) {
		if (!is_inert(point)) return false;
	}
	return true;
}

void normal_compose(struct buf *out, str text)
{
	if (are_inert(text)) buf_put(out, text);
	else compose_slowly(out, text);
}

str normal_composed(struct arena *arena, str text)
{
	struct buf out = buf_cap(3 * text.len + 3);
	str kept;

	if (are_inert(text)) return str_dup(arena, text);
	compose_slowly(&out, text);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

bool normal_joins(uint32_t point)
{
	return !unorm2_hasBoundaryBefore(composed(), (UChar32)point);
}

bool normal_is_letter(uint32_t point)
{
	return u_isalpha((UChar32)point);
}

bool normal_is_mark(uint32_t point)
{
	int8_t type = u_charType((UChar32)point);

	return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	       type == U_COMBINING_SPACING_MARK || type == U_FORMAT_CHAR ||
	       point == 0x640;
}

bool normal_is_picture(uint32_t point)
{
	/* Below lie digits, (c), (r) and the arrows' neighbours. */
	return point >= 0x231A &&
	       (u_hasBinaryProperty((UChar32)point,
			UCHAR_EXTENDED_PICTOGRAPHIC) ||
		       u_hasBinaryProperty((UChar32)point,
			       UCHAR_REGIONAL_INDICATOR) ||
		       u_hasBinaryProperty((UChar32)point,
			       UCHAR_EMOJI_MODIFIER));
}

/* A mark that may join: it does when the letter before it takes it. */
static bool joins_letter(UChar32 letter, unsigned before, unsigned class,
	UChar32 mark)
{
	if (before != 0 && before >= class) return false; /* stands between */
	return unorm2_composePair(composed(), letter, mark) >= 0;
}

bool normal_is_composed(str text)
{
	UChar32 letter = 0;
	unsigned before = 0;
	uint32_t point;

	while (utf8_next(&text, &point)) {
		UChar32 c = (UChar32)point;
		unsigned class = u_getCombiningClass(c);
		int32_t check = u_getIntPropertyValue(c,
			UCHAR_NFC_QUICK_CHECK);

		if (check == UNORM_NO || (class != 0 && before > class)
			|| (check == UNORM_MAYBE
				&& joins_letter(letter, before, class, c))) {
			return false;
		}
		if (class == 0) letter = c;
		before = class;
	}
	return text.len == 0;
}
