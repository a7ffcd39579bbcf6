/* Units of two states of a guide: see renewal_pairs.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/renewal_pairs.h"

#include "guide/inline.h"

#include <stdlib.h>

enum {
	WORDS_MAX = 256,             /* of one unit: more say nothing new */
	LIKENESS_MAX = 1 << 20       /* pairs of units weighed by their words */
};

struct sight {
	enum unit_kind kind;
	uint64_t shown;
	uint32_t words[WORDS_MAX];   /* sorted hashes */
	size_t word_count;
};

struct pairing_work {
	struct arena *arena;
	const struct guide *old, *new;
	struct sight *old_sights, *new_sights;
	size_t *to;                  /* as new->units */
	bool *used;                  /* as old->units */
};

/* -- kinds ---------------------------------------------------------------- */

enum family { FAMILY_TITLE, FAMILY_SECTION, FAMILY_TEXT, FAMILY_LIST,
	FAMILY_PICTURE, FAMILY_ROW };

static const enum family families[UNIT_KIND_COUNT] = {
	[UNIT_TITLE] = FAMILY_TITLE, [UNIT_SHORT] = FAMILY_TEXT,
	[UNIT_SECTION] = FAMILY_SECTION, [UNIT_PARAGRAPH] = FAMILY_TEXT,
	[UNIT_NOTE] = FAMILY_TEXT, [UNIT_WARNING] = FAMILY_TEXT,
	[UNIT_DANGER] = FAMILY_TEXT, [UNIT_STEP] = FAMILY_LIST,
	[UNIT_ITEM] = FAMILY_LIST, [UNIT_QUESTION] = FAMILY_TEXT,
	[UNIT_CHOICE] = FAMILY_LIST, [UNIT_PICTURE] = FAMILY_PICTURE,
	[UNIT_ROW] = FAMILY_ROW, [UNIT_SOURCE] = FAMILY_TEXT,
};

bool renewal_is_akin(enum unit_kind a, enum unit_kind b)
{
	return families[a] == families[b];
}

/* -- what is shown -------------------------------------------------------- */

static uint64_t mixed(uint64_t hash, str text)
{
	for (size_t i = 0; i < text.len; i++) {
		hash = (hash ^ (unsigned char)text.at[i]) * 1099511628211u;
	}
	return hash;
}

static str shown(struct arena *arena, const struct unit *unit,
	const struct tongue *tongue)
{
	struct span_list spans = {0};
	struct buf out = {0};
	str text = unit->words[0].text;

	if (inline_read(arena, unit, text, tongue, &spans) != INLINE_FINE) {
		return text;
	}
	inline_plain(&spans, &out);
	text = buf_take(&out, arena);
	buf_close(&out);
	return text;
}

/* The next link of the unit behind `*at`; empty at the end. A link to a part
 * of the guide is one whichever part it is. */
static str link_next(const struct unit *unit, size_t *at)
{
	while (*at < unit->slot_count) {
		const struct slot *slot = &unit->slots[(*at)++];

		if (slot->kind != SLOT_LINK) continue;
		return str_starts(slot->value, S("unit:")) ? S("unit:")
			: slot->value;
	}
	return S("");
}

/* Links in the same order; what leads inside the library may have been made
 * here. */
static bool links_are_same(const struct unit *old, const struct unit *new)
{
	size_t i = 0, j = 0;
	str theirs = link_next(new, &j);

	for (;;) {
		str ours = link_next(old, &i);

		if (ours.len == 0) return theirs.len == 0;
		if (str_eq(ours, theirs)) theirs = link_next(new, &j);
		else if (!str_eq(ours, S("unit:"))
			&& !str_starts(ours, S("guide:"))) {
			return false;
		}
	}
}

bool renewal_is_same(struct arena *arena, const struct unit *old,
	const struct unit *new, const struct tongue *tongue)
{
	return old->cells == new->cells && links_are_same(old, new)
		&& str_eq(shown(arena, old, tongue), shown(arena, new, tongue));
}

