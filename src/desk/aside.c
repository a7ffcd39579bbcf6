/* Work beside an open desk: see aside.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/aside.h"

#include "base/mem.h"
#include "base/num.h"
#include "os/file.h"
#include "os/jail.h"
#include "os/report.h"
#include "os/socket.h"

enum { NICE_BY = 10 };

void aside_init(struct aside *aside)
{
	aside->watch.fd = -1;
}

bool aside_runs(const struct aside *aside)
{
	return aside->watch.fd >= 0;
}

/* -- in the other process ------------------------------------------------- */

struct role { struct aside *aside; int fd; };

static int role_run(void *argument)
{
	const struct role *role = argument;
	const err *e;

	process_nice(NICE_BY);
	e = jail_enter(JAIL_KEEPER, role->aside->dir); /* [aside-2] */
	if (e != NULL) {
		report_err("the jail", e);
		return 1;
	}
	role->aside->work(role->aside, role->fd);
	return 0;
}

void aside_say(int fd, str message)
{
	struct file out = {fd};

	must(message.len <= ASIDE_MESSAGE_MAX);
	if (file_put(&out, message) != NULL) {
		report("nobody waits for what was done aside", UINT64_MAX);
	}
}

void aside_stage(int fd, unsigned stage)
{
	struct buf line = {0};

	buf_fmt(&line, "stage %u", stage);
	aside_say(fd, buf_str(&line));
	buf_close(&line);
}

bool aside_stage_read(str message, unsigned most, unsigned *ret_stage)
{
	static const str word = S_INIT("stage ");
	uint64_t stage;

	if (!str_starts(message, word) ||
		!num_read(str_from(message, word.len), most, &stage)) {
		return false;
	}
	*ret_stage = (unsigned)stage;
	return true;
}

/* -- in this one ---------------------------------------------------------- */

static void let_go(struct aside *aside)
{
	loop_drop(aside->loop, &aside->watch);
	socket_close(&aside->watch.fd);
	aside->watch.fd = -1;
}

/* A message of no bytes is the end of the process. */
static void ready(struct watch *watch, unsigned events)
{
	struct aside *aside = CONTAINER(watch, struct aside, watch);
	struct file in = {watch->fd};
	struct buf message = {0};
	size_t count = 0;

	(void)events;
	if (file_get(&in, ASIDE_MESSAGE_MAX, &message, &count) != NULL) count = 0;
	if (count > 0) {
		aside->said(aside, buf_str(&message));
	} else {
		let_go(aside);
		aside->over(aside);
	}
	buf_close(&message);
}

const err *aside_start(struct aside *aside)
{
	struct role role = {.aside = aside};
	int fds[2];
	const err *e;

	if (aside_runs(aside)) return NULL;
	e = process_pair(fds);
	if (e != NULL) return e;
	role.fd = fds[1];
	e = process_start(aside->name, role_run, &role, &fds[1], 1,
		&aside->process);
	socket_close(&fds[1]);
	if (e != NULL) {
		socket_close(&fds[0]);
		return e;
	}
	aside->watch.fd = fds[0];
	aside->watch.want = LOOP_READ;
	aside->watch.ready = ready;
	loop_watch(aside->loop, &aside->watch);
	return NULL;
}

void aside_stop(struct aside *aside)
{
	if (!aside_runs(aside)) return;
	process_end(aside->process, true);
	let_go(aside);
}
