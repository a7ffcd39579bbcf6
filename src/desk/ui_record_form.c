/* Forms made of the tables, and what was sent in them: see ui_record.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/list.h"
#include "base/num.h"
#include "model/instant.h"
#include "model/pdate.h"
#include "model/locality.h"
#include "os/clock.h"
#include "page/desk_record.h"
#include "page/tr.h"
#include "text/hour.h"

enum { MINUTE_MS = 60 * 1000, MOMENT_CHARS = 16 /* 2026-11-25T14:05 */ };

struct choice_list LIST_OF(struct desk_choice);

static str key_of(struct ui_page *p, const struct record_field *field,
	const char *part)
{
	return str_fmt(p->arena, "%s.%s", field->key, part);
}

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

static bool was_sent(const struct record_source *from,
	const struct record_field *field)
{
	return from->form != NULL && form_has(from->form, str_of(field->key));
}

/* -- lists to choose from ------------------------------------------------- */

static struct desk_choices choices_of(const struct choice_list *list)
{
	return (struct desk_choices){list->at, list->count};
}

static void choice_add(struct ui_page *p, struct choice_list *list, str value,
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
		choice_add(p, list, ui_record_id(p, rows.at[i].id),
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
		choice_add(p, list, line, ui_record_name(p, id), line);
	}
}

static struct desk_choices field_choices(struct ui_page *p,
	const struct record_field *field, str chosen)
{
	static const str yes[] = {S_INIT("yes"), S_INIT("no"),
		S_INIT("unknown")};
	struct choice_list list = {0};

	if (!record_kind_is_set(field->kind)) {
		choice_add(p, &list, S(""), ui_text(p, TR("not said")), chosen);
	}
	if (field->to != NULL) refs_add(p, field, chosen, &list);
	for (size_t i = 0; field->kind == KIND_YES && i < NELEM(yes); i++) {
		choice_add(p, &list, yes[i], ui_record_word(p, NULL, field,
			yes[i]).words, chosen);
	}
	for (const struct record_choice *c = field->choices;
		c != NULL && c->word != NULL; c++) {
		choice_add(p, &list, str_of(c->word), ui_text(p, c->label),
			chosen);
	}
	return choices_of(&list);
}

/* -- dates ---------------------------------------------------------------- */

static const struct { const char *word, *label; } sures[PDATE_SURE_COUNT] = {
	[PDATE_EXACT] = {"exact", TR("exactly")},
	[PDATE_ABOUT] = {"about", TR("about then")},
	[PDATE_BEFORE] = {"before", TR("before that")},
	[PDATE_AFTER] = {"after", TR("after that")},
};

static void date_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in)
{
	struct pdate date = {0};
	struct buf plain = {0};
	struct choice_list list = {0};
	str chosen;

	in->kind = INPUT_DATE;
	if (was_sent(from, field)) {
		chosen = form_value(from->form, key_of(p, field, "sure"));
	} else {
		if (!pdate_read(in->value, &date)) date.sure = PDATE_EXACT;
		chosen = str_of(sures[date.sure].word);
		if (in->value.len > 0) {
			date.sure = PDATE_EXACT;
			pdate_write(&date, &plain);
			in->value = buf_take(&plain, p->arena);
		}
	}
	for (size_t i = 0; i < PDATE_SURE_COUNT; i++) {
		choice_add(p, &list, str_of(sures[i].word),
			ui_text(p, sures[i].label), chosen);
	}
	in->choices = choices_of(&list);
	buf_close(&plain);
}

/* The date and how sure, as one value; what cannot be read stays as typed and
 * is refused by record_read. */
static str date_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	str typed = form_value(form, str_of(field->key));
	str sure = form_value(form, key_of(p, field, "sure"));
	struct pdate date;
	struct buf out = {0};

	if (!pdate_typed(p->arena, typed, &date)) return typed;
	for (size_t i = 0; i < PDATE_SURE_COUNT; i++) {
		if (!str_eq(sure, str_of(sures[i].word))) continue;
		if (date.sure != PDATE_EXACT || date.year == 0) continue;
		date.sure = (enum pdate_sure)i;
	}
	pdate_write(&date, &out);
	typed = buf_take(&out, p->arena);
	buf_close(&out);
	return typed;
}

/* -- moments: shown and typed in this computer's time ---------------------- */

static void moment_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in)
{
	struct instant instant;
	struct view_time local = {0};

	in->kind = INPUT_MOMENT;
	if (was_sent(from, field)) {
		in->was = form_value(from->form, key_of(p, field, "was"));
		return;
	}
	if (!instant_read(in->value, &instant)) return;
	local.ms = (uint64_t)instant.minute * MINUTE_MS;
	local.ms += clock_zone_ms(local.ms);
	ui_time(p, &local);
	in->value = str_first(local.machine, MOMENT_CHARS);
	in->was = in->value;
}

