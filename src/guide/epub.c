/* The files of a book and their archive: see epub.h. What a chapter says
 * besides its units stands here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/epub.h"

#include "base/num.h"
#include "guide/epub_room.h"
#include "guide/plain.h"
#include "guide/zip.h"
#include "page/asset.h"
#include "page/tr.h"
#include "text/html.h"

/* The links of one chapter. */
struct chapter_links {
	struct xhtml_links links; /* first: what is handed on */
	const struct epub_plan *plan;
	const struct chapter *chapter;
};

/* Inside the book to a file and a unit of it. */
static bool inner_address(const struct epub_plan *plan, size_t chapter,
	const struct unit *unit, struct buf *out)
{
	const struct chapter *at;

	if (chapter == SIZE_MAX) return false;
	at = &plan->chapters.at[chapter];
	buf_put(out, epub_file_name(plan->arena, at->file));
	buf_fmt(out, "#g%u", at->checked->number);
	if (unit == NULL) return true;
	buf_byte(out, '-');
	buf_put(out, unit_id_str(&unit->id));
	return true;
}

static bool address(const struct xhtml_links *links, const struct slot *slot,
	struct buf *out)
{
	const struct chapter_links *at =
		(const struct chapter_links *)(const void *)links;
	const struct checked *checked = at->chapter->checked;
	uint64_t number;

	if (str_starts(slot->value, S("unit:"))) {
		const struct unit *unit = epub_unit(checked,
			str_from(slot->value, 5));

		return unit != NULL && inner_address(at->plan,
			epub_chapter_find(at->plan, checked->number, unit),
			unit, out);
	}
	if (str_starts(slot->value, S("guide:"))) {
		return num_read(str_from(slot->value, 6), GUIDE_NUMBER_MAX,
			       &number) &&
		       inner_address(at->plan, epub_chapter_find(at->plan,
			       (unsigned)number, NULL), NULL, out);
	}
	if (!html_url_is_allowed(slot->value)) return false;
	buf_put(out, slot->value);
	return true;
}

static bool is_target(const struct xhtml_links *links,
	const struct unit *unit)
{
	const struct epub_plan *plan =
		((const struct chapter_links *)(const void *)links)->plan;

	for (size_t i = 0; i < plan->targets.count; i++) {
		if (plan->targets.at[i] == unit) return true;
	}
	return unit->kind == UNIT_SECTION && unit->level == 1; /* contents */
}

static bool picture(const struct xhtml_links *links, const struct unit *unit,
	struct xhtml_picture *ret_picture)
{
	const struct chapter_links *at =
		(const struct chapter_links *)(const void *)links;
	unsigned guide = at->chapter->checked->number;

	for (size_t i = 0; i < unit->slot_count; i++) {
		if (unit->slots[i].kind != SLOT_PICTURE) continue;
		for (size_t j = 0; j < at->plan->pictures.count; j++) {
			const struct shown_picture *shown =
				&at->plan->pictures.at[j];

			if (shown->guide != guide ||
				!str_eq(shown->name, unit->slots[i].value)) {
				continue;
			}
			*ret_picture = (struct xhtml_picture){shown->file,
				shown->image.width, shown->image.height};
			return true;
		}
	}
	return false;
}

/* A paragraph of ours; a {hole} becomes `value`. */
static void line(const struct epub_plan *plan, const char *class,
	const char *words, str value, struct buf *out)
{
	buf_fmt(out, "<p class=\"%s\">", class);
	xhtml_frame(out, plan->tongue, "span",
		tr(plan->tongue->locale, words), value);
	buf_text(out, "</p>\n");
}

/* What must be known before the first word. */
static void before(const struct epub_plan *plan, const struct checked *checked,
	struct buf *out)
{
	const struct edition *edition = plan->book->edition;

	if (edition->demonstration) {
		line(plan, "note", TR("This is a demonstration. The"
			" organisation, its people and everything in it are"
			" invented."), S(""), out);
	}
	if (checked->is_draft) {
		line(plan, "note", TR("This is a draft. It has not been checked"
			" yet: do not rely on it alone."), S(""), out);
	}
	if (checked->is_overdue) {
		line(plan, "warning", TR("This should have been checked again by"
			" now. Some of it may be old."), S(""), out);
	}
	if (edition->expires_day > 0) {
		line(plan, "note", TR("Do not trust this after {date}. Look for"
			" a newer one."), plain_date(plan->arena,
				edition->expires_day), out);
	}
}

