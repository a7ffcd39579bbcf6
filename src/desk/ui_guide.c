/* The guides in a list, and which page an address of them is: see ui_guide.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guide.h"

#include "base/num.h"
#include "base/tr_mark.h"
#include "desk/record_place.h"
#include "desk/ui_route.h"
#include "page/desk_guide.h"

enum { PARTS_MAX = 5 };

/* -- the list ------------------------------------------------------------- */

static unsigned number_free(const struct guides *all)
{
	unsigned number = 1;

	while (number < GUIDE_NUMBER_MAX && guides_find(all, number) != NULL) {
		number++;
	}
	return number;
}

/* What holds for all of them has a record of its own. */
static str library_id(struct ui_page *p)
{
	struct record_filter filter = {.type = &record_library,
		.state = S("current")};
	struct record_rows rows = {.count = 0};

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL ||
		rows.count == 0) {
		return S("");
	}
	return ui_record_id(p, rows.at[0].id);
}

static void list_show(struct ui_page *p, const struct guides *all, str problem)
{
	struct guide_line *lines = ARENA_ARRAY(p->arena, struct guide_line,
		all->list.count + 1);
	struct desk_guides view = {.frame = &p->frame, .problem = problem,
		.lines = lines, .count = all->list.count,
		.sources = ui_guide_langs(p, LOCALE_EN),
		.has_folder = p->ui->hands->guides != NULL,
		.number = str_fmt(p->arena, "%u", number_free(all))};
	size_t pending;

	for (size_t i = 0; i < all->list.count; i++) {
		lines[i] = ui_guide_line(p, all, all->list.at[i], false);
	}
	(void)ui_guide_changes(p, NULL, &pending);
	view.pending = pending;
	view.library = library_id(p);
	if (problem.len > 0) {
		view.title = form_value(p->form, S("title"));
		view.number = form_value(p->form, S("number"));
	}
	page_desk_guides(p->out, p->locale, &view);
}

static void list_page(struct ui_page *p, struct guide_at *at)
{
	list_show(p, at->all, S(""));
}

static void make(struct ui_page *p, struct guide_at *at)
{
	struct guide_wish wish = {.title = form_value(p->form, S("title")),
		.source = LOCALE_EN};
	uint64_t number = 0;
	const char *why = NULL;
	const err *e;

	(void)!num_read(form_value(p->form, S("number")), GUIDE_NUMBER_MAX,
		&number);
	(void)!locale_read(form_value(p->form, S("source")), &wish.source);
	wish.number = (unsigned)number;
	e = guide_make(p->ui->desk, &wish, &why);
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/guides/%u", wish.number);
	} else if (why != NULL) {
		p->status = 422;
		list_show(p, at->all, ui_text(p, why));
	} else {
		ui_problem(p, e);
	}
}

void ui_guide_acted(struct ui_page *p, const err *e, const char *why, str go)
{
	if (e == NULL) {
		p->go = go;
	} else if (why != NULL) {
		p->status = 422;
		p->frame.problem = ui_text(p, why);
	} else {
		ui_problem(p, e);
	}
}

/* -- routes --------------------------------------------------------------- */

/* A number is #, a language @, a unit *, other words themselves; ? is any. */
static const struct guide_route {
	enum http_method method;
	const char *path;
	void (*page)(struct ui_page *p, struct guide_at *at);
} routes[] = {
	{HTTP_GET, "", list_page},
	{HTTP_POST, "", make},
	{HTTP_GET, "in", ui_guide_in_form},
	{HTTP_POST, "in", ui_guide_in},
	{HTTP_GET, "release", ui_release_form},
	{HTTP_POST, "release", ui_release},
	{HTTP_GET, "release/made", ui_release_made},
	{HTTP_POST, "release/make", ui_release_make},
	{HTTP_POST, "release/out", ui_release_make}, /* not made yet */
	{HTTP_POST, "release/stop", ui_release_stop},
	{HTTP_GET, "#", ui_guide_structure},
	{HTTP_GET, "#/add", ui_guide_add_form},
	{HTTP_GET, "#/add/*", ui_guide_add_form},
	{HTTP_POST, "#/add/*", ui_guide_add},
	{HTTP_GET, "#/unit/*", ui_guide_unit_form},
	{HTTP_POST, "#/unit/*", ui_guide_unit},
	{HTTP_POST, "#/unit/*/up", ui_guide_up},
	{HTTP_POST, "#/unit/*/down", ui_guide_down},
	{HTTP_POST, "#/unit/*/out", ui_guide_out},
	{HTTP_POST, "#/unit/*/harmless", ui_guide_harmless},
	{HTTP_GET, "#/picture/*", ui_guide_picture_form},
	{HTTP_POST, "#/picture/*", ui_guide_picture},
	{HTTP_POST, "#/change", ui_guide_change},
	{HTTP_POST, "#/withdraw", ui_guide_withdraw},
	{HTTP_POST, "#/again", ui_guide_again},
	{HTTP_GET, "#/@", ui_translate},
	{HTTP_POST, "#/@/sign", ui_translate_sign},
	{HTTP_POST, "#/@/unsign", ui_translate_unsign},
	{HTTP_GET, "#/@/preview", ui_preview},
	{HTTP_GET, "#/@/*", ui_translate_form},
	{HTTP_POST, "#/@/*", ui_translate_keep},
	{HTTP_POST, "#/@/*/look", ui_translate_look},
	{HTTP_POST, "#/@/*/still", ui_translate_still},
	{HTTP_POST, "#/@/*/missing", ui_translate_missing},
	{HTTP_GET, "#/@/*/recording", ui_guide_recording_form},
	{HTTP_POST, "#/@/*/recording", ui_guide_recording},
	{HTTP_POST, "#/@/*/silent", ui_guide_silent},
};

