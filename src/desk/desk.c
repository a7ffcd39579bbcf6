/* Opening and closing a desk: see desk.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/desk_room.h"

#include "base/num.h"
#include "desk/erase.h"
#include "desk/guide_records.h"
#include "desk/join_text.h"
#include "desk/record_act.h"
#include "desk/words.h"
#include "os/clock.h"
#include "os/report.h"
#include "seal/age.h"
#include "store/log_compact.h"
#include "store/snapshot.h"

#include <string.h>

#define CLOCK_DAY_MS UINT64_C(86400000)

static const char *path_in(struct desk *desk, const char *name)
{
	return str_c(desk->arena, str_fmt(desk->arena, "%s/%s", desk->folder,
		name));
}

bool desk_exists(const char *dir)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	bool there = file_exists(str_c(arena, str_fmt(arena,
		"%s/desk/log.pack", dir)));

	arena_close(&arena);
	return there;
}

bool desk_has_key(const struct desk *desk)
{
	return file_exists(desk->key);
}

const err *desk_keys_erase(const char *dir)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	const err *e = file_erase(str_c(arena, str_fmt(arena,
		"%s/desk/key.age", dir)));

	arena_close(&arena);
	return e;
}

/* -- what the log says ---------------------------------------------------- */

static void welcome_facts(struct desk *desk, str *ret_roster, str *ret_token)
{
	struct join_welcome welcome;

	if (!join_welcome_read(buf_str(&desk->welcome), &welcome)) return;
	*ret_roster = welcome.public;
	*ret_token = welcome.token;
}

const err *desk_facts_load(struct desk *desk)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str roster, token;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		S("roster.public"), &roster);

	if (e == NULL) {
		e = fold_register(&desk->projection, arena, fold_desk,
			S("token.relay"), &token);
	}
	if (e == NULL && roster.len == 0) {
		/* One who joined and was handed nothing yet. */
		welcome_facts(desk, &roster, &token);
	}
	if (e == NULL) {
		buf_reset(&desk->roster_text);
		buf_reset(&desk->token);
		buf_put(&desk->roster_text, roster);
		buf_put(&desk->token, token);
		if (!roster_read(buf_str(&desk->roster_text), &desk->roster) &&
			!desk->keys.joined) {
			e = err_make(ERR_FORMAT, "the log holds no roster");
		}
	}
	arena_close(&arena);
	return e;
}

const err *desk_number(struct desk *desk, str field, uint64_t *ret_number)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	str value;
	const err *e = fold_register(&desk->projection, arena, fold_desk,
		field, &value);

	if (e == NULL && !num_read(value, INT64_MAX, ret_number)) {
		*ret_number = 0;
	}
	arena_close(&arena);
	return e;
}

bool desk_holds_key(const struct desk *desk)
{
	return desk->keys.roster.seed.size > 0;
}

/* The organisation's key, once a ring this device is in brought it. */
static void key_take(struct desk *desk)
{
	str seed = log_roster_seed(desk->log);

	if (desk_holds_key(desk) || seed.len == 0) return;
	desk->keys.roster = sign_key_from(seed);
}

/* One transaction: the full-text index writes a piece at the end of each. */
static const err *read_once(struct desk *desk)
{
	struct db *db = desk->projection.db;
	const err *e = db_run(db, "BEGIN"), *ended;

	if (e != NULL) return e;
	e = log_read(desk->log, fold_op, &desk->fold);
	if (e == NULL) e = fold_finish(&desk->fold);
	ended = db_run(db, "COMMIT");
	return e != NULL ? e : ended;
}

/* Something does not count any more, or counts otherwise: all anew [desk-3]. */
static const err *fold_again(struct desk *desk)
{
	projection_close(&desk->projection);
	return projection_open(&desk->projection);
}

/* A full disk must not keep a member from her desk: it is tried again at the
 * next reading. */
static const err *settle(struct desk *desk)
{
	const err *e = erase_settle(desk);

	if (e == NULL || desk->torn) return e;
	report_err("an erasure is not finished", e);
	return NULL;
}

/* The request names this device in plain words; once the team has let it in
 * nobody needs it any more [join-4]. */
