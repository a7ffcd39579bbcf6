/* Any bytes as a table: rows come in order, the end is reached, and what was
 * read can be written and is read again to the same fields.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/csv.h"

static void round_trip(struct arena *arena, char separator,
	const struct csv_row *row)
{
	struct buf text = buf_cap(64 << 20);
	struct csv_row again;
	struct csv csv;

	csv_put(&text, separator, row->fields, row->count);
	must(!text.failed);
	csv = csv_start(buf_str(&text), separator);
	must(csv_next(arena, &csv, &again));
	must(again.fault == CSV_FINE && again.count == row->count);
	for (size_t i = 0; i < row->count; i++) {
		must(str_eq(again.fields[i], row->fields[i]));
	}
	must(!csv_next(arena, &csv, &again));
	buf_close(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char separators[] = {0, ',', ';', '\t'};
	str input = fuzz_input(bytes, size);
	char separator = separators[fuzz_take_byte(&input) % 4];
	struct arena *arena = arena_open(64 << 20);
	struct csv csv = csv_start(input, separator);
	struct csv_row row;
	size_t line = 0;

	while (csv_next(arena, &csv, &row)) {
		must(row.line > line && (row.fault == CSV_FINE) == (row.count > 0));
		line = row.line;
		for (size_t i = 0; i < row.count; i++) {
			must(utf8_is_valid(row.fields[i]));
		}
		if (row.count > 0) round_trip(arena, csv.separator, &row);
	}
	must(csv.rest.len == 0);
	arena_close(&arena);
	return 0;
}
