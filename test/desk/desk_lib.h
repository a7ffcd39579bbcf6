/* An open desk for tests: a real folder, real keys, no network, and a clock
 * that goes on when a test says so.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_DESK_LIB_H
#define TEST_DESK_DESK_LIB_H

#include "founded.h"

#include "desk/desk_room.h"
#include "os/file.h"

static char dir[] = "/tmp/bothy-desk-XXXXXX";
static struct desk *desk;
static struct arena *arena;
static uint64_t now;
static void (*clock_follows)(void); /* a second desk, say; or NULL */

static inline const char *in_dir(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", dir, name));
}

static inline void clock_on(uint64_t ms)
{
	now += ms;
	if (desk != NULL) desk_pretend_now(desk, now);
	if (clock_follows != NULL) clock_follows();
}

static inline const err *open_again(void)
{
	const err *e;

	desk_close(&desk);
	e = desk_open(&desk, dir, PASSPHRASE);
	if (e == NULL) desk_pretend_now(desk, now);
	return e;
}

static inline int desk_begin(uint64_t hour)
{
	seal_start();
	if (mkdtemp(dir) == NULL) return 1;
	arena = arena_open(512 << 20);
	now = hour * HOUR_MS;
	found_in(dir, now);
	is_ok(open_again());
	return 0;
}

/* Folding all at once gives what folding one by one gave: `dump` writes what
 * the projection holds, as it is, then from the snapshot, then from nothing. */
static inline void desk_folds_alike(void (*dump)(struct buf *out))
{
	struct buf live = {0}, kept = {0}, anew = {0};

	dump(&live);
	assert_true(live.len > 4096);
	is_ok(open_again()); /* from the snapshot */
	dump(&kept);
	is_str(buf_str(&kept), buf_str(&live));
	desk_close(&desk);
	is_ok(file_remove(in_dir("desk/snapshot.1")));
	is_ok(file_remove(in_dir("desk/snapshot.2")));
	is_ok(open_again()); /* from nothing */
	dump(&anew);
	is_str(buf_str(&anew), buf_str(&live));
	buf_close(&live);
	buf_close(&kept);
	buf_close(&anew);
}

static inline int desk_end(void)
{
	desk_close(&desk);
	arena_close(&arena);
	return folder_end(dir);
}

#endif
