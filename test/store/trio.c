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

static struct state_sum sum(const struct desk *d, size_t ring)
{
	return state_sum(d->state, world_ring(ring));
}

static bool same(const struct desk *a, const struct desk *b, size_t ring)
{
	return state_sum_eq(sum(a, ring), sum(b, ring));
}

static void later(uint64_t ms)
{
	w->now_ms += ms;
	for (size_t i = 0; i < w->desk_count; i++) {
		if (w->desks[i].log != NULL) desk_read(w, &w->desks[i]);
	}
}
