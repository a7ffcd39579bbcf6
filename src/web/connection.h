/* Inside web/ only: a connection, the buffers it is lent while a request is in
 * progress, and the server they belong to.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_CONNECTION_H
#define WEB_CONNECTION_H

#include "web/web.h"

enum {
	WEB_POOL_MAX = 64,          /* lent buffers kept for the next request */
	WEB_LINGER_MS = 2000,       /* so that an error answer is not reset away */
	WEB_ACCEPT_PAUSE_MS = 100,
	WEB_ACCEPT_ROUND = 64,
	WEB_OUT_HIGH = 256 * 1024,
	WEB_READ_BYTES = 64 * 1024,
};

enum phase {
	PHASE_IDLE,      /* nothing lent [web-4] */
	PHASE_HEAD,      /* a head has begun */
	PHASE_BODY,
	PHASE_ROLE,      /* the role works on it */
	PHASE_ANSWER,    /* bytes of the answer wait for the client */
	PHASE_LINGER,    /* answered; we wait for the client to close */
};

/* Lent while a request is in progress; wiped before it goes back [web-6]. */
struct lent {
	struct lent *next;
	struct exchange exchange;
	struct buf in;          /* the head, and what came behind it */
	size_t head_len;
	size_t behind_used;     /* of what came behind the head: body bytes */
	uint64_t body_left;
	struct buf out;         /* answer bytes that wait */
	size_t out_sent;
	str out_static;         /* goes after `out`, never copied */
	uint64_t pieces_left;   /* of a streamed answer */
	void (*drained)(struct exchange *x);
	uint32_t generation;
	size_t slot;
	bool answered, close_after, streaming, paused, head_only, in_role;
};

struct connection {
	struct watch watch;
	struct timer timer;
	struct web *web;
	struct lent *lent;
	struct connection *older, *newer; /* in the list of idle ones */
	struct connection *before, *after; /* in the list of all */
	enum phase phase;
	bool in_idle_list;
	/* The role may answer, or the client leave, while one of our functions
	 * still holds the lent buffers: what ends them waits until the
	 * outermost one leaves. */
	unsigned depth;
	enum { PENDING_NOTHING, PENDING_NEXT, PENDING_CLOSE } pending;
};

struct web {
	struct loop *loop;
	struct watch listener;
	struct timer accept_again;
	const struct web_role *role;
	const struct web_limits *limits;
	void *owner;
	struct lent *pool;
	size_t pool_count;
	struct lent **slots;
	size_t slot_next;
	struct connection *idle_oldest, *idle_newest;
	struct connection *first;
	size_t connections;
	bool quiescing;
};

/* connection.c */
void connection_open(struct web *web, int fd);
void connection_close(struct connection *connection); /* only at depth 0 */
void connection_end(struct connection *connection);   /* close, now or soon */
void connection_enter(struct connection *connection);
void connection_leave(struct connection *connection);
void connection_refuse(struct connection *connection, unsigned status);
void connection_want(struct connection *connection, unsigned want);
void connection_deadline(struct connection *connection, uint64_t in_ms);
/* answer.c */
void answer_flush(struct connection *connection);
/* web.c */
struct lent *lent_take(struct web *web, struct connection *connection);
void lent_give_back(struct web *web, struct lent *lent);
void idle_add(struct connection *connection);
void idle_remove(struct connection *connection);

#endif
