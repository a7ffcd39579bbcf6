/* Lists of records, and which page an address of records is: see ui_record.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/list.h"
#include "base/num.h"
#include "desk/ui_route.h"
#include "page/desk_record.h"
#include "page/tr.h"

#include <string.h>

enum { SKIP_MAX = 1000000, FACTS_MAX = 8, NARROW_REFS_MAX = 200 };
#define DAY_MS UINT64_C(86400000)

str ui_record_address(struct ui_page *p, object_id id)
{
	str hex = ui_record_id(p, id);

	return str_fmt(p->arena, "/record/%.*s", S_ARG(hex));
}

const struct record_type *ui_type_of(struct ui_page *p)
{
	const struct record_type *type = record_type_find(p->id);

	if (type == NULL) ui_problem(p, err_make(ERR_ABSENT, "no such type"));
	return type;
}

/* The words have lists and files of their own, where those to avoid are folded: a
 * list of all types would show them [words_view-1]. Parts of guides stand with
 * their guide. */
const struct record_type *ui_listed_type(struct ui_page *p)
{
	const struct record_type *type = ui_type_of(p);

	if (type != &record_term && (type == NULL || type->home == NULL)) {
		return type;
	}
	ui_problem(p, err_make(ERR_ABSENT, "it is listed on pages of its own"));
	return NULL;
}

bool ui_record_of(struct ui_page *p, struct record *ret_record)
{
	object_id id;
	const err *e = NULL;

	if (!object_read(p->id, &id)) e = err_make(ERR_ABSENT, "no such record");
	if (e == NULL) {
		e = record_get(p->ui->desk, p->arena, id, ret_record);
	}
	if (e != NULL) ui_problem(p, e);
	return e == NULL;
}

void ui_record_places(struct ui_page *p)
{
	struct desk_place *at = ARENA_ARRAY(p->arena, struct desk_place,
		record_type_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < record_type_count; i++) {
		if (record_types[i]->quiet) continue;
		at[count++] = (struct desk_place){
			.path = str_of(record_types[i]->key),
			.words = ui_text(p, record_types[i]->plural)};
	}
	p->frame.places = at;
	p->frame.place_count = count;
	if (record_unsettled_count(p->ui->desk, &p->frame.unsettled) != NULL) {
		p->frame.unsettled = 0;
	}
}

/* The place of this type is where we are. */
static void place_mark(struct ui_page *p, const struct record_type *type)
{
	struct desk_place *at = ARENA_ARRAY(p->arena, struct desk_place,
		p->frame.place_count + 1);

	for (size_t i = 0; i < p->frame.place_count; i++) {
		at[i] = p->frame.places[i];
		at[i].here = str_eq(at[i].path, str_of(type->key));
	}
	p->frame.places = at;
}

/* -- lines ---------------------------------------------------------------- */

struct fact_list LIST_OF(str);

/* What the type shows in lists: short words, never a text. */
static void facts_find(struct ui_page *p, const struct record_row *row,
	struct fact_list *facts, str *ret_when)
{
	struct record record;

	if (record_get(p->ui->desk, p->arena, row->id, &record) != NULL) return;
	for (size_t i = 0; i < record.got_count; i++) {
		const struct record_got *got = &record.got[i];
		struct record_word word;

		if ((got->field->flags & FIELD_LIST) == 0) continue;
		if (got->value.len == 0 || facts->count == FACTS_MAX) continue;
		word = ui_record_word(p, record.type, got->field, got->value);
		if ((got->field->flags & FIELD_DUE) != 0) *ret_when = word.words;
		else LIST_ADD(p->arena, facts, word.words);
	}
}

struct record_line ui_record_line(struct ui_page *p,
	const struct record_row *row)
{
	struct fact_list facts = {0};
	struct record_line line = {.id = ui_record_id(p, row->id),
		.title = ui_bank_title(p, row), .ref = row->ref,
		.unsettled = row->unsettled,
		.class_name = row->closed ? S("seen") : S("fresh")};
	uint64_t today = ui_day_end_ms(p) - DAY_MS;

	facts_find(p, row, &facts, &line.when);
	line.facts = facts.at;
	line.fact_count = facts.count;
	line.late = !row->closed && row->due_ms != 0 &&
		row->due_ms + DAY_MS <= today;
	return line;
}

