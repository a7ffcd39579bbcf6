/* What survives in a ring: see state.h and doc/log.md L11. Owns the entries.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/state.h"

#include "base/hex.h"
#include "base/list.h"
#include "store/log_room.h"

#include <stdlib.h>
#include <string.h>

enum { STATE_ARENA_BYTES = 1 << 30, KEY_BYTES = 16 };

/* Where an op stands. */
struct place { char dev[LOG_DEVICE_HEX]; uint64_t seq; uint32_t body, index; };

/* One surviving op. Those with one key contest one register or member. */
struct entry {
	unsigned char key[KEY_BYTES];
	uint32_t ring;
	bool alone;             /* contests nothing */
	bool is_erase, gone;
	object_id unit;
	struct place at;
	str line;               /* of L11 */
};

struct body_read { uint32_t ring; object_id unit; struct place at; bool gone; };
struct check { uint32_t ring; struct place at; unsigned char sum[64]; };
struct erasure { uint32_t ring; object_id unit; struct place at; };

struct state {
	char org[LOG_ORG_HEX];
	struct arena *arena;
	struct { char name[RING_NAME_MAX]; size_t len; } *rings;
	size_t ring_count, ring_room;
	struct entry *entries;
	size_t entry_count, entry_room;
	struct body_read *bodies;
	size_t body_count, body_room;
	struct check *checks;
	size_t check_count, check_room;
	struct erasure *erasures;
	size_t erasure_count, erasure_room;
	struct log_map by_key, by_place;
};

struct state *state_open(str org)
{
	struct state *state = mem_get(sizeof(*state));

	must(org.len == LOG_ORG_HEX);
	memcpy(state->org, org.at, LOG_ORG_HEX);
	state->arena = arena_open(STATE_ARENA_BYTES);
	return state;
}

void state_close(struct state **handle)
{
	struct state *state = *handle;

	if (state == NULL) return;
	arena_close(&state->arena);
	mem_free(state->rings);
	mem_free(state->entries);
	mem_free(state->bodies);
	mem_free(state->checks);
	mem_free(state->erasures);
	log_map_close(&state->by_key);
	log_map_close(&state->by_place);
	mem_free(state);
	*handle = NULL;
}

/* -- places --------------------------------------------------------------- */

static uint32_t ring_find(const struct state *state, str name)
{
	for (size_t i = 0; i < state->ring_count; i++) {
		if (str_eq(name, str_bytes(state->rings[i].name,
			state->rings[i].len))) {
			return (uint32_t)i;
		}
	}
	return LOG_NONE;
}

static uint32_t ring_of(struct state *state, str name)
{
	uint32_t ring = ring_find(state, name);

	if (ring != LOG_NONE) return ring;
	LOG_MORE(state->rings, state->ring_count, &state->ring_room);
	memcpy(state->rings[state->ring_count].name, name.at, name.len);
	state->rings[state->ring_count].len = name.len;
	return (uint32_t)state->ring_count++;
}

static struct place place_of(str dev, uint64_t seq, uint64_t body,
	uint64_t index)
{
	struct place place = {.seq = seq, .body = (uint32_t)body,
		.index = (uint32_t)index};

	memcpy(place.dev, dev.at, LOG_DEVICE_HEX);
	return place;
}

static str dev_of(const struct place *place)
{
	return str_bytes(place->dev, LOG_DEVICE_HEX);
}

static bool place_eq(const struct place *a, const struct place *b)
{
	return a->seq == b->seq && a->body == b->body && a->index == b->index &&
	       memcmp(a->dev, b->dev, LOG_DEVICE_HEX) == 0;
}

/* Whether the op at `by` had seen the one at `other`. */
static bool saw(const struct log *log, const struct place *by,
	const struct place *other)
{
	if (by->seq == other->seq && str_eq(dev_of(by), dev_of(other))) {
		if (by->body != other->body) return by->body > other->body;
		return by->index > other->index;
	}
	return log_covers(log, (struct log_at){dev_of(by), by->seq},
		(struct log_at){dev_of(other), other->seq});
}

