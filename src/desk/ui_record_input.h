/* Inside ui_record_input.c and ui_record_parts.c only: fields that are asked in
 * several boxes. Of each kind, `…_input` fills the input from the record or from
 * what was sent, and `…_sent` makes one value of the boxes, as record_read takes
 * it; what cannot be read stays as it was typed, and is refused there.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_RECORD_INPUT_H
#define DESK_UI_RECORD_INPUT_H

#include "desk/ui_record.h"

/* -- shared (ui_record_input.c) ------------------------------------------- */
struct choice_list LIST_OF(struct desk_choice);
/* One more to choose from; it is chosen when `value` is a line of `chosen`, or
 * both are empty. */
void ui_choice_add(struct ui_page *p, struct choice_list *list, str value,
	str words, str chosen);
struct desk_choices ui_choices_of(const struct choice_list *list);
/* The field stands in the form that was sent. */
bool ui_was_sent(const struct record_source *from,
	const struct record_field *field);

/* -- several boxes (ui_record_parts.c) ------------------------------------ */
void ui_date_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in);
str ui_date_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field);
/* Shown and typed in this computer's time. */
void ui_moment_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in);
str ui_moment_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field);
/* It was left alone: it keeps its zone and who said it. */
bool ui_moment_stays(struct ui_page *p, const struct form *form,
	const struct record_field *field);
void ui_place_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in);
str ui_place_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field);

#endif
