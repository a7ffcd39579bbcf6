/* Giving a record a ring of its own afterwards: see case_ring.h and doc/log.md
 * L13.2. What few may read of it stood in the intake; it is erased there and
 * written anew, in one commit.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/case_ring.h"

#include "desk/erase.h"
#include "desk/erase_survey.h"
#include "desk/record_act.h"
#include "desk/record_query.h"
#include "desk/team_query.h"

struct op_list LIST_OF(struct op);

/* One commit in the making. */
struct moving {
	struct survey survey;
	const struct record *record;
	struct op_list anew;
	struct log_body bodies[4];
	size_t count;
};

static bool is_settled(const struct record *record)
{
	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if (got->rival_count > 0 && record_field_is_in_ring(
			record->type, got->field)) {
			return false;
		}
	}
	return true;
}

bool case_ring_may_move(struct desk *desk, const struct record *record)
{
	enum case_here here;
	bool made;

	return record_type_has_ring(record->type) && is_settled(record) &&
	       case_ring_here(desk, record->id, &here) == NULL &&
	       here == CASE_SHARED &&
	       case_ring_made(desk, record->id, &made) == NULL && made &&
	       case_ring_may_begin(desk, record->type) &&
	       !erase_is_closed(desk, record->id) &&
	       !erase_is_held(desk, record->id);
}

/* An erasure of what stands in a ring of the record. */
static void ring_leave(struct moving *m, str ring)
{
	struct arena *arena = m->survey.arena;
	struct state_parts bodies = state_bodies(m->survey.state, arena, ring,
		m->record->id);
	struct buf value = buf_cap(OP_VALUE_MAX);
	struct op *op = ARENA_NEW(arena, struct op);

	for (size_t i = 0; i < bodies.count; i++) {
		state_place_write(&bodies.at[i], &value);
	}
	*op = (struct op){.kind = OP_ERASE, .object = m->record->id,
		.value = buf_take(&value, arena)};
	if (bodies.count > 0) {
		m->bodies[m->count++] = (struct log_body){.ring = ring,
			.ops = op, .op_count = 1};
	}
	buf_close(&value);
}

/* Its values as they stand. */
static void ring_enter(struct moving *m, str ring)
{
	const struct record *record = m->record;

	for (size_t i = 0; i < record->got_count; i++) {
		const struct record_got *got = &record->got[i];

		if (!record_field_is_in_ring(record->type, got->field)) continue;
		LIST_ADD(m->survey.arena, &m->anew, ((struct op){
			.kind = record_kind_is_set(got->field->kind) ? OP_ADD
								: OP_SET,
			.object = record->id, .field = str_of(got->field->key),
			.value = got->value}));
	}
	if (m->anew.count > 0) {
		m->bodies[m->count++] = (struct log_body){.ring = ring,
			.unit = record->id, .ops = m->anew.at,
			.op_count = m->anew.count};
	}
}

static const err *moved(struct desk *desk, struct moving *m)
{
	char name[CASE_RING_NAME];
	struct op mark = {.kind = OP_SET, .object = m->record->id,
		.field = S("ring"), .value = S("own")};
	const err *e = survey_open(&m->survey, desk, &m->record->id, 1);

	case_ring_name(m->record->id, name);
	if (e == NULL) {
		ring_leave(m, RING_INTAKE);
		ring_leave(m, RING_VAULT);
		ring_enter(m, str_bytes(name, sizeof(name)));
		m->bodies[m->count++] = (struct log_body){.ring = RING_TEAM,
			.unit = m->record->id, .ops = &mark, .op_count = 1};
		e = desk_commit(desk, m->bodies, m->count);
	}
	survey_close(&m->survey);
	return e;
}

const err *case_ring_move(struct desk *desk, object_id id)
{
	struct arena *arena = arena_open(64 << 20);
	struct record record;
	struct moving m = {.record = &record};
	const err *e = record_get(desk, arena, id, &record);

	if (e == NULL && !case_ring_may_move(desk, &record)) {
		e = err_make(ERR_REFUSED, "this desk cannot give it a ring");
	}
	if (e == NULL) e = case_ring_begin(desk, id);
	if (e == NULL) e = moved(desk, &m);
	if (e == NULL) {
		desk->did = DID_NOTHING;
		desk->did_seq = 0; /* an erasure cannot be undone */
		e = case_ring_look(desk, id);
	}
	arena_close(&arena);
	return e;
}
