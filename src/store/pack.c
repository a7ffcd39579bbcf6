/* The pack: see pack.h and doc/log.md L5. Owns the open file.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/pack_room.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

enum { COMMIT_MAX = 16 << 20 };

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
		e = at + PACK_HEAD_BYTES > end
			? err_make(ERR_FORMAT, "the pack ends inside a commit")
			: file_get_at(&pack->file, at, PACK_HEAD_BYTES, &head);
		if (e != NULL) break;
		if (!head_read(buf_str(&head), &kind, &number, &record) ||
			number == 0 || (commit != 0 && number != commit) ||
			record.length > end - at - PACK_HEAD_BYTES ||
			(kind == 'B' && item->body_count == PACK_BODIES_MAX)) {
			e = err_make(ERR_FORMAT, "the pack is damaged");
			break;
		}
		commit = number;
		record.offset = at + PACK_HEAD_BYTES;
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

	for (size_t i = 1; !found && i + PACK_HEAD_BYTES < tail.len; i++) {
		struct pack_record record;
		str behind = str_from(buf_str(&tail), i + PACK_HEAD_BYTES);
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

	pack->size = PACK_START;
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

	if (bytes < PACK_START) {
		return err_make(ERR_FORMAT, "log.pack is not a pack");
	}
	e = file_get_at(&pack->file, 0, PACK_START, &start);
	if (e == NULL && !str_eq(buf_str(&start), S(PACK_MAGIC))) {
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
		e = file_create(path, S(PACK_MAGIC));
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
	pack->size = PACK_START;
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
	if (position == 0) position = PACK_START;
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
