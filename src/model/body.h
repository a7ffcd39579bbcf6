/* A body of the log as plain bytes: `bothy-body/1` (doc/log.md L3). It says
 * where it belongs, so it cannot be moved to another frame, ring or place
 * [body-1]; padded, so its length says little [body-2]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BODY_H
#define MODEL_BODY_H

#include "model/op.h"

enum { RING_NAME_MAX = 48, BODY_BYTES_MAX = 2 << 20, BODY_EPOCH_MAX = 1000000,
	LOG_ORG_HEX = 64, LOG_DEVICE_HEX = 32, LOG_HASH_HEX = 64 };

struct body {
	str org, dev;            /* hex */
	uint64_t seq;
	uint64_t index;          /* in its frame */
	str ring;
	uint64_t epoch;
	object_id unit;          /* what an erasure removes */
	str ops;                 /* op after op */
};

bool ring_name_is_right(str name);
/* Appends the padded plain bytes. False when a field breaks a rule. */
bool body_write(const struct body *body, struct buf *out) MUST_USE;
/* The fields point into `plain`. */
bool body_read(str plain, struct body *ret_body) MUST_USE;

#endif
