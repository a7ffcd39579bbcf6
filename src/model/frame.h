/* A frame of the log as plain bytes: `bothy-commit/1` (doc/log.md L2), one
 * commit of one device, signed and linked to the one before [frame-1]. Exact
 * bytes are kept and hashed, never written anew [frame-2]. Pure: signing is
 * the store's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_FRAME_H
#define MODEL_FRAME_H

#include "model/body.h"

enum { FRAME_LIST_MAX = 64, FRAME_BYTES_MAX = 32 * 1024, FRAME_TAG_HEX = 48,
	FRAME_HASH_HEX = 64, FRAME_SIGNATURE_HEX = 128 };

/* A hybrid clock: milliseconds, and a counter where they do not grow. */
struct hlc { uint64_t ms, count; };
int hlc_compare(struct hlc a, struct hlc b);
/* The one after `last` at the time `now_ms`. */
struct hlc hlc_next(struct hlc last, uint64_t now_ms);

struct frame {
	str org, dev;                     /* hex */
	uint64_t seq;
	str prev;                         /* hex */
	uint64_t roster;
	str roster_hash;                  /* hex */
	struct hlc hlc;
	struct frame_head { str dev; uint64_t seq; str hash; }
		heads[FRAME_LIST_MAX];
	size_t head_count;
	struct frame_body { str tag, hash; uint64_t length; }
		bodies[FRAME_LIST_MAX];
	size_t body_count;
	str signature;                    /* hex, of everything before its line */
};

/* Appends what is signed: all lines but `sig`. */
bool frame_write(const struct frame *frame, struct buf *out) MUST_USE;
/* Appends the `sig` line. */
void frame_sign_line(const unsigned char signature[64], struct buf *out);
/* The fields point into `plain`; *ret_signed is what the signature covers. */
bool frame_read(str plain, struct frame *ret_frame, str *ret_signed) MUST_USE;

#endif
