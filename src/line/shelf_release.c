/* The shelf of a release: its library rendered in the five forms, and the
 * files that can be taken away. See shelf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/shelf.h"

#include "base/num.h"
#include "guide/qr.h"
#include "guide/site.h"
#include "guide/voice_folder.h"

enum {
	SHELF_BYTES = 64 << 20,
	PAGE_BYTES = 16 << 20,     /* of one page while it is made */
	KILOBYTE = 1024,
	CODE_SCALE = 4             /* pixels a cell: 41 cells are 164, 3 cm or
				    * more on a phone and on paper */
};

/* What is named by a folder of a release. */
static const struct { str folder; enum guide_form form; } forms[] = {
	{S_INIT("single"), FORM_SINGLE}, {S_INIT("epub"), FORM_EPUB},
	{S_INIT("pdf"), FORM_PDF}, {S_INIT("booklet"), FORM_BOOKLET},
	{S_INIT("pocket"), FORM_POCKET}, {S_INIT("odt"), FORM_ODT},
	{S_INIT("text"), FORM_TEXT}, {S_INIT("cards"), FORM_CARDS},
	{S_INIT("sms"), FORM_SMS}, {S_INIT("audio"), FORM_AUDIO},
	{S_INIT("all"), FORM_ALL},
};

static bool form_read(str folder, enum guide_form *ret_form)
{
	for (size_t i = 0; i < NELEM(forms); i++) {
		if (!str_eq(forms[i].folder, folder)) continue;
		*ret_form = forms[i].form;
		return true;
	}
	return false;
}

bool shelf_has_file(const struct shelf *shelf, str path)
{
	enum guide_form form;
	str folder, rest;

	if (str_starts(path, S("site/pictures/"))) {
		return shelf->published.now.release > 0
			&& manifest_find(&shelf->published.now, path) != NULL;
	}
	return shelf->published.now.release > 0
		&& str_cut(path, '/', &folder, &rest)
		&& form_read(folder, &form)
		&& manifest_find(&shelf->published.now, path) != NULL;
}

/* -- what can be taken along ---------------------------------------------- */

/* The number that a name begins with, or 0. */
static unsigned number_of(str name)
{
	size_t digits = 0;
	uint64_t number = 0;

	while (digits < name.len && name.at[digits] >= '0'
		&& name.at[digits] <= '9') {
		digits++;
	}
	return num_read(str_first(name, digits), PAGE_NUMBER_MAX, &number)
		? (unsigned)number : 0;
}

static uint64_t kilobytes(uint64_t bytes)
{
	return (bytes + KILOBYTE - 1) / KILOBYTE;
}

struct take { struct guide_file *at; size_t count, room; };

static bool is_of(str name, str lang, str tag, unsigned number)
{
	/* all/ar.zip is of the language and of no guide */
	if (lang.len == 0) {
		return number == 0 && str_starts(name, tag)
			&& name.len > tag.len && name.at[tag.len] == '.';
	}
	return number > 0 && str_eq(lang, tag) && number_of(name) == number;
}

/* The files of a guide in a language; number 0: of the language as a whole. */
static void take_list(struct shelf *shelf, str tag, unsigned number,
	struct take *take)
{
	const struct manifest *manifest = &shelf->published.now;
	size_t counts[GUIDE_FORM_COUNT] = {0};

	for (size_t i = 0; i < manifest->file_count; i++) {
		struct guide_file file = {0};
		str rest, name;

		if (!str_cut(manifest->files[i].path, '/', &file.folder, &rest)
			|| !form_read(file.folder, &file.form)) {
			continue;
		}
		if (!str_cut(rest, '/', &file.lang, &name)) {
			file.lang = S("");
			name = rest;
		}
		if (!is_of(name, file.lang, tag, number)) continue;
		file.name = name;
		file.kilobytes = kilobytes(manifest->files[i].bytes);
		file.number = ++counts[file.form];
		LIST_ADD(shelf->arena, take, file);
	}
	for (size_t i = 0; i < take->count; i++) {
		if (counts[take->at[i].form] == 1) take->at[i].number = 0;
	}
}

/* -- rendering ------------------------------------------------------------ */

struct rendering {
	struct shelf *shelf;
	struct arena *page;        /* of one page */
	struct edition edition;
	enum locale locale;
	bool demonstration;
	struct titles { struct site_title *at; size_t count, room; } titles;
};

/* [shelf-2] as the site has it: voice.c decides. */
static bool story_checked(struct rendering *r, const struct guide *story,
	size_t tongue, struct checked *ret_checked)
{
	struct voice_asked asked = {story, tongue, r->edition.day,
		r->demonstration};
	enum voice_refusal refusal;
	const struct unit *unit;
	struct voice voice;

	if (voice_open(r->page, &r->shelf->library, story, &voice) != NULL) {
		return false;
	}
	refusal = voice_checked(r->page, &voice, &asked, ret_checked, &unit);
	return refusal == VOICE_FINE || refusal == VOICE_TAKEN_BACK;
}

