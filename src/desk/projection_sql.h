/* Inside projection.c only: the tables and the questions.
 *
 * A register's version is (ms, count, dev, seq, body, idx); the greater wins.
 * thread.root is the thread it became part of, itself otherwise. summary is
 * one row for each root, made anew whenever something in it changed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PROJECTION_SQL_H
#define DESK_PROJECTION_SQL_H

#include "desk/drop_sql.h"
#include "desk/erase_sql.h"
#include "desk/projection.h"
#include "desk/record_sql.h"

/* In pieces no longer than a string may be. */
static const char *const schema[] = {
	"CREATE TABLE register(object BLOB, field TEXT, value BLOB,"
	" ms INTEGER, count INTEGER, dev TEXT, seq INTEGER, body INTEGER,"
	" idx INTEGER, PRIMARY KEY(object, field)) WITHOUT ROWID;"
	/* what a commit of this device set, and what was there before */
	"CREATE TABLE undo(seq INTEGER, object BLOB, field TEXT, old BLOB,"
	" PRIMARY KEY(seq, object, field)) WITHOUT ROWID;"
	"CREATE TABLE thread(id BLOB PRIMARY KEY, root BLOB, became BLOB,"
	" name TEXT DEFAULT '', state TEXT DEFAULT '',"
	" state_ms INTEGER DEFAULT 0, later TEXT DEFAULT '',"
	" later_ms INTEGER DEFAULT 0, opened_ms INTEGER DEFAULT 0);"
	"CREATE INDEX thread_root ON thread(root);"
	/* those that were ever joined to another */
	"CREATE INDEX thread_became ON thread(became)"
	" WHERE became IS NOT NULL;"
	"CREATE TABLE message(number INTEGER PRIMARY KEY, id BLOB UNIQUE,"
	" thread BLOB, kind INTEGER, way TEXT, language TEXT, about TEXT,"
	" called TEXT, handle TEXT, author TEXT, at INTEGER, came INTEGER,"
	" place INTEGER, goes INTEGER, words INTEGER, text TEXT,"
	" dev TEXT, veiled INTEGER DEFAULT 0, warm INTEGER DEFAULT 0,"
	" gone INTEGER DEFAULT 0, handed INTEGER DEFAULT 0,"
	" unwanted INTEGER DEFAULT 0,"
	/* which part of her copy goes with it (model/item.h), or '' */
	" copy TEXT DEFAULT '');"
	"CREATE INDEX message_thread ON message(thread, place);"
	"CREATE INDEX message_warm ON message(came) WHERE warm = 1;"
	/* Whatever two threads or messages say alike is a row of each: so a row
	 * follows from what is said of one object alone (fold_drop.c). */
	"CREATE TABLE file(id BLOB, message BLOB, place INTEGER,"
	" blob TEXT, bytes INTEGER, sha256 TEXT, identity TEXT, type TEXT,"
	" name TEXT, voice INTEGER, PRIMARY KEY(id, message));"
	"CREATE INDEX file_message ON file(message);"
	/* where a thread's writer is answered */
	"CREATE TABLE box(mailbox TEXT, recipient TEXT, thread BLOB,"
	" PRIMARY KEY(mailbox, thread));"
	"CREATE INDEX box_thread ON box(thread);"
	/* where an answer goes, its name there, and how it went */
	"CREATE TABLE goes(reply TEXT PRIMARY KEY, message BLOB, mailbox TEXT,"
	" recipient TEXT, sent INTEGER DEFAULT 0, back TEXT DEFAULT '');"
	"CREATE INDEX goes_message ON goes(message);"
	"CREATE INDEX goes_waits ON goes(sent) WHERE sent = 0;"
	"CREATE TABLE submission(id TEXT, message BLOB,"
	" PRIMARY KEY(id, message)) WITHOUT ROWID;"
	/* told: the line was told to forget it; held: by whom it is held whole */
	"CREATE TABLE taken(hash BLOB PRIMARY KEY, ms INTEGER, message BLOB,"
	" told INTEGER DEFAULT 0);"
	"CREATE INDEX taken_ms ON taken(ms);"
	"CREATE INDEX taken_waits ON taken(ms, hash) WHERE told = 0;"
	"CREATE TABLE held(hash BLOB, dev TEXT, ms INTEGER,"
	" PRIMARY KEY(hash, dev)) WITHOUT ROWID;"
	"CREATE TABLE unreadable(id BLOB PRIMARY KEY, sealed BLOB);"
	"CREATE VIRTUAL TABLE spoken USING fts5(text, names, content='',"
	" columnsize=0, tokenize='bothy');"
	"CREATE TABLE dirty(root BLOB PRIMARY KEY);",
	"CREATE TABLE summary(root BLOB PRIMARY KEY, hers INTEGER,"
	" ours INTEGER, hers_count INTEGER, files INTEGER, called TEXT,"
	" about TEXT, language TEXT, way TEXT, veiled INTEGER, warm INTEGER,"
	" state TEXT, state_ms INTEGER, later TEXT, later_ms INTEGER,"
	" opened_ms INTEGER, name TEXT,"
	" newest INTEGER AS (max(hers, ours)) STORED,"
	/* its pile, but that what is put off comes back by itself */
	" stands INTEGER AS (CASE"
	"  WHEN state = 'done' AND state_ms >= max(hers, ours) THEN 3"
	"  WHEN state = 'later' AND state_ms >= max(hers, ours) THEN 2"
	"  WHEN state = 'needs' AND state_ms >= max(hers, ours) THEN 0"
	"  WHEN ours > 0 AND ours >= hers THEN 1 ELSE 0 END) STORED);"
	/* as lists show them: a page is read, never all of a pile */
	"CREATE INDEX summary_needs ON summary(hers, root)"
	" WHERE stands = 0;"
	"CREATE INDEX summary_stands ON summary(stands, newest DESC, root);"
	"CREATE INDEX summary_due ON summary(later_ms)"
	" WHERE stands = 2 AND later_ms > 0;"
	/* how many stand where; nobody counts them all */
	"CREATE TABLE tally(stands INTEGER PRIMARY KEY, count INTEGER);"
	"INSERT INTO tally VALUES(0, 0), (1, 0), (2, 0), (3, 0);"
	"CREATE TRIGGER summary_comes AFTER INSERT ON summary BEGIN"
	" UPDATE tally SET count = count + 1 WHERE stands = new.stands; END;"
	"CREATE TRIGGER summary_goes AFTER DELETE ON summary BEGIN"
	" UPDATE tally SET count = count - 1 WHERE stands = old.stands; END;",
	DROP_SCHEMA ERASE_SCHEMA RECORD_SCHEMA
};

