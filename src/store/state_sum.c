/* The hash of a ring, now and as another device had it when it said so: see
 * state.h and doc/log.md L11. Owns nothing between calls.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/state_room.h"

#include <stdlib.h>
#include <string.h>

enum { GROUP_ARENA_BYTES = 1 << 30 };

/* Whose eyes it is seen with: all of it, or what one commit had seen. */
struct seeing {
	const struct state *state;
	const struct log *log;
	uint32_t ring;
	const uint64_t *seen;  /* by device, how many of its commits; NULL: all */
};

static bool is_seen(const struct seeing *see, const struct state_place *at)
{
	return see->seen == NULL || at->seq <= see->seen[at->dev];
}

/* One that saw it, and is seen, took its place. */
static bool is_replaced(const struct seeing *see,
	const struct state_entry *entry)
{
	const struct state *state = see->state;
	size_t at = SIZE_MAX;
	uint32_t is;

	if (see->seen == NULL || !entry->gone) return entry->gone;
	while (state_contests(state, entry, &at, &is)) {
		const struct state_entry *other = &state->entries[is];

		if (!other->erased && is_seen(see, &other->at) &&
			state_saw(state, see->log, &other->at, &entry->at)) {
			return true;
		}
	}
	return false;
}

static bool entry_counts(const struct seeing *see,
	const struct state_entry *entry)
{
	return !entry->erased && is_seen(see, &entry->at) && !is_replaced(see, entry);
}

/* -- lines ---------------------------------------------------------------- */

static void line_write(const struct state *state,
	const struct state_entry *entry, struct buf *out)
{
	const str parts[] = {state->texts[entry->field],
		state->texts[entry->word]};
	const uint64_t numbers[] = {entry->at.seq, entry->at.body,
		entry->at.index};

	object_write(entry->object, out);
	for (size_t i = 0; i < NELEM(parts); i++) {
		buf_byte(out, ' ');
		buf_put(out, parts[i]);
	}
	buf_byte(out, ' ');
	buf_number(out, entry->hlc.ms);
	buf_byte(out, ' ');
	buf_number(out, entry->hlc.count);
	buf_byte(out, ' ');
	buf_put(out, state_dev_name(state, entry->at.dev));
	for (size_t i = 0; i < NELEM(numbers); i++) {
		buf_byte(out, ' ');
		buf_number(out, numbers[i]);
	}
	buf_byte(out, ' ');
	buf_hex(out, entry->value, sizeof(entry->value));
	buf_byte(out, '\n');
}

static int by_bytes(const void *a, const void *b)
{
	const str *one = a, *other = b;

	return str_compare(*one, *other);
}

/* Lines begin with the object: those of one are sorted together. */
struct line { object_id object; uint32_t entry; };

static int by_object(const void *a, const void *b)
{
	const struct line *one = a, *other = b;

	return memcmp(one->object.bytes, other->object.bytes,
		sizeof(one->object.bytes));
}

static void group_put(const struct state *state, const struct line *lines,
	size_t count, struct arena *arena, struct hasher *hasher)
{
	str *texts = ARENA_ARRAY(arena, str, count);
	struct buf text = {0};

	for (size_t i = 0; i < count; i++) {
		buf_reset(&text);
		line_write(state, &state->entries[lines[i].entry], &text);
		if (count == 1) hasher_put(hasher, buf_str(&text));
		else texts[i] = str_dup(arena, buf_str(&text));
	}
	if (count > 1) {
		qsort(texts, count, sizeof(*texts), by_bytes);
		for (size_t i = 0; i < count; i++) hasher_put(hasher, texts[i]);
	}
	buf_close(&text);
	arena_reset(arena);
}

static void head_put(const struct state *state, const char *kind, str ring,
	struct hasher *hasher)
{
	struct buf head = {0};

	buf_fmt(&head, "%s %.*s %.*s\n", kind, LOG_ORG_HEX, state->org,
		S_ARG(ring));
	hasher_start(hasher);
	hasher_put(hasher, buf_str(&head));
	buf_close(&head);
}

