/* The drill: see drill.h. Owns the scratch folder.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/drill.h"

#include "base/field.h"
#include "desk/backup.h"
#include "os/file.h"
#include "os/report.h"
#include "store/pack.h"
#include "store/state.h"

enum { PATHS_BYTES = 64 << 20, HOUR_MS = 3600000, HEAD_BYTES = 64,
	RINGS_MAX = 4096 };

static const str words[DRILL_COUNT] = {
	[DRILL_GOOD] = S_INIT("good"), [DRILL_OLD] = S_INIT("old"),
	[DRILL_NONE] = S_INIT("none"), [DRILL_DAMAGED] = S_INIT("damaged"),
	[DRILL_CUT] = S_INIT("cut"), [DRILL_MISSING] = S_INIT("missing"),
	[DRILL_LACKS] = S_INIT("lacks"), [DRILL_DIFFERS] = S_INIT("differs"),
	[DRILL_NO_ROOM] = S_INIT("no-room"), [DRILL_FAILED] = S_INIT("failed"),
};

str drill_word(enum drill_found found)
{
	return words[found];
}

bool drill_word_read(str word, enum drill_found *ret_found)
{
	for (size_t i = 0; i < DRILL_COUNT; i++) {
		if (!str_eq(words[i], word)) continue;
		*ret_found = (enum drill_found)i;
		return true;
	}
	return false;
}

/* A drill under way. */
struct trial {
	const struct drill *drill;
	struct arena *arena;
	const char *backup, *scratch;
	uint64_t hour;
	struct log *restored, *live;
	struct state *states[2];        /* of what is restored, and of the live */
	char own[LOG_DEVICE_HEX];
	bool lacks;
};

static const char *path_in(struct trial *t, const char *folder,
	const char *name)
{
	return str_c(t->arena, str_fmt(t->arena, "%s/%s", folder, name));
}

static void stage(const struct trial *t, unsigned number)
{
	if (t->drill->stage != NULL) t->drill->stage(t->drill->owner, number);
}

/* -- scratch -------------------------------------------------------------- */

/* A folder of blobs, with the folders in it. */
static void folder_clear(struct arena *arena, const char *path)
{
	struct file_names names;

	if (!file_exists(path) || file_list(arena, path, &names) != NULL) return;
	for (size_t i = 0; i < names.count; i++) {
		const char *one = str_c(arena, str_fmt(arena, "%s/%.*s", path,
			S_ARG(names.at[i])));

		if (file_is_special(one)) folder_clear(arena, one);
		else if (file_remove(one) != NULL) continue;
	}
	if (file_folder_remove(path) != NULL) {
		report("a folder of a drill is left behind", UINT64_MAX);
	}
}

void drill_clear(const char *scratch)
{
	struct arena *arena = arena_open(PATHS_BYTES);

	folder_clear(arena, scratch);
	arena_close(&arena);
}

void drill_clean(const char *dir)
{
	struct arena *arena = arena_open(PATHS_BYTES);

	folder_clear(arena, str_c(arena, str_fmt(arena, "%s/drill", dir)));
	arena_close(&arena);
}

/* -- which backup --------------------------------------------------------- */

/* The hour a file says it was made; false when it is no backup. */
static bool hour_read(const char *path, uint64_t *ret_hour)
{
	struct file file = {-1};
	struct buf head = {0};
	size_t count;
	str rest;
	bool is = !file_is_special(path) &&
		file_open(&file, path, FILE_READ) == NULL &&
		file_get(&file, HEAD_BYTES, &head, &count) == NULL;

	rest = buf_str(&head);
	is = is && field_line(&rest, S("bothy-backup/1")) &&
		field_number(&rest, S("hour"), UINT32_MAX, ret_hour);
	buf_close(&head);
	file_close(&file);
	return is;
}

bool drill_is_backup(const char *path)
{
	uint64_t hour;

	return hour_read(path, &hour);
}

bool drill_newest(struct arena *arena, const char *folder,
	const char **ret_path, uint64_t *ret_hour)
{
	struct file_names names;
	uint64_t hour;

	*ret_path = NULL;
	*ret_hour = 0;
	if (file_list(arena, folder, &names) != NULL) return false;
	for (size_t i = 0; i < names.count; i++) {
		const char *one = str_c(arena, str_fmt(arena, "%s/%.*s", folder,
			S_ARG(names.at[i])));

		if (!hour_read(one, &hour) || hour < *ret_hour) continue;
		*ret_hour = hour;
		*ret_path = one;
	}
	return *ret_path != NULL;
}

