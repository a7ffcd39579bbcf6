/* What may stand in a field of a record, every kind of it, and tables of
 * records as JSON. A value that was taken is read again as itself; rows that
 * were read are written to a text that reads the same.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "model/merge.h"
#include "model/ref_code.h"
#include "text/json_rows.h"

static const struct record_choice colours[] = {
	{"red", "red"}, {"green", "green"}, {NULL, NULL}};

static void value(struct arena *arena, str input, size_t steer)
{
	struct record_field field = {.key = "x", .label = "x",
		.kind = (enum record_kind)(steer % KIND_COUNT),
		.choices = colours,
		.merge = (enum merge_rule)(steer / KIND_COUNT % MERGE_COUNT)};
	str kept, again, both[2];

	if (record_read(arena, &field, input, &kept) != FAULT_NONE) return;
	must(record_read(arena, &field, kept, &again) == FAULT_NONE);
	must(str_eq(kept, again)); /* [record-1] */
	both[0] = kept;
	both[1] = str_trim(input);
	must(merge_pick(&record_task, &field, both, 2) < 2);
}

static void table(struct arena *arena, str input)
{
	struct json_rows rows;
	struct buf out = {0}, again = {0};
	size_t line;

	if (json_rows_read(arena, input, &rows, &line)) {
		json_rows_write(&rows, &out);
		must(json_rows_read(arena, buf_str(&out), &rows, &line));
		json_rows_write(&rows, &again);
		must(str_eq(buf_str(&out), buf_str(&again))); /* [json-1] */
	}
	buf_close(&out);
	buf_close(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open(64 << 20);
	str input = fuzz_input(bytes, size);
	char ref[REF_TEXT], again[REF_TEXT];
	size_t steer;

	if (str_starts(input, S("["))) table(arena, input);
	if (ref_code_read(input, ref)) {
		must(ref_code_read(str_bytes(ref, REF_TEXT), again));
		must(str_eq(str_bytes(ref, REF_TEXT),
			str_bytes(again, REF_TEXT)));
	}
	steer = fuzz_take_byte(&input);
	value(arena, input, steer);
	arena_close(&arena);
	return 0;
}
