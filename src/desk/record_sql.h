/* Inside projection_sql.h only: the tables and questions of records.
 *
 * `rival` holds values set without knowing of the register's, none in an
 * ordinary life. `said` is the search index; its rowid is record.number. A due
 * of none is the greatest number, so that it sorts last.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_SQL_H
#define DESK_RECORD_SQL_H

#define RECORD_SCHEMA \
	"CREATE TABLE record(number INTEGER PRIMARY KEY, id BLOB UNIQUE," \
	" type TEXT, state TEXT, closed INTEGER, title TEXT, owner BLOB," \
	" due INTEGER, made INTEGER, changed INTEGER, unsettled INTEGER," \
	" ref TEXT);" \
	"CREATE INDEX record_type ON record(type, closed, due, title, id);" \
	"CREATE INDEX record_ref ON record(ref);" \
	"CREATE INDEX record_owner ON record(owner, closed, due);" \
	"CREATE INDEX record_unsettled ON record(unsettled)" \
	" WHERE unsettled = 1;" \
	"CREATE TABLE facet(object BLOB, field TEXT, value BLOB," \
	" PRIMARY KEY(object, field, value)) WITHOUT ROWID;" \
	"CREATE INDEX facet_value ON facet(value, field);" \
	"CREATE TABLE rival(object BLOB, field TEXT, value BLOB, ms INTEGER," \
	" count INTEGER, dev TEXT, seq INTEGER, body INTEGER, idx INTEGER," \
	" PRIMARY KEY(object, field, dev, seq, body, idx)) WITHOUT ROWID;" \
	"CREATE TABLE change(object BLOB, field TEXT, value BLOB, ms INTEGER," \
	" count INTEGER, dev TEXT, seq INTEGER, body INTEGER, idx INTEGER," \
	" at_ms INTEGER," \
	" PRIMARY KEY(object, ms, count, dev, seq, body, idx)) WITHOUT ROWID;" \
	"CREATE TABLE mirror(object BLOB, rule TEXT, due INTEGER," \
	" PRIMARY KEY(object, rule)) WITHOUT ROWID;" \
	"CREATE INDEX mirror_due ON mirror(due);" \
	"CREATE TABLE record_dirty(object BLOB PRIMARY KEY) WITHOUT ROWID;" \
	"CREATE VIRTUAL TABLE said USING fts5(title, words," \
	" tokenize='bothy');"

#define RECORD_COLUMNS \
	"SELECT r.id, r.type, r.state, r.title, r.owner, r.due, r.made," \
	" r.changed, r.unsettled, r.closed, r.ref FROM record r "

/* ?1 type, ?2 state, ?3 owner, ?4 due before, ?5 unsettled only, ?6 limit,
 * ?7 offset, ?8 to ?15 four times a field and its value */
#define RECORD_BY(field, value) \
	" AND (" field " = '' OR EXISTS(SELECT 1 FROM facet f" \
	" WHERE f.object = r.id AND f.field = " field \
	" AND f.value = " value "))"
#define RECORD_NARROW \
	" AND (?2 = '' OR r.state = ?2 OR (?2 = 'current' AND r.closed = 0))" \
	" AND (length(?3) = 0 OR r.owner = ?3)" \
	" AND (?4 = 0 OR r.due < ?4)" \
	" AND (?5 = 0 OR r.unsettled = 1)" \
	RECORD_BY("?8", "?9") RECORD_BY("?10", "?11") \
	RECORD_BY("?12", "?13") RECORD_BY("?14", "?15") \
	" ORDER BY r.closed, r.due, r.title, r.id LIMIT ?6 OFFSET ?7"

#define RECORD_VALUES \
	"field, value, ms, count, dev, seq, body, idx"