static hash hash_now(const struct seeing *see, str ring)
{
	const struct state *state = see->state;
	struct state_ring none = {.len = 0};
	const struct state_ring *of = see->ring == LOG_NONE ? &none
		: &state->rings[see->ring];
	struct line *lines = mem_get(mem_times(of->entries + 1,
		sizeof(*lines)));
	struct arena *arena = arena_open(GROUP_ARENA_BYTES);
	struct hasher hasher;
	size_t count = 0, from = 0;

	for (uint32_t i = of->entry; i != 0; i = state->entries[i - 1].before) {
		const struct state_entry *entry = &state->entries[i - 1];

		if (!entry_counts(see, entry)) continue;
		lines[count++] = (struct line){entry->object, i - 1};
	}
	qsort(lines, count, sizeof(*lines), by_object);
	head_put(state, "bothy-state/1", ring, &hasher);
	for (size_t i = 1; i <= count; i++) {
		if (i < count && by_object(&lines[i], &lines[from]) == 0) {
			continue;
		}
		group_put(state, &lines[from], i - from, arena, &hasher);
		from = i;
	}
	arena_close(&arena);
	mem_free(lines);
	return hasher_end(&hasher);
}

static hash view_now(const struct seeing *see, str ring)
{
	const struct state *state = see->state;
	struct arena *arena = arena_open(GROUP_ARENA_BYTES);
	struct state_ring none = {.len = 0};
	const struct state_ring *of = see->ring == LOG_NONE ? &none
		: &state->rings[see->ring];
	str *lines = ARENA_ARRAY(arena, str, of->bodies + 1);
	struct buf text = {0};
	struct hasher hasher;
	size_t count = 0;

	for (uint32_t i = of->body; i != 0; i = state->bodies[i - 1].before) {
		const struct state_body *body = &state->bodies[i - 1];

		if (body->gone) continue;
		if (!is_seen(see, &body->at)) continue;
		buf_reset(&text);
		buf_put(&text, state_dev_name(state, body->at.dev));
		buf_byte(&text, ' ');
		buf_number(&text, body->at.seq);
		buf_byte(&text, ' ');
		buf_number(&text, body->at.body);
		buf_byte(&text, '\n');
		lines[count++] = str_dup(arena, buf_str(&text));
	}
	if (count > 1) qsort(lines, count, sizeof(*lines), by_bytes);
	head_put(state, "bothy-view/1", ring, &hasher);
	for (size_t i = 0; i < count; i++) hasher_put(&hasher, lines[i]);
	buf_close(&text);
	arena_close(&arena);
	return hasher_end(&hasher);
}

struct state_sum state_sum(const struct state *state, str ring)
{
	struct seeing see = {.state = state,
		.ring = state_ring_find(state, ring)};

	return (struct state_sum){view_now(&see, ring), hash_now(&see, ring)};
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

static struct state_check *check_of(const struct state *state, str ring,
	str dev)
{
	uint32_t at = state_ring_find(state, ring);

	for (size_t i = 0; i < state->check_count; i++) {
		struct state_check *one = &state->checks[i];

		if (one->ring == at &&
			str_eq(state_dev_name(state, one->at.dev), dev)) {
			return one;
		}
	}
	return NULL;
}

bool state_agrees(const struct state *state, str ring, struct state_sum sum,
	const str *devs, size_t count)
{
	unsigned char want[STATE_CHECK_BYTES];
	size_t agree = 0;

	state_check_value(sum, want);
	for (size_t i = 0; i < count; i++) {
		const struct state_check *one = check_of(state, ring, devs[i]);

		agree += one != NULL && memcmp(one->sum, want,
			sizeof(want)) == 0;
	}
	return count > 0 && agree == count;
}

size_t state_unsaid(const struct state *state, const struct log *log, str dev,
	str *ret_rings, size_t max)
{
	const struct state_check **said = mem_get(mem_times(
		state->ring_count + 1, sizeof(struct state_check *)));
	bool *unsaid = mem_get(state->ring_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < state->check_count; i++) {
		const struct state_check *one = &state->checks[i];

		if (str_eq(state_dev_name(state, one->at.dev), dev)) {
			said[one->ring] = one;
		}
	}
	for (size_t i = 0; i < state->entry_count; i++) {
		const struct state_entry *one = &state->entries[i];

		if (unsaid[one->ring]) continue;
		unsaid[one->ring] = said[one->ring] == NULL || !state_saw(state,
			log, &said[one->ring]->at, &one->at);
	}
	for (size_t i = 0; i < state->ring_count && count < max; i++) {
		if (!unsaid[i]) continue;
		ret_rings[count++] = str_bytes(state->rings[i].name,
			state->rings[i].len);
	}
	mem_free(said);
	mem_free(unsaid);
	return count;
}

uint64_t state_checked_ms(const struct state *state, str ring, str dev)
{
	const struct state_check *one = check_of(state, ring, dev);

	return one == NULL ? 0 : one->ms;
}

bool state_check_at(const struct state *state, str ring, str dev,
	struct state_part *ret_at)
{
	const struct state_check *one = check_of(state, ring, dev);

