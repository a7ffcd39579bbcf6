/* One record: its sheet, its steps, its history, and on paper. See ui_record.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/list.h"
#include "desk/erase.h"
#include "desk/record_device.h"
#include "desk/ui_bank.h"
#include "desk/ui_team.h"
#include "desk/ui_voice.h"
#include "page/desk_record.h"
#include "page/tr.h"

struct word_list LIST_OF(struct record_word);

/* -- fields --------------------------------------------------------------- */

/* Names of people, and what few may read, stay off a sheet without names. */
static bool names_someone(const struct record_field *field)
{
	return field->kind == KIND_NAME || field->class == CLASS_CASE ||
		field->class == CLASS_SEALED || (field->to != NULL &&
			str_eq(str_of(field->to), S("member")));
}

void ui_record_field(struct ui_page *p, const struct record *record,
	const struct record_field *field, struct shown_list *list)
{
	struct word_list words = {0};
	struct record_shown shown = {.label = ui_text(p, field->label),
		.folded = (field->flags & FIELD_FOLDED) != 0};

	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if (got->field != field) continue;
		if (got->rival_count > 0) shown.unsettled = true;
		if (got->value.len == 0) continue;
		LIST_ADD(p->arena, &words, ui_record_word(p, record->type,
			field, got->value));
	}
	if (words.count == 0 && !shown.unsettled) return;
	shown.words = words.at;
	shown.count = words.count;
	LIST_ADD(p->arena, list, shown);
}

static void fields_show(struct ui_page *p, const struct record *record,
	struct desk_record *view)
{
	struct shown_list list = {0};

	for (size_t i = 0; i < record->type->field_count; i++) {
		const struct record_field *field = &record->type->fields[i];

		if (view->without_names && names_someone(field)) continue;
		if (view->paper && field->kind == KIND_THREAD) continue;
		ui_record_field(p, record, field, &list);
	}
	for (size_t i = 0; i < list.count; i++) {
		list.at[i].folded = list.at[i].folded && !view->paper;
	}
	view->shown = list.at;
	view->shown_count = list.count;
	for (size_t i = 0; i < record->got_count; i++) {
		if (record->got[i].rival_count > 0) view->unsettled = true;
	}
}

const struct record_shown *ui_record_shown(struct ui_page *p,
	const struct record *record, size_t *ret_count)
{
	struct desk_record view = {.frame = &p->frame};

	fields_show(p, record, &view);
	*ret_count = view.shown_count;
	return view.shown;
}

/* -- steps ---------------------------------------------------------------- */

struct input_list LIST_OF(struct record_input);

/* Inputs for what the step still needs. */
static struct record_inputs step_inputs(struct ui_page *p,
	const struct record_source *from, const struct record_step *step)
{
	struct input_list list = {0};
	str rest = str_of(step->needs), key, value;

	while (rest.len > 0) {
		const struct record_field *field;
		size_t at = 0;

		if (!str_cut(rest, ' ', &key, &rest)) {
			key = rest;
			rest = S("");
		}
		field = record_field_find(from->type, key);
		must(field != NULL);
		if (record_next(from->record, field->key, &at, &value)) continue;
		LIST_ADD(p->arena, &list, ui_record_input(p, from, field));
	}
	return (struct record_inputs){list.at, list.count};
}

static void steps_show(struct ui_page *p, const struct record *record,
	struct desk_record *view)
{
	const struct record_type *type = record->type;
	struct record_source from = {.type = type, .record = record};
	struct record_step_view *at = ARENA_ARRAY(p->arena,
		struct record_step_view, type->step_count + 1);
	str state = record_state(record);
	bool done = false, asker = erase_is_asker(p->ui->desk, record);

	for (size_t i = 0; i < type->step_count; i++) {
		const struct record_step *step = &type->steps[i];
		struct record_step_view *one = &at[view->step_count];

		if (!str_eq(str_of(step->from), state)) continue;
		if (asker && str_eq(str_of(step->to), S("agreed"))) continue;
		*one = (struct record_step_view){.state = str_of(step->to),
			.verb = ui_text(p, step->verb),
			.inputs = step_inputs(p, &from, step)};
		/* the key e is "done": the first step that closes */
		if (!done && one->inputs.count == 0 &&
			record_state_find(type, one->state)->closed) {
			one->key_id = S("done");
			done = true;
		}
		view->step_count++;
	}
	view->steps = at;
}

/* -- what points here ----------------------------------------------------- */

static void pointing_show(struct ui_page *p, const struct record *record,
	struct desk_record *view)
{
	struct record_pointing *rows;
	struct record_pointing_view *groups;
	size_t count, start = 0;
	struct record_line *lines;

	if (record_pointing(p->ui->desk, p->arena, record->id, &rows, &count) !=
		NULL) {
		return;
	}
	groups = ARENA_ARRAY(p->arena, struct record_pointing_view, count + 1);
	lines = ARENA_ARRAY(p->arena, struct record_line, count + 1);
	for (size_t i = 0; i < count; i++) {
		lines[i] = ui_record_line(p, &rows[i].row);
		if (i + 1 < count && rows[i + 1].field == rows[i].field) {
			continue;
		}
		groups[view->pointing_count++] = (struct record_pointing_view){
			str_fmt(p->arena, "%.*s · %.*s",
				S_ARG(ui_text(p, rows[i].row.type->plural)),
				S_ARG(ui_text(p, rows[i].field->label))),
			{&lines[start], i + 1 - start}};
		start = i + 1;
	}
	view->pointing = groups;
}