static int by_hash(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void look(const struct unit *unit, str text, struct sight *sight)
{
	str word;

	*sight = (struct sight){.kind = unit->kind, .shown = mixed(unit->cells,
		text)};
	while (sight->word_count < WORDS_MAX && str_word(&text, &word)) {
		sight->words[sight->word_count++] = (uint32_t)mixed(0, word);
	}
	qsort(sight->words, sight->word_count, sizeof(uint32_t), by_hash);
}

static struct sight *sights_of(struct arena *arena, const struct guide *guide)
{
	struct sight *sights = ARENA_ARRAY(arena, struct sight,
		guide->units.count + 1);

	for (size_t i = 0; i < guide->units.count; i++) {
		const struct unit *unit = &guide->units.at[i];

		look(unit, shown(arena, unit, guide->tongues[0]), &sights[i]);
	}
	return sights;
}

/* -- pairs ---------------------------------------------------------------- */

static void pair(struct pairing_work *w, size_t new, size_t old)
{
	w->to[new] = old;
	w->used[old] = true; /* [renewal_pairs-1] */
}

/* The unit with the same words, the one that comes next before any other. */
static size_t same_find(const struct pairing_work *w, size_t new, size_t next)
{
	size_t count = w->old->units.count;

	for (size_t i = 0; i < count; i++) {
		size_t old = (next + i) % count;

		if (!w->used[old] && w->old_sights[old].shown
				== w->new_sights[new].shown
			&& renewal_is_akin(w->old_sights[old].kind,
				w->new_sights[new].kind)) {
			return old;
		}
	}
	return SIZE_MAX;
}

static void same_pair(struct pairing_work *w)
{
	size_t next = 0;

	for (size_t i = 0; i < w->new->units.count; i++) {
		size_t old = w->to[i] == SIZE_MAX ? same_find(w, i, next)
			: SIZE_MAX;

		if (old == SIZE_MAX) continue;
		pair(w, i, old);
		next = (old + 1) % w->old->units.count;
	}
}

static size_t shared(const struct sight *a, const struct sight *b)
{
	size_t i = 0, j = 0, count = 0;

	while (i < a->word_count && j < b->word_count) {
		if (a->words[i] < b->words[j]) i++;
		else if (a->words[i] > b->words[j]) j++;
		else {
			count++;
			i++;
			j++;
		}
	}
	return count;
}

/* Of what is left, the unit that shares most words: at least half of both. */
static void like_pair(struct pairing_work *w, size_t new)
{
	const struct sight *sight = &w->new_sights[new];
	size_t best = SIZE_MAX, most = 0, all = 1;

	for (size_t i = 0; i < w->old->units.count; i++) {
		const struct sight *old = &w->old_sights[i];
		size_t both, sum = sight->word_count + old->word_count;

		if (w->used[i] || !renewal_is_akin(old->kind, sight->kind)) {
			continue;
		}
		both = shared(sight, old);
		if (4 * both < sum || both * all <= most * sum) continue;
		best = i;
		most = both;
		all = sum;
	}
	if (best != SIZE_MAX) pair(w, new, best);
}

size_t *renewal_pairs(struct arena *arena, const struct guide *old,
	const struct guide *new)
{
	struct pairing_work w = {.arena = arena, .old = old, .new = new,
		.old_sights = sights_of(arena, old),
		.new_sights = sights_of(arena, new),
		.to = ARENA_ARRAY(arena, size_t, new->units.count + 1),
		.used = ARENA_ARRAY(arena, bool, old->units.count + 1)};
	size_t weighed = 0;

	for (size_t i = 0; i < new->units.count; i++) w.to[i] = SIZE_MAX;
	if (old->units.count == 0 || new->units.count == 0) return w.to;
	for (size_t i = 0; i < old->units.count; i++) {
		w.used[i] = old->units.at[i].kind == UNIT_SHORT; /* by hand */
	}
	pair(&w, 0, 0); /* the title is the title, whatever it says */
	same_pair(&w);
	for (size_t i = 0; i < new->units.count; i++) {
		if (w.to[i] != SIZE_MAX) continue;
		weighed += old->units.count;
		if (weighed > LIKENESS_MAX) break;
		like_pair(&w, i);
	}
	return w.to;
}