static bool newest_find(struct trial *t)
{
	const char *folder = t->drill->folder;

	if (t->drill->file != NULL) {
		t->backup = t->drill->file;
		return hour_read(t->backup, &t->hour);
	}
	if (folder == NULL) folder = path_in(t, t->drill->dir, "backups");
	return drill_newest(t->arena, folder, &t->backup, &t->hour);
}

static bool is_old(const struct trial *t)
{
	return t->hour + DRILL_OLD_HOURS < t->drill->now_ms / HOUR_MS;
}

/* -- restoring ------------------------------------------------------------ */

static enum drill_found unpack(struct trial *t)
{
	struct file in = {-1};
	struct backup_sum sum;
	uint64_t bytes, room, all;
	const err *e = file_size(t->backup, &bytes);

	if (e == NULL) e = file_disk(t->drill->dir, &room, &all);
	if (e == NULL && room < bytes) return DRILL_NO_ROOM;
	if (e == NULL) e = file_open(&in, t->backup, FILE_READ);
	if (e == NULL) e = backup_unpack(&in, t->scratch, &sum);
	file_close(&in);
	if (e == NULL) return DRILL_GOOD;
	return e->code == ERR_FORMAT ? DRILL_DAMAGED
		: e->code == ERR_FULL ? DRILL_NO_ROOM : DRILL_FAILED;
}

static const err *item_look(struct pack *pack, const struct pack_item *item,
	struct buf *bytes)
{
	const err *e = pack_read(pack, &item->frame, bytes);

	for (size_t i = 0; e == NULL && i < item->body_count; i++) {
		buf_reset(bytes);
		e = pack_read(pack, &item->bodies[i], bytes);
	}
	buf_reset(bytes);
	return e;
}

/* Every blob of the pack, also those that this member cannot open. */
static enum drill_found blobs_look(struct trial *t)
{
	const char *path = path_in(t, t->scratch, "desk/log.pack");
	struct pack_item *item = mem_get(sizeof(*item));
	struct buf bytes = buf_cap(PACK_RECORD_MAX + 1);
	struct pack *pack = NULL;
	uint64_t at = 0, size = 0;
	const err *e = file_size(path, &size);
	enum drill_found found = DRILL_GOOD;

	if (e == NULL) e = pack_follow(&pack, path);
	while (e == NULL && (e = pack_at(pack, at, item)) == NULL) {
		e = item_look(pack, item, &bytes);
		at = item->next;
	}
	if (e != NULL && e->code != ERR_ABSENT) found = DRILL_DAMAGED;
	else if (pack_size(pack) != size) found = DRILL_CUT;
	pack_close(&pack);
	buf_close(&bytes);
	mem_free(item);
	return found;
}

/* Attachments that were here at its hour are in it. */
static enum drill_found files_look(struct trial *t)
{
	const char *here = path_in(t, t->drill->dir, "desk/files");
	const char *there = path_in(t, t->scratch, "desk/files");
	struct file_names names;

	if (file_list(t->arena, here, &names) != NULL) return DRILL_GOOD;
	for (size_t i = 0; i < names.count; i++) {
		const char *name = str_c(t->arena, names.at[i]);
		uint64_t ms, bytes, kept;

		if (str_find_byte(names.at[i], '.') != SIZE_MAX) continue;
		if (file_changed_ms(path_in(t, here, name), &ms) != NULL ||
			ms >= t->hour * HOUR_MS) {
			continue;
		}
		if (file_size(path_in(t, here, name), &bytes) != NULL) continue;
		if (file_size(path_in(t, there, name), &kept) != NULL ||
			kept != bytes) {
			return DRILL_LACKS;
		}
	}
	return DRILL_GOOD;
}

/* -- reading -------------------------------------------------------------- */

static const err *restored_op(void *owner, const struct log_op *op)
{
	struct trial *t = owner;

	return state_op(t->states[0], op);
}

