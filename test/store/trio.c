/* Anna, who founded, and two who joined: what tests of a team's log begin with.
 * They include it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "duo.c"

static struct desk *cano;              /* who joined last */

static int begin(void **unused)
{
	(void)begin_two(unused);
	cano = desk_add(w, NULL);
	assert_true(desk_join(w, anna, cano));
	meet();
	return 0;
}

static void later(uint64_t ms)
{
	w->now_ms += ms;
	for (size_t i = 0; i < w->desk_count; i++) {
		if (w->desks[i].log != NULL) desk_read(w, &w->desks[i]);
	}
}
