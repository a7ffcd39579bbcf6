/* A record out of the registers: the values that stand, and beside each of
 * them those nobody has settled (model/merge.h). Reads the projection, changes
 * nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECORD_LOAD_H
#define DESK_RECORD_LOAD_H

#include "desk/projection.h"
#include "model/record_type.h"

/* In a projection's registers a member of a set is a register of its own,
 * named "field=member": "1" in, empty out. Before the field stands the ring
 * (fold_name.h); where `own`, the record has one of its own. */
str record_field_place(const struct record_type *type,
	const struct record_field *field, bool own);
str record_member_name(struct arena *arena, const char *key, str member);
/* The field and the member of such a name; the member is empty for others. */
str record_name_split(str name, str *ret_member);

/* ret_record->type NULL: there is none, or one of a type that this version
 * does not know [fold-3]. Everything is kept by the arena. */
const err *record_load(struct projection *projection, struct arena *arena,
	object_id id, struct record *ret_record) MUST_USE;

#endif
