/* The longest common structure of two files: see pairing.h. One table of best
 * sums; its two outermost ways through say what is sure, and a second one that
 * also weighs lengths chooses among the rest.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/pairing.h"

#include <stdlib.h>

enum {
	TOKENS_MAX = 24,       /* of one unit */
	TOKENS_UNITS_MAX = 400, /* above, only structure is compared */
	SAME_KIND = 16, NEAR_KIND = 6, SAME_LEVEL = 4, SAME_LINKS = 4,
	SHARED = 6, SHARED_MAX = 3, LIKELY = 6
};

/* What is compared of a leaf. */
struct trait {
	unsigned links, literals;
	unsigned letters;
	uint32_t tokens[TOKENS_MAX]; /* sorted hashes */
	size_t token_count;
};

struct aligning {
	const struct leaf *a, *b;
	size_t n, m;
	struct trait *ta, *tb;
	int *best;                /* (n+1) * (m+1): of what is still to come */
	bool tokens, lengths;
	unsigned letters_a, letters_b;
};

/* -- traits --------------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int by_hash(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* A number of two digits, or a word with two capitals (DDoS, PGP): what stays
 * the same in a translation. */
static void tokens_find(struct trait *trait, str text)
{
	size_t i = 0;

	while (i < text.len && trait->token_count < TOKENS_MAX) {
		size_t from = i, capitals = 0, digits = 0;
		uint32_t hash = 2166136261u;

		while (i < text.len && (is_letter(text.at[i])
				|| is_digit(text.at[i]))) {
			capitals += text.at[i] >= 'A' && text.at[i] <= 'Z';
			digits += is_digit(text.at[i]);
			hash = (hash ^ (unsigned char)text.at[i++]) * 16777619u;
		}
		if (i == from) i++;
		else if (capitals >= 2 || digits >= 2) {
			trait->tokens[trait->token_count++] = hash;
		}
	}
}

static void trait_make(const struct leaf *leaf, struct trait *trait)
{
	*trait = (struct trait){.links = (unsigned)leaf_count(leaf, SLOT_LINK),
		.literals = (unsigned)leaf_count(leaf, SLOT_LITERAL)};
	for (size_t i = 0; i < leaf->words.len; i++) {
		trait->letters += ((unsigned char)leaf->words.at[i] & 0xc0) != 0x80;
	}
	for (size_t i = 0; i < leaf->slot_count; i++) {
		tokens_find(trait, leaf->slots[i].value);
	}
	tokens_find(trait, leaf->words);
	qsort(trait->tokens, trait->token_count, sizeof(uint32_t), by_hash);
}

static int shared(const struct trait *a, const struct trait *b)
{
	size_t i = 0, j = 0;
	int count = 0;

	while (i < a->token_count && j < b->token_count && count < SHARED_MAX) {
		if (a->tokens[i] < b->tokens[j]) i++;
		else if (a->tokens[i] > b->tokens[j]) j++;
		else {
			count++;
			i++;
			j++;
		}
	}
	return count;
}

/* -- scores --------------------------------------------------------------- */

/* Running text of one kind or the other. */
static bool is_text(enum unit_kind kind)
{
	return kind == UNIT_PARAGRAPH || kind == UNIT_NOTE
		|| kind == UNIT_WARNING || kind == UNIT_DANGER
		|| kind == UNIT_QUESTION || kind == UNIT_SHORT
		|| kind == UNIT_SOURCE;
}

static bool is_list(enum unit_kind kind)
{
	return kind == UNIT_STEP || kind == UNIT_ITEM || kind == UNIT_CHOICE;
}

static int kind_score(const struct leaf *a, const struct leaf *b)
{
	if (a->kind == b->kind) return a->cells == b->cells ? SAME_KIND : 0;
	if (is_text(a->kind) && is_text(b->kind)) return NEAR_KIND;
	return is_list(a->kind) && is_list(b->kind) ? NEAR_KIND : 0;
}

/* How far the lengths are from what the two files make likely, in eighths:
 * 8 is as expected, 16 twice as long. */
