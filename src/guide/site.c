/* The pages of a site of guides: see site.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/site.h"

#include "guide/gallery.h"
#include "guide/plain.h"
#include "guide/qr.h"
#include "page/asset.h"
#include "page/guide_pages.h"

enum { CODE_SCALE = 5 }; /* pixels of a cell of the code for cameras */

static enum locale locale_of(const struct site *site)
{
	return site->tongue->locale;
}

static str dir_of(const struct tongue *tongue)
{
	return tongue->rtl ? S("rtl") : S("ltr");
}

/* -- the frame ------------------------------------------------------------ */

/* Of each tongue, whether there are pages in it. */
static const bool *languages_find(const struct site *site)
{
	bool *has = ARENA_ARRAY(site->arena, bool, tongue_count);

	has[site->tongue - tongues] = true;
	for (size_t i = 0; site->map == NULL
		&& i < site->edition->name_count; i++) {
		has[site->edition->names[i].tongue - tongues] = true;
	}
	for (size_t i = 0; site->map != NULL && i < site->map->title_count; i++) {
		has[site->map->titles[i].tongue - tongues] = true;
	}
	return has;
}

static void languages_put(const struct site *site, unsigned guide,
	struct guide_frame *frame)
{
	struct LIST_OF(struct guide_language) list = {0};
	const bool *has = languages_find(site);

	for (size_t i = 0; i < tongue_count; i++) {
		const struct tongue *tongue = &tongues[i];
		struct guide_language language = {.tag = tongue->tag,
			.dir = dir_of(tongue), .own_name = tongue->own_name,
			.is_here = tongue == site->tongue};

		if (!has[i]) continue;
		if (guide > 0 && site->map != NULL && site_map_find(site->map,
			guide, tongue) != NULL) {
			language.guide = guide;
		}
		LIST_ADD(site->arena, &list, language);
	}
	frame->languages = list.at;
	frame->language_count = list.count;
}

static void name_put(const struct edition_name *name,
	struct guide_frame *frame)
{
	if (name == NULL) return;
	frame->name = name->words;
	frame->name_lang = name->tongue->tag;
	frame->name_dir = dir_of(name->tongue);
}

/* `title` is what the page is about; the quiet edition does not say it
 * [site-2]. */
static struct guide_frame frame_of(const struct site *site, unsigned number,
	str title)
{
	const struct edition *edition = site->edition;
	bool rtl = site->tongue->rtl;
	struct guide_frame frame = {
		.lang = site->tongue->tag, .dir = dir_of(site->tongue),
		.style = {rtl ? asset_line_css_rtl : asset_line_css_ltr},
		.more = {rtl ? asset_guide_css_rtl : asset_guide_css_ltr},
		.number = number, .demonstration = edition->demonstration,
		.release = edition->release, .alone = site->map == NULL,
		.date = plain_date(site->arena, edition->day),
	};

	if (!edition->quiet) {
		name_put(edition_name_of(edition, site->tongue), &frame);
		frame.title = title;
	}
	if (edition->expires_day > 0) { /* [site-1] */
		frame.expires = plain_date(site->arena, edition->expires_day);
	}
	languages_put(site, number, &frame);
	return frame;
}

struct guide_place *site_places(struct arena *arena,
	const struct edition *edition, size_t *ret_count)
{
	struct LIST_OF(struct guide_place) list = {0};
	struct guide_place place = {.is_onion = true};

	if (edition->onion.len > 0) {
		place.address = edition_onion(arena, edition);
		LIST_ADD(arena, &list, place);
	}
	for (size_t i = 0; i < edition->where_count; i++) {
		place = (struct guide_place){.address = edition->where[i]};
		place.is_onion = str_find(place.address, S(".onion")) !=
			SIZE_MAX;
		if (html_url_is_allowed(place.address)) {
			LIST_ADD(arena, &list, place);
		}
	}
	*ret_count = list.count;
	return list.at;
}

/* -- pages ---------------------------------------------------------------- */

static void checks_put(const struct site *site, const struct checked *checked,
	struct guide_page *page)
{
	static const enum guide_check_role who[] = {
		[ROLE_LANGUAGE] = CHECKER_LANGUAGE,
		[ROLE_MEDICINE] = CHECKER_MEDICINE,
		[ROLE_SECURITY] = CHECKER_SECURITY,
	};
	struct guide_check *checks = ARENA_ARRAY(site->arena,
		struct guide_check, SIGN_ROLE_COUNT);

	for (size_t i = 0; i < checked->sign_count; i++) {
		checks[i] = (struct guide_check){who[checked->signs[i].role],
			plain_month(site->arena, checked->signs[i].checked_day)};
	}
	page->checks = checks;
	page->check_count = checked->sign_count;
	if (checked->check_again_day > 0) {
		page->check_again = plain_date(site->arena,
			checked->check_again_day);
	}
}

static void gone_write(const struct site *site, const struct checked *checked,
	struct buf *out)
{
	struct guide_frame frame = frame_of(site, checked->number,
		checked->title);
	struct guide_gone page = {.frame = &frame, .title = checked->title,
		.why = checked->withdrawn, .is_story = checked->is_story};

