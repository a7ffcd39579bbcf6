/* Inside the guide acts only: edits being gathered for one record, and batches
 * that end well or leave nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_ROOM_H
#define DESK_GUIDE_ROOM_H

#include "desk/guide_act.h"

enum { GUIDE_EDITS_MAX = 48, GUIDE_ACT_BYTES = 32 << 20 };

struct guide_edits {
	struct arena *arena;
	struct record_edit at[GUIDE_EDITS_MAX];
	size_t count;
};
static inline void guide_say(struct guide_edits *edits, const char *key,
	str value)
{
	must(edits->count < GUIDE_EDITS_MAX);
	edits->at[edits->count++] = (struct record_edit){key, value, EDIT_SET};
}
static inline struct record_edits guide_said(const struct guide_edits *edits)
{
	return (struct record_edits){edits->at, edits->count};
}

/* Ends the batch, or drops it when something went wrong; what is returned is
 * what went wrong first. */
const err *guide_batch_close(struct desk *desk, const err *e) MUST_USE;
/* Puts a file of a guide into the log (guide_media.c); `before`: in its place. */
struct record_row;
const err *guide_media_put(struct desk *desk, object_id guide,
	const struct unit_file *file, const struct record_row *before) MUST_USE;
/* Why a record was refused, as words (TR). */
const char *guide_refused(const struct record_refusal *refusal);
/* Refuses an act with fixed words. */
const err *guide_refuse(const char *why, const char **ret_why) MUST_USE;
/* Today at this desk, in days since 1970 and as YYYY-MM-DD. */
int64_t guide_today(const struct desk *desk);
str guide_day_text(struct arena *arena, int64_t day);
str guide_seen_text(struct arena *arena, unit_seen seen);
/* What a language's field `seen-…` holds: the source that was seen, and the words
 * that were made of it [guide_records-4]. */
str guide_seen_with(struct arena *arena, unit_seen seen, str words);

#endif
