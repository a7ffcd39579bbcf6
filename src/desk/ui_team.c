/* The Team page and what is done from it: see ui_team.h. Acts that cannot be
 * undone have a page of their own that says so first.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_team.h"

#include "base/list.h"
#include "desk/record_device.h"
#include "desk/team_key.h"
#include "desk/ui_route.h"
#include "model/may.h"
#include "page/desk_team.h"
#include "page/tr.h"

#define DAY_MS UINT64_C(86400000)

/* What the parts of the page are found with. */
struct team_page {
	struct ui_page *p;
	struct desk_team view;
	struct team_rows rows;
	struct team_rings rings;
	object_id me;
	bool own_admin;
};

/* -- members and their devices -------------------------------------------- */

static str heard_words(struct ui_page *p, uint64_t heard_ms)
{
	struct view_time time = {.ms = heard_ms};

	if (heard_ms == 0) return ui_text(p, TR("not heard of yet"));
	ui_time(p, &time);
	return tr_fill(p->arena, ui_text(p, TR("last heard {when}")),
		S("when"), time.words);
}

static struct team_device_view device_of(const struct team_page *t,
	const struct team_row *row)
{
	struct ui_page *p = t->p;
	bool removed = row->state == TEAM_REMOVED;
	struct team_freeze_state freeze = {0};

	if (team_freeze_look(p->ui->desk, row->dev, &freeze) != NULL) {
		freeze = (struct team_freeze_state){0};
	}
	return (struct team_device_view){.dev = row->dev,
		.name = ui_device_name(p, row->name),
		.state = ui_team_state(p, row->state),
		.heard = heard_words(p, row->heard_ms), .own = row->own,
		.frozen = row->state == TEAM_FROZEN, .removed = removed,
		.decide = row->state == TEAM_FROZEN &&
			row->frozen_ms + DAY_MS < ui_now_ms(p),
		.ends = freeze.ends, .may_keep = freeze.may_keep,
		.may_freeze = !row->own && row->state == TEAM_ACTIVE,
		.may_remove = !row->own && !removed && t->own_admin,
		.may_welcome = !row->own && !removed && row->heard_ms == 0};
}

struct device_list LIST_OF(struct team_device_view);
struct ring_views LIST_OF(struct team_ring_view);
struct member_list LIST_OF(struct team_member_view);

static void rings_of(const struct team_page *t, object_id member,
	struct team_member_view *view)
{
	struct ring_views list = {0};

	for (size_t i = 0; i < t->rings.count; i++) {
		str ring = t->rings.at[i];
		struct team_ring_view one = {ring, ui_team_ring(t->p, ring),
			view->me /* it is held here */,
			t->own_admin && !view->me};

		/* Who is in a case, its record says (case_ring.h). */
		if (str_eq(ring, S("team")) || str_starts(ring, S("case-"))) {
			continue;
		}
		if (!one.in) {
			one.in = team_has_ring(t->p->ui->desk, ring, member);
		}
		LIST_ADD(t->p->arena, &list, one);
	}
	view->rings = list.at;
	view->ring_count = list.count;
}

/* Those who are here, or those who are gone, as one section. */
static struct team_member_view member_of(const struct team_page *t,
	object_id member, bool gone)
{
	struct team_member_view view = {.gone = gone,
		.id = ui_record_id(t->p, member),
		.me = !gone && object_eq(member, t->me)};
	struct device_list list = {0};

	if (!gone) view.name = ui_record_name(t->p, member);
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct team_row *row = &t->rows.at[i];
		bool is_gone = row->state == TEAM_REMOVED;

		if (is_gone != gone) continue;
		if (!gone && !object_eq(row->member, member)) continue;
		view.admin |= row->admin;
		LIST_ADD(t->p->arena, &list, device_of(t, row));
	}
	view.devices = list.at;
	view.device_count = list.count;
	if (!gone) rings_of(t, member, &view);
	return view;
}

static bool is_first(const struct team_page *t, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (t->rows.at[i].state != TEAM_REMOVED &&
			object_eq(t->rows.at[i].member,
				t->rows.at[at].member)) {
			return false;
		}
	}
	return true;
}

