/* What a new desk does first: a short list in the inbox, read off what is there;
 * nobody ticks it off. It goes when all of it is done, or when it is put away, for
 * the whole team. See ui_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "desk/drill_job.h"
#include "desk/record_device.h"
#include "desk/team_query.h"
#include "page/tr.h"

struct first_thing {
	const char *words, *why;
	str path;
	bool (*done)(struct ui_page *p);
};

static bool is_known(struct ui_page *p)
{
	object_id me, nobody = {{0}};

	return record_me_get(p->ui->desk, &me) == NULL &&
		!object_eq(me, nobody);
}

static bool has_parts_away(struct ui_page *p)
{
	struct view_settings settings;

	return query_settings(p->ui->desk, &settings) == NULL &&
		settings.recovery_checked.ms > 0;
}

static bool has_backup(struct ui_page *p)
{
	struct drill_noted noted;

	return drill_noted(p->ui->desk, &noted) == NULL && noted.ms > 0 &&
		(noted.result.found == DRILL_GOOD ||
			noted.result.found == DRILL_OLD);
}

static bool has_company(struct ui_page *p)
{
	return team_member_count(p->ui->desk) > 1;
}

static bool is_answered_for(struct ui_page *p)
{
	uint64_t count;

	return record_count(p->ui->desk, &record_responsibility, &count) ==
		NULL && count > 0;
}

static bool has_thread(struct ui_page *p)
{
	for (size_t i = 0; i < PILE_COUNT; i++) {
		if (p->frame.nav.counts[i] > 0) return true;
	}
	return false;
}

static const struct first_thing things[] = {
	{TR("Say what the others call you"),
		TR("So that a task and a device have a name, inside the team."),
		S_INIT("/team"), is_known},
	{TR("Give the recovery parts to different people"),
		TR("Enough of them together bring everything back; one alone "
			"opens nothing."),
		S_INIT("/settings#recovery"), has_parts_away},
	{TR("Write to yourselves once, through the line"),
		TR("As a stranger would, from a phone: then you have seen "
			"what they see."),
		S_INIT("/invitation"), has_thread},
	{TR("Make a backup, and see that it works"),
		TR("A computer can be lost on any day."),
		S_INIT("/settings/backup"), has_backup},
	{TR("Bring in a second person"),
		TR("Two can protect each other, and rest in turn."),
		S_INIT("/team/add"), has_company},
	{TR("Decide who answers for the inbox"),
		TR("One person answers for it, and another steps in."),
		S_INIT("/new/responsibility"), is_answered_for},
};

void ui_first_day(struct ui_page *p, struct desk_inbox *view)
{
	struct first_step *steps = ARENA_ARRAY(p->arena, struct first_step,
		NELEM(things));
	size_t done = 0;

	if (query_first_day_away(p->ui->desk)) return;
	for (size_t i = 0; i < NELEM(things); i++) {
		steps[i] = (struct first_step){ui_text(p, things[i].words),
			ui_text(p, things[i].why), things[i].path,
			things[i].done(p)};
		done += steps[i].done;
	}
	if (done == NELEM(things)) return;
	view->steps = steps;
	view->step_count = NELEM(things);
}

void ui_first_day_away(struct ui_page *p)
{
	const err *e = act_first_day_away(p->ui->desk);

	if (e != NULL) ui_problem(p, e);
	else p->go = S("/");
}
