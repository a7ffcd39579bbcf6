/* A guide in one language as Markdown, for people who edit text. Behind the
 * words of each unit stands its id in a comment no reader shows, so that the
 * file comes back to the same units however it was edited (markdown_units.h).
 * Units without words are left out. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_MARKDOWN_WRITE_H
#define GUIDE_MARKDOWN_WRITE_H

#include "guide/guide.h"

/* False: words of a unit cannot be read, *ret_unit says which. */
bool markdown_write(struct arena *arena, const struct guide *guide,
	size_t tongue, struct buf *out, const struct unit **ret_unit) MUST_USE;

#endif
