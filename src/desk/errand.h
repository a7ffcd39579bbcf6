/* Sending the courier on errands: the desk's end of the channel. An errand is
 * embedded in whoever waits for it; its answer comes in pieces and ends with
 * exactly one `done` [errand-1], also when the courier dies and is started
 * again. Knows nothing of what is carried.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ERRAND_H
#define DESK_ERRAND_H

#include "base/err.h"
#include "desk/courier.h"
#include "os/loop.h"

struct errands;

struct errand {
	/* Bytes are valid during the call only. */
	void (*piece)(struct errand *errand, str bytes);
	/* The errand may be sent again, or its owner freed, from here. */
	void (*done)(struct errand *errand, enum errand_result result,
		unsigned status);
	struct errand *next; /* while it is out */
	uint32_t id;
	bool out;
};

/* What to ask. */
struct errand_ask {
	str method;          /* "GET" or "POST" */
	str path;            /* begins with "/": ours */
	str type;            /* of the body; empty: none */
	str body;            /* at most COURIER_BODY_MAX */
	uint64_t max_bytes;  /* of the answer [courier-4] */
	unsigned seconds;    /* for all of it; 0: as long as bytes move */
};

/* Starts the courier [courier-1] and listens to it. */
const err *errands_open(struct errands **ret_errands, struct loop *loop)
	MUST_USE;
/* Ends the courier. Errands that are out are forgotten without `done`. */
void errands_close(struct errands **errands);
/* Where the line is, and the team's token (hex, may be empty). Kept here, to
 * be told again to a courier that starts anew. False: courier_may_go said
 * no, nothing changed. */
bool errands_way(struct errands *errands, str base, str proxy, str token)
	MUST_USE;
/* Another token from the next errand on; the same again is nothing. */
void errands_token(struct errands *errands, str token);
/* Forgets the token (the desk is locked). */
void errands_token_wipe(struct errands *errands);

/* Sends. The errand must not be out. Everything given is copied. */
void errand_send(struct errands *errands, struct errand *errand,
	const struct errand_ask *ask);
/* Calls it back without `done`; accepts one that is not out. */
void errand_cancel(struct errands *errands, struct errand *errand);

/* One plain word for the operator's report: "unreached", "timeout" … */
const char *errand_result_words(enum errand_result result);

#endif
