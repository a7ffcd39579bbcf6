/* Anna, who founded, and one who joined. Tests of a team's log include it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "world.c"

static struct world *w;
static struct desk *anna, *beri;   /* the first; one who joined */

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

/* Two who know each other; every ring is anna's. */
static int begin_two(void **unused)
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
	return 0;
}

static int end(void **unused)
{
	(void)unused;
	world_close(w);
	mem_free(w);
	return 0;
}
