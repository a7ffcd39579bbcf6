/* Inside store/log only: the room of a log. Each file below owns one part.
 *
 *	log.c         opening, closing, names, epochs at hand
 *	log_index.c   frames and bodies at hand, by name and by place
 *	log_blob.c    what the pack holds: frames and bodies; what nothing names
 *	log_body.c    bodies, opened
 *	log_settle.c  whose a frame is; frames, keys and bodies fitted together
 *	log_take.c    what comes from outside, and what is handed on
 *	log_tips.c    which rosters hold
 *	log_team.c    belief, ends of chains, what a log obeys
 *	log_member.c  who is in a ring, and which epoch is written under
 *	log_lag.c     what this device lacks of that
 *	log_order.c   which commits are in the state, and what each has seen
 *	log_read.c    ops, given out
 *	log_write.c   commits of this device
 *	log_hand.c    commits that hand over epochs, rosters, clocks
 *	hand_ring.c   what such a commit does about each ring
 *	log_merge.c   a team that parted becomes one
 *	log_recovery.c who may open it again, and what is sealed for that
 *	log_alarm.c   what is wrong
 *	log_keep.c    all of it as bytes, for a snapshot
 *	log_compact.c state bodies, and bodies an erasure removed
 *	log_stand.c   for which bodies a state may stand
 *	log_shed.c    what is destroyed
 *	log_unlearn.c what was learnt from it
 *	log_epoch.c   when an old epoch's identity goes
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_LOG_ROOM_H
#define STORE_LOG_ROOM_H

#include "model/alarm.h"
#include "model/team_roster.h"
#include "store/hash_set.h"
#include "store/log.h"
#include "store/log_ring.h"
#include "store/pack.h"

enum {
	LOG_DEVICES_MAX = FRAME_LIST_MAX + 1,
	LOG_LOOSE_MAX = 4096,          /* received, named by nothing, unopened */
	LOG_LOOSE_BYTES_MAX = 64 << 20,
	LOG_VAIN_MAX = 1 << 18,        /* names of 16 MiB of memory */
	LOG_ROSTERS_MAX = 1024
};
#define LOG_NONE UINT32_MAX
#define LOG_NO_END UINT32_MAX  /* of a chain that goes on */

/* Numbers to numbers; one key may stand more than once. */
struct log_map { uint64_t *keys; uint32_t *values; size_t size, count; };
void log_map_close(struct log_map *map);
void log_map_add(struct log_map *map, uint64_t key, uint32_t value);
/* The next value of a key: start with *at = SIZE_MAX. */
bool log_map_next(const struct log_map *map, uint64_t key, size_t *at,
	uint32_t *ret_value);

/* Up to which of its commits (at) a chain has seen how many of another. */
struct log_point { uint32_t at, seen; };
struct log_points { struct log_point *at; size_t count, room; };

struct log_chain {
	char name[LOG_DEVICE_HEX];
	sign_public public;
	bool has_key;                  /* public is known */
	bool trusted;                  /* L6.3 without a roster */
	bool believed;                 /* counts now, by log_team.c */
	bool active, admin;            /* in the team now; ever an admin */
	uint32_t fork_end, cut_end;
	uint64_t fork_ms;
	hash cut_name;
	uint32_t end;                  /* the lower of them */
	uint32_t seq, tip;             /* in the state: how far; that commit */
	uint32_t newest;               /* verified: greatest seq at hand */
	uint32_t let_in;               /* so far nothing is held (L10.1) */
	struct hlc newest_hlc;
	uint64_t heard_ms;             /* when a frame of it came last */
	struct log_points *seen;       /* by device; LOG_DEVICES_MAX, or NULL */
};

/* Whether the bodies of our own ring were opened: not, for rosters only (the
 * sender is not believed yet), or for all that a log obeys. Then, of a restored
 * log, whether all bodies of what is behind the end of its chain were, for
 * rosters: nobody handed it those of a team that parted (L8). */
enum log_looked { LOOKED_NOT, LOOKED_ROSTERS, LOOKED_ALL, LOOKED_BEHIND };

