/* Safety plans: a list, the form that seals one, and its page. What was opened
 * is shown once, never kept. See ui_trouble.h and plan_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "base/list.h"
#include "desk/plan_act.h"
#include "desk/trouble.h"
#include "page/desk_trouble.h"
#include "page/tr.h"

enum { PLAN_TEXT_MAX = 512 * 1024 };

static const str holder_names[PLAN_HOLDERS] = {S_INIT("holder-1"),
	S_INIT("holder-2"), S_INIT("holder-3")};

void ui_plans(struct ui_page *p)
{
	struct desk_plans view = {.frame = &p->frame};
	struct record_filter filter = {.type = &record_safety,
		.state = S("current")};
	struct record_rows rows;
	const err *e = record_list(p->ui->desk, p->arena, &filter, &rows);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.lines = ui_record_lines(p, &rows);
	page_desk_plans(p->out, p->locale, &view);
}

/* -- the form ------------------------------------------------------------- */

struct choice_list LIST_OF(struct desk_choice);

static bool has_desk(const struct trouble_devices *devices, str member)
{
	object_id id;

	if (!object_read(member, &id)) return false;
	for (size_t i = 0; i < devices->count; i++) {
		if (object_eq(devices->at[i].member, id)) return true;
	}
	return false;
}

/* Who could hold a part: members with a desk of their own that is not frozen. */
static struct desk_choices holders_offer(struct ui_page *p, str chosen_name)
{
	struct desk_choices all = ui_members(p, TR("choose"),
		ui_form_id(p, chosen_name), ui_nobody());
	struct trouble_devices devices;
	struct choice_list list = {0};

	if (trouble_devices(p->ui->desk, p->arena, &devices) != NULL) {
		devices.count = 0;
	}
	for (size_t i = 0; i < all.count; i++) {
		if (all.at[i].value.len > 0 &&
			!has_desk(&devices, all.at[i].value)) {
			continue;
		}
		LIST_ADD(p->arena, &list, all.at[i]);
	}
	return (struct desk_choices){list.at, list.count};
}

static void form_show(struct ui_page *p, object_id plan,
	const struct record_refusal *refusal)
{
	struct record_source from = {.type = &record_safety_body,
		.form = p->form, .refusal = refusal};
	struct desk_plan_form view = {.frame = &p->frame};
	object_id me = ui_nobody(), person = ui_form_id(p, S("person"));

	if (trouble_me(p->ui->desk, p->arena, &me) == NULL &&
		object_eq(person, ui_nobody())) {
		person = me;
	}
	if (!object_eq(plan, ui_nobody())) view.id = ui_record_id(p, plan);
	view.persons = ui_members(p, NULL, person, ui_nobody());
	for (size_t i = 0; i < PLAN_HOLDERS; i++) {
		view.holders[i] = holders_offer(p, holder_names[i]);
	}
	view.few = view.holders[0].count <= PLAN_HOLDERS; /* and nobody */
	view.inputs = ui_record_inputs(p, &from);
	page_desk_plan_form(p->out, p->locale, &view);
}

void ui_plan_form(struct ui_page *p)
{
	struct form query;
	object_id plan;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK ||
		!object_read(form_value(&query, S("plan")), &plan)) {
		plan = ui_nobody();
	}
	form_show(p, plan, NULL);
}

/* -- sealing -------------------------------------------------------------- */

struct value_list LIST_OF(struct plan_value);

static bool values_read(struct ui_page *p, struct value_list *list,
	struct record_refusal *refusal)
{
	struct record_edits edits = ui_record_edits(p, &record_safety_body);

	for (size_t i = 0; i < edits.count; i++) {
		struct plan_value one = {.field = record_field_find(
			&record_safety_body, str_of(edits.at[i].key))};

		refusal->field = one.field;
		refusal->fault = record_read(p->arena, one.field,
			edits.at[i].value, &one.value);
		if (refusal->fault != FAULT_NONE) return false;
		LIST_ADD(p->arena, list, one);
	}
	refusal->field = NULL;
	return true;
}

/* The record that names it: made, or its holders and day set anew. */
static const err *record_keep(struct ui_page *p, object_id *plan)
{
	struct record_refusal refusal;
	object_id person = ui_form_id(p, S("person"));
	struct view_time now = {.ms = ui_now_ms(p)};
	str holders = str_fmt(p->arena, "%.*s\n%.*s\n%.*s",
		S_ARG(form_value(p->form, holder_names[0])),
		S_ARG(form_value(p->form, holder_names[1])),
		S_ARG(form_value(p->form, holder_names[2])));
	struct record_edit edits[] = {
		{"title", ui_record_name(p, person), EDIT_SET},
		{"person", ui_record_id(p, person), EDIT_SET},
		{"holders", holders, EDIT_SET},
		{"renewed", S(""), EDIT_SET}};
	struct record_edits all = {edits, NELEM(edits)};

	ui_time(p, &now);
	edits[3].value = str_first(now.machine, sizeof("2026-11-25") - 1);
	if (object_eq(*plan, ui_nobody())) {
		return record_create(p->ui->desk, &record_safety, all, &refusal,
			plan);
	}
	return record_set(p->ui->desk, *plan, all, &refusal);
}

