/* The pages of guides: see door_guides.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_guides.h"

#include "base/num.h"
#include "guide/plain.h"
#include "guide/site.h"
#include "page/line_guides.h"

void door_guides_list(struct door_asked *a)
{
	const struct shelf *shelf = a->door->shelf;
	size_t count = shelf->guides[a->locale].count;
	struct line_guide_title *titles = ARENA_ARRAY(a->x->arena,
		struct line_guide_title, count);
	struct line_guides view = {.frame = &a->frame, .guides = titles,
		.files = shelf->whole[a->locale].at,
		.file_count = shelf->whole[a->locale].count,
		.has_release = shelf->published.now.release > 0};

	for (size_t i = 0; i < count; i++) {
		const struct shelf_guide *guide =
			&shelf->guides[a->locale].at[i];

		titles[i] = (struct line_guide_title){
			str_fmt(a->x->arena, "%u", guide->number),
			guide->title, guide->is_draft, guide->is_withdrawn};
		if (!guide->is_story) view.guide_count++;
	}
	view.stories = titles + view.guide_count; /* behind all guides */
	view.story_count = count - view.guide_count;
	page_line_guides(&a->out, a->locale, &view);
}

/* -- one guide ------------------------------------------------------------ */

static void guide_fill(struct door_asked *a, const struct shelf_guide *guide)
{
	const struct shelf *shelf = a->door->shelf;
	struct line_guide view = {.frame = &a->frame, .body = guide->body};
	const struct manifest *now = &shelf->published.now;

	for (size_t i = 0; i < shelf->guides[a->locale].count; i++) {
		const struct shelf_guide *at = &shelf->guides[a->locale].at[i];

		if (at->number <= guide->number ||
			at->is_story != guide->is_story) {
			continue;
		}
		view.next = str_fmt(a->x->arena, "%u", at->number);
		view.next_title = at->title;
		break;
	}
	if (now->release > 0) {
		view.release = str_fmt(a->x->arena, "%u", now->release);
		view.date = plain_date(a->x->arena, now->day);
	}
	page_line_guide(&a->out, a->locale, &view);
}

bool door_guides_one(struct door_asked *a, const struct door_path *path)
{
	const struct shelf_guide *guide;
	str name = str_from(path->rest, 7);
	uint64_t number;

	if (!str_starts(path->rest, S("guides/"))) return false;
	/* links between guides are made for a folder of files */
	if (str_ends(name, S(".html"))) name = str_first(name, name.len - 5);
	if (!num_read(name, PAGE_NUMBER_MAX, &number)) return false;
	guide = shelf_find(a->door->shelf, path->locale, (unsigned)number);
	if (guide == NULL) return false;
	guide_fill(a, guide);
	return true;
}

/* -- the board of releases ------------------------------------------------ */

static const struct { str name; enum line_change_kind kind; } kinds[] = {
	{S_INIT("added"), LINE_ADDED}, {S_INIT("corrected"), LINE_CORRECTED},
	{S_INIT("renewed"), LINE_RENEWED},
	{S_INIT("withdrawn"), LINE_WITHDRAWN},
};

static struct line_change change_view(struct door_asked *a,
	const struct change *change)
{
	const struct shelf_guide *guide = shelf_find(a->door->shelf,
		a->locale, change->guide);
	struct line_change view = {
		.guide = str_fmt(a->x->arena, "%u", change->guide),
		.title = guide == NULL ? S("") : guide->title,
		.words = change->words, .lang = change->tongue->tag,
		.dir = change->tongue->rtl ? S("rtl") : S("ltr")};

	for (size_t i = 0; i < NELEM(kinds); i++) {
		if (str_eq(kinds[i].name, change->kind)) {
			view.kind = kinds[i].kind;
		}
	}
	return view;
}

/* The same change is there in several languages: the reader's, or else that
 * of the source. */
static bool is_for(const struct release *release, const struct change *change,
	const struct tongue *tongue, const struct tongue *source)
{
	if (change->tongue == tongue) return true;
	if (change->tongue != source) return false;
	for (size_t i = 0; i < release->changes.count; i++) {
		const struct change *other = &release->changes.at[i];

		if (other->guide == change->guide && other->tongue == tongue
			&& str_eq(other->kind, change->kind)) {
			return false;
		}
	}
	return true;
}

