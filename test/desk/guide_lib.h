/* A desk for tests of guides: a real folder, real keys, no network; the fixture
 * library beside it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_GUIDE_LIB_H
#define TEST_DESK_GUIDE_LIB_H

#include "test.h"

#include "desk/act.h"
#include "desk/desk_room.h"
#include "desk/guide_take.h"
#include "desk/new.h"
#include "desk/query.h"
#include "seal/share.h"

#include <stdlib.h>

#define GUIDE_PASSPHRASE S("seven lamps on a hill")

enum { GUIDE_HOUR_MS = 3600000, GUIDE_START_HOUR = 498360 /* 2026-11-08 */ };

static char guide_dir[] = "/tmp/bothy-guide-XXXXXX";
static struct desk *desk;
static struct arena *arena;
static uint64_t now;

static inline void clock_on(void)
{
	now += 1000;
	desk_pretend_now(desk, now);
}

static inline const struct guides *guides(void)
{
	const struct guides *got = NULL;

	is_ok(guides_of(desk, &got));
	return got;
}

static inline const struct guide_kept *kept_of(unsigned number)
{
	const struct guide_kept *kept = guides_find(guides(), number);

	assert_non_null(kept);
	return kept;
}

/* The place of a unit by its letters. */
static inline size_t unit_at(const struct guide_kept *kept, const char *letters)
{
	unit_id id;
	struct unit *unit;

	assert_true(unit_id_read(str_of(letters), &id));
	unit = guide_unit(&kept->guide, id);
	assert_non_null(unit);
	return (size_t)(unit - kept->guide.units.at);
}

/* What names the last act for undoing it, now or later. */
static inline str done_name(void)
{
	struct view_did did;

	query_did(desk, arena, &did);
	assert_true(did.undo.len > 0);
	return str_dup(arena, did.undo);
}

static inline void undo(str name)
{
	clock_on();
	is_ok(act_undo(desk, name));
}

static inline void undo_last(void)
{
	undo(done_name());
}

static inline const err *open_again(void)
{
	const err *e;

	desk_close(&desk);
	e = desk_open(&desk, guide_dir, GUIDE_PASSPHRASE);
	if (e == NULL) desk_pretend_now(desk, now);
	return e;
}

static inline struct guide_report take_fixture(bool take)
{
	struct guide_library library;
	struct guide_report report;

	clock_on();
	is_ok(guide_library_open(&library, "test/fixture/library"));
	for (size_t i = 0; i < library.faults.count; i++) {
		(void)fprintf(stderr, "%.*s:%u: %.*s\n",
			S_ARG(library.faults.at[i].file),
			library.faults.at[i].fault.line,
			S_ARG(library.faults.at[i].fault.text));
	}
	assert_int_equal(library.faults.count, 0);
	is_ok(guide_take(desk, &library, take, &report));
	guide_library_close(&library);
	return report;
}

static inline int guide_setup(void **state)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {0};

	(void)state;
	seal_start();
	keyfile_work(10);
	if (mkdtemp(guide_dir) == NULL) return 1;
	arena = arena_open(512 << 20);
	now = (uint64_t)GUIDE_START_HOUR * GUIDE_HOUR_MS;
	is_ok(new_prepare(guide_dir, &says, GUIDE_PASSPHRASE, now, parts));
	is_ok(new_finish(guide_dir));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	is_ok(open_again());
	return 0;
}

static inline int guide_teardown(void **state)
{
	static const char *const left[] = {"desk/log.pack", "desk/key.age",
		"desk/lock", "desk/snapshot.1", "desk/snapshot.2",
		"line/roster", "line/roster.minisig", "line/roster.pub",
		"line/token.sha256", "line", "desk/files", "desk"};
	char path[256];

	(void)state;
	desk_close(&desk);
	for (size_t i = 0; i < NELEM(left); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", guide_dir,
			left[i]);
		(void)remove(path);
	}
	(void)remove(guide_dir);
	arena_close(&arena);
	return 0;
}

#endif