static const err *seal(struct ui_page *p, const struct value_list *values,
	object_id *plan)
{
	struct buf words = buf_cap(PLAN_TEXT_MAX);
	struct record_refusal refusal;
	object_id holders[PLAN_HOLDERS];
	const err *e;

	for (size_t i = 0; i < PLAN_HOLDERS; i++) {
		holders[i] = ui_form_id(p, holder_names[i]);
	}
	plan_write(values->at, values->count, &words);
	e = plan_may_seal(p->ui->desk, holders);
	if (e == NULL) e = record_keep(p, plan);
	if (e == NULL) {
		e = plan_seal(p->ui->desk, *plan, buf_str(&words), holders);
	}
	buf_close(&words);
	if (e != NULL) return e;
	e = record_step(p->ui->desk, *plan, S("sealed"),
		(struct record_edits){NULL, 0}, &refusal);
	return e != NULL && e->code == ERR_REFUSED ? NULL : e;
}

void ui_plan_seal(struct ui_page *p)
{
	struct record_refusal refusal = {.fault = FAULT_NONE};
	struct value_list values = {0};
	object_id plan = ui_form_id(p, S("id"));
	const err *e;

	if (!values_read(p, &values, &refusal)) {
		ui_trouble_say(p, 422, record_fault_words(refusal.fault));
		form_show(p, plan, &refusal);
		return;
	}
	e = seal(p, &values, &plan);
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/plan/%.*s",
			S_ARG(ui_record_id(p, plan)));
		return;
	}
	ui_trouble_say(p, 422, e->code == ERR_USAGE
		? TR("Choose three different people.")
		: TR("One of the three has no desk of their own yet, so nothing was sealed."));
	form_show(p, plan, &refusal);
}

/* -- its page ------------------------------------------------------------- */

static bool plan_of(struct ui_page *p, struct record *ret_record)
{
	if (!ui_record_of(p, ret_record)) return false;
	if (ret_record->type == &record_safety) return true;
	ui_problem(p, err_make(ERR_ABSENT, "no such record"));
	return false;
}

static str holders_words(struct ui_page *p, const struct record *record)
{
	struct buf out = {0};
	size_t at = 0;
	str hex, words;
	object_id id;

	while (record_next(record, "holders", &at, &hex)) {
		if (!object_read(hex, &id)) continue;
		if (out.len > 0) buf_text(&out, " · ");
		buf_put(&out, ui_record_name(p, id));
	}
	words = buf_take(&out, p->arena);
	buf_close(&out);
	return words;
}

static void given_show(struct ui_page *p, const struct plan_state *state,
	struct desk_plan *view)
{
	struct plan_given_view *at = ARENA_ARRAY(p->arena,
		struct plan_given_view, PLAN_HOLDERS);

	for (size_t i = 0; i < state->given_count; i++) {
		at[i] = (struct plan_given_view){
			ui_record_name(p, state->given[i].member),
			state->given[i].reason,
			{.ms = state->given[i].ms}};
		ui_time(p, &at[i].at);
	}
	view->given = at;
	view->given_count = state->given_count;
}

/* `body` NULL: sealed, or not asked for. */
static void plan_show(struct ui_page *p, const struct record *record,
	const struct record *body)
{
	struct desk_plan view = {.frame = &p->frame,
		.id = ui_record_id(p, record->id),
		.title = record_title(record),
		.holders = holders_words(p, record)};
	struct plan_state state;
	const err *e = plan_look(p->ui->desk, p->arena, record->id, &state);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	given_show(p, &state, &view);
	view.sealed = state.sealed;
	view.may_give = state.has_part && !state.gave;
	view.may_read = state.may_read;
	if (body != NULL) {
		view.open = true;
		view.shown = ui_record_shown(p, body, &view.shown_count);
	}
	page_desk_plan(p->out, p->locale, &view);
}

void ui_plan(struct ui_page *p)
{
	struct record record;

	if (plan_of(p, &record)) plan_show(p, &record, NULL);
}

void ui_plan_give(struct ui_page *p)
{
	struct record record;
	const err *e;

	if (!plan_of(p, &record)) return;
	e = plan_give(p->ui->desk, record.id, form_value(p->form, S("reason")));
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/plan/%.*s", S_ARG(p->id));
		return;
	}
	ui_trouble_say(p, 422, e->code == ERR_USAGE
		? TR("Say in one line why.") : TR("No part is at this desk."));
	plan_show(p, &record, NULL);
}

/* Everybody sees that it was opened: the record takes the step. */
static void opened_note(struct ui_page *p, object_id plan)
{
	struct record_refusal refusal;

	(void)(record_step(p->ui->desk, plan, S("opened"),
		(struct record_edits){NULL, 0}, &refusal) == NULL);
}

void ui_plan_open(struct ui_page *p)
{
	struct buf words = buf_cap(PLAN_TEXT_MAX);
	struct record record, body;
	const err *e;

	if (!plan_of(p, &record)) return;
	e = plan_open(p->ui->desk, record.id, &words);
	if (e == NULL && !plan_read(p->arena, buf_str(&words), &body)) {
		e = err_make(ERR_FORMAT, "this is no plan");
	}
	buf_close(&words);
	if (e != NULL) {
		ui_trouble_say(p, 409,
			TR("The parts are not all here yet. Look again "
				"after the next visit to the line."));
		plan_show(p, &record, NULL);
		return;
	}
	opened_note(p, record.id);
	plan_show(p, &record, &body);
}
