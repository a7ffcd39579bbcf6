/* The pack: see pack.h and doc/log.md L5. Owns the open file.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/pack.h"

#include "base/mem.h"
#include "os/file.h"

#include <stdio.h>
#include <string.h>

enum { HEAD_BYTES = 1 + 4 + 4 + 32, COMMIT_MAX = 16 << 20,
	RAW_BYTES = 1 << 20 };

static const char magic[] = "bothy-pack/1\n";

struct pack {
	struct file file;
	uint64_t size;      /* whole commits */
	bool waits;         /* synced as a whole, at the end */
	uint64_t torn;
	uint32_t count;     /* whole commits */
	struct buf block;   /* a commit while it is written */
	char path[256];
};

static void number_put(struct buf *out, uint32_t number)
{
	for (int shift = 0; shift < 32; shift += 8) {
		buf_byte(out, (char)(number >> shift & 0xff));
	}
}

static uint32_t number_at(const char *bytes)
{
	const unsigned char *at = (const unsigned char *)bytes;

	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
		(uint32_t)at[3] << 24;
}

static void head_write(struct buf *out, char kind, uint32_t commit, str bytes)
{
	hash name = hash_of(bytes);

	buf_byte(out, kind);
	number_put(out, commit);
	number_put(out, (uint32_t)bytes.len);
	buf_put(out, str_bytes(name.bytes, sizeof(name.bytes)));
	buf_put(out, bytes);
}

static bool head_read(str head, char *ret_kind, uint32_t *ret_commit,
	struct pack_record *record)
{
	*ret_kind = head.at[0];
	*ret_commit = number_at(head.at + 1);
	record->length = number_at(head.at + 5);
	memcpy(record->hash.bytes, head.at + 9, sizeof(record->hash.bytes));
	return (*ret_kind == 'B' || *ret_kind == 'F') &&
	       record->length <= PACK_RECORD_MAX;
}

/* Reads the heads of one commit that begins at `at` and must end by `end`. */
static const err *item_read(struct pack *pack, uint64_t at, uint64_t end,
	struct pack_item *item)
{
	struct buf head = {0};
	char kind = 'B';
	uint32_t commit = 0, number;
	const err *e = NULL;

	item->body_count = 0;
	while (e == NULL && kind == 'B') {
		struct pack_record record;

		buf_reset(&head);
		e = at + HEAD_BYTES > end
			? err_make(ERR_FORMAT, "the pack ends inside a commit")
			: file_get_at(&pack->file, at, HEAD_BYTES, &head);
		if (e != NULL) break;
		if (!head_read(buf_str(&head), &kind, &number, &record) ||
			number == 0 || (commit != 0 && number != commit) ||
			record.length > end - at - HEAD_BYTES ||
			(kind == 'B' && item->body_count == PACK_BODIES_MAX)) {
			e = err_make(ERR_FORMAT, "the pack is damaged");
			break;
		}
		commit = number;
		record.offset = at + HEAD_BYTES;
		at = record.offset + record.length;
		if (kind == 'B') item->bodies[item->body_count++] = record;
		else item->frame = record;
	}
	item->next = at;
	item->number = commit;
	buf_close(&head);
	return e;
}

const err *pack_read(struct pack *pack, const struct pack_record *record,
	struct buf *out)
{
	size_t start = out->len;
	const err *e = file_get_at(&pack->file, record->offset, record->length,
		out);

	if (e != NULL) return e;
	if (!hash_eq(hash_of(str_from(buf_str(out), start)), record->hash)) {
		out->len = start;
		return err_make(ERR_FORMAT, "a record of the pack is damaged");
	}
	return NULL;
}

/* [pack-2] True when every record of the commit has its hash. */
static bool item_is_sound(struct pack *pack, const struct pack_item *item)
{
	struct buf bytes = buf_cap(PACK_RECORD_MAX + 1);
	const err *e = pack_read(pack, &item->frame, &bytes);

	for (size_t i = 0; e == NULL && i < item->body_count; i++) {
		buf_reset(&bytes);
		e = pack_read(pack, &item->bodies[i], &bytes);
	}
	buf_close(&bytes);
	return e == NULL;
}

/* True when a sound record of a later commit than the next one stands behind
 * `at`: then the damage is older than the last write, and nothing may be cut. */
