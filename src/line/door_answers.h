/* Inside door*.c: someone who reads or erases with her code.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_DOOR_ANSWERS_H
#define LINE_DOOR_ANSWERS_H

#include "base/list.h"
#include "line/door.h"
#include "seal/code.h"
#include "text/form.h"

/* A page of the longest mailbox door_answers.c lets through. */
enum { SHOW_BYTES_MAX = 256 << 20 };

struct shown_reply {
	uint64_t hour;
	str language, text;
	uint64_t file_bytes;      /* 0: no file goes with it */
	bool file_is_here;
	str file;                 /* 32 hex */
};
struct shown_sent { uint64_t hour; uint64_t files; };

struct read_job {
	struct job job;
	struct door *door;
	enum locale locale;
	code code;
	struct arena *arena;      /* what the replies say, until shown */
	struct { struct shown_reply *at; size_t count, room; } replies;
	struct { struct shown_sent *at; size_t count, room; } sent;
};

/* The fields of a small form; false when it could not be read. */
bool door_form_of(struct exchange *x, struct form **ret_form) MUST_USE;

/* door_show.c */
void door_show_answers(const struct read_job *job);
void door_show_copy_gone(struct door *door, struct exchange *x,
	enum locale locale, code shown);
void door_show_typo(struct door *door, struct exchange *x, enum locale locale);
void door_show_erase(struct door *door, struct exchange *x,
	enum locale locale, code shown);
void door_show_erased(struct door *door, struct exchange *x,
	enum locale locale, uint64_t unread);
void door_show_tried(struct door *door, struct exchange *x,
	enum locale locale, code shown, bool right);

#endif
