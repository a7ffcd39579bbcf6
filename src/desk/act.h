/* Everything a member can do, each one commit of the log: durable when the
 * call returns NULL. What it did, and whether it can be undone, is then what
 * query_did tells.
 *
 * [act-1] nothing is overwritten in silence: undoing sets back only what
 *         nobody has changed since, and otherwise says so
 * [act-2] an answer leaves no sooner than its time in the outbox
 * [act-3] a button pressed twice sends once: the same words, or a copy, while they
 *         wait and within a minute; so whoever takes it back takes back all of it
 *
 * Errors: ERR_ABSENT, there is no such thing; ERR_REFUSED, it cannot be done
 * any more (an answer has left; a field was changed since); ERR_USAGE, what
 * was given breaks a rule (empty or too long text); ERR_FULL and ERR_IO, the
 * disk: nothing was done.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACT_H
#define DESK_ACT_H

#include "desk/desk.h"
#include "model/op.h"
#include "page/desk_view.h"

/* An answer. WAY_LINE: into the outbox, it leaves after the set seconds. Any
 * other way: kept as written; act_handed_over when the member has sent it. */
const err *act_answer(struct desk *desk, object_id thread, enum way way,
	str language, str text) MUST_USE;
/* Their own copy through the line (copy.h): an answer for each part, with a few
 * words in their language. `codes` says that they are all known to be theirs; it
 * is asked for where there are several. ERR_REFUSED: there is no code, or several
 * that nobody vouched for; ERR_FULL: it is too long for the line. */
const err *act_copy(struct desk *desk, object_id thread, bool codes) MUST_USE;
/* Asks the line to remove an answer that has left. What it said shows in the
 * thread after the next visit. In the outbox still: removed at once. */
const err *act_take_back(struct desk *desk, object_id message) MUST_USE;
const err *act_handed_over(struct desk *desk, object_id message) MUST_USE;

const err *act_note(struct desk *desk, object_id thread, str text) MUST_USE;
/* PILE_DONE or PILE_NEEDS. */
const err *act_pile(struct desk *desk, object_id thread, enum pile pile)
	MUST_USE;
const err *act_later(struct desk *desk, object_id thread, enum later later)
	MUST_USE;
const err *act_veil(struct desk *desk, object_id message, bool veiled)
	MUST_USE;
const err *act_warm(struct desk *desk, object_id message, bool warm) MUST_USE;
/* What members call the case; may be empty. */
const err *act_name(struct desk *desk, object_id thread, str name) MUST_USE;
/* `thread` becomes part of `into`. */
const err *act_join(struct desk *desk, object_id thread, object_id into)
	MUST_USE;

/* A message that came another way. `thread` all zeros: a new one. */
struct act_file { str name, type, bytes; };
struct act_paste {
	object_id thread;
	enum way way;
	str handle;            /* her name there */
	str language;          /* tag */
	uint64_t when_ms;
	str text;
	const struct act_file *files;
	size_t file_count;     /* at most MESSAGE_FILES_MAX */
};
const err *act_paste(struct desk *desk, const struct act_paste *paste,
	object_id *ret_thread) MUST_USE;

/* The member has the thread's newest message before her: no longer fresh. */
const err *act_opened(struct desk *desk, object_id thread) MUST_USE;

const err *act_settings(struct desk *desk, const struct view_settings *settings)
	MUST_USE;
/* She says that the recovery sheet is where it should be. */
const err *act_recovery_checked(struct desk *desk) MUST_USE;
/* The list of first things is put away, for the whole team; and whether it is. */
const err *act_first_day_away(struct desk *desk) MUST_USE;
bool query_first_day_away(struct desk *desk);
const err *act_backup_made(struct desk *desk) MUST_USE;

/* Sets back the action that query_did named [act-1]. */
const err *act_undo(struct desk *desk, str action) MUST_USE;

#endif
