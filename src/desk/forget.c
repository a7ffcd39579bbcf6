/* Holding messages whole, and letting the line forget them: see forget.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forget.h"

#include "base/list.h"
#include "desk/act_room.h"
#include "desk/drill_job.h"
#include "desk/hands.h"
#include "os/report.h"

#include <string.h>

enum { HOUR_MS = 3600000, FORGET_ARENA_BYTES = 64 << 20 };
#define ALONE_MS ((uint64_t)FORGET_DAYS_ALONE * 24 * HOUR_MS)

/* A device that takes messages, and before when its last good backup has all
 * that it held; 0: it has none. */
struct holder { str dev; uint64_t backup_ms; };

/* A message that the line may still have. */
struct kept { hash name; uint64_t ms; object_id message; };

struct hash_list LIST_OF(hash);

/* One visit's looking. */
struct forgetting {
	struct desk *desk;
	struct arena *arena;
	struct holder *holders;
	size_t holder_count;
	bool alone;
};

/* -- who takes messages ----------------------------------------------------- */

/* A drill that ended well restored the log and the attachments as they were at
 * the backup's hour. */
static const err *holder_read(struct desk *desk, struct holder *holder)
{
	struct drill_noted noted;
	const err *e = drill_noted_by(desk, holder->dev, &noted);

	if (e == NULL && noted.ms > 0 && noted.result.found == DRILL_GOOD) {
		holder->backup_ms = noted.result.hour * HOUR_MS;
	}
	return e;
}

static const err *holders_read(struct forgetting *f)
{
	str devs[TEAM_DEVICES_MAX];
	const err *e = NULL;

	f->alone = hand_alone(f->desk);
	if (f->alone) return NULL;
	f->holder_count = log_ring_devices(f->desk->log, RING_INTAKE, devs,
		TEAM_DEVICES_MAX);
	f->holders = ARENA_ARRAY(f->arena, struct holder, f->holder_count);
	for (size_t i = 0; e == NULL && i < f->holder_count; i++) {
		f->holders[i].dev = str_dup(f->arena, devs[i]);
		e = holder_read(f->desk, &f->holders[i]);
	}
	return e;
}

static size_t holder_find(const struct forgetting *f, str dev)
{
	size_t i = 0;

	while (i < f->holder_count && !str_eq(f->holders[i].dev, dev)) i++;
	return i;
}

/* -- one message ------------------------------------------------------------ */

/* All its attachments are on this disk [sync-4]. */
static const err *is_whole(struct forgetting *f, const struct kept *kept,
	bool *ret)
{
	struct query *ask = projection_ask(&f->desk->projection, ASK_FILES);
	bool row;
	const err *e;

	*ret = true;
	query_bind(ask, "b", object_str(&kept->message));
	while ((e = query_step(ask, &row)) == NULL && row && *ret) {
		*ret = file_exists(str_c(f->arena, str_fmt(f->arena,
			"%s/%.*s", f->desk->files,
			S_ARG(query_bytes(ask, 1)))));
	}
	query_reset(ask);
	return e;
}

/* [forget-1] what the devices said of it. */
static const err *is_everywhere(struct forgetting *f, const struct kept *kept,
	bool *ret)
{
	struct query *ask = projection_ask(&f->desk->projection, ASK_HELD);
	size_t holding = 0;
	bool row, safe = false;
	const err *e;

	query_bind(ask, "b", str_bytes(kept->name.bytes, sizeof(hash)));
	while ((e = query_step(ask, &row)) == NULL && row) {
		size_t at = holder_find(f, query_bytes(ask, 0));

		if (at == f->holder_count) continue;
		holding++;
		safe |= query_number(ask, 1) < f->holders[at].backup_ms;
	}
	query_reset(ask);
	*ret = f->holder_count > 0 &&
		(safe || holding == f->holder_count);
	return e;
}

