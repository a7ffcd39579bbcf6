/* What survives in a ring: see state.h and doc/log.md L11. Owns the entries;
 * sums are state_sum.c, units state_unit.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/state_room.h"

#include <string.h>

struct state *state_open(str org)
{
	struct state *state = mem_get(sizeof(*state));

	must(org.len == LOG_ORG_HEX);
	memcpy(state->org, org.at, LOG_ORG_HEX);
	state->arena = arena_open(STATE_ARENA_BYTES);
	return state;
}

static void maps_close(struct state *state)
{
	log_map_close(&state->by_unit);
	log_map_close(&state->by_text);
	log_map_close(&state->by_key);
	log_map_close(&state->by_place);
}

static void all_free(struct state *state)
{
	arena_close(&state->arena);
	mem_free(state->rings);
	mem_free(state->devs);
	mem_free(state->units);
	mem_free(state->texts);
	mem_free(state->entries);
	mem_free(state->bodies);
	mem_free(state->checks);
	mem_free(state->erasures);
	maps_close(state);
}

void state_close(struct state **handle)
{
	struct state *state = *handle;

	if (state == NULL) return;
	all_free(state);
	mem_free(state->tolds);
	mem_free(state);
	*handle = NULL;
}

void state_anew(struct state *state)
{
	struct state kept;

	if (state == NULL) return;
	all_free(state);
	kept = *state;
	memset(state, 0, sizeof(*state));
	memcpy(state->org, kept.org, sizeof(state->org));
	state->arena = arena_open(STATE_ARENA_BYTES);
	state->tolds = kept.tolds;
	state->told_count = kept.told_count;
	state->told_room = kept.told_room;
}

void *state_more(void *items, size_t count, size_t *room, size_t size)
{
	size_t now = *room;

	if (count < now) return items;
	*room = now + now / 4 + 16; /* there is one for each op of the log */
	return mem_grow(items, mem_times(now, size), mem_times(*room, size));
}

/* -- numbers for names ---------------------------------------------------- */

/* Spreads keys over a map; who finds two of one number only makes it slower. */
static uint64_t mix(uint64_t sum, str bytes)
{
	for (size_t i = 0; i < bytes.len; i += sizeof(uint64_t)) {
		str part = str_first(str_from(bytes, i), sizeof(uint64_t));
		uint64_t word = part.len;

		memcpy(&word, part.at, part.len);
		sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
		sum ^= sum >> 29;
	}
	return sum ^ bytes.len;
}

uint32_t state_ring_find(const struct state *state, str name)
{
	for (size_t i = 0; i < state->ring_count; i++) {
		if (str_eq(name, str_bytes(state->rings[i].name,
			state->rings[i].len))) {
			return (uint32_t)i;
		}
	}
	return LOG_NONE;
}

static uint16_t ring_of(struct state *state, str name)
{
	uint32_t ring = state_ring_find(state, name);

	if (ring != LOG_NONE) return (uint16_t)ring;
	must(state->ring_count < UINT16_MAX && name.len <= RING_NAME_MAX);
	STATE_MORE(state->rings, state->ring_count, &state->ring_room);
	state->rings[state->ring_count] = (struct state_ring){
		.len = (uint32_t)name.len};
	memcpy(state->rings[state->ring_count].name, name.at, name.len);
	return (uint16_t)state->ring_count++;
}

str state_dev_name(const struct state *state, uint16_t dev)
{
	return str_bytes(state->devs[dev].name, LOG_DEVICE_HEX);
}

static uint16_t dev_of(struct state *state, str name)
{
	for (size_t i = 0; i < state->dev_count; i++) {
		if (str_eq(state_dev_name(state, (uint16_t)i), name)) {
			return (uint16_t)i;
		}
	}
	must(state->dev_count < UINT16_MAX && name.len == LOG_DEVICE_HEX);
	STATE_MORE(state->devs, state->dev_count, &state->dev_room);
	memcpy(state->devs[state->dev_count].name, name.at, LOG_DEVICE_HEX);
	return (uint16_t)state->dev_count++;
}

static uint64_t unit_key(const object_id *unit)
{
	return mix(1, str_bytes(unit->bytes, sizeof(unit->bytes)));
}

uint32_t state_unit_find(const struct state *state, object_id unit)
{
	size_t at = SIZE_MAX;
	uint32_t is;

	while (log_map_next(&state->by_unit, unit_key(&unit), &at, &is)) {
		if (object_eq(state->units[is], unit)) return is;
	}
	return LOG_NONE;
}

