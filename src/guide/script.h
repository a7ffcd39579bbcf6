/* Whether words stand in the letters of the language they are said to be in:
 * what a file with a wrong name, or a paragraph nobody translated, looks like.
 * Names of things in Latin letters inside Arabic words are no fault. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_SCRIPT_H
#define GUIDE_SCRIPT_H

#include "guide/inline.h"

/* Nearly all of more than SCRIPT_WORDS words are in the other letters. */
enum { SCRIPT_WORDS = 5 };
bool script_is_wrong(const struct span_list *spans,
	const struct tongue *tongue);

#endif
