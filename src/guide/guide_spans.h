/* The spans of a unit as a page shows them: marks opened and closed so that
 * they nest, links resolved to where they lead. Pure.
 *
 * [guide_spans-1] closings answer openings, a link outside, then strong, then
 *                 emphasis; nothing is open at the end
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_SPANS_H
#define GUIDE_GUIDE_SPANS_H

#include "guide/guide_parts.h"

struct guide_words guide_spans_make(struct arena *arena,
	const struct checked *checked, const struct checked_unit *unit,
	const struct site_map *map);
/* One for each cell of a row. */
struct guide_words *guide_spans_cells(struct arena *arena,
	const struct checked *checked, const struct checked_unit *unit,
	const struct site_map *map);
/* The same words without their links, for a second place. */
struct guide_words guide_spans_unlinked(struct arena *arena,
	const struct guide_words *words);

#endif
