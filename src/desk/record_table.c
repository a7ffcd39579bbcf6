/* Tables into records: see record_table.h. Trying is taking in with a batch
 * that is dropped at the end, so both cannot differ [record_table-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_table_room.h"

#include "desk/record_commit.h"

struct id_list LIST_OF(object_id);

struct taking {
	struct desk *desk;
	struct arena *arena;
	const struct record_type *type;
	struct table_rows rows;
	struct id_list fresh;            /* ids that rows above gave */
	bool again;                      /* others counted on one that is refused */
	struct table_report *report;
};

/* -- one row -------------------------------------------------------------- */

static void refuse(struct taking *t, struct table_row *row,
	const struct record_field *field, const char *words)
{
	struct table_report *report = t->report;

	if (row->id.len > 0 && !row->refused) row->refused = t->again = true;
	if (report->refused++ >= TABLE_REFUSALS_MAX) return;
	report->refusals[report->refused - 1] = (struct table_refusal){
		row->line, field, words};
}

/* Empty cells of a new record say nothing. */
static struct record_edits edits_of(struct table_row *row, bool fresh,
	str *ret_state)
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

static const err *row_make(struct taking *t, struct table_row *row,
	object_id id, struct record_refusal *refusal)
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

static const err *row_change(struct taking *t, struct table_row *row,
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
static const err *row_count(struct taking *t, struct table_row *row,
	const err *e, const struct record_refusal *refusal)
{
	if (e == NULL) return NULL;
	if (e->code != ERR_USAGE && e->code != ERR_REFUSED) return e;
	refuse(t, row, refusal->field, refusal->words != NULL
		? refusal->words : record_fault_words(refusal->fault));
	return NULL;
}

static const err *row_take(struct taking *t, struct table_row *row)
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
		const struct table_row *row = &t->rows.at[i];
		object_id id;

		if (row->fault == NULL && !row->refused &&
			object_read(row->id, &id)) {
			record_batch_expect(t->desk, t->type, id);
		}
	}
}

/* Reading a row's cells takes some away: each passage has its own. */
static struct table_row row_copy(struct taking *t, const struct table_row *from)
{
	struct table_row row = *from;

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
		struct table_row row = row_copy(t, &t->rows.at[i]);

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
	const err *e = NULL;

	t.arena = arena_open(TABLE_ARENA_BYTES);
	table_rows_read(t.arena, type, bytes, &t.rows, ret_report);
	if (ret_report->broken == NULL) {
		e = rows_take(&t);
		if (e == NULL && take) e = record_batch_end(desk);
		record_batch_drop(desk);
	}
	arena_close(&t.arena);
	return e;
}
