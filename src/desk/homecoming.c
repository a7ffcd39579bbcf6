/* Back from a journey: see homecoming.h. Owns what came so far, and the log that
 * is made of it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/homecoming_room.h"

#include "desk/journey_room.h"
#include "desk/keyfile.h"
#include "seal/age.h"

#include <stdlib.h>
#include <string.h>

enum { PATHS_BYTES = 64 << 20, LEFT_SEALED_MAX = 1 << 30 };

const char *homecoming_path(struct homecoming *home, const char *name)
{
	return journey_path(home->arena, home->dir, str_of(name));
}

/* -- beginning ------------------------------------------------------------ */

static const err *left_open(struct homecoming *home,
	const struct identity *device)
{
	struct buf sealed = buf_cap(LEFT_SEALED_MAX);
	const err *e = file_read(homecoming_path(home, "desk/left.age"),
		LEFT_SEALED_MAX, &sealed);

	if (e == NULL && (age_open(&home->text, buf_str(&sealed), device, 1) !=
		AGE_OK || !left_read(home->arena, buf_str(&home->text),
		&home->left))) {
		e = err_make(ERR_FORMAT, "what was left at home is damaged");
	}
	buf_close(&sealed);
	return e;
}

static const err *carry_begin(struct homecoming *home)
{
	struct pack *none = NULL;
	const char *folder = homecoming_path(home, "desk/return");
	const err *e = file_folder_make(folder);

	/* an empty log: all that comes waits in the inbox */
	if (e == NULL) {
		e = pack_open(&none, homecoming_path(home,
			"desk/return/log.pack"));
	}
	pack_close(&none);
	return e != NULL ? e : carry_open(&home->carry, folder);
}

const err *homecoming_open(struct homecoming **ret_home, const char *dir,
	str passphrase, str part)
{
	struct homecoming *home = mem_get(sizeof(*home));
	struct keyfile_door door = {passphrase, part};
	struct keyfile keys = {.joined = false};
	bool travels = false;
	const err *e = NULL;

	home->arena = arena_open(PATHS_BYTES);
	home->dir = str_c(home->arena, str_of(dir));
	home->lock.fd = -1;
	home->text = buf_cap(LEFT_SEALED_MAX);
	if (!journey_has_desk(dir)) {
		e = err_make(ERR_ABSENT, "there is no desk in this folder");
	}
	if (e == NULL) {
		e = file_lock(&home->lock, homecoming_path(home, "desk/lock"));
	}
	if (e == NULL) e = journey_settle(dir);
	if (e == NULL && !journey_is_away(dir)) {
		e = err_make(ERR_ABSENT, "this desk is not on a journey");
	}
	if (e == NULL) { /* [homecoming-1] */
		e = keyfile_enter(&keys, homecoming_path(home, "desk/key.age"),
			door, &travels);
	}
	if (e == NULL) e = left_open(home, &keys.identity);
	if (e == NULL) e = carry_begin(home);
	keyfile_close(&keys);
	if (e != NULL) {
		homecoming_close(&home);
		return e;
	}
	home->passphrase = secret_copy(passphrase);
	home->part = secret_copy(part);
	*ret_home = home;
	return NULL;
}

void homecoming_close(struct homecoming **handle)
{
	struct homecoming *home = *handle;

	if (home == NULL) return;
	carry_close(&home->carry);
	secret_close(&home->passphrase);
	secret_close(&home->part);
	buf_close(&home->text);
	if (home->lock.fd >= 0) file_close(&home->lock);
	arena_close(&home->arena);
	mem_free(home);
	*handle = NULL;
}

str homecoming_passphrase(const struct homecoming *home)
{
	return secret_str(&home->passphrase);
}

str homecoming_part(const struct homecoming *home)
{
	return secret_str(&home->part);
}

str homecoming_token(const struct homecoming *home)
{
	return home->left.token;
}

str homecoming_roster(const struct homecoming *home)
{
	return home->left.roster;
}

/* -- how far it is -------------------------------------------------------- */

struct homecoming_state homecoming_state(const struct homecoming *home)
{
	struct homecoming_state state = {.heard = home->heard,
		.attachments = home->left.name_count};
	struct arena *arena = arena_open(PATHS_BYTES);
	struct left_item *item = mem_get(sizeof(*item));
	str items = home->left.items;

	while (left_next(&items, item)) {
		for (size_t i = 0; i < item->body_count; i++) {
			state.here += carry_has(home->carry, item->bodies[i]);
		}
		state.blobs += item->body_count + item->has_frame;
		if (!item->has_frame) continue;
		if (carry_has(home->carry, item->frame)) state.here++;
		else state.frames_missing++;
	}
	for (size_t i = 0; i < home->left.name_count; i++) {
		state.attachments_here += file_exists(journey_path(arena,
			home->dir, str_fmt(arena, "desk/files/%.*s",
			S_ARG(home->left.names[i]))));
	}
	mem_free(item);
	arena_close(&arena);
	return state;
}

bool homecoming_is_ready(const struct homecoming *home)
{
	struct homecoming_state state = homecoming_state(home);

	return state.frames_missing == 0 &&
		(state.heard || state.here == state.blobs);
}

/* -- from the line -------------------------------------------------------- */

struct place homecoming_place(const struct homecoming *home)
{
	return carry_place(home->carry);
}

const err *homecoming_hear(struct homecoming *home,
	const struct relay_log *log)
{
	const err *e = carry_receive(home->carry, log->blobs, log->count,
		log->place);

	if (e == NULL && !log->more) home->heard = true;
	return e;
}

const err *homecoming_lost(struct homecoming *home)
{
	return carry_lost(home->carry);
}