static uint64_t number_of(const unsigned char *bytes)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof(number));
	return number;
}

/* -- bodies read ---------------------------------------------------------- */

static bool is_erased(const struct state *state, const struct log *log,
	const struct body_read *body)
{
	for (size_t i = 0; i < state->erasure_count; i++) {
		const struct erasure *one = &state->erasures[i];

		if (one->ring == body->ring && object_eq(one->unit, body->unit) &&
			!saw(log, &body->at, &one->at)) {
			return true;
		}
	}
	return false;
}

static void body_add(struct state *state, const struct log *log,
	struct body_read body)
{
	struct buf text = {0};
	hash key;
	size_t at = SIZE_MAX;
	uint32_t is;

	buf_fmt(&text, "%u %.*s %llu %u", (unsigned)body.ring, LOG_DEVICE_HEX,
		body.at.dev, (unsigned long long)body.at.seq,
		(unsigned)body.at.body);
	key = hash_of(buf_str(&text));
	buf_close(&text);
	body.at.index = 0;
	while (log_map_next(&state->by_place, number_of(key.bytes), &at, &is)) {
		if (place_eq(&state->bodies[is].at, &body.at) &&
			state->bodies[is].ring == body.ring) {
			return;
		}
	}
	body.gone = is_erased(state, log, &body);
	LOG_MORE(state->bodies, state->body_count, &state->body_room);
	log_map_add(&state->by_place, number_of(key.bytes),
		(uint32_t)state->body_count);
	state->bodies[state->body_count++] = body;
}

static void instead_add(struct state *state, const struct log_op *op,
	uint32_t ring)
{
	struct state_part part;
	str rest = op->op.value;

	while (state_part_take(&rest, &part)) {
		if (part.is_op) continue;
		body_add(state, op->log, (struct body_read){ring, op->unit,
			place_of(part.dev, part.seq, part.body, 0), false});
	}
}

/* -- entries -------------------------------------------------------------- */

static str word_of(const struct op *op)
{
	return op->word;
}

/* Ops that contest each other have one key; others have their place's. */
static void key_make(const struct log_op *op, struct entry *entry)
{
	struct buf text = {0};
	hash key;
	bool member = op->op.kind == OP_ADD || op->op.kind == OP_DROP;

	entry->alone = !member && op->op.kind != OP_SET;
	buf_fmt(&text, "%u %d ", (unsigned)entry->ring, member);
	object_write(op->op.object, &text);
	buf_byte(&text, ' ');
	buf_put(&text, op->op.field);
	if (member) {
		buf_byte(&text, ' ');
		buf_put(&text, op->op.value);
	}
	if (entry->alone) {
		buf_reset(&text);
		buf_fmt(&text, "%u %.*s %llu %llu %llu", (unsigned)entry->ring,
			LOG_DEVICE_HEX, entry->at.dev,
			(unsigned long long)entry->at.seq,
			(unsigned long long)entry->at.body,
			(unsigned long long)entry->at.index);
	}
	key = hash_of(buf_str(&text));
	memcpy(entry->key, key.bytes, KEY_BYTES);
	buf_close(&text);
}

static str line_make(struct state *state, const struct log_op *op)
{
	struct buf line = {0};
	hash value = hash_of(op->op.value);
	str kept;

	object_write(op->op.object, &line);
	buf_fmt(&line, " %.*s %.*s %llu %llu %.*s %llu %llu %llu ",
		S_ARG(op->op.field), S_ARG(word_of(&op->op)),
		(unsigned long long)op->hlc.ms, (unsigned long long)op->hlc.count,
		S_ARG(op->dev), (unsigned long long)op->seq,
		(unsigned long long)op->body, (unsigned long long)op->index);
	buf_hex(&line, value.bytes, sizeof(value.bytes));
	buf_byte(&line, '\n');
	kept = str_dup(state->arena, buf_str(&line));
	buf_close(&line);
	return kept;
}

