/* The value of a `state` op, and the lists of bodies in `state` and `erase`
 * (doc/log.md L12): which bodies it stands for, and their surviving ops with
 * the places where they first stood. Strict [state-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_STATE_TEXT_H
#define MODEL_STATE_TEXT_H

#include "model/body.h"

/* One line of it: a body that it stands for, or an op it carries. */
struct state_part {
	bool is_op;
	str dev;                /* hex */
	uint64_t seq, body;
	uint64_t index;         /* only of an op */
	struct op op;
};

/* Takes one part off the front. False: the end, or what is no part. */
bool state_part_take(str *rest, struct state_part *ret_part) MUST_USE;
/* All of it is parts: first bodies, at least one, ascending; then ops,
 * ascending [state-1]. */
bool state_is_right(str value);
void state_instead_write(const struct state_part *part, struct buf *out);
bool state_op_write(const struct state_part *part, struct buf *out) MUST_USE;

/* `<dev> <seq> <body>` of an `erase`. */
bool state_place_take(str *rest, struct state_part *ret_part) MUST_USE;
void state_place_write(const struct state_part *part, struct buf *out);
/* Orders parts by device, seq, body, index. */
int state_part_compare(const struct state_part *a, const struct state_part *b);

#endif
