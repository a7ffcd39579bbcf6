/* Inside the fold files only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FOLD_ROOM_H
#define DESK_FOLD_ROOM_H

#include "desk/fold.h"

/* fold.c: notes what was there before, for commits of this device. */
const err *fold_undo_add(struct fold *fold, const struct log_op *op,
	str field, str old) MUST_USE;
/* fold_table.c: a register has a new value: the tables that show it. */
const err *fold_table(struct fold *fold, const struct log_op *op, str field)
	MUST_USE;
/* fold_item.c: a message. */
const err *fold_item(struct fold *fold, const struct log_op *op) MUST_USE;

#endif
