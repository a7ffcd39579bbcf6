/* What the line and the desk read of the log's calls, and bundles from a
 * stick (doc/relay.md R10 to R16): strs lie inside the input, every blob has
 * its hash, what is read is written again to the same bytes [bundle-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "desk/relay_log_call.h"
#include "line/organisation.h"
#include "line/relay_log_text.h"

static void inside(str part, str whole)
{
	if (part.len == 0) return;
	must(part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

static void bundle(str input)
{
	struct buf again = {0};
	struct bundle read;
	str rest = input;

	if (!bundle_read(&rest, &read)) {
		must(rest.at == input.at && rest.len == input.len);
		return;
	}
	for (size_t i = 0; i < read.count; i++) {
		inside(read.blobs[i].sealed, input);
		must(hash_eq(read.blobs[i].name,
			hash_of(read.blobs[i].sealed)));
	}
	bundle_write(&read, &again);
	must(str_eq(buf_str(&again), str_first(input, input.len - rest.len)));
	buf_close(&again);
}

static void log_batch(str input)
{
	static const struct place start;
	struct relay_log log;

	if (!relay_log_read(input, start, &log)) return;
	must(log.count <= log.place.cursor);
	for (size_t i = 0; i < log.count; i++) {
		inside(log.blobs[i].sealed, input);
		must(hash_eq(log.blobs[i].name, hash_of(log.blobs[i].sealed)));
	}
}

/* The line's answers to a bundle and an offer of one. */
static void answers(str input)
{
	struct bundle one = {0};
	struct place place = {0};
	hash name = hash_of(S("body"));
	bool wanted;

	bundle_add(&one, S("body"));
	if (relay_kept_read(input, &one, &place)) must(place.cursor <= 1);
	else must(place.cursor == 0);
	if (relay_want_read(input, &name, 1, &wanted)) must(input.len > 0);
}

/* The line's side of what a desk sends, and its own file. */
static void calls(struct arena *arena, str input)
{
	static struct organisation organisation;
	struct relay_hashes hashes;
	struct relay_signed both;
	struct buf again = {0};
	struct place place;
	uint64_t counter;
	unsigned wait;
	hash token;

	if (relay_log_query(input, &place, &wait)) must(wait <= 25);
	if (relay_offer_read(arena, input, &hashes)) must(hashes.count >= 1);
	if (relay_signed_read(input, &both)) {
		inside(both.text, input);
		inside(both.minisig, input);
	}
	if (relay_list_read(arena, input, S("bothy-delete/1"), &hashes)) {
		must(hashes.count >= 1 && hashes.count <= 1000);
	}
	if (relay_token_read(input, &counter, &token)) must(input.len > 0);
	if (!organisation_tokens_read(&organisation, input)) return;
	organisation_tokens_write(&organisation, &again);
	must(str_eq(buf_str(&again), input));
	buf_close(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_open(4 << 20);
	str input = fuzz_input(bytes, size);

	bundle(input);
	log_batch(input);
	answers(input);
	calls(arena, input);
	arena_close(&arena);
	return 0;
}
