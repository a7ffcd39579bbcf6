/* Someone fetches her own copy with her code. It comes opened from the reader, is
 * held until it is whole, and leaves as one file for her browser to save; its name
 * and its kind are fixed here, whatever was sent. See door.h [door-4].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_answers.h"

#include "base/hex.h"

enum { NAME_DIGITS = 2 * SPOOL_NAME_BYTES };

struct copy_job {
	struct job job;
	struct door *door;
	enum locale locale;
	code code;
	bool counted;             /* in door->copies: it holds memory */
	bool refused;             /* answered already: what comes is dropped */
	struct buf file;          /* what came of it */
};

/* It may run nothing and fetch nothing, also where a browser shows it at once. */
static const str copy_headers = S_INIT("Content-Security-Policy: "
	"default-src 'none'; sandbox\r\nCache-Control: no-store\r\n"
	"Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n"
	"Content-Disposition: attachment; filename=\"page.html\"\r\n");

static void ask(struct copy_job *job, const unsigned char *name)
{
	struct buf out = {0};

	buf_put(&out, str_bytes(job->code.digits, CODE_DIGITS));
	buf_put(&out, str_bytes(name, SPOOL_NAME_BYTES));
	channel_send(&job->door->reader, WIRE_COPY, job->job.id,
		buf_str(&out));
	buf_close(&out);
}

void door_copy_post(struct door *door, struct exchange *x)
{
	enum locale locale = door_path_of(x).locale;
	unsigned char name[SPOOL_NAME_BYTES];
	struct copy_job *job;
	struct form *form;
	code typed;

	if (!door_form_of(x, &form) || !code_read(form_value(form, S("code")),
		&typed)) {
		door_show_typo(door, x, locale);
		return;
	}
	if (form_value(form, S("file")).len != NAME_DIGITS ||
		!hex_read(form_value(form, S("file")), name, sizeof(name))) {
		door_error(door, x, 400);
		return;
	}
	job = job_open(&door->jobs, x, JOB_COPY, sizeof(*job));
	job->door = door;
	job->locale = locale;
	job->code = typed;
	job->file = buf_cap(RELAY_COPY_MAX);
	ask(job, name);
}

/* False, and she is told to come back, when too many are on their way. */
static bool may_hold(struct copy_job *job)
{
	if (job->counted) return true;
	if (job->refused) return false;
	if (job->door->copies >= LINE_COPIES_MAX) {
		job->refused = true;
		door_error(job->door, job->job.x, 503);
		return false;
	}
	job->counted = true;
	job->door->copies++;
	return true;
}

static void answer_file(struct copy_job *job)
{
	struct door *door = job->door;
	struct answer answer = {.status = 200, .headers = copy_headers,
		.body = buf_str(&job->file)};
	uint32_t id = job->job.id;

	web_answer(job->job.x, &answer);
	job = job_find(&door->jobs, id, JOB_COPY);
	if (job != NULL) buf_close(&job->file); /* web has its own */
}

void door_copy_said(struct door *door, uint32_t id, str bytes)
{
	struct copy_job *job = job_find(&door->jobs, id, JOB_COPY);
	uint64_t size = unpack_number(&bytes);

	if (job == NULL) return; /* she left */
	if (size == 0) {
		/* An unknown code reads the same as a copy that is gone. */
		door_show_copy_gone(door, job->job.x, job->locale, job->code);
		return;
	}
	if (!may_hold(job)) return;
	buf_put(&job->file, unpack_str(&bytes));
	must(!job->file.failed && job->file.len <= size);
	if (job->file.len == size) answer_file(job);
}

void door_copy_busy(struct door *door, uint32_t id)
{
	struct copy_job *job = job_find(&door->jobs, id, JOB_COPY);

	if (job != NULL) door_error(door, job->job.x, 503);
}

void door_copy_gone(struct door *door, struct job *gone)
{
	struct copy_job *job = (void *)gone;

	if (job->counted) door->copies--;
	buf_close(&job->file);
	job_close(&door->jobs, gone, sizeof(*job));
}