/* -- the log, again ------------------------------------------------------- */

/* Where each blob stands in the inbox, by its hash. */
struct weaving {
	struct homecoming *home;
	struct pack *inbox;
	struct pack_record *records;
	size_t count;
	str items;
	struct left_item item;
	struct buf bytes[PACK_BODIES_MAX + 1];
};

static int record_compare(const void *a, const void *b)
{
	const struct pack_record *one = a, *other = b;

	return memcmp(one->hash.bytes, other->hash.bytes,
		sizeof(one->hash.bytes));
}

static const struct pack_record *record_find(const struct weaving *weaving,
	hash name)
{
	struct pack_record wanted = {.hash = name};

	return bsearch(&wanted, weaving->records, weaving->count,
		sizeof(wanted), record_compare);
}

static const err *records_find(struct weaving *weaving)
{
	struct pack_item *item = mem_get(sizeof(*item));
	size_t room = (size_t)carry_waiting(weaving->home->carry);
	uint64_t at = 0;
	const err *e;

	weaving->records = mem_get(mem_times(room + 1,
		sizeof(*weaving->records)));
	while ((e = pack_at(weaving->inbox, at, item)) == NULL) {
		at = item->next;
		for (size_t i = 0; i < item->body_count; i++) {
			must(weaving->count < room);
			weaving->records[weaving->count++] = item->bodies[i];
		}
	}
	mem_free(item);
	if (weaving->count > 0) {
		qsort(weaving->records, weaving->count,
			sizeof(*weaving->records), record_compare);
	}
	return e->code == ERR_ABSENT ? NULL : e;
}

/* [pack-3] the bytes have the hash under which they were left. */
static const err *blob_get(struct weaving *weaving, hash name, size_t at,
	str *ret_bytes)
{
	const struct pack_record *record = record_find(weaving, name);
	const err *e;

	*ret_bytes = S("");
	buf_reset(&weaving->bytes[at]);
	if (record == NULL) return NULL;
	e = pack_read(weaving->inbox, record, &weaving->bytes[at]);
	if (e == NULL) *ret_bytes = buf_str(&weaving->bytes[at]);
	return e;
}

static const err *item_make(struct weaving *weaving, struct pack_parts *parts)
{
	const struct left_item *item = &weaving->item;
	const err *e = NULL;

	parts->count = 0;
	for (size_t i = 0; e == NULL && i < item->body_count; i++) {
		str *body = &parts->bodies[parts->count];

		e = blob_get(weaving, item->bodies[i], i, body);
		if (body->len > 0) parts->count++;
	}
	parts->frame = S("");
	if (e != NULL || !item->has_frame) return e;
	e = blob_get(weaving, item->frame, PACK_BODIES_MAX, &parts->frame);
	if (e == NULL && parts->frame.len == 0) {
		e = err_make(ERR_ABSENT, "a frame is not here");
	}
	return e;
}

/* A pack_next: what was left, without what is gone for good. */
static const err *item_give(void *owner, struct pack_parts *ret_parts)
{
	struct weaving *weaving = owner;
	const err *e = NULL;

	do {
		if (!left_next(&weaving->items, &weaving->item)) {
			ret_parts->over = true;
			return NULL;
		}
		e = item_make(weaving, ret_parts);
	} while (e == NULL && ret_parts->count == 0 &&
		ret_parts->frame.len == 0);
	return e;
}

static const err *log_make(struct homecoming *home)
{
	struct weaving *weaving = mem_get(sizeof(*weaving));
	const err *e = pack_follow(&weaving->inbox, homecoming_path(home,
		"desk/return/inbox.pack"));

	weaving->home = home;
	weaving->items = home->left.items;
	for (size_t i = 0; i < NELEM(weaving->bytes); i++) {
		weaving->bytes[i] = buf_cap(PACK_RECORD_MAX);
	}
	if (e == NULL) e = records_find(weaving);
	if (e == NULL) {
		e = pack_make(homecoming_path(home, "desk/log.pack"), item_give,
			weaving);
	}
	for (size_t i = 0; i < NELEM(weaving->bytes); i++) {
		buf_close(&weaving->bytes[i]);
	}
	pack_close(&weaving->inbox);
	mem_free(weaving->records);
	mem_free(weaving);
	return e;
}

static const err *smalls_put(struct homecoming *home)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < home->left.small_count; i++) {
		const struct left_small *one = &home->left.small[i];
		const char *path = journey_path(home->arena, home->dir,
			one->name);

		if (str_starts(one->name, S("line/"))) {
			e = file_folder_make(homecoming_path(home, "line"));
		}
		if (e == NULL && !file_exists(path)) {
			e = file_create(path, one->bytes);
		}
	}
	return e;
}

/* What came is in the log, all of it: the desk need not look through it again. */
static const err *inbox_drop(struct homecoming *home)
{
	struct homecoming_state state = homecoming_state(home);

	if (state.here != state.blobs ||
		carry_waiting(home->carry) != state.blobs) {
		return NULL;
	}
	return file_remove(homecoming_path(home, "desk/return/inbox.pack"));
}

const err *homecoming_finish(struct homecoming *home)
{
	const err *e = NULL;

	if (!homecoming_is_ready(home)) {
		return err_make(ERR_ABSENT, "what stayed at home is not here");
	}
	e = file_folder_make(homecoming_path(home, "desk/files"));
	if (e == NULL) e = smalls_put(home);
	if (e == NULL) e = log_make(home); /* from here on it is at home */
	if (e == NULL) e = inbox_drop(home);
	return e != NULL ? e : journey_settle(home->dir);
}
