/* Inside desk/ui_guide*.c only: what the pages of guides share.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_GUIDE_H
#define DESK_UI_GUIDE_H

#include "desk/guide_act.h"
#include "desk/guide_take.h"
#include "desk/ui_record.h"
#include "guide/checked.h"
#include "page/guide_desk_view.h"

/* Where an address of guides leads: numbers, tags of our languages and letters
 * of units, nothing anybody wrote [ui-2]. */
struct guide_at {
	const struct guides *all;
	const struct guide_kept *kept; /* NULL: all of them */
	enum locale form;
	size_t tongue;                 /* of the form */
	size_t unit;                   /* SIZE_MAX: none */
	str folder, part;              /* of a preview */
};

/* -- words (ui_guide_view.c) ---------------------------------------------- */
str ui_guide_number(struct ui_page *p, const struct guide_at *at);
str ui_guide_letters(struct ui_page *p, const struct guide_at *at, size_t unit);
str ui_guide_kind(struct ui_page *p, enum unit_kind kind);
str ui_guide_dir(const struct tongue *tongue);
/* Words without their marks, as far as they can be read. */
str ui_guide_plain(struct ui_page *p, const struct unit *unit,
	const struct tongue *tongue, str words);
struct guide_line ui_guide_line(struct ui_page *p, const struct guides *all,
	const struct guide_kept *kept, bool counts);
struct guide_form_view ui_guide_form(struct ui_page *p,
	const struct guide_kept *kept, enum locale form, bool counts);
/* How far one unit is in a language. */
enum ui_guide_state { GUIDE_EMPTY, GUIDE_DRAFT, GUIDE_DONE, GUIDE_STALE,
	GUIDE_STATE_COUNT };
enum ui_guide_state ui_guide_state(const struct unit *unit, size_t tongue);
/* The place of the next unit behind `from` that is not done, going round;
 * SIZE_MAX: all is done. */
size_t ui_guide_unfinished(const struct guide_at *at, size_t from);
/* Why readers cannot have a language, or empty. */
str ui_guide_trouble(struct ui_page *p, const struct guide_kept *kept,
	size_t tongue);
struct desk_choices ui_guide_langs(struct ui_page *p, enum locale chosen);
/* What it is called here: its title in the reader's own form, where it has one. */
str ui_guide_name(struct ui_page *p, const struct guide_kept *kept);
str ui_guide_day(struct ui_page *p, int64_t day);
str ui_guide_machine(struct ui_page *p, int64_t day);
struct guide_change_view *ui_guide_changes(struct ui_page *p,
	const struct guide_kept *kept, size_t *ret_count);
void ui_guide_slots(struct ui_page *p, const struct unit *unit, str *ret_lines);

/* -- pages ---------------------------------------------------------------- */
/* ui_guide.c: again with its problem, or on to `go` when there was none. */
void ui_guide_acted(struct ui_page *p, const err *e, const char *why,
	str go);
void ui_guide_structure(struct ui_page *p, struct guide_at *at);
void ui_guide_add_form(struct ui_page *p, struct guide_at *at);
void ui_guide_add(struct ui_page *p, struct guide_at *at);
void ui_guide_unit_form(struct ui_page *p, struct guide_at *at);
void ui_guide_unit(struct ui_page *p, struct guide_at *at);
void ui_guide_up(struct ui_page *p, struct guide_at *at);
void ui_guide_down(struct ui_page *p, struct guide_at *at);
void ui_guide_out(struct ui_page *p, struct guide_at *at);
void ui_guide_harmless(struct ui_page *p, struct guide_at *at);
void ui_guide_change(struct ui_page *p, struct guide_at *at);
void ui_guide_withdraw(struct ui_page *p, struct guide_at *at);
void ui_guide_again(struct ui_page *p, struct guide_at *at);
void ui_guide_in_form(struct ui_page *p, struct guide_at *at);
void ui_guide_in(struct ui_page *p, struct guide_at *at);
void ui_translate(struct ui_page *p, struct guide_at *at);
void ui_translate_sign(struct ui_page *p, struct guide_at *at);
void ui_translate_unsign(struct ui_page *p, struct guide_at *at);
void ui_translate_form(struct ui_page *p, struct guide_at *at);
void ui_translate_look(struct ui_page *p, struct guide_at *at);
void ui_translate_keep(struct ui_page *p, struct guide_at *at);
void ui_translate_still(struct ui_page *p, struct guide_at *at);
void ui_translate_missing(struct ui_page *p, struct guide_at *at);
void ui_preview(struct ui_page *p, struct guide_at *at);
/* ui_guide_media.c: a picture, and somebody who reads a part aloud. */
void ui_guide_picture_form(struct ui_page *p, struct guide_at *at);
void ui_guide_picture(struct ui_page *p, struct guide_at *at);
void ui_guide_recording_form(struct ui_page *p, struct guide_at *at);
void ui_guide_recording(struct ui_page *p, struct guide_at *at);
void ui_guide_silent(struct ui_page *p, struct guide_at *at);
/* ui_guide_made.c: a release while it is bound, and what became of it. */
void ui_release_made(struct ui_page *p, struct guide_at *at);
void ui_release_make(struct ui_page *p, struct guide_at *at);
void ui_release_stop(struct ui_page *p, struct guide_at *at);
/* ui_guide_stuck.c: the page that says what did not work, that nothing is lost,
 * and where to go on: `next` is an address of ours. */
void ui_guide_stuck(struct ui_page *p, const char *what, str next);
/* Why a form of a guide, a release or the folder did not leave. */
void ui_guide_left(struct ui_page *p, const struct guides *all);
void ui_release_form(struct ui_page *p, struct guide_at *at);
void ui_release(struct ui_page *p, struct guide_at *at);

#endif
