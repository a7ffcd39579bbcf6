/* Inside door*.c: a submission on its way, and what may be wrong with it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_DOOR_WRITE_H
#define LINE_DOOR_WRITE_H

#include "line/door.h"
#include "model/message.h"
#include "seal/code.h"
#include "text/multipart.h"

enum write_field {
	WRITE_TEXT, WRITE_ABOUT, WRITE_CALLED, WRITE_CODE, WRITE_SUBMISSION,
	WRITE_FIELD_COUNT
};

enum write_part {
	WRITE_PART_IGNORED,
	WRITE_PART_FIELD,
	WRITE_PART_FILE,     /* the sealer has it open */
	WRITE_PART_UNNAMED,  /* a file without a name: none, unless bytes come */
};

enum write_problem {
	WRITE_FINE,
	WRITE_EMPTY,           /* no words and no file */
	WRITE_TOO_LONG,
	WRITE_CHARSET,         /* not UTF-8 */
	WRITE_BROKEN,          /* the form did not arrive whole */
	WRITE_FILE_TOO_LARGE,
	WRITE_TOO_MANY_FILES,
	WRITE_BUSY,
	WRITE_NO_ROOM,         /* the disk is full */
	WRITE_FAILED,
	WRITE_STOPPED,         /* the organisation has closed the door */
	WRITE_PROBLEM_COUNT
};

struct write_job {
	struct job job;
	struct door *door;
	enum locale locale;
	struct multipart *reader;
	enum multipart_result result;
	struct buf fields[WRITE_FIELD_COUNT]; /* her words, as sent [door-2] */
	enum write_part part;
	enum write_field field;        /* where WRITE_PART_FIELD goes */
	struct buf file_name, file_type;
	uint64_t file_bytes;
	bool voice;
	size_t files, voices;
	bool had_files, is_upload, paused, text_sent;
	enum write_problem problem;    /* the first one */
	str text, called;              /* checked; in the exchange's arena */
	enum message_about about;
	bool again;                    /* she wrote with a code she has */
	code code;
};

/* What of it goes back into the page. */
struct write_words {
	str text, called, submission;
	enum message_about about;
	bool again, had_files;
	code code;
	enum write_problem problem;
};
void door_write_words(const struct write_job *job,
	struct write_words *ret_words);

/* A fresh number for a form: 32 hex digits, kept by the arena. */
str door_submission_make(struct arena *arena);

/* door_show.c */
void door_show_write(struct door *door, struct exchange *x,
	enum locale locale, const struct write_words *words, unsigned status);
void door_show_code(const struct write_job *job);
/* The write page itself. */
void door_write_page(struct door *door, struct arena *arena,
	enum locale locale, const struct write_words *words, struct buf *out);

#endif
