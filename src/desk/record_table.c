/* Tables into records and back: see record_table.h. Trying is taking in with a
 * batch that is dropped at the end, so both cannot differ [record_table-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_table.h"

#include "base/list.h"
#include "desk/record_commit.h"
#include "text/csv.h"
#include "text/json_rows.h"

enum { TABLE_ARENA_BYTES = 256 << 20 };

/* One row, whatever it was written in. */
struct row {
	size_t line;
	struct record_edit *cells;
	size_t count;
	str id;
	const char *fault;               /* the row could not be read */
	bool refused;                    /* in a passage before: nothing of it comes */
};
struct row_list LIST_OF(struct row);
struct id_list LIST_OF(object_id);

struct taking {
	struct desk *desk;
	struct arena *arena;
	const struct record_type *type;
	struct row_list rows;
	struct id_list fresh;            /* ids that rows above gave */
	bool again;                      /* others counted on one that is refused */
	struct table_report *report;
};

/* -- reading -------------------------------------------------------------- */

static void broken(struct taking *t, const char *words, size_t line)
{
	t->report->broken = words;
	t->report->broken_line = line;
}

/* The short name is made from the id, and the type is known: both are only
 * for who reads the table. */
static bool is_for_reading(str key)
{
	return str_eq(key, S("ref")) || str_eq(key, S("type"));
}

static bool key_is_known(const struct taking *t, str key)
{
	return str_eq(key, S("id")) || is_for_reading(key) ||
		record_field_find(t->type, key) != NULL;
}

/* Members of lists may also stand behind one another, with semicolons. */
static str members_of(struct taking *t, const struct record_field *field,
	str cell)
{
	char *copy;

	if (field->kind != KIND_CHOICES && field->kind != KIND_REFS) return cell;
	copy = arena_get(t->arena, cell.len + 1);
	for (size_t i = 0; i < cell.len; i++) {
		copy[i] = cell.at[i] == ';' ? '\n' : cell.at[i];
	}
	return str_bytes(copy, cell.len);
}

static void cell_add(struct taking *t, struct row *row, str key, str value)
{
	const struct record_field *field = record_field_find(t->type, key);

	if (str_eq(key, S("id"))) row->id = str_trim(value);
	if (field == NULL) return;
	row->cells[row->count++] = (struct record_edit){field->key,
		members_of(t, field, value), EDIT_SET};
}

static bool csv_names_read(struct taking *t, struct csv *csv,
	struct csv_row *names)
{
	if (!csv_next(t->arena, csv, names) || names->fault != CSV_FINE) {
		broken(t, TR("The first line must name the columns."), 1);
		return false;
	}
	for (size_t i = 0; i < names->count; i++) {
		names->fields[i] = str_trim(names->fields[i]);
		if (key_is_known(t, names->fields[i])) continue;
		broken(t, TR("A column has a name that is not ours."), 1);
		return false;
	}
	return true;
}

static const char *csv_words(enum csv_fault fault)
{
	static const char *const words[CSV_FAULT_COUNT] = {
		[CSV_FINE] = "",
		[CSV_NOT_TEXT] = TR("This is not text."),
		[CSV_QUOTE_OPEN] = TR("A quotation mark stands in the wrong place."),
		[CSV_QUOTE_TAIL] = TR("A quotation mark stands in the wrong place."),
		[CSV_TOO_MANY] = TR("This row has more cells than there are columns."),
		[CSV_TOO_LONG] = TR("This is too long."),
	};

	return words[fault];
}

static void csv_row_take(struct taking *t, const struct csv_row *names,
	const struct csv_row *from)
{
	struct row row = {.line = from->line};

	if (from->fault != CSV_FINE) {
		row.fault = csv_words(from->fault);
	} else if (from->count > names->count) {
		row.fault = TR("This row has more cells than there are columns.");
	} else {
		row.cells = ARENA_ARRAY(t->arena, struct record_edit,
			names->count + 1);
		for (size_t i = 0; i < from->count; i++) {
			cell_add(t, &row, names->fields[i], from->fields[i]);
		}
	}
	LIST_ADD(t->arena, &t->rows, row);
}

