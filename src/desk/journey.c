/* Leaving with little: see journey.h. Owns what is checked and written before
 * the key file is replaced, which is the one step that decides; what is removed
 * then is journey_settle.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/journey_room.h"

#include "desk/backup.h"
#include "desk/desk_room.h"
#include "desk/drill.h"
#include "desk/journey_snapshot.h"
#include "desk/left.h"
#include "desk/travel.h"
#include "desk/trouble.h"
#include "os/folders.h"
#include "seal/age.h"
#include "seal/rand.h"
#include "store/pack.h"

enum { LEAVE_ARENA_BYTES = 256 << 20, LEFT_BYTES_MAX = 1 << 30,
	HOUR_MS = 3600000, LOT_BYTES = 8 };

/* -- where it is held [journey-2] ----------------------------------------- */

/* Half-fetched attachments have other names, and are fetched again. */
static bool is_attachment(str name)
{
	return str_find_byte(name, '.') == SIZE_MAX;
}

static const err *attachments_list(struct desk *desk, struct arena *arena,
	struct file_names *ret_names)
{
	const err *e = file_list(arena, desk->files, ret_names);
	size_t kept = 0;

	if (e != NULL && e->code == ERR_ABSENT) {
		*ret_names = (struct file_names){0};
		return NULL;
	}
	for (size_t i = 0; e == NULL && i < ret_names->count; i++) {
		if (!is_attachment(ret_names->at[i])) continue;
		ret_names->at[kept++] = ret_names->at[i];
	}
	ret_names->count = kept;
	return e;
}

static uint64_t backups_count(struct arena *arena, const char *dir)
{
	const char *folder = str_c(arena, str_fmt(arena, "%s/backups", dir));
	struct file_names names;
	uint64_t count = 0;

	if (file_list(arena, folder, &names) != NULL) return 0;
	for (size_t i = 0; i < names.count; i++) {
		count += drill_is_backup(str_c(arena, str_fmt(arena, "%s/%.*s",
			folder, S_ARG(names.at[i]))));
	}
	return count;
}

static void desks_ask(struct desk *desk, struct arena *arena,
	const struct trouble_devices *devices, struct journey_held *held)
{
	for (size_t i = 0; i < devices->count; i++) {
		str dev = str_bytes(devices->at[i].ring + TROUBLE_RING -
			LOG_DEVICE_HEX, LOG_DEVICE_HEX);

		if (devices->at[i].own || !log_has_all(desk->log, dev)) continue;
		held->desk = str_dup(arena, dev);
	}
}

const err *journey_held(struct desk *desk, struct arena *arena,
	struct journey_held *ret_held)
{
	struct journey_held held = {.desk = S("")};
	struct trouble_devices devices = {0};
	struct file_names names = {0};
	const err *e = trouble_devices(desk, arena, &devices);

	if (e == NULL && desk->carry == NULL) {
		e = carry_open(&desk->carry, desk->folder);
	}
	if (e == NULL) e = carry_is_told(desk->carry, &held.line);
	if (e == NULL) e = attachments_list(desk, arena, &names);
	if (e != NULL) return e;
	/* what waits may be nobody else's */
	if (carry_waiting(desk->carry) == 0) {
		desks_ask(desk, arena, &devices, &held);
	}
	held.attachments = names.count;
	held.backups = backups_count(arena, desk->dir);
	*ret_held = held;
	return NULL;
}

/* -- a copy on a stick ---------------------------------------------------- */

/* A file of that name in one of the folders that are about to be emptied. */
static bool is_below(struct desk *desk, struct arena *arena, str name)
{
	static const char *const folders[] = {"", "/desk", "/desk/files",
		"/backups", "/drill", "/rehearsal", "/line"};

	for (size_t i = 0; i < NELEM(folders); i++) {
		if (file_exists(str_c(arena, str_fmt(arena, "%s%s/%.*s",
			desk->dir, folders[i], S_ARG(name))))) {
			return true;
		}
	}
	return false;
}

