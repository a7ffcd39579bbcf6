/* The pages on which a record is begun and changed: see ui_record.h. The inputs
 * are ui_record_input.c's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/num.h"
#include "page/desk_record.h"
#include "page/tr.h"

str ui_refusal_words(struct ui_page *p, const err *e,
	const struct record_refusal *refusal)
{
	if (refusal->words != NULL) return ui_text(p, refusal->words);
	if (refusal->field != NULL) {
		return tr_fill(p->arena, ui_text(p, TR("Look at “{field}”: "
			"nothing was kept yet.")), S("field"),
			ui_text(p, refusal->field->label));
	}
	if (refusal->fault == FAULT_NO_KEY) {
		return ui_text(p, TR("Whether this may be so hangs on what you "
			"are not shown. Somebody who is in this case can do it."));
	}
	if (refusal->fault != FAULT_NONE) {
		return ui_text(p, record_fault_words(refusal->fault));
	}
	return ui_problem_words(p, e);
}

/* -- the pages ------------------------------------------------------------ */

struct input_list LIST_OF(struct record_input);

/* A new record asks for what begins it; the rest waits behind. */
static void later_part(struct ui_page *p, struct desk_record_form *view)
{
	struct input_list now = {0}, later = {0};

	for (size_t i = 0; i < view->inputs.count; i++) {
		const struct record_input *in = &view->inputs.at[i];

		if (in->later) LIST_ADD(p->arena, &later, *in);
		else LIST_ADD(p->arena, &now, *in);
		view->later_open |= in->later &&
			(in->problem.len > 0 || in->value.len > 0);
	}
	view->inputs = (struct record_inputs){now.at, now.count};
	view->later = (struct record_inputs){later.at, later.count};
}

static void form_show(struct ui_page *p, const struct record_source *from,
	str problem)
{
	struct desk_record_form view = {.frame = &p->frame, .problem = problem,
		.key = str_of(from->type->key),
		.plural = ui_text(p, from->type->plural),
		.title = ui_text(p, from->type->label)};

	if (from->record != NULL) {
		view.id = ui_record_id(p, from->record->id);
		view.seen = str_fmt(p->arena, "%llu",
			(unsigned long long)from->record->changed_ms);
		view.who = ui_record_case(p, from->record);
	}
	view.inputs = ui_record_inputs(p, from);
	if (from->record == NULL) later_part(p, &view);
	page_desk_record_form(p->out, p->locale, &view);
}

/* The form again, with what was wrong; anything else is a page of its own. */
static void form_again(struct ui_page *p, struct record_source *from,
	const err *e, const struct record_refusal *refusal)
{
	if (e->code != ERR_USAGE && refusal->fault == FAULT_NONE) {
		ui_problem(p, e);
		return;
	}
	p->status = 422;
	from->form = p->form;
	from->refusal = refusal;
	form_show(p, from, ui_refusal_words(p, e, refusal));
}

/* A page that leads here may name what the new record is about: ids and words
 * of lists, as in the addresses of lists [ui-2]. */
static struct form address_read(struct ui_page *p,
	const struct record_type *type)
{
	struct form query, named = {.count = 0};
	object_id id;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK) {
		return named;
	}
	for (size_t i = 0; i < query.count; i++) {
		const struct record_field *field = record_field_find(type,
			query.fields[i].name);
		str value = query.fields[i].value;

		if (field == NULL) continue;
		if (record_choice(field, value) == NULL &&
			!object_read(value, &id)) {
			continue;
		}
		named.fields[named.count++] = query.fields[i];
	}
	return named;
}

void ui_record_new_form(struct ui_page *p)
{
	struct record_source from = {.type = ui_type_of(p)};
	struct form named;

	if (from.type == NULL) return;
	named = address_read(p, from.type);
	from.form = &named;
	form_show(p, &from, S(""));
}

void ui_record_new(struct ui_page *p)
{
	struct record_source from = {.type = ui_type_of(p)};
	struct record_refusal refusal;
	object_id id;
	const err *e;

	if (from.type == NULL) return;
	e = record_create(p->ui->desk, from.type,
		ui_record_edits(p, from.type), &refusal, &id);
	if (e != NULL) form_again(p, &from, e, &refusal);
	else p->go = ui_record_address(p, id);
}

void ui_record_edit_form(struct ui_page *p)
{
	struct record record;
	struct record_source from = {.record = &record};

	if (!ui_record_of(p, &record)) return;
	from.type = record.type;
	form_show(p, &from, S(""));
}

/* Somebody else changed it while she typed: she looks again first. */
static bool was_overtaken(struct ui_page *p, const struct record *record)
{
	uint64_t seen;

	return !num_read(form_value(p->form, S("seen")), INT64_MAX, &seen) ||
		seen != record->changed_ms;
}

struct left_list LIST_OF(const struct record_field *);

static str sent_of(const struct record_edits *sent,
	const struct record_field *field)
{
	for (size_t i = 0; i < sent->count; i++) {
		if (str_eq(str_of(sent->at[i].key), str_of(field->key))) {
			return sent->at[i].value;
		}
	}
	return S("");
}

/* Fields that somebody else changed and she left alone: they are shown as they
 * are now, or keeping the rest would take the other's words back. */
static const err *left_find(struct ui_page *p, struct record_source *from)
{
	struct record_edits sent = ui_record_edits(p, from->type);
	struct record_change *changes;
	struct left_list list = {0};
	uint64_t seen = 0;
	size_t count;
	const err *e = record_history(p->ui->desk, p->arena, from->record->id,
		&changes, &count);

	(void)!num_read(form_value(p->form, S("seen")), INT64_MAX, &seen);
	for (size_t i = 0; e == NULL && i < from->type->field_count; i++) {
		const struct record_field *field = &from->type->fields[i];
		bool later = false;
		str before = S("");

		for (size_t k = count; k-- > 0;) { /* the oldest first */
			const struct record_change *one = &changes[k];

			if (one->field != field || one->how != CHANGE_SET) {
				continue;
			}
			if (one->ms > seen) later = true;
			else before = one->value;
		}
		if (!later || !str_eq(sent_of(&sent, field), before)) continue;
		LIST_ADD(p->arena, &list, field);
	}
	from->left = list.at;
	from->left_count = list.count;
	return e;
}

void ui_record_edit(struct ui_page *p)
{
	struct record record;
	struct record_source from = {.record = &record};
	struct record_refusal refusal;
	const err *e;

	if (!ui_record_of(p, &record)) return;
	from.type = record.type;
	if (was_overtaken(p, &record)) {
		p->status = 409;
		from.form = p->form;
		e = left_find(p, &from);
		if (e != NULL) {
			ui_problem(p, e);
			return;
		}
		form_show(p, &from, ui_text(p, TR("Somebody changed this "
			"while you wrote. Below is what you wrote; look at "
			"the sheet before you keep it.")));
		return;
	}
	e = record_set(p->ui->desk, record.id, ui_record_edits(p, record.type),
		&refusal);
	if (e != NULL) form_again(p, &from, e, &refusal);
	else p->go = ui_record_address(p, record.id);
}
