/* The courier: the one process of the desk that speaks to the network, and
 * the only user of libcurl. It is handed an address, a token and errands, and
 * carries sealed bytes; it holds no key, opens no file of ours and never
 * writes one. Its desk side is errand.h.
 *
 * [courier-1] it is started before any key is in memory
 * [courier-2] it speaks to the one host it was given and follows nobody
 *             elsewhere: no redirect, no cookie, no stored password, no proxy
 *             from the environment, certificates always checked
 * [courier-3] an open connection (http) only to this computer or to an onion
 *             address, and to an onion address only through the proxy
 * [courier-4] an answer that is longer than asked for ends the errand
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_COURIER_H
#define DESK_COURIER_H

#include "base/str.h"

/* Messages between the desk and its courier, over os/channel. */
enum courier_kind {
	COURIER_READY,   /* courier: I am new and know nothing */
	COURIER_WAY,     /* desk: base, proxy, token */
	COURIER_ASK,     /* desk: method, path, type, limits, body length */
	COURIER_BODY,    /* desk: a piece of the body */
	COURIER_CANCEL,  /* desk: never mind */
	COURIER_PIECE,   /* courier: a piece of the answer's body */
	COURIER_DONE     /* courier: result, status */
};

/* How an errand ended. Only ERRAND_ANSWERED has a status. */
enum errand_result {
	ERRAND_ANSWERED,
	ERRAND_UNREACHED,   /* no connection: offline, refused, no such host */
	ERRAND_NOT_TRUSTED, /* the certificate is not the host's */
	ERRAND_TIMEOUT,
	ERRAND_TOO_LONG,    /* [courier-4] */
	ERRAND_BROKEN,      /* the answer was cut, or is not HTTP */
	ERRAND_LOST,        /* the courier had to start again */
	ERRAND_RESULT_COUNT
};

enum {
	COURIER_PIECE_MAX = 64 * 1024,     /* fits a channel message */
	COURIER_ERRANDS_MAX = 8,           /* at once; a desk needs three */
	COURIER_BODY_MAX = 3 << 20,        /* a bundle of the log, R11 */
	COURIER_CONNECT_S = 60,            /* an onion address is slow */
	COURIER_QUIET_S = 60,              /* nothing moves for so long */
	COURIER_BASE_MAX = 256
};

/* Where the line is. `base` is "https://host[:port]", "http://127.0.0.1:port",
 * "http://….onion" or "unix:/path"; `proxy` is empty or
 * "socks5h://host:port". False when a rule [courier-3] says no. Pure. */
bool courier_may_go(str base, str proxy) MUST_USE;

/* The process: argument points to the descriptor (int) of its channel. Ends
 * with 0 when the desk has gone. */
int courier_role(void *argument);

#endif
