/* Opening and closing a desk: see desk.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/desk_room.h"

#include "base/list.h"
#include "base/num.h"
#include "desk/backup.h"
#include "desk/guide_records.h"
#include "desk/join_text.h"
#include "desk/journey.h"
#include "desk/record_act.h"
#include "desk/team_key.h"
#include "desk/words.h"
#include "os/clock.h"
#include "os/report.h"
#include "seal/age.h"
#include "store/snapshot.h"

#include <string.h>

enum { LONG_BYTES = 32 << 20 };

const char *desk_path(struct desk *desk, const char *name)
{
	return str_c(desk->arena, str_fmt(desk->arena, "%s/%s", desk->folder,
		name));
}

bool desk_exists(const char *dir)
{
	return journey_has_desk(dir);
}

bool desk_has_key(const struct desk *desk)
{
	return file_exists(desk->key);
}

struct path_list LIST_OF(const char *);

/* Backups beside the desk with the key file in them. */
static const err *backups_find(struct arena *arena, const char *dir,
	struct path_list *list)
{
	struct file_names names;
	const char *folder = str_c(arena, str_fmt(arena, "%s/backups", dir));
	const err *e = file_list(arena, folder, &names);

	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = str_c(arena, str_fmt(arena, "%s/%.*s",
			folder, S_ARG(names.at[i])));

		if (backup_has_key(path)) LIST_ADD(arena, list, path);
	}
	return NULL;
}

/* The first error is told at the end. */
static const err *backups_erase(struct arena *arena, const char *dir)
{
	struct path_list list = {0};
	const err *e = backups_find(arena, dir, &list), *one;

	for (size_t i = 0; i < list.count; i++) {
		one = file_erase(list.at[i]);
		if (e == NULL) e = one;
	}
	return e;
}

bool desk_key_is_copied(const char *dir)
{
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	struct path_list list = {0};
	bool is = backups_find(arena, dir, &list) != NULL || list.count > 0;

	arena_close(&arena);
	return is;
}

const err *desk_keys_erase(const char *dir)
{
	/* in the order in which it matters; scratch of a drill that was killed */
	static const char *const keys[] = {"desk/key.age", "desk/key.old",
		"drill/desk/key.age", "rehearsal/desk/key.age",
		"drill/desk.restoring/key.age",
		"rehearsal/desk.restoring/key.age",
		"desk.restoring/key.age"};
	struct arena *arena = arena_open(DESK_ARENA_BYTES);
	const err *e = NULL, *one;

	for (size_t i = 0; i < NELEM(keys); i++) {
		const char *path = str_c(arena, str_fmt(arena, "%s/%s", dir,
			keys[i]));

		one = i == 0 || file_exists(path) ? file_erase(path) : NULL;
		if (e == NULL) e = one;
	}
	one = backups_erase(arena, dir);
	arena_close(&arena);
	return e != NULL ? e : one;
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
	if (e == NULL) e = team_key_load(desk, arena);
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
	return desk->key_changed ? desk->line_key.seed.size > 0
		: desk->keys.roster.seed.size > 0;
}

const struct sign_key *desk_line_key(const struct desk *desk)
{
	must(desk_holds_key(desk));
	return desk->key_changed ? &desk->line_key : &desk->keys.roster;
}

/* -- the projection ------------------------------------------------------- */