static void csv_read(struct taking *t, str bytes)
{
	struct csv csv = csv_start(bytes, '\0');
	struct csv_row *names = ARENA_NEW(t->arena, struct csv_row);
	struct csv_row *row = ARENA_NEW(t->arena, struct csv_row);

	if (!csv_names_read(t, &csv, names)) return;
	while (csv_next(t->arena, &csv, row)) {
		if (t->rows.count == TABLE_ROWS_MAX) {
			broken(t, TR("These are too many rows at once."),
				row->line);
			return;
		}
		csv_row_take(t, names, row);
	}
}

/* The members of a list, one a line. */
static str joined(struct taking *t, const struct json_cell *cell)
{
	struct buf lines = buf_cap(TABLE_BYTES_MAX);
	str kept;

	for (size_t i = 0; i < cell->count; i++) {
		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, cell->values[i]);
	}
	kept = buf_take(&lines, t->arena);
	buf_close(&lines);
	return kept;
}

static void json_row_take(struct taking *t, const struct json_row *from,
	size_t number)
{
	struct row row = {.line = number};

	row.cells = ARENA_ARRAY(t->arena, struct record_edit, from->count + 1);
	for (size_t i = 0; i < from->count; i++) {
		if (!key_is_known(t, from->cells[i].key)) {
			row.fault = TR("A column has a name that is not ours.");
		}
		cell_add(t, &row, from->cells[i].key,
			joined(t, &from->cells[i]));
	}
	LIST_ADD(t->arena, &t->rows, row);
}

static void json_read(struct taking *t, str bytes)
{
	struct json_rows rows;
	size_t line;

	if (!json_rows_read(t->arena, bytes, &rows, &line)) {
		broken(t, TR("This is not a list of records in JSON."), line);
		return;
	}
	if (rows.count > TABLE_ROWS_MAX) {
		broken(t, TR("These are too many rows at once."),
			TABLE_ROWS_MAX + 1);
		return;
	}
	for (size_t i = 0; i < rows.count; i++) {
		json_row_take(t, &rows.at[i], i + 1);
	}
}

/* -- one row -------------------------------------------------------------- */

static void refuse(struct taking *t, struct row *row,
	const struct record_field *field, const char *words)
{
	struct table_report *report = t->report;

	if (row->id.len > 0 && !row->refused) row->refused = t->again = true;

	if (report->refused++ >= TABLE_REFUSALS_MAX) return;
	report->refusals[report->refused - 1] = (struct table_refusal){
		row->line, field, words};
}

/* Empty cells of a new record say nothing. */
static struct record_edits edits_of(struct row *row, bool fresh, str *ret_state)
{
	size_t count = 0;

	*ret_state = S("");
	for (size_t i = 0; i < row->count; i++) {
		struct record_edit one = row->cells[i];
		bool empty = str_trim(one.value).len == 0;

		if (empty && fresh) continue;
		if (!fresh && str_eq(str_of(one.key), S("state"))) {
			*ret_state = str_trim(one.value);
			continue;
		}
		row->cells[count++] = one;
	}
	row->count = count;
	return (struct record_edits){row->cells, count};
}

static bool was_given(const struct taking *t, object_id id)
{
	for (size_t i = 0; i < t->fresh.count; i++) {
		if (object_eq(t->fresh.at[i], id)) return true;
	}
	return false;
}

static const err *row_make(struct taking *t, struct row *row, object_id id,
	struct record_refusal *refusal)
{
	struct record_new new = {id, t->type};
	str state;
	struct record_edits edits = edits_of(row, true, &state);

	if (row->id.len > 0) LIST_ADD(t->arena, &t->fresh, id);
	if (row->id.len == 0) {
		return record_create(t->desk, t->type, edits, refusal, &id);
	}
	return record_create_as(t->desk, &new, edits, refusal);
}

static const err *row_change(struct taking *t, struct row *row,
	const struct record *record, struct record_refusal *refusal)
{
	str state;
	struct record_edits edits = edits_of(row, false, &state);

	if (state.len == 0 || str_eq(state, record_state(record))) {
		return record_set(t->desk, record->id, edits, refusal);
	}
	return record_step(t->desk, record->id, state, edits, refusal);
}

