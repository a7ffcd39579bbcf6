/* Frames and bodies at hand: see log_room.h. Owns the arrays and the maps.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "base/hex.h"

#include <string.h>

/* -- a map ---------------------------------------------------------------- */

enum { MAP_FIRST = 64 };

void log_map_close(struct log_map *map)
{
	mem_free(map->keys);
	mem_free(map->values);
	*map = (struct log_map){0};
}

static size_t slot_of(const struct log_map *map, uint64_t key)
{
	uint64_t mixed = (key ^ key >> 29) * 0x9e3779b97f4a7c15u;

	return (size_t)(mixed >> 20) & (map->size - 1);
}

static void put(struct log_map *map, uint64_t key, uint32_t value)
{
	size_t at = slot_of(map, key);

	while (map->values[at] != 0) at = (at + 1) & (map->size - 1);
	map->keys[at] = key;
	map->values[at] = value + 1;
}

void log_map_add(struct log_map *map, uint64_t key, uint32_t value)
{
	struct log_map old = *map;

	if (2 * (map->count + 1) > map->size) {
		map->size = map->size == 0 ? MAP_FIRST : 2 * map->size;
		map->keys = mem_get(mem_times(map->size, sizeof(*map->keys)));
		map->values = mem_get(mem_times(map->size,
			sizeof(*map->values)));
		for (size_t i = 0; i < old.size; i++) {
			if (old.values[i] == 0) continue;
			put(map, old.keys[i], old.values[i] - 1);
		}
		log_map_close(&old);
	}
	put(map, key, value);
	map->count++;
}

bool log_map_next(const struct log_map *map, uint64_t key, size_t *at,
	uint32_t *ret_value)
{
	if (map->size == 0) return false;
	*at = *at == SIZE_MAX ? slot_of(map, key) : (*at + 1) & (map->size - 1);
	for (; map->values[*at] != 0; *at = (*at + 1) & (map->size - 1)) {
		if (map->keys[*at] != key) continue;
		*ret_value = map->values[*at] - 1;
		return true;
	}
	return false;
}

/* Takes one pair out; what was put behind it moves up. */
static void drop(struct log_map *map, uint64_t key, uint32_t value)
{
	size_t at = SIZE_MAX, next;
	uint32_t found;

	do {
		must(log_map_next(map, key, &at, &found));
	} while (found != value);
	for (next = (at + 1) & (map->size - 1); map->values[next] != 0;
		next = (next + 1) & (map->size - 1)) {
		size_t home = slot_of(map, map->keys[next]);

		if (((next - home) & (map->size - 1)) <
			((next - at) & (map->size - 1))) {
			continue;
		}
		map->keys[at] = map->keys[next];
		map->values[at] = map->values[next];
		at = next;
	}
	map->values[at] = 0;
	map->count--;
}

void *log_more(void *items, size_t count, size_t *room, size_t size)
{
	size_t now = *room;

	if (count < now) return items;
	*room = now == 0 ? 16 : 2 * now;
	return mem_grow(items, mem_times(now, size), mem_times(*room, size));
}

/* -- commits -------------------------------------------------------------- */

static uint64_t key_of_name(hash name)
{
	uint64_t key;

	memcpy(&key, name.bytes, sizeof(key));
	return key;
}

static uint64_t key_of_place(uint32_t dev, uint32_t seq)
{
	return (uint64_t)dev << 32 | seq;
}

uint32_t log_find(const struct log *log, hash name)
{
	size_t at = SIZE_MAX;
	uint32_t commit;

	while (log_map_next(&log->by_name, key_of_name(name), &at, &commit)) {
		if (hash_eq(log->commits[commit].name, name)) return commit;
	}
	return LOG_NONE;
}

void log_sealed_add(struct log *log, uint32_t commit)
{
	log_map_add(&log->by_sealed, key_of_name(
		log->commits[commit].record.hash), commit);
}

bool log_sealed_is_here(const struct log *log, hash name)
{
	uint64_t key = key_of_name(name);
	size_t at = SIZE_MAX;
	uint32_t one;

	while (log_map_next(&log->by_sealed, key, &at, &one)) {
		if (hash_eq(log->commits[one].record.hash, name)) return true;
	}
	at = SIZE_MAX;
	while (log_map_next(&log->line_by_name, key, &at, &one)) {
		const struct log_line *line = &log->lines[one];

		if (line->offset != 0 && hash_eq(line->name, name)) return true;
	}
	return false;
}