static const err *copy_write(struct desk *desk, struct arena *arena,
	const char *stick, str part, struct backup_sum *ret_sum)
{
	const char *path = str_c(arena, str_fmt(arena, "%s/%.*s", stick,
		S_ARG(part)));
	struct file out = {-1};
	const err *e = file_open(&out, path, FILE_NEW);

	if (e != NULL && e->code == ERR_ABSENT) {
		e = err_make(ERR_USAGE, "there is no such folder");
	}
	if (e == NULL && is_below(desk, arena, part)) {
		e = err_make(ERR_USAGE, "this folder does not stay behind");
	}
	if (e == NULL) {
		e = backup_write(desk->dir, desk_now_ms(desk) / HOUR_MS, false,
			&out, ret_sum);
	}
	if (e == NULL) e = file_sync(&out);
	if (out.fd >= 0) file_close(&out);
	if (e != NULL) (void)!file_remove(path);
	return e;
}

/* Read again, as it lies there. */
static const err *copy_check(const char *path, const struct backup_sum *sum)
{
	struct file in = {-1};
	struct backup_sum again = {0};
	const err *e = file_open(&in, path, FILE_READ);

	if (e == NULL) e = backup_check(&in, &again);
	file_close(&in);
	if (e == NULL && (again.files != sum->files ||
		again.bytes != sum->bytes)) {
		e = err_make(ERR_FORMAT, "the copy is not whole");
	}
	return e;
}

static const err *copy_make(struct desk *desk, struct arena *arena,
	const char *stick)
{
	unsigned char lot[LOT_BYTES];
	struct buf name = {0};
	struct backup_sum sum = {0};
	const char *path, *part;
	const err *e;

	rand_bytes(lot, sizeof(lot));
	buf_hex(&name, lot, sizeof(lot));
	buf_text(&name, ".backup");
	path = str_c(arena, str_fmt(arena, "%s/%.*s", stick,
		S_ARG(buf_str(&name))));
	buf_text(&name, ".part");
	part = str_c(arena, str_fmt(arena, "%s/%.*s", stick,
		S_ARG(buf_str(&name))));
	e = copy_write(desk, arena, stick, buf_str(&name), &sum);
	if (e == NULL) e = file_rename(part, path);
	if (e == NULL) e = copy_check(path, &sum);
	if (e == NULL) {
		desk_keep(desk);
		journey_snapshot_leave(arena, desk->dir, stick);
	}
	buf_close(&name);
	return e;
}

static const err *held_make_sure(struct desk *desk, struct arena *arena,
	const struct journey_ask *ask)
{
	struct journey_held held;
	struct travel_state state;
	const err *e;

	if (ask->stick != NULL) return copy_make(desk, arena, ask->stick);
	e = journey_held(desk, arena, &held);
	if (e == NULL) e = travel_look(desk, &state);
	if (e != NULL) return e;
	if (!state.alone && held.attachments == 0 && (held.line || held.desk.len > 0)) {
		return NULL;
	}
	return err_make(ERR_BUSY, "it is not held elsewhere yet");
}

/* -- what is left --------------------------------------------------------- */

static const err *smalls_read(struct desk *desk, struct arena *arena,
	struct left *left)
{
	bool line = journey_line_is_small(arena, desk->dir);

	for (size_t i = 0; i < left_small_count; i++) {
		str name = left_smalls[i];
		struct buf bytes = buf_cap(LEFT_SMALL_BYTES_MAX);
		const err *e;

		if (str_starts(name, S("line/")) && !line) continue;
		e = file_read(journey_path(arena, desk->dir, name),
			LEFT_SMALL_BYTES_MAX, &bytes);
		if (e == NULL) {
			left->small[left->small_count++] = (struct left_small){
				name, buf_take(&bytes, arena)};
		}
		buf_close(&bytes);
		if (e != NULL && e->code != ERR_ABSENT) return e;
	}
	return NULL;
}