	if (one == NULL) return false;
	*ret_at = (struct state_part){.dev = dev, .seq = one->at.seq,
		.body = one->at.body, .index = one->at.index};
	return true;
}

bool state_is_looked(const struct state *state, str ring, str dev)
{
	const struct state_check *one = check_of(state, ring, dev);

	return one == NULL || one->looked;
}

bool state_unlooked(const struct state *state, size_t *at, str *ret_ring,
	str *ret_dev)
{
	for (; *at < state->check_count; (*at)++) {
		const struct state_check *one = &state->checks[*at];
		const struct state_ring *ring = &state->rings[one->ring];

		if (one->looked) continue;
		*ret_ring = str_bytes(ring->name, ring->len);
		*ret_dev = state_dev_name(state, one->at.dev);
		(*at)++;
		return true;
	}
	return false;
}

/* What only this log knows, or that device had otherwise: a `state` that it had
 * not seen stands here for a body that it had, an erasure it had not seen took
 * something away, a clock counts that it had not heard of. */
static bool is_beyond(const struct seeing *see, struct log_at by)
{
	const struct state *state = see->state;

	for (size_t i = 0; i < state->body_count; i++) {
		const struct state_body *body = &state->bodies[i];
		struct state_place stood = {body->stood_seq, 0,
			body->stood_dev, 0};

		if (body->ring == see->ring && body->stood &&
			is_seen(see, &body->at) && !is_seen(see, &stood)) {
			return true;
		}
	}
	for (size_t i = 0; i < state->erasure_count; i++) {
		if (state->erasures[i].ring == see->ring &&
			!is_seen(see, &state->erasures[i].at)) {
			return true;
		}
	}
	return !log_voids_seen(see->log, by);
}

static void seen_fill(const struct state *state, const struct log *log,
	struct log_at by, uint64_t *seen)
{
	for (size_t i = 0; i < state->dev_count; i++) {
		seen[i] = log_seen(log, by, state_dev_name(state, (uint16_t)i));
	}
}

static void told_add(struct state *state, const struct state_check *by)
{
	struct state_told told = {.seq = by->at.seq, .ms = by->ms};
	bool again = false;

	memcpy(told.dev, state->devs[by->at.dev].name, sizeof(told.dev));
	for (size_t i = 0; i < state->told_count && !again; i++) {
		again = memcmp(state->tolds[i].dev, told.dev,
			sizeof(told.dev)) == 0;
	}
	if (again) return;
	STATE_MORE(state->tolds, state->told_count, &state->told_room);
	state->tolds[state->told_count++] = told;
}

bool state_look(struct state *state, const struct log *log, str ring, str dev)
{
	struct state_check *one = check_of(state, ring, dev);
	struct log_at by = {dev, one == NULL ? 0 : one->at.seq};
	struct seeing see = {state, log, state_ring_find(state, ring), NULL};
	uint64_t *seen;
	hash said;

	if (one == NULL || one->looked) return false;
	one->looked = true;
	seen = mem_get(mem_times(state->dev_count + 1, sizeof(*seen)));
	seen_fill(state, log, by, seen);
	see.seen = seen;
	memcpy(said.bytes, one->sum, sizeof(said.bytes));
	if (!is_beyond(&see, by) && hash_eq(view_now(&see, ring), said)) {
		memcpy(said.bytes, one->sum + 32, sizeof(said.bytes));
		if (!hash_eq(hash_now(&see, ring), said)) told_add(state, one);
	}
	mem_free(seen);
	return true;
}

size_t state_differing(const struct state *state, struct alarm *ret_alarms,
	size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < state->told_count && count < max; i++) {
		const struct state_told *one = &state->tolds[i];

		ret_alarms[count] = (struct alarm){.kind = ALARM_DIFFER,
			.seq = one->seq, .since_ms = one->ms};
		memcpy(ret_alarms[count++].dev, one->dev, sizeof(one->dev));
	}
	return count;
}