static const err *request_drop(struct desk *desk)
{
	uint64_t epoch;

	if (desk->is_in || !desk->keys.joined ||
		log_epoch(desk->log, S("team"), &epoch) == NULL) {
		return NULL;
	}
	desk->is_in = true;
	return file_remove(path_in(desk, "request"));
}

static const err *read_on(struct desk *desk)
{
	const err *e = NULL;
	bool again = true;

	log_clock(desk->log, desk_now_ms(desk));
	while (e == NULL && again) {
		e = read_once(desk);
		again = e == NULL && log_withdrawn(desk->log);
		if (again) e = fold_again(desk);
	}
	if (e == NULL) key_take(desk);
	desk->torn |= e != NULL;
	if (e == NULL) e = request_drop(desk);
	if (e == NULL && erase_is_due(desk)) e = settle(desk);
	return e;
}

const err *desk_refold(struct desk *desk)
{
	const err *e = fold_again(desk), *ended;

	desk->fold.guides.all = true; /* also those that are gone */
	if (e == NULL) e = db_run(desk->projection.db, "BEGIN");
	if (e != NULL) return e;
	e = log_survey(desk->log, fold_op, &desk->fold);
	if (e == NULL) e = fold_finish(&desk->fold);
	ended = db_run(desk->projection.db, "COMMIT");
	if (e == NULL) e = ended;
	desk->torn |= e != NULL;
	return e;
}

const err *desk_read(struct desk *desk)
{
	const err *e = read_on(desk);

	return e != NULL ? e : desk_facts_load(desk);
}

/* What a commit may take in the tables, at most: its values there, in undoing,
 * and in the index; a database that is full in the middle of folding would
 * leave the log with what cannot be shown. */
enum { FOLDED_TIMES = 6, FOLDED_SPARE = 4 << 20 };

static const err *room_look(struct desk *desk, const struct log_body *bodies,
	size_t count)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < bodies[i].op_count; j++) {
			bytes += bodies[i].ops[j].value.len;
		}
	}
	if (bytes * FOLDED_TIMES + FOLDED_SPARE <=
		db_image_left(desk->projection.db)) {
		return NULL;
	}
	return err_make(ERR_FULL, "this desk holds as much as it can show; "
		"nothing was written");
}

const err *desk_receive(struct desk *desk, const str *blobs, size_t count)
{
	size_t refused;

	log_clock(desk->log, desk_now_ms(desk));
	return log_receive(desk->log, blobs, count, &refused);
}

/* doc/log.md L10.4 asks after a silence of the others. This device wrote within
 * the last day: its clock has not jumped since. */
static void clock_settle(struct desk *desk)
{
	uint64_t now = desk_now_ms(desk);
	uint64_t last = log_heard_ms(desk->log, str_bytes(desk->fold.dev,
		sizeof(desk->fold.dev)));

	if (last <= now && now - last <= CLOCK_DAY_MS) {
		log_clock_confirm(desk->log, now);
	}
}

const err *desk_hand(struct desk *desk, const struct log_change *change,
	bool *ret_done)
{
	bool done = false;
	const err *e;

	clock_settle(desk);
	e = log_hand(desk->log, desk_now_ms(desk), change, &done);
	if (e == NULL && done) e = desk_read(desk);
	if (e == NULL && ret_done != NULL) *ret_done = done;
	return e;
}

/* Where every epoch at hand is held by somebody who is not in its ring (any more,
 * or not yet for all), the next one is made first. */
const err *desk_commit(struct desk *desk, const struct log_body *bodies,
	size_t count)
{
	static const struct log_change nothing = {0};
	const err *e = room_look(desk, bodies, count);

	if (e != NULL) return e;
	clock_settle(desk);
	e = log_append(desk->log, desk_now_ms(desk), bodies, count);
	if (e != NULL && e->code == ERR_REFUSED &&
		log_may_sign(desk->log, desk_now_ms(desk)) &&
		log_team_roster(desk->log).len > 0) {
		e = desk_hand(desk, &nothing, NULL);
		if (e != NULL) return e;
		e = log_append(desk->log, desk_now_ms(desk), bodies, count);
	}
	return e != NULL ? e : read_on(desk);
}