/* True when it survives what is there; what it has seen goes. */
static bool contest(struct state *state, const struct log *log,
	const struct entry *entry)
{
	size_t at = SIZE_MAX;
	uint32_t is;

	while (log_map_next(&state->by_key, number_of(entry->key), &at, &is)) {
		struct entry *other = &state->entries[is];

		if (memcmp(other->key, entry->key, KEY_BYTES) != 0) continue;
		if (place_eq(&other->at, &entry->at)) return false;
		if (other->gone || entry->alone) continue;
		if (saw(log, &other->at, &entry->at)) return false;
		if (saw(log, &entry->at, &other->at)) other->gone = true;
	}
	return true;
}

static void erasure_add(struct state *state, const struct log *log,
	const struct log_op *op, uint32_t ring)
{
	struct erasure one = {ring, op->op.object,
		place_of(op->dev, op->seq, op->body, op->index)};

	LOG_MORE(state->erasures, state->erasure_count, &state->erasure_room);
	state->erasures[state->erasure_count++] = one;
	for (size_t i = 0; i < state->entry_count; i++) {
		struct entry *entry = &state->entries[i];

		if (entry->ring == ring && object_eq(entry->unit, one.unit) &&
			!entry->is_erase && !saw(log, &entry->at, &one.at)) {
			entry->gone = true;
		}
	}
	for (size_t i = 0; i < state->body_count; i++) {
		struct body_read *body = &state->bodies[i];

		if (body->ring == ring && object_eq(body->unit, one.unit)) {
			body->gone |= is_erased(state, log, body);
		}
	}
}

static void entry_add(struct state *state, const struct log_op *op,
	uint32_t ring)
{
	struct entry entry = {.ring = ring, .unit = op->unit,
		.is_erase = op->op.kind == OP_ERASE,
		.at = place_of(op->dev, op->seq, op->body, op->index)};
	struct body_read body = {ring, op->unit, entry.at, false};

	if (is_erased(state, op->log, &body)) return;
	key_make(op, &entry);
	if (!contest(state, op->log, &entry)) return;
	entry.line = line_make(state, op);
	LOG_MORE(state->entries, state->entry_count, &state->entry_room);
	log_map_add(&state->by_key, number_of(entry.key),
		(uint32_t)state->entry_count);
	state->entries[state->entry_count++] = entry;
}

/* The newest check of a device in a ring. */
static void check_add(struct state *state, const struct log_op *op,
	uint32_t ring)
{
	struct check one = {.ring = ring,
		.at = place_of(op->dev, op->seq, op->body, op->index)};

	if (op->op.value.len != sizeof(one.sum)) return;
	memcpy(one.sum, op->op.value.at, sizeof(one.sum));
	for (size_t i = 0; i < state->check_count; i++) {
		struct check *is = &state->checks[i];

		if (is->ring != ring || memcmp(is->at.dev, one.at.dev,
			LOG_DEVICE_HEX) != 0) {
			continue;
		}
		if (one.at.seq >= is->at.seq) *is = one;
		return;
	}
	LOG_MORE(state->checks, state->check_count, &state->check_room);
	state->checks[state->check_count++] = one;
}

const err *state_op(void *owner, const struct log_op *op)
{
	struct state *state = owner;
	uint32_t ring = ring_of(state, op->ring);

	if (op->op.kind == OP_CHECK) {
		check_add(state, op, ring);
		return NULL;
	}
	if (op->op.kind == OP_KEY) return NULL;
	body_add(state, op->log, (struct body_read){ring, op->unit,
		place_of(op->dev, op->seq, op->body, 0), false});
	if (op->op.kind == OP_STATE) {
		instead_add(state, op, ring);
		return NULL;
	}
	entry_add(state, op, ring);
	if (op->op.kind == OP_ERASE && op->op.field.len == 0) {
		erasure_add(state, op->log, op, ring);
	}
	return NULL;
}

