/* A person's own copy (doc/erasure.md 5): what they wrote and what we answered,
 * as one page with the same as JSON inside. Notes of members are not in it, nor
 * who of us wrote. It leaves sealed with a passphrase as one age file; that it was
 * saved outside stands in the log before its bytes leave. Or it goes through the
 * line, in parts, each the file of an answer (act_copy); it is made when it goes,
 * so no device keeps a second writing of their words.
 *
 * [copy-1] a part is at most REPLY_FILE_MAX long, and of one of Padmé's sizes
 * [copy-2] each message that is theirs stands in exactly one part
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_COPY_H
#define DESK_COPY_H

#include "desk/desk.h"
#include "model/item.h"
#include "model/op.h"

enum { COPY_PASSPHRASE_MIN = 8, COPY_BYTES_MAX = 64 << 20,
	COPY_ARENA_BYTES = 512 << 20,
	COPY_DAYS = 30 /* on the line, doc/relay.md R20 */ };

/* The page, in the language they write in. ERR_ABSENT: no such thread. */
const err *copy_page(struct desk *desk, object_id thread, struct buf *out)
	MUST_USE;
/* The sealed file. ERR_USAGE: the passphrase is too short. */
const err *copy_make(struct desk *desk, object_id thread, str passphrase,
	struct buf *out) MUST_USE;

/* -- through the line ------------------------------------------------------ */

/* What would go: the `copy` line of each answer (model/item.h), and about how
 * much that is. It does not fit when a message is too long for a file, or all of
 * them for ITEM_PARTS_MAX files; or when there is nothing of theirs. */
struct copy_parts {
	str *at;
	size_t count;
	uint64_t bytes;
	bool fits;
	size_t codes;          /* under which they wrote: where it would go */
	enum locale locale;    /* of the page */
};
const err *copy_parts(struct desk *desk, struct arena *arena, object_id thread,
	struct copy_parts *ret_parts) MUST_USE;
/* The page of one part. ERR_ABSENT: with `all`, when one of its messages is not
 * here; ERR_FULL: it has grown too long. */
struct copy_ask { object_id thread; str copy; bool all; };
const err *copy_part(struct desk *desk, const struct copy_ask *ask,
	struct buf *out) MUST_USE;

#endif