/* What became of the row. */
static const err *row_count(struct taking *t, struct row *row,
	const err *e, const struct record_refusal *refusal)
{
	if (e == NULL) return NULL;
	if (e->code != ERR_USAGE && e->code != ERR_REFUSED) return e;
	refuse(t, row, refusal->field, refusal->words != NULL
		? refusal->words : record_fault_words(refusal->fault));
	return NULL;
}

static const err *row_take(struct taking *t, struct row *row)
{
	struct record_refusal refusal = {0};
	struct record record = {0};
	size_t before = t->desk->batch->ops.count;
	object_id id = {{0}};
	const err *e = NULL;

	if (row->fault != NULL ||
		(row->id.len > 0 && !object_read(row->id, &id))) {
		refuse(t, row, NULL, row->fault != NULL ? row->fault
			: TR("The id must be 32 letters and digits, or empty."));
		return NULL;
	}
	if (row->id.len > 0 && was_given(t, id)) {
		refuse(t, row, NULL, TR("This id stands in two rows."));
		return NULL;
	}
	if (row->id.len > 0) {
		e = record_get(t->desk, t->arena, id, &record);
		if (e != NULL && e->code != ERR_ABSENT) return e;
	}
	if (record.type != NULL && record.type != t->type) {
		refuse(t, row, NULL, TR("This id belongs to something else."));
		return NULL;
	}
	e = record.type != NULL ? row_change(t, row, &record, &refusal)
		: row_make(t, row, id, &refusal);
	if (e != NULL) return row_count(t, row, e, &refusal);
	if (t->desk->batch->ops.count == before) t->report->same++;
	else if (record.type != NULL) t->report->changed++;
	else t->report->fresh++;
	return NULL;
}

/* -- all rows ------------------------------------------------------------- */

/* A row may point to one below it, or they to each other: each that gives its own
 * id, and was not refused, is counted on. */
static void rows_expect(struct taking *t)
{
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct row *row = &t->rows.at[i];
		object_id id;

		if (row->fault == NULL && !row->refused &&
			object_read(row->id, &id)) {
			record_batch_expect(t->desk, t->type, id);
		}
	}
}

/* Reading a row's cells takes some away: each passage has its own. */
static struct row row_copy(struct taking *t, const struct row *from)
{
	struct row row = *from;

	row.cells = ARENA_ARRAY(t->arena, struct record_edit, from->count + 1);
	for (size_t i = 0; i < from->count; i++) row.cells[i] = from->cells[i];
	return row;
}

static const err *passage_go(struct taking *t)
{
	const err *e = record_batch_begin(t->desk);

	*t->report = (struct table_report){0};
	t->fresh = (struct id_list){0};
	t->again = false;
	if (e == NULL) rows_expect(t);
	for (size_t i = 0; e == NULL && i < t->rows.count; i++) {
		struct row row = row_copy(t, &t->rows.at[i]);

		e = row_take(t, &row);
		t->rows.at[i].refused = row.refused;
	}
	return e;
}

/* As long as one was counted on that did not come: then whoever pointed to it is
 * refused as well. A row is refused once, so it ends. */
static const err *rows_take(struct taking *t)
{
	const err *e = passage_go(t);

	while (e == NULL && t->again) {
		record_batch_drop(t->desk);
		e = passage_go(t);
	}
	return e;
}

const err *record_table_in(struct desk *desk, const struct record_type *type,
	str bytes, bool take, struct table_report *ret_report)
{
	struct taking t = {.desk = desk, .type = type, .report = ret_report};
	str start = str_trim(bytes);
	const err *e = NULL;

	*ret_report = (struct table_report){0};
	t.arena = arena_open(TABLE_ARENA_BYTES);
	if (bytes.len > TABLE_BYTES_MAX) {
		broken(&t, TR("This is too long."), 0);
	} else if (str_starts(start, S("[")) || str_starts(start, S("{"))) {
		json_read(&t, bytes);
	} else {
		csv_read(&t, bytes);
	}
	if (ret_report->broken == NULL) {
		e = rows_take(&t);
		if (e == NULL && take) e = record_batch_end(desk);
		record_batch_drop(desk);
	}
	arena_close(&t.arena);
	return e;
}

/* -- out ------------------------------------------------------------------ */

/* [record_table-3] */
static bool may_leave(const struct record_field *field)
{
	return field->export == EXPORT_YES && field->class != CLASS_CASE &&
		field->class != CLASS_SEALED;
}

