/* Who exists and who talks to whom: see parent.h. Never reads a message but
 * the door's "I am up".
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/parent.h"

#include "base/num.h"
#include "line/door.h"
#include "line/keeper.h"
#include "line/maker.h"
#include "line/pool.h"
#include "line/reader.h"
#include "line/sealer.h"
#include "os/file.h"
#include "os/process.h"
#include "os/report.h"
#include "os/socket.h"

#include <string.h>

enum {
	EXIT_CANNOT_START = 3,     /* what a role returns when it cannot begin */
	/* The first new start is at once; roles that die again and again
	 * before they accept visitors make us wait longer each time. */
	BACK_OFF_FIRST_MS = 20,
	BACK_OFF_MAX_MS = 5000,
	END_MS = 15000             /* for the door to finish its answers */
};

enum role {
	ROLE_KEEPER, ROLE_SEALER, ROLE_MAKER, ROLE_POOL, ROLE_READER,
	ROLE_DOOR, ROLE_PARENT, ROLE_COUNT
};

static const char *const role_names[] = {
	[ROLE_KEEPER] = "keeper", [ROLE_SEALER] = "sealer",
	[ROLE_MAKER] = "maker", [ROLE_POOL] = "pool",
	[ROLE_READER] = "reader", [ROLE_DOOR] = "door",
};

/* Who talks to whom: the whole of it. */
enum link {
	LINK_DOOR_PARENT, LINK_DOOR_SEALER, LINK_DOOR_POOL, LINK_DOOR_READER,
	LINK_DOOR_KEEPER, LINK_SEALER_KEEPER, LINK_READER_KEEPER,
	LINK_POOL_MAKER, LINK_COUNT
};
static const struct { enum role one, other; } links[LINK_COUNT] = {
	[LINK_DOOR_PARENT] = {ROLE_DOOR, ROLE_PARENT},
	[LINK_DOOR_SEALER] = {ROLE_DOOR, ROLE_SEALER},
	[LINK_DOOR_POOL] = {ROLE_DOOR, ROLE_POOL},
	[LINK_DOOR_READER] = {ROLE_DOOR, ROLE_READER},
	[LINK_DOOR_KEEPER] = {ROLE_DOOR, ROLE_KEEPER},
	[LINK_SEALER_KEEPER] = {ROLE_SEALER, ROLE_KEEPER},
	[LINK_READER_KEEPER] = {ROLE_READER, ROLE_KEEPER},
	[LINK_POOL_MAKER] = {ROLE_POOL, ROLE_MAKER},
};

enum phase { PHASE_RUNS, PHASE_ENDS, PHASE_RELOADS, PHASE_FAILED };

struct parent {
	struct loop *loop;
	const struct parent_options *options;
	struct organisation organisation;
	struct shelf shelf;
	int listener;
	unsigned port;
	process_id children[ROLE_PARENT];
	size_t alive;
	int ends[LINK_COUNT][2];
	struct channel door;
	struct watch signals;
	struct timer again, end;
	uint64_t back_off_ms;
	enum phase phase;
	bool is_up;                /* these roles accept visitors */
	bool was_up;               /* some did, once at least */
	const err *failure;
};

/* -- starting ------------------------------------------------------------- */

static int end_of(const struct parent *p, enum link link, enum role role)
{
	return p->ends[link][links[link].one == role ? 0 : 1];
}

static const err *pairs_make(struct parent *p)
{
	const err *e = NULL;

	for (size_t i = 0; i < LINK_COUNT && e == NULL; i++) {
		e = process_pair(p->ends[i]);
	}
	return e;
}

/* Closes our copies; the parent's own end is its channel's by now. */
static void pairs_close(struct parent *p)
{
	for (size_t i = 0; i < LINK_COUNT; i++) {
		for (size_t side = 0; side < 2; side++) {
			if (i == LINK_DOOR_PARENT && side == 1) continue;
			socket_close(&p->ends[i][side]);
		}
	}
}

/* Starts one role with only the descriptors its links name. */
static const err *role_start(struct parent *p, enum role role,
	int (*run)(void *), void *argument)
{
	int keep[LINK_COUNT + 1];
	size_t count = 0;
	const err *e;

	for (size_t i = 0; i < LINK_COUNT; i++) {
		if (links[i].one == role) keep[count++] = p->ends[i][0];
		if (links[i].other == role) keep[count++] = p->ends[i][1];
	}
	if (role == ROLE_DOOR) keep[count++] = p->listener;
	e = process_start(role_names[role], run, argument, keep, count,
		&p->children[role]);
	if (e == NULL) p->alive++;
	return e;
}