static bool later_stands_behind(struct pack *pack, uint64_t at, uint64_t bytes)
{
	struct buf tail = buf_cap(2 * COMMIT_MAX);
	bool found = bytes - at > COMMIT_MAX ||
		file_get_at(&pack->file, at, (size_t)(bytes - at), &tail) != NULL;

	for (size_t i = 1; !found && i + HEAD_BYTES < tail.len; i++) {
		struct pack_record record;
		str behind = str_from(buf_str(&tail), i + HEAD_BYTES);
		uint32_t number;
		char kind;

		if (!head_read(str_from(buf_str(&tail), i), &kind, &number,
			&record) || number <= pack->count + 1) {
			continue;
		}
		found = record.length > 0 && record.length <= behind.len &&
			hash_eq(hash_of(str_first(behind, record.length)),
				record.hash);
	}
	buf_close(&tail);
	return found;
}

/* Counts whole commits from pack->size on. Only the last commit can be torn,
 * so only its bytes are hashed here; the others are when they are read
 * [pack-3]. */
static const err *commits_count(struct pack *pack, uint64_t bytes)
{
	struct pack_item item;

	while (pack->size < bytes) {
		const err *e = item_read(pack, pack->size, bytes, &item);

		if (e != NULL && e->code != ERR_FORMAT) return e;
		if (e != NULL || (item.next == bytes &&
			!item_is_sound(pack, &item)) ||
			item.number != pack->count + 1) {
			break;
		}
		pack->count++;
		pack->size = item.next;
	}
	return NULL;
}

/* Finds the end of the last whole commit and cuts what is behind it. */
static const err *tail_cut(struct pack *pack, uint64_t bytes)
{
	const err *e;

	pack->size = sizeof(magic) - 1;
	e = commits_count(pack, bytes);
	if (e != NULL) return e;
	if (pack->size < bytes &&
		later_stands_behind(pack, pack->size, bytes)) {
		return err_make(ERR_FORMAT, "log.pack is damaged: restore it "
			"from a backup; nothing was changed");
	}
	pack->torn = bytes - pack->size;
	return pack->torn == 0 ? NULL : file_cut(&pack->file, pack->size);
}

static const err *magic_check(struct pack *pack, uint64_t bytes)
{
	struct buf start = {0};
	const err *e = NULL;

	if (bytes < sizeof(magic) - 1) {
		return err_make(ERR_FORMAT, "log.pack is not a pack");
	}
	e = file_get_at(&pack->file, 0, sizeof(magic) - 1, &start);
	if (e == NULL && !str_eq(buf_str(&start), str_of(magic))) {
		e = err_make(ERR_FORMAT, "log.pack is not a pack");
	}
	buf_close(&start);
	return e;
}

static const err *begin(struct pack *pack, const char *path)
{
	uint64_t bytes;
	const err *e;

	if (!file_exists(path)) {
		e = file_create(path, str_of(magic));
		if (e != NULL) return e;
	}
	e = file_open(&pack->file, path, FILE_APPEND);
	if (e == NULL) e = file_size(path, &bytes);
	if (e == NULL) e = magic_check(pack, bytes);
	return e != NULL ? e : tail_cut(pack, bytes);
}

const err *pack_open(struct pack **ret_pack, const char *path)
{
	struct pack *pack = mem_get(sizeof(*pack));
	const err *e;

	pack->file.fd = -1;
	must(snprintf(pack->path, sizeof(pack->path), "%s", path) <
		(int)sizeof(pack->path));
	pack->block = buf_cap(COMMIT_MAX);
	e = begin(pack, path);
	if (e != NULL) pack_close(&pack);
	*ret_pack = pack;
	return e;
}

const err *pack_follow(struct pack **ret_pack, const char *path)
{
	struct pack *pack;
	uint64_t bytes;
	const err *e = file_size(path, &bytes);

	if (e != NULL) return e;
	pack = mem_get(sizeof(*pack));
	pack->file.fd = -1;
	pack->size = sizeof(magic) - 1;
	e = file_open(&pack->file, path, FILE_READ);
	if (e == NULL) e = magic_check(pack, bytes);
	if (e == NULL) e = commits_count(pack, bytes);
	if (e != NULL) pack_close(&pack);
	else *ret_pack = pack;
	return e;
}

const err *pack_more(struct pack *pack, const char *path)
{
	uint64_t bytes;
	const err *e = file_size(path, &bytes);

	if (e == NULL) e = commits_count(pack, bytes);
	if (e != NULL || bytes == pack->size) return e;
	return err_make(ERR_BUSY, "the pack was written anew");
}

void pack_close(struct pack **handle)
{
	struct pack *pack = *handle;

	if (pack == NULL) return;
	file_close(&pack->file);
	buf_close(&pack->block);
	mem_free(pack);
	*handle = NULL;
}