static unsigned stretch(const struct aligning *al, size_t i, size_t j)
{
	uint64_t a = (uint64_t)(al->ta[i].letters + 8) * (al->letters_b + 8);
	uint64_t b = (uint64_t)(al->tb[j].letters + 8) * (al->letters_a + 8);
	uint64_t large = a > b ? a : b, small = a > b ? b : a;
	uint64_t eighths = large * 8 / (small == 0 ? 1 : small);

	return eighths > 1000 ? 1000 : (unsigned)eighths;
}

static int score(const struct aligning *al, size_t i, size_t j)
{
	const struct leaf *a = &al->a[i], *b = &al->b[j];
	int sum = kind_score(a, b);

	if (sum == 0) return 0;
	if (a->level == b->level) sum += SAME_LEVEL;
	if (al->ta[i].links == al->tb[j].links) {
		sum += SAME_LINKS + (al->ta[i].links > 0);
	}
	if (al->tokens) sum += SHARED * shared(&al->ta[i], &al->tb[j]);
	if (al->lengths) {
		unsigned eighths = stretch(al, i, j);

		if (eighths < 11) sum += LIKELY;
		else if (eighths < 14) sum += LIKELY / 2;
		else if (eighths > 24) sum -= LIKELY;
	}
	return sum > 0 ? sum : 0;
}

static int *cell(const struct aligning *al, size_t i, size_t j)
{
	return &al->best[i * (al->m + 1) + j];
}

static void table_fill(struct aligning *al)
{
	for (size_t i = al->n; i-- > 0;) {
		for (size_t j = al->m; j-- > 0;) {
			int best = *cell(al, i + 1, j);
			int sum = score(al, i, j);

			if (*cell(al, i, j + 1) > best) best = *cell(al, i, j + 1);
			if (sum > 0 && sum + *cell(al, i + 1, j + 1) > best) {
				best = sum + *cell(al, i + 1, j + 1);
			}
			*cell(al, i, j) = best;
		}
	}
}

/* One best way: `source_first` says which side is passed over first. */
static void way_take(const struct aligning *al, bool source_first, size_t *to)
{
	size_t i = 0, j = 0;

	for (size_t k = 0; k < al->n; k++) to[k] = SIZE_MAX;
	while (i < al->n && j < al->m) {
		int here = *cell(al, i, j);
		bool may_source = here == *cell(al, i + 1, j);
		bool may_other = here == *cell(al, i, j + 1);
		int sum;

		if (source_first ? may_source : may_other) {
			if (source_first) i++;
			else j++;
			continue;
		}
		sum = score(al, i, j);
		if (sum > 0 && here == sum + *cell(al, i + 1, j + 1)) {
			to[i++] = j++;
		} else if (may_source) {
			i++;
		} else {
			j++;
		}
	}
}

/* -- pairs ---------------------------------------------------------------- */

bool pairing_agrees(const struct leaf *source, const struct leaf *other)
{
	return source->kind == other->kind && source->level == other->level
		&& source->cells == other->cells
		&& leaf_count(source, SLOT_LINK) == leaf_count(other, SLOT_LINK)
		&& leaf_count(source, SLOT_LITERAL)
			== leaf_count(other, SLOT_LITERAL);
}

static bool is_same(const struct leaf_list *source, const struct leaf_list *other)
{
	if (source->count != other->count) return false;
	for (size_t i = 0; i < source->count; i++) {
		if (!pairing_agrees(&source->at[i], &other->at[i])) return false;
	}
	return true;
}

/* By the ids our own export left behind the words. */
static bool by_ids(const struct leaf_list *source, const struct leaf_list *other,
	struct pairing *pairing)
{
	bool has_ids = false;

	for (size_t j = 0; j < other->count; j++) {
		const struct leaf *leaf = &other->at[j];

		if (!leaf->has_id) continue;
		for (size_t i = 0; i < source->count; i++) {
			if (!source->at[i].has_id || pairing->to[i] != SIZE_MAX
				|| !unit_id_eq(source->at[i].id, leaf->id)) {
				continue;
			}
			has_ids = true;
			pairing->to[i] = j;
			pairing->trust[i] = PAIRING_SURE;
			break;
		}
	}
	return has_ids;
}

