/* What two desks said side by side, and settling it: whose record it is sees it
 * first. See ui_record.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/list.h"
#include "desk/record_device.h"
#include "desk/record_load.h"
#include "desk/ui_bank.h"
#include "model/merge.h"
#include "page/desk_record.h"
#include "page/tr.h"

struct clash_list LIST_OF(struct record_clash);

static struct record_side side_of(struct ui_page *p,
	const struct record *record, const struct record_got *got,
	const struct record_rival *rival)
{
	struct record_side side = {.value = rival->value,
		.who = ui_device_words(p, rival->dev), .at = {.ms = rival->ms},
		.stands = rival->seq == got->seq && str_eq(rival->dev, got->dev)};
	struct record_word word;

	ui_time(p, &side.at);
	if (record_kind_is_set(got->field->kind)) {
		side.words = rival->value.len > 0 ? ui_text(p, TR("belongs to it"))
			: ui_text(p, TR("does not belong to it"));
		return side;
	}
	if (rival->value.len == 0) {
		side.words = ui_text(p, TR("emptied"));
		return side;
	}
	if (ui_bank_is_folded(record) && got->field->kind == KIND_LINE) {
		side.words = ui_bank_first(p, rival->value);
		return side;
	}
	word = ui_record_word(p, record->type, got->field, rival->value);
	side.words = word.words;
	side.prose = word.prose;
	side.is_prose = word.is_prose;
	return side;
}

/* Both texts, one under the other, to make one of. */
static str joined(struct ui_page *p, const struct record_got *got)
{
	struct buf out = {0};
	str kept;

	for (size_t i = got->rival_count; i-- > 0;) {
		if (out.len > 0) buf_byte(&out, '\n');
		buf_put(&out, got->rivals[i].value);
	}
	kept = buf_take(&out, p->arena);
	buf_close(&out);
	return kept;
}

static void sides_find(struct ui_page *p, const struct record *record,
	const struct record_got *got, struct record_clash *clash)
{
	struct record_side *sides = ARENA_ARRAY(p->arena, struct record_side,
		got->rival_count);

	for (size_t i = 0; i < got->rival_count; i++) {
		sides[i] = side_of(p, record, got, &got->rivals[i]);
		if (got->field->kind == KIND_STATE &&
			!merge_states_fit(record->type, got->rivals[0].value,
				got->rivals[i].value)) {
			clash->no_step = true;
		}
	}
	clash->sides = sides;
	clash->side_count = got->rival_count;
}

static struct record_clash clash_of(struct ui_page *p,
	const struct record *record, const struct record_got *got)
{
	const struct record_field *field = got->field;
	struct record_clash clash = {.id = ui_record_id(p, record->id),
		.title = ui_bank_is_folded(record)
			? ui_bank_first(p, record_title(record))
			: record_title(record),
		.ref = record_ref(p->arena, record->id),
		.type_words = ui_text(p, record->type->label),
		.label = ui_text(p, field->label), .name = str_of(field->key)};

	if (record_kind_is_set(field->kind)) {
		clash.name = record_member_name(p->arena, field->key,
			got->value);
		clash.label = str_fmt(p->arena, "%.*s: %.*s",
			S_ARG(clash.label), S_ARG(ui_record_word(p,
				record->type, field, got->value).words));
	}
	if (field->kind == KIND_TEXT) {
		clash.may_join = true;
		clash.joined = joined(p, got);
	}
	sides_find(p, record, got, &clash);
	return clash;
}

static const err *clashes_find(struct ui_page *p, bool mine, object_id me,
	struct clash_list *list)
{
	struct record_filter filter = {.unsettled = true};
	struct record_rows rows;
	const err *e = record_list(p->ui->desk, p->arena, &filter, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		struct record record;

		if (object_eq(rows.at[i].owner, me) != mine) continue;
		e = record_get(p->ui->desk, p->arena, rows.at[i].id, &record);
		for (size_t k = 0; e == NULL && k < record.got_count; k++) {
			struct record_clash clash;

			if (record.got[k].rival_count == 0) continue;
			clash = clash_of(p, &record, &record.got[k]);
			clash.mine = mine;
			LIST_ADD(p->arena, list, clash);
		}
	}
	return e;
}

static void settle_show(struct ui_page *p)
{
	struct desk_settle view = {.frame = &p->frame};
	struct clash_list list = {0};
	object_id me, none = {{0}};
	const err *e = record_me_get(p->ui->desk, &me);

	if (e == NULL && !object_eq(me, none)) {
		e = clashes_find(p, true, me, &list);
	}
	if (e == NULL && object_eq(me, none)) {
		/* nobody is "mine" while nobody said who works here */
		me.bytes[0] = 1;
	}
	if (e == NULL) e = clashes_find(p, false, me, &list);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.clashes = list.at;
	view.count = list.count;
	page_desk_settle(p->out, p->locale, &view);
}

void ui_settle_page(struct ui_page *p)
{
	settle_show(p);
}

void ui_settle(struct ui_page *p)
{
	struct record record;
	struct record_refusal refusal;
	const err *e;

	if (!ui_record_of(p, &record)) return;
	e = record_settle(p->ui->desk, record.id,
		form_value(p->form, S("name")),
		form_value(p->form, S("value")), &refusal);
	if (e == NULL) {
		p->go = S("/settle");
		return;
	}
	if (e->code != ERR_USAGE) {
		ui_problem(p, e);
		return;
	}
	p->status = 422;
	p->frame.problem = ui_refusal_words(p, e, &refusal);
	settle_show(p);
}
