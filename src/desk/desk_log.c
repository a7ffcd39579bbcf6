/* What an open desk reads and writes in its log: see desk_room.h. Owns the
 * order: an op goes into the state of its ring and into the tables, and what an
 * erasure made due is settled before anything is shown.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/desk_room.h"

#include "desk/erase.h"
#include "desk/erase_job.h"
#include "desk/team_query.h"
#include "os/report.h"
#include "store/log_compact.h"
#include "store/log_merge.h"

#define CLOCK_DAY_MS UINT64_C(86400000)

/* Each has room for some forty rings: as many as there are epochs. */
enum { HAND_COMMITS_MAX = 128 };

/* Some twenty times a second. */
enum { STEP_BYTES = 1 << 18 };

/* The organisation's key, once a ring this device is in brought it. */
static void key_take(struct desk *desk)
{
	str seed = log_roster_seed(desk->log);

	if (desk->keys.roster.seed.size > 0 || seed.len == 0) return;
	desk->keys.roster = sign_key_from(seed);
}

/* Each so many bytes; what is read twice is not counted beyond the whole. */
static void step_say(struct desk_steps *steps, size_t bytes)
{
	uint64_t before = steps->bytes;

	steps->bytes += bytes;
	if (steps->say == NULL || steps->bytes >= steps->sealed) return;
	if (steps->bytes / STEP_BYTES > before / STEP_BYTES) {
		steps->say(steps->bytes, steps->sealed);
	}
}

const err *desk_op(void *owner, const struct log_op *op)
{
	struct desk *desk = owner;
	const err *e;

	step_say(&desk->steps, op->op.value.len);
	if (desk->state == NULL) desk->state = state_open(desk->device.org);
	e = state_op(desk->state, op);
	return e != NULL ? e : fold_op(&desk->fold, op);
}

/* One transaction: the full-text index writes a piece at the end of each. */
static const err *read_once(struct desk *desk)
{
	struct db *db = desk->projection.db;
	const err *e = db_run(db, "BEGIN"), *ended;

	if (e != NULL) return e;
	e = log_read(desk->log, desk_op, desk);
	if (e == NULL) e = fold_finish(&desk->fold);
	ended = db_run(db, "COMMIT");
	return e != NULL ? e : ended;
}

/* Something does not count any more, or counts otherwise: all anew [desk-3]. */
static const err *fold_again(struct desk *desk)
{
	state_anew(desk->state);
	projection_close(&desk->projection);
	return projection_open(&desk->projection);
}

/* A full disk must not keep a member from her desk: it is tried again at the
 * next reading. */
static const err *settle(struct desk *desk)
{
	const err *e = desk->erase_job == NULL ? erase_settle(desk)
		: erase_job_start(desk->erase_job);

	if (e == NULL || desk->torn) return e;
	report_err("an erasure is not finished", e);
	return NULL;
}

/* The request names this device in plain words; once the team has let it in
 * nobody needs it any more [join-4]. */
static const err *request_drop(struct desk *desk)
{
	if (desk->is_in || !desk->keys.joined || team_waits(desk)) return NULL;
	desk->is_in = true;
	return file_remove(desk_path(desk, "request"));
}

const err *desk_read_on(struct desk *desk)
{
	const err *e = NULL;
	bool again = true;

	log_clock(desk->log, desk_now_ms(desk));
	while (e == NULL && again) {
		e = read_once(desk);
		again = e == NULL && log_withdrawn(desk->log);
		if (again) {
			erase_job_drop(desk->erase_job);
			e = fold_again(desk);
		}
	}
	if (e == NULL) key_take(desk);
	desk->torn |= e != NULL;
	if (e == NULL) e = request_drop(desk);
	if (e == NULL && erase_is_due(desk)) e = settle(desk);
	return e;
}

const err *desk_refold(struct desk *desk)
{
	const err *e = fold_again(desk), *ended;

	desk->fold.guides.all = true; /* also those that are gone */
	if (e == NULL) e = db_run(desk->projection.db, "BEGIN");
	if (e != NULL) return e;
	e = log_survey(desk->log, desk_op, desk);
	if (e == NULL) e = fold_finish(&desk->fold);
	ended = db_run(desk->projection.db, "COMMIT");
	if (e == NULL) e = ended;
	desk->torn |= e != NULL;
	return e;
}

const err *desk_read(struct desk *desk)
{
	const err *e = desk_read_on(desk);

	return e != NULL ? e : desk_facts_load(desk);
}

