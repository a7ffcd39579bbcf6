/* The spool's tables and statements, each with a sentence. Included by
 * spool.c alone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_SPOOL_SQL_H
#define STORE_SPOOL_SQL_H

static const char spool_schema[] =
	/* one row a message; taken is the hour a desk acknowledged it, or 0 */
	"CREATE TABLE IF NOT EXISTS message (cursor INTEGER PRIMARY KEY"
	" AUTOINCREMENT, mailbox BLOB NOT NULL, hour INTEGER NOT NULL,"
	" hash BLOB NOT NULL, blobs BLOB NOT NULL, sealed BLOB NOT NULL,"
	" taken INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX IF NOT EXISTS message_hash ON message (hash);"
	"CREATE INDEX IF NOT EXISTS message_mailbox ON message (mailbox);"
	/* what she sees of her own: the hour and the number of files */
	"CREATE TABLE IF NOT EXISTS sent (id INTEGER PRIMARY KEY, mailbox BLOB"
	" NOT NULL, hour INTEGER NOT NULL, files INTEGER NOT NULL);"
	"CREATE INDEX IF NOT EXISTS sent_mailbox ON sent (mailbox);"
	/* who may erase a box: the hash of a proof only her code gives */
	"CREATE TABLE IF NOT EXISTS box (mailbox BLOB PRIMARY KEY, erase BLOB"
	" NOT NULL) WITHOUT ROWID;"
	/* our replies, sealed to her; shown becomes 1 when the line showed it */
	"CREATE TABLE IF NOT EXISTS reply (id INTEGER PRIMARY KEY, mailbox BLOB"
	" NOT NULL, name BLOB NOT NULL UNIQUE, hour INTEGER NOT NULL,"
	" sealed BLOB NOT NULL, shown INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX IF NOT EXISTS reply_mailbox ON reply (mailbox);"
	/* the file that goes with a reply, in blob/; the reply is `name` */
	"CREATE TABLE IF NOT EXISTS copy (blob BLOB PRIMARY KEY, name BLOB NOT"
	" NULL UNIQUE, mailbox BLOB NOT NULL, hour INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	/* the team's log: sealed is NULL once the blob is gone */
	"CREATE TABLE IF NOT EXISTS blob (cursor INTEGER PRIMARY KEY, hash BLOB"
	" NOT NULL UNIQUE, hour INTEGER NOT NULL, sum BLOB NOT NULL,"
	" sealed BLOB);"
	/* named values the keeper must remember */
	"CREATE TABLE IF NOT EXISTS value (name TEXT PRIMARY KEY, bytes BLOB"
	" NOT NULL) WITHOUT ROWID;";

enum spool_query {
	Q_ADD, Q_SENT_ADD, Q_BOX_ADD, Q_INTAKE, Q_TAKE, Q_OLD, Q_DELETE,
	Q_REPLY_ADD, Q_REPLY_FIND, Q_REPLY_DELETE, Q_REPLIES, Q_SENT, Q_SHOWN,
	Q_ERASE_FIND, Q_ERASE_REPLIES, Q_ERASE_SENT, Q_ERASE_TAKEN,
	Q_ERASE_UNREAD, Q_ERASE_BOX, Q_SET, Q_GET, Q_STATE, Q_BLOB_USED,
	Q_FORGET, Q_LOG_ADD, Q_LOG_FIND, Q_LOG_LAST, Q_LOG_SUM, Q_LOG_AFTER,
	Q_LOG_DELETE, Q_LOG_STATE, Q_COPY_ADD, Q_COPY_FIND, Q_COPY_OVER,
	Q_COPY_DELETE,
	Q_COUNT
};

