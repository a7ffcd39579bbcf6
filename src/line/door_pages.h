/* Inside door*.c: what every page has around it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_DOOR_PAGES_H
#define LINE_DOOR_PAGES_H

#include "line/door.h"
#include "page/line_view.h"

/* The numbers of the neutral titles: "Page 3" (doc/pages.md). */
enum door_number {
	NUMBER_START = 1, NUMBER_WRITE, NUMBER_CODE, NUMBER_ANSWERS,
	NUMBER_GUIDES, NUMBER_DANGER, NUMBER_SAFETY, NUMBER_ABOUT,
	NUMBER_ERROR, NUMBER_RELEASES, NUMBER_ELSEWHERE
};

/* One GET: what it needs, and where the page goes. */
struct door_asked {
	struct door *door;
	struct exchange *x;
	enum locale locale;
	struct line_frame frame;
	struct buf out;
};

/* Makes the styles and the header lines, once. */
void door_pages_open(struct door *door);
str door_headers(const struct door *door, enum locale locale);
/* What stands around a page at `path` (behind the locale). */
struct line_frame door_frame(const struct door *door, struct arena *arena,
	enum locale locale, str path);

#endif