static void align(struct aligning *al, struct arena *arena,
	struct pairing *pairing)
{
	size_t *early = ARENA_ARRAY(arena, size_t, al->n + 1);
	size_t *late = ARENA_ARRAY(arena, size_t, al->n + 1);

	table_fill(al);
	way_take(al, true, early);
	way_take(al, false, late);
	al->lengths = true;
	table_fill(al);
	way_take(al, true, pairing->to);
	for (size_t i = 0; i < al->n; i++) {
		size_t j = pairing->to[i];

		if (early[i] != SIZE_MAX && early[i] == late[i]) {
			pairing->to[i] = early[i]; /* [pairing-1] */
			pairing->trust[i] = PAIRING_SURE;
		} else if (j != SIZE_MAX && stretch(al, i, j) <= 16) {
			pairing->trust[i] = PAIRING_PLACE;
		} else {
			pairing->to[i] = SIZE_MAX; /* [pairing-2] */
		}
	}
}

static void aligned(struct arena *arena, const struct leaf_list *source,
	const struct leaf_list *other, struct pairing *pairing)
{
	struct aligning al = {.a = source->at, .b = other->at,
		.n = source->count, .m = other->count};

	al.ta = mem_get(mem_times(al.n + 1, sizeof(struct trait)));
	al.tb = mem_get(mem_times(al.m + 1, sizeof(struct trait)));
	al.best = mem_get(mem_times(mem_times(al.n + 1, al.m + 1), sizeof(int)));
	al.tokens = al.n <= TOKENS_UNITS_MAX && al.m <= TOKENS_UNITS_MAX;
	for (size_t i = 0; i < al.n; i++) {
		trait_make(&al.a[i], &al.ta[i]);
		al.letters_a += al.ta[i].letters;
	}
	for (size_t j = 0; j < al.m; j++) {
		trait_make(&al.b[j], &al.tb[j]);
		al.letters_b += al.tb[j].letters;
	}
	align(&al, arena, pairing);
	mem_free(al.ta);
	mem_free(al.tb);
	mem_free(al.best);
}

/* No leaf of the other side belongs to two: what is sure goes first. */
static void backwards(struct pairing *pairing, size_t source_count,
	size_t other_count)
{
	for (size_t j = 0; j < other_count; j++) pairing->from[j] = SIZE_MAX;
	for (int sure = 1; sure >= 0; sure--) {
		for (size_t i = 0; i < source_count; i++) {
			size_t j = pairing->to[i];

			if (j == SIZE_MAX || (pairing->trust[i]
					== PAIRING_SURE) != (sure == 1)) {
				continue;
			}
			if (pairing->from[j] == SIZE_MAX) {
				pairing->from[j] = i;
			} else {
				pairing->to[i] = SIZE_MAX;
				pairing->trust[i] = PAIRING_NONE;
			}
		}
	}
}

bool pairing_make(struct arena *arena, const struct leaf_list *source,
	const struct leaf_list *other, struct pairing *ret_pairing)
{
	struct pairing pairing = {
		.to = ARENA_ARRAY(arena, size_t, source->count + 1),
		.trust = ARENA_ARRAY(arena, enum pairing_trust,
			source->count + 1),
		.from = ARENA_ARRAY(arena, size_t, other->count + 1),
	};

	for (size_t i = 0; i < source->count; i++) pairing.to[i] = SIZE_MAX;
	if (by_ids(source, other, &pairing)) {
		backwards(&pairing, source->count, other->count);
	} else if (is_same(source, other)) {
		for (size_t i = 0; i < source->count; i++) {
			pairing.to[i] = pairing.from[i] = i;
			pairing.trust[i] = PAIRING_SURE;
		}
	} else {
		pairing.cells = (source->count + 1) * (other->count + 1);
		if (pairing.cells > PAIRING_CELLS_MAX) return false;
		aligned(arena, source, other, &pairing);
		backwards(&pairing, source->count, other->count);
	}
	*ret_pairing = pairing;
	return true;
}
