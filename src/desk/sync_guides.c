/* The last step of a visit: a release of guides that the line does not show
 * yet. It is offered, what the line lacks is brought piece by piece, and it is
 * offered again until nothing is lacking. Broken off, the next visit goes on
 * with what is lacking then. See sync.h and doc/relay.md R19.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/sync_room.h"

#include "desk/relay_guide_call.h"
#include "os/report.h"

enum {
	/* Everything of a release, and what it takes to make it. */
	GUIDES_BYTES_MAX = 1 << 30,
	/* Offers in one visit: each brings up to a thousand files. */
	OFFERS_MAX = 32,
	OK = 200, BAD = 400, SIGNATURE = 403, OLDER = 409, FULL = 507
};

/* What is brought in one visit. */
struct sync_errand_guides {
	struct arena *arena;
	struct sync_guides release;
	hash *wanted;
	size_t count, at;          /* in wanted */
	uint64_t sent;             /* bytes of that file */
	bool asked;                /* the errand that is out is an offer */
	unsigned offers;
};

void sync_guides_end(struct sync *sync)
{
	if (sync->guides == NULL) return;
	arena_close(&sync->guides->arena);
	mem_free(sync->guides);
	sync->guides = NULL;
}

static bool begin(struct sync *sync)
{
	struct sync_errand_guides *g = mem_get(sizeof(*g));

	sync->guides = g;
	g->arena = arena_open(GUIDES_BYTES_MAX);
	if (sync_disk(sync, sync->choice.hands->guides(sync->choice.desk,
		g->arena, &g->release)) || g->release.number == 0) {
		sync_guides_end(sync);
		return false;
	}
	return true;
}

static bool offer_send(struct sync *sync)
{
	struct sync_errand_guides *g = sync->guides;

	if (g->offers++ == OFFERS_MAX) {
		sync_guides_end(sync);
		return false;
	}
	g->asked = true;
	relay_guides_write(&g->release.offer, &sync->body);
	sync_post(sync, "/relay/1/guides");
	return true;
}

/* The bytes of the file that is wanted now; NULL: it is none of ours. */
static const struct sync_guide_file *file_now(
	const struct sync_errand_guides *g)
{
	for (size_t i = 0; i < g->release.count; i++) {
		if (hash_eq(g->release.files[i].hash, g->wanted[g->at])) {
			return &g->release.files[i];
		}
	}
	return NULL;
}

static bool piece_send(struct sync *sync)
{
	struct sync_errand_guides *g = sync->guides;
	const struct sync_guide_file *file = file_now(g);
	str bytes;

	if (file == NULL) {
		report("the line asks for a file the guides do not have",
			UINT64_MAX);
		sync_guides_end(sync);
		return false;
	}
	bytes = str_first(str_from(file->bytes, (size_t)g->sent),
		RELAY_GUIDE_PIECE_BYTES);
	relay_guide_piece_write(file->hash, g->sent, bytes, &sync->body);
	g->sent += bytes.len;
	if (g->sent == file->bytes.len) {
		g->sent = 0;
		g->at++;
	}
	sync_post(sync, "/relay/1/guide-piece");
	return true;
}

bool sync_guides_send(struct sync *sync)
{
	if (sync->guides == NULL) {
		if (sync->begun) return false;
		sync->begun = true;
		if (!begin(sync)) return false;
	}
	if (sync->guides->at < sync->guides->count) return piece_send(sync);
	return offer_send(sync);
}

static void wanted_take(struct sync *sync)
{
	struct sync_errand_guides *g = sync->guides;

	g->asked = false;
	g->at = 0;
	g->sent = 0;
	if (!relay_wanted_read(g->arena, buf_str(&sync->answer), &g->wanted,
		&g->count)) {
		sync_fail(sync, SYNC_STRANGE);
		return;
	}
	if (g->count > 0) return;
	(void)sync_disk(sync, sync->choice.hands->guides_kept(
		sync->choice.desk, g->release.number));
	sync_guides_end(sync);
}

void sync_guides_answered(struct sync *sync, unsigned status)
{
	struct sync_errand_guides *g = sync->guides;

	if (status == OK && g->asked) {
		wanted_take(sync);
	} else if (status == OLDER && g->asked) {
		/* another desk has published a later one */
		(void)sync_disk(sync, sync->choice.hands->guides_kept(
			sync->choice.desk, g->release.number));
		sync_guides_end(sync);
	} else if (status == BAD || status == SIGNATURE || status == OLDER
		|| status == FULL) {
		report("the line did not take the guides", status);
		sync_guides_end(sync);
	} else if (status != OK) {
		sync_strange(sync, status);
	}
}