struct log_commit {
	struct pack_record record;     /* the sealed frame */
	hash name, prev;
	uint32_t seq, dev;
	struct hlc hlc, clock, rank;   /* as written, as it counts, L10.5 */
	uint32_t head_at, body_at;
	uint8_t head_count, body_count;
	bool signed_right;             /* its device's key signed it */
	uint8_t looked;                /* enum log_looked */
	uint8_t introduced;            /* L6.3 tried: 1, and more with keys */
	bool refused;                  /* the signature does not hold */
	bool for_us;                   /* our identity opened the frame */
	bool in_state, given;
	bool first;                    /* of the pack */
	struct hlc given_clock, given_rank;
	uint64_t came_ms;
};

struct log_head { uint32_t dev, seq; unsigned char name[16]; };

struct log_line {                      /* a body a frame names */
	unsigned char tag[RING_TAG_BYTES];
	hash name;
	uint64_t offset;               /* in the pack; 0: it is missing */
	uint32_t length, commit;
	uint8_t index;
	bool given, erased, bad;
	bool of_log;                   /* opened: its unit is zeros */
	uint32_t stood_by;             /* the line, from 1, of the `state` that
	                                * stands instead of it; 0: none */
	uint32_t replaced_by;          /* the same, for one that was read too */
	uint32_t named_by;             /* the line, from 1, of an erasure that
	                                * was read; LOG_NONE: it is our own */
	bool sealed;                   /* counted: no key when it was given */
};

struct log_loose { struct pack_record record; size_t tried;
	uint64_t came_ms; };

/* Blobs without room that were opened in vain, since the last epoch came. Not
 * kept: after a start each is tried once more. */
struct log_vain { struct hash_set names; size_t epochs; recipient last;
	uint64_t opened; /* how often one was tried, for tests */ };

struct log_void { uint32_t dev, seq, by; struct hlc clock; };

struct log_erase { char ring[RING_NAME_MAX]; size_t ring_len; object_id unit;
	uint32_t dev, seq; };

struct log_member { char ring[RING_NAME_MAX]; size_t ring_len;
	uint32_t who, by, seq; uint64_t epoch; recipient recipient;
	bool drop, more; uint32_t before; /* the next of its bucket, from 1 */ };

/* Who may open the log again; `before` declared it, LOG_NONE: the first. */
struct log_declared { struct log_recovery says; uint32_t before; };

struct log_escrow { uint64_t epoch; recipient recipient, recovery;
	uint32_t by, seq; };

struct log_roster {
	struct buf text;
	hash name;
	struct team_roster says;
	str covered;
	bool holds, is_tip;
	uint32_t by;                   /* whose commit brought it first */
};

/* What is added here, or to what it holds, is added to log_keep.c. */
struct log {
	struct pack *pack;
	struct log_device device;
	char path[256];
	uint64_t now_ms;               /* 0: not told; nothing is held */
	uint64_t confirmed_ms;
	uint64_t loaded;               /* of the pack */
	uint64_t first_frame;          /* where its first commit's stands */
	struct ring_table rings;

	struct log_chain chains[LOG_DEVICES_MAX]; /* [0] is this device */
	size_t chain_count;
	struct log_commit *commits;
	struct log_head *heads;
	struct log_line *lines;
	size_t commit_count, commit_room, head_count, head_room, line_count,
		line_room;
	struct log_map by_name, by_place, by_sealed, line_by_name, by_loose;
	struct log_loose *loose;
	size_t loose_count, loose_room, loose_bytes;
	bool keys_new;                 /* loose blobs may open now */
	struct log_vain vain;