uint32_t state_unit_of(struct state *state, object_id unit)
{
	uint32_t is = state_unit_find(state, unit);

	if (is != LOG_NONE) return is;
	STATE_MORE(state->units, state->unit_count, &state->unit_room);
	state->units[state->unit_count] = unit;
	log_map_add(&state->by_unit, unit_key(&unit),
		(uint32_t)state->unit_count);
	return (uint32_t)state->unit_count++;
}

static uint32_t text_find(const struct state *state, str text)
{
	size_t at = SIZE_MAX;
	uint32_t is;

	while (log_map_next(&state->by_text, mix(2, text), &at, &is)) {
		if (str_eq(state->texts[is], text)) return is;
	}
	return LOG_NONE;
}

/* A field, or the word of a kind. */
uint32_t state_text_of(struct state *state, str text)
{
	uint32_t is = text_find(state, text);

	if (is != LOG_NONE) return is;
	STATE_MORE(state->texts, state->text_count, &state->text_room);
	state->texts[state->text_count] = str_dup(state->arena, text);
	log_map_add(&state->by_text, mix(2, text),
		(uint32_t)state->text_count);
	return (uint32_t)state->text_count++;
}

/* -- places --------------------------------------------------------------- */

static bool place_eq(const struct state_place *a, const struct state_place *b)
{
	return a->seq == b->seq && a->body == b->body && a->index == b->index &&
	       a->dev == b->dev;
}

bool state_saw(const struct state *state, const struct log *log,
	const struct state_place *by, const struct state_place *other)
{
	if (by->seq == other->seq && by->dev == other->dev) {
		if (by->body != other->body) return by->body > other->body;
		return by->index > other->index;
	}
	return log_covers(log, (struct log_at){state_dev_name(state, by->dev),
		by->seq}, (struct log_at){state_dev_name(state, other->dev),
		other->seq});
}

static uint64_t place_key(uint64_t kind, uint16_t ring,
	const struct state_place *at)
{
	uint64_t words[4] = {kind << 16 | ring, at->seq,
		(uint64_t)at->dev << 8 | at->body, at->index};

	return mix(3, str_bytes(words, sizeof(words)));
}

/* -- bodies read ---------------------------------------------------------- */

/* L12.3: an erasure of the unit in that ring that the place had not seen. */
static bool is_erased(const struct state *state, const struct log *log,
	const struct state_body *body)
{
	for (size_t i = 0; i < state->erasure_count; i++) {
		const struct state_erasure *one = &state->erasures[i];

		if (one->ring == body->ring && one->unit == body->unit &&
			!state_saw(state, log, &body->at, &one->at)) {
			return true;
		}
	}
	return false;
}

static uint16_t dev_find(const struct state *state, str name)
{
	uint16_t dev = 0;

	while (dev < state->dev_count && !str_eq(name, state_dev_name(state,
		dev))) {
		dev++;
	}
	return dev;
}

static uint32_t body_find(const struct state *state,
	const struct state_body *body)
{
	uint64_t key = place_key(1, body->ring, &body->at);
	size_t at = SIZE_MAX;
	uint32_t is;

	while (log_map_next(&state->by_place, key, &at, &is)) {
		if (place_eq(&state->bodies[is].at, &body->at) &&
			state->bodies[is].ring == body->ring) {
			return is;
		}
	}
	return LOG_NONE;
}

bool state_unit_at(const struct state *state, str ring,
	const struct state_part *at, object_id *ret_unit)
{
	uint32_t number = state_ring_find(state, ring), is;
	struct state_body body = {.at = {(uint32_t)at->seq, 0,
		dev_find(state, at->dev), (uint8_t)at->body},
		.ring = (uint16_t)number};

	if (number == LOG_NONE || body.at.dev == state->dev_count) return false;
	is = body_find(state, &body);
	if (is == LOG_NONE) return false;
	*ret_unit = state->units[state->bodies[is].unit];
	return true;
}

static void body_into_ring(struct state *state, size_t at)
{
	struct state_body *body = &state->bodies[at];
	struct state_ring *ring = &state->rings[body->ring];

	body->before = ring->body;
	ring->body = (uint32_t)at + 1;
	ring->bodies++;
}

static void entry_into_ring(struct state *state, size_t at)
{
	struct state_entry *entry = &state->entries[at];
	struct state_ring *ring = &state->rings[entry->ring];

	entry->before = ring->entry;
	ring->entry = (uint32_t)at + 1;
	ring->entries++;
}

static void body_add(struct state *state, const struct log *log,
	struct state_body body)
{
	body.at.index = 0;
	if (body_find(state, &body) != LOG_NONE) return;
	body.gone = is_erased(state, log, &body);
	STATE_MORE(state->bodies, state->body_count, &state->body_room);
	log_map_add(&state->by_place, place_key(1, body.ring, &body.at),
		(uint32_t)state->body_count);
	state->bodies[state->body_count++] = body;
	body_into_ring(state, state->body_count - 1);
}

