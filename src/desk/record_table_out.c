/* Records as tables: see record_table.h. Owns which fields may leave the desk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_table_room.h"

#include "desk/act_room.h"
#include "text/csv.h"

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

	names[0] = object_text(l->arena, record->id);
	names[1] = record_ref(l->arena, record->id);
	cells[0] = (struct json_cell){S("id"), &names[0], 1, false};
	cells[1] = (struct json_cell){S("ref"), &names[1], 1, false};
	for (size_t i = 0; i < l->count; i++) {
		cells[i + 2] = cell_of(l, record, l->fields[i]);
	}
	return (struct json_row){.cells = cells, .count = l->count + 2};
}

static void csv_write(struct leaving *l, const struct json_rows *rows,
	struct buf *out)
{
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
			cells[k] = table_members(l->arena,
				&rows->at[i].cells[k]);
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
