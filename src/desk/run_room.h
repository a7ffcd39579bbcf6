/* Inside desk/run*.c only: the running desk as one struct, and what its files
 * ask of each other.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RUN_ROOM_H
#define DESK_RUN_ROOM_H

#include "desk/drill_job.h"
#include "desk/erase_job.h"
#include "desk/guide_job.h"
#include "desk/homecoming_visit.h"
#include "desk/ui.h"

struct run_options {
	const char *dir, *passphrase_file, *line, *proxy, *ready, *guides;
	uint64_t port, visit_seconds;
	bool no_browser;
};

struct run {
	struct run_options options;
	struct loop *loop;
	struct errands *errands;
	struct watch signals;
	struct ui *ui;
	struct desk *desk;            /* NULL while locked [run-2] */
	struct sync *sync;
	struct drill_job *drill;
	struct guide_job *guides;
	struct rehearse_job *rehearsal;
	struct erase_job *erasing;
	struct homecoming *home;      /* back from a journey, or NULL */
	struct homecoming_visit *visit;
	struct ui_host hands;
	int listener;
	char host[32];
};

/* -- the process (run.c) -------------------------------------------------- */
/* From the options, which stay the caller's, until it is to stop. */
const err *run_open(struct run *run) MUST_USE;
void run_close(struct run *run);
/* Chooses the way to the line: what the command line says, or the first of the
 * line's own addresses that the courier may go to. False: there is none. */
bool run_way_find(struct run *run, const struct roster *roster, str token);
/* As struct ui_host's. */
const err *run_unlock(void *owner, str passphrase, str part,
	struct desk **ret_desk) MUST_USE;
void run_lock(void *owner);

/* -- a journey (run_journey.c): as struct ui_host's ----------------------- */
/* Ends what a kill broke off, unless the desk is open elsewhere. */
const err *run_settle(struct run *run) MUST_USE;
const err *run_leave(void *owner, const struct journey_ask *ask) MUST_USE;
bool run_away(void *owner);
const err *run_carried(void *owner, str passphrase, struct buf *out) MUST_USE;
const err *run_back(void *owner, const struct ui_back *ask) MUST_USE;
bool run_coming(void *owner, struct homecoming_state *ret_state,
	bool *ret_reached);
void run_stay(void *owner);

#endif