/* Put off until a time that has come, at the time ?1. */
#define DUE_SQL "stands = 2 AND later_ms > 0 AND later_ms <= ?1"
/* Which pile, at the time ?1 (DESIGN: derived, never stored). */
#define PILE_SQL "CASE WHEN " DUE_SQL " THEN 0 ELSE stands END"

#define ROW_SQL \
	"SELECT summary.root, hers, ours, hers_count, files, called, about," \
	" language, way, veiled, warm, later, later_ms, opened_ms, name," \
	" state, " PILE_SQL " AS pile," \
	" summary.root IN (SELECT t.root FROM goes g" \
	"  JOIN message m ON m.id = g.message JOIN thread t" \
	"  ON t.id = m.thread WHERE g.sent = 0 AND m.gone = 0" \
	"  AND m.unwanted = 0)"
/* Rows in the order of the keys (root, at) that were picked. */
#define ROWS_SQL(picked) ROW_SQL " FROM (" picked " LIMIT ?3 OFFSET ?4)" \
	" AS picked CROSS JOIN summary ON summary.root = picked.root" \
	" ORDER BY picked.at, picked.root"

#define MESSAGE_SQL \
	"SELECT m.id, kind, way, language, called, handle, author, at, came," \
	" goes, words, text, veiled, warm, handed, unwanted, t.root," \
	" (SELECT count(*) FROM goes g WHERE g.message = m.id)," \
	" (SELECT count(*) FROM goes g WHERE g.message = m.id AND sent > 0)," \
	" (SELECT count(*) FROM goes g WHERE g.message = m.id" \
	"  AND back IN ('taken', 'none'))," \
	" (SELECT count(*) FROM goes g WHERE g.message = m.id" \
	"  AND back = 'shown'), about, place, m.copy" \
	" FROM message m JOIN thread t ON t.id = m.thread "

