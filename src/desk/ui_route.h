/* Inside desk/ui*.c only: which page an address leads to, by a table of rows
 * that are asked in their order. Owns how an address stands around an id;
 * decides nothing else, and answers nothing by itself.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_ROUTE_H
#define DESK_UI_ROUTE_H

#include "desk/ui_room.h"

/* `before` ending in a slash: an id or a word follows, then `behind`. */
struct ui_route {
	enum http_method method;
	const char *before, *behind;
	void (*page)(struct ui_page *p);
};
/* Shows the page of the first row that fits, p->id being what stands in
 * between; false: none fits. */
bool ui_route_go(struct ui_page *p, const struct ui_route *routes,
	size_t count);
/* The method by which a row is found: a HEAD is a GET. */
enum http_method ui_route_method(const struct ui_page *p);
/* Whether the path stands so around an id, and the id, which holds no slash. */
bool ui_route_fits(str path, const char *before, const char *behind,
	str *ret_id);

#endif