bool log_at_place(const struct log *log, uint32_t dev, uint32_t seq,
	size_t *at, uint32_t *ret_commit)
{
	uint64_t key = key_of_place(dev, seq);

	while (log_map_next(&log->by_place, key, at, ret_commit)) {
		if (log->commits[*ret_commit].signed_right) return true;
	}
	return false;
}

static bool heads_add(struct log *log, const struct frame *frame)
{
	for (size_t i = 0; i < frame->head_count; i++) {
		struct log_head head = {
			.dev = log_chain_of(log, frame->heads[i].dev),
			.seq = (uint32_t)frame->heads[i].seq};
		unsigned char name[32];

		if (head.dev == LOG_NONE || head.seq == 0 ||
			frame->heads[i].seq >= LOG_NO_END ||
			str_eq(frame->heads[i].dev, frame->dev) ||
			!hex_read(frame->heads[i].hash, name, sizeof(name))) {
			return false;
		}
		memcpy(head.name, name, sizeof(head.name));
		LOG_MORE(log->heads, log->head_count, &log->head_room);
		log->heads[log->head_count++] = head;
	}
	return true;
}

/* -- blobs that nothing names --------------------------------------------- */

uint32_t log_loose_find(const struct log *log, hash name)
{
	size_t at = SIZE_MAX;
	uint32_t one;

	while (log_map_next(&log->by_loose, key_of_name(name), &at, &one)) {
		if (hash_eq(log->loose[one].record.hash, name)) return one;
	}
	return LOG_NONE;
}

void log_loose_add(struct log *log, const struct pack_record *record)
{
	LOG_MORE(log->loose, log->loose_count, &log->loose_room);
	log_map_add(&log->by_loose, key_of_name(record->hash),
		(uint32_t)log->loose_count);
	log->loose[log->loose_count++] = (struct log_loose){
		*record, SIZE_MAX, log->now_ms};
	log->loose_bytes += record->length;
}

void log_loose_drop(struct log *log, uint32_t at)
{
	uint32_t last = (uint32_t)log->loose_count - 1;
	uint64_t last_key = key_of_name(log->loose[last].record.hash);

	log->loose_bytes -= log->loose[at].record.length;
	drop(&log->by_loose, key_of_name(log->loose[at].record.hash), at);
	if (at != last) {
		drop(&log->by_loose, last_key, last);
		log_map_add(&log->by_loose, last_key, at);
	}
	log->loose[at] = log->loose[last];
	log->loose_count--;
}

bool log_is_named(const struct log *log, const struct log_line *line)
{
	const struct ring_epoch *of, *by;

	if (line->named_by == 0 || line->named_by == LOG_NONE) {
		return line->named_by != 0;
	}
	of = ring_of_tag(&log->rings, line->tag);
	by = ring_of_tag(&log->rings, log->lines[line->named_by - 1].tag);
	return of == NULL || by == NULL || str_eq(ring_name(of), ring_name(by));
}

bool log_blob_is_named(const struct log *log, hash name, size_t length)
{
	size_t at = SIZE_MAX;
	uint32_t one;

	while (log_map_next(&log->line_by_name, key_of_name(name), &at, &one)) {
		const struct log_line *line = &log->lines[one];

		if (!hash_eq(line->name, name)) continue;
		if (line->length == length && line->offset == 0) return true;
	}
	return false;
}

/* The blob a frame has just named may have come before it, or another frame
 * may have named it already. */
static void loose_take(struct log *log, struct log_line *line)
{
	size_t at = SIZE_MAX;
	uint32_t other;

	while (log_map_next(&log->line_by_name, key_of_name(line->name), &at,
		&other)) {
		if (!hash_eq(log->lines[other].name, line->name)) continue;
		if (log->lines[other].length != line->length) continue;
		line->offset = log->lines[other].offset;
		if (line->offset != 0) return;
	}
	other = log_loose_find(log, line->name);
	if (other == LOG_NONE ||
		log->loose[other].record.length != line->length) {
		return;
	}
	line->offset = log->loose[other].record.offset;
	log_loose_drop(log, other);
}

bool log_blob_attach(struct log *log, const struct pack_record *record)
{
	size_t at = SIZE_MAX;
	uint32_t other;
	bool named = false;

	while (log_map_next(&log->line_by_name, key_of_name(record->hash), &at,
		&other)) {
		struct log_line *line = &log->lines[other];

		if (!hash_eq(line->name, record->hash)) continue;
		if (line->length != record->length) continue;
		named = true;
		if (line->offset != 0) continue;
		line->offset = record->offset;
		log->commits[line->commit].looked = LOOKED_NOT;
		log->look_again |= log->commits[line->commit].in_state;
		log->late |= log->commits[line->commit].given;
	}
	return named;
}

