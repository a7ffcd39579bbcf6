/* Inside projection.c only: taking all rows of some objects out of the tables
 * (fold_drop.c). See projection_sql.h. `dropping` holds the objects meanwhile.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DROP_SQL_H
#define DESK_DROP_SQL_H

#define DROP_SCHEMA \
	"CREATE TABLE dropping(object BLOB PRIMARY KEY) WITHOUT ROWID;"

#define DROPPED "(SELECT object FROM dropping)"
#define DROP_OF(table, column) \
	"DELETE FROM " table " WHERE " column " IN " DROPPED

#define DROP_ASKS \
	[ASK_DROPPING_ADD] = "INSERT OR IGNORE INTO dropping VALUES(?1)", \
	[ASK_DROPPING_THREADS] = "INSERT OR IGNORE INTO dropping" \
		" SELECT thread FROM message WHERE id IN " DROPPED, \
	[ASK_DROPPING_MESSAGES] = "INSERT OR IGNORE INTO dropping" \
		" SELECT id FROM message WHERE thread IN " DROPPED, \
	[ASK_DROPPING] = "SELECT object FROM dropping ORDER BY object", \
	[ASK_DROPPING_TAKEN] = "SELECT hash FROM taken WHERE message IN " \
		DROPPED " ORDER BY hash", \
	[ASK_DROPPING_NONE] = "DELETE FROM dropping", \
	[ASK_DROP_DIRTY] = "INSERT OR IGNORE INTO dirty SELECT root" \
		" FROM thread WHERE id IN " DROPPED, \
	/* `text` and `names` as they were put in: [ASK_WORDS_ADD] */ \
	[ASK_DROP_WORDS] = "INSERT INTO spoken(spoken, rowid, text, names)" \
		" SELECT 'delete', number, text, called || ' ' || handle" \
		" FROM message WHERE id IN " DROPPED, \
	[ASK_DROP_FILES] = DROP_OF("file", "message"), \
	[ASK_DROP_GOES] = DROP_OF("goes", "message"), \
	[ASK_DROP_SUBMISSIONS] = DROP_OF("submission", "message"), \
	[ASK_DROP_TAKEN] = DROP_OF("taken", "message"), \
	[ASK_DROP_BOXES] = DROP_OF("box", "thread"), \
	[ASK_DROP_MESSAGES] = DROP_OF("message", "id"), \
	[ASK_DROP_UNREADABLE] = DROP_OF("unreadable", "id"), \
	[ASK_DROP_SUMMARIES] = DROP_OF("summary", "root"), \
	[ASK_DROP_THREADS] = DROP_OF("thread", "id"), \
	[ASK_DROP_REGISTERS] = DROP_OF("register", "object"), \
	[ASK_DROP_RIVALS] = DROP_OF("rival", "object"), \
	[ASK_DROP_CHANGES] = DROP_OF("change", "object"), \
	[ASK_DROP_UNDO] = DROP_OF("undo", "object"), \
	[ASK_DROP_FACETS] = DROP_OF("facet", "object"), \
	[ASK_DROP_MIRRORS] = DROP_OF("mirror", "object"), \
	[ASK_DROP_SAID] = "DELETE FROM said WHERE rowid IN" \
		" (SELECT number FROM record WHERE id IN " DROPPED ")", \
	[ASK_DROP_RECORDS] = DROP_OF("record", "id"), \
	/* few: cut anew, as the word bank has it now */ \
	[ASK_SAID_ANEW] = "INSERT INTO said(said) VALUES('rebuild')", \
	[ASK_WORDS_PAGES] = "SELECT count(*) FROM spoken_data", \
	/* All pieces into one, so many pages of it now: what was taken out is
	 * then in none. */ \
	[ASK_WORDS_MERGE] = "INSERT INTO spoken(spoken, rank)" \
		" VALUES('merge', -256)",

#endif
