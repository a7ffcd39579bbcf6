/* Which page an address leads to: see ui_route.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_route.h"

enum http_method ui_route_method(const struct ui_page *p)
{
	enum http_method method = p->x->request.method;

	return method == HTTP_HEAD ? HTTP_GET : method;
}

bool ui_route_fits(str path, const char *before, const char *behind,
	str *ret_id)
{
	str head = str_of(before), tail = str_of(behind);
	str id;

	if (!str_ends(head, S("/"))) return str_eq(path, head);
	if (!str_starts(path, head) || !str_ends(path, tail)) return false;
	if (path.len <= head.len + tail.len) return false;
	id = str_from(path, head.len);
	id = str_first(id, id.len - tail.len);
	if (str_find_byte(id, '/') != SIZE_MAX) return false;
	*ret_id = id;
	return true;
}

bool ui_route_go(struct ui_page *p, const struct ui_route *routes,
	size_t count)
{
	enum http_method method = ui_route_method(p);
	str path = p->x->request.path;

	for (size_t i = 0; i < count; i++) {
		const struct ui_route *route = &routes[i];

		if (route->method != method || !ui_route_fits(path,
			route->before, route->behind, &p->id)) {
			continue;
		}
		route->page(p);
		return true;
	}
	return false;
}