/* Every commit of the pack; without `out` they are only counted. */
static const err *commits_list(struct desk *desk, struct buf *out,
	uint64_t *ret_count)
{
	struct pack_item *item = mem_get(sizeof(*item));
	struct left_item *one = mem_get(sizeof(*one));
	struct pack *pack = NULL;
	uint64_t at = 0;
	const err *e = pack_follow(&pack, desk_path(desk, "log.pack"));

	*ret_count = 0;
	while (e == NULL && (e = pack_at(pack, at, item)) == NULL) {
		at = item->next;
		++*ret_count;
		if (out == NULL) continue;
		one->body_count = item->body_count;
		for (size_t i = 0; i < item->body_count; i++) {
			one->bodies[i] = item->bodies[i].hash;
		}
		one->has_frame = item->frame.length > 0;
		one->frame = item->frame.hash;
		left_item_write(one, out);
	}
	pack_close(&pack);
	mem_free(item);
	mem_free(one);
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

static const err *left_text(struct desk *desk, struct arena *arena,
	struct buf *out)
{
	struct left left = {.org = desk_org(desk), .token = desk_token(desk),
		.roster = buf_str(&desk->roster_text)};
	struct file_names names;
	const err *e = attachments_list(desk, arena, &names);

	if (e == NULL) e = smalls_read(desk, arena, &left);
	if (e == NULL) e = commits_list(desk, NULL, &left.item_count);
	if (e != NULL) return e;
	left.names = names.at;
	left.name_count = names.count;
	left_write(&left, out);
	e = commits_list(desk, out, &left.item_count);
	if (e == NULL && out->failed) e = err_make(ERR_FULL, "it is too much");
	return e;
}

/* -- leaving -------------------------------------------------------------- */

static const err *sealed_put(const char *path, str plain, const recipient *to)
{
	struct buf sealed = buf_cap(LEFT_BYTES_MAX);
	const err *e;

	age_seal(&sealed, plain, to, 1);
	e = sealed.failed ? err_make(ERR_FULL, "it is too much")
			  : file_replace(path, buf_str(&sealed));
	buf_close(&sealed);
	return e;
}

/* All that the journey needs is on the disk, beside the whole desk. */
static const err *folder_write(struct desk *desk, struct arena *arena,
	const struct journey_turn *turn)
{
	struct buf left = buf_cap(LEFT_BYTES_MAX);
	const err *e = left_text(desk, arena, &left);

	if (e == NULL) {
		e = sealed_put(desk_path(desk, "left.age"), buf_str(&left),
			&desk->keys.identity.recipient);
	}
	if (e == NULL && turn->carried.len > 0) {
		e = sealed_put(desk_path(desk, "carried.age"), turn->carried,
			&turn->to);
	}
	if (e == NULL) {
		e = journey_mark(desk->dir, &(struct journey_mark){
			.key = hash_of(turn->key_file)});
	}
	/* the bytes of the old one are zeroed later, where they lie */
	if (e == NULL) {
		e = folders_link(desk->key, desk_path(desk, "key.old"));
	}
	buf_close(&left);
	return e;
}

const err *journey_turn(struct desk *desk, const struct journey_turn *turn)
{
	struct arena *arena = arena_open(LEAVE_ARENA_BYTES);
	const err *e = folder_write(desk, arena, turn);

	if (e == NULL) {
		e = file_replace(desk->key, turn->key_file); /* [journey-1] */
	}
	if (e == NULL) desk->torn = true; /* no snapshot of it is kept */
	else (void)!journey_settle(desk->dir); /* nothing is left of it */
	arena_close(&arena);
	return e;
}

const err *journey_leave(struct desk *desk, const struct journey_ask *ask)
{
	struct arena *arena = arena_open(LEAVE_ARENA_BYTES);
	struct identity carried = identity_make();
	struct buf key_file = {0};
	struct keyfile_parts parts;
	const err *e = travel_parts(desk, arena, (struct travel_ask){
		ask->passphrase, ask->paper}, &parts);

	if (e == NULL && ask->carried.len > JOURNEY_CARRIED_MAX) {
		e = err_make(ERR_FULL, "it is too much to carry");
	}
	if (e == NULL) e = held_make_sure(desk, arena, ask);
	if (e == NULL) {
		e = keyfile_bound(&desk->keys, ask->passphrase, parts,
			ask->carried.len > 0 ? &carried : NULL, &key_file);
	}
	if (e == NULL) {
		e = journey_turn(desk, &(struct journey_turn){ask->carried,
			carried.recipient, buf_str(&key_file)});
	}
	identity_close(&carried);
	buf_close(&key_file);
	arena_close(&arena);
	return e;
}
