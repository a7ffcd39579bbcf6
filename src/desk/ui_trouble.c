/* Which address is which page for a bad day, and what those pages share: see
 * ui_trouble.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "base/list.h"
#include "desk/ui_route.h"
#include "page/desk_trouble.h"
#include "page/tr.h"

struct choice_list LIST_OF(struct desk_choice);

object_id ui_nobody(void)
{
	return (object_id){{0}};
}

object_id ui_form_id(struct ui_page *p, str name)
{
	object_id id;

	return object_read(form_value(p->form, name), &id) ? id : ui_nobody();
}

void ui_trouble_say(struct ui_page *p, unsigned status, const char *words)
{
	p->status = status;
	p->frame.problem = ui_text(p, words);
}

struct desk_choices ui_members(struct ui_page *p, const char *first,
	object_id chosen, object_id not)
{
	struct record_filter filter = {.type = &record_member,
		.state = S("current")};
	struct record_rows rows;
	struct choice_list list = {0};
	struct desk_choice none = {S(""), S(""),
		object_eq(chosen, ui_nobody())};

	if (first != NULL) {
		none.words = ui_text(p, first);
		LIST_ADD(p->arena, &list, none);
	}
	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL) {
		rows.count = 0;
	}
	for (size_t i = 0; i < rows.count; i++) {
		struct desk_choice one = {ui_record_id(p, rows.at[i].id),
			rows.at[i].title, object_eq(rows.at[i].id, chosen)};

		if (object_eq(rows.at[i].id, not)) continue;
		LIST_ADD(p->arena, &list, one);
	}
	return (struct desk_choices){list.at, list.count};
}

/* -- routes --------------------------------------------------------------- */

static const struct ui_route routes[] = {
	{HTTP_GET, "/taken", "", ui_taken_begin_form},
	{HTTP_POST, "/taken", "", ui_taken_begin},
	{HTTP_GET, "/taken/", "", ui_taken},
	{HTTP_POST, "/taken/", "/facts", ui_taken_facts},
	{HTTP_POST, "/taken/", "/point", ui_taken_point},
	{HTTP_POST, "/taken/", "/thaw", ui_taken_thaw},
	{HTTP_POST, "/taken/", "/revoke", ui_taken_revoke},
	{HTTP_GET, "/taken/", "/hand-over", ui_hand_over_form},
	{HTTP_POST, "/taken/", "/hand-over", ui_hand_over},
	{HTTP_GET, "/taken/", "/warn", ui_warn},
	{HTTP_GET, "/plans", "", ui_plans},
	{HTTP_GET, "/plan-new", "", ui_plan_form},
	{HTTP_POST, "/plan-new", "", ui_plan_seal},
	{HTTP_GET, "/plan/", "", ui_plan},
	{HTTP_POST, "/plan/", "/give", ui_plan_give},
	{HTTP_POST, "/plan/", "/open", ui_plan_open},
	{HTTP_GET, "/check-ins", "", ui_checks},
	{HTTP_POST, "/check-in/", "/say", ui_check_say},
	{HTTP_POST, "/check-in/", "/answer", ui_check_answer},
	{HTTP_POST, "/check-plan/", "/wait", ui_check_wait},
	{HTTP_POST, "/check-plan/", "/words", ui_check_words},
	{HTTP_GET, "/travel", "", ui_travel},
	{HTTP_POST, "/travel/prepare", "", ui_travel_prepare},
	{HTTP_POST, "/travel/leave", "", ui_travel_leave},
	{HTTP_POST, "/travel/return", "", ui_travel_return},
	{HTTP_POST, "/travel/give", "", ui_travel_give},
	{HTTP_POST, "/travel/law", "", ui_travel_law},
	{HTTP_GET, "/travel/little", "", ui_little},
	{HTTP_POST, "/travel/little", "", ui_little_leave},
};

bool ui_trouble(struct ui_page *p)
{
	return ui_route_go(p, routes, NELEM(routes));
}
