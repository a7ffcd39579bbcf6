/* A team in miniature for tests of the log: desks with the real log on packs
 * in memory, a relay that misbehaves, people who do things in any order, and a
 * book of what was written that shares nothing with the log's own reckoning.
 * Everything follows from one seed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_STORE_WORLD_H
#define TEST_STORE_WORLD_H

#include "store/log_compact.h"
#include "store/log_shed.h"
#include "store/log_epoch.h"
#include "store/log_hand.h"
#include "store/log_merge.h"
#include "store/log_room.h"

enum { DESKS_MAX = 7, HUMANS_MAX = 5, RINGS = 4, UNITS = 3, BLOBS_MAX = 8192,
	EDITS_MAX = 8192, BACKS_MAX = 16 };

struct desk {
	bool is_here;            /* it exists; its log is open */
	bool is_clone;           /* keys and pack copied from another */
	bool is_gone;            /* removed, seized, or its chain has ended */
	struct log *log;
	struct state *state;
	struct sign_key sign;
	struct identity identity;
	char dev[LOG_DEVICE_HEX];
	char member[TEAM_MEMBER_HEX];
	hash anchor;
	bool has_anchor;
	int64_t skew_ms;
	uint64_t sent;           /* of its pack, to the relay */
	size_t shown;            /* how much of the relay; 0: all */
	unsigned char got[BLOBS_MAX];
	bool was_in[RINGS];      /* somebody ever handed it this ring */
	uint64_t wrote, has[DESKS_MAX]; /* when it last read */
	uint64_t had[DESKS_MAX]; /* what it had when it last wrote */
	/* What it signed and its disk forgot, each time that this was so: who
	 * forgets twice and hears of neither signs one number twice. */
	struct { uint64_t seq; hash name; } backs[BACKS_MAX];
	size_t back_count;
	char path[64];
};

/* One op that somebody wrote, and what its writer had before him. */
struct edit {
	hash commit;
	size_t ring, unit;
	uint64_t seq, body, index;
	uint32_t writer;         /* desk */
	enum op_kind kind;
	unsigned char field, value;
	uint64_t seen[DESKS_MAX]; /* by desk: up to which of its frames */
};

/* How often each thing was done. */
enum did { DID_EDIT, DID_JOIN, DID_GRANT, DID_PUT_OUT, DID_REMOVE, DID_CUT,
	DID_MERGE, DID_MERGE_SIGN, DID_VOID, DID_COMPACT, DID_ERASE, DID_DESTROY,
	DID_SHED, DID_SHED_WHOLE,
	DID_EPOCH_END, DID_AHEAD, DID_BEHIND, DID_HOLD, DID_WITHHOLD,
	DID_REPLAY, DID_DELAY, DID_REORDER, DID_ROLL_BACK, DID_SPLIT,
	DID_DISK_BACK, DID_FORK, DID_LOOK, DID_DIFFER, DID_COMPARE, DID_APART,
	DID_ALARMED, DID_COUNT };

struct world {
	struct desk desks[DESKS_MAX];
	size_t desk_count;
	struct { struct buf bytes; hash name; unsigned hidden_from, split_from;
		} blobs[BLOBS_MAX];
	size_t blob_count;
	struct edit edits[EDITS_MAX];
	size_t edit_count;
	uint64_t now_ms;
	unsigned fault;          /* FAULT_… */
	bool broken;             /* what only a fault or a bug does */
	const char *why;
	unsigned split;          /* desks of one half, while there are two */
	size_t sender;           /* whose blobs the relay takes just now */
	size_t did[DID_COUNT], alarmed[ALARM_KIND_COUNT];
	bool quiet_end;          /* the relay gives all in the end */
	bool mischief;           /* mischief.c */
	/* Of each body met in the judging, by its tag: which desks open it, as
	 * one of which ring (judging.c). */
	struct opener { unsigned char tag[RING_TAG_BYTES];
		unsigned by[RINGS]; } *openers;
	size_t opener_count, opener_room;
	struct log_map opener_at;
};

/* Faults that the test must find. */
enum { FAULT_NONE, FAULT_LOSES, FAULT_CHANGES, FAULT_READS_ALL, FAULT_ACCUSES,
	FAULT_SPARES, FAULT_FORGETS, FAULT_COUNT };

#define ORG "00112233445566778899aabbccddeeff" \
	"00112233445566778899aabbccddeeff"
#define DAY_MS ((uint64_t)24 * 60 * 60 * 1000)

/* Makes every random byte of the program follow from the seed. */
void world_seed(uint64_t seed);
size_t world_below(size_t limit);

/* One desk that founded the team, as `bothy new` does, with roster 1. */
void world_found(struct world *w);
void world_close(struct world *w);

str desk_name(const struct desk *d);
uint64_t desk_now(const struct world *w, const struct desk *d);
void desk_read(struct world *w, struct desk *d);
void desk_send(struct world *w, struct desk *d);
void desk_fetch(struct world *w, struct desk *d, bool all);
struct desk *desk_add(struct world *w, const struct desk *like);
/* The newest one goes, with its keys and its file. */
void desk_end(struct world *w);
void desk_reopen(struct world *w, struct desk *d);
bool desk_hand(struct world *w, struct desk *d,
	const struct log_change *change);
bool desk_join(struct world *w, struct desk *by, struct desk *who);
/* The team parted, and this one signs what makes it one (doc/team.md T2.5), by
 * what its own log has. False: there is nothing that it can do. */
bool desk_merge(struct world *w, struct desk *d, bool *ret_one);
bool desk_remove(struct world *w, struct desk *by, struct desk *who,
	uint64_t earlier);
bool desk_grant(struct world *w, struct desk *by, struct desk *who,
	size_t ring, bool out);
bool desk_edit(struct world *w, struct desk *d, size_t ring);
/* L12.3: as a desk does before it destroys anything, it names in each ring what
 * an erasure removed and none names yet. */
void desk_name_erased(struct world *w, struct desk *d);
bool desk_is_in(const struct desk *d, size_t ring);
bool desk_has_alarm(struct world *w, struct desk *d, enum alarm_kind kind);
str world_ring(size_t ring);
/* Both have the same view and hash of a ring. */
bool desk_same(const struct desk *a, const struct desk *b, size_t ring);

#endif