static const err *disk_roles_start(struct parent *p)
{
	struct keeper_start keeper = {.folder = p->options->folder,
		.organisation = &p->organisation,
		.door = end_of(p, LINK_DOOR_KEEPER, ROLE_KEEPER),
		.sealer = end_of(p, LINK_SEALER_KEEPER, ROLE_KEEPER),
		.reader = end_of(p, LINK_READER_KEEPER, ROLE_KEEPER)};
	struct sealer_start sealer = {.organisation = &p->organisation,
		.door = end_of(p, LINK_DOOR_SEALER, ROLE_SEALER),
		.keeper = end_of(p, LINK_SEALER_KEEPER, ROLE_SEALER)};
	const err *e = role_start(p, ROLE_KEEPER, keeper_run, &keeper);

	if (e == NULL) e = role_start(p, ROLE_SEALER, sealer_run, &sealer);
	return e;
}

static const err *code_roles_start(struct parent *p)
{
	struct maker_start maker = {
		.pool = end_of(p, LINK_POOL_MAKER, ROLE_MAKER)};
	struct pool_start pool = {
		.door = end_of(p, LINK_DOOR_POOL, ROLE_POOL),
		.maker = end_of(p, LINK_POOL_MAKER, ROLE_POOL)};
	struct reader_start reader = {
		.door = end_of(p, LINK_DOOR_READER, ROLE_READER),
		.keeper = end_of(p, LINK_READER_KEEPER, ROLE_READER)};
	const err *e;

	memcpy(maker.salt, p->organisation.salt, sizeof(maker.salt));
	memcpy(reader.salt, p->organisation.salt, sizeof(reader.salt));
	e = role_start(p, ROLE_MAKER, maker_run, &maker);
	if (e == NULL) e = role_start(p, ROLE_POOL, pool_run, &pool);
	if (e == NULL) e = role_start(p, ROLE_READER, reader_run, &reader);
	return e;
}

static const err *door_start(struct parent *p)
{
	struct door_start door = {.organisation = &p->organisation,
		.shelf = &p->shelf, .listener = p->listener,
		.parent = end_of(p, LINK_DOOR_PARENT, ROLE_DOOR),
		.sealer = end_of(p, LINK_DOOR_SEALER, ROLE_DOOR),
		.pool = end_of(p, LINK_DOOR_POOL, ROLE_DOOR),
		.reader = end_of(p, LINK_DOOR_READER, ROLE_DOOR),
		.keeper = end_of(p, LINK_DOOR_KEEPER, ROLE_DOOR)};

	return role_start(p, ROLE_DOOR, door_run, &door);
}

/* -- being up ------------------------------------------------------------- */

static const err *ready_say(struct parent *p)
{
	const char *ready = p->options->ready;
	struct buf line = {0};
	uint64_t fd;
	const err *e = NULL;

	if (ready == NULL) return NULL;
	buf_fmt(&line, "ready %u\n", p->port);
	if (str_starts(str_of(ready), S("fd:")) &&
		num_read(str_from(str_of(ready), 3), 1024, &fd)) {
		struct file file = {(int)fd};

		e = file_put(&file, buf_str(&line));
	} else {
		e = file_replace(ready, buf_str(&line));
	}
	buf_close(&line);
	return e;
}

static void reload(struct parent *p);

static void door_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct parent *p = CONTAINER(channel, struct parent, door);
	const err *e;

	(void)id;
	(void)bytes;
	if (kind == WIRE_RELEASE) {
		reload(p);
		return;
	}
	must(kind == WIRE_UP);
	p->is_up = true;
	if (p->was_up) return;
	p->was_up = true;
	e = ready_say(p);
	if (e != NULL) report_err("cannot say that we are ready", e);
}

/* The door has ended; SIGCHLD says the rest. */
static void door_lost(struct channel *channel)
{
	(void)channel;
}

static const err *folder_read(struct parent *p)
{
	struct organisation fresh;
	const err *e = organisation_open(&fresh, p->options->folder);

	if (e != NULL) return e;
	organisation_close(&p->organisation);
	p->organisation = fresh;
	return NULL;
}

static const err *all_start(struct parent *p)
{
	const err *e = pairs_make(p);

	if (e == NULL) e = disk_roles_start(p);
	if (e == NULL) e = code_roles_start(p);
	if (e == NULL) e = door_start(p);
	if (e == NULL) {
		p->door = (struct channel){.lost = door_lost};
		channel_open(&p->door, p->loop,
			end_of(p, LINK_DOOR_PARENT, ROLE_PARENT), door_says);
		p->door.lost = door_lost;
	}
	pairs_close(p);
	return e;
}

/* -- ending --------------------------------------------------------------- */

static void all_end(struct parent *p, bool now)
{
	for (size_t i = 0; i < ROLE_PARENT; i++) {
		process_end(p->children[i], now);
	}
}

static void again_fire(struct timer *timer)
{
	struct parent *p = CONTAINER(timer, struct parent, again);
	const err *e = folder_read(p);

	/* What was in force before still is. */
	if (e != NULL) report_err("the folder has changed for the worse", e);
	e = all_start(p);
	if (e == NULL) return;
	p->failure = e;
	p->phase = PHASE_FAILED;
	all_end(p, true);
	if (p->alive == 0) loop_stop(p->loop);
}

