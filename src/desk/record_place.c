/* Where a record and its fields stand: see record_place.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_place.h"

#include "desk/desk_room.h"

object_id record_home(const struct record *record)
{
	object_id home;

	return record->type->home != NULL && object_read(record_value(record,
		record->type->home), &home) ? home : record->id;
}

const err *record_place_of(struct desk *desk, const struct record *record,
	struct record_place *ret_place)
{
	*ret_place = (struct record_place){record->type, record->id,
		CASE_SHARED};
	return !record_type_has_ring(record->type) ? NULL
		: case_ring_here(desk, record->id, &ret_place->here);
}

struct record_place record_place_new(const struct desk *desk,
	const struct record_type *type)
{
	return (struct record_place){.type = type,
		.here = case_ring_may_begin(desk, type) ? CASE_IN
							: CASE_SHARED};
}

/* [case_ring-2] */
static bool is_apart(const struct record_place *place,
	const struct record_field *field)
{
	return place->here != CASE_SHARED &&
	       record_field_is_in_ring(place->type, field);
}

/* What a person told us is read by those who read her messages, the rest by
 * those who hold the vault. */
static str class_ring(const struct record_field *field)
{
	return field->class == CLASS_SEALED ? RING_VAULT
		: field->class == CLASS_CASE ? RING_INTAKE
					     : RING_TEAM;
}

str record_ring(struct arena *arena, const struct record_place *place,
	const struct record_field *field)
{
	char name[CASE_RING_NAME];

	if (!is_apart(place, field)) return class_ring(field);
	case_ring_name(place->id, name);
	return str_dup(arena, str_bytes(name, sizeof(name)));
}

bool record_is_open_here(const struct desk *desk,
	const struct record_place *place, const struct record_field *field)
{
	if (is_apart(place, field)) return place->here == CASE_IN;
	return log_epoch(desk->log, class_ring(field), NULL) != NULL;
}
