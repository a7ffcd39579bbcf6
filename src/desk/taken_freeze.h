/* The beginning of a bad day: one member freezes the devices of another, two
 * remove them. What it does to keys is team_act's; here stand the day within
 * which a freeze is taken back, and the record all of it is noted in.
 *
 * [freeze-1] a freeze is one person's, changes nothing else, and is taken back
 *            within a day; afterwards two decide
 * [freeze-2] nothing is removed before a second member agreed, nothing erased
 *            at all
 * [freeze-3] what changed keys is offered no undo: the record alone would go
 *            back, and the devices would stay as they are
 * [freeze-4] no slip in when it happened holds anything up: what cannot be read,
 *            or has not been yet, is now; pressed twice it is one bad day
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TAKEN_FREEZE_H
#define DESK_TAKEN_FREEZE_H

#include "desk/record_act.h"

struct taken_start { object_id person; str kind, began; };
/* Freezes first, then writes the record; ERR_USAGE as record_create. The same
 * asked again at once gives the same record. */
const err *taken_begin(struct desk *desk, const struct taken_start *start,
	struct record_refusal *ret_refusal, object_id *ret_id) MUST_USE;
/* ERR_REFUSED: over a day ago, or not frozen. */
const err *taken_thaw(struct desk *desk, const struct record *record)
	MUST_USE;
/* The first call proposes, the second at another desk agrees. */
const err *taken_revoke(struct desk *desk, const struct record *record)
	MUST_USE;

/* Her devices as they stand. */
struct taken_device_row {
	str name;
	const char *words;           /* TR: where it stands */
	uint64_t heard_ms;
};
struct taken_frozen {
	struct taken_device_row *at;
	size_t count;
	bool is_frozen;              /* one of them is */
	bool is_removed;             /* all of them are */
	bool waits, agreed_here;     /* a removal waits for a second */
};
const err *taken_frozen(struct desk *desk, struct arena *arena,
	object_id person, struct taken_frozen *ret_frozen) MUST_USE;

/* Now, as a field takes it. */
str taken_now(struct arena *arena, struct desk *desk);

#endif
