/* Anna, who founded, and two who joined: what tests of a team's log begin with.
 * They include it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "world.c"

static struct world *w;
static struct desk *anna, *beri, *cano;   /* the first; two who joined */

static void meet(void)
{
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < w->desk_count; i++) {
			struct desk *d = &w->desks[i];

			if (d->log == NULL) continue;
			desk_send(w, d);
			desk_fetch(w, d, true);
			desk_read(w, d);
		}
	}
	assert_false(w->broken);
}

/* Three who know each other; every ring is anna's. */
static int begin(void **unused)
{
	(void)unused;
	w = mem_get(sizeof(*w));
	world_seed(7);
	world_found(w);
	anna = &w->desks[0];
	for (size_t ring = 1; ring < RINGS; ring++) {
		assert_true(desk_grant(w, anna, anna, ring, false));
	}
	beri = desk_add(w, NULL);
	assert_true(desk_join(w, anna, beri));
	meet();
	cano = desk_add(w, NULL);
	assert_true(desk_join(w, anna, cano));
	meet();
	return 0;
}

static int end(void **unused)
{
	(void)unused;
	world_close(w);
	mem_free(w);
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