static str moment_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	str typed = form_value(form, str_of(field->key));
	struct instant instant;
	struct buf out = {0};
	uint64_t ms;

	if (!instant_typed(p->arena, typed, &instant)) return typed;
	ms = (uint64_t)instant.minute * MINUTE_MS;
	instant.offset_minutes = (int)((int64_t)clock_zone_ms(ms) / MINUTE_MS);
	instant.minute -= instant.offset_minutes;
	if (instant.minute < 0) return typed;
	instant_write(&instant, &out);
	typed = buf_take(&out, p->arena);
	buf_close(&out);
	return typed;
}

/* -- places --------------------------------------------------------------- */

static const char *const exact_words[LOCALITY_EXACT_COUNT] = {
	[LOCALITY_NOTHING] = TR("nothing"),
	[LOCALITY_COUNTRY] = TR("the country"),
	[LOCALITY_GOVERNORATE] = TR("the governorate"),
	[LOCALITY_DISTRICT] = TR("the district"),
	[LOCALITY_SETTLEMENT] = TR("the town or village"),
	[LOCALITY_SITE] = TR("the spot itself"),
};

static struct desk_choices exact_choices(struct ui_page *p,
	enum locality_exact first, str chosen)
{
	struct choice_list list = {0};

	for (size_t i = (size_t)first; i < LOCALITY_EXACT_COUNT; i++) {
		choice_add(p, &list, locality_exact_word((enum locality_exact)i),
			ui_text(p, exact_words[i]), chosen);
	}
	return choices_of(&list);
}

static void place_input(struct ui_page *p, const struct record_source *from,
	const struct record_field *field, struct record_input *in)
{
	struct locality place = {.known = LOCALITY_SETTLEMENT};
	str known, publish;

	in->kind = INPUT_PLACE;
	if (was_sent(from, field)) {
		in->code = form_value(from->form, key_of(p, field, "code"));
		known = form_value(from->form, key_of(p, field, "known"));
		publish = form_value(from->form, key_of(p, field, "publish"));
	} else {
		if (in->value.len > 0 && !locality_read(in->value, &place)) return;
		in->value = place.words;
		in->code = place.code;
		known = locality_exact_word(place.known);
		publish = locality_exact_word(place.publish);
	}
	in->known = exact_choices(p, LOCALITY_COUNTRY, known);
	in->publish = exact_choices(p, LOCALITY_NOTHING, publish);
}

static str place_sent(struct ui_page *p, const struct form *form,
	const struct record_field *field)
{
	str words = str_trim(form_value(form, str_of(field->key)));
	str code = str_trim(form_value(form, key_of(p, field, "code")));
	str known = form_value(form, key_of(p, field, "known"));
	str publish = form_value(form, key_of(p, field, "publish"));
	struct buf out = {0};
	str typed;

	if (words.len == 0 && code.len == 0) return S("");
	buf_put(&out, code.len > 0 ? code : S("-"));
	buf_byte(&out, ' ');
	buf_put(&out, known);
	buf_byte(&out, ' ');
	buf_put(&out, publish);
	if (words.len > 0) buf_byte(&out, ' ');
	buf_put(&out, words);
	typed = buf_take(&out, p->arena);
	buf_close(&out);
	return typed;
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
	in.value = was_sent(from, field) ? sent_lines(p, from->form, field)
		: stands(p, from, field);
	if (from->refusal != NULL && from->refusal->field == field) {
		in.problem = ui_text(p,
			record_fault_words(from->refusal->fault));
	}
	if (in.kind == INPUT_CHOICE || in.kind == INPUT_BOXES) {
		in.choices = field_choices(p, field, in.value);
	}
	if (field->kind == KIND_DATE) date_input(p, from, field, &in);
	if (field->kind == KIND_INSTANT) moment_input(p, from, field, &in);
	if (field->kind == KIND_PLACE) place_input(p, from, field, &in);
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
		if (!record_is_open_here(p->ui->desk, &place, &type->fields[i])) {
			continue;
		}
		at[count++] = ui_record_input(p, from, &type->fields[i]);
	}
	return (struct record_inputs){at, count};
}

/* -- what was sent -------------------------------------------------------- */

static str typed_of(struct ui_page *p, const struct record_field *field)
{
	if (field->kind == KIND_DATE) return date_sent(p, p->form, field);
	if (field->kind == KIND_INSTANT) return moment_sent(p, p->form, field);
	if (field->kind == KIND_PLACE) return place_sent(p, p->form, field);
	return sent_lines(p, p->form, field);
}

/* A moment that was left alone keeps its zone and who said it. */
static bool left_alone(struct ui_page *p, const struct record_field *field)
{
	return field->kind == KIND_INSTANT &&
		str_eq(form_value(p->form, str_of(field->key)),
			form_value(p->form, key_of(p, field, "was")));
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
		if (left_alone(p, field)) continue;
		at[count++] = (struct record_edit){field->key,
			typed_of(p, field), EDIT_SET};
	}
	return (struct record_edits){at, count};
}

str ui_refusal_words(struct ui_page *p, const err *e,
	const struct record_refusal *refusal)
{
	if (refusal->words != NULL) return ui_text(p, refusal->words);
	if (refusal->field != NULL) {
		return tr_fill(p->arena, ui_text(p, TR("Look at “{field}”: "
			"nothing was kept yet.")), S("field"), ui_text(p, refusal->field->label));
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
