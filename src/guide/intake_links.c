/* Where the links of a file lead: see intake.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/intake.h"

#include "base/num.h"
#include "guide/address.h"
#include "guide/leaf_level.h"

#include <stdlib.h>

static int by_slug(const void *a, const void *b)
{
	const struct leaf *x = *(const struct leaf *const *)a;
	const struct leaf *y = *(const struct leaf *const *)b;
	int order = str_compare(x->slug, y->slug);

	if (order != 0) return order;
	return (x > y) - (x < y);
}

/* The sections by what #… calls them; again when leaves have moved. */
static void slugs_sort(struct arena *arena, struct leaf_page *page)
{
	page->slug_count = 0;
	page->by_slug = ARENA_ARRAY(arena, const struct leaf *,
		page->leaves.count + 1);
	for (size_t i = 0; i < page->leaves.count; i++) {
		if (page->leaves.at[i].slug.len == 0) continue;
		page->by_slug[page->slug_count++] = &page->leaves.at[i];
	}
	if (page->slug_count == 0) return;
	qsort(page->by_slug, page->slug_count, sizeof(*page->by_slug), by_slug);
}

/* The first section of that slug. */
static size_t slug_find(const struct leaf_page *page, str slug)
{
	size_t low = 0, high = page->slug_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(page->by_slug[middle]->slug, slug) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == page->slug_count
		|| !str_eq(page->by_slug[low]->slug, slug)) {
		return SIZE_MAX;
	}
	return (size_t)(page->by_slug[low] - page->leaves.at);
}

static size_t intake_anchor(struct arena *arena, const struct leaf_page *page,
	str slug)
{
	str small = leaf_slug(arena, address_unescaped(arena, slug));
	size_t at = small.len > 0 ? slug_find(page, small) : SIZE_MAX;
	unit_id id;

	if (at != SIZE_MAX || !unit_id_read(slug, &id)) return at;
	for (size_t i = 0; i < page->leaves.count; i++) {
		const struct leaf *leaf = &page->leaves.at[i];

		if (leaf->has_id && unit_id_eq(leaf->id, id)) return i;
	}
	return SIZE_MAX;
}

static int by_path(const void *wanted, const void *page)
{
	return str_compare(*(const str *)wanted,
		(*(const struct intake_page *const *)page)->path);
}

static const struct intake_page *page_of(const struct intake *intake, str path)
{
	const struct intake_page **found = bsearch(&path, intake->by_path,
		intake->pages.count, sizeof(*intake->by_path), by_path);

	return found == NULL ? NULL : *found;
}

/* A path to another file of the tree, or to this one. */
static const char *file_link(struct intake *intake, struct intake_page *page,
	struct slot *slot)
{
	const struct intake_page *to;
	str path, slug, before;

	if (!address_path(intake->arena, page->path, slot->value, &path)) {
		return "a link that leads out of the folder is words only";
	}
	to = page_of(intake, path);
	if (to == NULL) {
		to = page_of(intake, str_fmt(intake->arena, "%.*s.md",
			S_ARG(path)));
	}
	if (to == NULL) {
		return "a link to a file that is not there is words only";
	}
	if (to->key.at == page->key.at || str_eq(to->key, page->key)) {
		if (!str_cut(slot->value, '#', &before, &slug)) slug = S("");
		slot->value = str_fmt(intake->arena, "#%.*s", S_ARG(slug));
		return intake_anchor(intake->arena, &page->page, slug) != SIZE_MAX ? NULL
			: "a link to a heading that is not there is words only";
	}
	if (to->number == 0) {
		return "a link to a file that is no guide is words only";
	}
	slot->value = str_fmt(intake->arena, "guide:%u", to->number);
	return NULL;
}

static const char *guide_link(struct intake *intake, struct slot *slot)
{
	uint64_t number;

	/* a language of a guide that is there has no number of its own */
	if (!num_read(slot->value, GUIDE_NUMBER_MAX, &number) || number == 0
		|| (intake->next_number > 0 && number >= intake->next_number)) {
		return "a link to a guide that is not there is words only";
	}
	slot->value = str_fmt(intake->arena, "guide:%u", (unsigned)number);
	return NULL;
}

/* Why the link becomes its words, or NULL. */
static const char *link_read(struct intake *intake, struct intake_page *page,
	struct slot *slot, size_t line)
{
	enum address_kind kind = address_read(intake->arena, slot->value,
		&slot->value);

	switch (kind) {
	case ADDRESS_WEB: return NULL;
	case ADDRESS_UPGRADED:
		EXCHANGE_WARN(intake->exchange, page->path, line,
			"an http address is written as https: look whether it"
			" answers");
		return NULL;
	case ADDRESS_UNIT:
		if (intake_anchor(intake->arena, &page->page, slot->value) == SIZE_MAX) {
			return "a link to a heading that is not there is words"
			       " only";
		}
		slot->value = str_fmt(intake->arena, "#%.*s",
			S_ARG(slot->value));
		return NULL;
	case ADDRESS_FILE: return file_link(intake, page, slot);
	case ADDRESS_GUIDE: return guide_link(intake, slot);
	case ADDRESS_TERM: slot->kind = SLOT_TERM; return NULL;
	case ADDRESS_MAIL:
		return "an address of mail or phone is no link: words only";
	case ADDRESS_SCHEME:
		return "a link of a scheme that is not taken: words only";
	case ADDRESS_BROKEN: break;
	}
	return "a link that is no address: words only";
}

void intake_links(struct intake *intake, struct intake_page *page)
{
	slugs_sort(intake->arena, &page->page);
	for (size_t i = 0; i < page->page.leaves.count; i++) {
		struct leaf *leaf = &page->page.leaves.at[i];

		for (size_t k = 0; k < leaf->slot_count;) {
			struct slot *slot = &leaf->slots[k];
			const char *why = slot->kind == SLOT_LINK
				? link_read(intake, page, slot, leaf->line)
				: NULL;

			if (why == NULL) {
				k++;
				continue;
			}
			exchange_say(intake->exchange, page->path, leaf->line,
				EXCHANGE_WARNING, str_of(why));
			leaf_unlink(intake->arena, leaf, k);
		}
	}
}

void intake_anchors(struct arena *arena, struct leaf_page *page)
{
	slugs_sort(arena, page);
	for (size_t i = 0; i < page->leaves.count; i++) {
		struct leaf *leaf = &page->leaves.at[i];

		for (size_t k = 0; k < leaf->slot_count; k++) {
			struct slot *slot = &leaf->slots[k];
			size_t to;

			if (slot->kind != SLOT_LINK || slot->value.len == 0
				|| slot->value.at[0] != '#') {
				continue;
			}
			to = intake_anchor(arena, page, str_from(slot->value, 1));
			if (to == SIZE_MAX) continue;
			slot->value = str_fmt(arena, "unit:%.*s",
				S_ARG(unit_id_str(&page->leaves.at[to].id)));
		}
	}
}
