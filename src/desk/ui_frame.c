/* Around a page: see ui_room.h. Owns what stands on every page of an open desk, and
 * the page of an error.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "desk/checkin.h"
#include "desk/team_query.h"
#include "page/desk_pages.h"

/* A check-in that needs somebody is said on every page. */
static void alarms_look(struct ui_page *p)
{
	struct checkin_alarms alarms;

	if (checkin_alarms(p->ui->desk, &alarms) != NULL) return;
	p->frame.pressed = alarms.count;
}

/* "/words" of "/words/…". */
static str path_place(str path)
{
	size_t len = str_find_byte(str_from(path, 1), '/');

	return len == SIZE_MAX ? path : str_first(path, len + 1);
}

void ui_frame(struct ui_page *p)
{
	struct ui *ui = p->ui;
	struct sync_status status = ui->hands->status(ui->hands->owner);
	size_t asked;

	p->frame.form = str_bytes(ui->form, UI_SECRET_HEX);
	p->frame.keys = ui->keys;
	p->frame.here = path_place(p->x->request.path);
	if (query_nav(ui->desk, p->locale, &p->frame.nav) != NULL) return;
	p->frame.nav.line_reached = status.how == SYNC_WELL;
	p->frame.nav.line_at.ms = status.well_ms;
	ui_time(p, &p->frame.nav.line_at);
	p->frame.nav.line_tight = status.state.disk != RELAY_ROOMY;
	/* What is shown in answer to a form was not done, or says so itself:
	 * the deed before it would read as if it were this one. */
	if (p->x->request.method != HTTP_POST) {
		query_did(ui->desk, p->arena, &p->frame.did);
		p->frame.did.words = ui_did_words(p->locale,
			p->frame.did.did);
	}
	asked = ui_team_asked(p);
	p->frame.alarms = ui_team_alarm_count(p) + asked;
	if (str_eq(p->frame.here, S("/")) || str_eq(p->frame.here, S("/day"))) {
		p->frame.asked = asked > 0;
		p->frame.frozen = ui_team_frozen_asks(p);
	}
	ui_record_places(p);
	alarms_look(p);
}

unsigned ui_problem_status(const err *e)
{
	return e->code == ERR_ABSENT ? 404
		: e->code == ERR_REFUSED ? 409
		: e->code == ERR_USAGE   ? 422
					 : 500;
}

void ui_problem(struct ui_page *p, const err *e)
{
	p->status = ui_problem_status(e);
	buf_reset(p->out);
	page_desk_problem(p->out, p->locale, &p->frame, ui_problem_words(p, e),
		p->form != NULL ? form_value(p->form, S("text")) : S(""),
		e->code == ERR_REFUSED && p->ui->desk != NULL &&
			!team_may_write(p->ui->desk));
}
