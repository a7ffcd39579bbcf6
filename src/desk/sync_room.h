/* Inside the sync files only: a visit under way.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SYNC_ROOM_H
#define DESK_SYNC_ROOM_H

#include "desk/sync.h"
#include "os/file.h"

/* In the order of a visit. The log first: the token of a team that changed it
 * stands there; then the line's hour, by which this computer's clock is known to
 * be right before anything is signed. Then small things: an attachment may take
 * long. What this desk wrote goes out when it has heard the intake; what may go
 * is told after that, so that what stands for it is there. Another key comes when
 * all that the one before signed has been told. */
enum sync_step {
	STEP_TOKEN, STEP_LOG, STEP_STATE, STEP_ROSTER, STEP_TAKE_BACK,
	STEP_OUTBOX, STEP_INTAKE, STEP_SEEN, STEP_PUT, STEP_LISTS, STEP_KEY,
	STEP_BLOBS, STEP_GUIDES,
	STEP_COUNT
};

enum {
	SYNC_ARENA_BYTES = 64 << 20,   /* lists of one step */
	SYNC_BUNDLE_BYTES = 8 << 20,
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
	/* the log */
	struct place place;
	bool lost;                 /* this visit began at 0 again */
	bool all_put;              /* the line has all of ours */
	struct sync_hashes offer;
	bool *wanted;              /* of the offer; NULL: not answered yet */
	struct arena *bundle_arena; /* of the bytes of one bundle */
	struct bundle bundle;      /* what was put */
	struct sync_errand_guides *guides; /* being brought, or NULL */
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
/* sync_log.c */
bool sync_token_send(struct sync *sync);
void sync_token_answered(struct sync *sync, unsigned status);
bool sync_log_send(struct sync *sync);
void sync_log_answered(struct sync *sync, unsigned status);
bool sync_put_send(struct sync *sync);
void sync_put_answered(struct sync *sync, unsigned status);
bool sync_lists_send(struct sync *sync);
void sync_lists_answered(struct sync *sync, unsigned status);
bool sync_key_send(struct sync *sync);
void sync_key_answered(struct sync *sync, unsigned status);

/* sync_guides.c */
bool sync_guides_send(struct sync *sync);
void sync_guides_answered(struct sync *sync, unsigned status);
/* Accepts that none is brought. */
void sync_guides_end(struct sync *sync);

/* sync.c, for the steps */
void sync_get(struct sync *sync, uint64_t max_bytes);
void sync_post(struct sync *sync, const char *path);
/* The visit ends here. */
void sync_fail(struct sync *sync, enum sync_how how);
/* It ends as such a status says. */
void sync_strange(struct sync *sync, unsigned status);
/* True, and the visit has failed, when `e` is not NULL. */
bool sync_disk(struct sync *sync, const err *e);
/* sync_blob.c: the file an attachment is fetched into. */
const err *sync_blob_begin(struct sync *sync, str name);
void sync_blob_piece(struct sync *sync, str bytes);
const err *sync_blob_end(struct sync *sync, str name, bool whole);

#endif
