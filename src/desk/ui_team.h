/* Inside desk/ui*.c only: the Team pages. ui_team.c shows and acts,
 * ui_team_join.c is for those who join, ui_team_merge.c for a team that parted,
 * ui_team_words.c says what is wrong.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_TEAM_H
#define DESK_UI_TEAM_H

#include "desk/team_query.h"
#include "desk/ui_record.h"
#include "page/team_view.h"

/* Whose a device is and what it is called, as one. `rows` are the team's
 * devices. */
str ui_team_device(struct ui_page *p, const struct team_rows *rows, str dev);
/* One alarm, as sentences. `rows` are the team's devices. */
struct team_alarm_view ui_team_alarm(struct ui_page *p,
	const struct alarm *alarm, const struct team_rows *rows);
/* What a device is called; the founder's own never was asked for a name. */
str ui_device_name(struct ui_page *p, str name);
/* How many must agree, and what that does not protect against. */
str ui_team_threshold(struct ui_page *p, size_t members);
str ui_team_ring(struct ui_page *p, str ring);
str ui_team_line(struct ui_page *p, const struct team_line_state *line);
str ui_team_draft(struct ui_page *p, const struct team_draft *draft);
str ui_team_state(struct ui_page *p, enum team_state state);
/* A sentence for what did not work, where the general one would not do. */
str ui_team_problem(struct ui_page *p, const err *e);

/* The page itself, with what was just done, or empty. */
void ui_team_show(struct ui_page *p, str done);

void ui_team_add_form(struct ui_page *p);
void ui_team_add(struct ui_page *p);
void ui_team_admit(struct ui_page *p);
void ui_team_welcome(struct ui_page *p);
void ui_team_me(struct ui_page *p);
void ui_team_may(struct ui_page *p);
/* The two sides of a team that parted, and agreeing that they be one. */
void ui_team_merge(struct ui_page *p);
void ui_team_merge_agree(struct ui_page *p);

#endif
