/* Inside door*.c: what every page has around it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_DOOR_PAGES_H
#define LINE_DOOR_PAGES_H

#include "line/door.h"
#include "page/line_view.h"

/* Makes the header lines, once. */
void door_pages_open(struct door *door);
str door_headers(const struct door *door, enum locale locale);
/* What stands around a page at `path` (behind the locale). */
struct line_frame door_frame(const struct door *door, struct arena *arena,
	enum locale locale, str path);

#endif
