/* A state as bytes for a snapshot: see state.h and doc/log.md L7. Owns their
 * form, which is this program's own and this machine's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/state_room.h"

#include "store/kept_bytes.h"

#include <stddef.h>
#include <string.h>

/* Raise it when what a field of state_room.h means changes. */
enum { KEPT_VERSION = 3 };

struct array { size_t items, count, room, size; };
#define ARRAY(items, one) {offsetof(struct state, items), \
	offsetof(struct state, one##_count), \
	offsetof(struct state, one##_room), \
	sizeof(*((struct state *)NULL)->items)}
static const struct array arrays[] = {
	ARRAY(rings, ring), ARRAY(devs, dev), ARRAY(units, unit),
	ARRAY(entries, entry), ARRAY(bodies, body), ARRAY(checks, check),
	ARRAY(erasures, erasure), ARRAY(tolds, told),
};

static void mark_write(str org, struct buf *out)
{
	buf_fmt(out, "bothy-state-kept/%d %.*s", KEPT_VERSION, S_ARG(org));
	for (size_t i = 0; i < NELEM(arrays); i++) {
		buf_fmt(out, " %zu", arrays[i].size);
	}
	buf_byte(out, '\n');
}

void state_keep(const struct state *state, struct buf *out)
{
	uint64_t texts = state->text_count;

	mark_write(str_bytes(state->org, LOG_ORG_HEX), out);
	for (size_t i = 0; i < NELEM(arrays); i++) {
		const void *items;
		size_t count;

		memcpy(&items, (const char *)state + arrays[i].items,
			sizeof(items));
		memcpy(&count, (const char *)state + arrays[i].count,
			sizeof(count));
		kept_put_items(out, items, count, arrays[i].size);
	}
	kept_put(out, &texts, sizeof(texts));
	for (size_t i = 0; i < state->text_count; i++) {
		uint64_t len = state->texts[i].len;

		kept_put(out, &len, sizeof(len));
		buf_put(out, state->texts[i]);
	}
}

static bool array_take(struct state *state, const struct array *array,
	str *rest)
{
	void *items;
	size_t count;
	bool right = kept_take_items(rest, array->size, &items, &count);

	memcpy((char *)state + array->items, &items, sizeof(items));
	memcpy((char *)state + array->count, &count, sizeof(count));
	memcpy((char *)state + array->room, &count, sizeof(count));
	return right;
}

static bool texts_take(struct state *state, str *rest)
{
	uint64_t count, len;

	if (!kept_take(rest, &count, sizeof(count))) return false;
	for (uint64_t i = 0; i < count; i++) {
		if (!kept_take(rest, &len, sizeof(len)) || rest->len < len) {
			return false;
		}
		STATE_MORE(state->texts, state->text_count, &state->text_room);
		state->texts[state->text_count++] = str_dup(state->arena,
			str_first(*rest, (size_t)len));
		*rest = str_from(*rest, (size_t)len);
	}
	return rest->len == 0;
}

struct state *state_resume(str org, str kept)
{
	struct state *state = state_open(org);
	struct buf mark = {0};
	bool right;

	mark_write(org, &mark);
	right = str_starts(kept, buf_str(&mark));
	kept = str_from(kept, right ? mark.len : 0);
	buf_close(&mark);
	for (size_t i = 0; right && i < NELEM(arrays); i++) {
		right = array_take(state, &arrays[i], &kept);
	}
	if (!right || !texts_take(state, &kept)) {
		state_close(&state);
		return NULL;
	}
	state_index(state);
	return state;
}
