/* Words that fit: see fitted.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/fitted.h"

/* Each try a little smaller: sizes stay few, and the same on every card. */
#define STEP 0.94

struct ink_text *fitted_text(struct ink *ink, const struct ink_style *style,
	struct ink_words words, struct fitted_box box)
{
	struct ink_style tried = *style;

	while (tried.size_pt >= box.smallest) {
		struct ink_text *text = ink_text_make(ink, &tried, words,
			box.width);

		bool fits = ink_text_height_pt(text) <= box.height &&
			ink_text_width_pt(text) <= box.width;
		bool whole = ink_text_unknown(text) == 0;

		if (fits && whole) return text;
		ink_text_close(&text);
		if (!whole) return NULL;
		tried.size_pt *= STEP;
	}
	return NULL;
}
