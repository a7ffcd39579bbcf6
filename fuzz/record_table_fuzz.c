/* Tables of records on their way in, CSV and JSON, as a member tries them at an
 * open desk: whatever the bytes, nothing is written, no batch stays open, and
 * trying twice says the same.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "desk/desk_room.h"
#include "desk/new.h"
#include "desk/record_table.h"
#include "seal/minisign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char dir[] = "/tmp/bothy-fuzz-XXXXXX";
static struct desk *desk;

static void desk_end(void)
{
	static const char *const left[] = {"desk/log.pack", "desk/key.age",
		"desk/lock", "desk/snapshot.1", "desk/snapshot.2",
		"line/roster", "line/roster.minisig", "line/roster.pub",
		"line/token.sha256", "line", "desk/files", "desk"};
	char path[64];

	desk_close(&desk);
	for (size_t i = 0; i < NELEM(left); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, left[i]);
		(void)remove(path);
	}
	(void)remove(dir);
}

static void desk_begin(void)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {0};

	seal_start();
	must(mkdtemp(dir) != NULL);
	must(new_prepare(dir, &says, S("seven lamps"), 1764000000000, parts) ==
		NULL);
	must(new_finish(dir) == NULL);
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	must(desk_open(&desk, dir, S("seven lamps")) == NULL);
	(void)atexit(desk_end);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct table_report one, two;
	str input = fuzz_input(bytes, size);
	const struct record_type *type;
	uint64_t before;

	if (desk == NULL) desk_begin();
	before = log_seq(desk->log);
	type = record_types[fuzz_take_byte(&input) % record_type_count];
	must(record_table_in(desk, type, input, false, &one) == NULL);
	must(record_table_in(desk, type, input, false, &two) == NULL);
	must(desk->batch == NULL);
	must(log_seq(desk->log) == before); /* [record_table-1] */
	must(one.fresh == two.fresh && one.refused == two.refused &&
		one.same == two.same && one.broken == two.broken);
	return 0;
}
