/* One e-book of all guides of a language: see bindery_room.h. Unlike the files
 * of a guide it needs every guide's words, so when one has changed the library
 * is read once more, whole; what a guide may show is decided as for itself.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"
#include "guide/gallery.h"

enum { BOOK_BYTES = 512 << 20, GUIDES_MIN = 2 };

/* The guides of one language, in order. */
struct volume {
	struct epub_pictures pictures; /* first: what is handed on */
	struct bindery *b;
	struct arena *arena;
	const struct tongue *tongue;
	struct LIST_OF(const struct checked *) guides;
};

/* A book of many shows the small picture: it is carried by phone. */
static bool picture_get(const struct epub_pictures *pictures, unsigned guide,
	str name, struct image *ret_image)
{
	const struct volume *volume =
		(const struct volume *)(const void *)pictures;
	struct image_set set;

	for (size_t i = 0; i < volume->guides.count; i++) {
		if (volume->guides.at[i]->number != guide) continue;
		if (gallery_get(volume->arena, &volume->b->edition,
			volume->guides.at[i], name, &set) != NULL) {
			return false;
		}
		*ret_image = set.small;
		return true;
	}
	return false;
}

static size_t guides_in(const struct bindery *b, const struct tongue *tongue)
{
	size_t count = 0;

	for (size_t i = 0; i < b->titles.count; i++) {
		count += b->titles.at[i].tongue == tongue;
	}
	return count;
}

/* "epub/ar/3.epub" is of `ar`. */
static bool is_book(str path, const struct tongue *tongue)
{
	str folder, rest, lang, name;

	return str_cut(path, '/', &folder, &rest) &&
	       str_cut(rest, '/', &lang, &name) &&
	       str_eq(folder, S("epub")) && str_eq(lang, tongue->tag);
}

/* Every guide's own book is what it was, and there are as many. */
static bool is_unchanged(struct bindery *b, const struct tongue *tongue,
	str own_path)
{
	size_t now = 0, before = 0;

	if (!hash_eq(b->now.key, b->before.key)) return false;
	for (size_t i = 0; i < b->now.guides.count; i++) {
		const struct record_file_list *files =
			&b->now.guides.at[i].files;

		for (size_t f = 0; f < files->count; f++) {
			const struct record_file *old;

			if (!is_book(files->at[f].path, tongue)) continue;
			now++;
			old = bindery_old(b, files->at[f].path);
			if (old == NULL || !hash_eq(old->hash,
				files->at[f].hash)) {
				return false;
			}
		}
	}
	for (size_t i = 0; i < b->old_count; i++) {
		before += is_book(b->old[i].path, tongue) &&
			  !str_eq(b->old[i].path, own_path);
	}
	return now == before;
}

static const err *volume_make(struct volume *volume, struct buf *out)
{
	struct bindery *b = volume->b;
	struct epub_book book = {.edition = &b->edition,
		.pictures = &volume->pictures};

	for (size_t i = 0; i < b->bound.count; i++) {
		if (b->bound.at[i].checked.tongue != volume->tongue) continue;
		LIST_ADD(volume->arena, &volume->guides,
			&b->bound.at[i].checked);
	}
	book.guides = volume->guides.at;
	book.guide_count = volume->guides.count;
	return epub_write(volume->arena, &book, out);
}

/* `whole` has read every guide. */
static const err *book_put(struct bindery *b, struct bindery *whole,
	const struct tongue *tongue, str path)
{
	struct volume volume = {{picture_get}, whole, arena_open(BOOK_BYTES),
		tongue, {0}};
	struct buf out = buf_cap(EPUB_BYTES_MAX);
	const err *e = volume_make(&volume, &out);

	if (e == NULL) e = gallery_failed();
	if (e == NULL) e = bindery_put(b, &b->now.files, path, buf_str(&out));
	buf_close(&out);
	arena_close(&volume.arena);
	return e;
}

/* The build once more, but only to read; says nothing that was not said. */
static const err *whole_open(const struct bindery *b, struct bindery *ret_whole)
{
	struct bindery *whole = ret_whole;
	const err *e;

	*whole = (struct bindery){.wish = b->wish, .ear = b->ear,
		.arena = arena_open(BOOK_BYTES), .job = arena_open(BOOK_BYTES)};
	for (size_t i = 0; i < b->now.guides.count; i++) {
		struct record_guide guide = {
			.number = b->now.guides.at[i].number};

		LIST_ADD(whole->arena, &whole->now.guides, guide);
	}
	e = bindery_open(whole, NULL);
	if (e == NULL) bindery_check(whole);
	return e;
}

static void whole_close(struct bindery *whole)
{
	guide_library_close(&whole->library);
	arena_close(&whole->job);
	arena_close(&whole->arena);
}

static bool is_all_read(const struct bindery *b)
{
	for (size_t i = 0; i < b->now.guides.count; i++) {
		if (!b->dirty[b->now.guides.at[i].number]) return false;
	}
	return true;
}

static const err *tongue_put(struct bindery *b, struct bindery **whole,
	const struct tongue *tongue)
{
	str path = bindery_book_path(b->arena, tongue);
	const struct record_file *old = bindery_old(b, path);

	if (old != NULL && is_unchanged(b, tongue, path)) {
		return bindery_keep(b, &b->now.files, old);
	}
	if (*whole == NULL && !is_all_read(b)) {
		const err *e;

		*whole = mem_get(sizeof(**whole));
		e = whole_open(b, *whole);
		if (e != NULL) return e;
	}
	return book_put(b, *whole == NULL ? b : *whole, tongue, path);
}

str bindery_book_path(struct arena *arena, const struct tongue *tongue)
{
	return str_fmt(arena, "epub/%.*s/0.epub", S_ARG(tongue->tag));
}

const err *bindery_books(struct bindery *b)
{
	struct bindery *whole = NULL;
	const err *e = NULL;

	if (!bindery_wants(b, S("epub"))) return NULL;
	for (size_t i = 0; e == NULL && i < tongue_count; i++) {
		if (guides_in(b, &tongues[i]) < GUIDES_MIN) continue;
		e = tongue_put(b, &whole, &tongues[i]);
	}
	if (whole != NULL) whole_close(whole);
	mem_free(whole);
	return e;
}
