/* The pages that carry her words or a code: built from decided data, and all
 * of them padded. Decides nothing, keeps nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_answers.h"
#include "line/door_pages.h"
#include "line/door_write.h"

#include "page/line_answers.h"
#include "page/line_code.h"
#include "page/line_write.h"
#include "text/hour.h"


static str digits_kept(struct arena *arena, code shown)
{
	return str_dup(arena, str_bytes(shown.digits, CODE_DIGITS));
}

/* -- writing -------------------------------------------------------------- */

void door_write_page(struct door *door, struct arena *arena,
	enum locale locale, const struct write_words *words, struct buf *out)
{
	static const enum line_wrong wrongs[WRITE_PROBLEM_COUNT] = {
		[WRITE_FINE] = WRONG_NOTHING, [WRITE_EMPTY] = WRONG_EMPTY,
		[WRITE_TOO_LONG] = WRONG_LONG, [WRITE_CHARSET] = WRONG_CHARSET,
		[WRITE_BROKEN] = WRONG_FORM,
		[WRITE_FILE_TOO_LARGE] = WRONG_FILE_BIG,
		[WRITE_TOO_MANY_FILES] = WRONG_FILE_MANY,
		[WRITE_BUSY] = WRONG_BUSY, [WRITE_NO_ROOM] = WRONG_FULL,
		[WRITE_FAILED] = WRONG_BUSY,
		[WRITE_STOPPED] = WRONG_NOTHING, /* the frame says it */
	};
	const struct roster *roster = &door->organisation->roster;
	struct line_frame frame = door_frame(door, arena, locale, S("write"));
	struct line_write view = {
		.frame = &frame,
		.answer_days = roster->answer_days,
		.wrong = wrongs[words->problem],
		.files_lost = words->had_files,
		.text = words->text,
		.called = words->called,
		.about = words->about,
		.submission = words->submission,
		.code = words->again ? digits_kept(arena, words->code) : S(""),
		.others = roster->others,
		.other_count = roster->other_count,
	};

	frame.number = NUMBER_WRITE;
	page_line_write(out, locale, &view);
}

void door_show_write(struct door *door, struct exchange *x,
	enum locale locale, const struct write_words *words, unsigned status)
{
	struct buf out = {0};

	door_write_page(door, x->arena, locale, words, &out);
	door_page(x, locale, status, &out, true);
	buf_close(&out);
}

/* -- the code ------------------------------------------------------------- */

static void code_page(struct door *door, struct exchange *x,
	enum locale locale, struct line_code *view)
{
	struct line_frame frame = door_frame(door, x->arena, locale,
		S("write"));
	struct buf out = {0};

	frame.number = NUMBER_CODE;
	view->frame = &frame;
	view->answer_days = door->organisation->roster.answer_days;
	page_line_code(&out, locale, view);
	door_page(x, locale, 200, &out, true);
	buf_close(&out);
}

static struct line_code code_view(struct arena *arena, code shown)
{
	struct line_code view = {.code = digits_kept(arena, shown)};
	struct buf groups = {0};

	code_write(shown, &groups);
	view.shown = buf_take(&groups, arena);
	buf_close(&groups);
	return view;
}

void door_show_code(const struct write_job *job)
{
	struct line_code view = code_view(job->job.x->arena, job->code);

	view.files = (unsigned)(job->files + job->voices);
	view.again = job->again;
	code_page(job->door, job->job.x, job->locale, &view);
}

void door_show_tried(struct door *door, struct exchange *x,
	enum locale locale, code shown, bool right)
{
	struct line_code view = code_view(x->arena, shown);

	view.tried = right ? TRY_RIGHT : TRY_WRONG;
	code_page(door, x, locale, &view);
}

/* -- answers -------------------------------------------------------------- */

static struct line_hour hour_view(struct arena *arena, uint64_t hour)
{
	struct line_hour view;
	struct buf out = {0};

	hour_words(&out, hour);
	view.words = buf_take(&out, arena);
	buf_reset(&out);
	hour_machine(&out, hour);
	view.machine = buf_take(&out, arena);
	buf_close(&out);
	return view;
}

