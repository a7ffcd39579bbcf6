/* The keys of search: see fold.h. Letters of one and two bytes go through a
 * table; a run between blanks that holds anything else goes through normal.c
 * first and then through the same table, so the two ways cannot disagree. The
 * tables are made on first use, from the slow way.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/fold.h"

#include "base/utf8.h"
#include "text/normal.h"

#include <string.h>

enum {
	HAMZA_ABOVE = 0x654,
	ZWNJ = 0x200C,
	HEH = 0x647,
	WAW = 0x648,
	YEH = 0x6CC,
	AE = 0x6D5,
	WAW_HAMZA = 0x624,
	YEH_HAMZA = 0x626,
	UNKNOWN = 0xFFFD, /* the replacement sign */
	/* The table: what two bytes can say, then general punctuation. */
	LOW_POINTS = 0x800,
	SIGNS_FIRST = 0x2000,
	SIGNS_COUNT = 0x80,
	TABLE_SLOTS = LOW_POINTS + SIGNS_COUNT,
	/* What is no letter in a table; no UTF-8 says these. */
	SLOW = 0xD800,
	DROP = 0xD801,
	JOINER = 0xD802,
	HAMZA = 0xD803,
	NOTHING = 0xD804,
	STAGE_BYTES = 256
};

enum rules { RULES_STRICT, RULES_KURDISH, RULES_LOOSE, RULES_COUNT };

static uint16_t tables[RULES_COUNT][TABLE_SLOTS];
static bool letters[LOW_POINTS];
static bool is_made;

struct folding {
	struct buf *out;
	enum rules rules;
	const uint16_t *table;
	uint32_t pending; /* not yet written, or NOTHING */
	uint32_t last;    /* written before it; NOTHING: no letter */
	size_t count;     /* how often in a row */
	const char *bad_end; /* behind a bad byte, nothing written since */
	size_t staged;
	char stage[STAGE_BYTES];
};

static bool is_letter(uint32_t point)
{
	return point < LOW_POINTS ? letters[point] : normal_is_letter(point);
}

static bool is_arabic(uint32_t point)
{
	return point >= 0x620 && point <= 0x6D5;
}

/* What both keys make of a letter of Arabic script. */
static uint32_t strict_of(uint32_t point, bool kurdish)
{
	switch (point) {
	case 0x622: case 0x623: case 0x625: case 0x671: case 0x672: case 0x673:
		return 0x627;
	case 0x64A: case 0x649: case 0x6D2: case 0x6D3: return YEH;
	case 0x643: case 0x6AA: return 0x6A9;
	case 0x6BE: case 0x6C1: case 0x6C0: case 0x6C2: return HEH;
	case 0x629: case 0x6C3: return kurdish ? AE : HEH;
	case 0x692: return 0x695;
	default: return point;
	}
}

static uint32_t loose_of(uint32_t point)
{
	point = strict_of(point, false);
	switch (point) {
	case AE: return HEH;
	case WAW_HAMZA: case 0x6C4: case 0x6C5: case 0x6C6: case 0x6C7:
	case 0x6C8: case 0x6C9: case 0x6CA: case 0x6CB: return WAW;
	case YEH_HAMZA: case 0x6CD: case 0x6CE: case 0x6D0: return YEH;
	case 0x695: return 0x631;
	case 0x6B5: return 0x644;
	default: return point;
	}
}

static uint32_t point_of_slot(size_t slot)
{
	return (uint32_t)(slot < LOW_POINTS ? slot
		: slot - LOW_POINTS + SIGNS_FIRST);
}

/* The slow way for one point, in `work`. */
static uint16_t slot_make(uint32_t point, enum rules rules, struct buf *work)
{
	size_t len;
	uint32_t folded;
	str rest;

	if (point == ZWNJ) return JOINER;
	if (point == HAMZA_ABOVE) return HAMZA;
	buf_reset(work);
	utf8_put(work, point);
	len = work->len;
	normal_put(work, str_first(buf_str(work), len), rules == RULES_LOOSE);
	rest = str_from(buf_str(work), len);
	if (rest.len == 0) return DROP;
	if (normal_joins(point)) return SLOW;
	if (!utf8_next(&rest, &folded) || rest.len > 0) return SLOW;
	if (folded > UINT16_MAX) return SLOW;
	return (uint16_t)(rules == RULES_LOOSE ? loose_of(folded)
		: strict_of(folded, rules == RULES_KURDISH));
}

static void tables_make(void)
{
	struct buf work = {0};

	for (size_t i = 0; i < LOW_POINTS; i++) {
		letters[i] = normal_is_letter((uint32_t)i);
	}
	for (size_t rules = 0; rules < RULES_COUNT; rules++) {
		for (size_t i = 0; i < TABLE_SLOTS; i++) {
			tables[rules][i] = slot_make(point_of_slot(i),
				(enum rules)rules, &work);
		}
	}
	buf_close(&work);
	is_made = true;
}

static void stage_flush(struct folding *f)
{
	buf_put(f->out, str_bytes(f->stage, f->staged));
	f->staged = 0;
}

static void byte_put(struct folding *f, char byte)
{
	if (f->staged == STAGE_BYTES) stage_flush(f);
	f->stage[f->staged++] = byte;
}

static void letter_write(struct folding *f, uint32_t point)
{
	if (point < 0x80) {
		byte_put(f, (char)point);
	} else if (point < 0x800) {
		byte_put(f, (char)(0xC0 | point >> 6));
		byte_put(f, (char)(0x80 | (point & 0x3F)));
	} else {
		stage_flush(f);
		utf8_put(f->out, point);
	}
	f->bad_end = NULL;
}

