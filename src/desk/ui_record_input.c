/* The fields of the tables as inputs of a form, and what was sent in them: see
 * ui_record.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record_input.h"

#include "desk/record_place.h"
#include "page/tr.h"

/* -- the value as it stands ----------------------------------------------- */

/* Every member of a set, one a line. */
static str stands(struct ui_page *p, const struct record_source *from,
	const struct record_field *field)
{
	struct buf lines = {0};
	size_t at = 0;
	str value, kept;

	if (from->record == NULL) return S("");
	while (record_next(from->record, field->key, &at, &value)) {
		if (lines.len > 0) buf_byte(&lines, '\n');
		buf_put(&lines, value);
	}
	kept = buf_take(&lines, p->arena);
	buf_close(&lines);
	return kept;
}

static bool has_line(str lines, str wanted)
{
	str line;

	while (str_line(&lines, &line)) {
		if (str_eq(line, wanted)) return true;
	}
	return false;
}

/* Every value of that name that was sent, one a line. */
static str sent_lines(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	struct buf lines = {0};
	size_t at = 0;
	str value, kept;

	while (form_next(form, str_of(field->key), &at, &value)) {
		if (value.len == 0) continue;
		if (lines.len > 0) buf_byte(&lines, '\n');
		buf_put(&lines, value);
	}
	kept = buf_take(&lines, p->arena);
	buf_close(&lines);
	return kept;
}

bool ui_was_sent(const struct record_source *from,
	const struct record_field *field)
{
	for (size_t i = 0; i < from->left_count; i++) {
		if (from->left[i] == field) return false;
	}
	return from->form != NULL && form_has(from->form, str_of(field->key));
}

/* -- lists to choose from ------------------------------------------------- */

struct desk_choices ui_choices_of(const struct choice_list *list)
{
	return (struct desk_choices){list->at, list->count};
}

void ui_choice_add(struct ui_page *p, struct choice_list *list, str value,
	str words, str chosen)
{
	struct desk_choice choice = {value, words, has_line(chosen, value) ||
		(value.len == 0 && chosen.len == 0)};

	LIST_ADD(p->arena, list, choice);
}

static void refs_add(struct ui_page *p, const struct record_field *field,
	str chosen, struct choice_list *list)
{
	struct record_filter filter = {.state = S("current"),
		.type = record_type_find(str_of(field->to))};
	struct record_rows rows;
	size_t shown = list->count;
	str line;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL) return;
	for (size_t i = 0; i < rows.count; i++) {
		ui_choice_add(p, list, ui_record_id(p, rows.at[i].id),
			rows.at[i].title, chosen);
	}
	/* one that is closed by now stays chosen */
	while (str_line(&chosen, &line)) {
		object_id id;
		bool there = false;

		for (size_t i = shown; i < list->count; i++) {
			there |= str_eq(list->at[i].value, line);
		}
		if (there || !object_read(line, &id)) continue;
		ui_choice_add(p, list, line, ui_record_name(p, id), line);
	}
}

static struct desk_choices field_choices(struct ui_page *p,
	const struct record_field *field, str chosen)
{
	static const str yes[] = {S_INIT("yes"), S_INIT("no"),
		S_INIT("unknown")};
	struct choice_list list = {0};

	if (!record_kind_is_set(field->kind)) {
		ui_choice_add(p, &list, S(""), ui_text(p, TR("not said")),
			chosen);
	}
	if (field->to != NULL) refs_add(p, field, chosen, &list);
	for (size_t i = 0; field->kind == KIND_YES && i < NELEM(yes); i++) {
		ui_choice_add(p, &list, yes[i], ui_record_word(p, NULL, field,
			yes[i]).words, chosen);
	}
	for (const struct record_choice *c = field->choices;
		c != NULL && c->word != NULL; c++) {
		ui_choice_add(p, &list, str_of(c->word), ui_text(p, c->label),
			chosen);
	}
	return ui_choices_of(&list);
}

/* -- inputs --------------------------------------------------------------- */