/* -- sums ----------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
	const str *one = a, *other = b;

	return str_compare(*one, *other);
}

static hash sum_of(const struct state *state, const char *kind, str ring,
	str *lines, size_t count)
{
	struct hasher hasher;
	struct buf head = {0};

	if (count > 1) qsort(lines, count, sizeof(*lines), by_bytes);
	buf_fmt(&head, "%s %.*s %.*s\n", kind, LOG_ORG_HEX, state->org,
		S_ARG(ring));
	hasher_start(&hasher);
	hasher_put(&hasher, buf_str(&head));
	for (size_t i = 0; i < count; i++) hasher_put(&hasher, lines[i]);
	buf_close(&head);
	return hasher_end(&hasher);
}

struct state_sum state_sum(const struct state *state, str ring)
{
	uint32_t at = ring_find(state, ring);
	struct arena *arena = arena_open(STATE_ARENA_BYTES);
	str *lines = ARENA_ARRAY(arena, str, state->entry_count + 1);
	str *bodies = ARENA_ARRAY(arena, str, state->body_count + 1);
	size_t line_count = 0, body_count = 0;
	struct state_sum sum;

	for (size_t i = 0; i < state->entry_count; i++) {
		const struct entry *entry = &state->entries[i];

		if (entry->ring != at || entry->gone) continue;
		lines[line_count++] = entry->line;
	}
	for (size_t i = 0; i < state->body_count; i++) {
		const struct body_read *body = &state->bodies[i];

		if (body->ring != at || body->gone) continue;
		bodies[body_count++] = str_fmt(arena, "%.*s %llu %u\n",
			LOG_DEVICE_HEX, body->at.dev,
			(unsigned long long)body->at.seq,
			(unsigned)body->at.body);
	}
	sum.hash = sum_of(state, "bothy-state/1", ring, lines, line_count);
	sum.view = sum_of(state, "bothy-view/1", ring, bodies, body_count);
	arena_close(&arena);
	return sum;
}

bool state_sum_eq(struct state_sum a, struct state_sum b)
{
	return hash_eq(a.view, b.view) && hash_eq(a.hash, b.hash);
}

/* -- checks --------------------------------------------------------------- */

void state_check_value(struct state_sum sum,
	unsigned char ret_value[STATE_CHECK_BYTES])
{
	memcpy(ret_value, sum.view.bytes, 32);
	memcpy(ret_value + 32, sum.hash.bytes, 32);
}

bool state_agrees(const struct state *state, str ring, struct state_sum sum,
	const str *devs, size_t count)
{
	uint32_t at = ring_find(state, ring);
	unsigned char want[STATE_CHECK_BYTES];
	size_t agree = 0;

	state_check_value(sum, want);
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < state->check_count; j++) {
			const struct check *one = &state->checks[j];

			if (one->ring == at && str_eq(dev_of(&one->at), devs[i])) {
				agree += memcmp(one->sum, want,
					sizeof(want)) == 0;
			}
		}
	}
	return count > 0 && agree == count;
}

bool state_differs(const struct state *state, str ring, struct state_sum sum,
	str *ret_dev)
{
	uint32_t at = ring_find(state, ring);

	for (size_t i = 0; i < state->check_count; i++) {
		const struct check *one = &state->checks[i];

		if (one->ring != at ||
			memcmp(one->sum, sum.view.bytes, 32) != 0 ||
			memcmp(one->sum + 32, sum.hash.bytes, 32) == 0) {
			continue;
		}
		*ret_dev = dev_of(&one->at);
		return true;
	}
	return false;
}

/* -- units ---------------------------------------------------------------- */

static int by_part(const void *a, const void *b)
{
	return state_part_compare(a, b);
}

