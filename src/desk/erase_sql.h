/* Inside projection.c only: what was erased, and what each device checked
 * (doc/erasure.md). See projection_sql.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERASE_SQL_H
#define DESK_ERASE_SQL_H

#define ERASE_SCHEMA \
	"CREATE TABLE erasure(unit BLOB, ring TEXT, dev TEXT, seq INTEGER," \
	" ms INTEGER, PRIMARY KEY(unit, ring, dev, seq)) WITHOUT ROWID;" \
	"CREATE TABLE checked(ring TEXT, dev TEXT, seq INTEGER, ms INTEGER," \
	" PRIMARY KEY(ring, dev)) WITHOUT ROWID;"

#define ERASE_ASKS \
	[ASK_ERASURE_ADD] = "INSERT OR IGNORE INTO erasure" \
		" VALUES(?1, ?2, ?3, ?4, ?5)", \
	[ASK_ERASURES] = "SELECT unit, ring, dev, seq, ms FROM erasure" \
		" ORDER BY ms DESC, unit, ring, dev, seq", \
	[ASK_CHECKED_ADD] = "INSERT INTO checked VALUES(?1, ?2, ?3, ?4)" \
		" ON CONFLICT DO UPDATE SET seq = excluded.seq," \
		" ms = excluded.ms WHERE excluded.seq > seq", \
	[ASK_CHECKED] = "SELECT dev, seq FROM checked WHERE ring = ?1", \
	[ASK_CHECKED_DROP] = "DELETE FROM checked WHERE ring = ?1" \
		" AND dev = ?2 AND seq = ?3", \
	[ASK_UNIT_HAS] = "SELECT 1 FROM register WHERE object = ?1 UNION ALL" \
		" SELECT 1 FROM thread WHERE id = ?1 LIMIT 1", \
	[ASK_UNIT_PARTS] = "SELECT id FROM thread WHERE root = ?1", \
	[ASK_UNIT_SIZE] = "SELECT count(*)," \
		" coalesce(sum(m.kind IN (0, 2)), 0)," \
		" coalesce(sum((SELECT count(*) FROM file f" \
		"  WHERE f.message = m.id)), 0)," \
		" coalesce(sum((SELECT count(*) FROM goes g" \
		"  WHERE g.message = m.id AND g.sent = 0 AND m.gone = 0" \
		"  AND m.unwanted = 0)), 0)" \
		" FROM thread t JOIN message m ON m.thread = t.id" \
		" WHERE t.root = ?1", \
	[ASK_UNIT_UNREAD] = "SELECT 1 FROM summary WHERE root = ?1" \
		" AND hers > opened_ms", \
	[ASK_FILE_NAMES] = "SELECT blob FROM file", \
	[ASK_FILE_NAMED] = "SELECT 1 FROM file WHERE blob = ?1", \
	[ASK_DUE_THREADS] = "SELECT root, max(hers, ours, state_ms)" \
		" FROM summary WHERE state = 'done' AND state_ms >= hers" \
		" AND hers <= opened_ms AND max(hers, ours, state_ms) < ?1" \
		" AND root NOT IN (SELECT t.root FROM goes g" \
		"  JOIN message m ON m.id = g.message" \
		"  JOIN thread t ON t.id = m.thread WHERE g.sent = 0" \
		"  AND m.gone = 0 AND m.unwanted = 0)" \
		" ORDER BY 2, root LIMIT ?2", \
	[ASK_DUE_RECORDS] = "SELECT id, changed FROM record WHERE type = ?1" \
		" AND (?2 = 0 OR closed = 1) AND changed < ?3" \
		" ORDER BY changed, id LIMIT ?4", \
	[ASK_DESK_FIELDS] = "SELECT field, value, ms, dev FROM register" \
		" WHERE object = ?1 AND field >= ?2 AND field < ?3" \
		" ORDER BY ms DESC, field LIMIT ?4",

#endif