struct record_lines ui_record_lines(struct ui_page *p,
	const struct record_rows *rows)
{
	struct record_line *at = ARENA_ARRAY(p->arena, struct record_line,
		rows->count + 1);

	for (size_t i = 0; i < rows->count; i++) {
		at[i] = ui_record_line(p, &rows->at[i]);
	}
	return (struct record_lines){at, rows->count};
}

const struct record_lines *ui_record_found(struct ui_page *p, str words)
{
	const struct record_filter filter = {.words = words};
	struct record_lines *lines = ARENA_NEW(p->arena, struct record_lines);
	struct record_rows rows;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) == NULL) {
		*lines = ui_record_lines(p, &rows);
	}
	return lines;
}

/* -- narrowing ------------------------------------------------------------ */

struct choice_list LIST_OF(struct desk_choice);

static void choice_add(struct ui_page *p, struct choice_list *list,
	struct desk_choice choice)
{
	LIST_ADD(p->arena, list, choice);
}

static struct record_narrow narrow_state(struct ui_page *p,
	const struct record_type *type, str chosen)
{
	struct choice_list list = {0};

	choice_add(p, &list, (struct desk_choice){S("current"),
		ui_text(p, TR("all that is open")),
		str_eq(chosen, S("current"))});
	choice_add(p, &list, (struct desk_choice){S("any"),
		ui_text(p, TR("everything")), chosen.len == 0});
	for (size_t i = 0; i < type->state_count; i++) {
		str word = str_of(type->states[i].word);

		choice_add(p, &list, (struct desk_choice){word,
			ui_text(p, type->states[i].label),
			str_eq(chosen, word)});
	}
	return (struct record_narrow){S("state"),
		ui_text(p, record_state_field.label), {list.at, list.count}};
}

static void ref_choices(struct ui_page *p, const struct record_field *field,
	str chosen, struct choice_list *list)
{
	struct record_filter filter = {.type =
		record_type_find(str_of(field->to))};
	struct record_rows rows;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL) return;
	for (size_t i = 0; i < rows.count; i++) {
		str id = ui_record_id(p, rows.at[i].id);

		choice_add(p, list, (struct desk_choice){id, rows.at[i].title,
			str_eq(id, chosen)});
	}
}

static struct record_narrow narrow_field(struct ui_page *p,
	const struct record_field *field, str chosen)
{
	struct choice_list list = {0};

	choice_add(p, &list, (struct desk_choice){S(""),
		ui_text(p, TR("all")), chosen.len == 0});
	if (field->kind == KIND_REF || field->kind == KIND_REFS) {
		ref_choices(p, field, chosen, &list);
	}
	for (const struct record_choice *c = field->choices;
		c != NULL && c->word != NULL; c++) {
		choice_add(p, &list, (struct desk_choice){str_of(c->word),
			ui_text(p, c->label), str_eq(chosen, str_of(c->word))});
	}
	return (struct record_narrow){str_of(field->key),
		ui_text(p, field->label), {list.at, list.count}};
}

/* Ids and words of lists only: anything else is as if it were not there. */
static str narrow_value(const struct record_field *field,
	const struct form *query)
{
	str value = form_value(query, str_of(field->key));
	object_id id;

	if (record_choice(field, value) != NULL) return value;
	if (field->choices == NULL && object_read(value, &id)) return value;
	return S("");
}

struct narrow_list LIST_OF(struct record_narrow);

static void narrow_read(struct ui_page *p, const struct form *query,
	struct record_filter *filter, struct narrow_list *list)
{
	str state = form_value(query, S("state"));

