/* Inside guide_take only: taking a folder of guides in. guide_take.c goes through
 * the folder, guide_unit_take.c takes a unit, guide_library_take.c what holds for
 * all, guide_taking.c puts one record.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_TAKING_H
#define DESK_GUIDE_TAKING_H

#include "desk/guide_room.h"
#include "desk/guide_take.h"

struct guide_taking {
	struct desk *desk;
	struct arena *arena;
	const struct guides *here;
	struct guide_report *report;
	const struct guide *from;           /* the guide now taken */
	const struct guide_kept *kept;      /* what it is here, or NULL */
	object_id guide;
	bool was_released;                  /* a release names it */
	struct guide_edits edits;
};

/* The id of what has this name in the guide now taken: the same on every desk
 * [guide_take-3]. */
object_id guide_taking_id(struct guide_taking *t, str name);
/* One more that stays outside, and why (TR); unit: or NULL. */
void guide_taking_refuse(struct guide_taking *t, const struct unit *unit,
	str lang, const char *words);
/* Forgets the edits of the record before. */
void guide_taking_begin(struct guide_taking *t);
/* Sets the record that is here, or makes it. What a table of ours refuses is
 * listed and costs no more. */
const err *guide_taking_put(struct guide_taking *t,
	const struct record_new *new, const struct unit *unit, bool *ret_fresh)
	MUST_USE;

/* order: its key; empty: it keeps the one it has. */
const err *guide_unit_take(struct guide_taking *t, const struct unit *unit,
	str order) MUST_USE;
const err *guide_library_take(struct guide_taking *t,
	const struct guide_library *library) MUST_USE;
/* Its guides were taken before. */
const err *guide_release_take(struct guide_taking *t,
	const struct release *release) MUST_USE;

#endif
