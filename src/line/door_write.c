/* Writing: the form as a stream, the attachments on to the sealer, the words
 * kept until the receipt. See door.h [door-1] [door-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_write.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "seal/rand.h"
#include "text/form.h"

#include <string.h>

enum { SUBMISSION_BYTES = 16, SUBMISSION_DIGITS = 32 };

/* The fields of the form that are words; the order is that of job->fields. */
static const struct { str name; size_t max; } fields[WRITE_FIELD_COUNT] = {
	[WRITE_TEXT] = {S_INIT("text"), LINE_WORDS_BYTES_MAX},
	[WRITE_ABOUT] = {S_INIT("about"), LINE_FIELD_BYTES_MAX},
	[WRITE_CALLED] = {S_INIT("called"), LINE_FIELD_BYTES_MAX},
	[WRITE_CODE] = {S_INIT("code"), LINE_FIELD_BYTES_MAX},
	[WRITE_SUBMISSION] = {S_INIT("submission"), LINE_FIELD_BYTES_MAX},
};

static void problem(struct write_job *job, enum write_problem what)
{
	if (job->problem == WRITE_FINE) job->problem = what;
}

/* -- attachments ---------------------------------------------------------- */

static void to_sealer(struct write_job *job, unsigned kind, str bytes)
{
	channel_send(&job->door->sealer, kind, job->job.id, bytes);
}

static bool file_may_begin(struct write_job *job)
{
	size_t count = job->voice ? job->voices : job->files;
	size_t max = job->voice ? LINE_VOICES_MAX : LINE_FILES_MAX;

	job->had_files = true;
	if (count == max) {
		problem(job, WRITE_TOO_MANY_FILES);
		return false;
	}
	if (job->is_upload) return true;
	if (job->door->uploads == LINE_UPLOADS_MAX) {
		problem(job, WRITE_BUSY);
		return false;
	}
	job->is_upload = true;
	job->door->uploads++;
	return true;
}

static void file_begin(struct write_job *job)
{
	if (!file_may_begin(job)) {
		job->part = WRITE_PART_IGNORED;
		return;
	}
	job->part = WRITE_PART_FILE;
	job->file_bytes = 0;
	if (job->voice) {
		job->voices++;
	} else {
		job->files++;
	}
	to_sealer(job, WIRE_FILE_BEGIN, S(""));
}

static void file_bytes(struct write_job *job, str bytes)
{
	job->file_bytes += bytes.len;
	if (job->file_bytes > LINE_FILE_BYTES_MAX) {
		problem(job, WRITE_FILE_TOO_LARGE);
		to_sealer(job, WIRE_FILE_DROP, S(""));
		job->part = WRITE_PART_IGNORED;
		return;
	}
	while (bytes.len > 0) {
		to_sealer(job, WIRE_FILE_BYTES,
			str_first(bytes, LINE_PIECE_BYTES));
		bytes = str_from(bytes, LINE_PIECE_BYTES);
	}
	if (!channel_is_full(&job->door->sealer)) return;
	job->paused = true;
	web_pause(job->job.x, true);
}

static void file_end(struct write_job *job)
{
	struct buf out = {0};

	pack_number(&out, job->voice);
	pack_str(&out, buf_str(&job->file_type));
	pack_str(&out, buf_str(&job->file_name));
	to_sealer(job, WIRE_FILE_END, buf_str(&out));
	buf_close(&out);
}

void door_write_resume(struct door *door)
{
	for (size_t i = 0; i < JOB_BUCKETS; i++) {
		struct job *at = door->jobs.buckets[i], *next;

		for (; at != NULL; at = next) {
			struct write_job *job = (void *)at;

			next = at->next;
			if (at->kind != JOB_WRITE || !job->paused) continue;
			job->paused = false;
			web_pause(at->x, false);
		}
	}
}

/* -- the form as a stream ------------------------------------------------- */

/* A name or type as sent, if a message may carry it, else nothing. */
static void label_put(struct buf *out, str sent)
{
	str cut = utf8_first(sent, MESSAGE_NAME_MAX);

	buf_reset(out);
	if (field_is_clean(cut, MESSAGE_NAME_MAX)) buf_put(out, cut);
}

static bool part_begin(void *owner, const struct multipart_part *part)
{
	struct write_job *job = owner;

	job->part = WRITE_PART_IGNORED;
	for (size_t i = 0; i < WRITE_FIELD_COUNT; i++) {
		if (!str_eq(part->name, fields[i].name)) continue;
		job->part = WRITE_PART_FIELD;
		job->field = (enum write_field)i;
	}
	job->voice = str_eq(part->name, S("voice"));
	if (!job->voice && !str_eq(part->name, S("file"))) return true;
	label_put(&job->file_name, part->filename);
	label_put(&job->file_type, part->type);
	/* A browser sends an empty name when no file was chosen. */
	job->part = WRITE_PART_UNNAMED;
	if (part->filename.len > 0) file_begin(job);
	return true;
}