static void members_find(struct team_page *t)
{
	struct member_list list = {0};
	object_id nobody = {{0}};
	bool gone = false;

	for (size_t i = 0; i < t->rows.count; i++) {
		const struct team_row *row = &t->rows.at[i];

		if (row->own) t->own_admin = row->admin;
	}
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct team_row *row = &t->rows.at[i];

		gone |= row->state == TEAM_REMOVED;
		if (row->state == TEAM_REMOVED || !is_first(t, i)) continue;
		LIST_ADD(t->p->arena, &list, member_of(t, row->member, false));
	}
	if (gone) LIST_ADD(t->p->arena, &list, member_of(t, nobody, true));
	t->view.members = list.at;
	t->view.member_count = list.count;
}

/* -- what is wrong, what waits -------------------------------------------- */

static void alarms_find(struct team_page *t)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	size_t count = team_alarms(t->p->ui->desk, alarms, LOG_ALARMS_MAX);
	struct team_alarm_view *at = ARENA_ARRAY(t->p->arena,
		struct team_alarm_view, count + 1);

	for (size_t i = 0; i < count; i++) {
		at[i] = ui_team_alarm(t->p, &alarms[i], &t->rows);
	}
	t->view.alarms = at;
	t->view.alarm_count = count;
}

/* What is not known is not due. */
static struct team_key_view key_find(struct ui_page *p)
{
	struct team_key key;

	if (team_key(p->ui->desk, p->arena, &key) != NULL) {
		return (struct team_key_view){.due = false};
	}
	return (struct team_key_view){key.due, key.waits, key.may,
		ui_device_name(p, key.device)};
}

size_t ui_team_asked(struct ui_page *p)
{
	struct arena *arena = arena_open(UI_LARGE_BYTES);
	struct team_drafts drafts = {.count = 0};
	const err *e = team_drafts(p->ui->desk, arena, &drafts);
	size_t count = 0;

	for (size_t i = 0; e == NULL && i < drafts.count; i++) {
		count += drafts.at[i].admins && !drafts.at[i].signed_here;
	}
	arena_close(&arena);
	return count;
}

bool ui_team_frozen_asks(struct ui_page *p)
{
	struct arena *arena = arena_open(UI_LARGE_BYTES);
	struct team_rows rows = {.count = 0};
	const err *e = team_rows(p->ui->desk, arena, &rows);
	bool asks = false;

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		struct team_freeze_state freeze = {.may_keep = false};

		if (rows.at[i].state != TEAM_FROZEN) continue;
		e = team_freeze_look(p->ui->desk, rows.at[i].dev, &freeze);
		asks = asks || freeze.may_keep;
	}
	arena_close(&arena);
	return asks;
}

size_t ui_team_alarm_count(struct ui_page *p)
{
	struct alarm alarms[LOG_ALARMS_MAX];
	struct team_key_view key = key_find(p);

	return team_alarms(p->ui->desk, alarms, LOG_ALARMS_MAX) +
		(key.due || key.waits);
}

static const err *drafts_find(struct team_page *t)
{
	struct ui_page *p = t->p;
	struct team_drafts drafts;
	struct team_draft_view *at;
	const err *e = team_drafts(p->ui->desk, p->arena, &drafts);

	if (e != NULL) return e;
	at = ARENA_ARRAY(p->arena, struct team_draft_view, drafts.count + 1);
	for (size_t i = 0; i < drafts.count; i++) {
		const struct team_draft *one = &drafts.at[i];
		struct view_time time = {.ms = one->at_ms};

		ui_time(p, &time);
		at[i] = (struct team_draft_view){.id = one->id,
			.what = ui_team_draft(p, one), .digits = one->digits,
			.at = time.words, .signed_here = one->signed_here,
			.is_removal = one->why == TEAM_WHY_REMOVE,
			.has = one->has, .needs = one->needs,
			.by = ui_device_words(p, one->by),
			.who = ui_record_name(p, one->member),
			.fresh = one->why == TEAM_WHY_ADMIT && !one->again,
			.intake = one->intake, .admin = one->admin,
			.admins = one->admins, .more = one->more};
	}
	t->view.drafts = at;
	t->view.draft_count = drafts.count;
	return NULL;
}