/* Of the live log, what the backup has; and what it should have: all that this
 * device wrote before its hour. */
static const err *live_op(void *owner, const struct log_op *op)
{
	struct trial *t = owner;
	bool own = str_eq(op->dev, str_bytes(t->own, sizeof(t->own)));

	if (op->seq <= log_known(t->restored, op->dev)) {
		return state_op(t->states[1], op);
	}
	t->lacks |= own && op->hlc.ms < t->hour * HOUR_MS;
	return NULL;
}

/* What was handed to this device since opens what is in the backup too. */
static void epochs_add(const struct trial *t, struct log *log)
{
	struct log_epoch_row *rows = mem_get(mem_times(RINGS_MAX,
		sizeof(*rows)));
	size_t count = log_epoch_list(t->drill->log, rows, RINGS_MAX);

	for (size_t i = 0; i < count; i++) {
		log_epoch_add(log, rows[i].ring, rows[i].epoch,
			secret_str(&rows[i].identity->key));
	}
	mem_free(rows);
}

static const err *log_take(struct trial *t, const char *path,
	struct log **ret_log, log_give *give)
{
	size_t at = give == live_op;
	const err *e = log_follow(ret_log, path, t->drill->device);

	if (e != NULL) return e;
	log_clock(*ret_log, t->drill->now_ms);
	epochs_add(t, *ret_log);
	do {
		state_close(&t->states[at]);
		t->states[at] = state_open(t->drill->device->org);
		e = log_read(*ret_log, give, t);
	} while (e == NULL && log_withdrawn(*ret_log));
	return e;
}

static bool rings_agree(const struct trial *t)
{
	struct log_epoch_row *rows = mem_get(mem_times(RINGS_MAX,
		sizeof(*rows)));
	size_t count = log_epoch_list(t->drill->log, rows, RINGS_MAX);
	bool agree = true;

	for (size_t i = 0; i < count; i++) {
		agree &= state_sum_eq(state_sum(t->states[0], rows[i].ring),
			state_sum(t->states[1], rows[i].ring));
	}
	mem_free(rows);
	return agree;
}

static enum drill_found logs_compare(struct trial *t)
{
	const err *e;

	stage(t, 3);
	e = log_take(t, path_in(t, t->scratch, "desk/log.pack"), &t->restored,
		restored_op);
	if (e != NULL) {
		return e->code == ERR_FORMAT ? DRILL_DAMAGED
			: e->code == ERR_KEY ? DRILL_DIFFERS : DRILL_FAILED;
	}
	stage(t, 4);
	e = log_take(t, path_in(t, t->drill->dir, "desk/log.pack"), &t->live,
		live_op);
	if (e != NULL) return DRILL_FAILED;
	if (log_missing(t->restored) > log_missing(t->live)) {
		return DRILL_MISSING;
	}
	if (t->lacks) return DRILL_LACKS;
	return rings_agree(t) ? DRILL_GOOD : DRILL_DIFFERS;
}

/* -- the whole ------------------------------------------------------------ */

static enum drill_found whole_try(struct trial *t)
{
	enum drill_found found;

	stage(t, 1);
	if (!newest_find(t)) {
		return t->drill->file != NULL && file_exists(t->drill->file)
			? DRILL_DAMAGED : DRILL_NONE;
	}
	drill_clean(t->drill->dir);
	found = unpack(t);
	stage(t, 2);
	if (found == DRILL_GOOD) found = blobs_look(t);
	if (found == DRILL_GOOD) found = logs_compare(t);
	if (found == DRILL_GOOD) found = files_look(t);
	if (found == DRILL_GOOD && is_old(t)) found = DRILL_OLD;
	return found;
}

struct drill_result drill_run(const struct drill *drill)
{
	struct trial t = {.drill = drill, .arena = arena_open(PATHS_BYTES)};
	struct drill_result result;

	log_device_name(drill->device->sign->public, t.own);
	t.scratch = path_in(&t, drill->dir, "drill");
	result.found = whole_try(&t);
	result.hour = t.hour;
	log_close(&t.restored);
	log_close(&t.live);
	for (size_t i = 0; i < NELEM(t.states); i++) state_close(&t.states[i]);
	drill_clean(drill->dir); /* [drill-1] */
	arena_close(&t.arena);
	return result;
}
