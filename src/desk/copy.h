/* A person's own copy (doc/erasure.md 5): what they wrote and what we answered,
 * as one page with the same as JSON inside, sealed with a passphrase as one age
 * file. Notes of members are not in it, nor who of us wrote. That it was saved
 * outside stands in the log before its bytes leave.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_COPY_H
#define DESK_COPY_H

#include "desk/desk.h"
#include "model/op.h"

enum { COPY_PASSPHRASE_MIN = 8, COPY_BYTES_MAX = 64 << 20 };

/* The page, in the language they write in. ERR_ABSENT: no such thread. */
const err *copy_page(struct desk *desk, object_id thread, struct buf *out)
	MUST_USE;
/* The sealed file. ERR_USAGE: the passphrase is too short. */
const err *copy_make(struct desk *desk, object_id thread, str passphrase,
	struct buf *out) MUST_USE;

#endif
