/* Adding a picture or a recording to a guide from a file: see ui_guide.h. What is
 * kept of it is decided in guide_media.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guide.h"

#include "base/tr_mark.h"
#include "desk/guide_media.h"
#include "desk/ui_guard.h"
#include "desk/ui_upload.h"
#include "page/desk_guide.h"

/* -- a form with a file --------------------------------------------------- */

/* The one file that was chosen; why there is none is said. */
static const err *file_read_in(struct ui_page *p, struct ui_upload *u,
	const char **ret_why)
{
	*ret_why = NULL;
	if (!ui_upload_read(p, u)) {
		*ret_why = TR("This file could not be read. Up to 24 MB are "
			"taken.");
		return err_make(ERR_USAGE, "a broken form");
	}
	/* [ui-1] the guard left this form's secret to us */
	if (!ui_form_is_ours(p->ui, &u->fields)) {
		return err_make(ERR_REFUSED, "a form of another page");
	}
	if (u->file_count == 1) return NULL;
	*ret_why = TR("Choose a file.");
	return err_make(ERR_USAGE, "no file");
}

/* -- a picture ------------------------------------------------------------ */

static void picture_show(struct ui_page *p, const struct guide_at *at,
	str words)
{
	const struct tongue *source = at->kept->guide.tongues[0];
	struct desk_guide_picture view = {.frame = &p->frame,
		.words = words,
		.address = ui_guide_number(p, at),
		.name = ui_guide_name(p, at->kept),
		.letters = ui_guide_letters(p, at, at->unit),
		.lang = source->tag, .dir = ui_guide_dir(source),
		.is_story = at->kept->guide.is_story};

	page_desk_guide_picture(p->out, p->locale, &view);
}

void ui_guide_picture_form(struct ui_page *p, struct guide_at *at)
{
	picture_show(p, at, S(""));
}

void ui_guide_picture(struct ui_page *p, struct guide_at *at)
{
	struct ui_upload *u = ARENA_NEW(p->arena, struct ui_upload);
	struct picture_wish wish = {.words = S("")};
	const char *why;
	const err *e = file_read_in(p, u, &why);

	(void)!form_line(p->arena, form_value(&u->fields, S("text")),
		&wish.words);
	if (e == NULL) {
		wish.bytes = u->files[0].bytes;
		e = guide_picture_add(p->ui->desk, at->kept, at->unit, &wish,
			&why);
	}
	ui_guide_acted(p, e, why, str_fmt(p->arena, "/guides/%u",
		guide_page_number(&at->kept->guide)));
	if (e != NULL && why != NULL) picture_show(p, at, wish.words);
	ui_upload_close(u);
}

/* -- a recording ---------------------------------------------------------- */

/* "3/ar/UNIT" */
static str unit_address(struct ui_page *p, const struct guide_at *at)
{
	return str_fmt(p->arena, "%u/%.*s/%.*s",
		guide_page_number(&at->kept->guide),
		S_ARG(locale_info(at->form)->tag),
		S_ARG(ui_guide_letters(p, at, at->unit)));
}

void ui_guide_recording_form(struct ui_page *p, struct guide_at *at)
{
	const struct tongue *tongue = at->kept->guide.tongues[at->tongue];
	struct desk_guide_recording view = {.frame = &p->frame,
		.address = ui_guide_number(p, at),
		.letters = ui_guide_letters(p, at, at->unit),
		.back = at->tongue == 0 ? str_fmt(p->arena,
			"/guides/%u/unit/%.*s",
			guide_page_number(&at->kept->guide),
			S_ARG(ui_guide_letters(p, at, at->unit)))
			: str_fmt(p->arena, "/guides/%.*s", S_ARG(
				unit_address(p, at))),
		.name = ui_guide_name(p, at->kept),
		.words = ui_guide_plain(p, &at->kept->guide.units.at[at->unit],
			tongue, at->kept->guide.units.at[at->unit].words[
				at->tongue].text),
		.tag = tongue->tag, .dir = ui_guide_dir(tongue),
		.lang_name = ui_language_name(p->locale, tongue->tag),
		.is_story = at->kept->guide.is_story};
	uint64_t bytes = 0;

	if (guide_recording_size(p->ui->desk, at->kept, at->unit, at->form,
		&bytes) == NULL) {
		view.kilobytes = (bytes + 1023) / 1024;
	}
	page_desk_guide_recording(p->out, p->locale, &view);
}

void ui_guide_recording(struct ui_page *p, struct guide_at *at)
{
	struct ui_upload *u = ARENA_NEW(p->arena, struct ui_upload);
	str go = str_fmt(p->arena, "/guides/%.*s/recording",
		S_ARG(unit_address(p, at)));
	const char *why;
	const err *e = file_read_in(p, u, &why);

	if (e == NULL) {
		e = guide_recording_set(p->ui->desk, at->kept, at->unit,
			at->form, u->files[0].bytes, &why);
	}
	ui_guide_acted(p, e, why, go);
	if (e != NULL && why != NULL) ui_guide_recording_form(p, at);
	ui_upload_close(u);
}

void ui_guide_silent(struct ui_page *p, struct guide_at *at)
{
	str go = str_fmt(p->arena, "/guides/%.*s/recording",
		S_ARG(unit_address(p, at)));

	ui_guide_acted(p, guide_recording_out(p->ui->desk, at->kept, at->unit,
		at->form), NULL, go);
}