	filter->state = S("current");
	if (str_eq(state, S("any"))) filter->state = S("");
	else if (record_state_find(filter->type, state) != NULL) {
		filter->state = state;
	}
	LIST_ADD(p->arena, list, narrow_state(p, filter->type, filter->state));
	for (size_t i = 0; i < filter->type->field_count; i++) {
		const struct record_field *field = &filter->type->fields[i];
		str value;

		if ((field->flags & FIELD_FILTER) == 0) continue;
		if (list->count > RECORD_FILTERS_MAX) break;
		value = narrow_value(field, query);
		LIST_ADD(p->arena, list, narrow_field(p, field, value));
		if (value.len == 0) continue;
		filter->by[filter->by_count].key = field->key;
		filter->by[filter->by_count++].value = value;
	}
}

/* -- the list ------------------------------------------------------------- */

static void list_show(struct ui_page *p, const struct record_type *type,
	str words)
{
	struct desk_records view = {.frame = &p->frame, .words = words,
		.key = str_of(type->key), .title = ui_text(p, type->plural),
		.empty = ui_text(p, type->empty)};
	struct record_filter filter = {.type = type, .words = words};
	struct narrow_list narrows = {0};
	struct record_rows rows;
	struct form query = {.count = 0};
	uint64_t skip = 0;
	const err *e;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK) {
		query.count = 0;
	}
	narrow_read(p, &query, &filter, &narrows);
	if (words.len > 0) filter.state = S("");
	if (num_read(form_value(&query, S("from")), SKIP_MAX, &skip)) {
		filter.skip = (size_t)skip;
	}
	e = record_list(p->ui->desk, p->arena, &filter, &rows);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	place_mark(p, type);
	view.lines = ui_record_lines(p, &rows);
	view.narrows = narrows.at;
	view.narrow_count = narrows.count;
	view.chosen = filter.by_count > 0 || form_has(&query, S("state"));
	view.narrowed = view.chosen || words.len > 0;
	view.of_members = type == &record_member;
	view.cut = rows.more && words.len > 0;
	if (rows.more && words.len == 0) {
		view.more = str_fmt(p->arena, "%llu",
			(unsigned long long)skip + rows.count);
	}
	page_desk_records(p->out, p->locale, &view);
}

static void list_page(struct ui_page *p)
{
	const struct record_type *type = ui_listed_type(p);

	if (type != NULL) list_show(p, type, S(""));
}

/* What was typed stands in no address [ui-2]: searching is a POST. */
static void list_search(struct ui_page *p)
{
	const struct record_type *type = ui_listed_type(p);
	str words;

	if (type == NULL) return;
	if (!form_line(p->arena, form_value(p->form, S("words")), &words)) {
		words = S("");
	}
	list_show(p, type, words);
}

/* -- routes --------------------------------------------------------------- */

static const struct ui_route routes[] = {
	{HTTP_GET, "/records/", "", list_page},
	{HTTP_POST, "/records/", "", list_search},
	{HTTP_GET, "/new/", "", ui_record_new_form},
	{HTTP_POST, "/new/", "", ui_record_new},
	{HTTP_GET, "/record/", "/edit", ui_record_edit_form},
	{HTTP_POST, "/record/", "/edit", ui_record_edit},
	{HTTP_POST, "/record/", "/step", ui_record_step},
	{HTTP_GET, "/record/", "/print", ui_record_print},
	{HTTP_POST, "/record/", "/own-circle", ui_record_move},
	{HTTP_POST, "/record/", "/let-in", ui_record_let_in},
	{HTTP_GET, "/record/", "/history", ui_record_history},
	{HTTP_POST, "/record/", "/settle", ui_settle},
	{HTTP_GET, "/record/", "", ui_record_sheet},
	{HTTP_GET, "/settle", "", ui_settle_page},
	{HTTP_GET, "/table/", "", ui_table_page},
	{HTTP_POST, "/table/", "", ui_table_try},
	{HTTP_POST, "/table-take", "", ui_table_take},
	{HTTP_GET, "/day", "", ui_day},
	{HTTP_GET, "/workload", "", ui_workload},
	{HTTP_POST, "/me", "", ui_me},
	{HTTP_POST, "/choose", "", ui_choose},
};

bool ui_records(struct ui_page *p)
{
	return ui_route_go(p, routes, NELEM(routes));
}
