/* Visits: see sync.h. Owns the schedule and the walk through the steps; what
 * each step says is sync_steps.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/sync_room.h"

#include "os/clock.h"
#include "os/report.h"
#include "seal/rand.h"

/* -- the schedule --------------------------------------------------------- */

/* [sync-1] half to one and a half times the average. */
static void visit_plan(struct sync *sync)
{
	uint64_t average = (uint64_t)sync->choice.seconds * 1000 *
		sync->slower;
	uint64_t in_ms = average / 2 + rand_below(average + 1);

	if (sync->again) in_ms = 0;
	sync->again = false;
	loop_timer(sync->loop, &sync->timer, in_ms);
}

static void step_leave(struct sync *sync)
{
	arena_reset(sync->arena);
	sync->replies = (struct sync_replies){0};
	sync->names = (struct sync_names){0};
	sync->offer = (struct sync_hashes){0};
	sync->wanted = NULL;
	sync->at = 0;
	sync->batches = 0;
	sync->begun = false;
	sync->older = false;
	sync_guides_end(sync);
}

static void visit_end(struct sync *sync, enum sync_how how)
{
	static const char *const words[SYNC_HOW_COUNT] = {
		[SYNC_NOT_REACHED] = "the line was not reached",
		[SYNC_NOT_TRUSTED] = "the line's certificate is not its own",
		[SYNC_REFUSED] = "the line does not know this desk",
		[SYNC_STRANGE] = "the line answered in a strange way",
		[SYNC_DISK] = "a visit to the line could not be kept",
	};

	if (words[how] != NULL && sync->status.how != how) {
		report(words[how], UINT64_MAX);
	}
	sync->out = false;
	sync->status.how = how;
	sync->status.visits++;
	if (how == SYNC_WELL) {
		sync->status.well_ms = clock_now_ms();
		sync->slower = 1;
	} else if (sync->slower < SYNC_SLOWER_MAX) {
		sync->slower *= 2;
	}
	step_leave(sync);
	buf_reset(&sync->answer);
	buf_reset(&sync->body);
	visit_plan(sync);
}

void sync_fail(struct sync *sync, enum sync_how how)
{
	visit_end(sync, how);
}

bool sync_disk(struct sync *sync, const err *e)
{
	if (e == NULL) return false;
	report_err("a visit to the line is broken off", e);
	visit_end(sync, SYNC_DISK);
	return true;
}

/* Goes on until an errand is out or the visit has ended. */
static void visit_go(struct sync *sync)
{
	while (sync->out && !sync->errand.out) {
		if (sync_ways[sync->step].send(sync) || !sync->out) continue;
		step_leave(sync);
		if (++sync->step == STEP_COUNT) visit_end(sync, SYNC_WELL);
	}
}

static void visit_begin(struct timer *timer)
{
	struct sync *sync = CONTAINER(timer, struct sync, timer);

	sync->out = true;
	sync->lost = sync->all_put = false;
	sync->step = (enum sync_step)0;
	errands_token(sync->errands, sync->choice.hands->token(
		sync->choice.desk));
	visit_go(sync);
}

/* -- errands -------------------------------------------------------------- */

static void piece(struct errand *errand, str bytes)
{
	struct sync *sync = CONTAINER(errand, struct sync, errand);

	if (sync->blob.fd >= 0) {
		sync_blob_piece(sync, bytes);
	} else {
		buf_put(&sync->answer, bytes);
	}
}

static const enum sync_how failures[ERRAND_RESULT_COUNT] = {
	[ERRAND_UNREACHED] = SYNC_NOT_REACHED,
	[ERRAND_NOT_TRUSTED] = SYNC_NOT_TRUSTED,
	[ERRAND_TIMEOUT] = SYNC_NOT_REACHED,
	[ERRAND_TOO_LONG] = SYNC_STRANGE,
	[ERRAND_BROKEN] = SYNC_NOT_REACHED,
	[ERRAND_LOST] = SYNC_NOT_REACHED,
};

static void done(struct errand *errand, enum errand_result result,
	unsigned status)
{
	struct sync *sync = CONTAINER(errand, struct sync, errand);

	must(sync->out);
	if (result == ERRAND_ANSWERED) {
		sync_ways[sync->step].answered(sync, status);
	} else {
		if (sync->blob.fd >= 0) {
			(void)!sync_blob_end(sync, S(""), false);
		}
		visit_end(sync, failures[result]);
	}
	buf_reset(&sync->answer);
	visit_go(sync);
}

static void ask(struct sync *sync, struct errand_ask *ask)
{
	must(!sync->path.failed && !sync->body.failed);
	buf_reset(&sync->answer);
	ask->path = buf_str(&sync->path);
	errand_send(sync->errands, &sync->errand, ask);
	buf_reset(&sync->path);
	buf_reset(&sync->body);
}

void sync_get(struct sync *sync, uint64_t max_bytes)
{
	struct errand_ask what = {.method = S("GET"), .max_bytes = max_bytes};

	ask(sync, &what);
}

void sync_post(struct sync *sync, const char *path)
{
	struct errand_ask what = {.method = S("POST"),
		.type = S("application/octet-stream"),
		.body = buf_str(&sync->body),
		.max_bytes = RELAY_BATCH_BYTES};

	buf_text(&sync->path, path);
	ask(sync, &what);
}

/* -- a life --------------------------------------------------------------- */

struct sync *sync_open(struct loop *loop, struct errands *errands,
	const struct sync_choice *choice)
{
	struct sync *sync = mem_get(sizeof(*sync));

	must(choice->seconds > 0);
	sync->loop = loop;
	sync->errands = errands;
	sync->choice = *choice;
	sync->slower = 1;
	sync->arena = arena_open(SYNC_ARENA_BYTES);
	sync->bundle_arena = arena_open(SYNC_BUNDLE_BYTES);
	sync->blob.fd = -1;
	sync->seen = buf_cap(SYNC_ARENA_BYTES);
	sync->errand.piece = piece;
	sync->errand.done = done;
	sync->timer.fire = visit_begin;
	loop_timer(loop, &sync->timer, 0);
	return sync;
}

void sync_close(struct sync **handle)
{
	struct sync *sync = *handle;

	if (sync == NULL) return;
	errand_cancel(sync->errands, &sync->errand);
	if (sync->blob.fd >= 0) (void)!sync_blob_end(sync, S(""), false);
	loop_timer_drop(sync->loop, &sync->timer);
	sync_guides_end(sync);
	arena_close(&sync->arena);
	arena_close(&sync->bundle_arena);
	buf_close(&sync->seen);
	buf_close(&sync->path);
	buf_close(&sync->body);
	buf_close(&sync->answer);
	mem_free(sync);
	*handle = NULL;
}

void sync_soon(struct sync *sync)
{
	if (sync->out) {
		sync->again = true;
	} else {
		loop_timer(sync->loop, &sync->timer, 0);
	}
}

struct sync_status sync_status(const struct sync *sync)
{
	return sync->status;
}
