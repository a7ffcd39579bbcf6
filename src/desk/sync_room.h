/* Inside the sync files only: a visit under way.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SYNC_ROOM_H
#define DESK_SYNC_ROOM_H

#include "desk/sync.h"
#include "os/file.h"

/* In the order of a visit. Small things first: an attachment may take long. */
enum sync_step {
	STEP_ROSTER, STEP_TAKE_BACK, STEP_OUTBOX, STEP_INTAKE, STEP_SEEN,
	STEP_BLOBS, STEP_STATE, STEP_COUNT
};

enum {
	SYNC_ARENA_BYTES = 64 << 20,   /* lists of one step */
	SYNC_BATCHES_MAX = 256,        /* a visit: a hostile line has no end */
	SYNC_SLOWER_MAX = 8            /* after failures: at most 8 times */
};

struct sync {
	struct loop *loop;
	struct errands *errands;
	struct sync_choice choice;
	struct timer timer;
	struct sync_status status;
	unsigned slower;           /* 1, 2, 4, 8 after failures */
	bool again;                /* a member asked for one more */
	bool told;                 /* the line heard `seen` since our start */
	/* the visit */
	bool out;
	enum sync_step step;
	bool begun;                /* the step has its lists */
	struct arena *arena;       /* of the step */
	struct sync_replies replies;
	struct sync_names names;
	size_t at;                 /* in the list of the step */
	unsigned batches;
	bool older;                /* the line has a newer roster: fetch it */
	struct buf seen;           /* hashes to tell, 32 bytes each */
	uint64_t after;
	/* the errand */
	struct errand errand;
	struct buf path, body, answer;
	struct file blob;          /* fd -1 unless one is being fetched */
	const err *blob_error;
};

/* What a step does: sends an errand and returns true, or false when there is
 * nothing (more) to do; and what it makes of the answer. */
struct sync_way {
	bool (*send)(struct sync *sync);
	void (*answered)(struct sync *sync, unsigned status);
};
extern const struct sync_way sync_ways[STEP_COUNT];

/* sync.c, for the steps */
void sync_get(struct sync *sync, uint64_t max_bytes);
void sync_post(struct sync *sync, const char *path);
/* The visit ends here. */
void sync_fail(struct sync *sync, enum sync_how how);
/* True, and the visit has failed, when `e` is not NULL. */
bool sync_disk(struct sync *sync, const err *e);
/* sync_blob.c: the file an attachment is fetched into. */
const err *sync_blob_begin(struct sync *sync, str name);
void sync_blob_piece(struct sync *sync, str bytes);
const err *sync_blob_end(struct sync *sync, str name, bool whole);

#endif
