/* The rows of a table, CSV or JSON: see record_table_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_table_room.h"

#include "text/csv.h"

struct reading {
	struct arena *arena;
	const struct record_type *type;
	struct table_rows rows;
	struct table_report *report;
};

static void broken(struct reading *r, const char *words, size_t line)
{
	r->report->broken = words;
	r->report->broken_line = line;
}

/* The short name is made from the id, and the type is known: both are only
 * for who reads the table. */
static bool is_for_reading(str key)
{
	return str_eq(key, S("ref")) || str_eq(key, S("type"));
}

static bool key_is_known(const struct reading *r, str key)
{
	return str_eq(key, S("id")) || is_for_reading(key) ||
		record_field_find(r->type, key) != NULL;
}

/* Members of lists may also stand behind one another, with semicolons. */
static str members_of(struct reading *r, const struct record_field *field,
	str cell)
{
	char *copy;

	if (field->kind != KIND_CHOICES && field->kind != KIND_REFS) {
		return cell;
	}
	copy = arena_get(r->arena, cell.len + 1);
	for (size_t i = 0; i < cell.len; i++) {
		copy[i] = cell.at[i] == ';' ? '\n' : cell.at[i];
	}
	return str_bytes(copy, cell.len);
}

static void cell_add(struct reading *r, struct table_row *row, str key,
	str value)
{
	const struct record_field *field = record_field_find(r->type, key);

	if (str_eq(key, S("id"))) row->id = str_trim(value);
	if (field == NULL) return;
	row->cells[row->count++] = (struct record_edit){field->key,
		members_of(r, field, value), EDIT_SET};
}

static bool stands_before(const struct csv_row *names, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (str_eq(names->fields[i], names->fields[at])) return true;
	}
	return false;
}

static bool csv_names_read(struct reading *r, struct csv *csv,
	struct csv_row *names)
{
	if (!csv_next(r->arena, csv, names) || names->fault != CSV_FINE) {
		broken(r, TR("The first line must name the columns."), 1);
		return false;
	}
	for (size_t i = 0; i < names->count; i++) {
		names->fields[i] = str_trim(names->fields[i]);
		if (stands_before(names, i)) {
			broken(r, TR("A column stands there twice."), 1);
			return false;
		}
		if (key_is_known(r, names->fields[i])) continue;
		broken(r, TR("A column has a name that is not ours."), 1);
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

static void csv_row_take(struct reading *r, const struct csv_row *names,
	const struct csv_row *from)
{
	struct table_row row = {.line = from->line};

	if (from->fault != CSV_FINE) {
		row.fault = csv_words(from->fault);
	} else if (from->count > names->count) {
		row.fault = TR("This row has more cells than there are columns.");
	} else {
		row.cells = ARENA_ARRAY(r->arena, struct record_edit,
			names->count + 1);
		for (size_t i = 0; i < from->count; i++) {
			cell_add(r, &row, names->fields[i], from->fields[i]);
		}
	}
	LIST_ADD(r->arena, &r->rows, row);
}

static void csv_read(struct reading *r, str bytes)
{
	struct csv csv = csv_start(bytes, '\0');
	struct csv_row *names = ARENA_NEW(r->arena, struct csv_row);
	struct csv_row *row = ARENA_NEW(r->arena, struct csv_row);

	if (!csv_names_read(r, &csv, names)) return;
	while (csv_next(r->arena, &csv, row)) {
		if (r->rows.count == TABLE_ROWS_MAX) {
			broken(r, TR("These are too many rows at once."),
				row->line);
			return;
		}
		csv_row_take(r, names, row);
	}
}

str table_members(struct arena *arena, const struct json_cell *cell)
{
	struct buf lines = buf_cap(TABLE_BYTES_MAX);
	str kept;

	for (size_t i = 0; i < cell->count; i++) {
		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, cell->values[i]);
	}
	kept = buf_take(&lines, arena);
	buf_close(&lines);
	return kept;
}

static void json_row_take(struct reading *r, const struct json_row *from,
	size_t number)
{
	struct table_row row = {.line = number};

	if (from->odd) {
		row.fault = TR("This row is not a list of fields and their values.");
	}
	row.cells = ARENA_ARRAY(r->arena, struct record_edit, from->count + 1);
	for (size_t i = 0; i < from->count; i++) {
		if (!key_is_known(r, from->cells[i].key)) {
			row.fault = TR("A column has a name that is not ours.");
		}
		cell_add(r, &row, from->cells[i].key,
			table_members(r->arena,
				&from->cells[i]));
	}
	LIST_ADD(r->arena, &r->rows, row);
}

static void json_read(struct reading *r, str bytes)
{
	struct json_rows rows;
	size_t line;

	if (!json_rows_read(r->arena, bytes, &rows, &line)) {
		broken(r, TR("This is not a list of records in JSON."), line);
		return;
	}
	if (rows.count > TABLE_ROWS_MAX) {
		broken(r, TR("These are too many rows at once."),
			TABLE_ROWS_MAX + 1);
		return;
	}
	for (size_t i = 0; i < rows.count; i++) {
		json_row_take(r, &rows.at[i], i + 1);
	}
}

void table_rows_read(struct arena *arena, const struct record_type *type,
	str bytes, struct table_rows *ret_rows,
	struct table_report *ret_report)
{
	struct reading r = {.arena = arena, .type = type,
		.report = ret_report};
	str start = str_trim(bytes);

	*ret_report = (struct table_report){0};
	if (bytes.len > TABLE_BYTES_MAX) {
		broken(&r, TR("This is too long."), 0);
	} else if (str_starts(start, S("[")) || str_starts(start, S("{"))) {
		json_read(&r, bytes);
	} else {
		csv_read(&r, bytes);
	}
	*ret_rows = r.rows;
}
