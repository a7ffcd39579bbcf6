/* Visits to the line: when a desk calls, and in which order it does what is to
 * be done there (doc/relay.md). It knows the courier and the clock; what the
 * desk has to say and where things are kept is in the table of hands, so a
 * visit can be broken off at any point and the next one goes on.
 *
 * [sync-1] a desk calls on a jittered schedule, whether or not anything waits
 * [sync-2] the line hears `seen` only of what is on this disk
 * [sync-3] every step may be done twice: a kill between doing it and noting
 *          that it was done loses nothing and doubles nothing
 * [sync-4] an attachment has its name in files/ only when it is whole
 * [sync-5] blobs of the log are fetched and offered at every visit, and a line
 *          that lost some is given them again
 * [sync-6] an answer of the log counts only when it fits the place we were at
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_SYNC_H
#define DESK_SYNC_H

#include "desk/errand.h"
#include "desk/relay_call.h"
#include "desk/relay_guide_call.h"
#include "desk/relay_log_call.h"

struct desk;
struct sync;

/* An answer on its way, or one to take back. */
struct sync_reply {
	str mailbox, id;     /* 32 hex each */
	str sealed;          /* empty when taking back */
	str blob, file;      /* the file that goes with it, sealed, and its name;
			      * empty: none does */
};
struct sync_replies { struct sync_reply *at; size_t count; };
struct sync_names { str *at; size_t count; };
struct sync_hashes { hash *at; size_t count; };
/* A release of guides; number 0: the line has what there is. */
struct sync_guides {
	unsigned number;
	struct relay_guide_offer offer;
	struct sync_guide_file { hash hash; str bytes; } *files;
	size_t count;
};

/* What the desk does at each step. Lists are kept by the arena until the step
 * is over. */
struct sync_hands {
	/* The line's own hour. */
	void (*hour)(struct desk *desk, uint64_t hour);
	/* The newest cursor taken; 0 when none was; SYNC_NO_INTAKE: this desk has
	 * no key for messages and leaves them to those who have. */
	const err *(*cursor)(struct desk *desk, uint64_t *ret_after);
	/* Takes messages in; durable on return [sync-2]. */
	const err *(*take)(struct desk *desk,
		const struct relay_message *items, size_t count);
	/* Messages taken since that hour: the line is told again after each
	 * start, in case the last visit was broken off [sync-3]. */
	const err *(*taken)(struct desk *desk, struct arena *arena,
		uint64_t since_hour, struct sync_hashes *ret_hashes);
	/* This is the only device that takes messages: the line may count its
	 * days after its word (doc/relay.md R5). */
	bool (*alone)(struct desk *desk);
	/* Says in the log what is held whole here, and lets a signed list wait of
	 * what the line may forget (forget.h). */
	const err *(*forget)(struct desk *desk);
	/* Attachments that messages name and files/ has not. */
	const err *(*missing)(struct desk *desk, struct arena *arena,
		struct sync_names *ret_names);
	/* Answers whose time has come, sealed; and that the line has one. */
	const err *(*due)(struct desk *desk, struct arena *arena,
		struct sync_replies *ret_replies);
	const err *(*sent)(struct desk *desk, str id);
	/* Answers to take back; and what the line said: RELAY_TAKEN,
	 * RELAY_SHOWN or RELAY_NONE. */
	const err *(*unwanted)(struct desk *desk, struct arena *arena,
		struct sync_replies *ret_replies);
	const err *(*took_back)(struct desk *desk, str id,
		enum relay_word word);
	/* The roster to push, signed; both empty when the one that the line
	 * has is fresh. Already durable here, so the same one goes again
	 * after a kill. */
	const err *(*roster)(struct desk *desk, struct arena *arena,
		str *ret_roster, str *ret_minisig);
	/* The line keeps it; or it holds `roster`, with a higher counter. */
	const err *(*roster_kept)(struct desk *desk);
	const err *(*roster_older)(struct desk *desk, str roster,
		str minisig);

