/* Inside desk/ui*.c only: the pages for bad days, one function each; p->id is
 * the record's. Which address is which: ui_trouble.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_TROUBLE_H
#define DESK_UI_TROUBLE_H

#include "desk/ui_record.h"
#include "page/trouble_view.h"

/* ui_taken.c */
void ui_taken_begin_form(struct ui_page *p);
void ui_taken_begin(struct ui_page *p);
void ui_taken(struct ui_page *p);
void ui_taken_facts(struct ui_page *p);
void ui_taken_point(struct ui_page *p);
void ui_taken_thaw(struct ui_page *p);
void ui_taken_revoke(struct ui_page *p);
/* ui_taken_list.c */
void ui_hand_over_form(struct ui_page *p);
void ui_hand_over(struct ui_page *p);
void ui_warn(struct ui_page *p);
/* ui_plan.c */
void ui_plans(struct ui_page *p);
void ui_plan_form(struct ui_page *p);
void ui_plan_seal(struct ui_page *p);
void ui_plan(struct ui_page *p);
void ui_plan_give(struct ui_page *p);
void ui_plan_open(struct ui_page *p);
/* ui_check.c */
void ui_checks(struct ui_page *p);
void ui_check_say(struct ui_page *p);
void ui_check_answer(struct ui_page *p);
void ui_check_wait(struct ui_page *p);
void ui_check_words(struct ui_page *p);
/* ui_travel.c */
void ui_travel(struct ui_page *p);
void ui_travel_prepare(struct ui_page *p);
void ui_travel_leave(struct ui_page *p);
void ui_travel_return(struct ui_page *p);
void ui_travel_give(struct ui_page *p);
void ui_travel_law(struct ui_page *p);

/* ui_journey.c */
void ui_little(struct ui_page *p);
void ui_little_leave(struct ui_page *p);

/* ui_trouble.c: the members of the team to choose from; `first` (TR) stands for
 * nobody, NULL: somebody has to be chosen. `not` is left out. */
struct desk_choices ui_members(struct ui_page *p, const char *first,
	object_id chosen, object_id not);
object_id ui_nobody(void);
/* The record of a form's field, or nobody. */
object_id ui_form_id(struct ui_page *p, str name);
/* Another sentence than the one for its code. */
void ui_trouble_say(struct ui_page *p, unsigned status, const char *words);

#endif
