/* The drill beside an open desk: see drill_job.h. Owns what its process
 * says: "stage N", and one "found WORD HOUR" at the end.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/drill_job.h"

#include "base/num.h"
#include "desk/aside.h"
#include "desk/desk_room.h"
#include "os/report.h"

enum { FIRST_MS = 20 * 1000 };

struct drill_job {
	struct aside aside;
	struct desk *desk;
	const char *dir;
	struct timer first;            /* a desk that was just opened has more
	                                * to do */
	unsigned stage;                /* 0: none runs */
	bool found;                    /* it has said how it ended */
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

static void stage_say(void *owner, unsigned stage)
{
	aside_stage(*(const int *)owner, stage);
}

static void work(struct aside *aside, int fd)
{
	const struct drill_job *job = CONTAINER(aside, struct drill_job,
		aside);
	struct drill drill = drill_of(job->desk, job->dir);
	struct drill_result result;
	struct buf line = {0};

	drill.stage = stage_say;
	drill.owner = &fd;
	result = drill_run(&drill);
	buf_fmt(&line, "found %.*s %llu", S_ARG(drill_word(result.found)),
		(unsigned long long)result.hour);
	aside_say(fd, buf_str(&line));
	buf_close(&line);
}

/* -- in this one ---------------------------------------------------------- */

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

static void said(struct aside *aside, str message)
{
	struct drill_job *job = CONTAINER(aside, struct drill_job, aside);
	struct drill_result result = {DRILL_FAILED, 0};

	if (aside_stage_read(message, DRILL_STAGES, &job->stage) || job->found) {
		return;
	}
	if (!found_read(message, &result)) result.found = DRILL_FAILED;
	job->found = true;
	note(job, result); /* [drill-job-2] */
}

static void over(struct aside *aside)
{
	struct drill_job *job = CONTAINER(aside, struct drill_job, aside);

	job->stage = 0;
	if (!job->found) note(job, (struct drill_result){DRILL_FAILED, 0});
}

void drill_job_start(struct drill_job *job)
{
	const err *e;

	if (job == NULL || aside_runs(&job->aside)) return;
	job->stage = 1;
	job->found = false;
	e = aside_start(&job->aside);
	if (e == NULL) return;
	job->stage = 0;
	report_err("no drill was begun", e);
}

void drill_job_stop(struct drill_job *job)
{
	if (job == NULL || !aside_runs(&job->aside)) return;
	aside_stop(&job->aside);
	job->stage = 0;
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

	job->aside = (struct aside){.loop = loop, .name = "drill", .dir = dir,
		.work = work, .said = said, .over = over};
	aside_init(&job->aside);
	job->desk = desk;
	job->dir = dir;
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
	loop_timer_drop(job->aside.loop, &job->first);
	mem_free(job);
	*handle = NULL;
}