/* -- the sheet ------------------------------------------------------------ */

struct desk_record ui_record_view(struct ui_page *p,
	const struct record *record)
{
	struct desk_record view = {.frame = &p->frame,
		.id = ui_record_id(p, record->id),
		.type_key = str_of(record->type->key),
		.type_words = ui_text(p, record->type->label),
		.plural = ui_text(p, record->type->plural),
		.title = record_title(record),
		.ref = record_ref(p->arena, record->id),
		.state = ui_record_state(p, record->type, record_state(record)),
		.made = {.ms = record->made_ms},
		.changed = {.ms = record->changed_ms}};

	view.seen = str_fmt(p->arena, "%llu",
		(unsigned long long)record->changed_ms);
	ui_time(p, &view.made);
	ui_time(p, &view.changed);
	return view;
}

static void sheet_show(struct ui_page *p, const struct record *record)
{
	struct desk_record view = ui_record_view(p, record);

	fields_show(p, record, &view);
	view.who = ui_record_case(p, record);
	steps_show(p, record, &view);
	pointing_show(p, record, &view);
	page_desk_record(p->out, p->locale, &view);
}

void ui_record_sheet(struct ui_page *p)
{
	struct record record;

	if (!ui_record_of(p, &record) || ui_bank_owns(p, &record) ||
		ui_guide_owns(p, &record) || ui_voice_owns(p, &record)) {
		return;
	}
	sheet_show(p, &record);
}

void ui_record_step(struct ui_page *p)
{
	struct record record;
	struct record_refusal refusal;
	const err *e;

	if (!ui_record_of(p, &record)) return;
	e = record_step(p->ui->desk, record.id,
		form_value(p->form, S("state")),
		ui_record_edits(p, record.type), &refusal);
	if (e == NULL) {
		p->go = ui_record_address(p, record.id);
		return;
	}
	if (e->code != ERR_USAGE && e->code != ERR_REFUSED) {
		ui_problem(p, e);
		return;
	}
	p->status = e->code == ERR_USAGE ? 422 : 409;
	p->frame.problem = ui_refusal_words(p, e, &refusal);
	if (record.type == &record_term) ui_term(p);
	else sheet_show(p, &record);
}

void ui_record_print(struct ui_page *p)
{
	struct record record;
	struct desk_record view;
	struct form query;
	struct view_time now = {.ms = ui_now_ms(p)};
	object_id me, none = {{0}};

	if (!ui_record_of(p, &record) || ui_bank_owns(p, &record)) return;
	view = ui_record_view(p, &record);
	view.paper = true;
	view.without_names = form_read(p->arena, p->x->request.query, &query) ==
		FORM_OK && str_eq(form_value(&query, S("names")), S("no"));
	fields_show(p, &record, &view);
	view.who = ui_record_case(p, &record);
	if (view.without_names) view.who.whom = S("");
	ui_time(p, &now);
	view.printed_at = now.exact;
	view.organisation = p->frame.nav.organisation;
	if (record_me_get(p->ui->desk, &me) == NULL && !object_eq(me, none) &&
		!view.without_names) {
		view.printed_by = ui_record_name(p, me);
	}
	page_desk_record_print(p->out, p->locale, &view);
}

/* -- history -------------------------------------------------------------- */

struct record_change_view ui_record_change(struct ui_page *p,
	const struct record_type *type, const struct record_change *change)
{
	struct record_change_view view = {.at = {.ms = change->ms},
		.who = ui_device_words(p, change->dev),
		.label = ui_text(p, change->field->label),
		.words = ui_record_word(p, type, change->field,
			change->value).words,
		.unseen = change->unseen, .no_step = change->no_step,
		.emptied = change->value.len == 0};

	ui_time(p, &view.at);
	if (change->how == CHANGE_ADD) {
		view.words = str_fmt(p->arena, "+ %.*s", S_ARG(view.words));
	}
	if (change->how == CHANGE_DROP) {
		view.words = str_fmt(p->arena, "− %.*s", S_ARG(view.words));
	}
	return view;
}

void ui_record_history(struct ui_page *p)
{
	struct record record;
	struct record_change *changes;
	struct record_change_view *views;
	struct desk_record_history view = {.frame = &p->frame};
	struct team_rows rows = {0};
	const err *e;

	if (!ui_record_of(p, &record) || ui_bank_owns(p, &record)) return;
	e = record_history(p->ui->desk, p->arena, record.id, &changes,
		&view.count);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	views = ARENA_ARRAY(p->arena, struct record_change_view,
		view.count + 1);
	(void)!team_rows(p->ui->desk, p->arena, &rows); /* then by member */
	for (size_t i = 0; i < view.count; i++) {
		views[i] = ui_record_change(p, record.type,
			&changes[i]);
		views[i].who = ui_team_device(p, &rows, changes[i].dev);
	}
	view.changes = views;
	view.who = ui_record_case(p, &record);
	view.id = ui_record_id(p, record.id);
	view.title = record_title(&record);
	view.ref = record_ref(p->arena, record.id);
	page_desk_record_history(p->out, p->locale, &view);
}
