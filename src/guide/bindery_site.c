/* The pages around the guides, and one file with all of a language: see
 * bindery_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"
#include "guide/site.h"
#include "guide/zip.h"
#include "os/file.h"

#include <stdlib.h>

static bool has_language(const struct bindery *b, const struct tongue *tongue)
{
	for (size_t i = 0; i < b->titles.count; i++) {
		if (b->titles.at[i].tongue == tongue) return true;
	}
	return false;
}

/* -- all of one language -------------------------------------------------- */

struct whole {
	struct bindery *b;
	const struct tongue *tongue;
	struct LIST_OF(const struct record_file *) files;
	bool is_changed;
};

/* "epub/ar/3.epub" is of `ar`; pages of the site and the library are not
 * taken: they have a folder of their own. */
static bool is_part(const struct whole *whole, str path)
{
	str folder, rest, lang, name;

	return str_cut(path, '/', &folder, &rest) &&
	       str_cut(rest, '/', &lang, &name) &&
	       str_eq(lang, whole->tongue->tag) && !str_eq(folder, S("site")) &&
	       !str_eq(folder, S("library"));
}

static int by_path(const void *a, const void *b)
{
	return str_compare((*(const struct record_file *const *)a)->path,
		(*(const struct record_file *const *)b)->path);
}

static void files_find(struct whole *whole)
{
	struct bindery *b = whole->b;
	hash of;

	for (size_t i = 0; i < b->now.guides.count; i++) {
		const struct record_file_list *files =
			&b->now.guides.at[i].files;

		for (size_t f = 0; f < files->count; f++) {
			const struct record_file *file = &files->at[f];

			if (!is_part(whole, file->path)) continue;
			LIST_ADD(b->arena, &whole->files, file);
		}
	}
	if (whole->files.count > 1) {
		qsort(whole->files.at, whole->files.count,
			sizeof(whole->files.at[0]), by_path);
	}
	whole->is_changed = !hash_eq(b->now.key, b->before.key);
	for (size_t i = 0; i < whole->files.count; i++) {
		const struct record_file *old = bindery_old(b,
			whole->files.at[i]->path);

		of = whole->files.at[i]->hash;
		if (old == NULL || !hash_eq(old->hash, of)) {
			whole->is_changed = true;
		}
	}
}

/* How many of the language there were: one that is gone changes it too. */
static size_t files_before(const struct whole *whole)
{
	size_t count = 0;

	for (size_t i = 0; i < whole->b->old_count; i++) {
		count += is_part(whole, whole->b->old[i].path);
	}
	return count;
}

static const err *file_add(struct bindery *b, struct zip *zip, str path)
{
	struct buf bytes = buf_cap(ZIP_ENTRY_BYTES_MAX);
	const err *e = bindery_read(b, path, &bytes);

	if (e == NULL) e = zip_add(zip, path, buf_str(&bytes), false);
	buf_close(&bytes);
	arena_reset(b->job);
	return e;
}

static const err *whole_make(struct whole *whole, str path)
{
	struct bindery *b = whole->b;
	struct zip zip = zip_start(NULL);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < whole->files.count; i++) {
		e = file_add(b, &zip, whole->files.at[i]->path);
	}
	if (e == NULL) e = zip_end(&zip);
	if (e != NULL && e->code == ERR_FULL) { /* all else stands */
		bindery_say(b, NULL, str_fmt(b->arena,
			"%.*s: not built: too much for one archive",
			S_ARG(path)));
		e = NULL;
	} else if (e == NULL) {
		e = bindery_put(b, &b->now.files, path, buf_str(&zip.out));
	}
	zip_close(&zip);
	return e;
}