static const char *const spool_sql[Q_COUNT] = {
	[Q_ADD] = "INSERT INTO message (mailbox, hour, hash, blobs, sealed)"
		  " VALUES (?,?,?,?,?)",
	[Q_SENT_ADD] = "INSERT INTO sent (mailbox, hour, files) VALUES (?,?,?)",
	[Q_BOX_ADD] = "INSERT OR IGNORE INTO box (mailbox, erase) VALUES (?,?)",
	[Q_INTAKE] = "SELECT cursor, hour, hash, blobs, sealed FROM message"
		     " WHERE cursor > ? ORDER BY cursor LIMIT ?",
	[Q_TAKE] = "UPDATE message SET taken = ? WHERE hash = ? AND taken = 0",
	[Q_OLD] = "SELECT cursor, blobs FROM message WHERE taken > 0 AND"
		  " taken <= ? LIMIT 1000",
	[Q_DELETE] = "DELETE FROM message WHERE cursor = ?",
	[Q_REPLY_ADD] = "INSERT OR IGNORE INTO reply (mailbox, name, hour,"
			" sealed) VALUES (?,?,?,?)",
	[Q_REPLY_FIND] = "SELECT shown FROM reply WHERE mailbox = ? AND name ="
			 " ?",
	[Q_REPLY_DELETE] = "DELETE FROM reply WHERE mailbox = ? AND name = ?"
			   " AND shown = 0",
	[Q_REPLIES] = "SELECT hour, name, sealed, EXISTS (SELECT 1 FROM copy"
		      " WHERE copy.name = reply.name) FROM reply WHERE"
		      " mailbox = ? ORDER BY id",
	[Q_SENT] = "SELECT hour, files FROM sent WHERE mailbox = ? ORDER BY id",
	[Q_SHOWN] = "UPDATE reply SET shown = 1 WHERE mailbox = ?",
	[Q_ERASE_FIND] = "SELECT 1 FROM box WHERE mailbox = ? AND erase = ?",
	[Q_ERASE_REPLIES] = "DELETE FROM reply WHERE mailbox = ?",
	[Q_ERASE_SENT] = "DELETE FROM sent WHERE mailbox = ?",
	[Q_ERASE_TAKEN] = "SELECT cursor, blobs FROM message WHERE mailbox = ?"
			  " AND taken > 0 LIMIT 1000",
	[Q_ERASE_UNREAD] = "SELECT count(*) FROM message WHERE mailbox = ? AND"
			   " taken = 0",
	[Q_ERASE_BOX] = "DELETE FROM box WHERE mailbox = ?",
	[Q_SET] = "INSERT OR REPLACE INTO value (name, bytes) VALUES (?,?)",
	[Q_GET] = "SELECT bytes FROM value WHERE name = ?",
	[Q_STATE] = "SELECT (SELECT count(*) FROM message WHERE taken = 0),"
		    " (SELECT count(*) FROM message WHERE taken > 0),"
		    " (SELECT count(*) FROM reply)",
	[Q_FORGET] = "UPDATE message SET taken = 1 WHERE hash = ?",
	[Q_LOG_ADD] = "INSERT INTO blob (cursor, hash, hour, sum, sealed)"
		      " VALUES (?,?,?,?,?)",
	[Q_LOG_FIND] = "SELECT cursor, sum, sealed IS NULL FROM blob WHERE"
		       " hash = ?",
	[Q_LOG_LAST] = "SELECT cursor, sum FROM blob ORDER BY cursor DESC"
		       " LIMIT 1",
	[Q_LOG_SUM] = "SELECT sum FROM blob WHERE cursor = ?",
	[Q_LOG_AFTER] = "SELECT cursor, hour, hash, sealed IS NULL, sealed FROM"
			" blob WHERE cursor > ? ORDER BY cursor LIMIT ?",
	[Q_LOG_DELETE] = "UPDATE blob SET sealed = NULL WHERE hash = ?",
	[Q_LOG_STATE] = "SELECT count(sealed), count(*) - count(sealed) FROM"
			" blob",
	[Q_BLOB_USED] = "SELECT 1 WHERE EXISTS (SELECT 1 FROM message WHERE"
			" instr(blobs, ?1) > 0) OR EXISTS (SELECT 1 FROM copy"
			" WHERE blob = ?1)",
	[Q_COPY_ADD] = "INSERT INTO copy (blob, name, mailbox, hour)"
		       " VALUES (?,?,?,?)",
	[Q_COPY_FIND] = "SELECT sealed FROM copy JOIN reply USING (name)"
			" WHERE blob = ? AND copy.mailbox = ? AND"
			" reply.mailbox = copy.mailbox",
	/* their time is over, or the reply is gone */
	[Q_COPY_OVER] = "SELECT blob FROM copy WHERE hour <= ? OR NOT EXISTS"
			" (SELECT 1 FROM reply WHERE reply.name = copy.name)"
			" LIMIT 1000",
	[Q_COPY_DELETE] = "DELETE FROM copy WHERE blob = ?",
};

#endif
