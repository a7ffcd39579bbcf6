/* Where the links of a file lead: see intake.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/intake.h"

#include "base/num.h"
#include "guide/address.h"
#include "guide/tree.h"

#include <stdlib.h>

size_t intake_anchor(const struct leaf_page *page, str slug)
{
	unit_id id;
	bool is_id = unit_id_read(slug, &id);

	for (size_t i = 0; i < page->leaves.count; i++) {
		const struct leaf *leaf = &page->leaves.at[i];

		if (leaf->slug.len > 0 && str_eq_nocase(leaf->slug, slug)) return i;
		if (is_id && leaf->has_id && unit_id_eq(leaf->id, id)) return i;
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
		return intake_anchor(&page->page, slug) != SIZE_MAX ? NULL
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

	if (!num_read(slot->value, GUIDE_NUMBER_MAX, &number) || number == 0) {
		return "a link to a guide of no number is words only";
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
		if (intake_anchor(&page->page, slot->value) == SIZE_MAX) {
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
	for (size_t i = 0; i < page->leaves.count; i++) {
		struct leaf *leaf = &page->leaves.at[i];

		for (size_t k = 0; k < leaf->slot_count; k++) {
			struct slot *slot = &leaf->slots[k];
			size_t to;

			if (slot->kind != SLOT_LINK || slot->value.len == 0
				|| slot->value.at[0] != '#') {
				continue;
			}
			to = intake_anchor(page, str_from(slot->value, 1));
			if (to == SIZE_MAX) continue;
			slot->value = str_fmt(arena, "unit:%.*s",
				S_ARG(unit_id_str(&page->leaves.at[to].id)));
		}
	}
}