static const err *whole_put(struct bindery *b, const struct tongue *tongue)
{
	struct whole whole = {.b = b, .tongue = tongue};
	const struct record_file *old;
	str path = str_fmt(b->arena, "all/%.*s.zip", S_ARG(tongue->tag));

	arena_reset(b->job);
	files_find(&whole);
	if (whole.files.count == 0) return NULL;
	old = bindery_old(b, path);
	if (old != NULL && !whole.is_changed &&
		files_before(&whole) == whole.files.count) {
		return bindery_keep(b, &b->now.files, old);
	}
	return whole_make(&whole, path);
}

const err *bindery_all(struct bindery *b)
{
	const err *e = NULL;

	if (!bindery_wants(b, S("all"))) return NULL;
	for (size_t i = 0; e == NULL && i < tongue_count; i++) {
		if (has_language(b, &tongues[i])) e = whole_put(b, &tongues[i]);
	}
	return e;
}

/* -- pages ---------------------------------------------------------------- */

static size_t whole_find(struct bindery *b, const struct tongue *tongue,
	struct guide_file *ret_file)
{
	str name = str_fmt(b->job, "%.*s.zip", S_ARG(tongue->tag));
	str path = str_fmt(b->job, "all/%.*s", S_ARG(name));

	for (size_t i = 0; i < b->now.files.count; i++) {
		const struct record_file *file = &b->now.files.at[i];

		if (!str_eq(file->path, path)) continue;
		*ret_file = (struct guide_file){.form = FORM_ALL,
			.folder = S("all"), .name = name,
			.kilobytes = (file->bytes + 1023) / 1024};
		return 1;
	}
	return 0;
}

/* The one e-book of the language. */
static size_t book_find(struct bindery *b, const struct tongue *tongue,
	struct guide_file *ret_file)
{
	str path = bindery_book_path(b->job, tongue);

	for (size_t i = 0; i < b->now.files.count; i++) {
		const struct record_file *file = &b->now.files.at[i];

		if (!str_eq(file->path, path)) continue;
		*ret_file = (struct guide_file){.form = FORM_EPUB,
			.folder = S("epub"), .lang = tongue->tag,
			.name = S("0.epub"),
			.kilobytes = (file->bytes + 1023) / 1024};
		return 1;
	}
	return 0;
}

static const err *page_put(struct bindery *b, const struct tongue *tongue,
	const char *name, struct buf *page)
{
	const err *e = bindery_put(b, &b->now.files, str_fmt(b->job,
		"site/%.*s/%s", S_ARG(tongue->tag), name), buf_str(page));

	buf_reset(page);
	b->sum.pages++;
	return e;
}

static const err *pages_put(struct bindery *b, const struct tongue *tongue)
{
	struct site site = {b->job, &b->edition, &b->map, tongue};
	struct guide_file files[2];
	size_t count;
	struct buf page = {0};
	const err *e;

	arena_reset(b->job);
	count = book_find(b, tongue, files);
	count += whole_find(b, tongue, &files[count]);
	site_index_write(&site, files, count, &page);
	e = page_put(b, tongue, "index.html", &page);
	site_places_write(&site, &page);
	if (e == NULL) e = page_put(b, tongue, "1001.html", &page);
	site_about_write(&site, &page);
	if (e == NULL) e = page_put(b, tongue, "1002.html", &page);
	buf_close(&page);
	return e;
}

static const err *start_put(struct bindery *b)
{
	struct site site = {b->job, &b->edition, &b->map, b->library.source};
	struct buf page = {0};
	const err *e;

	arena_reset(b->job);
	site_start_write(&site, &page);
	e = bindery_put(b, &b->now.files, S("site/index.html"),
		buf_str(&page));
	buf_close(&page);
	return e;
}

const err *bindery_site(struct bindery *b)
{
	const err *e = NULL;

	if (!bindery_wants(b, S("site"))) return NULL;
	for (size_t i = 0; e == NULL && i < tongue_count; i++) {
		if (has_language(b, &tongues[i])) e = pages_put(b, &tongues[i]);
	}
	return e == NULL ? start_put(b) : e;
}