const err *pack_commit(struct pack *pack, const str *bodies, size_t count,
	str frame)
{
	const err *e;

	must(count <= PACK_BODIES_MAX && frame.len <= PACK_RECORD_MAX);
	buf_reset(&pack->block);
	for (size_t i = 0; i < count; i++) {
		must(bodies[i].len <= PACK_RECORD_MAX);
		head_write(&pack->block, 'B', pack->count + 1, bodies[i]);
	}
	head_write(&pack->block, 'F', pack->count + 1, frame);
	if (pack->block.failed) {
		return err_make(ERR_FULL, "this is too much for one commit");
	}
	e = file_put(&pack->file, buf_str(&pack->block));
	if (e == NULL && !pack->waits) e = file_sync(&pack->file);
	if (e != NULL) {
		/* Whatever arrived of it is taken back. */
		const err *cut = file_cut(&pack->file, pack->size);

		return cut != NULL ? cut : e;
	}
	pack->size += pack->block.len;
	pack->count++;
	return NULL;
}

const err *pack_at(struct pack *pack, uint64_t position,
	struct pack_item *ret_item)
{
	if (position == 0) position = sizeof(magic) - 1;
	if (position >= pack->size) {
		return err_make(ERR_ABSENT, "no commit behind the last");
	}
	return item_read(pack, position, pack->size, ret_item);
}

uint64_t pack_size(const struct pack *pack)
{
	return pack->size;
}

uint64_t pack_torn(const struct pack *pack)
{
	return pack->torn;
}

/* -- without some bodies -------------------------------------------------- */

/* One commit into the new file, but for what goes. */
static const err *item_copy(struct pack *pack, struct pack *to,
	struct pack_item *item, pack_goes *goes, void *owner)
{
	struct buf sealed[PACK_BODIES_MAX] = {{0}};
	str parts[PACK_BODIES_MAX];
	struct buf frame = {0};
	size_t count = 0;
	const err *e = pack_read(pack, &item->frame, &frame);

	for (size_t i = 0; e == NULL && i < item->body_count; i++) {
		if (goes(owner, &item->bodies[i])) continue;
		e = pack_read(pack, &item->bodies[i], &sealed[count]);
		parts[count] = buf_str(&sealed[count]);
		count++;
	}
	if (e == NULL && (count > 0 || frame.len > 0)) {
		e = pack_commit(to, parts, count, buf_str(&frame));
	}
	for (size_t i = 0; i < count; i++) buf_close(&sealed[i]);
	buf_close(&frame);
	return e;
}

/* What was left out: a place behind it moves by so many bytes, with those of all
 * gaps before. */
struct gap { uint64_t at, bytes; };

struct pack_anew {
	struct pack *pack, *to;
	pack_goes *goes;
	void *owner;
	struct pack_item item;
	uint64_t at;        /* of the pack, what is copied */
	uint64_t raw_from;  /* up to `at` it is copied as it lies */
	struct gap *gaps;
	size_t gap_count, gap_room;
	char path[sizeof(((struct pack *)NULL)->path) + 8];
};

static void gap_add(struct pack_anew *anew, uint64_t at, uint64_t bytes)
{
	if (anew->gap_count == anew->gap_room) {
		size_t room = anew->gap_room * 2 + 16;

		anew->gaps = mem_grow(anew->gaps, mem_times(anew->gap_room,
			sizeof(*anew->gaps)), mem_times(room,
			sizeof(*anew->gaps)));
		anew->gap_room = room;
	}
	if (anew->gap_count > 0) {
		bytes += anew->gaps[anew->gap_count - 1].bytes;
	}
	anew->gaps[anew->gap_count++] = (struct gap){at, bytes};
}

/* Those of the item at hand that are left out; whether any is. */
static bool gaps_find(struct pack_anew *anew)
{
	const struct pack_item *item = &anew->item;
	size_t count = 0;

	for (size_t i = 0; i < item->body_count; i++) {
		if (!anew->goes(anew->owner, &item->bodies[i])) continue;
		gap_add(anew, item->bodies[i].offset - HEAD_BYTES,
			item->bodies[i].length + HEAD_BYTES);
		count++;
	}
	if (count == item->body_count && item->frame.length == 0) {
		gap_add(anew, item->frame.offset - HEAD_BYTES, HEAD_BYTES);
	}
	return count > 0;
}

/* What nothing goes of, as it lies: what is damaged in it stays so, and is found
 * where it is read [pack-3]. */
static const err *raw_flush(struct pack_anew *anew)
{
	struct buf piece = {0};
	const err *e = NULL;

	while (e == NULL && anew->raw_from < anew->at) {
		uint64_t left = anew->at - anew->raw_from;
		size_t len = left < RAW_BYTES ? (size_t)left : RAW_BYTES;

		buf_reset(&piece);
		e = file_get_at(&anew->pack->file, anew->raw_from, len, &piece);
		if (e == NULL) e = file_put(&anew->to->file, buf_str(&piece));
		if (e != NULL) break;
		anew->raw_from += len;
		anew->to->size += len;
	}
	buf_close(&piece);
	return e;
}