	/* -- the guides (doc/relay.md R19) --------------------------------- */
	/* A release the line does not show yet, made in the arena; and that it
	 * shows this one or a later one. */
	const err *(*guides)(struct desk *desk, struct arena *arena,
		struct sync_guides *ret_guides);
	const err *(*guides_kept)(struct desk *desk, unsigned number);

	/* -- the team's log and token (doc/relay.md R10 to R15) ------------ */
	/* The token to call with, as the log has it now. */
	str (*token)(struct desk *desk);
	/* A call of R15 that tells the line a new one; empty when it knows. */
	const err *(*token_call)(struct desk *desk, struct arena *arena,
		str *ret_body);
	const err *(*token_kept)(struct desk *desk);
	/* The line holds another one of that number. */
	const err *(*token_older)(struct desk *desk);
	/* A call of R21 that gives the line another key; empty when it has the
	 * newest. And that it obeys it. */
	const err *(*key_call)(struct desk *desk, struct arena *arena,
		str *ret_body);
	const err *(*key_kept)(struct desk *desk);
	/* Up to where the line's log was taken. */
	const err *(*place)(struct desk *desk, struct place *ret_place);
	/* Takes blobs, some perhaps known, and the place behind them; durable
	 * on return. What is in them is the log's to judge. */
	const err *(*receive)(struct desk *desk,
		const struct bundle_blob *blobs, size_t count,
		struct place place);
	/* Names of blobs that may not be on the line yet, at most
	 * RELAY_OFFER_MAX; the bytes of one of them; and that all of the last
	 * offer is there. */
	const err *(*offer)(struct desk *desk, struct arena *arena,
		struct sync_hashes *ret_names);
	const err *(*blob)(struct desk *desk, struct arena *arena,
		size_t number, str *ret_sealed);
	const err *(*offered)(struct desk *desk, struct place place);
	/* The line was never at our place: all from the beginning. */
	const err *(*lost)(struct desk *desk);
	/* The oldest signed list that waits, and its call's path; an empty body
	 * when none does. It was heard, or refused for good. */
	const err *(*list)(struct desk *desk, struct arena *arena,
		const char **ret_path, str *ret_body);
	const err *(*list_done)(struct desk *desk);
};

/* No cursor is as high. */
#define SYNC_NO_INTAKE UINT64_MAX

struct sync_choice {
	const char *files;    /* the folder of attachments */
	unsigned seconds;     /* between visits, on average */
	const struct sync_hands *hands;
	struct desk *desk;
};

enum {
	SYNC_SECONDS = 60,
	/* Longest attachment: 25 MB, its padding and seal, and room. */
	SYNC_BLOB_MAX = 32 << 20,
	/* The line forgets 30 days after `seen`; tell it again a bit longer. */
	SYNC_TELL_HOURS = 40 * 24,
};

/* The first visit begins at once. Everything is borrowed and must outlive
 * it; errands must know the way already. */
struct sync *sync_open(struct loop *loop, struct errands *errands,
	const struct sync_choice *choice);
/* Breaks off a visit. */
void sync_close(struct sync **sync);
/* A member asks for a visit now; one that goes on is enough. */
void sync_soon(struct sync *sync);

enum sync_how {
	SYNC_NEVER,          /* no visit has ended yet */
	SYNC_WELL,
	SYNC_NOT_REACHED,    /* offline, or the line is down */
	SYNC_NOT_TRUSTED,    /* the certificate is not the line's */
	SYNC_REFUSED,        /* the line does not know this desk's token */
	SYNC_STRANGE,        /* it answers what it should not */
	SYNC_DISK,           /* this desk's own disk */
	SYNC_HOW_COUNT
};
struct sync_status {
	enum sync_how how;        /* of the last visit that ended */
	uint64_t well_ms;         /* when one last went well; 0 never */
	struct relay_state state; /* as of then */
	uint64_t visits;          /* ended since the start */
};
struct sync_status sync_status(const struct sync *sync);

#endif