static void field_put_bytes(struct write_job *job, str bytes)
{
	struct buf *into = &job->fields[job->field];
	size_t room = fields[job->field].max - into->len;

	if (bytes.len > room) problem(job, WRITE_TOO_LONG);
	buf_put(into, str_first(bytes, room));
}

static bool part_bytes(void *owner, str bytes)
{
	struct write_job *job = owner;

	if (job->part == WRITE_PART_UNNAMED && bytes.len > 0) file_begin(job);
	if (job->part == WRITE_PART_FIELD) field_put_bytes(job, bytes);
	if (job->part == WRITE_PART_FILE) file_bytes(job, bytes);
	return true;
}

static bool part_end(void *owner)
{
	struct write_job *job = owner;

	if (job->part == WRITE_PART_FILE) file_end(job);
	job->part = WRITE_PART_IGNORED;
	return true;
}

static const struct multipart_events events = {part_begin, part_bytes,
	part_end};

struct web_take door_write_head(struct door *door, struct exchange *x)
{
	str type = http_header(&x->request, S("content-type"));
	struct write_job *job;
	struct multipart *reader;

	if (!multipart_open(&reader, type, &events, NULL)) {
		/* urlencoded, or nonsense: door_write_whole looks */
		return (struct web_take){TAKE_WHOLE, LINE_WORDS_BYTES_MAX};
	}
	multipart_close(&reader);
	job = job_open(&door->jobs, x, JOB_WRITE, sizeof(*job));
	job->door = door;
	job->locale = door_path_of(x).locale;
	must(multipart_open(&job->reader, type, &events, job));
	return (struct web_take){TAKE_STREAM, LINE_BODY_MAX};
}

void door_write_piece(struct door *door, struct exchange *x, str bytes)
{
	struct write_job *job = x->role;

	(void)door;
	if (job->result != MULTIPART_MORE) return; /* read on, to answer */
	job->result = multipart_put(job->reader, bytes);
}

/* The same form without files, as old or simple browsers send it. */
static void urlencoded_take(struct door *door, struct exchange *x)
{
	struct write_job *job = job_open(&door->jobs, x, JOB_WRITE,
		sizeof(*job));
	struct form *form = ARENA_NEW(x->arena, struct form);

	job->door = door;
	job->locale = door_path_of(x).locale;
	job->result = MULTIPART_DONE;
	if (form_read(x->arena, buf_str(&x->body), form) != FORM_OK) {
		job->result = MULTIPART_MALFORMED;
		return;
	}
	for (size_t i = 0; i < WRITE_FIELD_COUNT; i++) {
		job->field = (enum write_field)i;
		field_put_bytes(job, form_value(form, fields[i].name));
	}
}

/* -- what is in it -------------------------------------------------------- */

static void words_check(struct write_job *job)
{
	struct arena *arena = job->job.x->arena;
	str text = {0};

	if (!form_text(arena, buf_str(&job->fields[WRITE_TEXT]), &text) ||
		!form_line(arena, buf_str(&job->fields[WRITE_CALLED]),
			&job->called)) {
		problem(job, WRITE_CHARSET);
		return;
	}
	job->called = utf8_first(job->called, MESSAGE_CALLED_MAX);
	job->text = text;
	if (text.len > MESSAGE_TEXT_MAX) problem(job, WRITE_TOO_LONG);
	if (str_trim(text).len == 0 && job->files + job->voices == 0) {
		problem(job, WRITE_EMPTY);
	}
}

str door_submission_make(struct arena *arena)
{
	unsigned char bytes[SUBMISSION_BYTES];

	rand_bytes(bytes, sizeof(bytes));
	return hex_text(arena, bytes, sizeof(bytes));
}

static void small_fields_check(struct write_job *job)
{
	str about = buf_str(&job->fields[WRITE_ABOUT]);
	str code_sent = buf_str(&job->fields[WRITE_CODE]);
	str submission = buf_str(&job->fields[WRITE_SUBMISSION]);

	if (!message_about_read(about, &job->about)) {
		job->about = ABOUT_NOTHING;
	}
	/* A hidden code that does not read is none: she gets a fresh one. */
	job->again = code_read(code_sent, &job->code);
	if (field_is_hex(submission, SUBMISSION_DIGITS)) return;
	buf_reset(&job->fields[WRITE_SUBMISSION]);
	buf_put(&job->fields[WRITE_SUBMISSION],
		door_submission_make(job->job.x->arena));
}

/* -- answering ------------------------------------------------------------ */

void door_write_words(const struct write_job *job,
	struct write_words *ret_words)
{
	*ret_words = (struct write_words){
		.text = buf_str(&job->fields[WRITE_TEXT]),
		.called = buf_str(&job->fields[WRITE_CALLED]),
		.submission = buf_str(&job->fields[WRITE_SUBMISSION]),
		.about = job->about,
		.again = job->again,
		.code = job->code,
		.problem = job->problem,
		.had_files = job->had_files,
	};
}

