/* The snapshot on a stick: see journey_snapshot.h. Opens nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/journey_snapshot.h"

#include "desk/journey_room.h"
#include "os/report.h"
#include "store/pack.h"

enum { COPY_BYTES = 256 * 1024, NAME_BYTES = 16 };

static str name_of(struct arena *arena, hash last)
{
	struct hasher hasher;
	struct buf name = {0};
	hash whole;
	str is;

	hasher_start(&hasher);
	hasher_put(&hasher, S("bothy/1 stick snapshot\n"));
	hasher_put(&hasher, str_bytes(last.bytes, sizeof(last.bytes)));
	whole = hasher_end(&hasher);
	buf_hex(&name, whole.bytes, NAME_BYTES);
	buf_text(&name, ".snapshot");
	is = buf_take(&name, arena);
	buf_close(&name);
	return is;
}

static const err *bytes_copy(struct file *in, struct file *out)
{
	struct buf piece = buf_cap(COPY_BYTES);
	size_t count = COPY_BYTES;
	const err *e = NULL;

	while (e == NULL && count == COPY_BYTES) {
		buf_reset(&piece);
		e = file_get(in, COPY_BYTES, &piece, &count);
		if (e == NULL) e = file_put(out, buf_str(&piece));
	}
	buf_close(&piece);
	return e != NULL ? e : file_sync(out);
}

/* Under its own name only when it is whole; an old one makes room. */
static const err *file_copy(struct arena *arena, const char *from,
	const char *to)
{
	const char *part = str_c(arena, str_fmt(arena, "%s.part", to));
	struct file in = {-1}, out = {-1};
	const err *e = file_remove(part);

	if (e == NULL) e = file_open(&in, from, FILE_READ);
	if (e == NULL) e = file_open(&out, part, FILE_NEW);
	if (e == NULL) e = bytes_copy(&in, &out);
	file_close(&in);
	file_close(&out);
	if (e == NULL) return file_rename(part, to);
	(void)!file_remove(part);
	return e;
}

/* The sealed frame of the last commit; zeros: there is none. */
static const err *last_find(struct arena *arena, const char *dir,
	hash *ret_last)
{
	struct pack_item *item = mem_get(sizeof(*item));
	struct pack *pack = NULL;
	uint64_t at = 0;
	const err *e = pack_follow(&pack, journey_path(arena, dir,
		S("desk/log.pack")));

	*ret_last = (hash){{0}};
	while (e == NULL && (e = pack_at(pack, at, item)) == NULL) {
		at = item->next;
		if (item->frame.length > 0) *ret_last = item->frame.hash;
	}
	pack_close(&pack);
	mem_free(item);
	return e != NULL && e->code == ERR_ABSENT ? NULL : e;
}

void journey_snapshot_leave(struct arena *arena, const char *dir,
	const char *stick)
{
	hash last;
	const err *e = last_find(arena, dir, &last);

	if (e == NULL) e = file_copy(arena, journey_path(arena, dir,
		S("desk/snapshot.1")), journey_path(arena, stick,
			name_of(arena, last)));

	if (e != NULL && e->code != ERR_ABSENT) {
		report_err("the stick has no snapshot", e);
	}
}

void journey_snapshot_take(struct arena *arena, const char *dir,
	const char *folder, hash last)
{
	const char *from = journey_path(arena, folder, name_of(arena, last));
	const err *e = NULL;

	if (file_exists(from)) {
		e = file_copy(arena, from, journey_path(arena, dir,
			S("desk/return/snapshot.1")));
	}
	if (e != NULL) report_err("the snapshot on the stick", e);
}