static const char *const sql[ASK_COUNT] = {
	[ASK_REGISTER] = "SELECT value, ms, count, dev, seq, body, idx"
		" FROM register WHERE object = ?1 AND field = ?2",
	[ASK_REGISTERS] = "SELECT field, value, dev, ms FROM register"
		" WHERE object = ?1 AND field > ?2 AND field < ?3"
		" ORDER BY field",
	/* few: an index on (field) would cost every register */
	[ASK_SPOKEN] = "SELECT r.id FROM record r JOIN register s"
		" ON s.object = r.id AND s.field = '$spoken'"
		" WHERE r.type = 'check-in'",
	[ASK_TRAVELS] = "SELECT field, value, ms FROM register"
		" WHERE object = zeroblob(16) AND field >= 'travel.'"
		" AND field < 'travel/' AND length(value) > 0",
	[ASK_REGISTER_SET] = "INSERT OR REPLACE INTO register"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[ASK_UNDO_ADD] = "INSERT OR IGNORE INTO undo VALUES(?1, ?2, ?3, ?4)",
	[ASK_UNDO_STEPS] = "SELECT object, field, old FROM undo"
		" WHERE seq = ?1",
	[ASK_OURS] = "SELECT m.id, m.kind, t.root, m.at, m.text FROM message m"
		" JOIN thread t ON t.id = m.thread WHERE m.kind IN (?1, ?2)"
		" AND m.gone = 0 AND m.unwanted = 0 ORDER BY m.place DESC",
	[ASK_MESSAGE_ADD] = "INSERT OR IGNORE INTO message(id, thread, kind,"
		" way, language, about, called, handle, author, at, came,"
		" place, goes, words, text, dev, copy) VALUES(?1, ?2, ?3, ?4,"
		" ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
		" ?17)",
	/* taken by two desks: as of the earlier */
	[ASK_MESSAGE_EARLIER] = "UPDATE message SET"
		" place = min(place, ?2), came = min(came, ?2)"
		" WHERE id = ?1 AND kind = 0",
	[ASK_BECAME] = "SELECT 1 FROM thread WHERE became = ?1 LIMIT 1",
	[ASK_THREAD_ADD] = "INSERT OR IGNORE INTO thread(id, root)"
		" VALUES(?1, ?1)",
	[ASK_FILE_ADD] = "INSERT OR IGNORE INTO file VALUES(?1, ?2, ?3, ?4,"
		" ?5, ?6, ?7, ?8, ?9, ?10)",
	[ASK_BOX_ADD] = "INSERT OR IGNORE INTO box VALUES(?1, ?2, ?3)",
	[ASK_GOES_ADD] = "INSERT OR IGNORE INTO goes(reply, message, mailbox,"
		" recipient) VALUES(?1, ?2, ?3, ?4)",
	[ASK_SUBMISSION_ADD] = "INSERT OR IGNORE INTO submission"
		" VALUES(?1, ?2)",
	[ASK_TAKEN_ADD] = "INSERT INTO taken(hash, ms, message)"
		" VALUES(?1, ?2, ?3) ON CONFLICT(hash) DO UPDATE SET"
		" ms = min(ms, ?2), message = coalesce(message, ?3)",
	[ASK_TAKEN_TOLD] = "INSERT INTO taken(hash, ms, told)"
		" VALUES(?1, ?2, 1) ON CONFLICT(hash) DO UPDATE SET told = 1",
	[ASK_HELD_ADD] = "INSERT OR IGNORE INTO held VALUES(?1, ?2, ?3)",
	[ASK_WORDS_ADD] = "INSERT INTO spoken(rowid, text, names)"
		" SELECT number, ?2, ?3 FROM message WHERE id = ?1",
	[ASK_THREAD_STATE] = "UPDATE thread SET state = ?2, state_ms = ?3,"
		" later = ?4, later_ms = ?5 WHERE id = ?1",
	[ASK_THREAD_NAME] = "UPDATE thread SET name = ?2 WHERE id = ?1",
	[ASK_THREAD_OPENED] = "UPDATE thread SET opened_ms = ?2"
		" WHERE id = ?1",
	[ASK_THREAD_INTO] = "UPDATE thread SET became = ?2 WHERE id = ?1",
	[ASK_ROOTS_CLEAR] = "UPDATE thread SET root = id"
		" WHERE became IS NOT NULL",
	[ASK_ROOTS_STEP] = "UPDATE thread SET root = (SELECT into_thread.root"
		" FROM thread into_thread WHERE into_thread.id ="
		" thread.became) WHERE became IS NOT NULL"
		" AND length(became) = 16 AND EXISTS("
		"SELECT 1 FROM thread x WHERE x.id = thread.became)",
	[ASK_MESSAGE_VEIL] = "UPDATE message SET veiled = ?2 WHERE id = ?1",
	[ASK_MESSAGE_WARM] = "UPDATE message SET warm = ?2 WHERE id = ?1",
	[ASK_MESSAGE_GONE] = "UPDATE message SET gone = ?2 WHERE id = ?1",
	[ASK_MESSAGE_HANDED] = "UPDATE message SET handed = ?2 WHERE id = ?1",
	[ASK_MESSAGE_UNWANTED] = "UPDATE message SET unwanted = ?2"
		" WHERE id = ?1",
	[ASK_GOES_SENT] = "UPDATE goes SET sent = ?2 WHERE reply = ?1",
	[ASK_GOES_BACK] = "UPDATE goes SET back = ?2 WHERE reply = ?1",
	[ASK_UNREADABLE_ADD] = "INSERT OR IGNORE INTO unreadable"
		" VALUES(?1, ?2)",
	[ASK_DIRTY_THREAD] = "INSERT OR IGNORE INTO dirty"
		" SELECT root FROM thread WHERE id = ?1",
	[ASK_DIRTY_MESSAGE] = "INSERT OR IGNORE INTO dirty"
		" SELECT root FROM thread WHERE id ="
		" (SELECT thread FROM message WHERE id = ?1)",
	/* before and after roots are found anew */
	[ASK_DIRTY_JOINED] = "INSERT OR IGNORE INTO dirty"
		" SELECT root FROM thread WHERE became IS NOT NULL"
		" UNION SELECT id FROM thread WHERE became IS NOT NULL",
	[ASK_SUMMARY_DROP] = "DELETE FROM summary WHERE root IN"
		" (SELECT root FROM dirty)",
	/* hers: kinds 0 and 2; ours: answers that went or will */
	[ASK_SUMMARY_MAKE] = "INSERT INTO summary SELECT d.root,"
		" coalesce(max(CASE WHEN m.kind IN (0, 2) THEN m.came END), 0),"
		" coalesce(max(CASE WHEN m.kind = 3 AND (m.handed = 1 OR"
		"  (m.way = 'line' AND m.unwanted = 0)) THEN m.came END), 0),"
		" sum(m.kind IN (0, 2)),"
		" (SELECT count(*) FROM thread t2 JOIN message m2"
		"  ON m2.thread = t2.id JOIN file f ON f.message = m2.id"
		"  WHERE t2.root = d.root AND m2.gone = 0"
		"  AND m2.kind IN (0, 2)),"
		" coalesce((SELECT m3.called FROM thread t3 JOIN message m3"
		"  ON m3.thread = t3.id WHERE t3.root = d.root AND m3.gone = 0"
		"  AND m3.called <> '' ORDER BY m3.came DESC, m3.id LIMIT 1),"
		"  ''),"
		" coalesce((SELECT m3.about FROM thread t3 JOIN message m3"
		"  ON m3.thread = t3.id WHERE t3.root = d.root AND m3.gone = 0"
		"  AND m3.kind IN (0, 2) AND m3.about <> 'nothing'"
		"  ORDER BY m3.came DESC, m3.id LIMIT 1), 'nothing'),"
		" coalesce((SELECT m3.language FROM thread t3 JOIN message m3"
		"  ON m3.thread = t3.id WHERE t3.root = d.root AND m3.gone = 0"
		"  AND m3.kind IN (0, 2)"
		"  ORDER BY m3.came DESC, m3.id LIMIT 1), ''),"
		" coalesce((SELECT m3.way FROM thread t3 JOIN message m3"
		"  ON m3.thread = t3.id WHERE t3.root = d.root AND m3.gone = 0"
		"  AND m3.kind IN (0, 2)"
		"  ORDER BY m3.came DESC, m3.id LIMIT 1), 'line'),"
		" coalesce((SELECT m3.veiled FROM thread t3 JOIN message m3"
		"  ON m3.thread = t3.id WHERE t3.root = d.root AND m3.gone = 0"
		"  AND m3.kind IN (0, 2)"
		"  ORDER BY m3.came DESC, m3.id LIMIT 1), 0),"
		" max(m.warm), r.state, r.state_ms, r.later, r.later_ms,"
		" r.opened_ms, r.name"
		/* from the few that changed, never from all messages */
		" FROM dirty d CROSS JOIN thread r ON r.id = d.root"
		" AND r.root = r.id CROSS JOIN thread t ON t.root = d.root"
		" CROSS JOIN message m ON m.thread = t.id AND m.gone = 0"
		" GROUP BY d.root",
	[ASK_DIRTY_NONE] = "DELETE FROM dirty",
	[ASK_MESSAGE] = MESSAGE_SQL "WHERE m.id = ?1 AND gone = 0",
	[ASK_MESSAGE_THREAD] = "SELECT thread FROM message WHERE id = ?1",
	[ASK_THREAD_ROOT] = "SELECT root FROM thread WHERE id = ?1",
	[ASK_THREAD_BOXES] = "SELECT mailbox, recipient FROM box"
		" JOIN thread ON thread.id = box.thread"
		" WHERE thread.root = ?1 ORDER BY box.rowid DESC",
	[ASK_SUBMISSION] = "SELECT m.id, m.thread FROM submission s"
		" JOIN message m ON m.id = s.message WHERE s.id = ?1"
		" ORDER BY m.number LIMIT 1",
	[ASK_MAILBOX] = "SELECT thread FROM box WHERE mailbox = ?1"
		" ORDER BY rowid LIMIT 1",
	[ASK_TAKEN] = "SELECT 1 FROM taken WHERE hash = ?1",
	[ASK_TAKEN_SINCE] = "SELECT hash FROM taken WHERE ms >= ?1",
	/* of what no key opens, nobody knows which attachments it has */
	[ASK_NOT_HELD] = "SELECT hash, ms, message FROM taken WHERE told = 0"
		" AND hash NOT IN (SELECT hash FROM held WHERE dev = ?1)"
		" AND message NOT IN (SELECT id FROM unreadable)"
		" ORDER BY ms, hash",
	[ASK_NOT_TOLD] = "SELECT hash, ms, message FROM taken WHERE told = 0"
		" AND message NOT IN (SELECT id FROM unreadable)"
		" ORDER BY ms, hash",
	[ASK_HELD] = "SELECT dev, ms FROM held WHERE hash = ?1",
	[ASK_FILES] = "SELECT id, blob, bytes, type, name, voice FROM file"
		" WHERE message = ?1 ORDER BY place",
	[ASK_FILE] = "SELECT id, blob, bytes, type, name, voice, sha256,"
		" identity FROM file WHERE id = ?1 LIMIT 1",
	[ASK_MISSING] = "SELECT blob FROM file JOIN message m"
		" ON m.id = file.message WHERE m.kind = 0"
		" ORDER BY m.came, file.place",
	[ASK_DUE] = "SELECT g.reply, g.mailbox, g.recipient, m.language,"
		" m.came, m.text, m.copy, m.thread, m.dev = ?2"
		" FROM goes g JOIN message m"
		" ON m.id = g.message WHERE g.sent = 0 AND m.gone = 0"
		" AND m.unwanted = 0 AND m.goes + CASE WHEN m.dev = ?2 THEN 0"
		" ELSE ?3 END <= ?1 ORDER BY m.came, m.id",
	[ASK_UNWANTED] = "SELECT g.reply, g.mailbox FROM goes g"
		" JOIN message m ON m.id = g.message"
		" WHERE m.unwanted = 1 AND g.back = ''",
	/* copy: which parts of a copy are, in any answer; words of one else */
	[ASK_GOES_SAME] = "SELECT count(*) FROM message m JOIN goes g"
		" ON g.message = m.id WHERE m.thread = ?1 AND m.at >= ?2"
		" AND m.gone = 0 AND g.sent = 0 AND CASE WHEN ?3"
		" THEN m.copy <> '' ELSE m.copy = '' AND m.text = ?4 END",
	[ASK_REPLY] = "SELECT message FROM goes WHERE reply = ?1",
	[ASK_SENT_ANY] = "SELECT count(*) FROM goes WHERE message = ?1"
		" AND sent > 0",
	[ASK_COUNTS] = "SELECT stands, count + due * ((stands = 0) -"
		" (stands = 2)) FROM tally, (SELECT count(*) AS due"
		" FROM summary INDEXED BY summary_due WHERE " DUE_SQL ")",
	[ASK_GOING_OUT] = "SELECT count(DISTINCT g.message) FROM goes g"
		" JOIN message m ON m.id = g.message WHERE g.sent = 0"
		" AND m.gone = 0 AND m.unwanted = 0",
	[ASK_WARM_COUNT] = "SELECT count(*) FROM message WHERE warm = 1"
		" AND gone = 0",
	/* needs an answer: who waits longest first; else newest first */
	[ASK_ROWS_NEEDS] = ROWS_SQL("SELECT root, hers AS at FROM summary"
		" INDEXED BY summary_needs WHERE stands = 0"
		" UNION ALL SELECT root, hers FROM summary"
		" INDEXED BY summary_due WHERE " DUE_SQL " ORDER BY 2, 1"),
	[ASK_ROWS] = ROWS_SQL("SELECT root, -newest AS at FROM summary"
		" WHERE stands = ?2 AND NOT (" DUE_SQL ")"
		" ORDER BY newest DESC, root"),
	[ASK_ROW] = ROW_SQL " FROM summary WHERE root = ?2",
	/* newest first as they lie in the index: nobody walks all of them */
	[ASK_SEARCH] = "SELECT t.root, m.id FROM spoken w"
		" CROSS JOIN message m ON m.number = w.rowid"
		" CROSS JOIN thread t ON t.id = m.thread"
		" WHERE spoken MATCH ?1 AND m.gone = 0"
		" ORDER BY w.rowid DESC",
	[ASK_THREAD] = "SELECT root, name FROM thread WHERE id ="
		" (SELECT root FROM thread WHERE id = ?1)",
	[ASK_MESSAGES] = MESSAGE_SQL "WHERE t.root = ?1 AND gone = 0"
		" AND kind <> 1 ORDER BY place, came, number",
	[ASK_WARM] = MESSAGE_SQL "WHERE warm = 1 AND gone = 0"
		" ORDER BY came DESC, number DESC LIMIT ?1",
	[ASK_UNREADABLE] = "SELECT count(*) FROM unreadable",
	DROP_ASKS
	ERASE_ASKS
	RECORD_ASKS
};

#endif