static bool checked_of(struct rendering *r, const struct guide *guide,
	struct checked *ret_checked)
{
	const struct unit *unit;
	size_t tongue;

	if (!guide_tongue(guide, locale_info(r->locale)->tag, &tongue)) {
		return false;
	}
	return guide->is_story
		? story_checked(r, guide, tongue, ret_checked)
		: checked_make(r->page, guide, tongue, r->edition.day,
			ret_checked, &unit) == CHECKED_FINE;
}

static void titles_list(struct rendering *r, const struct guide_list *guides)
{
	for (size_t i = 0; i < guides->count; i++) {
		struct checked checked;
		struct site_title title;

		if (!checked_of(r, &guides->at[i], &checked)) continue;
		title = (struct site_title){checked.number, checked.tongue,
			str_dup(r->shelf->arena, checked.title),
			checked.is_draft, checked.withdrawn.len > 0};
		LIST_ADD(r->shelf->arena, &r->titles, title);
	}
}

static void guide_render(struct rendering *r, const struct guide *guide)
{
	/* links lead to guides of this language only */
	struct site_map map = {r->titles.at, r->titles.count,
		tongue_of(r->locale)};
	struct site site = {r->page, &r->edition, &map, tongue_of(r->locale)};
	struct shelf_pictures pictures;
	struct site_beside beside;
	struct shelf_guide new = {0};
	struct take take = {0};
	struct checked checked;
	struct buf body = {0};

	arena_reset(r->page);
	if (!checked_of(r, guide, &checked)) return;
	take_list(r->shelf, locale_info(r->locale)->tag, checked.number, &take);
	pictures = (struct shelf_pictures){r->page, &r->shelf->published.now,
		&checked};
	beside = (struct site_beside){take.at, take.count, shelf_picture,
		&pictures};
	site_main_write(&site, &checked, &beside, &body);
	new.number = checked.number;
	new.title = str_dup(r->shelf->arena, checked.title);
	new.is_story = checked.is_story;
	new.is_draft = checked.is_draft;
	new.is_withdrawn = checked.withdrawn.len > 0;
	new.body = html_ready(buf_take(&body, r->shelf->arena));
	LIST_ADD(r->shelf->arena, &r->shelf->guides[r->locale], new);
	buf_close(&body);
}

static void locale_render(struct shelf *shelf, enum locale locale,
	bool demonstration)
{
	struct rendering r = {.shelf = shelf, .page = arena_open(PAGE_BYTES),
		.edition = guide_library_edition(&shelf->library),
		.locale = locale, .demonstration = demonstration};
	const struct guide_list *lists[] = {&shelf->library.guides,
		&shelf->library.stories};
	struct take whole = {0};

	for (size_t i = 0; i < NELEM(lists); i++) titles_list(&r, lists[i]);
	for (size_t i = 0; i < NELEM(lists); i++) {
		for (size_t n = 0; n < lists[i]->count; n++) {
			guide_render(&r, &lists[i]->at[n]);
		}
	}
	take_list(shelf, locale_info(locale)->tag, 0, &whole);
	shelf->whole[locale].at = whole.at;
	shelf->whole[locale].count = whole.count;
	arena_close(&r.page);
}

/* The address as a square code. Where the library for it is not on this
 * computer the address stands there in letters only. */
static void code_make(struct shelf *shelf)
{
	struct edition edition = guide_library_edition(&shelf->library);
	struct arena *arena = arena_open(PAGE_BYTES);
	struct buf png = {0};
	struct guide_place *places;
	size_t count;
	struct qr qr;

	places = site_places(arena, &edition, &count);
	if (count > 0 && places[0].is_onion
		&& qr_make(arena, places[0].address, &qr)
		&& qr_png(arena, places[0].address, CODE_SCALE, &png) == NULL) {
		shelf->code = buf_take(&png, shelf->arena);
		shelf->code_side = qr.side * CODE_SCALE;
	}
	buf_close(&png);
	arena_close(&arena);
}

const err *shelf_open(struct shelf *ret_shelf, const char *line,
	bool demonstration)
{
	struct shelf shelf = {.arena = arena_open(SHELF_BYTES)};
	const char *folder;
	const err *e = published_open(&shelf.published, line);

	folder = published_library(shelf.arena, &shelf.published);
	if (e == NULL && folder != NULL) {
		e = guide_library_open(&shelf.library, folder);
	}
	if (e != NULL) {
		shelf_close(&shelf);
		return e;
	}
	for (int i = 0; folder != NULL && i < LOCALE_COUNT; i++) {
		locale_render(&shelf, (enum locale)i, demonstration);
	}
	if (folder != NULL) code_make(&shelf);
	*ret_shelf = shelf;
	return NULL;
}
