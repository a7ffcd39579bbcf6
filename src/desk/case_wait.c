/* The ring of a case for who is not in it, and for whoever can let her in: see
 * case_ring.h. Owns the list of cases in which somebody waits.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_room.h"

#include "desk/record_device.h"
#include "desk/record_load.h"
#include "desk/record_query.h"

const err *case_ring_waits(struct desk *desk, object_id id, object_id member,
	bool *ret_waits)
{
	struct case_belonging b;
	char name[CASE_RING_NAME];
	const err *e = case_looking_begin(&b, desk);

	case_ring_name(id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (e == NULL) e = case_belonging_find(&b, id);
	if (e == NULL) *ret_waits = !case_belongs(&b, member);
	arena_close(&b.arena);
	return e;
}

/* Before anything is loaded: whether somebody who never was in it wrote one of
 * the fields that say who is. */
static const err *suspect_look(struct case_belonging *b, object_id id,
	bool *ret_is)
{
	const err *e = NULL;

	*ret_is = false;
	for (size_t i = 0; i < record_type_count; i++) {
		const struct record_type *type = record_types[i];

		for (size_t k = 0; e == NULL && k < type->field_count; k++) {
			char dev[LOG_DEVICE_HEX];
			bool is;

			if ((type->fields[k].flags & FIELD_RING) == 0) continue;
			e = case_register_look(b->desk, id,
				str_of(type->fields[k].key), dev, &is);
			*ret_is |= e == NULL && is && !case_may_say(b,
				str_bytes(dev, sizeof(dev)));
		}
	}
	return e;
}

static const err *named_look(struct case_belonging *b, object_id id,
	bool *ret_waits)
{
	struct record record;
	object_id named;
	const err *e = record_load(&b->desk->projection, b->arena, id, &record);

	if (e == NULL && record.type != NULL) e = case_belonging_find(b, id);
	for (size_t i = 0; e == NULL && i < record.got_count; i++) {
		const struct record_got *got = &record.got[i];

		if ((got->field->flags & FIELD_RING) == 0) continue;
		if (got->rival_count > 0) continue;
		if (!object_read(got->value, &named)) continue;
		*ret_waits |= !case_belongs(b, named);
	}
	return e;
}

static const err *wait_look(const struct case_belonging *from, object_id id,
	bool *ret_waits)
{
	struct case_belonging b = *from;
	char name[CASE_RING_NAME];
	bool suspect = false;
	const err *e = NULL;

	*ret_waits = false;
	case_ring_name(id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (case_am_in(b.desk, id)) e = suspect_look(&b, id, &suspect);
	if (e != NULL || !suspect) return e;
	b.arena = arena_open(CASE_ARENA_BYTES);
	e = named_look(&b, id, ret_waits);
	arena_close(&b.arena);
	return e;
}

static const err *wait_settle(const struct case_belonging *b, object_id id)
{
	struct case_waits *waits = &b->desk->waits;
	bool is;
	size_t at = 0;
	const err *e = wait_look(b, id, &is);

	while (at < waits->count && !object_eq(waits->at[at], id)) at++;
	if (e != NULL || is == (at < waits->count)) return e;
	if (!is) waits->at[at] = waits->at[--waits->count];
	else if (at < CASE_WAITS_MAX) waits->at[waits->count++] = id;
	return NULL;
}

const err *case_rings_waiting(struct desk *desk, const object_id **ret_cases,
	size_t *ret_count)
{
	struct fold_changed changed = desk->fold.waits;
	struct case_waits *waits = &desk->waits;
	struct case_belonging b;
	hash team;
	const err *e;

	*ret_cases = waits->at;
	*ret_count = 0;
	if (!team_has_begun(desk)) return NULL;
	e = case_looking_begin(&b, desk);
	team = case_team_print(&b);
	desk->fold.waits = (struct fold_changed){.all = false};
	if (!waits->known || changed.all || !hash_eq(team, waits->team)) {
		changed.count = 0;
		waits->count = 0;
		if (e == NULL) e = case_rings_each(&b, wait_settle);
	}
	for (size_t i = 0; e == NULL && i < changed.count; i++) {
		e = wait_settle(&b, changed.at[i]);
	}
	waits->known = e == NULL;
	waits->team = team;
	arena_close(&b.arena);
	if (e == NULL) *ret_count = waits->count;
	return e;
}

const err *case_ring_whom(struct desk *desk, const struct record *record,
	object_id *ret_member, bool *ret_soon)
{
	struct case_belonging b;
	char name[CASE_RING_NAME];
	object_id me;
	const err *e = case_looking_begin(&b, desk);

	case_ring_name(record->id, name);
	b.ring = str_bytes(name, sizeof(name));
	if (e == NULL) e = record_me_get(desk, &me);
	if (e == NULL) e = case_belonging_find(&b, record->id);
	if (e == NULL) {
		*ret_member = fold_desk;
		*ret_soon = case_belongs(&b, me);
	}
	for (size_t i = b.members.count; e == NULL && i-- > 0;) {
		if (!object_eq(b.members.at[i], me)) {
			*ret_member = b.members.at[i];
		}
	}
	arena_close(&b.arena);
	return e;
}