static const err *item_next(struct pack_anew *anew)
{
	const struct pack_item *item = &anew->item;
	const err *e;

	if (!gaps_find(anew) && item->number == anew->to->count + 1) {
		anew->to->count++;
		anew->at = item->next;
		return NULL;
	}
	e = raw_flush(anew);
	if (e == NULL) {
		e = item_copy(anew->pack, anew->to, &anew->item, anew->goes,
			anew->owner);
	}
	anew->at = anew->raw_from = item->next;
	return e;
}

const err *pack_anew_open(struct pack_anew **ret_anew, struct pack *pack,
	pack_goes *goes, void *owner)
{
	struct pack_anew *anew = mem_get(sizeof(*anew));
	const err *e;

	anew->pack = pack;
	anew->goes = goes;
	anew->owner = owner;
	anew->at = anew->raw_from = sizeof(magic) - 1;
	(void)snprintf(anew->path, sizeof(anew->path), "%s.new", pack->path);
	e = file_remove(anew->path); /* of a start that was killed */
	if (e == NULL) e = pack_open(&anew->to, anew->path);
	if (e == NULL) anew->to->waits = true;
	if (e != NULL) pack_anew_close(&anew);
	*ret_anew = anew;
	return e;
}

const err *pack_anew_step(struct pack_anew *anew, uint64_t bytes,
	bool *ret_over)
{
	uint64_t until = anew->at + bytes;
	const err *e = NULL;

	*ret_over = false;
	while (e == NULL && anew->at < until && !*ret_over) {
		e = pack_at(anew->pack, anew->at, &anew->item);
		*ret_over = e != NULL && e->code == ERR_ABSENT;
		if (*ret_over) e = NULL;
		else if (e == NULL) e = item_next(anew);
	}
	if (e == NULL) e = raw_flush(anew);
	return e != NULL ? e : file_sync(&anew->to->file);
}

uint64_t pack_anew_done(const struct pack_anew *anew)
{
	return anew->at;
}

const err *pack_anew_end(struct pack_anew *anew)
{
	struct pack *pack = anew->pack, *to = anew->to;
	bool over;
	const err *e = pack_anew_step(anew, UINT64_MAX - anew->at, &over);

	if (e == NULL) e = file_rename(anew->path, pack->path);
	if (e != NULL) return e;
	file_close(&pack->file);
	pack->file = to->file;
	pack->size = to->size;
	pack->count = to->count;
	to->file.fd = -1;
	return NULL;
}

uint64_t pack_anew_place(const struct pack_anew *anew, uint64_t place)
{
	size_t low = 0, high = anew->gap_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (anew->gaps[middle].at < place) low = middle + 1;
		else high = middle;
	}
	return low == 0 ? place : place - anew->gaps[low - 1].bytes;
}

void pack_anew_close(struct pack_anew **handle)
{
	struct pack_anew *anew = *handle;

	if (anew == NULL) return;
	if (anew->to != NULL && anew->to->file.fd >= 0) {
		(void)!file_remove(anew->path);
	}
	pack_close(&anew->to);
	mem_free(anew->gaps);
	mem_free(anew);
	*handle = NULL;
}

const err *pack_without(struct pack *pack, pack_goes *goes, void *owner)
{
	struct pack_anew *anew = NULL;
	const err *e = pack_anew_open(&anew, pack, goes, owner);

	if (e == NULL) e = pack_anew_end(anew);
	pack_anew_close(&anew);
	return e;
}

/* -- all of it, anew ------------------------------------------------------ */

static const err *commits_put(struct pack *to, pack_next *next, void *owner)
{
	struct pack_parts *parts = mem_get(sizeof(*parts));
	const err *e = next(owner, parts);

	while (e == NULL && !parts->over) {
		e = pack_commit(to, parts->bodies, parts->count, parts->frame);
		*parts = (struct pack_parts){.count = 0};
		if (e == NULL) e = next(owner, parts);
	}
	mem_free(parts);
	return e;
}

const err *pack_make(const char *path, pack_next *next, void *owner)
{
	struct pack *to = NULL;
	char fresh[sizeof(to->path)];
	const err *e;

	must(snprintf(fresh, sizeof(fresh), "%s.new", path) <
		(int)sizeof(fresh));
	e = file_remove(fresh);
	if (e == NULL) e = pack_open(&to, fresh);
	if (e == NULL) {
		to->waits = true;
		e = commits_put(to, next, owner);
	}
	if (e == NULL) e = file_sync(&to->file);
	if (e == NULL) e = file_rename(fresh, path);
	pack_close(&to);
	return e;
}
