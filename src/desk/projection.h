/* The projection: what the log says, as tables in memory (SQLite through
 * store/db.h). Owns the schema and every SQL text of the desk; fold_log.c alone
 * writes the tables. It can be thrown away at any time.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PROJECTION_H
#define DESK_PROJECTION_H

#include "desk/tokens.h"

enum ask {
	/* registers */
	ASK_REGISTER, ASK_REGISTERS, ASK_REGISTER_SET, ASK_UNDO_ADD, ASK_UNDO_STEPS,
	/* what fold writes */
	ASK_MESSAGE_ADD, ASK_MESSAGE_EARLIER, ASK_BECAME, ASK_THREAD_ADD, ASK_FILE_ADD, ASK_BOX_ADD,
	ASK_GOES_ADD, ASK_SUBMISSION_ADD, ASK_TAKEN_ADD, ASK_TAKEN_TOLD,
	ASK_HELD_ADD, ASK_WORDS_ADD,
	ASK_THREAD_STATE, ASK_THREAD_NAME, ASK_THREAD_OPENED, ASK_THREAD_INTO,
	ASK_ROOTS_CLEAR, ASK_ROOTS_STEP, ASK_MESSAGE_VEIL, ASK_MESSAGE_WARM,
	ASK_MESSAGE_GONE, ASK_MESSAGE_HANDED, ASK_MESSAGE_UNWANTED,
	ASK_GOES_SENT, ASK_GOES_BACK, ASK_UNREADABLE_ADD,
	ASK_DIRTY_THREAD, ASK_DIRTY_MESSAGE, ASK_DIRTY_JOINED, ASK_SUMMARY_DROP,
	ASK_SUMMARY_MAKE, ASK_DIRTY_NONE,
	/* what acts and queries ask */
	ASK_MESSAGE, ASK_MESSAGE_THREAD, ASK_THREAD_ROOT, ASK_THREAD_BOXES,
	ASK_SUBMISSION, ASK_MAILBOX, ASK_TAKEN, ASK_TAKEN_SINCE,
	ASK_NOT_HELD, ASK_NOT_TOLD, ASK_HELD, ASK_FILES,
	ASK_FILE, ASK_MISSING, ASK_DUE, ASK_UNWANTED, ASK_GOES_SAME, ASK_REPLY, ASK_SENT_ANY,
	ASK_COUNTS, ASK_GOING_OUT, ASK_WARM_COUNT, ASK_ROWS_NEEDS, ASK_ROWS,
	ASK_ROW,
	ASK_SEARCH, ASK_THREAD, ASK_MESSAGES, ASK_WARM, ASK_UNREADABLE,
	ASK_OURS,
	/* records (record_sql.h) */
	ASK_RIVAL_ADD, ASK_RIVALS, ASK_RIVAL_DROP, ASK_CHANGE_ADD,
	ASK_RECORD_STUB, ASK_RECORD_DIRTY, ASK_RECORD_DIRTY_ONE,
	ASK_RECORD_CLEAN, ASK_RECORD_VALUES, ASK_RECORD_TIMES, ASK_RECORD_PUT,
	ASK_RECORD_GONE, ASK_FACETS_CLEAR, ASK_FACET_ADD, ASK_MIRRORS_CLEAR,
	ASK_MIRROR_ADD, ASK_SAID_CLEAR, ASK_SAID_ADD, ASK_RECORD_TYPE,
	ASK_RECORD_ROW, ASK_RECORD_LIST, ASK_RECORD_ALL, ASK_RECORD_FIND,
	ASK_RECORD_COUNT, ASK_RECORD_UNSETTLED, ASK_RECORD_BY_REF,
	ASK_RECORD_POINTING, ASK_RECORD_CHANGES, ASK_RECORD_MIRRORS,
	ASK_RECORD_UNDO_IS, ASK_RECORD_UNDO, ASK_WORKLOAD, ASK_WORKLOAD_CLOCKS,
	/* check-ins, journeys */
	ASK_SPOKEN, ASK_TRAVELS,
	/* erasure and keeping (erase_sql.h) */
	ASK_ERASURE_ADD, ASK_ERASURES, ASK_CHECKED_ADD, ASK_CHECKED,
	ASK_CHECKED_DROP,
	ASK_UNIT_HAS, ASK_UNIT_PARTS, ASK_UNIT_SIZE, ASK_UNIT_UNREAD,
	ASK_FILE_NAMES, ASK_FILE_NAMED, ASK_DUE_THREADS, ASK_DUE_RECORDS,
	ASK_DESK_FIELDS,
	/* what is taken out (drop_sql.h) */
	ASK_DROPPING_ADD, ASK_DROPPING_THREADS, ASK_DROPPING_MESSAGES,
	ASK_DROPPING, ASK_DROPPING_TAKEN, ASK_DROPPING_NONE, ASK_DROP_DIRTY,
	ASK_DROP_WORDS, ASK_DROP_FILES, ASK_DROP_GOES, ASK_DROP_SUBMISSIONS,
	ASK_DROP_TAKEN, ASK_DROP_BOXES, ASK_DROP_MESSAGES, ASK_DROP_UNREADABLE,
	ASK_DROP_SUMMARIES, ASK_DROP_THREADS, ASK_DROP_REGISTERS,
	ASK_DROP_RIVALS, ASK_DROP_CHANGES, ASK_DROP_UNDO, ASK_DROP_FACETS,
	ASK_DROP_MIRRORS, ASK_DROP_SAID, ASK_DROP_RECORDS, ASK_SAID_ANEW,
	ASK_WORDS_PAGES, ASK_WORDS_MERGE,
	ASK_COUNT
};

struct projection {
	struct db *db;
	struct tokens *tokens;            /* of the search index */
	struct query *queries[ASK_COUNT]; /* prepared when first asked */
};

const err *projection_open(struct projection *projection) MUST_USE;
/* Takes a database that was opened from its bytes (a snapshot). */
const err *projection_adopt(struct projection *projection, struct db *db)
	MUST_USE;
void projection_close(struct projection *projection);
/* What was taken out of the tables is in no byte of them afterwards, nor in what
 * is kept for speed (db_scrub). Outside of a transaction. */
const err *projection_scrub(struct projection *projection) MUST_USE;
/* The statement, ready to be bound. Its SQL is ours: failing to prepare it is
 * a bug. */
struct query *projection_ask(struct projection *projection, enum ask ask);

#endif
