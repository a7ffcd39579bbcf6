/* Issuing anew, destroying, letting go of keys: see tidy.h. Owns nothing; what
 * survives is the desk's state, so the log is not read for it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/tidy.h"

#include "desk/erase.h"
#include "desk/erase_job.h"
#include "desk/erase_survey.h"
#include "desk/ring_check.h"
#include "desk/team_room.h"
#include "store/log_epoch.h"
#include "store/log_shed.h"

#define TIDY_LINE_MS (UINT64_C(7) * 24 * 3600 * 1000)

enum { TIDY_ARENA_BYTES = 256 << 20 };

/* -- issuing anew ---------------------------------------------------------- */

struct tidying {
	struct desk *desk;
	struct arena *arena;
	size_t units;              /* that may be issued */
	struct tidied tidied;
};

static const err *unit_issue(struct tidying *t, str ring, object_id unit)
{
	const err *e;

	if (t->tidied.issued == t->units) {
		t->tidied.more = true;
		return NULL;
	}
	e = log_compact(t->desk->log, desk_now_ms(t->desk), t->desk->state,
		ring, unit);
	if (e != NULL) {
		return e->code == ERR_ABSENT || e->code == ERR_FULL ? NULL : e;
	}
	t->tidied.issued++;
	return desk_read_on(t->desk);
}

/* What lies in several bodies. The unit of zeros, which the log obeys, waits
 * until its epoch is over. */
static const err *scattered_issue(struct tidying *t, str ring)
{
	object_id *found = ARENA_ARRAY(t->arena, object_id, t->units + 2);
	size_t count = state_units(t->desk->state, ring, 2, found,
		t->units + 2);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		if (object_eq(found[i], fold_desk)) continue;
		e = unit_issue(t, ring, found[i]);
	}
	return e;
}

/* What lies under an epoch that is over; those of the team stay, for they open
 * the frames. */
static const err *old_issue(struct tidying *t, str ring)
{
	object_id *found = ARENA_ARRAY(t->arena, object_id, t->units + 1);
	size_t count = str_eq(ring, RING_TEAM) ? 0 : log_old_units(t->desk->log,
		t->desk->state, ring, found, t->units + 1);
	const err *e = NULL;
	bool done;

	for (size_t i = 0; e == NULL && i < count; i++) {
		e = unit_issue(t, ring, found[i]);
	}
	if (e != NULL || str_eq(ring, RING_TEAM)) return e;
	e = log_old_checks(t->desk->log, desk_now_ms(t->desk), t->desk->state,
		ring, &done);
	return e != NULL || !done ? e : desk_read_on(t->desk);
}

static const err *rings_issue(struct tidying *t)
{
	struct team_rings rings = team_rings(t->desk, t->arena);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < rings.count; i++) {
		e = scattered_issue(t, rings.at[i]);
	}
	for (size_t i = 0; e == NULL && i < rings.count; i++) {
		e = old_issue(t, rings.at[i]);
	}
	return e;
}

/* -- destroying ------------------------------------------------------------ */

/* At an open desk between its other work; while an erasure runs, behind it. */
static const err *agreed_destroy(struct desk *desk, size_t *ret_count)
{
	struct survey s = {.desk = desk, .arena = arena_open(TIDY_ARENA_BYTES),
		.state = desk->state};
	struct log_doomed doomed = log_doomed(desk->log, s.arena, s.state);
	const err *e = NULL;

	if (doomed.count > 0) {
		e = desk->erase_job != NULL ? erase_job_tidy(desk->erase_job)
			: survey_destroy(&s);
	}
	*ret_count = doomed.count;
	arena_close(&s.arena);
	return e;
}

/* A log_needed: messages to an epoch of the intake may wait on the line until it
 * has heard of the next, and a while longer, for a visit that was cut off. */
static bool is_needed(void *owner, const struct log_epoch_row *row)
{
	struct desk *desk = owner;
	uint64_t made = log_epoch_made_ms(desk->log, RING_INTAKE), kept;
	struct buf to = {0};
	bool needed;

	if (!str_eq(row->ring, RING_INTAKE)) return false;
	if (desk_number(desk, S("roster.kept"), &kept) != NULL) return true;
	recipient_write(row->identity->recipient, &to);
	needed = str_eq(buf_str(&to), desk->roster.intake) ||
		kept != desk->roster.counter ||
		made + TIDY_LINE_MS > desk_now_ms(desk);
	buf_close(&to);
	return needed;
}

/* Whatever runs goes before it: what is to be destroyed is still kept. */
const err *tidy_ended(struct desk *desk)
{
	struct log_needed needed = {is_needed, desk};
	bool done;
	const err *e;

	if (desk->state == NULL || erase_job_runs(desk->erase_job)) return NULL;
	e = log_epochs_end(desk->log, desk_now_ms(desk),
		desk->state, &needed, &done);

	return e != NULL || !done ? e : desk_read_on(desk);
}

const err *tidy_units(struct desk *desk, size_t units,
	struct tidied *ret_tidied)
{
	struct tidying t = {.desk = desk, .units = units,
		.arena = arena_open(TIDY_ARENA_BYTES)};
	const err *e = NULL;

	desk->settling = true;
	if (desk->state != NULL) e = rings_issue(&t);
	desk->settling = false;
	if (e == NULL) e = ring_check_now(desk);
	if (e == NULL && desk->state != NULL) {
		e = agreed_destroy(desk, &t.tidied.destroyed);
	}
	if (e == NULL) e = tidy_ended(desk);
	if (e == NULL) *ret_tidied = t.tidied;
	arena_close(&t.arena);
	return e;
}

const err *tidy_daily(struct desk *desk)
{
	size_t count;
	const err *e = desk->state == NULL ? NULL
		: agreed_destroy(desk, &count);

	return e != NULL ? e : tidy_ended(desk);
}