/* [door-2] the page again, with her words; nothing of it is kept. */
static void give_back(struct write_job *job)
{
	static const unsigned statuses[WRITE_PROBLEM_COUNT] = {
		[WRITE_FINE] = 200, [WRITE_EMPTY] = 422,
		[WRITE_TOO_LONG] = 413, [WRITE_CHARSET] = 400,
		[WRITE_BROKEN] = 400, [WRITE_FILE_TOO_LARGE] = 413,
		[WRITE_TOO_MANY_FILES] = 422, [WRITE_BUSY] = 503,
		[WRITE_NO_ROOM] = 507, [WRITE_FAILED] = 503,
		[WRITE_STOPPED] = 503,
	};
	struct write_words words;

	door_write_words(job, &words);
	door_show_write(job->door, job->job.x, job->locale, &words,
		statuses[job->problem]);
}

static void code_ask(struct write_job *job)
{
	struct door *door = job->door;

	if (door->codes_asked == LINE_NEW_QUEUE) {
		problem(job, WRITE_BUSY);
		give_back(job);
		return;
	}
	door->codes_asked++;
	if (job->again) {
		channel_send(&door->pool, WIRE_CODE_AGAIN, job->job.id,
			str_bytes(job->code.digits, CODE_DIGITS));
	} else {
		channel_send(&door->pool, WIRE_CODE_NEW, job->job.id, S(""));
	}
}

void door_write_whole(struct door *door, struct exchange *x)
{
	struct write_job *job;

	if (x->role == NULL) urlencoded_take(door, x);
	job = x->role;
	if (job->result != MULTIPART_DONE) problem(job, WRITE_BROKEN);
	small_fields_check(job);
	words_check(job);
	if (door->organisation->roster.stop) problem(job, WRITE_STOPPED);
	if (job->problem != WRITE_FINE) {
		give_back(job);
	} else {
		code_ask(job);
	}
}

/* -- the code and the receipt --------------------------------------------- */

static void text_send(struct write_job *job, str keys)
{
	struct buf out = {0};

	pack_str(&out, keys);
	pack_str(&out, locale_info(job->locale)->tag);
	pack_number(&out, job->about);
	pack_str(&out, job->called);
	pack_str(&out, buf_str(&job->fields[WRITE_SUBMISSION]));
	pack_str(&out, job->text);
	to_sealer(job, WIRE_TEXT, buf_str(&out));
	buf_close(&out);
	job->text_sent = true;
}

void door_write_code(struct door *door, uint32_t id, str bytes)
{
	struct write_job *job = job_find(&door->jobs, id, JOB_WRITE);
	const struct code_public *keys = (const void *)bytes.at;

	must(bytes.len == sizeof(*keys) && door->codes_asked > 0);
	door->codes_asked--;
	if (job == NULL) return; /* she left; the code was never shown */
	memcpy(job->code.digits, keys->digits, CODE_DIGITS);
	text_send(job, bytes);
}

void door_write_busy(struct door *door, uint32_t id)
{
	struct write_job *job = job_find(&door->jobs, id, JOB_WRITE);

	must(door->codes_asked > 0);
	door->codes_asked--;
	if (job == NULL) return;
	problem(job, WRITE_BUSY);
	give_back(job);
}

void door_write_receipt(struct door *door, uint32_t id, str bytes)
{
	static const enum write_problem problems[] = {
		[RECEIPT_KEPT] = WRITE_FINE,
		[RECEIPT_FULL] = WRITE_NO_ROOM,
		[RECEIPT_TOO_LONG] = WRITE_TOO_LONG,
		[RECEIPT_FAILED] = WRITE_FAILED,
	};
	struct write_job *job = job_find(&door->jobs, id, JOB_WRITE);
	uint64_t receipt = unpack_number(&bytes);

	must(receipt < NELEM(problems));
	if (job == NULL) return;
	if (receipt == RECEIPT_KEPT) { /* [door-1] */
		door_show_code(job);
		return;
	}
	problem(job, problems[receipt]);
	give_back(job);
}

bool door_write_refusal(const struct exchange *x, struct buf *out)
{
	struct write_job *job = x->role;
	struct write_words words;

	if (job == NULL || job->job.kind != JOB_WRITE) return false;
	problem(job, job->text_sent ? WRITE_FAILED : WRITE_BROKEN);
	door_write_words(job, &words);
	door_write_page(job->door, x->arena, job->locale, &words, out);
	return true;
}

void door_write_gone(struct door *door, struct job *gone)
{
	struct write_job *job = (void *)gone;

	if (job->is_upload) door->uploads--;
	if (job->is_upload && !job->text_sent) {
		to_sealer(job, WIRE_DROP, S(""));
	}
	multipart_close(&job->reader);
	for (size_t i = 0; i < WRITE_FIELD_COUNT; i++) {
		buf_close(&job->fields[i]);
	}
	buf_close(&job->file_name);
	buf_close(&job->file_type);
	job_close(&door->jobs, gone, sizeof(*job));
}