static const char *const sign_words[SIGN_ROLE_COUNT] = {
	[ROLE_LANGUAGE] = TR("A native speaker, {month}"),
	[ROLE_MEDICINE] = TR("A doctor, {month}"),
	[ROLE_SECURITY] = TR("A security trainer, {month}"),
};

/* Roles and months; names stand nowhere, and no day either. */
static void checks(const struct epub_plan *plan, const struct checked *checked,
	struct buf *out)
{
	if (checked->sign_count == 0 && !checked->is_draft) return;
	line(plan, "foot", TR("Who has checked this"), S(""), out);
	buf_text(out, "<ul class=\"foot\">\n");
	for (size_t i = 0; i < checked->sign_count; i++) {
		const struct checked_sign *sign = &checked->signs[i];

		buf_text(out, "<li>");
		xhtml_frame(out, plan->tongue, "span", tr(plan->tongue->locale,
			sign_words[sign->role]),
			plain_month(plan->arena, sign->checked_day));
		buf_text(out, "</li>\n");
	}
	if (checked->is_draft) {
		buf_text(out, "<li>");
		xhtml_frame(out, plan->tongue, "span", tr(plan->tongue->locale,
			TR("Not everybody who has to check this has done so"
			   " yet.")), S(""));
		buf_text(out, "</li>\n");
	}
	buf_text(out, "</ul>\n");
	if (checked->check_again_day > 0) {
		line(plan, "foot", TR("To be checked again by {date}"),
			plain_date(plan->arena, checked->check_again_day), out);
	}
}

static void where_write(const struct epub_plan *plan, struct buf *out)
{
	const struct edition *edition = plan->book->edition;
	size_t count = edition->where_count;

	if (edition->onion.len == 0 && count == 0) return;
	line(plan, "foot", TR("Where else these guides are"), S(""), out);
	buf_text(out, "<ul class=\"foot\">\n");
	for (size_t i = 0; i <= count; i++) {
		str place = i == 0 ? edition->onion : edition->where[i - 1];

		if (place.len == 0) continue;
		buf_text(out, "<li><bdi dir=\"ltr\">");
		xhtml_text(out, place);
		buf_text(out, "</bdi></li>\n");
	}
	buf_text(out, "</ul>\n");
}

static void release_write(const struct epub_plan *plan, struct buf *out)
{
	const struct edition *edition = plan->book->edition;
	str words = tr_fill(plan->arena, tr(plan->tongue->locale,
		TR("Release {number}, {date}")), S("number"),
		str_fmt(plan->arena, "%u", edition->release));

	if (edition->release == 0) {
		line(plan, "foot", TR("A draft"), S(""), out);
		return;
	}
	buf_text(out, "<p class=\"foot\">");
	xhtml_frame(out, plan->tongue, "span", words,
		plain_date(plan->arena, edition->day));
	buf_text(out, "</p>\n");
}

/* What a guide says of itself behind its last word. */
static void after(const struct epub_plan *plan, const struct checked *checked,
	struct buf *out)
{
	buf_text(out, "<hr/>\n");
	checks(plan, checked, out);
	where_write(plan, out);
	release_write(plan, out);
}

/* [epub-3] */
static void withdrawn_write(const struct epub_plan *plan,
	const struct checked *checked, struct buf *out)
{
	buf_text(out, "<h1>");
	xhtml_text(out, checked->title);
	buf_text(out, "</h1>\n");
	line(plan, "warning", TR("This guide was taken back. Please do not use"
		" it any more, and do not pass it on."), S(""), out);
	buf_text(out, "<p>");
	xhtml_text(out, checked->withdrawn);
	buf_text(out, "</p>\n");
}

