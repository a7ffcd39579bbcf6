/* What the line and the desk read from each other (doc/relay.md): strs lie
 * inside the body, cursors grow, and a roster that is read is written again to
 * the same bytes [relay-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "desk/relay_call.h"
#include "line/relay_text.h"

static void inside(str part, str whole)
{
	if (part.len == 0) return;
	must(part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

static void intake(struct arena *arena, str body)
{
	struct relay_message *items;
	size_t count;
	uint64_t last = 0;

	if (!relay_intake_read(body, 0, arena, &items, &count)) return;
	must(count <= RELAY_BATCH_MAX);
	for (size_t i = 0; i < count; i++) {
		must(items[i].cursor > last);
		must(items[i].blob_count <= RELAY_BLOBS_MAX);
		must(hash_eq(items[i].hash, hash_of(items[i].sealed)));
		inside(items[i].sealed, body);
		last = items[i].cursor;
	}
}

static void roster(str body)
{
	struct buf again = {0};
	str text, minisig;

	if (!relay_roster_read(body, &text, &minisig)) return;
	inside(text, body);
	inside(minisig, body);
	relay_roster_write(text, minisig, &again);
	must(str_eq(buf_str(&again), body));
	buf_close(&again);
}

/* The line's side of what a desk sends. */
static void calls(struct arena *arena, str body)
{
	struct relay_reply reply;
	struct relay_roster both;
	struct relay_hashes hashes;

	if (relay_seen_read(arena, body, &hashes)) {
		must(hashes.count >= 1 && hashes.count <= RELAY_SEEN_MAX);
	}
	if (relay_reply_read(body, &reply)) inside(reply.sealed, body);
	if (relay_take_back_read(body, &reply)) must(reply.sealed.len == 0);
	if (relay_text_roster_read(body, &both)) {
		inside(both.roster, body);
		inside(both.minisig, body);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open(16 << 20);
	str input = fuzz_input(bytes, size);
	struct relay_state state;
	enum relay_word word;

	intake(arena, input);
	roster(input);
	calls(arena, input);
	if (relay_word_read(input, &word)) must(word < RELAY_WORD_COUNT);
	if (relay_state_read(input, &state)) must(input.len > 0);
	arena_close(&arena);
	return 0;
}
