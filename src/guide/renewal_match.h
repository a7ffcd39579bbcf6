/* Which guide of a library was made from which file, when nobody has written it
 * down: by the units both have. Pure.
 *
 * [renewal_match-1] no guide is two files', and no file two guides
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_RENEWAL_MATCH_H
#define GUIDE_RENEWAL_MATCH_H

#include "guide/guide_library.h"
#include "guide/intake.h"

/* Gives the pages of the source the numbers of their guides; pages without one
 * keep 0. */
void renewal_match(const struct guide_library *library, struct intake *intake);

#endif
