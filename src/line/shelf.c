/* Finding on the shelf, and clearing it: see shelf.h. It is filled in
 * shelf_release.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/shelf.h"

void shelf_close(struct shelf *shelf)
{
	guide_library_close(&shelf->library);
	published_close(&shelf->published);
	arena_close(&shelf->arena);
	*shelf = (struct shelf){0};
}

const struct shelf_guide *shelf_find(const struct shelf *shelf,
	enum locale locale, unsigned number)
{
	for (size_t i = 0; i < shelf->guides[locale].count; i++) {
		const struct shelf_guide *guide = &shelf->guides[locale].at[i];

		if (guide->number == number) return guide;
	}
	return NULL;
}