	struct log_roster **rosters;
	size_t roster_count, roster_room, tip_count;
	bool rosters_new, anchored, roster_key_known;
	hash anchor;
	sign_public roster_key, root;   /* root: log_root */
	struct secret roster_seed;
	struct log_void *voids;
	size_t void_count, void_room;
	struct log_erase *erases;
	size_t erase_count, erase_room;
	struct log_member *members;
	size_t member_count, member_room;
	uint32_t member_buckets[RING_BUCKETS]; /* the last of each, from 1 */
	struct log_declared *recoveries;
	size_t recovery_count, recovery_room;
	struct log_escrow *escrows;
	size_t escrow_count, escrow_room;
	struct log_map by_escrow;      /* the epoch's recipient */
	hash hand_print;               /* what log_hand last looked at all for */
	uint64_t hand_looked;

	uint32_t *waiting, *order;
	size_t waiting_count, waiting_room, order_count, order_room, read_at;
	bool changed;                  /* ends, clocks or belief changed */
	bool withdrawn, rooted, root_known;
	bool receiving;                /* what is looked at came just now */
	bool look_again;               /* at bodies that came late */
	bool late;                     /* given commits may have more to give */
	bool ahead;
	struct hlc clock;              /* the greatest in the state */
	unsigned char folded[32];      /* of all that was given (L7) */
	bool unstood;                  /* a `state` of the team named a body
	                                * that no epoch at hand claims */
	uint64_t refused_count, refused_ms, unopened_ms, rosters_ms;
};

/* Room for one more of an array: (log->x, log->x_count, log->x_room). */
void *log_more(void *items, size_t count, size_t *room, size_t size);
#define LOG_MORE(items, count, room) \
	((items) = log_more((items), (count), (room), sizeof(*(items))))

/* -- log.c ---------------------------------------------------------------- */
const err *log_damaged(void);
bool log_hash_is(hash value, str hex);
str log_own_ring(const struct log *log, char room[RING_NAME_MAX]);
uint32_t log_chain_of(struct log *log, str name); /* made when new; LOG_NONE: full */
void log_key_of(struct log *log, uint32_t dev, sign_public public);
bool log_voucher_holds(const struct log *log, sign_public public, str value);
void log_refuse(struct log *log);

/* Forgets what is at hand but for epochs, and reads the pack from its start. */
const err *log_again(struct log *log);

/* -- log_index.c ---------------------------------------------------------- */
uint32_t log_find(const struct log *log, hash name);
/* Commits at a place, verified ones only; start with *at = SIZE_MAX. */
bool log_at_place(const struct log *log, uint32_t dev, uint32_t seq,
	size_t *at, uint32_t *ret_commit);
/* LOG_NONE: too many devices, or a field that no honest frame has. */
uint32_t log_commit_add(struct log *log, hash name, const struct frame *frame);
void log_index_close(struct log *log);
/* The maps, from the arrays. */
void log_index_again(struct log *log);
/* The sealed bytes of a frame are known by their hash; so are bodies. */
void log_sealed_add(struct log *log, uint32_t commit);
bool log_sealed_is_here(const struct log *log, hash name);
/* Blobs that nothing names and no key opens; LOG_NONE: it is not one. */
void log_loose_add(struct log *log, const struct pack_record *record);
uint32_t log_loose_find(const struct log *log, hash name);
void log_loose_drop(struct log *log, uint32_t at);
/* [log-12] An erasure that counts there names it. */
bool log_is_named(const struct log *log, const struct log_line *line);
/* A frame at hand names it, and it is not here yet. */
bool log_blob_is_named(const struct log *log, hash name, size_t length);
/* The frames that name a blob have it now; false: none names it. */
bool log_blob_attach(struct log *log, const struct pack_record *record);
struct log_line *log_line_of(struct log *log, uint32_t dev, uint32_t seq,
	uint32_t body);

/* -- log_blob.c ----------------------------------------------------------- */
/* Reads the pack on, up to `limit`, and settles what can be. */
const err *log_load(struct log *log, uint64_t limit);
/* What one commit of the pack holds is at hand now. */
const err *log_item_take(struct log *log, const struct pack_item *item);
/* Blobs that nothing names may be frames, under an epoch that has come;
 * *ret_found: one was, else untouched. */
const err *log_loose_retry(struct log *log, bool *ret_found);

