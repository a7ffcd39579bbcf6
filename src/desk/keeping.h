/* What is due for erasure (model/keep.h): a quiet list, and a member who says
 * yes to it. Nothing is erased by itself.
 *
 * [keeping-1] what is unread, held, or not done stands in no list, and a batch
 *             erases only what stands in the list at that moment
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEPING_H
#define DESK_KEEPING_H

#include "desk/erase.h"
#include "model/keep.h"

enum { KEEPING_MAX = 50 /* one sitting */ };

struct keeping_row {
	object_id thing;
	const struct keep_row *class;
	uint64_t since_ms;         /* untouched since */
};
const err *keeping_due(struct desk *desk, struct arena *arena,
	struct keeping_row **ret_rows, size_t *ret_count) MUST_USE;
/* Those of the list that are named; *ret_count says how many went. */
const err *keeping_erase(struct desk *desk, const object_id *things,
	size_t count, size_t *ret_count) MUST_USE;

/* What stays: how many of a kind went in a month ("thread 2026-11"). */
struct keeping_figure { str kind, month; uint64_t count; };
const err *keeping_figures(struct desk *desk, struct arena *arena,
	struct keeping_figure **ret_figures, size_t *ret_count) MUST_USE;

#endif