	page_guide_gone(out, locale_of(site), &page);
}

void site_guide_write(const struct site *site, const struct checked *checked,
	const struct guide_file *files, size_t file_count, struct buf *out)
{
	struct guide_frame frame = frame_of(site, checked->number,
		checked->title);
	struct guide_page page = {.frame = &frame, .files = files,
		.file_count = file_count};
	struct gallery_job gallery = gallery_job(site->arena, site->edition,
		checked);
	struct parts_wish wish = {.map = site->map,
		.picture = gallery_beside, .of = &gallery};

	if (checked->withdrawn.len > 0) {
		gone_write(site, checked, out);
		return;
	}
	guide_parts_make(site->arena, checked, &wish, &page);
	checks_put(site, checked, &page);
	page_guide(out, locale_of(site), &page);
}

void site_main_write(const struct site *site, const struct checked *checked,
	const struct site_beside *beside, struct buf *out)
{
	struct parts_wish wish = {.map = site->map,
		.picture = beside->picture, .of = beside->of};
	struct guide_page page = {.files = beside->files,
		.file_count = beside->file_count};
	struct guide_gone gone = {.title = checked->title,
		.why = checked->withdrawn, .is_story = checked->is_story};

	if (checked->withdrawn.len > 0) {
		page_guide_gone_main(out, locale_of(site), &gone);
		return;
	}
	guide_parts_make(site->arena, checked, &wish, &page);
	checks_put(site, checked, &page);
	page_guide_main(out, locale_of(site), &page);
}

void site_single_write(const struct site *site,
	const struct checked *checked, guide_picture_find *picture, void *of,
	struct buf *out)
{
	struct site alone = *site;
	struct parts_wish wish = {.picture = picture, .of = of};
	struct guide_page page = {0};
	struct guide_frame frame;

	alone.map = NULL;
	frame = frame_of(&alone, checked->number, checked->title);
	if (checked->withdrawn.len > 0) {
		gone_write(&alone, checked, out);
		return;
	}
	page.frame = &frame;
	guide_parts_make(site->arena, checked, &wish, &page);
	checks_put(site, checked, &page);
	page.places = site_places(site->arena, site->edition,
		&page.place_count);
	page_guide(out, locale_of(site), &page);
}

void site_index_write(const struct site *site,
	const struct guide_file *files, size_t file_count, struct buf *out)
{
	struct guide_frame frame = frame_of(site, SITE_LIST_NUMBER,
		tr(locale_of(site), TR("Guides")));
	struct LIST_OF(struct guide_title) list = {0}, stories = {0};
	struct guide_index page = {.frame = &frame, .files = files,
		.file_count = file_count};

	for (size_t i = 0; i < site->map->title_count; i++) {
		const struct site_title *from = &site->map->titles[i];
		struct guide_title title = {from->number, from->title,
			from->is_draft, from->is_withdrawn};

		if (from->tongue != site->tongue) continue;
		if (from->number > STORY_PAGES) {
			LIST_ADD(site->arena, &stories, title);
		} else {
			LIST_ADD(site->arena, &list, title);
		}
	}
	page.stories = stories.at;
	page.story_count = stories.count;
	page.titles = list.at;
	page.title_count = list.count;
	page_guide_index(out, locale_of(site), &page);
}

/* The onion's address for cameras, inside the page. */
static void places_code(const struct site *site, struct guide_places *page)
{
	struct buf png = {0};
	str onion = edition_onion(site->arena, site->edition);
	struct qr qr;

	if (qr_make(site->arena, onion, &qr) && qr_png(site->arena, onion,
		CODE_SCALE, &png) == NULL) {
		page->code = buf_take(&png, site->arena);
		page->code_side = qr.side * CODE_SCALE;
	}
	buf_close(&png);
}

void site_places_write(const struct site *site, struct buf *out)
{
	struct guide_frame frame = frame_of(site, SITE_PLACES_NUMBER,
		tr(locale_of(site), TR("Where else these guides are")));
	struct guide_places page = {.frame = &frame};

	page.places = site_places(site->arena, site->edition,
		&page.place_count);
	places_code(site, &page);
	page_guide_places(out, locale_of(site), &page);
}

void site_about_write(const struct site *site, struct buf *out)
{
	struct guide_frame frame = frame_of(site, SITE_ABOUT_NUMBER,
		tr(locale_of(site), TR("About these guides")));

	page_guide_about(out, locale_of(site), &frame);
}

void site_start_write(const struct site *site, struct buf *out)
{
	struct guide_frame frame = frame_of(site, 1,
		edition_name(site->edition, site->tongue));

	if (frame.name.len == 0) {
		frame.name = tr(locale_of(site), TR("Guides"));
		frame.name_lang = locale_info(locale_of(site))->tag;
		frame.name_dir = locale_info(locale_of(site))->dir;
	}
	page_guide_start(out, locale_of(site), &frame);
}