/* -- the page ------------------------------------------------------------- */

static str digest_take(struct ui_page *p)
{
	struct buf out = {0};
	str kept;

	team_digest(p->ui->desk, &out);
	kept = buf_take(&out, p->arena);
	buf_close(&out);
	return kept;
}

void ui_team_show(struct ui_page *p, str done)
{
	struct desk *desk = p->ui->desk;
	struct team_page t = {.p = p, .view = {.frame = &p->frame,
		.done = done, .begun = team_has_begun(desk)}};
	struct team_line_state line;
	object_id nobody = {{0}};
	const err *e = record_me_get(desk, &t.me);

	if (done.len > 0) { /* the undo of something else is not beside it */
		p->frame.did = (struct view_did){.did = DID_NOTHING};
	}
	t.view.known = e == NULL && !object_eq(t.me, nobody);
	if (e == NULL) e = team_rows(desk, p->arena, &t.rows);
	if (e == NULL) e = team_line(desk, &line);
	if (e == NULL) e = drafts_find(&t);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	t.rings = team_rings(desk, p->arena);
	members_find(&t);
	alarms_find(&t);
	t.view.key = key_find(p);
	t.view.threshold = ui_team_threshold(p, team_member_count(desk));
	t.view.line = ui_team_line(p, &line);
	t.view.line_confirmed = line.roster == TEAM_LINE_CONFIRMED &&
		line.token != TEAM_LINE_WAITS;
	t.view.digest = digest_take(p);
	page_desk_team(p->out, p->locale, &t.view);
}

static void team_page(struct ui_page *p)
{
	ui_team_show(p, S(""));
}

/* -- acts ----------------------------------------------------------------- */

static void end(struct ui_page *p, const err *e, str done)
{
	if (e != NULL) {
		p->status = e->code == ERR_REFUSED ? 409 : 422;
		p->frame.problem = ui_team_problem(p, e);
	}
	ui_team_show(p, e == NULL ? done : S(""));
}

/* What the roster's change came to. */
static void end_change(struct ui_page *p, const err *e,
	const struct team_outcome *outcome)
{
	end(p, e, e != NULL ? S("") : ui_text(p, outcome->how == TEAM_DONE
		? TR("Done. Everybody hears of it at their next visit.")
		: TR("Proposed. A second admin has to agree at another desk.")));
}

static void freeze(struct ui_page *p)
{
	end(p, team_freeze(p->ui->desk, form_value(p->form, S("dev"))),
		ui_text(p, TR("Frozen: it gets nothing new. You can let it back "
			"in; whether it stays out is for two to decide.")));
}

static void thaw(struct ui_page *p)
{
	end(p, team_thaw(p->ui->desk, form_value(p->form, S("dev"))),
		ui_text(p, TR("It is let back in, and is handed all it missed.")));
}

static void keep_frozen(struct ui_page *p)
{
	end(p, team_freeze_keep(p->ui->desk, form_value(p->form, S("dev"))),
		ui_text(p, TR("It stays frozen until you let it back in or "
			"remove it.")));
}

static bool row_find(struct ui_page *p, str dev, struct team_row *ret_row)
{
	struct team_rows rows;
	const err *e = team_rows(p->ui->desk, p->arena, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		if (!str_eq(rows.at[i].dev, dev)) continue;
		*ret_row = rows.at[i];
		return true;
	}
	ui_problem(p, e != NULL ? e : err_make(ERR_ABSENT, "no such device"));
	return false;
}

static void remove_form(struct ui_page *p)
{
	struct desk_team_remove view = {.frame = &p->frame, .dev = p->id,
		.two = team_member_count(p->ui->desk) > 1};
	struct team_row row;

	if (!row_find(p, p->id, &row)) return;
	view.device = ui_device_name(p, row.name);
	view.member = ui_record_name(p, row.member);
	page_desk_team_remove(p->out, p->locale, &view);
}

static void remove_device(struct ui_page *p)
{
	struct team_outcome outcome = {0};
	const err *e = team_remove(p->ui->desk, form_value(p->form, S("dev")),
		&outcome);

	end_change(p, e, &outcome);
}

