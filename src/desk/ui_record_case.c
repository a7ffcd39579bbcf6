/* What a sheet, a form and a print say of who reads a case: that this desk is not
 * in it and whom to ask, that all who read messages can read it, or that somebody
 * waits to be let in. See case_ring.h; never an empty field that looks as if
 * nothing was there.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "desk/case_ring.h"
#include "desk/team_query.h"
#include "page/tr.h"

struct named_list LIST_OF(struct record_named);

/* The labels of what stands in the ring. */
static str labels_of(struct ui_page *p, const struct record_type *type)
{
	struct buf out = {0};
	str kept;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct record_field *field = &type->fields[i];

		if (!record_field_is_in_ring(type, field)) continue;
		if (out.len > 0) buf_text(&out, " · ");
		buf_put(&out, ui_text(p, field->label));
	}
	kept = buf_take(&out, p->arena);
	buf_close(&out);
	return kept;
}

static void closed_show(struct ui_page *p, const struct record *record,
	struct record_case *view)
{
	object_id whom, none = {{0}};

	view->closed = true;
	view->was_in = case_ring_had(p->ui->desk, record->id);
	view->labels = labels_of(p, record->type);
	if (case_ring_whom(p->ui->desk, record, &whom, &view->soon) == NULL &&
		!object_eq(whom, none)) {
		view->whom = ui_record_name(p, whom);
		view->whom_id = ui_record_id(p, whom);
	}
}

/* Who stands in the record by the word of somebody outside. */
static void named_show(struct ui_page *p, const struct record *record,
	struct record_case *view)
{
	struct named_list list = {0};

	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];
		object_id id;
		bool waits;

		if ((got->field->flags & FIELD_RING) == 0 ||
			got->rival_count > 0 || !object_read(got->value, &id) ||
			case_ring_waits(p->ui->desk, record->id, id, &waits) !=
				NULL || !waits) {
			continue;
		}
		LIST_ADD(p->arena, &list, ((struct record_named){
			.key = str_of(got->field->key), .value = got->value,
			.name = ui_record_name(p, id)}));
	}
	view->named = list.at;
	view->named_count = list.count;
}

struct record_case ui_record_case(struct ui_page *p,
	const struct record *record)
{
	struct desk *desk = p->ui->desk;
	struct record_case view = {.id = ui_record_id(p, record->id)};
	enum case_here here;

	if (!record_type_has_ring(record->type) || !team_has_begun(desk) ||
		case_ring_here(desk, record->id, &here) != NULL) {
		return view;
	}
	if (here == CASE_OUT) closed_show(p, record, &view);
	if (here == CASE_IN) named_show(p, record, &view);
	view.shared = here == CASE_SHARED;
	view.may_move = view.shared && case_ring_may_move(desk, record);
	return view;
}

/* -- acts ------------------------------------------------------------------ */

void ui_record_move(struct ui_page *p)
{
	struct record record;
	const err *e;

	if (!ui_record_of(p, &record)) return;
	e = case_ring_move(p->ui->desk, record.id);
	if (e != NULL) ui_problem(p, e);
	else p->go = ui_record_address(p, record.id);
}

/* Somebody inside says the same as somebody outside had written. */
void ui_record_let_in(struct ui_page *p)
{
	struct record record;
	struct record_refusal refusal;
	const struct record_field *field;
	const err *e;

	if (!ui_record_of(p, &record)) return;
	field = record_field_find(record.type, form_value(p->form, S("name")));
	if (field == NULL || (field->flags & FIELD_RING) == 0) {
		ui_problem(p, err_make(ERR_USAGE, "nobody is let in by that"));
		return;
	}
	e = record_settle(p->ui->desk, record.id, str_of(field->key),
		form_value(p->form, S("value")), &refusal);
	if (e != NULL) ui_problem(p, e);
	else p->go = ui_record_address(p, record.id);
}
