/* What site generators keep in front of a page: lines between two `---` (YAML)
 * or `+++` (TOML), or one object of JSON. Only the title is taken; every other
 * line is a remark, and so is a front that has no end. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_FRONT_MATTER_H
#define GUIDE_FRONT_MATTER_H

#include "guide/exchange.h"

enum { FRONT_MATTER_LINES_MAX = 200 };

struct front_matter {
	size_t bytes, lines; /* how long it is; 0: there is none */
	str title;           /* may be empty */
};

/* Lines of `text` end with LF or CR LF. */
void front_matter_read(struct arena *arena, str text, str file,
	struct exchange *exchange, struct front_matter *ret_matter);

#endif