/* Where one takes messages alone, the time that the line would wait too. */
static const err *is_old(struct forgetting *f, const struct kept *kept,
	bool *ret)
{
	*ret = false;
	if (kept->ms + ALONE_MS > desk_now_ms(f->desk)) return NULL;
	return is_whole(f, kept, ret);
}

typedef const err *kept_may(struct forgetting *f, const struct kept *kept,
	bool *ret);

static bool kept_read(struct query *ask, struct kept *ret_kept)
{
	str name = query_bytes(ask, 0), message = query_bytes(ask, 2);

	if (name.len != sizeof(ret_kept->name.bytes) ||
		message.len != sizeof(ret_kept->message.bytes)) {
		return false;
	}
	memcpy(ret_kept->name.bytes, name.at, name.len);
	ret_kept->ms = query_number(ask, 1);
	object_take(message, &ret_kept->message);
	return true;
}

/* The first of those that `ask` gives and that may [forget-4]. */
static const err *kept_list(struct forgetting *f, struct query *ask,
	kept_may *may, struct hash_list *list)
{
	bool row;
	const err *e = NULL;

	while (list->count < FORGET_VISIT_MAX &&
		(e = query_step(ask, &row)) == NULL && row) {
		struct kept kept;
		bool is = false;

		if (!kept_read(ask, &kept)) continue;
		e = may(f, &kept, &is);
		if (e != NULL) break;
		if (is) LIST_ADD(f->arena, list, kept.name);
	}
	query_reset(ask);
	return e;
}

/* -- what is written -------------------------------------------------------- */

/* One commit: a `seen` of each, in no unit that is erased one day. */
static const err *say(struct forgetting *f, const struct hash_list *list,
	str what)
{
	struct op *ops = ARENA_ARRAY(f->arena, struct op, list->count);
	struct log_body body = {.ring = RING_INTAKE, .ops = ops,
		.op_count = list->count};

	for (size_t i = 0; i < list->count; i++) {
		ops[i] = (struct op){.kind = OP_SEEN, .field = what,
			.value = str_bytes(list->at[i].bytes, sizeof(hash))};
	}
	return list->count == 0 ? NULL : desk_commit(f->desk, &body, 1);
}

static const err *held_say(struct forgetting *f)
{
	struct query *ask = projection_ask(&f->desk->projection, ASK_NOT_HELD);
	str own = str_bytes(f->desk->fold.dev, LOG_DEVICE_HEX);
	struct hash_list list = {0};
	const err *e;

	if (holder_find(f, own) == f->holder_count) return NULL;
	query_bind(ask, "s", own);
	e = kept_list(f, ask, is_whole, &list);
	return e != NULL ? e : say(f, &list, S("held"));
}

/* The list waits before the log says so: a kill between names it again, and
 * never leaves one that nobody names [forget-3]. */
static const err *line_tell(struct forgetting *f)
{
	struct query *ask = projection_ask(&f->desk->projection, ASK_NOT_TOLD);
	struct hash_list list = {0};
	const err *e;

	if (!desk_holds_key(f->desk)) return NULL;
	query_bind(ask, "");
	e = kept_list(f, ask, f->alone ? is_old : is_everywhere, &list);
	if (e != NULL || list.count == 0) return e;
	e = desk_list_tell(f->desk, LIST_FORGET, list.at, list.count);
	return e != NULL ? e : say(f, &list, S("line"));
}

const err *forget_settle(struct desk *desk)
{
	struct forgetting f = {.desk = desk};
	const err *e;

	if (log_epoch(desk->log, RING_INTAKE, NULL) == NULL ||
		!log_may_sign(desk->log, desk_now_ms(desk))) {
		return NULL;
	}
	f.arena = arena_open(FORGET_ARENA_BYTES);
	e = holders_read(&f);
	if (e == NULL) e = held_say(&f);
	if (e == NULL) e = line_tell(&f);
	arena_close(&f.arena);
	if (e != NULL && (e->code == ERR_FULL || e->code == ERR_REFUSED)) {
		report_err("the line keeps what it could forget", e);
		return NULL;
	}
	return e;
}
