/* What a stick brings back: see homecoming.h. A copy made when leaving, or any
 * backup of a desk of the team, is unpacked aside; of it is taken what was left
 * behind, and nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/homecoming_room.h"

#include "desk/backup.h"
#include "desk/drill.h"
#include "desk/journey_room.h"
#include "desk/journey_snapshot.h"
#include "desk/stick.h"
#include "os/report.h"

enum { STICK_ARENA_BYTES = 64 << 20, BATCH_BYTES = 8 << 20,
	BATCH_ARENA_BYTES = 32 << 20 };

#define ASIDE "desk/return/aside"

/* The names that were left, in a set. */
static void wanted_find(const struct homecoming *home, struct hash_set *ret_set)
{
	struct left_item *item = mem_get(sizeof(*item));
	str items = home->left.items;

	while (left_next(&items, item)) {
		for (size_t i = 0; i < item->body_count; i++) {
			(void)hash_set_add(ret_set, item->bodies[i]);
		}
		if (item->has_frame) (void)hash_set_add(ret_set, item->frame);
	}
	mem_free(item);
}

/* Blobs on their way into the inbox, many with one sync. */
struct taking {
	struct homecoming *home;
	struct hash_set wanted;
	struct arena *arena;         /* of their bytes */
	struct bundle_blob blobs[BUNDLE_BLOBS_MAX];
	size_t count, bytes;
};

static const err *flush(struct taking *t)
{
	const err *e = t->count == 0 ? NULL : carry_receive(t->home->carry,
		t->blobs, t->count, carry_place(t->home->carry));

	t->count = t->bytes = 0;
	arena_reset(t->arena);
	return e;
}

static const err *record_take(struct taking *t, struct pack *pack,
	const struct pack_record *record)
{
	struct buf bytes = buf_cap(PACK_RECORD_MAX);
	const err *e = NULL;

	if (record->length == 0 || !hash_set_has(&t->wanted, record->hash) ||
		carry_has(t->home->carry, record->hash)) {
		return NULL;
	}
	if (t->count == BUNDLE_BLOBS_MAX || t->bytes > BATCH_BYTES) e = flush(t);
	if (e == NULL) e = pack_read(pack, record, &bytes);
	if (e == NULL) {
		t->blobs[t->count++] = (struct bundle_blob){record->hash,
			buf_take(&bytes, t->arena)};
		t->bytes += record->length;
	}
	buf_close(&bytes);
	return e;
}

static const err *pack_take(struct taking *t, const char *name)
{
	struct pack_item *item = mem_get(sizeof(*item));
	struct pack *pack = NULL;
	uint64_t at = 0;
	const err *e = pack_follow(&pack, homecoming_path(t->home, name));

	while (e == NULL && (e = pack_at(pack, at, item)) == NULL) {
		at = item->next;
		for (size_t i = 0; e == NULL && i < item->body_count; i++) {
			e = record_take(t, pack, &item->bodies[i]);
		}
		if (e == NULL) e = record_take(t, pack, &item->frame);
	}
	if (e != NULL && e->code == ERR_ABSENT) e = flush(t);
	pack_close(&pack);
	mem_free(item);
	return e;
}

/* Attachments that were left, and are not here yet. */
static const err *attachments_take(struct homecoming *home)
{
	const err *e = file_folder_make(homecoming_path(home, "desk/files"));

	for (size_t i = 0; e == NULL && i < home->left.name_count; i++) {
		const char *from = journey_path(home->arena, home->dir,
			str_fmt(home->arena, ASIDE "/desk/files/%.*s",
				S_ARG(home->left.names[i])));
		const char *to = journey_path(home->arena, home->dir,
			str_fmt(home->arena, "desk/files/%.*s",
				S_ARG(home->left.names[i])));

		if (!file_exists(from) || file_exists(to)) continue;
		e = file_rename(from, to);
	}
	return e;
}

static const err *unpacked_take(struct homecoming *home)
{
	struct taking *t = mem_get(sizeof(*t));
	const err *e;

	t->home = home;
	t->arena = arena_open(BATCH_ARENA_BYTES);
	wanted_find(home, &t->wanted);
	e = pack_take(t, ASIDE "/desk/log.pack");
	if (e == NULL) e = pack_take(t, ASIDE "/desk/inbox.pack");
	if (e == NULL) e = attachments_take(home);
	hash_set_close(&t->wanted);
	arena_close(&t->arena);
	mem_free(t);
	return e;
}

static const err *backup_take(struct homecoming *home, const char *path)
{
	struct backup_sum sum;
	struct file in = {-1};
	const err *e;

	drill_clear(homecoming_path(home, ASIDE));
	e = file_open(&in, path, FILE_READ);
	if (e == NULL) {
		e = backup_unpack(&in, homecoming_path(home, ASIDE), &sum);
	}
	file_close(&in);
	if (e == NULL) e = unpacked_take(home);
	drill_clear(homecoming_path(home, ASIDE));
	return e;
}

static void fault_report(str name, const char *sentence)
{
	(void)name;
	report(sentence, UINT64_MAX);
}

/* Also what others wrote meanwhile comes from here. */
static const err *log_take(struct homecoming *home, const char *folder,
	const struct file_names *names, bool *found)
{
	struct stick_sum sum;

	for (size_t i = 0; i < names->count; i++) {
		if (!str_ends(names->at[i], S(".blobs"))) continue;
		*found = true;
		return stick_exchange(home->carry, folder,
			(struct stick_ear){fault_report, NULL}, &sum);
	}
	return NULL;
}

/* The snapshot of the log as it was left. */
static void snapshot_take(struct homecoming *home, const char *folder)
{
	struct left_item *item = mem_get(sizeof(*item));
	str items = home->left.items;
	hash last = {{0}};

	while (left_next(&items, item)) {
		if (item->has_frame) last = item->frame;
	}
	mem_free(item);
	journey_snapshot_take(home->arena, home->dir, folder, last);
}

const err *homecoming_stick(struct homecoming *home, const char *folder)
{
	struct arena *arena = arena_open(STICK_ARENA_BYTES);
	struct file_names names;
	bool found = false;
	const err *e = file_list(arena, folder, &names);

	if (e != NULL && e->code == ERR_ABSENT) {
		e = err_make(ERR_USAGE, "there is no such folder");
	}
	if (e == NULL) e = log_take(home, folder, &names, &found);
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		const char *path = journey_path(arena, folder, names.at[i]);

		if (!drill_is_backup(path)) continue;
		found = true;
		e = backup_take(home, path);
		if (e != NULL && e->code == ERR_FORMAT) {
			report_err("a backup on the stick", e);
			e = NULL;
		}
	}
	if (e == NULL && !found) {
		e = err_make(ERR_USAGE, "nothing of ours is in this folder");
	}
	if (e == NULL) snapshot_take(home, folder);
	arena_close(&arena);
	return e;
}
