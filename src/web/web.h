/* The small strict HTTP/1.1 server of both roles: connections, deadlines,
 * caps, answers. It knows nothing of pages. Reading is text/http.c's, routing
 * the role's.
 *
 * [web-1] what text/http.c refuses is answered (400, 408, 411, 413, 431, 503)
 *         and closed; nothing of it is passed on
 * [web-2] total deadlines: headers 10 s, body 10 s + length at 1 KB/s
 * [web-3] over the cap, the oldest idle connection is closed first
 * [web-4] an input buffer is lent only while a request is in progress
 * [web-5] no peer address is read, kept or shown
 * [web-6] buffers that held a request or an answer are wiped
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/buf.h"
#include "os/loop.h"
#include "text/http.h"

struct web;

/* One request and its answer. It lives until `gone`, also while the role
 * waits for another process; answers of one connection keep their order. */
struct exchange {
	struct http_request request; /* method, path, query, headers: borrowed */
	struct arena *arena;         /* kept until gone; capped at WEB_ARENA_BYTES */
	struct buf body;             /* whole body, where the role did not stream */
	void *role;                  /* the role's own state of this exchange */
	uint32_t id;                 /* names it in messages; never reused soon */
	struct web *web;
	struct connection *connection;
};

enum { WEB_ARENA_BYTES = 1 << 20 };

/* What the role does. `head`: the request head is here; says how the body is
 * taken. `piece`: streamed body bytes, as they come. `whole`: all is here, now
 * or later call web_answer exactly once. `gone`: answered, or the client left;
 * free role state. */
struct answer;
struct web_take {
	enum { TAKE_WHOLE, TAKE_STREAM } how;
	uint64_t max_bytes;     /* longer: 413 before anything is read */
};
struct web_role {
	struct web_take (*head)(struct exchange *x);
	void (*piece)(struct exchange *x, str bytes);
	void (*whole)(struct exchange *x);
	void (*gone)(struct exchange *x);
	/* The page for a refusal that web answers by itself; `x` is NULL when
	 * not even the head could be read. */
	void (*refusal)(struct web *web, const struct exchange *x,
		unsigned status, struct answer *ret_answer);
};

struct web_limits {
	size_t connections_max;      /* [web-3] */
	unsigned header_ms, body_ms, body_bytes_per_s, idle_ms; /* [web-2] */
	unsigned role_ms;            /* longest wait for the role's answer */
};
extern const struct web_limits web_limits_line, web_limits_desk;

/* Takes the listener (owned elsewhere: it stays open at web_close). */
struct web *web_open(struct loop *loop, int listener,
	const struct web_role *role, const struct web_limits *limits,
	void *owner);
void *web_owner(const struct web *web);
/* Stops accepting; closes idle connections; busy ones finish. */
void web_quiesce(struct web *web);
void web_close(struct web **web);
/* How many are open, idle ones among them. */
size_t web_connections(const struct web *web);
/* The exchange named `id` if it still lives, else NULL. */
struct exchange *web_find(struct web *web, uint32_t id);

struct answer {
	unsigned status;
	str type;          /* media type; empty means text/html; charset=utf-8 */
	str headers;       /* further header lines, each ending CRLF: fixed
	                    * texts or checked values only */
	str location;      /* for 303: a path of ours; checked, no CR LF */
	str body;          /* copied unless body_is_static */
	bool body_is_static;
	bool close;        /* after this answer */
};
/* Sends the answer; HEAD gets its length and no body. Security headers
 * (CSP, no-store, no-referrer, nosniff …) are the role's `headers`. */
void web_answer(struct exchange *x, const struct answer *answer);
/* A body that is produced in pieces of known total length. */
void web_answer_start(struct exchange *x, const struct answer *answer,
	uint64_t length);
/* False: too much waits, give more after `drained` (see web_on_drained). */
bool web_answer_piece(struct exchange *x, str bytes);
void web_on_drained(struct exchange *x, void (*drained)(struct exchange *x));
/* Stops / resumes reading a streamed body, to push back on the client. */
void web_pause(struct exchange *x, bool paused);

#endif