static struct line_reply reply_view(struct arena *arena,
	const struct shown_reply *reply)
{
	struct line_reply view = {.hour = hour_view(arena, reply->hour),
		.prose = html_prose(arena, reply->text), .dir = S("auto"),
		.file = reply->file, .file_is_here = reply->file_is_here,
		.file_kilobytes = (reply->file_bytes + 1023) / 1024};
	enum locale locale;

	/* The desk's own word for the language, if it is one of ours. */
	if (locale_read(reply->language, &locale)) {
		view.lang = locale_info(locale)->tag;
		view.dir = locale_info(locale)->dir;
	}
	return view;
}

/* Newest first; the job has them oldest first. */
static void lists_fill(const struct read_job *job, struct line_answers *view)
{
	struct arena *arena = job->arena;
	struct line_reply *replies = ARENA_ARRAY(arena, struct line_reply,
		job->replies.count);
	struct line_sent *sent = ARENA_ARRAY(arena, struct line_sent,
		job->sent.count);

	for (size_t i = 0; i < job->replies.count; i++) {
		replies[i] = reply_view(arena,
			&job->replies.at[job->replies.count - 1 - i]);
	}
	for (size_t i = 0; i < job->sent.count; i++) {
		const struct shown_sent *from =
			&job->sent.at[job->sent.count - 1 - i];

		sent[i].hour = hour_view(arena, from->hour);
		sent[i].files = from->files;
	}
	view->replies = replies;
	view->reply_count = job->replies.count;
	view->sent = sent;
	view->sent_count = job->sent.count;
}

void door_show_answers(const struct read_job *job)
{
	struct line_frame frame = door_frame(job->door, job->arena,
		job->locale, S("answers"));
	struct line_answers view = {.frame = &frame,
		.code = digits_kept(job->arena, job->code),
		.copy_days = LINE_COPY_DAYS};
	struct buf out = buf_cap(SHOW_BYTES_MAX);

	frame.number = NUMBER_ANSWERS;
	lists_fill(job, &view);
	page_line_answers(&out, job->locale, &view);
	door_page(job->job.x, job->locale, 200, &out, true);
	buf_close(&out);
}

void door_show_copy_gone(struct door *door, struct exchange *x,
	enum locale locale, code shown)
{
	struct line_frame frame = door_frame(door, x->arena, locale,
		S("answers"));
	struct line_copy_gone view = {&frame, digits_kept(x->arena, shown),
		LINE_COPY_DAYS};
	struct buf out = {0};

	frame.number = NUMBER_ANSWERS;
	page_line_copy_gone(&out, locale, &view);
	door_page(x, locale, 200, &out, true);
	buf_close(&out);
}

void door_show_typo(struct door *door, struct exchange *x, enum locale locale)
{
	struct line_frame frame = door_frame(door, x->arena, locale,
		S("answers"));
	struct line_answers_form view = {&frame, true};
	struct buf out = {0};

	frame.number = NUMBER_ANSWERS;
	page_line_answers_form(&out, locale, &view);
	door_page(x, locale, 200, &out, true);
	buf_close(&out);
}

/* -- erasing -------------------------------------------------------------- */

static void erase_page(struct door *door, struct exchange *x,
	enum locale locale, struct line_erase *view)
{
	struct line_frame frame = door_frame(door, x->arena, locale,
		S("answers"));
	struct buf out = {0};

	frame.number = NUMBER_ANSWERS;
	view->frame = &frame;
	page_line_erase(&out, locale, view);
	door_page(x, locale, 200, &out, true);
	buf_close(&out);
}

void door_show_erase(struct door *door, struct exchange *x,
	enum locale locale, code shown)
{
	struct line_erase view = {.code = digits_kept(x->arena, shown)};

	erase_page(door, x, locale, &view);
}

void door_show_erased(struct door *door, struct exchange *x,
	enum locale locale, uint64_t unread)
{
	/* Said of an unknown code as well: nothing is under it [door-4]. */
	struct line_erase view = {.matched = true, .unread = unread};

	erase_page(door, x, locale, &view);
}