/* Letters drawn out are two; with the loose key a double waw or yeh is one. */
static void letter_put(struct folding *f, uint32_t point)
{
	if (point == f->last) {
		bool single = f->rules == RULES_LOOSE &&
			(point == WAW || point == YEH);

		f->count++;
		if (f->count > (single ? 1u : 2u) && is_letter(point)) return;
	} else {
		f->last = point;
		f->count = 1;
	}
	letter_write(f, point);
}

/* A heh that ends a Kurdish word is AE, except where no AE can stand: alone,
 * or after a vowel. */
static bool ends_as_ae(const struct folding *f, uint32_t next)
{
	if (f->rules != RULES_KURDISH || is_letter(next)) return false;
	return is_arabic(f->last) && is_letter(f->last) && f->last != 0x627 &&
	       f->last != AE && f->last != 0x6C6 && f->last != 0x6CE;
}

/* The apostrophe of 11'ê. */
static bool is_between(const struct folding *f, uint32_t next)
{
	return f->rules == RULES_LOOSE && f->last >= '0' && f->last <= '9' &&
	       is_letter(next);
}

static void pending_put(struct folding *f, uint32_t next)
{
	uint32_t point = f->pending;

	if (point == NOTHING) return;
	f->pending = NOTHING;
	if (point == HEH && ends_as_ae(f, next)) point = AE;
	if ((point == '\'' || point == '-') && is_between(f, next)) return;
	letter_put(f, point);
}

/* What a hamza above makes of the letter before it. */
static void hamza_put(struct folding *f)
{
	bool loose = f->rules == RULES_LOOSE;

	if (f->pending == WAW && !loose) f->pending = WAW_HAMZA;
	if (f->pending == YEH && !loose) f->pending = YEH_HAMZA;
	if (f->pending == AE) f->pending = HEH;
}

static void slot_put(struct folding *f, uint32_t slot)
{
	switch (slot) {
	case DROP: return;
	case HAMZA: hamza_put(f); return;
	case JOINER:
		if (f->pending == HEH && f->rules != RULES_LOOSE) {
			f->pending = AE;
		}
		return;
	default:
		pending_put(f, slot);
		f->pending = slot;
	}
}

/* Where the table has a point, or TABLE_SLOTS. */
static size_t slot_of(uint32_t point)
{
	if (point < LOW_POINTS) return point;
	if (point >= SIGNS_FIRST && point < SIGNS_FIRST + SIGNS_COUNT) {
		return point - SIGNS_FIRST + LOW_POINTS;
	}
	return TABLE_SLOTS;
}

/* As utf8_next, quick for what the table holds most of. */
static bool point_next(str *rest, uint32_t *ret_point)
{
	const unsigned char *at = (const unsigned char *)rest->at;

	if (rest->len > 0 && at[0] < 0x80) {
		*ret_point = at[0];
		rest->at++;
		rest->len--;
		return true;
	}
	if (rest->len > 1 && at[0] >= 0xC2 && at[0] < 0xE0 &&
		(at[1] & 0xC0) == 0x80) {
		*ret_point = (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
		rest->at += 2;
		rest->len -= 2;
		return true;
	}
	return utf8_next(rest, ret_point);
}

/* How far the run of well-formed points goes, with the blank that ends it. */
static str run_of(const struct folding *f, str text, bool *ret_slow)
{
	str rest = text;
	uint32_t point = 0;
	bool slow = false;

	while (point_next(&rest, &point)) {
		size_t slot = slot_of(point);

		if (slot == TABLE_SLOTS || f->table[slot] == SLOW) slow = true;
		if (point <= ' ') break;
	}
	*ret_slow = slow;
	return str_first(text, text.len - rest.len);
}

static void run_put(struct folding *f, str run)
{
	uint32_t point;

	while (point_next(&run, &point)) {
		size_t slot = slot_of(point);

		if (slot == TABLE_SLOTS) {
			slot_put(f, point);
		} else {
			uint32_t folded = f->table[slot];

			slot_put(f, folded == SLOW ? point : folded);
		}
	}
}

/* [fold-key-3] Two bad bytes that were apart stay apart, lest they become a
 * letter. */
static void bad_put(struct folding *f, const char *at)
{
	pending_put(f, NOTHING);
	if (f->bad_end != NULL && f->bad_end != at) letter_put(f, UNKNOWN);
	byte_put(f, *at);
	f->last = NOTHING;
	f->count = 0;
	f->bad_end = at + 1;
}

static enum rules rules_of(enum fold_key key, enum text_lang lang)
{
	if (key == FOLD_LOOSE) return RULES_LOOSE;
	return lang == TEXT_CKB || lang == TEXT_KMR_ARAB ? RULES_KURDISH
		: RULES_STRICT;
}

void fold_put(struct buf *out, enum fold_key key, enum text_lang lang, str text)
{
	struct folding f = {.out = out, .rules = rules_of(key, lang),
		.pending = NOTHING, .last = NOTHING};
	struct buf normal = buf_cap(SIZE_MAX);

	must((size_t)key < FOLD_KEY_COUNT);
	if (!is_made) tables_make();
	f.table = tables[f.rules];
	while (text.len > 0) {
		bool slow;
		str run = run_of(&f, text, &slow);

		text = str_from(text, run.len);
		if (run.len == 0) {
			bad_put(&f, text.at);
			text = str_from(text, 1);
		} else if (slow) {
			buf_reset(&normal);
			normal_put(&normal, run, key == FOLD_LOOSE);
			run_put(&f, buf_str(&normal));
		} else {
			run_put(&f, run);
		}
	}
	pending_put(&f, NOTHING);
	stage_flush(&f);
	mem_wipe(f.stage, sizeof(f.stage));
	buf_close(&normal);
}