static const err *log_start(struct desk *desk)
{
	const err *e;

	log_close(&desk->log);
	e = log_open(&desk->log, desk_path(desk, "log.pack"), &desk->device);
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

	if (e == NULL) e = desk_read_on(desk);
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
		e = carry_hand_over(desk->carry, desk->wanted, waiting_receive,
			desk);
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

/* What it keeps goes into the desk; false: it does not fit the log. */
static bool kept_take(struct desk *desk, struct snapshot_kept *kept)
{
	struct db *db = kept->db;

	if (log_start(desk) != NULL ||
		!log_resume(desk->log, buf_str(&kept->log))) {
		return false;
	}
	state_close(&desk->state);
	desk->state = state_resume(desk->device.org, buf_str(&kept->state));
	if (desk->state == NULL) return false;
	kept->db = NULL;
	return projection_adopt(&desk->projection, db) == NULL;
}

/* True when this snapshot fits the log, which is then read up to there. */
static bool snapshot_take(struct desk *desk, unsigned number)
{
	struct snapshot_kept kept;
	bool fits = snapshot_read(desk->folder, number, &desk->keys.identity,
			fold_made, &kept) && kept_take(desk, &kept);

	buf_close(&kept.log);
	buf_close(&kept.state);
	db_close(&kept.db);
	return fits;
}

void desk_keep(struct desk *desk)
{
	const err *e;

	if (desk->projection.db == NULL || desk->torn ||
		desk->did == DID_COUNT) {
		return;
	}
	e = snapshot_write(desk->folder, &desk->keys.identity, fold_made,
		&(struct snapshot_of){desk->log, desk->state,
			desk->projection.db});
	if (e != NULL) report_err("no snapshot was kept", e);
}

/* A log that takes some seconds to read. */
static bool is_long(struct desk *desk)
{
	uint64_t bytes = 0;

	return file_size(desk_path(desk, "log.pack"), &bytes) == NULL &&
	       bytes >= LONG_BYTES;
}

static void steps_begin(struct desk *desk, desk_step *step)
{
	const err *e = file_size(desk_path(desk, "log.pack"),
		&desk->steps.sealed);

	if (step == NULL || e != NULL) return;
	desk->steps.say = step;
	step(0, desk->steps.sealed);
}

static void steps_end(struct desk *desk)
{
	struct desk_steps steps = desk->steps;

	if (steps.say != NULL) steps.say(steps.sealed, steps.sealed);
	desk->steps = (struct desk_steps){0};
}

/* [desk-3] from a snapshot and what came after it, or from nothing. */
static const err *projection_make(struct desk *desk, desk_step *step)
{
	const err *e = NULL;
	bool fits = false;

	for (unsigned i = 1; !fits && i <= SNAPSHOT_COUNT; i++) {
		fits = snapshot_take(desk, i);
	}
	if (!fits) {
		state_close(&desk->state);
		steps_begin(desk, step);
		e = log_start(desk);
		if (e == NULL) e = projection_open(&desk->projection);
	}
	if (e == NULL) e = desk_read_on(desk);
	if (e == NULL) e = inbox_take(desk);
	steps_end(desk);
	if (e == NULL) e = desk_facts_load(desk);
	if (e == NULL && !fits && is_long(desk)) desk_keep(desk);
	return e;
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
	const err *e = file_read(desk_path(desk, "welcome.age"),
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
	const err *e = file_lock(&desk->lock, desk_path(desk, "lock"));

	if (e == NULL) e = journey_settle(desk->dir);
	if (e == NULL) {
		e = keyfile_enter(&desk->keys, desk->key, door, &desk->travels);
	}
	if (e == NULL && journey_is_away(desk->dir)) {
		e = err_make(ERR_GONE, "it is on a journey: what stayed at home"
			" is brought back first");
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
	return desk_open_with(ret_desk, dir, (struct desk_door){
		.passphrase = passphrase});
}

const err *desk_open_with(struct desk **ret_desk, const char *dir,
	struct desk_door door)
{
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
	desk->files = desk_path(desk, "files");
	desk->key = desk_path(desk, "key.age");
	e = keys_open(desk, (struct keyfile_door){door.passphrase, door.part});
	if (e == NULL) e = projection_make(desk, door.step);
	if (e == NULL) e = words_of(desk, &words); /* search goes by them */
	if (e != NULL) {
		desk->did = DID_COUNT; /* nothing to keep a snapshot of */
		desk_close(&desk);
		return e;
	}
	*ret_desk = desk;
	return NULL;
}

void desk_close(struct desk **handle)
{
	struct desk *desk = *handle;

	if (desk == NULL) return;
	record_batch_drop(desk);
	words_drop(desk);
	guides_drop(desk);
	desk_keep(desk);
	projection_close(&desk->projection);
	log_close(&desk->log);
	state_close(&desk->state);
	carry_close(&desk->carry);
	keyfile_close(&desk->keys);
	sign_key_close(&desk->line_key);
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

const struct roster *desk_roster(const struct desk *desk)
{
	return &desk->roster;
}

str desk_token(const struct desk *desk)
{
	return buf_str(&desk->token);
}

str desk_org(const struct desk *desk)
{
	return desk->device.org;
}

void desk_guides_from(struct desk *desk, const char *folder)
{
	desk->pictures = folder;
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