#define RECORD_ASKS \
	[ASK_RIVAL_ADD] = "INSERT OR IGNORE INTO rival" \
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", \
	[ASK_RIVALS] = "SELECT dev, seq, body, idx, ms, count FROM rival" \
		" WHERE object = ?1 AND field = ?2", \
	[ASK_RIVAL_DROP] = "DELETE FROM rival WHERE object = ?1" \
		" AND field = ?2 AND dev = ?3 AND seq = ?4 AND body = ?5" \
		" AND idx = ?6", \
	[ASK_CHANGE_ADD] = "INSERT OR IGNORE INTO change" \
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", \
	[ASK_RECORD_STUB] = "INSERT OR IGNORE INTO record(id, type)" \
		" VALUES(?1, '')", \
	[ASK_RECORD_DIRTY] = "INSERT OR IGNORE INTO record_dirty" \
		" SELECT id FROM record WHERE id = ?1", \
	[ASK_RECORD_DIRTY_ONE] = "SELECT object FROM record_dirty LIMIT 1", \
	[ASK_RECORD_CLEAN] = "DELETE FROM record_dirty WHERE object = ?1", \
	[ASK_RECORD_VALUES] = "SELECT " RECORD_VALUES " FROM register" \
		" WHERE object = ?1 UNION ALL SELECT " RECORD_VALUES \
		" FROM rival WHERE object = ?1 ORDER BY 1, 3 DESC, 4 DESC," \
		" 5 DESC, 6 DESC, 7 DESC, 8 DESC", \
	[ASK_RECORD_TIMES] = "SELECT min(at_ms), max(at_ms) FROM change" \
		" WHERE object = ?1", \
	[ASK_RECORD_PUT] = "UPDATE record SET type = ?2, state = ?3," \
		" closed = ?4, title = ?5, owner = ?6, due = ?7, made = ?8," \
		" changed = ?9, unsettled = ?10, ref = ?11 WHERE id = ?1", \
	[ASK_RECORD_GONE] = "DELETE FROM record WHERE id = ?1", \
	[ASK_FACETS_CLEAR] = "DELETE FROM facet WHERE object = ?1", \
	[ASK_FACET_ADD] = "INSERT OR IGNORE INTO facet VALUES(?1, ?2, ?3)", \
	[ASK_MIRRORS_CLEAR] = "DELETE FROM mirror WHERE object = ?1", \
	[ASK_MIRROR_ADD] = "INSERT OR IGNORE INTO mirror VALUES(?1, ?2, ?3)", \
	[ASK_SAID_CLEAR] = "DELETE FROM said WHERE rowid =" \
		" (SELECT number FROM record WHERE id = ?1)", \
	[ASK_SAID_ADD] = "INSERT INTO said(rowid, title, words)" \
		" SELECT number, ?2, ?3 FROM record WHERE id = ?1", \
	[ASK_RECORD_TYPE] = "SELECT type, made, changed FROM record" \
		" WHERE id = ?1 AND type <> ''", \
	[ASK_RECORD_ROW] = RECORD_COLUMNS "WHERE r.id = ?1 AND r.type <> ''", \
	[ASK_RECORD_LIST] = RECORD_COLUMNS "WHERE r.type = ?1" RECORD_NARROW, \
	[ASK_RECORD_ALL] = RECORD_COLUMNS "WHERE r.type <> ?1" \
		" AND r.type <> ''" RECORD_NARROW, \
	[ASK_RECORD_FIND] = RECORD_COLUMNS "WHERE (?1 = '' OR r.type = ?1)" \
		" AND r.type <> '' AND r.number IN (SELECT rowid FROM said" \
		" WHERE said MATCH ?16)" RECORD_NARROW, \
	[ASK_RECORD_COUNT] = "SELECT count(*) FROM record WHERE type = ?1", \
	[ASK_RECORD_UNSETTLED] = "SELECT count(*) FROM record" \
		" WHERE unsettled = 1", \
	[ASK_RECORD_BY_REF] = "SELECT id FROM record WHERE ref = ?1" \
		" AND type = ?2", \
	[ASK_RECORD_POINTING] = "SELECT r.id, r.type, r.state, r.title," \
		" r.owner, r.due, r.made, r.changed, r.unsettled, r.closed," \
		" r.ref, f.field FROM facet f JOIN record r ON r.id = f.object" \
		" WHERE f.value = ?1 AND r.type <> ''" \
		" ORDER BY r.type, f.field, r.closed, r.due, r.title, r.id" \
		" LIMIT ?2", \
	[ASK_RECORD_CHANGES] = "SELECT " RECORD_VALUES ", at_ms FROM change" \
		" WHERE object = ?1 ORDER BY 3, 4, 5, 6, 7, 8", \
	[ASK_RECORD_MIRRORS] = "SELECT r.id, r.type, r.state, r.title," \
		" r.owner, r.due, r.made, r.changed, r.unsettled, r.closed," \
		" r.ref, m.rule, m.due FROM mirror m JOIN record r" \
		" ON r.id = m.object WHERE m.due < ?1" \
		" ORDER BY m.due, r.id, m.rule LIMIT ?2", \
	[ASK_RECORD_UNDO_IS] = "SELECT 1 FROM undo u JOIN register r" \
		" ON r.object = u.object AND r.field = 'type'" \
		" WHERE u.seq = ?1 LIMIT 1", \
	[ASK_RECORD_UNDO] = "SELECT u.object, u.field, (SELECT old FROM undo" \
		" v WHERE v.object = u.object AND v.field = u.field" \
		" AND v.seq BETWEEN ?1 AND ?2 ORDER BY v.seq LIMIT 1)," \
		" max(u.seq) FROM undo u WHERE u.seq BETWEEN ?1 AND ?2" \
		" GROUP BY u.object, u.field ORDER BY min(u.seq), u.object", \
	[ASK_WORKLOAD] = "SELECT owner, sum(type = 'request')," \
		" sum(type = 'task'), sum(type = 'task' AND due < ?1)," \
		" sum(type = 'goal') FROM record" \
		" WHERE type IN ('request', 'task', 'goal') AND closed = 0" \
		" GROUP BY owner", \
	[ASK_WORKLOAD_CLOCKS] = "SELECT r.owner, count(*), sum(m.due < ?1)" \
		" FROM mirror m JOIN record r ON r.id = m.object" \
		" WHERE m.due > 0 AND r.type = 'request' AND m.rule = 'answer'" \
		" GROUP BY r.owner",

#endif