static struct line_release release_view(struct door_asked *a,
	const struct release *release)
{
	struct line_change *changes = ARENA_ARRAY(a->x->arena,
		struct line_change, release->changes.count);
	struct line_release view = {
		.number = str_fmt(a->x->arena, "%u", release->number),
		.date = plain_date(a->x->arena, release->day),
		.changes = changes};

	for (size_t i = 0; i < release->changes.count; i++) {
		if (!is_for(release, &release->changes.at[i],
			tongue_of(a->locale),
			a->door->shelf->library.source)) {
			continue;
		}
		changes[view.change_count++] = change_view(a,
			&release->changes.at[i]);
	}
	return view;
}

void door_guides_releases(struct door_asked *a)
{
	const struct guide_library *library = &a->door->shelf->library;
	size_t count = library->releases.count;
	struct line_release *releases = ARENA_ARRAY(a->x->arena,
		struct line_release, count);
	struct line_releases view = {&a->frame, releases, count};

	for (size_t i = 0; i < count; i++) {
		releases[i] = release_view(a,
			&library->releases.at[count - 1 - i]);
	}
	page_line_releases(&a->out, a->locale, &view);
}

void door_guides_elsewhere(struct door_asked *a)
{
	const struct shelf *shelf = a->door->shelf;
	struct edition edition = guide_library_edition(&shelf->library);
	struct line_elsewhere view = {.frame = &a->frame,
		.has_code = shelf->code.len > 0, .code_side = shelf->code_side,
		.files = shelf->whole[a->locale].at,
		.file_count = shelf->whole[a->locale].count};

	view.places = site_places(a->x->arena, &edition, &view.place_count);
	page_line_elsewhere(&a->out, a->locale, &view);
}

/* -- files ---------------------------------------------------------------- */

static const struct { str suffix, type; } types[] = {
	{S_INIT(".epub"), S_INIT("application/epub+zip")},
	{S_INIT(".pdf"), S_INIT("application/pdf")},
	{S_INIT(".odt"), S_INIT("application/vnd.oasis.opendocument.text")},
	{S_INIT(".png"), S_INIT("image/png")},
	{S_INIT(".jpg"), S_INIT("image/jpeg")},
	{S_INIT(".opus"), S_INIT("audio/ogg")},
	{S_INIT(".zip"), S_INIT("application/zip")},
	{S_INIT(".txt"), S_INIT("text/plain; charset=utf-8")},
	{S_INIT(".html"), S_INIT("application/octet-stream")},
};

/* What may be opened in the browser is shown there; a page of its own style is
 * saved, for the line's rules would take its style away. No address is cached,
 * none is given on. */
static const char headers[] = "Cache-Control: no-store\r\n"
	"Referrer-Policy: no-referrer\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Content-Security-Policy: sandbox; default-src 'none'\r\n";

bool door_guides_code(struct door *door, struct exchange *x,
	const struct door_path *path)
{
	struct answer answer = {.status = 200, .type = S("image/png"),
		.headers = str_of(headers), .body = door->shelf->code};

	if (!path->has_locale || answer.body.len == 0
		|| !str_eq(path->rest, S("elsewhere.png"))) {
		return false;
	}
	web_answer(x, &answer);
	return true;
}

bool door_guides_file(struct door *door, struct exchange *x)
{
	struct door_path page = door_path_of(x);
	str path = str_from(x->request.path, 1);

	if (page.has_locale && str_starts(page.rest, S("pictures/"))) {
		path = str_fmt(x->arena, "site/%.*s", S_ARG(page.rest));
	}
	if (!shelf_has_file(door->shelf, path)) return false;
	for (size_t i = 0; i < NELEM(types); i++) {
		if (!str_ends(path, types[i].suffix)) continue;
		door_pull_guide(door, x, path, types[i].type,
			str_of(headers));
		return true;
	}
	return false;
}
