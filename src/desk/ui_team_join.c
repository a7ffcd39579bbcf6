/* Pages for those who join, on both sides, and the table of who may do what:
 * see ui_team.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_team.h"

#include "base/list.h"
#include "desk/join_text.h"
#include "desk/record_device.h"
#include "model/may.h"
#include "page/desk_team.h"
#include "page/tr.h"

/* -- who works here ------------------------------------------------------- */

/* A desk that was recovered as somebody new stands in the roster already: its
 * member gets her record under that id. */
static const err *member_make(struct ui_page *p, str called,
	object_id *ret_member)
{
	struct desk *desk = p->ui->desk;
	struct record_new new = {.type = &record_member};
	/* Whoever works at a desk of the team is one of us already. */
	const struct record_edit edits[] = {
		{.key = "name", .value = called, .how = EDIT_SET},
		{.key = "state", .value = S("active"), .how = EDIT_SET}};
	struct record_refusal refusal = {0};
	struct record_row row;
	const err *e;

	if (!team_device_owner(desk, team_own_device(desk), &new.id) ||
		record_row_get(desk, p->arena, new.id, &row) == NULL) {
		return record_create(desk, &record_member,
			(struct record_edits){edits, NELEM(edits)}, &refusal, ret_member);
	}
	e = record_create_as(desk, &new, (struct record_edits){edits, NELEM(edits)},
		&refusal);
	if (e == NULL) *ret_member = new.id;
	return e;
}

void ui_team_me(struct ui_page *p)
{
	object_id member;
	const err *e = member_make(p, str_trim(form_value(p->form,
		S("called"))), &member);

	if (e == NULL) e = record_me(p->ui->desk, member);
	if (e == NULL) {
		p->go = S("/team");
		return;
	}
	p->status = 422;
	p->frame.problem = ui_text(p, TR("A name is needed. Nothing was done."));
	ui_team_show(p, S(""));
}

/* -- adding --------------------------------------------------------------- */

static struct desk_choices members_of(struct ui_page *p)
{
	struct record_filter filter = {.type = &record_member,
		.state = S("current")};
	struct record_rows rows;
	struct desk_choice *at;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL) {
		return (struct desk_choices){0};
	}
	at = ARENA_ARRAY(p->arena, struct desk_choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		at[i] = (struct desk_choice){ui_record_id(p, rows.at[i].id),
			rows.at[i].title, false};
	}
	return (struct desk_choices){at, rows.count};
}

static void add_show(struct ui_page *p, struct desk_team_add *view)
{
	struct buf out = {0};
	const err *e = team_invite(p->ui->desk, &out);

	if (e != NULL) {
		p->frame.problem = ui_team_problem(p, e);
		p->status = 409;
		ui_team_show(p, S(""));
	} else {
		view->frame = &p->frame;
		view->invitation = buf_take(&out, p->arena);
		page_desk_team_add(p->out, p->locale, view);
	}
	buf_close(&out);
}

void ui_team_add_form(struct ui_page *p)
{
	struct desk_team_add view = {0};

	add_show(p, &view);
}

static str device_named(struct ui_page *p, str typed)
{
	struct buf tidy = {0};
	struct join_request request;
	str name = S("");

	join_text_tidy(typed, &tidy);
	if (join_request_read(buf_str(&tidy), &request)) {
		name = str_dup(p->arena, request.name);
	}
	buf_close(&tidy);
	return name;
}

static void request_show(struct ui_page *p, const err *e)
{
	struct desk_team_add view = {
		.request = form_value(p->form, S("request")),
		.members = members_of(p)};
	struct buf digits = {0};

	if (e == NULL) e = team_request_code(p->ui->desk, view.request, &digits);
	if (e != NULL) {
		p->status = 422;
		view.problem = ui_team_problem(p, e);
	} else {
		view.digits = buf_take(&digits, p->arena);
		view.device = device_named(p, view.request);
	}
	add_show(p, &view);
	buf_close(&digits);
}

void ui_team_add(struct ui_page *p)
{
	request_show(p, NULL);
}

/* The member that was chosen, or somebody new. */
static const err *member_chosen(struct ui_page *p, object_id *ret_member)
{
	str chosen = form_value(p->form, S("member"));

	if (chosen.len == 0) {
		return member_make(p, str_trim(form_value(p->form,
			S("called"))), ret_member);
	}
	return object_read(chosen, ret_member) ? NULL
		: err_make(ERR_ABSENT, "no such member");
}

void ui_team_admit(struct ui_page *p)
{
	struct team_newcomer newcomer = {
		.request = form_value(p->form, S("request")),
		.admin = form_has(p->form, S("admin")),
		.intake = form_has(p->form, S("intake"))};
	struct team_outcome outcome = {0};
	struct buf digits = {0};
	/* Nobody is made for a request that is none. */
	const err *e = team_request_code(p->ui->desk, newcomer.request, &digits);

	buf_close(&digits);
	if (e == NULL) e = member_chosen(p, &newcomer.member);
	if (e == NULL) e = team_admit(p->ui->desk, &newcomer, &outcome);
	if (e != NULL) {
		request_show(p, e);
		return;
	}
	ui_team_show(p, ui_text(p, outcome.how == TEAM_DONE
		? TR("Added. Now send it its welcome, or bring a stick.")
		: TR("Proposed. A second admin has to agree at another desk.")));
}