static bool kept_find(struct guide_at *at, str part)
{
	uint64_t number;

	if (!num_read(part, PAGE_NUMBER_MAX, &number)) return false;
	at->kept = guides_find(at->all, (unsigned)number);
	return at->kept != NULL;
}

static bool form_find(struct guide_at *at, str part)
{
	if (at->kept == NULL || !locale_read(part, &at->form)) return false;
	at->tongue = guide_form(&at->kept->guide, at->form);
	return true;
}

static bool unit_find(struct guide_at *at, str part)
{
	struct unit *unit;
	unit_id id;

	if (at->kept == NULL || !unit_id_read(part, &id)) return false;
	unit = guide_unit(&at->kept->guide, id);
	if (unit == NULL) return false;
	at->unit = (size_t)(unit - at->kept->guide.units.at);
	return true;
}

static bool part_fits(struct guide_at *at, str pattern, str part)
{
	if (str_eq(pattern, S("#"))) return kept_find(at, part);
	if (str_eq(pattern, S("@"))) return form_find(at, part);
	if (str_eq(pattern, S("*"))) return unit_find(at, part);
	return str_eq(pattern, part);
}

/* The first part of a path, and the rest. */
static str part_take(str *rest)
{
	str part = *rest;

	if (!str_cut(*rest, '/', &part, rest)) *rest = S("");
	return part;
}

static bool path_fits(struct guide_at *at, str pattern, str path)
{
	for (size_t i = 0; i < PARTS_MAX; i++) {
		if (pattern.len == 0 || path.len == 0) break;
		if (!part_fits(at, part_take(&pattern), part_take(&path))) {
			return false;
		}
	}
	return pattern.len == 0 && path.len == 0;
}

static bool is_ours(str path, str *ret_rest)
{
	if (str_eq(path, S("/guides"))) {
		*ret_rest = S("");
		return true;
	}
	*ret_rest = str_from(path, sizeof("/guides/") - 1);
	return str_starts(path, S("/guides/")) && ret_rest->len > 0;
}

bool ui_guides(struct ui_page *p)
{
	const struct http_request *request = &p->x->request;
	enum http_method method = ui_route_method(p);
	const struct guides *all;
	const err *e;
	str rest;

	if (!is_ours(request->path, &rest)) return false;
	e = guides_of(p->ui->desk, &all);
	if (e != NULL) {
		ui_problem(p, e);
		return true;
	}
	if (p->stuck != NULL) {
		ui_guide_left(p, all);
		return true;
	}
	for (size_t i = 0; i < NELEM(routes); i++) {
		struct guide_at at = {.all = all, .unit = SIZE_MAX};

		if (routes[i].method != method ||
			!path_fits(&at, str_of(routes[i].path), rest)) {
			continue;
		}
		routes[i].page(p, &at);
		return true;
	}
	ui_guide_stuck(p, TR("There is no such guide, part or language here. "
		"It may have been taken out on another desk."), S("/guides"));
	p->status = 404;
	return true;
}

static str unit_title(struct ui_page *p, const struct guide_kept *kept,
	object_id id)
{
	for (size_t i = 0; i < kept->guide.units.count; i++) {
		const struct unit *unit = &kept->guide.units.at[i];

		if (!object_eq(kept->units[i].id, id)) continue;
		return ui_guide_plain(p, unit, kept->guide.tongues[0],
			unit->words[0].text);
	}
	return S("");
}

/* The guide and the language that were signed. */
static str sign_title(struct ui_page *p, const struct guide_kept *kept,
	object_id id)
{
	struct buf title = {0};
	str words = S("");

	for (size_t i = 0; i < kept->guide.signs.count; i++) {
		size_t tongue = kept->guide.signs.at[i].tongue;

		if (!object_eq(kept->signs[i], id)) continue;
		buf_put(&title, ui_guide_name(p, kept));
		buf_text(&title, " · ");
		buf_put(&title, ui_language_name(p->locale,
			kept->guide.tongues[tongue]->tag));
		words = buf_take(&title, p->arena);
		buf_close(&title);
		break;
	}
	return words;
}

str ui_guide_title(struct ui_page *p, const struct record_row *row)
{
	const struct guides *all;
	str title = S("");

	if (guides_of(p->ui->desk, &all) != NULL) return row->title;
	for (size_t i = 0; title.len == 0 && i < all->list.count; i++) {
		title = row->type == &record_unit
			? unit_title(p, all->list.at[i], row->id)
			: sign_title(p, all->list.at[i], row->id);
	}
	return title.len > 0 ? title : row->title;
}

bool ui_guide_owns(struct ui_page *p, const struct record *record)
{
	const struct guides *all;
	object_id id = record_home(record);

	if ((record->type != &record_guide && record->type != &record_unit &&
			record->type != &record_sign &&
			record->type != &record_media) ||
		guides_of(p->ui->desk, &all) != NULL) {
		return false;
	}
	for (size_t i = 0; i < all->list.count; i++) {
		if (!object_eq(all->list.at[i]->id, id)) continue;
		p->go = str_fmt(p->arena, "/guides/%u",
			guide_page_number(&all->list.at[i]->guide));
		return true;
	}
	return false;
}