static struct state_part part_of(const struct place *at)
{
	return (struct state_part){.dev = dev_of(at), .seq = at->seq,
		.body = at->body, .index = at->index};
}

struct state_parts state_survivors(const struct state *state,
	struct arena *arena, str ring, object_id unit)
{
	uint32_t at = ring_find(state, ring);
	struct state_parts parts = {ARENA_ARRAY(arena, struct state_part,
		state->entry_count + 1), 0};

	for (size_t i = 0; i < state->entry_count; i++) {
		const struct entry *entry = &state->entries[i];

		if (entry->ring != at || entry->gone) continue;
		if (!object_eq(entry->unit, unit)) continue;
		parts.at[parts.count++] = part_of(&entry->at);
	}
	qsort(parts.at, parts.count, sizeof(*parts.at), by_part);
	return parts;
}

struct state_parts state_bodies(const struct state *state,
	struct arena *arena, str ring, object_id unit)
{
	uint32_t at = ring_find(state, ring);
	struct state_parts parts = {ARENA_ARRAY(arena, struct state_part,
		state->body_count + 1), 0};

	for (size_t i = 0; i < state->body_count; i++) {
		const struct body_read *body = &state->bodies[i];

		if (body->ring != at || body->gone) continue;
		if (!object_eq(body->unit, unit)) continue;
		parts.at[parts.count++] = part_of(&body->at);
	}
	qsort(parts.at, parts.count, sizeof(*parts.at), by_part);
	return parts;
}

static int by_unit(const void *a, const void *b)
{
	const object_id *one = a, *other = b;

	return memcmp(one->bytes, other->bytes, sizeof(one->bytes));
}

size_t state_units(const struct state *state, str ring, size_t bodies,
	object_id *ret_units, size_t max)
{
	uint32_t at = ring_find(state, ring);
	object_id *units = mem_get((state->body_count + 1) * sizeof(*units));
	size_t all = 0, count = 0, from = 0;

	for (size_t i = 0; i < state->body_count; i++) {
		const struct body_read *one = &state->bodies[i];

		if (one->ring == at && !one->gone) units[all++] = one->unit;
	}
	qsort(units, all, sizeof(*units), by_unit);
	for (size_t i = 1; i <= all && count < max; i++) {
		if (i < all && object_eq(units[i], units[from])) continue;
		if (i - from >= bodies) ret_units[count++] = units[from];
		from = i;
	}
	mem_free(units);
	return count;
}

/* -- what is removed ------------------------------------------------------ */

size_t state_erasures(const struct state *state, struct arena *arena,
	struct state_erased **ret_rows)
{
	struct state_erased *rows = ARENA_ARRAY(arena, struct state_erased,
		state->erasure_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < state->erasure_count; i++) {
		const struct erasure *one = &state->erasures[i];
		str ring = str_bytes(state->rings[one->ring].name,
			state->rings[one->ring].len);
		bool again = false;

		for (size_t j = 0; j < count && !again; j++) {
			again = str_eq(rows[j].ring, ring) &&
				object_eq(rows[j].unit, one->unit);
		}
		if (!again) rows[count++] = (struct state_erased){
			str_dup(arena, ring), one->unit};
	}
	*ret_rows = rows;
	return count;
}

struct state_parts state_gone(const struct state *state, struct arena *arena,
	str ring, const object_id *unit)
{
	uint32_t at = ring_find(state, ring);
	struct state_parts parts = {ARENA_ARRAY(arena, struct state_part,
		state->body_count + 1), 0};

	for (size_t i = 0; i < state->body_count; i++) {
		const struct body_read *body = &state->bodies[i];

		if (!body->gone) continue;
		if (unit != NULL && (body->ring != at ||
			!object_eq(body->unit, *unit))) {
			continue;
		}
		parts.at[parts.count++] = part_of(&body->at);
	}
	qsort(parts.at, parts.count, sizeof(*parts.at), by_part);
	return parts;
}
