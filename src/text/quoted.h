/* Which parts of a text are somebody else's words: lines that begin with ">",
 * and what stands between quotation marks of one paragraph. A mark that is
 * never closed quotes nothing. Pure; any bytes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_QUOTED_H
#define TEXT_QUOTED_H

#include "base/str.h"

enum { QUOTED_BYTES_MAX = 4000 }; /* of one quotation between marks */

/* The first quoted part at or after `*at`, which moves behind it. Begin with
 * 0. What is returned points into the text, with its marks. */
bool quoted_next(str text, size_t *at, str *ret_part) MUST_USE;

#endif
