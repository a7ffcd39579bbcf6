/* Files and their guides: see renewal_match.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/renewal_match.h"

#include <stdlib.h>

/* Of a thousand: what two files of one series may share by chance is less. A
 * title alone is no proof ("What now?"), but helps. */
enum { LIKENESS_MIN = 350, TITLE_BONUS = 250 };

struct place { uint64_t words; size_t guide; };
struct likeness { size_t page, guide, score; };

struct matching {
	struct arena *arena;
	const struct guide_list *guides;
	struct intake *intake;
	struct place_list LIST_OF(struct place) places;     /* sorted */
	struct likeness_list LIST_OF(struct likeness) found;
	size_t *counts;             /* as guides: of the page that is looked at */
	size_t *sizes;              /* as guides: units with words of their own */
};

static uint64_t hash_of_words(str words)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < words.len; i++) {
		hash = (hash ^ (unsigned char)words.at[i]) * 1099511628211u;
	}
	return hash;
}

static int by_words(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->words != y->words) return x->words < y->words ? -1 : 1;
	return (x->guide > y->guide) - (x->guide < y->guide);
}

static void places_make(struct matching *m)
{
	size_t kept = 0;

	for (size_t g = 0; g < m->guides->count; g++) {
		const struct guide *guide = &m->guides->at[g];

		for (size_t i = 0; i < guide->units.count; i++) {
			struct place place = {hash_of_words(
				guide->units.at[i].words[0].text), g};

			LIST_ADD(m->arena, &m->places, place);
		}
	}
	if (m->places.count == 0) return;
	qsort(m->places.at, m->places.count, sizeof(*m->places.at), by_words);
	for (size_t i = 0; i < m->places.count; i++) {
		if (i > 0 && by_words(&m->places.at[i], &m->places.at[kept - 1])
				== 0) {
			continue;
		}
		m->places.at[kept++] = m->places.at[i];
	}
	m->places.count = kept;
	for (size_t i = 0; i < kept; i++) m->sizes[m->places.at[i].guide]++;
}

static size_t place_first(const struct matching *m, uint64_t words)
{
	size_t low = 0, high = m->places.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->places.at[middle].words < words) low = middle + 1;
		else high = middle;
	}
	return low;
}

static void words_count(struct matching *m, uint64_t hash)
{
	for (size_t i = place_first(m, hash); i < m->places.count
			&& m->places.at[i].words == hash; i++) {
		m->counts[m->places.at[i].guide]++;
	}
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* What the page says, each thing once; returns how much. */
static size_t page_count(struct matching *m, const struct leaf_page *page)
{
	uint64_t *hashes = ARENA_ARRAY(m->arena, uint64_t,
		page->leaves.count + 1);
	size_t count = 0;

	for (size_t i = 0; i < page->leaves.count; i++) {
		hashes[i] = hash_of_words(page->leaves.at[i].words);
	}
	qsort(hashes, page->leaves.count, sizeof(*hashes), by_hash);
	for (size_t g = 0; g < m->guides->count; g++) m->counts[g] = 0;
	for (size_t i = 0; i < page->leaves.count; i++) {
		if (i > 0 && hashes[i] == hashes[i - 1]) continue;
		words_count(m, hashes[i]);
		count++;
	}
	return count;
}

static void page_look(struct matching *m, size_t at)
{
	const struct leaf_page *page = &m->intake->pages.at[at].page;
	size_t size = page_count(m, page);

	for (size_t g = 0; g < m->guides->count; g++) {
		const struct unit *title = &m->guides->at[g].units.at[0];
		struct likeness is = {at, g, 2000 * m->counts[g]
			/ (size + m->sizes[g])};

		if (m->counts[g] == 0) continue;
		if (str_eq(title->words[0].text, page->leaves.at[0].words)) {
			is.score += TITLE_BONUS;
		}
		if (is.score < LIKENESS_MIN) continue;
		LIST_ADD(m->arena, &m->found, is);
	}
}

/* The likest first; then by their places, so that it is always the same. */
static int by_score(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;

	if (x->score != y->score) return x->score > y->score ? -1 : 1;
	if (x->page != y->page) return x->page < y->page ? -1 : 1;
	return (x->guide > y->guide) - (x->guide < y->guide);
}

void renewal_match(const struct guide_library *library, struct intake *intake)
{
	struct matching m = {.arena = intake->arena, .guides = &library->guides,
		.intake = intake, .counts = ARENA_ARRAY(intake->arena, size_t,
			library->guides.count + 1),
		.sizes = ARENA_ARRAY(intake->arena, size_t,
			library->guides.count + 1)};
	bool *taken = ARENA_ARRAY(intake->arena, bool, m.guides->count + 1);

	places_make(&m);
	for (size_t i = 0; i < intake->pages.count; i++) {
		const struct intake_page *page = &intake->pages.at[i];

		/* the first of its guide's files: a second is left out */
		if (page->tongue != intake->source || (i > 0 && str_eq(
				intake->pages.at[i - 1].key, page->key))) {
			continue;
		}
		page_look(&m, i);
	}
	if (m.found.count == 0) return;
	qsort(m.found.at, m.found.count, sizeof(*m.found.at), by_score);
	for (size_t i = 0; i < m.found.count; i++) {
		const struct likeness *is = &m.found.at[i];
		struct intake_page *page = &intake->pages.at[is->page];

		if (taken[is->guide] || page->number != 0) continue;
		taken[is->guide] = true; /* [renewal_match-1] */
		page->number = m.guides->at[is->guide].number;
	}
}