static bool lengths_are_right(const struct frame *frame)
{
	for (size_t i = 0; i < frame->body_count; i++) {
		if (frame->bodies[i].length > PACK_RECORD_MAX) return false;
	}
	return true;
}

/* What frame_read lets through is hex of the right length. */
static void lines_add(struct log *log, uint32_t commit,
	const struct frame *frame)
{
	for (size_t i = 0; i < frame->body_count; i++) {
		struct log_line line = {.commit = commit, .index = (uint8_t)i,
			.length = (uint32_t)frame->bodies[i].length};

		must(hex_read(frame->bodies[i].tag, line.tag,
			sizeof(line.tag)));
		must(hex_read(frame->bodies[i].hash, line.name.bytes,
			sizeof(line.name.bytes)));
		loose_take(log, &line);
		LOG_MORE(log->lines, log->line_count, &log->line_room);
		log_map_add(&log->line_by_name, key_of_name(line.name),
			(uint32_t)log->line_count);
		log->lines[log->line_count++] = line;
	}
}

uint32_t log_commit_add(struct log *log, hash name, const struct frame *frame)
{
	struct log_commit one = {.name = name, .seq = (uint32_t)frame->seq,
		.dev = log_chain_of(log, frame->dev), .hlc = frame->hlc,
		.clock = frame->hlc, .head_at = (uint32_t)log->head_count,
		.body_at = (uint32_t)log->line_count,
		.head_count = (uint8_t)frame->head_count,
		.body_count = (uint8_t)frame->body_count,
		.came_ms = log->now_ms};
	uint32_t at = (uint32_t)log->commit_count;

	if (one.dev == LOG_NONE || frame->seq >= LOG_NO_END ||
		!hex_read(frame->prev, one.prev.bytes, sizeof(one.prev.bytes)) ||
		!lengths_are_right(frame) || !heads_add(log, frame)) {
		return LOG_NONE;
	}
	lines_add(log, at, frame);
	LOG_MORE(log->commits, log->commit_count, &log->commit_room);
	log->commits[log->commit_count++] = one;
	log_map_add(&log->by_name, key_of_name(name), at);
	log_map_add(&log->by_place, key_of_place(one.dev, one.seq), at);
	LOG_MORE(log->waiting, log->waiting_count, &log->waiting_room);
	log->waiting[log->waiting_count++] = at;
	return at;
}

struct log_line *log_line_of(struct log *log, uint32_t dev, uint32_t seq,
	uint32_t body)
{
	size_t at = SIZE_MAX;
	uint32_t commit;

	while (log_at_place(log, dev, seq, &at, &commit)) {
		const struct log_commit *one = &log->commits[commit];

		if (!one->in_state || body >= one->body_count) continue;
		return &log->lines[one->body_at + body];
	}
	return NULL;
}

void log_index_again(struct log *log)
{
	for (uint32_t i = 0; i < log->commit_count; i++) {
		const struct log_commit *one = &log->commits[i];

		log_map_add(&log->by_name, key_of_name(one->name), i);
		log_map_add(&log->by_place, key_of_place(one->dev, one->seq), i);
		if (one->record.length > 0) log_sealed_add(log, i);
	}
	for (uint32_t i = 0; i < log->line_count; i++) {
		log_map_add(&log->line_by_name, key_of_name(log->lines[i].name),
			i);
	}
	for (uint32_t i = 0; i < log->loose_count; i++) {
		log_map_add(&log->by_loose,
			key_of_name(log->loose[i].record.hash), i);
	}
	log_members_again(log);
	log_escrows_again(log);
}

void log_index_close(struct log *log)
{
	for (size_t i = 0; i < log->chain_count; i++) {
		for (size_t j = 0; log->chains[i].seen != NULL &&
			j < LOG_DEVICES_MAX; j++) {
			mem_free(log->chains[i].seen[j].at);
		}
		mem_free(log->chains[i].seen);
	}
	mem_free(log->commits);
	mem_free(log->heads);
	mem_free(log->lines);
	mem_free(log->loose);
	mem_free(log->waiting);
	mem_free(log->order);
	log_map_close(&log->by_name);
	log_map_close(&log->by_place);
	log_map_close(&log->by_sealed);
	log_map_close(&log->line_by_name);
	log_map_close(&log->by_loose);
	log_map_close(&log->by_escrow);
	hash_set_close(&log->vain.names);
}
