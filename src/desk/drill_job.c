/* The drill beside an open desk: see drill_job.h. Owns the process and what it
 * says: lines "stage N", and one "found WORD HOUR" at the end.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/drill_job.h"

#include "base/field.h"
#include "base/num.h"
#include "desk/desk_room.h"
#include "os/process.h"
#include "os/report.h"
#include "os/socket.h"

enum { LINE_MAX = 128, NICE_BY = 10, FIRST_MS = 20 * 1000 };

struct drill_job {
	struct loop *loop;
	struct desk *desk;
	const char *dir;
	struct timer first;            /* a desk that was just opened has more
	                                * to do */
	struct watch watch;            /* fd -1: none runs */
	process_id process;
	unsigned stage;
};

/* -- the note ------------------------------------------------------------- */

/* Of this device: others have backups of their own. */
static str field_of(str dev, struct buf *room)
{
	buf_fmt(room, "drill.%.*s", S_ARG(dev));
	return buf_str(room);
}

static str own_of(const struct desk *desk)
{
	return str_bytes(desk->fold.dev, LOG_DEVICE_HEX);
}

const err *drill_note(struct desk *desk, struct drill_result result)
{
	struct buf field = {0}, value = {0};
	struct op op = {.kind = OP_SET, .field = field_of(own_of(desk), &field)};
	const err *e;

	buf_number(&value, desk_now_ms(desk));
	buf_byte(&value, ' ');
	buf_put(&value, drill_word(result.found));
	buf_byte(&value, ' ');
	buf_number(&value, result.hour);
	op.value = buf_str(&value);
	e = desk_commit_unit(desk, fold_desk, &op, 1, DID_NOTHING);
	buf_close(&field);
	buf_close(&value);
	return e;
}

static bool noted_read(str value, struct drill_noted *noted)
{
	str word;

	return str_word(&value, &word) &&
	       num_read(word, INT64_MAX, &noted->ms) &&
	       str_word(&value, &word) &&
	       drill_word_read(word, &noted->result.found) &&
	       num_read(value, UINT32_MAX, &noted->result.hour);
}

const err *drill_noted(struct desk *desk, struct drill_noted *ret_noted)
{
	return drill_noted_by(desk, own_of(desk), ret_noted);
}

const err *drill_noted_by(struct desk *desk, str dev,
	struct drill_noted *ret_noted)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct drill_noted noted;
	struct buf field = {0};
	str value;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		field_of(dev, &field), &value);

	*ret_noted = (struct drill_noted){0};
	if (e == NULL && noted_read(value, &noted)) *ret_noted = noted;
	buf_close(&field);
	arena_close(&arena);
	return e;
}

/* -- running -------------------------------------------------------------- */

static struct drill drill_of(struct desk *desk, const char *dir)
{
	return (struct drill){.dir = dir, .device = &desk->device,
		.log = desk->log, .now_ms = desk_now_ms(desk)};
}

struct drill_result drill_here(struct desk *desk, const char *dir,
	const char *file, void (*say)(void *owner, unsigned stage))
{
	struct drill drill = drill_of(desk, dir);

	drill.file = file;
	drill.stage = say;
	return drill_run(&drill);
}

/* -- in the other process ------------------------------------------------- */

struct role { struct drill_job *job; int fd; };

static void line_say(int fd, str line)
{
	struct file out = {fd};

	if (file_put(&out, line) != NULL) {
		report("nobody waits for the drill", UINT64_MAX);
	}
}

static void stage_say(void *owner, unsigned stage)
{
	const struct role *role = owner;
	struct buf line = {0};

	buf_fmt(&line, "stage %u\n", stage);
	line_say(role->fd, buf_str(&line));
	buf_close(&line);
}

static int role_run(void *argument)
{
	struct role *role = argument;
	struct drill drill = drill_of(role->job->desk, role->job->dir);
	struct drill_result result;
	struct buf line = {0};

	process_nice(NICE_BY);
	drill.stage = stage_say;
	drill.owner = role;
	result = drill_run(&drill);
	buf_fmt(&line, "found %.*s %llu\n", S_ARG(drill_word(result.found)),
		(unsigned long long)result.hour);
	line_say(role->fd, buf_str(&line));
	buf_close(&line);
	return 0;
}