/* -- log_body.c ----------------------------------------------------------- */
/* Opens a body: its plain bytes, and what it says. False: no key at hand, it
 * is missing, or it is not what its frame says (then open->bad). */
struct log_open { struct buf plain; struct body body; bool bad; };
const err *log_body_open(struct log *log, const struct log_line *line,
	struct log_open *open, bool *ret_open);
/* L6.9: obeys the bodies of our own ring of a commit, or their rosters only. */
const err *log_body_obey(struct log *log, uint32_t commit,
	enum log_looked how);
/* L6.3: the key of a commit's device, out of the bodies of its first one. */
const err *log_body_introduce(struct log *log, uint32_t commit);
/* The rosters in any body of a commit that opens, whether it counts or not. */
const err *log_body_rosters(struct log *log, uint32_t commit);

/* -- log_settle.c --------------------------------------------------------- */
/* L6.1: opens a sealed frame; *ret_for_us: our own identity did. */
bool log_envelope_open(struct log *log, str sealed, struct buf *out,
	bool *ret_for_us);
/* The key of its device is at hand: whether it signed this frame. */
void log_sign_try(struct log *log, uint32_t commit, str plain);
const err *log_settle(struct log *log);
/* Something was learnt that may change what counts. */
bool log_is_unsettled(const struct log *log);

/* -- log_team.c ----------------------------------------------------------- */
/* What a log obeys (doc/team.md T5), wherever it stands. `by`: whose commit. */
void log_obey(struct log *log, uint32_t commit, const struct body *body,
	const struct op *op);
/* `<ring>.<epoch>` of a `key` op: an epoch that is handed over; false: it is
 * another key. It points into the op. */
bool log_key_given(const struct log_commit *by, const struct op *op,
	struct ring_given *ret_given);
/* L6.3: an op of a first commit whose device nobody named. */
typedef void log_introducer(struct log *log, uint32_t commit,
	const struct op *op);
log_introducer log_introduce;
/* The same: the founder's, when it holds the key of log_root. */
log_introducer log_root_look;
/* Who is believed, where chains end. */
void log_belief(struct log *log);
/* Whether a device is called by this key. */
bool log_device_is(const struct log *log, uint32_t dev, str key_hex);

/* -- log_tips.c ----------------------------------------------------------- */
void log_roster_take(struct log *log, uint32_t by, str text);
/* It was in no commit, and will be in none: what follows from it is undone. */
void log_roster_drop(struct log *log, hash name);
/* Finds which rosters hold, and the tips. */
void log_rosters_hold(struct log *log);
/* One of the tips, the same on every desk; NULL: there is no roster. */
const struct log_roster *log_tip(const struct log *log);
/* The device of a roster by its name; NULL: it is not there. */
const struct team_device *log_roster_device(const struct team_roster *says,
	str dev);
/* T2.2: how many members of `by`, admins of it, signed `one`; and whether these
 * are enough. */
size_t log_roster_signers(const struct log_roster *one,
	const struct team_roster *by);
bool log_roster_enough(const struct log_roster *one,
	const struct team_roster *by);

/* -- log_member.c --------------------------------------------------------- */
/* What was said of the members of a ring, the last that came first: begins with
 * NULL, ends with NULL. */
const struct log_member *log_member_each(const struct log *log, str ring,
	const struct log_member *last);
/* One more; its ring is to be looked at again. */
void log_member_add(struct log *log, const struct log_member *one);
/* The index, from the array. */
void log_members_again(struct log *log);
bool log_is_member(const struct log *log, str ring, uint32_t dev);
/* A `drop` of it from the ring stands: it was put out, and not back. */
bool log_is_out(const struct log *log, str ring, uint32_t dev);
bool log_has_epoch(const struct log *log, const struct ring_epoch *epoch,
	uint32_t dev);
/* The newest proved epoch of a ring that nobody outside it has; NULL: there is
 * none, and the next must be made first (log_hand). */
const struct ring_epoch *log_seal_epoch(const struct log *log, str ring);
/* The recipient of a device, out of a tip; false: it is in none. */
bool log_recipient_find(const struct log *log, uint32_t dev,
	recipient *ret_to);