void ui_team_welcome(struct ui_page *p)
{
	struct desk_team_welcome view = {.frame = &p->frame};
	struct buf out = {0};
	const err *e = team_welcome(p->ui->desk, p->id, &out);

	if (e != NULL) {
		ui_problem(p, e);
	} else {
		view.welcome = buf_take(&out, p->arena);
		page_desk_team_welcome(p->out, p->locale, &view);
	}
	buf_close(&out);
}

/* -- a device that joins -------------------------------------------------- */

static void waits_show(struct ui_page *p, const err *e)
{
	struct desk_team_waits view = {.frame = &p->frame};
	struct buf request = {0}, digits = {0};

	p->frame.form = str_bytes(p->ui->form, UI_SECRET_HEX);
	if (e != NULL) {
		p->status = 422;
		view.problem = ui_text(p, TR("This is not a welcome for this "
			"device. Nothing was done."));
	}
	e = team_request_again(p->ui->desk, &request, &digits);
	if (e == NULL) {
		view.request = buf_take(&request, p->arena);
		view.digits = buf_take(&digits, p->arena);
	}
	view.welcomed = team_is_welcomed(p->ui->desk);
	page_desk_team_waits(p->out, p->locale, &view);
	buf_close(&request);
	buf_close(&digits);
}

bool ui_team_waits(struct ui_page *p)
{
	bool post = p->x->request.method == HTTP_POST;
	const err *e = NULL;

	if (!team_waits(p->ui->desk)) return false;
	if (post && !str_eq(p->x->request.path, S("/team/welcomed"))) {
		return false; /* locking, a visit */
	}
	if (post) {
		e = team_welcome_keep(p->ui->desk, form_value(p->form,
			S("welcome")));
	}
	if (post && e == NULL) p->go = S("/");
	else waits_show(p, e);
	return true;
}

/* -- who may do what ------------------------------------------------------ */

static const char *const may_words[MAY_ACT_COUNT] = {
	[MAY_READ_TEAM] = TR("read what the whole team shares"),
	[MAY_READ_INTAKE] = TR("read what people write to us"),
	[MAY_READ_CASE] = TR("read a case"),
	[MAY_READ_VAULT] = TR("read the vault"),
	[MAY_WRITE_RING] = TR("write into a circle"),
	[MAY_ANSWER] = TR("answer people"),
	[MAY_GRANT_RING] = TR("bring somebody into a circle"),
	[MAY_PUT_OUT_OF_RING] = TR("take somebody out of a circle"),
	[MAY_NEXT_EPOCH] = TR("make the next key of a circle"),
	[MAY_ADD_DEVICE] = TR("add a device or a member"),
	[MAY_REMOVE_DEVICE] = TR("remove a device or a member"),
	[MAY_NAME_ADMIN] = TR("name an admin"),
	[MAY_JOIN_ROSTERS] = TR("make two changes of the team one"),
	[MAY_SET_CLOCK] = TR("let entries with a wrong clock count"),
	[MAY_ERASE] = TR("erase"),
	[MAY_COMPACT] = TR("destroy what was summed up"),
	[MAY_FREEZE] = TR("freeze a device, or let it back in"),
	[MAY_SIGN_PUBLIC_ROSTER] = TR("speak to the line for the organisation"),
	[MAY_RECOVER] = TR("restore everything from the recovery sheet"),
};

void ui_team_may(struct ui_page *p)
{
	static const char *const who[MAY_WHO_COUNT] = {
		[MAY_MEMBER] = TR("everybody in the team"),
		[MAY_IN_RING] = TR("who is in that circle"),
		[MAY_ADMIN] = TR("an admin"),
		[MAY_ENOUGH_ADMINS] = TR("two admins; one, while you are one"),
		[MAY_TWO_PARTS] = TR("who holds two of the three parts"),
	};
	static const char *const by[MAY_HOLDS_COUNT] = {
		[MAY_BY_KEYS] = TR("Keys"),
		[MAY_BY_SIGNATURES] = TR("Signatures"),
		[MAY_BY_POLICY] = TR("Policy"),
	};
	struct team_may_view rows[MAY_ACT_COUNT];
	struct desk_team_may view = {.frame = &p->frame, .rows = rows,
		.count = MAY_ACT_COUNT};

	for (size_t i = 0; i < MAY_ACT_COUNT; i++) {
		const struct may_row *row = &may_rows[i];

		rows[i] = (struct team_may_view){
			.what = ui_text(p, may_words[i]),
			.who = ui_text(p, who[row->who]),
			.by = ui_text(p, by[row->holds]),
			.keys = row->holds == MAY_BY_KEYS};
	}
	page_desk_team_may(p->out, p->locale, &view);
}
