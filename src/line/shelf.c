/* Reading the folder of guides: see shelf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/shelf.h"

#include "base/list.h"
#include "base/num.h"
#include "os/file.h"
#include "text/transliterate.h"

#include <stdio.h>

enum { SHELF_BYTES = 64 << 20, PATH_BYTES = 4096 };

/* The number in "12.md", or 0. */
static unsigned number_of(str name)
{
	uint64_t number;

	if (!str_ends(name, S(".md"))) return 0;
	if (!num_read(str_first(name, name.len - 3), SHELF_GUIDES_MAX,
		&number)) {
		return 0;
	}
	return (unsigned)number;
}

/* Where a locale's guides come from. */
struct source {
	const char *folder;
	enum locale locale;
	bool in_latin;          /* to be written in Arabic letters [shelf-1] */
};

static bool page_render(struct shelf *shelf, const struct source *source,
	str text, struct shelf_guide *guide)
{
	struct buf letters = {0};
	struct markdown page;
	bool right;

	/* Before it is parsed: the signs of Markdown and addresses stay. */
	if (source->in_latin) transliterate(&letters, text);
	right = markdown_read(shelf->arena,
		source->in_latin ? buf_str(&letters) : text, &page);
	buf_close(&letters);
	if (!right) return false;
	guide->title = page.title;
	guide->body = page.body;
	LIST_ADD(shelf->arena, &shelf->guides[source->locale], *guide);
	return true;
}

static const err *page_read(struct shelf *shelf, const struct source *source,
	str name)
{
	struct shelf_guide guide = {.number = number_of(name)};
	struct buf text = {0}, path = {0};
	const err *e;

	if (guide.number == 0) return NULL; /* a picture, a note */
	buf_text(&path, source->folder);
	buf_byte(&path, '/');
	buf_put(&path, name);
	e = file_read(str_c(shelf->arena, buf_str(&path)), MARKDOWN_BYTES_MAX,
		&text);
	buf_close(&path);
	if (e == NULL && !page_render(shelf, source, buf_str(&text), &guide)) {
		e = err_make(ERR_FORMAT, "guide %u of locale %u is not UTF-8",
			guide.number, (unsigned)source->locale + 1);
	}
	buf_close(&text);
	return e;
}

static void sort(struct shelf *shelf, enum locale locale)
{
	struct shelf_guide *at = shelf->guides[locale].at;

	for (size_t i = 1; i < shelf->guides[locale].count; i++) {
		for (size_t j = i; j > 0 && at[j].number < at[j - 1].number;
			j--) {
			struct shelf_guide swapped = at[j];

			at[j] = at[j - 1];
			at[j - 1] = swapped;
		}
	}
}

static const err *locale_open(struct shelf *shelf, const char *folder,
	enum locale locale, enum locale written)
{
	char path[PATH_BYTES];
	struct source source = {path, locale, locale != written};
	struct file_names names;
	const err *e;
	int len = snprintf(path, sizeof(path), "%s/%.*s", folder,
		S_ARG(locale_info(written)->tag));

	must(len > 0 && len < PATH_BYTES);
	if (!file_exists(path)) return NULL;
	e = file_list(shelf->arena, path, &names);
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		e = page_read(shelf, &source, names.at[i]);
	}
	sort(shelf, locale);
	return e;
}

static const err *locales_open(struct shelf *shelf, const char *folder)
{
	const err *e = NULL;

	if (!file_exists(folder)) {
		return err_make(ERR_ABSENT, "there is no folder of guides");
	}
	for (int i = 0; e == NULL && i < LOCALE_COUNT; i++) {
		e = locale_open(shelf, folder, (enum locale)i, (enum locale)i);
	}
	if (e == NULL && shelf->guides[LOCALE_KMR_ARAB].count == 0) {
		e = locale_open(shelf, folder, LOCALE_KMR_ARAB, LOCALE_KMR);
	}
	return e;
}

const err *shelf_open(struct shelf *ret_shelf, const char *folder)
{
	struct shelf shelf = {.arena = arena_open(SHELF_BYTES)};
	const err *e = NULL;

	if (folder != NULL) e = locales_open(&shelf, folder);
	if (e != NULL) {
		shelf_close(&shelf);
		return e;
	}
	*ret_shelf = shelf;
	return NULL;
}

void shelf_close(struct shelf *shelf)
{
	guide_library_close(&shelf->library);
	published_close(&shelf->published);
	arena_close(&shelf->arena);
	*shelf = (struct shelf){0};
}

const struct shelf_guide *shelf_find(const struct shelf *shelf, enum locale locale,
	unsigned number)
{
	for (size_t i = 0; i < shelf->guides[locale].count; i++) {
		const struct shelf_guide *guide = &shelf->guides[locale].at[i];

		if (guide->number == number) return guide;
	}
	return NULL;
}
