/* Inside desk/ui*.c only: what the pages of records share.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_RECORD_H
#define DESK_UI_RECORD_H

#include "base/list.h"
#include "desk/record_act.h"
#include "desk/record_query.h"
#include "desk/ui_room.h"
#include "page/record_view.h"

/* -- words (ui_record_words.c) -------------------------------------------- */
str ui_record_id(struct ui_page *p, object_id id);
/* What a record is called; its short name when it is not here. */
str ui_record_name(struct ui_page *p, object_id id);
str ui_record_state(struct ui_page *p, const struct record_type *type,
	str state);
struct record_word ui_record_word(struct ui_page *p,
	const struct record_type *type, const struct record_field *field,
	str value);
/* The member of a device, or what to call it. */
str ui_device_words(struct ui_page *p, str dev);
/* Now, and the moment this computer's day ends, as the desk counts. */
uint64_t ui_now_ms(struct ui_page *p);
uint64_t ui_day_end_ms(struct ui_page *p);

/* -- parts of a sheet (ui_record_sheet.c) --------------------------------- */
struct shown_list LIST_OF(struct record_shown);
/* Adds the field, if there is something to show. */
void ui_record_field(struct ui_page *p, const struct record *record,
	const struct record_field *field, struct shown_list *list);
/* What stands above: title, state, times. */
struct desk_record ui_record_view(struct ui_page *p,
	const struct record *record);
struct record_change_view ui_record_change(struct ui_page *p,
	const struct record_type *type, const struct record_change *change);

/* Who reads a case, and who does not (ui_record_case.c). */
struct record_case ui_record_case(struct ui_page *p,
	const struct record *record);

/* -- lists (ui_record.c) -------------------------------------------------- */
struct record_lines ui_record_lines(struct ui_page *p,
	const struct record_rows *rows);
/* Records of all types with these words, for the desk's search. */
const struct record_lines *ui_record_found(struct ui_page *p, str words);
struct record_line ui_record_line(struct ui_page *p,
	const struct record_row *row);

/* -- forms (ui_record_input.c, ui_record_form.c) -------------------------- */
/* Inputs for fields, filled from the record (NULL: empty), or, where a form
 * was sent, from that; `refusal` (or NULL) says which is wrong. */
struct record_source {
	const struct record_type *type;
	const struct record *record;
	const struct form *form;
	const struct record_refusal *refusal;
	const struct record_field **left; /* in the form, shown of the record */
	size_t left_count;
};
struct record_input ui_record_input(struct ui_page *p,
	const struct record_source *from, const struct record_field *field);
struct record_inputs ui_record_inputs(struct ui_page *p,
	const struct record_source *from);
/* The edits a sent form asks for: only fields that stand in it. */
struct record_edits ui_record_edits(struct ui_page *p,
	const struct record_type *type);
/* The words for a refusal that belongs to no input; empty otherwise. */
str ui_refusal_words(struct ui_page *p, const err *e,
	const struct record_refusal *refusal);

/* -- pages: p->id is the record's id or the type's key -------------------- */
void ui_record_new_form(struct ui_page *p);
void ui_record_new(struct ui_page *p);
void ui_record_edit_form(struct ui_page *p);
void ui_record_edit(struct ui_page *p);
void ui_record_sheet(struct ui_page *p);
void ui_record_step(struct ui_page *p);
void ui_record_print(struct ui_page *p);
void ui_record_move(struct ui_page *p);
void ui_record_let_in(struct ui_page *p);
void ui_record_history(struct ui_page *p);
void ui_settle_page(struct ui_page *p);
void ui_settle(struct ui_page *p);
void ui_table_page(struct ui_page *p);
void ui_table_try(struct ui_page *p);
void ui_table_take(struct ui_page *p);
void ui_day(struct ui_page *p);
void ui_workload(struct ui_page *p);
void ui_me(struct ui_page *p);
void ui_choose(struct ui_page *p);

/* The record of p->id, or the page of what is not here: false. */
bool ui_record_of(struct ui_page *p, struct record *ret_record);
/* The fields of a record that are not empty, in words (ui_record_sheet.c). */
const struct record_shown *ui_record_shown(struct ui_page *p,
	const struct record *record, size_t *ret_count);
/* The type of p->id, likewise. */
const struct record_type *ui_type_of(struct ui_page *p);
/* The same, but for those whose list and tables are elsewhere. */
const struct record_type *ui_listed_type(struct ui_page *p);
/* ui_bank.c: sends to the word bank's own page of it, when it has one. */
bool ui_bank_owns(struct ui_page *p, const struct record *record);
/* ui_guide.c: the same for guides and what belongs to them. */
bool ui_guide_owns(struct ui_page *p, const struct record *record);
/* A part is called by its source words, a signature by what was signed. */
str ui_guide_title(struct ui_page *p, const struct record_row *row);
/* ui_bank.c: the title of a row; a folded word is its first letter. */
str ui_bank_title(struct ui_page *p, const struct record_row *row);
str ui_record_address(struct ui_page *p, object_id id);

#endif
