/* Operations of the log (doc/log.md L4): what a commit says about one field of
 * one object. Strict both ways [op-1]; kinds unknown to this version are
 * carried along as they are [op-2]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_OP_H
#define MODEL_OP_H

#include "base/buf.h"

enum { OBJECT_BYTES = 16, OP_FIELD_MAX = 64, OP_KIND_MAX = 16,
	OP_VALUE_MAX = 1 << 20 /* a long thread's file list is 10 KB */ };

typedef struct { unsigned char bytes[OBJECT_BYTES]; } object_id;
bool object_eq(object_id a, object_id b);
bool object_read(str hex, object_id *ret_id) MUST_USE;
void object_write(object_id id, struct buf *out);
str object_text(struct arena *arena, object_id id);

enum op_kind {
	OP_SET, OP_ADD, OP_DROP, OP_NOTE, OP_BLOB, OP_SEEN, OP_STATE, OP_KEY,
	OP_ESCROW, OP_ERASE, OP_CHECK, OP_VOID, OP_ROSTER, OP_TOKEN,
	OP_UNKNOWN,            /* a later version's [op-2] */
	OP_KIND_COUNT
};

struct op {
	enum op_kind kind;
	str word;              /* of the kind; needed only for OP_UNKNOWN */
	object_id object;
	str field;             /* may be empty */
	str value;
};

/* Appends one op. False when a field breaks a rule. */
bool op_write(const struct op *op, struct buf *out) MUST_USE;
/* Takes one op off the front; it points into the bytes. */
bool op_take(str *rest, struct op *ret_op) MUST_USE;

#endif