static enum record_input_kind plain_kind(const struct record_field *field)
{
	switch (field->kind) {
	case KIND_TEXT:
		return INPUT_TEXT;
	case KIND_NAME:
	case KIND_WORDS:
		return INPUT_LINES;
	case KIND_YES:
	case KIND_CHOICE:
	case KIND_REF:
	case KIND_STATE:
		return INPUT_CHOICE;
	case KIND_CHOICES:
	case KIND_REFS:
		return INPUT_BOXES;
	case KIND_THREAD:
		return INPUT_HIDDEN;
	case KIND_LINE:
	case KIND_DATE:
	case KIND_INSTANT:
	case KIND_PLACE:
	case KIND_LANG:
	case KIND_MONEY:
	case KIND_NUMBER:
	case KIND_COUNT:
		break;
	}
	return INPUT_LINE;
}

struct record_input ui_record_input(struct ui_page *p,
	const struct record_source *from, const struct record_field *field)
{
	struct record_input in = {.key = str_of(field->key),
		.kind = plain_kind(field),
		.label = ui_text(p, field->label),
		.needed = (field->flags & FIELD_NEEDED) != 0,
		.later = (field->flags & FIELD_LATER) != 0,
		.latin = field->kind == KIND_NUMBER ||
			field->kind == KIND_MONEY || field->kind == KIND_LANG};

	if (field->hint != NULL) in.hint = ui_text(p, field->hint);
	in.value = ui_was_sent(from, field) ? sent_lines(p, from->form, field)
		: stands(p, from, field);
	if (from->refusal != NULL && from->refusal->field == field) {
		in.problem = ui_text(p,
			record_fault_words(from->refusal->fault));
	}
	if (in.kind == INPUT_CHOICE || in.kind == INPUT_BOXES) {
		in.choices = field_choices(p, field, in.value);
	}
	if (field->kind == KIND_DATE) ui_date_input(p, from, field, &in);
	if (field->kind == KIND_INSTANT) ui_moment_input(p, from, field, &in);
	if (field->kind == KIND_PLACE) ui_place_input(p, from, field, &in);
	return in;
}

struct record_inputs ui_record_inputs(struct ui_page *p,
	const struct record_source *from)
{
	const struct record_type *type = from->type;
	struct record_input *at = ARENA_ARRAY(p->arena, struct record_input,
		type->field_count + 1);
	struct record_place place = record_place_new(p->ui->desk, type);
	size_t count = 0;

	if (from->record != NULL && record_place_of(p->ui->desk, from->record,
		&place) != NULL) {
		place.here = CASE_OUT;
	}
	for (size_t i = 0; i < type->field_count; i++) {
		const struct record_field *field = &type->fields[i];

		if (!record_is_open_here(p->ui->desk, &place, field)) continue;
		at[count++] = ui_record_input(p, from, field);
	}
	return (struct record_inputs){at, count};
}

/* -- what was sent -------------------------------------------------------- */

static str typed_of(struct ui_page *p, const struct record_field *field)
{
	if (field->kind == KIND_DATE) return ui_date_sent(p, p->form, field);
	if (field->kind == KIND_INSTANT) {
		return ui_moment_sent(p, p->form, field);
	}
	if (field->kind == KIND_PLACE) return ui_place_sent(p, p->form, field);
	return sent_lines(p, p->form, field);
}

struct record_edits ui_record_edits(struct ui_page *p,
	const struct record_type *type)
{
	struct record_edit *at = ARENA_ARRAY(p->arena, struct record_edit,
		type->field_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < type->field_count; i++) {
		const struct record_field *field = &type->fields[i];

		if (!form_has(p->form, str_of(field->key))) continue;
		if (field->kind == KIND_INSTANT &&
			ui_moment_stays(p, p->form, field)) {
			continue;
		}
		at[count++] = (struct record_edit){field->key,
			typed_of(p, field), EDIT_SET};
	}
	return (struct record_edits){at, count};
}