/* What a commit may take in the tables, at most: its values there, in undoing,
 * and in the index; a database that is full in the middle of folding would
 * leave the log with what cannot be shown. */
enum { FOLDED_TIMES = 6, FOLDED_SPARE = 4 << 20 };

static const err *room_look(struct desk *desk, const struct log_body *bodies,
	size_t count)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < bodies[i].op_count; j++) {
			bytes += bodies[i].ops[j].value.len;
		}
	}
	if (bytes * FOLDED_TIMES + FOLDED_SPARE <=
		db_image_left(desk->projection.db)) {
		return NULL;
	}
	return err_make(ERR_FULL, "this desk holds as much as it can show; "
		"nothing was written");
}

const err *desk_receive(struct desk *desk, const str *blobs, size_t count)
{
	size_t refused;

	log_clock(desk->log, desk_now_ms(desk));
	return log_receive(desk->log, blobs, count, &refused);
}

/* doc/log.md L10.4 asks after a silence of the others. This device wrote within
 * the last day: its clock has not jumped since. */
static void clock_settle(struct desk *desk)
{
	uint64_t now = desk_now_ms(desk);
	uint64_t last = log_heard_ms(desk->log, str_bytes(desk->fold.dev,
		sizeof(desk->fold.dev)));

	if (last <= now && now - last <= CLOCK_DAY_MS) {
		log_clock_confirm(desk->log, now);
	}
}

const err *desk_hand(struct desk *desk, const struct log_change *change,
	bool *ret_done)
{
	bool done = false;
	const err *e;

	clock_settle(desk);
	e = log_hand(desk->log, desk_now_ms(desk), change, &done);
	if (e == NULL && done) e = desk_read(desk);
	if (e == NULL && ret_done != NULL) *ret_done = done;
	return e;
}

const err *desk_merge(struct desk *desk, bool *ret_one)
{
	const err *e;

	clock_settle(desk);
	e = log_merge_sign(desk->log, desk_now_ms(desk), ret_one);
	return e != NULL ? e : desk_read(desk);
}

const err *desk_hand_all(struct desk *desk, const struct log_change *change)
{
	struct log_change rest = {.renew = change->renew,
		.writes = change->writes, .write_count = change->write_count};
	bool more = false;
	const err *e = desk_hand(desk, change, &more);

	for (int i = 0; e == NULL && more && i < HAND_COMMITS_MAX; i++) {
		/* What does not count would be due again. */
		if (log_is_waiting(desk->log)) break;
		more = false;
		e = desk_hand(desk, &rest, &more);
	}
	return e;
}

/* The next epoch of the rings that are to be written in. */
static const err *bodies_hand(struct desk *desk, const struct log_body *bodies,
	size_t count)
{
	str rings[LOG_BODIES_MAX];
	struct log_change change = {.writes = rings};

	for (size_t i = 0; i < count && i < LOG_BODIES_MAX; i++) {
		if (bodies[i].to != NULL) continue;
		rings[change.write_count++] = bodies[i].ring;
	}
	return desk_hand_all(desk, &change);
}

/* Where every epoch at hand is held by somebody who is not in its ring (any more,
 * or not yet for all), the next one is made first. */
const err *desk_commit(struct desk *desk, const struct log_body *bodies,
	size_t count)
{
	const err *e = room_look(desk, bodies, count);

	if (e != NULL) return e;
	clock_settle(desk);
	e = log_append(desk->log, desk_now_ms(desk), bodies, count);
	if (e != NULL && e->code == ERR_REFUSED &&
		log_may_sign(desk->log, desk_now_ms(desk)) &&
		log_team_roster(desk->log).len > 0) {
		e = bodies_hand(desk, bodies, count);
		if (e != NULL) return e;
		e = log_append(desk->log, desk_now_ms(desk), bodies, count);
	}
	return e != NULL ? e : desk_read_on(desk);
}

const err *desk_commit_unit(struct desk *desk, object_id unit,
	const struct op *ops, size_t count, enum did did)
{
	bool own = object_eq(unit, fold_desk);
	struct log_body body = {.ring = own ? RING_TEAM : RING_INTAKE,
		.unit = unit, .ops = ops, .op_count = count};
	const err *e = desk_commit(desk, &body, 1);

	if (e == NULL && did != DID_NOTHING) {
		desk->did = did;
		desk->did_first = 0;
		desk->did_seq = log_seq(desk->log);
	}
	return e;
}

