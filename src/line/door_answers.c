/* Reading, erasing and trying a code. The code goes to the reader and comes
 * back as words; nothing here derives or opens. See door.h [door-4].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_answers.h"
#include "line/door_write.h"

#include "text/form.h"

#include <string.h>

enum {
	/* A mailbox of 500 of the longest replies; older ones beyond that are
	 * left out rather than ending the process. */
	READ_ARENA_BYTES = 64 << 20,
	READ_SHOWN_BYTES = 32 << 20
};

bool door_form_of(struct exchange *x, struct form **ret_form)
{
	struct form *form = ARENA_NEW(x->arena, struct form);

	*ret_form = form;
	return form_read(x->arena, buf_str(&x->body), form) == FORM_OK;
}

static void ask_reader(struct door *door, struct exchange *x,
	enum job_kind kind, code asked)
{
	struct read_job *job = job_open(&door->jobs, x, kind, sizeof(*job));

	job->door = door;
	job->locale = door_path_of(x).locale;
	job->code = asked;
	job->arena = arena_open(READ_ARENA_BYTES);
	channel_send(&door->reader, kind == JOB_READ ? WIRE_READ : WIRE_ERASE,
		job->job.id, str_bytes(asked.digits, CODE_DIGITS));
}

void door_answers_post(struct door *door, struct exchange *x)
{
	struct form *form;
	code typed;

	if (!door_form_of(x, &form) || !code_read(form_value(form, S("code")),
		&typed)) {
		/* before any work is done */
		door_show_typo(door, x, door_path_of(x).locale);
		return;
	}
	ask_reader(door, x, JOB_READ, typed);
}

void door_erase_post(struct door *door, struct exchange *x)
{
	enum locale locale = door_path_of(x).locale;
	struct form *form;
	code typed;

	if (!door_form_of(x, &form) || !code_read(form_value(form, S("code")),
		&typed)) {
		door_show_typo(door, x, locale);
	} else if (!str_eq(form_value(form, S("sure")), S("yes"))) {
		door_show_erase(door, x, locale, typed);
	} else {
		ask_reader(door, x, JOB_ERASE, typed);
	}
}

/* From her answers to the page that takes words, under the same code. */
void door_again_post(struct door *door, struct exchange *x)
{
	enum locale locale = door_path_of(x).locale;
	struct write_words words = {.about = ABOUT_NOTHING};
	struct form *form;

	if (!door_form_of(x, &form) || !code_read(form_value(form, S("code")),
		&words.code)) {
		door_show_typo(door, x, locale);
		return;
	}
	words.again = true;
	words.submission = door_submission_make(x->arena);
	door_show_write(door, x, locale, &words, 200);
}

/* "Try it once": the code of the page against what she typed from paper.
 * No mailbox is touched. */
void door_code_post(struct door *door, struct exchange *x)
{
	enum locale locale = door_path_of(x).locale;
	struct form *form;
	code shown, typed;
	bool right;

	if (!door_form_of(x, &form) || !code_read(form_value(form, S("code")),
		&shown)) {
		door_error(door, x, 400);
		return;
	}
	right = code_read(form_value(form, S("typed")), &typed) &&
		memcmp(shown.digits, typed.digits, CODE_DIGITS) == 0;
	door_show_tried(door, x, locale, shown, right);
}

void door_answers_gone(struct door *door, struct job *gone)
{
	struct read_job *job = (void *)gone;

	arena_close(&job->arena);
	job_close(&door->jobs, gone, sizeof(*job));
}

/* -- what the reader says ------------------------------------------------- */

static void reply_add(struct read_job *job, str bytes)
{
	struct shown_reply reply = {.hour = unpack_number(&bytes)};

	if (arena_used(job->arena) > READ_SHOWN_BYTES) return;
	reply.language = str_dup(job->arena, unpack_str(&bytes));
	reply.text = str_dup(job->arena, unpack_str(&bytes));
	reply.file_bytes = unpack_number(&bytes);
	reply.file_is_here = unpack_number(&bytes) != 0;
	reply.file = str_dup(job->arena, unpack_str(&bytes));
	LIST_ADD(job->arena, &job->replies, reply);
}

static void sent_add(struct read_job *job, str bytes)
{
	struct shown_sent sent = {.hour = unpack_number(&bytes)};

	if (arena_used(job->arena) > READ_SHOWN_BYTES) return;
	sent.files = unpack_number(&bytes);
	LIST_ADD(job->arena, &job->sent, sent);
}

static void erased(struct read_job *job, str bytes)
{
	bool ok = unpack_number(&bytes) != 0;

	/* An unknown code reads the same as an empty mailbox [door-4]. */
	(void)unpack_number(&bytes);
	if (ok) {
		door_show_erased(job->door, job->job.x, job->locale,
			unpack_number(&bytes));
	} else {
		door_error(job->door, job->job.x, 503);
	}
}

static void box_end(struct read_job *job, str bytes)
{
	if (unpack_number(&bytes) != 0) {
		door_show_answers(job);
	} else {
		door_error(job->door, job->job.x, 503);
	}
}

void door_answers_said(struct door *door, unsigned kind, uint32_t id, str bytes)
{
	struct read_job *job = job_find(&door->jobs, id,
		kind == WIRE_ERASED ? JOB_ERASE : JOB_READ);

	if (job == NULL && kind == WIRE_BUSY) {
		job = job_find(&door->jobs, id, JOB_ERASE);
		if (job == NULL) door_copy_busy(door, id);
	}
	if (kind == WIRE_COPY_BYTES) door_copy_said(door, id, bytes);
	if (job == NULL) return; /* she left */
	switch (kind) {
	case WIRE_REPLY: reply_add(job, bytes); return;
	case WIRE_BOX_SENT: sent_add(job, bytes); return;
	case WIRE_BOX_END: box_end(job, bytes); return;
	case WIRE_ERASED: erased(job, bytes); return;
	case WIRE_BUSY: door_error(door, job->job.x, 503); return;
	default: bug(__FILE__, __LINE__, "a kind the reader does not send");
	}
}
