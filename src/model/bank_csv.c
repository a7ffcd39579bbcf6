/* The word bank as a table: see bank_csv.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_csv.h"

#include "text/csv.h"

/* A row is built from cells: no term has longer ones than the bank takes. */
enum { ROW_BYTES_MAX = BANK_COLUMN_COUNT * BANK_CELL_MAX };

static bool must_be_there(enum bank_column column)
{
	return column == BANK_COLUMN_CONCEPT || column == BANK_COLUMN_LANG ||
		column == BANK_COLUMN_TERM || column == BANK_COLUMN_STATUS ||
		column == BANK_COLUMN_CERTAINTY ||
		column == BANK_COLUMN_HOMOGRAPH; /* else the note is asked */
}

static bool is_used(const struct bank *bank, const struct bank_order *order,
	enum bank_column column, struct buf *cell)
{
	for (size_t i = 0; i < order->count; i++) {
		buf_reset(cell);
		bank_cell_put(cell, bank, &bank->terms.at[order->terms[i]],
			column);
		if (cell->len > 0) return true;
	}
	return false;
}

static struct bank_columns columns_used(const struct bank *bank,
	const struct bank_choice *choice, const struct bank_order *order)
{
	struct bank_columns columns = {.count = 0};
	struct buf cell = buf_cap(ROW_BYTES_MAX);

	for (int i = 0; i < BANK_COLUMN_COUNT; i++) {
		enum bank_column column = (enum bank_column)i;

		if (must_be_there(column) ||
			(bank_choice_shows(choice, column) &&
				is_used(bank, order, column, &cell))) {
			columns.at[columns.count++] = column;
		}
	}
	buf_close(&cell);
	return columns;
}

static void row_put(struct buf *out, const struct bank *bank,
	const struct bank_term *term, const struct bank_columns *columns,
	char separator)
{
	struct buf cells = buf_cap(ROW_BYTES_MAX);
	size_t ends[BANK_COLUMN_COUNT];
	str fields[BANK_COLUMN_COUNT];

	for (size_t i = 0; i < columns->count; i++) {
		bank_cell_put(&cells, bank, term, columns->at[i]);
		ends[i] = cells.len;
	}
	for (size_t i = 0; i < columns->count; i++) {
		size_t start = i == 0 ? 0 : ends[i - 1];

		fields[i] = str_first(str_from(buf_str(&cells), start),
			ends[i] - start);
	}
	csv_put(out, separator, fields, columns->count);
	buf_close(&cells);
}

void bank_csv_write(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice, char separator, struct buf *out)
{
	struct bank_order order = bank_order_of(arena, bank, choice);
	struct bank_columns columns = columns_used(bank, choice, &order);
	str names[BANK_COLUMN_COUNT];

	for (size_t i = 0; i < columns.count; i++) {
		names[i] = bank_column_name(arena, columns.at[i]);
	}
	if (separator != '\t') csv_put_mark(out);
	csv_put(out, separator, names, columns.count);
	for (size_t i = 0; i < order.count; i++) {
		row_put(out, bank, &bank->terms.at[order.terms[i]], &columns,
			separator);
	}
}

static void refuse(struct arena *arena, struct bank_refusals *refused,
	size_t line, const char *reason)
{
	LIST_ADD(arena, refused, ((struct bank_refusal){line, reason}));
}

/* The remarks at the start, passed over; how many lines they are. */
static size_t remarks_pass(str *text)
{
	size_t lines = 0;
	str line;

	if (str_starts(*text, S("\xef\xbb\xbf"))) *text = str_from(*text, 3);
	while (str_starts(*text, S("#")) && str_line(text, &line)) lines++;
	return lines;
}

bool bank_csv_read(struct arena *arena, str text, char separator,
	struct bank *bank, struct bank_refusals *refused)
{
	size_t remarks = remarks_pass(&text);
	struct csv csv = csv_start(text, separator);
	struct bank_columns columns;
	struct csv_row row;
	const char *reason = "there is no row of names";

	csv.line += remarks;
	if (csv_next(arena, &csv, &row)) {
		reason = row.fault != CSV_FINE
			? csv_fault_text(row.fault)
			: bank_columns_read(row.fields, row.count, &columns);
	} else {
		row.line = csv.line;
	}
	if (reason != NULL) {
		refuse(arena, refused, row.line, reason);
		return false;
	}
	while (csv_next(arena, &csv, &row)) { /* [bank_csv-2] */
		if (row.count == 1 && str_starts(row.fields[0], S("#"))) continue;
		reason = row.fault != CSV_FINE
			? csv_fault_text(row.fault)
			: bank_row_take(arena, bank, &columns, row.fields,
				  row.count);
		if (reason == NULL) continue;
		refuse(arena, refused, row.line, reason);
		if (refused->count < BANK_REFUSALS_MAX) continue;
		refuse(arena, refused, row.line, "too many rows are refused");
		return false;
	}
	return true;
}