/* All are gone: end, fail, or start anew. */
static void all_gone(struct parent *p)
{
	channel_close(&p->door);
	loop_timer_drop(p->loop, &p->end);
	if (p->phase == PHASE_ENDS || p->phase == PHASE_FAILED) {
		loop_stop(p->loop);
		return;
	}
	if (p->phase == PHASE_RELOADS || p->is_up) p->back_off_ms = 0;
	p->is_up = false;
	p->phase = PHASE_RUNS;
	loop_timer(p->loop, &p->again, p->back_off_ms);
	p->back_off_ms = p->back_off_ms == 0 ? BACK_OFF_FIRST_MS
					     : p->back_off_ms * 2;
	if (p->back_off_ms > BACK_OFF_MAX_MS) p->back_off_ms = BACK_OFF_MAX_MS;
}

static void child_ended(struct parent *p, process_id id, int status)
{
	for (size_t i = 0; i < ROLE_PARENT; i++) {
		if (p->children[i] != id) continue;
		p->children[i] = 0;
		p->alive--;
		if (p->phase == PHASE_RUNS && status == EXIT_CANNOT_START &&
			!p->was_up) {
			p->phase = PHASE_FAILED;
			p->failure = err_make(ERR_IO, "the line cannot start");
		}
		/* [parent-1] a door that was asked to end takes its time */
		if (p->phase == PHASE_RUNS || p->phase == PHASE_FAILED ||
			i == ROLE_DOOR) {
			all_end(p, true);
		}
	}
	if (p->alive == 0) all_gone(p);
}

static void reap(struct parent *p)
{
	process_id id;
	int status;

	while (p->alive > 0 && process_wait(&id, &status) == NULL) {
		child_ended(p, id, status);
	}
}

static void end_fire(struct timer *timer)
{
	all_end(CONTAINER(timer, struct parent, end), true);
}

/* Lets the door finish its answers, then ends the others. */
static void wind_down(struct parent *p, enum phase phase)
{
	p->phase = phase;
	loop_timer_drop(p->loop, &p->again);
	if (p->alive == 0) {
		all_gone(p);
		return;
	}
	process_end(p->children[ROLE_DOOR], false);
	loop_timer(p->loop, &p->end, END_MS);
}

/* An operator's own folder of a release, put in force. */
static const err *guides_install(const struct parent_options *options)
{
	struct published published;
	const err *e = published_open(&published, options->folder);

	if (e == NULL) e = published_install(&published, options->guides);
	published_close(&published);
	return e;
}

static const err *guides_open(struct parent *p, struct shelf *ret_shelf)
{
	const struct parent_options *options = p->options;
	const err *e = options->guides != NULL ? guides_install(options) : NULL;

	return e == NULL ? shelf_open(ret_shelf, options->folder,
		p->organisation.roster.demonstration) : e;
}

static void reload(struct parent *p)
{
	struct shelf fresh;
	const err *e = guides_open(p, &fresh);

	if (e != NULL) {
		report_err("the guides stay as they were", e);
		return;
	}
	shelf_close(&p->shelf);
	p->shelf = fresh;
	if (p->phase == PHASE_RUNS) wind_down(p, PHASE_RELOADS);
}

static void signalled(struct watch *watch, unsigned events)
{
	struct parent *p = CONTAINER(watch, struct parent, signals);

	(void)events;
	switch (process_signal_next(watch->fd)) {
	case PROCESS_NONE: return;
	case PROCESS_STOP: wind_down(p, PHASE_ENDS); return;
	case PROCESS_CHILD: reap(p); return;
	case PROCESS_RELOAD: reload(p); return;
	}
}

/* -- all of it ------------------------------------------------------------ */

static const err *parent_open(struct parent *p,
	const struct parent_options *options)
{
	const err *e;

	p->options = options;
	p->listener = -1;
	p->again.fire = again_fire;
	p->end.fire = end_fire;
	p->signals.ready = signalled;
	p->signals.want = LOOP_READ;
	e = folder_read(p);
	if (e == NULL) e = guides_open(p, &p->shelf);
	if (e == NULL) {
		e = socket_listen(str_of(options->listen), &p->listener,
			&p->port);
	}
	if (e == NULL) e = process_signals(&p->signals.fd);
	return e;
}

const err *parent_run(const struct parent_options *options)
{
	/* Static: one parent a program, for its whole life. */
	static struct parent p;
	const err *e;

	seal_start();
	e = parent_open(&p, options);
	if (e != NULL) return e;
	p.loop = loop_open();
	loop_watch(p.loop, &p.signals);
	e = all_start(&p);
	if (e == NULL) e = loop_run(p.loop);
	return e == NULL ? p.failure : e;
}