const err *desk_commit_unit(struct desk *desk, object_id unit,
	const struct op *ops, size_t count, enum did did)
{
	bool own = object_eq(unit, fold_desk);
	struct log_body body = {.ring = own ? RING_TEAM : RING_INTAKE,
		.unit = unit, .ops = ops, .op_count = count};
	const err *e = desk_commit(desk, &body, 1);

	if (e == NULL && did != DID_NOTHING) {
		desk->did = did;
		desk->did_first = 0;
		desk->did_seq = log_seq(desk->log);
	}
	return e;
}

/* -- the projection ------------------------------------------------------- */

static const err *log_start(struct desk *desk)
{
	const err *e;

	log_close(&desk->log);
	e = log_open(&desk->log, path_in(desk, "log.pack"), &desk->device);
	if (e == NULL) log_clock(desk->log, desk_now_ms(desk));
	return e;
}

/* A carry_take: what waits in the inbox. What the log has no room for yet stays
 * there (doc/log.md L6.1). */
static const err *waiting_receive(void *owner, const str *blobs, size_t count)
{
	struct desk *desk = owner;
	size_t refused = 0;
	const err *e = log_receive(desk->log, blobs, count, &refused);

	if (e == NULL) e = read_on(desk);
	if (e == NULL && refused > 0) {
		e = err_make(ERR_BUSY, "the log has no room for all yet");
	}
	return e;
}

/* What had no room may be opened, or named, by what came behind it: until
 * nothing is learnt any more. */
static const err *inbox_empty(struct desk *desk)
{
	const err *e;

	do {
		desk->wanted = log_wants(desk->log);
		e = carry_hand_over(desk->carry, waiting_receive, desk);
	} while (e != NULL && e->code == ERR_BUSY &&
		log_wants(desk->log) != desk->wanted);
	return e != NULL && e->code == ERR_BUSY ? NULL : e;
}

/* What a stick, or an earlier start, left for the log. */
static const err *inbox_take(struct desk *desk)
{
	const err *e = carry_open(&desk->carry, desk->folder);

	return e != NULL ? e : inbox_empty(desk);
}

const err *desk_inbox_look(struct desk *desk)
{
	const err *e;

	if (log_wants(desk->log) == desk->wanted) return NULL;
	e = inbox_empty(desk);
	return e != NULL ? e : desk_facts_load(desk);
}

/* True when this snapshot fits the log, which is then read up to there. */
static bool snapshot_take(struct desk *desk, unsigned number)
{
	struct buf learnt = buf_cap(SNAPSHOT_LOG_MAX);
	struct db *db = NULL;
	bool fits = snapshot_read(desk->folder, number, &desk->keys.identity,
			fold_made, &learnt, &db) &&
		log_start(desk) == NULL &&
		log_resume(desk->log, buf_str(&learnt));

	buf_close(&learnt);
	if (!fits) {
		db_close(&db);
		return false;
	}
	return projection_adopt(&desk->projection, db) == NULL;
}

/* [desk-3] from a snapshot and what came after it, or from nothing. */
static const err *projection_make(struct desk *desk)
{
	const err *e = NULL;
	bool fits = false;

	for (unsigned i = 1; !fits && i <= SNAPSHOT_COUNT; i++) {
		fits = snapshot_take(desk, i);
	}
	if (!fits) {
		e = log_start(desk);
		if (e == NULL) e = projection_open(&desk->projection);
	}
	if (e == NULL) e = read_on(desk);
	if (e == NULL) e = inbox_take(desk);
	return e != NULL ? e : desk_facts_load(desk);
}

/* -- opening -------------------------------------------------------------- */

/* A fold_saw: what the log says. */
static bool commit_saw(void *owner, str dev, uint64_t seq, str other,
	uint64_t other_seq)
{
	const struct desk *desk = owner;

	return log_covers(desk->log, (struct log_at){dev, seq},
		(struct log_at){other, other_seq});
}

/* What `bothy join` was given; without it the log comes by stick. */
const err *desk_welcome_open(struct desk *desk)
{
	struct buf sealed = {0};
	const err *e = file_read(path_in(desk, "welcome.age"),
		JOIN_WELCOME_BYTES_MAX, &sealed);

	if (e != NULL && e->code == ERR_ABSENT) return NULL;
	buf_reset(&desk->welcome);
	if (e == NULL && age_open(&desk->welcome, buf_str(&sealed),
		&desk->keys.identity, 1) != AGE_OK) {
		report("the welcome is for another device", UINT64_MAX);
	}
	buf_close(&sealed);
	return e;
}