/* -- log_lag.c ------------------------------------------------------------ */
/* This device may not have all that was said of who is in a ring: a body that
 * may be of that ring is missing, or a frame with something for it waits. */
bool log_lags(const struct log *log, str ring);

/* -- log_alarm.c ---------------------------------------------------------- */
/* A named body of one of our own rings that did not come. */
bool log_line_is_missing(const struct log *log, const struct log_line *line);

/* -- log_compact.c -------------------------------------------------------- */
/* The line of a body's place; NULL: there is none. */
struct state;
struct state_part;
struct log_line *log_part_line(struct log *log, const struct state_part *part);
/* The body of a place is at hand. */
bool log_part_is_here(const struct log *log, const struct state_part *part);
/* The ops of an open body as they first stood, whatever became of it. */
const err *log_body_give(const struct log *log, const struct log_line *line,
	const struct log_open *open, log_give *give, void *owner);

/* -- log_stand.c ---------------------------------------------------------- */
/* [log-13] What a log obeys in the ring of the team, no `state` says instead. */
bool log_never_stands(str ring, object_id unit);
/* [log-13] A `state` of that ring and unit may stand for this body, as far as is
 * known of it. */
bool log_may_stand(struct log *log, const struct body *by,
	const struct log_line *line);
/* The line, from 1, of the `state` that stands for it, as its ring is known now;
 * 0: none. */
uint32_t log_stood_by(const struct log *log, const struct log_line *line);
/* By line: a `state` that leaves out, or says otherwise, what survives of the
 * bodies it stands for; nothing is destroyed for it [compact-1]. Kept by the
 * arena. */
const bool *log_untold(struct log *log, const struct state *state,
	struct arena *arena);

/* -- log_read.c ----------------------------------------------------------- */
/* As if it had never been given out. */
void log_line_forget(struct log *log, struct log_line *line);

/* -- log_merge.c ---------------------------------------------------------- */
/* T2.5: this device may sign a merge, believed or not: its chain goes on, it is
 * not frozen, its clock is right. */
bool log_may_merge(const struct log *log, uint64_t now_ms);

/* -- log_write.c ---------------------------------------------------------- */
/* log_append for the one commit that a device may make which waits (T2.5). The
 * log was settled. */
const err *log_append_merge(struct log *log, uint64_t now_ms,
	const struct log_body *bodies, size_t count);

/* -- log_epoch.c ---------------------------------------------------------- */
uint64_t log_made_ms(const struct log *log, const struct ring_epoch *epoch);

/* -- log_recovery.c ------------------------------------------------------- */
/* The index, from the array. */
void log_escrows_again(struct log *log);
void log_recovery_obey(struct log *log, uint32_t by, str value);
void log_escrow_obey(struct log *log, const struct log_commit *by, str ring,
	const struct op *op);
/* Whether one who brought the parts together signed this, as device `dev`. */
bool log_recovery_signed(const struct log *log, str dev, str covered,
	signature sig);

/* -- log_order.c ---------------------------------------------------------- */
void log_order(struct log *log);
void log_fork_look(struct log *log, uint32_t commit);
bool log_saw(const struct log *log, uint32_t dev, uint32_t seq,
	uint32_t other, uint32_t other_seq);
/* How many commits of `other` it had seen; of its own device those before. */
uint32_t log_seen_of(const struct log *log, uint32_t dev, uint32_t seq,
	uint32_t other);
bool log_is_held(const struct log *log, const struct log_commit *commit);
/* L10.1: what this commit of our own has seen is held no more. */
void log_let_in(struct log *log, const struct log_commit *own);
struct hlc log_clock_of(const struct log *log, const struct log_commit *c);
/* L10.3: the hlc of what this device writes now. */
struct hlc log_clock_next(const struct log *log, uint64_t now_ms);
/* The clock that was set for the commits of a place; false: none was. */
bool log_void_find(const struct log *log, uint32_t dev, uint32_t seq,
	struct hlc *ret_clock);

#endif
