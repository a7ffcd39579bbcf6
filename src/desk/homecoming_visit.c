/* Fetching from the line what stayed at home: see homecoming_visit.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/homecoming_visit.h"

#include "desk/relay_call.h"
#include "os/report.h"

enum { OK = 200, CONFLICT = 409 };

struct homecoming_visit {
	struct homecoming_visit_ask ask;
	struct timer timer;
	struct errand errand;
	struct buf path, answer;
	bool reached, lost;
};

static void call(struct homecoming_visit *visit)
{
	struct errand_ask what = {.method = S("GET"),
		.max_bytes = RELAY_BATCH_BYTES};

	buf_reset(&visit->path);
	buf_reset(&visit->answer);
	relay_log_path(homecoming_place(visit->ask.home), 0, &visit->path);
	what.path = buf_str(&visit->path);
	errand_send(visit->ask.errands, &visit->errand, &what);
}

static void again(struct homecoming_visit *visit)
{
	loop_timer(visit->ask.loop, &visit->timer,
		(uint64_t)visit->ask.seconds * 1000);
}

static void fire(struct timer *timer)
{
	call(CONTAINER(timer, struct homecoming_visit, timer));
}

static void piece(struct errand *errand, str bytes)
{
	struct homecoming_visit *visit = CONTAINER(errand,
		struct homecoming_visit, errand);

	buf_put(&visit->answer, bytes);
}

/* True when there is more to ask for at once. */
static bool answer_take(struct homecoming_visit *visit, unsigned status)
{
	struct homecoming *home = visit->ask.home;
	struct relay_log *log;
	const err *e;
	bool more = false;

	if (status == CONFLICT && !visit->lost) {
		visit->lost = true; /* another spool: from its beginning */
		return homecoming_lost(home) == NULL;
	}
	if (status != OK) {
		report("the line did not give what stayed at home", status);
		return false;
	}
	log = mem_get(sizeof(*log));
	if (!relay_log_read(buf_str(&visit->answer), homecoming_place(home),
		log)) {
		report("the line answered in a strange way", UINT64_MAX);
	} else {
		e = homecoming_hear(home, log);
		more = e == NULL && log->more;
		if (e != NULL) report_err("what came could not be kept", e);
	}
	mem_free(log);
	return more;
}

static void done(struct errand *errand, enum errand_result result,
	unsigned status)
{
	struct homecoming_visit *visit = CONTAINER(errand,
		struct homecoming_visit, errand);

	visit->reached = result == ERRAND_ANSWERED;
	if (visit->reached && answer_take(visit, status)) {
		call(visit);
	} else if (visit->reached && homecoming_is_ready(visit->ask.home)) {
		visit->ask.ready(visit->ask.owner);
	} else {
		again(visit);
	}
}

struct homecoming_visit *homecoming_visit_open(
	const struct homecoming_visit_ask *ask)
{
	struct homecoming_visit *visit = mem_get(sizeof(*visit));

	visit->ask = *ask;
	visit->answer = buf_cap(RELAY_BATCH_BYTES);
	visit->errand.piece = piece;
	visit->errand.done = done;
	visit->timer.fire = fire;
	visit->reached = true; /* nothing has failed yet */
	call(visit);
	return visit;
}

void homecoming_visit_close(struct homecoming_visit **handle)
{
	struct homecoming_visit *visit = *handle;

	if (visit == NULL) return;
	errand_cancel(visit->ask.errands, &visit->errand);
	loop_timer_drop(visit->ask.loop, &visit->timer);
	buf_close(&visit->path);
	buf_close(&visit->answer);
	mem_free(visit);
	*handle = NULL;
}

bool homecoming_visit_reached(const struct homecoming_visit *visit)
{
	return visit->reached;
}