static void instead_add(struct state *state, const struct log_op *op,
	const struct state_body *by)
{
	struct state_body body = *by;
	struct state_part part;
	str rest = op->op.value;

	body.stood = true;
	body.stood_dev = by->at.dev;
	body.stood_seq = by->at.seq;
	while (state_part_take(&rest, &part)) {
		/* L12.1: what its commit had seen, so devices there are */
		if (part.is_op || !log_covers(op->log,
			(struct log_at){op->dev, op->seq},
			(struct log_at){part.dev, part.seq})) {
			continue;
		}
		body.at = (struct state_place){(uint32_t)part.seq, 0,
			dev_of(state, part.dev), (uint8_t)part.body};
		body_add(state, op->log, body);
	}
}

/* -- entries -------------------------------------------------------------- */

/* What contests each other has one key; what contests nothing, its place's. */
static uint64_t entry_key(const struct state_entry *entry)
{
	uint64_t words[2] = {(uint64_t)entry->ring << 1 | entry->member,
		entry->field};
	uint64_t key;

	if (entry->alone) return place_key(2, entry->ring, &entry->at);
	key = mix(4, str_bytes(words, sizeof(words)));
	key = mix(key, str_bytes(entry->object.bytes,
		sizeof(entry->object.bytes)));
	if (!entry->member) return key;
	return mix(key, str_bytes(entry->value, sizeof(entry->value)));
}

static bool is_contest(const struct state_entry *a, const struct state_entry *b)
{
	if (a->ring != b->ring || a->alone || b->alone) return false;
	if (a->member != b->member || a->field != b->field) return false;
	return object_eq(a->object, b->object) && (!a->member ||
		memcmp(a->value, b->value, sizeof(a->value)) == 0);
}

bool state_contests(const struct state *state, const struct state_entry *entry,
	size_t *at, uint32_t *ret_entry)
{
	uint64_t key = entry_key(entry);

	while (log_map_next(&state->by_key, key, at, ret_entry)) {
		const struct state_entry *other = &state->entries[*ret_entry];

		if (other != entry && is_contest(entry, other)) return true;
	}
	return false;
}

/* It is here already. */
static bool is_known(const struct state *state, const struct state_entry *entry)
{
	uint64_t key = entry_key(entry);
	size_t at = SIZE_MAX;
	uint32_t is;

	while (log_map_next(&state->by_key, key, &at, &is)) {
		const struct state_entry *other = &state->entries[is];

		if (place_eq(&other->at, &entry->at) &&
			other->ring == entry->ring) {
			return true;
		}
	}
	return false;
}

bool state_has(const struct state *state, str ring,
	const struct state_part *part)
{
	uint32_t number = state_ring_find(state, ring);
	hash value = hash_of(part->op.value);
	struct state_entry entry = {.ring = (uint16_t)number,
		.object = part->op.object, .at = {(uint32_t)part->seq,
			(uint32_t)part->index, dev_find(state, part->dev),
			(uint8_t)part->body},
		.field = text_find(state, part->op.field),
		.word = text_find(state, part->op.word),
		.member = part->op.kind == OP_ADD || part->op.kind == OP_DROP};
	size_t at = SIZE_MAX;
	uint32_t is;

	if (number == LOG_NONE) return false;
	memcpy(entry.value, value.bytes, sizeof(entry.value));
	entry.alone = !entry.member && part->op.kind != OP_SET;
	while (log_map_next(&state->by_key, entry_key(&entry), &at, &is)) {
		const struct state_entry *one = &state->entries[is];

		if (place_eq(&one->at, &entry.at) && one->ring == entry.ring &&
			!one->gone && !one->erased) {
			return one->word == entry.word &&
			       one->field == entry.field &&
			       object_eq(one->object, entry.object) &&
			       memcmp(one->value, entry.value,
					sizeof(entry.value)) == 0;
		}
	}
	return false;
}

/* What it has seen goes; it goes when one that is here has seen it. */
static void contest(struct state *state, const struct log *log,
	struct state_entry *entry)
{
	size_t at = SIZE_MAX;
	uint32_t is;

	while (state_contests(state, entry, &at, &is)) {
		struct state_entry *other = &state->entries[is];

		if (other->erased) continue;
		if (state_saw(state, log, &other->at, &entry->at)) {
			entry->gone = true;
		} else if (state_saw(state, log, &entry->at, &other->at)) {
			other->gone = true;
		}
	}
}

