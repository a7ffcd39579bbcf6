/* The running desk on a journey and back from it: see run_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/run_room.h"

#include "desk/journey.h"
#include "desk/travel.h"
#include "os/file.h"
#include "os/report.h"
#include "seal/secret.h"

enum { PATHS_BYTES = 1 << 16 };

const err *run_settle(struct run *run)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	struct file lock = {-1};
	const err *e = file_lock(&lock, str_c(arena, str_fmt(arena,
		"%s/desk/lock", run->options.dir)));

	if (e == NULL) e = journey_settle(run->options.dir);
	file_close(&lock);
	arena_close(&arena);
	return e;
}

const err *run_leave(void *owner, const struct journey_ask *ask)
{
	struct run *run = owner;
	const err *e = journey_leave(run->desk, ask);

	if (e != NULL) return e;
	run_lock(owner);
	e = run_settle(run);
	/* it is a journey already; the next start removes what is left */
	if (e != NULL) report_err("not all of it was removed", e);
	return NULL;
}

bool run_away(void *owner)
{
	const struct run *run = owner;

	return run->desk == NULL && journey_is_away(run->options.dir);
}

const err *run_carried(void *owner, str passphrase, struct buf *out)
{
	const struct run *run = owner;

	return journey_carried(run->options.dir, passphrase, out);
}

void run_stay(void *owner)
{
	struct run *run = owner;

	homecoming_visit_close(&run->visit);
	homecoming_close(&run->home);
	errands_token_wipe(run->errands);
}

/* All of it is here: the desk opens, and the passphrase is enough again. */
static const err *arrive(struct run *run)
{
	struct secret passphrase = secret_copy(homecoming_passphrase(run->home));
	struct secret part = secret_copy(homecoming_part(run->home));
	struct desk *desk;
	const err *e = homecoming_finish(run->home);

	run_stay(run);
	if (e == NULL) {
		e = run_unlock(run, secret_str(&passphrase), secret_str(&part),
			&desk);
	}
	if (e == NULL) e = travel_return(run->desk, secret_str(&passphrase));
	/* whatever ends it, the log is not read from its start again */
	if (e == NULL) desk_keep(run->desk);
	secret_close(&passphrase);
	secret_close(&part);
	return e;
}

static void arrived(void *owner)
{
	const err *e = arrive(owner);

	if (e != NULL) report_err("back from a journey", e);
}

static const err *fetch(struct run *run)
{
	struct homecoming_visit_ask ask = {run->loop, run->errands, run->home,
		(unsigned)run->options.visit_seconds, arrived, run};
	struct roster roster;

	if (!roster_read(homecoming_roster(run->home), &roster) ||
		!run_way_find(run, &roster, homecoming_token(run->home))) {
		return err_make(ERR_ABSENT, "no way to the line is known");
	}
	run->visit = homecoming_visit_open(&ask);
	return NULL;
}

static bool lacks_attachments(const struct homecoming *home)
{
	struct homecoming_state state = homecoming_state(home);

	return state.attachments_here < state.attachments;
}

const err *run_back(void *owner, const struct ui_back *ask)
{
	struct run *run = owner;
	const err *e;

	run_stay(owner);
	e = homecoming_open(&run->home, run->options.dir, ask->passphrase,
		ask->part);
	if (e != NULL) return e;
	if (ask->stick != NULL) e = homecoming_stick(run->home, ask->stick);
	if (e == NULL && !ask->without && lacks_attachments(run->home)) {
		e = err_make(ERR_REFUSED, "attachments are on the stick");
	}
	if (e == NULL) {
		e = homecoming_is_ready(run->home) ? arrive(run) : fetch(run);
	}
	if (e != NULL) run_stay(owner);
	return e;
}

bool run_coming(void *owner, struct homecoming_state *ret_state,
	bool *ret_reached)
{
	const struct run *run = owner;

	if (run->visit == NULL) return false;
	*ret_state = homecoming_state(run->home);
	*ret_reached = homecoming_visit_reached(run->visit);
	return true;
}
