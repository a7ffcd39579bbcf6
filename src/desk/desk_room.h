/* Inside the desk's mind only (desk, act, query, hands): what an open desk
 * holds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DESK_ROOM_H
#define DESK_DESK_ROOM_H

#include "desk/act.h"
#include "desk/carry.h"
#include "desk/fold_log.h"
#include "desk/keyfile.h"
#include "desk/query.h"
#include "model/roster.h"
#include "os/file.h"
#include "store/log_hand.h"
#include "store/state.h"

enum {
	DESK_ARENA_BYTES = 1 << 20,
	DESK_PATH_BYTES = 4096,
	DESK_OUTBOX_SECONDS = 30,    /* until a member chooses */
	DESK_OUTBOX_SECONDS_MAX = 300,
	DESK_IDLE_MINUTES = 10,
	DESK_IDLE_MINUTES_MAX = 240,
	/* The roster is confirmed once a day: well within 30 days. */
	DESK_ROSTER_MS = 24 * 3600 * 1000,
};

enum { CASE_WAITS_MAX = 64 };

struct desk {
	struct arena *arena;         /* of the paths */
	const char *dir, *folder, *files, *key;
	struct file lock;
	struct keyfile keys;
	bool travels;                /* the key file opens with the team's part */
	struct log_device device;
	struct log *log;
	struct state *state;         /* what survives in its rings, or NULL */
	struct projection projection;
	struct fold fold;
	struct buf roster_text;
	struct roster roster;        /* points into roster_text */
	struct buf token;
	struct sign_key line_key;    /* since it was changed (team_key.h) */
	bool key_changed;            /* the line obeys another than the first */
	struct carry *carry;         /* NULL until the first visit */
	hash cases_team;             /* case_rings_look was told of this team */
	uint64_t cases_looked;       /* how many cases it looked at */
	struct case_waits {          /* case_rings_waiting */
		object_id at[CASE_WAITS_MAX];
		size_t count;
		hash team;
		bool known;
	} waits;
	uint64_t wanted;             /* log_wants, when the inbox was last given */
	struct buf welcome;          /* of a device that joined, opened */
	uint64_t pretend_ms;
	bool settling;               /* inside erase_settle */
	bool torn;                   /* folding stopped midway: no snapshot */
	struct desk_steps {          /* while the log is read from its start */
		desk_step *say;      /* or NULL */
		uint64_t bytes, sealed;
	} steps;
	bool is_in;                  /* the team's key is here: nothing is asked */
	/* the last thing done */
	enum did did;
	uint64_t did_first;          /* of several commits; 0: of one */
	uint64_t did_seq;            /* 0: it cannot be undone */
	struct record_batch *batch;  /* records on their way, or NULL */
	struct words_here *words;         /* the word bank (words.h), or NULL */
	struct guides *guides;       /* guide_records.h, or NULL */
	struct guide_job *guide_job; /* of the running program, or NULL */
	struct erase_job *erase_job; /* the same */
	bool voice_acting;           /* inside voice_act.c: see voice_rule.h */
	const char *pictures;        /* desk_guides_from */
};

/* A file of the desk's folder. */
const char *desk_path(struct desk *desk, const char *name);
/* A log_give: into the state and the tables; `owner` is the desk. */
const err *desk_op(void *owner, const struct log_op *op);
/* Reads on in the log: folds, and settles what was erased. */
const err *desk_read_on(struct desk *desk) MUST_USE;
/* Throws the projection away and folds all of the log anew [desk-3]. */
const err *desk_refold(struct desk *desk) MUST_USE;
/* Appends one commit and folds it. */
const err *desk_commit(struct desk *desk, const struct log_body *bodies,
	size_t count) MUST_USE;
/* The same for ops that belong to one unit (all zeros: the desk's own
 * settings); `did` is what the member is told, DID_NOTHING leaves it. */
const err *desk_commit_unit(struct desk *desk, object_id unit,
	const struct op *ops, size_t count, enum did did) MUST_USE;
/* One commit that hands over (store/log_hand.h), folded; whether there was
 * anything to do, or NULL. */
const err *desk_hand(struct desk *desk, const struct log_change *change,
	bool *ret_done) MUST_USE;
/* Signs what makes a team one that parted, or makes it (store/log_merge.h). */
const err *desk_merge(struct desk *desk, bool *ret_one) MUST_USE;
/* The same until nothing of it is left to do: one commit has room for some
 * forty rings. What `change` grants, and its roster, it does at once. */
const err *desk_hand_all(struct desk *desk, const struct log_change *change)
	MUST_USE;
/* Takes sealed blobs into the log; some perhaps known, or nobody's. */
const err *desk_receive(struct desk *desk, const str *blobs, size_t count)
	MUST_USE;
/* Takes from the inbox what the log had no room for, when it has learnt since
 * what may open or name some of it. */
const err *desk_inbox_look(struct desk *desk) MUST_USE;
/* Reads on, folds, and takes what the log now says of keys and facts. */
const err *desk_read(struct desk *desk) MUST_USE;
/* This device holds the key that the line obeys: it signs public rosters, tokens,
 * lists; the guides' key follows from it. keys.roster is the first one, by which
 * the log is known; the line may have been given another since. */
bool desk_holds_key(const struct desk *desk);
/* That key; must(desk_holds_key). */
const struct sign_key *desk_line_key(const struct desk *desk);
/* A register of numbers on the desk itself; 0 without one. */
const err *desk_number(struct desk *desk, str field, uint64_t *ret_number)
	MUST_USE;
/* The welcome that `bothy join` kept, if it is for this device. */
const err *desk_welcome_open(struct desk *desk) MUST_USE;
/* The line was not told the token in force yet. */
const err *desk_token_waits(struct desk *desk, bool *ret_waits) MUST_USE;
/* The public roster, issued now, with the newest key of the intake, into the
 * log; the line hears of it at the next visit. */
const err *desk_roster_renew(struct desk *desk) MUST_USE;
/* Reads the roster and the token that are in force from the projection. */
const err *desk_facts_load(struct desk *desk) MUST_USE;

/* The rings' names. */
#define RING_TEAM S("team")
#define RING_INTAKE S("intake")
#define RING_VAULT S("vault")
#define RING_RECOVERY S("recovery")

#endif
