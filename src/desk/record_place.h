/* Where a record stands: with whom it is erased, and which ring each of its
 * fields is sealed to. Reads only; it never puts into a wider ring what the
 * table gives to a narrower one [case_ring-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_PLACE_H
#define DESK_RECORD_PLACE_H

#include "desk/case_ring.h"

/* The record it belongs to and is erased with: itself, for most types. */
object_id record_home(const struct record *record);

/* Whether it has a ring of its own (case_ring.h), and whether this desk is in
 * it. */
struct record_place { const struct record_type *type; object_id id;
	enum case_here here; };
/* Of a record that is here; of one that would be made now. */
const err *record_place_of(struct desk *desk, const struct record *record,
	struct record_place *ret_place) MUST_USE;
struct record_place record_place_new(const struct desk *desk,
	const struct record_type *type);

/* The ring a field of a record is sealed to; a fixed name, or kept by the
 * arena. */
str record_ring(struct arena *arena, const struct record_place *place,
	const struct record_field *field);
/* This desk is in that ring: it reads and writes the field. */
bool record_is_open_here(const struct desk *desk,
	const struct record_place *place, const struct record_field *field);

#endif