static const err *keys_open(struct desk *desk, struct keyfile_door door)
{
	const err *e = file_lock(&desk->lock, path_in(desk, "lock"));

	if (e == NULL) {
		e = keyfile_enter(&desk->keys, desk->key, door, &desk->travels);
	}
	if (e != NULL) return e;
	desk->device = (struct log_device){
		str_bytes(desk->keys.org, sizeof(desk->keys.org)),
		&desk->keys.sign, &desk->keys.identity,
		desk->keys.joined ? &desk->keys.anchor : NULL};
	log_device_name(desk->keys.sign.public, desk->fold.dev);
	desk->fold.projection = &desk->projection;
	desk->fold.saw = commit_saw;
	desk->fold.saw_owner = desk;
	return desk->keys.joined ? desk_welcome_open(desk) : NULL;
}

const err *desk_open(struct desk **ret_desk, const char *dir, str passphrase)
{
	return desk_open_with(ret_desk, dir, passphrase, S(""));
}

const err *desk_open_with(struct desk **ret_desk, const char *dir,
	str passphrase, str part)
{
	struct keyfile_door door = {passphrase, part};
	const struct words_here *words;
	struct desk *desk;
	const err *e;

	if (!desk_exists(dir)) {
		return err_make(ERR_ABSENT, "there is no desk in this folder");
	}
	desk = mem_get(sizeof(*desk));
	desk->arena = arena_open(DESK_ARENA_BYTES);
	desk->lock.fd = -1;
	desk->dir = str_c(desk->arena, str_dup(desk->arena, str_of(dir)));
	desk->folder = str_c(desk->arena, str_fmt(desk->arena, "%s/desk",
		dir));
	desk->files = path_in(desk, "files");
	desk->key = path_in(desk, "key.age");
	e = keys_open(desk, door);
	if (e == NULL) e = projection_make(desk);
	if (e == NULL) e = words_of(desk, &words); /* search goes by them */
	if (e != NULL) {
		desk->did = DID_COUNT; /* nothing to keep a snapshot of */
		desk_close(&desk);
		return e;
	}
	*ret_desk = desk;
	return NULL;
}

static void snapshot_keep(struct desk *desk)
{
	const err *e;

	if (desk->projection.db == NULL || desk->torn ||
		desk->did == DID_COUNT) {
		return;
	}
	e = snapshot_write(desk->folder, &desk->keys.identity, fold_made,
		desk->log, desk->projection.db);
	if (e != NULL) report_err("no snapshot was kept", e);
}

void desk_close(struct desk **handle)
{
	struct desk *desk = *handle;

	if (desk == NULL) return;
	record_batch_drop(desk);
	words_drop(desk);
	guides_drop(desk);
	snapshot_keep(desk);
	projection_close(&desk->projection);
	log_close(&desk->log);
	carry_close(&desk->carry);
	keyfile_close(&desk->keys);
	buf_close(&desk->roster_text);
	buf_close(&desk->token);
	buf_close(&desk->welcome);
	file_close(&desk->lock);
	arena_close(&desk->arena);
	mem_wipe(desk, sizeof(*desk));
	mem_free(desk);
	*handle = NULL;
}

/* -- facts ---------------------------------------------------------------- */

str desk_organisation(const struct desk *desk, enum locale locale)
{
	return roster_name(&desk->roster, locale_infos[locale].tag);
}

bool desk_is_demonstration(const struct desk *desk)
{
	return desk->roster.demonstration;
}

size_t desk_address_count(const struct desk *desk)
{
	return desk->roster.address_count;
}

str desk_address(const struct desk *desk, size_t number)
{
	must(number < desk->roster.address_count);
	return desk->roster.addresses[number];
}

str desk_token(const struct desk *desk)
{
	return buf_str(&desk->token);
}

str desk_org(const struct desk *desk)
{
	return desk->device.org;
}

const char *desk_files(const struct desk *desk)
{
	return desk->files;
}

uint64_t desk_now_ms(const struct desk *desk)
{
	return desk->pretend_ms != 0 ? desk->pretend_ms : clock_now_ms();
}

void desk_pretend_now(struct desk *desk, uint64_t now_ms)
{
	desk->pretend_ms = now_ms;
}
