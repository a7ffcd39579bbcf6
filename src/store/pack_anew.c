/* The pack written anew, under another name and renamed: see pack.h and
 * doc/log.md L5.3. Owns what is left out, and where the rest lies then.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/pack_room.h"

#include "base/mem.h"

#include <stdio.h>

enum { RAW_BYTES = 1 << 20 /* copied at once */ };

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
		gap_add(anew, item->bodies[i].offset - PACK_HEAD_BYTES,
			item->bodies[i].length + PACK_HEAD_BYTES);
		count++;
	}
	if (count == item->body_count && item->frame.length == 0) {
		gap_add(anew, item->frame.offset - PACK_HEAD_BYTES,
			PACK_HEAD_BYTES);
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
	anew->at = anew->raw_from = PACK_START;
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