static void erasure_add(struct state *state, const struct log_op *op,
	const struct state_entry *by)
{
	struct state_erasure one = {by->at, state_unit_of(state, op->op.object),
		by->ring};

	STATE_MORE(state->erasures, state->erasure_count, &state->erasure_room);
	state->erasures[state->erasure_count++] = one;
	for (size_t i = 0; i < state->entry_count; i++) {
		struct state_entry *entry = &state->entries[i];

		if (entry->ring == one.ring && entry->unit == one.unit &&
			!entry->is_erase && !state_saw(state, op->log,
				&entry->at, &one.at)) {
			entry->erased = true;
		}
	}
	for (size_t i = 0; i < state->body_count; i++) {
		struct state_body *body = &state->bodies[i];

		if (body->ring == one.ring && body->unit == one.unit) {
			body->gone |= is_erased(state, op->log, body);
		}
	}
}

static void entry_add(struct state *state, const struct log_op *op,
	const struct state_body *body)
{
	hash value = hash_of(op->op.value);
	struct state_entry entry = {.ring = body->ring, .unit = body->unit,
		.object = op->op.object, .hlc = op->hlc, .at = body->at,
		.field = state_text_of(state, op->op.field),
		.word = state_text_of(state, op->op.word),
		.member = op->op.kind == OP_ADD || op->op.kind == OP_DROP,
		.is_erase = op->op.kind == OP_ERASE};

	memcpy(entry.value, value.bytes, sizeof(entry.value));
	entry.alone = !entry.member && op->op.kind != OP_SET;
	if (is_erased(state, op->log, body) || is_known(state, &entry)) return;
	if (!entry.alone) contest(state, op->log, &entry);
	STATE_MORE(state->entries, state->entry_count, &state->entry_room);
	log_map_add(&state->by_key, entry_key(&entry),
		(uint32_t)state->entry_count);
	state->entries[state->entry_count++] = entry;
	entry_into_ring(state, state->entry_count - 1);
	if (entry.is_erase && op->op.field.len == 0) {
		erasure_add(state, op, &entry);
	}
}

/* -- ops ------------------------------------------------------------------ */

/* The newest check of a device in a ring. */
static void check_add(struct state *state, const struct log_op *op,
	const struct state_body *body)
{
	struct state_check one = {.ring = body->ring, .at = body->at,
		.ms = op->hlc.ms};

	if (op->op.value.len != sizeof(one.sum)) return;
	memcpy(one.sum, op->op.value.at, sizeof(one.sum));
	for (size_t i = 0; i < state->check_count; i++) {
		struct state_check *is = &state->checks[i];

		if (is->ring != one.ring || is->at.dev != one.at.dev) continue;
		if (one.at.seq < is->at.seq || place_eq(&is->at, &one.at)) {
			return;
		}
		*is = one;
		return;
	}
	STATE_MORE(state->checks, state->check_count, &state->check_room);
	state->checks[state->check_count++] = one;
}

const err *state_op(void *owner, const struct log_op *op)
{
	struct state *state = owner;
	struct state_body body;

	if (op->op.kind == OP_KEY) return NULL;
	body = (struct state_body){.ring = ring_of(state, op->ring),
		.unit = state_unit_of(state, op->unit), .at = {(uint32_t)op->seq,
			(uint32_t)op->index, dev_of(state, op->dev),
			(uint8_t)op->body}};
	if (op->op.kind == OP_CHECK) {
		check_add(state, op, &body);
		return NULL;
	}
	body_add(state, op->log, body);
	if (op->op.kind == OP_STATE) instead_add(state, op, &body);
	else entry_add(state, op, &body);
	return NULL;
}

void state_index(struct state *state)
{
	maps_close(state);
	for (size_t i = 0; i < state->ring_count; i++) {
		state->rings[i].entry = state->rings[i].entries = 0;
		state->rings[i].body = state->rings[i].bodies = 0;
	}
	for (size_t i = 0; i < state->unit_count; i++) {
		log_map_add(&state->by_unit, unit_key(&state->units[i]),
			(uint32_t)i);
	}
	for (size_t i = 0; i < state->text_count; i++) {
		log_map_add(&state->by_text, mix(2, state->texts[i]),
			(uint32_t)i);
	}
	for (size_t i = 0; i < state->entry_count; i++) {
		log_map_add(&state->by_key, entry_key(&state->entries[i]),
			(uint32_t)i);
		entry_into_ring(state, i);
	}
	for (size_t i = 0; i < state->body_count; i++) {
		const struct state_body *one = &state->bodies[i];

		log_map_add(&state->by_place, place_key(1, one->ring,
			&one->at), (uint32_t)i);
		body_into_ring(state, i);
	}
}