static void chapter_write(const struct epub_plan *plan,
	const struct chapter *chapter, struct buf *out)
{
	const struct checked *checked = chapter->checked;
	const struct chapter_links links = {{address, is_target, picture}, plan,
		chapter};
	const struct xhtml_run run = {checked, chapter->first, chapter->end,
		epub_prefix(plan->arena, checked), chapter->is_first ? 1 : 0,
		&links.links};

	if (chapter->is_first) {
		buf_fmt(out, "<section id=\"g%u\">\n", checked->number);
	} else {
		buf_text(out, "<section>\n");
	}
	if (checked->withdrawn.len > 0) {
		withdrawn_write(plan, checked, out);
	} else {
		before(plan, checked, out);
		xhtml_units(out, &run);
	}
	if (chapter->is_last) after(plan, checked, out);
	buf_text(out, "</section>\n");
}

/* The title of the one guide in it, or of the book. */
static str file_title(const struct epub_plan *plan, size_t first, size_t end)
{
	const struct checked *checked = plan->chapters.at[first].checked;

	if (plan->chapters.at[end - 1].checked != checked) return plan->title;
	return epub_title(plan->arena, plan->book->edition, checked);
}

/* The chapters of a file from `first` on; returns the one behind it. */
static size_t file_write(const struct epub_plan *plan, size_t first,
	struct buf *out)
{
	size_t end = first;

	while (end < plan->chapters.count && plan->chapters.at[end].file ==
		plan->chapters.at[first].file) {
		end++;
	}
	xhtml_head(out, plan->tongue, file_title(plan, first, end), false);
	for (size_t i = first; i < end; i++) {
		chapter_write(plan, &plan->chapters.at[i], out);
	}
	xhtml_tail(out);
	return end;
}

static const err *text_add(struct zip *zip, const char *name, struct buf *bytes)
{
	const err *failed = bytes->failed
		? err_make(ERR_FULL, "a chapter is too large")
		: zip_add(zip, str_of(name), buf_str(bytes), false);

	buf_reset(bytes);
	return failed;
}

static const err *chapters_add(const struct epub_plan *plan, struct zip *zip,
	struct buf *bytes)
{
	const err *failed = NULL;
	size_t chapter = 0;

	for (size_t i = 0; i < plan->file_count && failed == NULL; i++) {
		str file = epub_file_name(plan->arena, i);

		chapter = file_write(plan, chapter, bytes);
		failed = text_add(zip, str_c(plan->arena,
			str_fmt(plan->arena, "book/%.*s", S_ARG(file))), bytes);
	}
	return failed;
}

static const err *pictures_add(const struct epub_plan *plan, struct zip *zip)
{
	const err *failed = NULL;

	for (size_t i = 0; i < plan->pictures.count && failed == NULL; i++) {
		const struct shown_picture *shown = &plan->pictures.at[i];

		failed = zip_add(zip, str_fmt(plan->arena, "book/%.*s",
			S_ARG(shown->file)), shown->image.bytes, true);
	}
	return failed;
}

/* In the order of their names, behind `mimetype`. */
static const err *files_add(const struct epub_plan *plan, struct zip *zip,
	struct buf *bytes)
{
	const err *failed = zip_add(zip, S("mimetype"),
		S("application/epub+zip"), true);

	epub_container_write(bytes);
	if (failed == NULL) {
		failed = text_add(zip, "META-INF/container.xml", bytes);
	}
	if (failed == NULL) failed = chapters_add(plan, zip, bytes);
	epub_nav_write(plan, bytes);
	if (failed == NULL) failed = text_add(zip, "book/nav.xhtml", bytes);
	if (failed == NULL) failed = pictures_add(plan, zip);
	buf_reset(bytes);
	epub_package_write(plan, bytes);
	if (failed == NULL) failed = text_add(zip, "book/package.opf", bytes);
	if (failed == NULL) {
		failed = zip_add(zip, S("book/style.css"), plan->tongue->rtl
			? asset_book_css_rtl : asset_book_css_ltr, false);
	}
	return failed == NULL ? zip_end(zip) : failed;
}

const err *epub_write(struct arena *arena, const struct epub_book *book,
	struct buf *out)
{
	struct epub_plan plan;
	struct zip zip = zip_start(NULL);
	struct buf bytes = {0};
	const err *failed;

	epub_plan_make(arena, book, &plan);
	failed = files_add(&plan, &zip, &bytes);
	if (failed == NULL) buf_put(out, buf_str(&zip.out));
	if (failed == NULL && out->failed) {
		failed = err_make(ERR_FULL, "the book is too large");
	}
	buf_close(&bytes);
	zip_close(&zip);
	return failed;
}