static void agree(struct ui_page *p)
{
	struct team_outcome outcome = {0};
	const err *e = team_agree(p->ui->desk, form_value(p->form, S("draft")),
		&outcome);

	end_change(p, e, &outcome);
}

static void drop(struct ui_page *p)
{
	end(p, team_drop(p->ui->desk, form_value(p->form, S("draft"))),
		ui_text(p, TR("It is off the table.")));
}

static void give(struct ui_page *p)
{
	struct team_grant grant = {.ring = form_value(p->form, S("ring")),
		.out = str_eq(form_value(p->form, S("out")), S("yes"))};
	const err *e = NULL;

	if (!object_read(form_value(p->form, S("member")), &grant.member)) {
		e = err_make(ERR_ABSENT, "no such member");
	}
	if (e == NULL) e = team_give(p->ui->desk, grant);
	end(p, e, ui_text(p, grant.out
		? TR("Taken: nothing new of it arrives there. What was read stays read.")
		: TR("Given: all that is kept of it can be read there. What is "
			"read stays read.")));
}

static void clock_right(struct ui_page *p)
{
	end(p, team_clock_confirm(p->ui->desk), ui_text(p,
		TR("Noted for a day: the clock of this computer is right.")));
}

static void held(struct ui_page *p)
{
	end(p, team_held_accept(p->ui->desk), ui_text(p,
		TR("They count now.")));
}

static void key_form(struct ui_page *p)
{
	struct desk_team_key view = {&p->frame, key_find(p)};

	page_desk_team_key(p->out, p->locale, &view);
}

/* The line is looked at now: the old key counts until then. */
static void key_change(struct ui_page *p)
{
	const err *e = team_key_change(p->ui->desk);

	if (e == NULL) p->ui->hands->visit(p->ui->hands->owner);
	end(p, e, ui_text(p, TR("A new key was made. The line hears of it now, "
		"or at the next visit.")));
}

/* -- routes --------------------------------------------------------------- */

static const struct route {
	enum http_method method;
	str path;                /* ending in '/': a device follows */
	void (*page)(struct ui_page *p);
} routes[] = {
	{HTTP_GET, S_INIT("/team"), team_page},
	{HTTP_GET, S_INIT("/team/add"), ui_team_add_form},
	{HTTP_POST, S_INIT("/team/add"), ui_team_add},
	{HTTP_POST, S_INIT("/team/admit"), ui_team_admit},
	{HTTP_POST, S_INIT("/team/agree"), agree},
	{HTTP_POST, S_INIT("/team/clock"), clock_right},
	{HTTP_POST, S_INIT("/team/drop"), drop},
	{HTTP_POST, S_INIT("/team/freeze"), freeze},
	{HTTP_POST, S_INIT("/team/give"), give},
	{HTTP_POST, S_INIT("/team/held"), held},
	{HTTP_POST, S_INIT("/team/keep"), keep_frozen},
	{HTTP_GET, S_INIT("/team/key"), key_form},
	{HTTP_POST, S_INIT("/team/key"), key_change},
	{HTTP_GET, S_INIT("/team/may"), ui_team_may},
	{HTTP_POST, S_INIT("/team/me"), ui_team_me},
	{HTTP_POST, S_INIT("/team/remove"), remove_device},
	{HTTP_GET, S_INIT("/team/remove/"), remove_form},
	{HTTP_GET, S_INIT("/team/rosters"), ui_team_merge},
	{HTTP_POST, S_INIT("/team/rosters"), ui_team_merge_agree},
	{HTTP_POST, S_INIT("/team/thaw"), thaw},
	{HTTP_GET, S_INIT("/team/welcome/"), ui_team_welcome},
};

bool ui_team(struct ui_page *p)
{
	const struct http_request *request = &p->x->request;
	enum http_method method = ui_route_method(p);

	for (size_t i = 0; i < NELEM(routes); i++) {
		str path = routes[i].path;

		if (routes[i].method != method) continue;
		if (str_ends(path, S("/"))) {
			if (!str_starts(request->path, path)) continue;
			p->id = str_from(request->path, path.len);
		} else if (!str_eq(request->path, path)) {
			continue;
		}
		routes[i].page(p);
		return true;
	}
	return false;
}
