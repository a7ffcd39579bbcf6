/* The page of a team that parted: who stands on which side, who has agreed, what
 * to do next. See ui_team.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_team.h"

#include "base/list.h"
#include "page/desk_team_merge.h"
#include "page/tr.h"

static str state_words(struct ui_page *p, const struct team_side *side)
{
	const char *words = TR("in the team on both sides");

	if (side->removed) words = TR("one side removed it: it stays removed");
	else if (side->apart) words = TR("one side let it in");
	return ui_text(p, words);
}

/* Whoever reads this is tired: one sentence, and it is what is next. */
static str next_words(struct ui_page *p, const struct team_merge *m)
{
	const char *words = TR("An admin has to agree at another desk. Ask them "
		"to open this page.");

	if (!m->can_end) {
		words = TR("Too few are left on one side who could agree. Bring two "
			"parts of the recovery sheet together: the desk that is "
			"made from them makes the team one.");
	} else if (m->may_end) {
		words = TR("Enough have agreed. Press once more, and the team is "
			"one.");
	} else if (m->may_agree) {
		words = TR("Talk to each other first. If you know every name here, "
			"agree. Freeze or remove afterwards whom you do not want; "
			"if a name is strange to all of you, do not agree.");
	} else if (m->enough) {
		words = TR("Enough have agreed. A desk that stands on both sides "
			"makes the team one at its next visit.");
	} else if (m->agreed) {
		words = TR("You have agreed. Now ask the others who are asked here: "
			"each agrees on this page of her own desk. It travels by "
			"the line or by stick, like everything.");
	}
	return ui_text(p, words);
}

void ui_team_merge(struct ui_page *p)
{
	struct desk_team_merge view = {.frame = &p->frame};
	struct team_side_view *at;
	struct team_merge m;

	if (!team_merge(p->ui->desk, p->arena, &m)) {
		ui_team_show(p, S(""));
		return;
	}
	at = ARENA_ARRAY(p->arena, struct team_side_view, m.count + 1);
	for (size_t i = 0; i < m.count; i++) {
		const struct team_side *one = &m.at[i];

		at[i] = (struct team_side_view){.name = ui_device_name(p,
			one->name), .member = ui_record_name(p, one->member),
			.state = state_words(p, one), .own = one->own,
			.agreed = one->agreed,
			.asked = one->asked && !one->agreed};
	}
	view.at = at;
	view.count = m.count;
	view.next = next_words(p, &m);
	view.waits = m.waits;
	view.may_agree = m.may_agree && m.can_end;
	view.may_end = m.may_end;
	view.sheet = !m.can_end;
	page_desk_team_merge(p->out, p->locale, &view);
}

void ui_team_merge_agree(struct ui_page *p)
{
	struct team_outcome outcome = {0};
	const err *e = team_rosters_join(p->ui->desk, &outcome);

	if (e == NULL && outcome.how == TEAM_DONE) {
		ui_team_show(p, ui_text(p, TR("The team is one again. Everybody "
			"hears of it at their next visit.")));
		return;
	}
	if (e != NULL) {
		p->status = e->code == ERR_REFUSED ? 409 : 422;
		p->frame.problem = ui_team_problem(p, e);
	}
	ui_team_merge(p);
}
