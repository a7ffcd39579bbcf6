/* Words as large as a box allows: for cards, and for the panels of a pocket
 * book. Found by measuring, never by guessing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_FITTED_H
#define GUIDE_FITTED_H

#include "guide/ink_text.h"

struct fitted_box { double width, height, smallest; };

/* In the size of `style`, or as much smaller as it takes; NULL when even the
 * smallest does not fit, or when it has a letter that no font has. */
struct ink_text *fitted_text(struct ink *ink, const struct ink_style *style,
	struct ink_words words, struct fitted_box box);

#endif