struct leaving {
	struct arena *arena;
	const struct record_type *type;
	const struct record_field **fields;
	size_t count;
};

static void fields_find(struct leaving *l)
{
	l->fields = ARENA_ARRAY(l->arena, const struct record_field *,
		l->type->field_count + 1);
	l->fields[l->count++] = &record_state_field;
	for (size_t i = 0; i < l->type->field_count; i++) {
		if (!may_leave(&l->type->fields[i])) continue;
		l->fields[l->count++] = &l->type->fields[i];
	}
}

static str id_text(struct arena *arena, object_id id)
{
	struct buf hex = {0};
	str text;

	object_write(id, &hex);
	text = buf_take(&hex, arena);
	buf_close(&hex);
	return text;
}

static struct json_cell cell_of(struct leaving *l, const struct record *record,
	const struct record_field *field)
{
	struct LIST_OF(str) values = {0};
	struct json_cell cell = {.key = str_of(field->key),
		.list = record_kind_is_set(field->kind)};
	size_t at = 0;
	str value;

	while (record_next(record, field->key, &at, &value)) {
		LIST_ADD(l->arena, &values, value);
	}
	if (field->kind == KIND_STATE && values.count == 0) {
		LIST_ADD(l->arena, &values, record_state(record));
	}
	cell.values = values.at;
	cell.count = values.count;
	return cell;
}

static struct json_row row_of(struct leaving *l, const struct record *record)
{
	struct json_cell *cells = ARENA_ARRAY(l->arena, struct json_cell,
		l->count + 2);
	str *names = ARENA_ARRAY(l->arena, str, 2);

	names[0] = id_text(l->arena, record->id);
	names[1] = record_ref(l->arena, record->id);
	cells[0] = (struct json_cell){S("id"), &names[0], 1, false};
	cells[1] = (struct json_cell){S("ref"), &names[1], 1, false};
	for (size_t i = 0; i < l->count; i++) {
		cells[i + 2] = cell_of(l, record, l->fields[i]);
	}
	return (struct json_row){cells, l->count + 2};
}

static void csv_write(struct leaving *l, const struct json_rows *rows,
	struct buf *out)
{
	struct taking joining = {.arena = l->arena};
	str *cells = ARENA_ARRAY(l->arena, str, l->count + 2);

	cells[0] = S("id");
	cells[1] = S("ref");
	for (size_t i = 0; i < l->count; i++) {
		cells[i + 2] = str_of(l->fields[i]->key);
	}
	csv_put_mark(out);
	csv_put(out, ',', cells, l->count + 2);
	for (size_t i = 0; i < rows->count; i++) {
		for (size_t k = 0; k < rows->at[i].count; k++) {
			cells[k] = joined(&joining, &rows->at[i].cells[k]);
		}
		csv_put(out, ',', cells, l->count + 2);
	}
}

const err *record_table_out(struct desk *desk,
	const struct record_filter *filter, enum table_as as, struct buf *out)
{
	struct leaving l = {.type = filter->type};
	struct record *records;
	struct json_row *at;
	struct json_rows rows = {0};
	const err *e;

	must(filter->type != NULL);
	l.arena = arena_open(TABLE_ARENA_BYTES);
	fields_find(&l);
	e = record_whole(desk, l.arena, filter, &records, &rows.count);
	if (e == NULL) {
		at = ARENA_ARRAY(l.arena, struct json_row, rows.count + 1);
		for (size_t i = 0; i < rows.count; i++) {
			at[i] = row_of(&l, &records[i]);
		}
		rows.at = at;
		if (as == TABLE_CSV) csv_write(&l, &rows, out);
		else json_rows_write(&rows, out);
	}
	arena_close(&l.arena);
	return e;
}

const err *record_table_left(struct desk *desk,
	const struct record_type *type, size_t rows)
{
	struct buf value = {0};
	struct op op = {.kind = OP_SET, .object = fold_desk,
		.field = S("table.left")};
	const err *e;

	buf_fmt(&value, "%s %zu %llu", type->key, rows,
		(unsigned long long)desk_now_ms(desk));
	op.value = buf_str(&value);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&value);
	return e;
}
