/* A build in memory, of a library that a desk holds: see bindery.h. Everything is
 * made anew, and lies on the shelf it is given.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"

#include "guide/guide_write.h"

#include <stdlib.h>

static const err *own_write(struct bindery *b)
{
	struct buf bytes = buf_cap(GUIDE_FILE_BYTES_MAX);
	const err *e;

	if (!bindery_wants(b, S("library"))) return NULL;
	guide_library_write(&b->library, &bytes);
	e = bindery_put(b, &b->now.files, S("library/library"),
		buf_str(&bytes));
	buf_reset(&bytes);
	releases_write(&b->library, &bytes);
	if (e == NULL) {
		e = bindery_put(b, &b->now.files, S("library/releases"),
			buf_str(&bytes));
	}
	buf_close(&bytes);
	return e;
}

static void all_dirty(struct bindery *b)
{
	const struct guide_list *lists[] = {&b->library.guides,
		&b->library.stories};

	for (size_t l = 0; l < NELEM(lists); l++) {
		for (size_t i = 0; i < lists[l]->count; i++) {
			struct record_guide guide = {.number =
				guide_page_number(&lists[l]->at[i])};

			b->dirty[guide.number] = true;
			LIST_ADD(b->arena, &b->now.guides, guide);
		}
	}
}

static int by_shelf(const void *a, const void *b)
{
	return str_compare(((const struct format_file *)a)->path,
		((const struct format_file *)b)->path);
}

static const err *bind(struct bindery *b)
{
	const err *e;

	if (b->library.releases.count == 0) {
		return err_make(ERR_ABSENT, "there is no release yet");
	}
	e = bindery_edition(b);
	all_dirty(b);
	if (e == NULL) e = bindery_gate(b);
	if (e != NULL) return e;
	bindery_check(b);
	(void)bindery_map(b);
	e = bindery_guides_make(b);
	if (e == NULL) e = own_write(b);
	if (e == NULL) e = bindery_all(b);
	if (e == NULL) e = bindery_site(b);
	return e != NULL ? e : bindery_manifest(b);
}

const err *bindery_bind(const struct bindery_wish *wish,
	const struct bindery_ear *ear, const struct guide_library *library,
	struct bindery_shelf *shelf)
{
	struct bindery *b = mem_get(sizeof(*b));
	const err *e;

	b->wish = wish;
	b->ear = ear;
	b->shelf = shelf;
	b->library = *library;
	bindery_arenas_open(b);
	e = bind(b);
	if (e == NULL) bindery_say_all(b);
	arena_close(&b->job);
	arena_close(&b->arena);
	mem_free(b);
	if (e == NULL && shelf->files.count > 0) {
		qsort(shelf->files.at, shelf->files.count,
			sizeof(shelf->files.at[0]), by_shelf);
	}
	return e;
}
