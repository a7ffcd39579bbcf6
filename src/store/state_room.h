/* Inside store/state only: what a state holds. Each file below owns one part.
 *
 *	state.c        what surviving ops and read bodies there are
 *	state_sum.c    their hash, now or as another device had it; checks
 *	state_unit.c   the same by unit, for compaction and erasure
 *	state_purge.c  forgetting what was erased
 *	state_keep.c   all of it as bytes, for a snapshot
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_STATE_ROOM_H
#define STORE_STATE_ROOM_H

#include "store/log_room.h"
#include "store/state.h"

enum { STATE_ARENA_BYTES = 1 << 30, STATE_TEXTS_MAX = 1 << 24 };

/* Where an op stands; `dev` is a number of this state's own. */
struct state_place { uint32_t seq, index; uint16_t dev; uint8_t body; };

/* An op that was read. Those of one register, or of one member of a set,
 * contest each other. */
struct state_entry {
	unsigned char value[32];       /* hash of it */
	object_id object;
	struct hlc hlc;
	struct state_place at;
	uint32_t unit, field, word;    /* numbers of texts and units */
	uint32_t before;               /* in its ring, from 1; 0: none */
	uint16_t ring;
	bool alone;                    /* contests nothing */
	bool member;                   /* of a set, else a register */
	bool is_erase;
	bool gone;                     /* one that saw it took its place */
	bool erased;
};

/* `stood`: a `state` that was read stands for it, at that place. */
struct state_body { struct state_place at; uint32_t unit; uint16_t ring;
	bool gone, stood; uint16_t stood_dev; uint32_t stood_seq;
	uint32_t before;               /* in its ring, from 1; 0: none */ };

struct state_check {
	struct state_place at;
	uint64_t ms;                   /* by the clock of its commit */
	unsigned char sum[STATE_CHECK_BYTES];
	uint16_t ring;
	bool looked;                   /* it was compared, as far as it can be */
};

/* A device that said something else of the same; it stays told. */
struct state_told { char dev[LOG_DEVICE_HEX]; uint64_t seq, ms; };

struct state_erasure { struct state_place at; uint32_t unit; uint16_t ring; };
struct state_ring { char name[RING_NAME_MAX]; uint32_t len;
	uint32_t entry, body;          /* the last, from 1; 0: none */
	uint32_t entries, bodies;      /* how many */ };
struct state_dev { char name[LOG_DEVICE_HEX]; };

/* What is added here is added to state_keep.c. */
struct state {
	char org[LOG_ORG_HEX];
	struct arena *arena;           /* of the texts */
	struct state_ring *rings;
	size_t ring_count, ring_room;
	struct state_dev *devs;
	size_t dev_count, dev_room;
	object_id *units;
	size_t unit_count, unit_room;
	str *texts;
	size_t text_count, text_room;
	struct state_entry *entries;
	size_t entry_count, entry_room;
	struct state_body *bodies;
	size_t body_count, body_room;
	struct state_check *checks;
	size_t check_count, check_room;
	struct state_erasure *erasures;
	size_t erasure_count, erasure_room;
	struct state_told *tolds;
	size_t told_count, told_room;
	struct log_map by_unit, by_text, by_key, by_place;
};

/* Room for one more of an array: (state->x, state->x_count, state->x_room). */
void *state_more(void *items, size_t count, size_t *room, size_t size);
#define STATE_MORE(items, count, room) \
	((items) = state_more((items), (count), (room), sizeof(*(items))))

/* -- state.c -------------------------------------------------------------- */
/* The maps and the chains of rings, from the arrays. */
void state_index(struct state *state);
uint32_t state_ring_find(const struct state *state, str name);
/* LOG_NONE: nothing of it was read. */
uint32_t state_unit_find(const struct state *state, object_id unit);
str state_dev_name(const struct state *state, uint16_t dev);
/* Whether the op at `by` had seen the one at `other`. */
bool state_saw(const struct state *state, const struct log *log,
	const struct state_place *by, const struct state_place *other);
/* Numbers for names; made when new. */
uint32_t state_unit_of(struct state *state, object_id unit);
uint32_t state_text_of(struct state *state, str text);
/* Others that contest the same; start with *at = SIZE_MAX. */
bool state_contests(const struct state *state, const struct state_entry *entry,
	size_t *at, uint32_t *ret_entry);

#endif