/* -- in this one ---------------------------------------------------------- */

static void ended(struct drill_job *job)
{
	loop_drop(job->loop, &job->watch);
	socket_close(&job->watch.fd);
	job->stage = 0;
}

static void note(struct drill_job *job, struct drill_result result)
{
	const err *e = drill_note(job->desk, result);

	if (e != NULL) report_err("a drill was not noted", e);
}

static bool found_read(str line, struct drill_result *ret_result)
{
	str word;

	return str_word(&line, &word) && str_eq(word, S("found")) &&
	       str_word(&line, &word) &&
	       drill_word_read(word, &ret_result->found) &&
	       num_read(line, UINT32_MAX, &ret_result->hour);
}

/* One message is one line; nothing more is the end of the process. */
static void said(struct watch *watch, unsigned events)
{
	struct drill_job *job = CONTAINER(watch, struct drill_job, watch);
	struct drill_result result = {DRILL_FAILED, 0};
	struct file in = {watch->fd};
	struct buf text = {0};
	size_t count = 0;
	uint64_t stage;
	str rest, line = S("");

	(void)events;
	if (file_get(&in, LINE_MAX, &text, &count) != NULL) count = 0;
	rest = buf_str(&text);
	if (count > 0 && !str_line(&rest, &line)) line = rest;
	if (str_starts(line, S("stage ")) && num_read(str_from(line, 6),
		DRILL_STAGES, &stage)) {
		job->stage = (unsigned)stage;
	} else {
		if (!found_read(line, &result)) result.found = DRILL_FAILED;
		ended(job);
		note(job, result); /* [drill-job-2] */
	}
	buf_close(&text);
}

void drill_job_start(struct drill_job *job)
{
	int fds[2];
	struct role role = {.job = job};
	const err *e;

	if (job == NULL || job->watch.fd >= 0) return;
	e = process_pair(fds);
	if (e == NULL) {
		role.fd = fds[1];
		e = process_start("drill", role_run, &role, &fds[1], 1,
			&job->process);
		socket_close(&fds[1]);
		if (e != NULL) socket_close(&fds[0]);
	}
	if (e != NULL) {
		report_err("no drill was begun", e);
		return;
	}
	job->watch.fd = fds[0];
	job->watch.want = LOOP_READ;
	job->watch.ready = said;
	job->stage = 1;
	loop_watch(job->loop, &job->watch);
}

void drill_job_stop(struct drill_job *job)
{
	if (job == NULL || job->watch.fd < 0) return;
	process_end(job->process, true);
	ended(job);
	drill_clean(job->dir);
}

unsigned drill_job_stage(const struct drill_job *job)
{
	return job == NULL ? 0 : job->stage;
}

static void first_look(struct timer *timer)
{
	struct drill_job *job = CONTAINER(timer, struct drill_job, first);
	struct drill_noted noted;

	if (drill_noted(job->desk, &noted) != NULL) return;
	if (noted.ms + DRILL_EVERY_MS <= desk_now_ms(job->desk)) {
		drill_job_start(job);
	}
}

struct drill_job *drill_job_open(struct loop *loop, struct desk *desk,
	const char *dir)
{
	struct drill_job *job = mem_get(sizeof(*job));

	job->loop = loop;
	job->desk = desk;
	job->dir = dir;
	job->watch.fd = -1;
	job->first.fire = first_look;
	drill_clean(dir); /* of a start that was killed */
	loop_timer(loop, &job->first, FIRST_MS);
	return job;
}

void drill_job_close(struct drill_job **handle)
{
	struct drill_job *job = *handle;

	if (job == NULL) return;
	drill_job_stop(job);
	loop_timer_drop(job->loop, &job->first);
	mem_free(job);
	*handle = NULL;
}
