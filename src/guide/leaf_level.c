/* The order of headings: see leaf_level.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/leaf_level.h"

#include "base/utf8.h"
#include "guide/wording.h"
#include "text/normal.h"

#include <string.h>

str leaf_slug(struct arena *arena, str plain)
{
	struct buf out = {0};
	uint32_t point;
	str kept;

	while (utf8_next(&plain, &point)) {
		if (point == ' ' || point == '-') buf_byte(&out, '-');
		else if (point >= 'A' && point <= 'Z') utf8_put(&out, point | 32);
		else if ((point >= '0' && point <= '9') || point == '_'
			|| normal_is_letter(point) || normal_is_mark(point)) {
			utf8_put(&out, point);
		}
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static void front(struct leaf_page *page, struct leaf leaf, size_t from)
{
	struct leaf *at = page->leaves.at;

	memmove(&at[1], &at[0], from * sizeof(*at));
	leaf.kind = UNIT_TITLE;
	leaf.level = 0;
	at[0] = leaf;
	page->has_title = true;
}

/* The heading that is the title; SIZE_MAX: none. */
static size_t title_find(const struct leaf_page *page)
{
	for (size_t i = 0; i < page->leaves.count; i++) {
		const struct leaf *leaf = &page->leaves.at[i];

		if (leaf->kind != UNIT_SECTION) continue;
		if (i == 0 || leaf->level == 1) return i;
	}
	return SIZE_MAX;
}

/* The title is said by the front matter; a heading that says it again goes. */
static void title_given(struct arena *arena, struct leaf_page *page, str title,
	struct exchange *exchange)
{
	struct wording w = {.links = 0};
	struct leaf leaf = {.cells = 1, .line = 1};
	size_t first = title_find(page);

	wording_start(&w);
	(void)wording_text(&w, utf8_first(title, WORDING_LITERAL_MAX));
	if (w.had_controls) {
		EXCHANGE_WARN(exchange, page->file, 1, "control characters, or"
			" such that turn text around or cannot be seen, are"
			" left out of the title");
	}
	if (title.len > WORDING_LITERAL_MAX) {
		EXCHANGE_WARN(exchange, page->file, 1, "a title that is too"
			" long is cut");
	}
	leaf.slug = leaf_slug(arena, buf_str(&w.plain));
	wording_take(&w, arena, &leaf);
	wording_close(&w);
	if (leaf.words.len == 0) return;
	if (first != SIZE_MAX
		&& str_eq(page->leaves.at[first].words, leaf.words)) {
		front(page, leaf, first);
		return;
	}
	LIST_ADD(arena, &page->leaves, leaf);
	front(page, leaf, page->leaves.count - 1);
}

static void levels_set(struct leaf_page *page, struct exchange *exchange)
{
	unsigned base = 6, before = 0;

	for (size_t i = 0; i < page->leaves.count; i++) {
		const struct leaf *leaf = &page->leaves.at[i];

		if (leaf->kind == UNIT_SECTION && leaf->level < base) {
			base = leaf->level;
		}
	}
	for (size_t i = 0; i < page->leaves.count; i++) {
		struct leaf *leaf = &page->leaves.at[i];

		if (leaf->kind != UNIT_SECTION) continue;
		leaf->level = leaf->level - base + 1;
		if (leaf->level > before + 1) {
			leaf->level = before + 1;
			EXCHANGE_WARN(exchange, page->file, leaf->line,
				"a heading more than one level deeper than the"
				" one before is raised");
		}
		if (leaf->level > UNIT_LEVEL_MAX) {
			leaf->level = UNIT_LEVEL_MAX;
			EXCHANGE_WARN(exchange, page->file, leaf->line,
				"a heading of a fourth level is one of the third");
		}
		before = leaf->level;
	}
}

void leaf_levels(struct arena *arena, struct leaf_page *page, str title,
	struct exchange *exchange)
{
	size_t at = title_find(page);

	page->has_title = false;
	if (title.len > 0 && utf8_is_valid(title)) {
		title_given(arena, page, title, exchange);
	} else if (at != SIZE_MAX) {
		front(page, page->leaves.at[at], at);
	}
	levels_set(page, exchange);
}
