/* Handing over, and when she was last heard: see taken.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/taken.h"

#include "desk/record_act.h"
#include "desk/trouble.h"

enum { HAND_ARENA_BYTES = 8 << 20 };

static const struct record_field *owner_field(const struct record_type *type)
{
	for (size_t i = 0; i < type->field_count; i++) {
		if ((type->fields[i].flags & FIELD_OWNER) != 0) {
			return &type->fields[i];
		}
	}
	return NULL;
}

/* Its deputy, if that is somebody else. */
static object_id stand_in_of(const struct record *record, object_id person)
{
	object_id deputy;

	if (!object_read(record_value(record, "deputy"), &deputy) ||
		object_eq(deputy, person)) {
		return fold_desk;
	}
	return deputy;
}

const err *taken_owned(struct desk *desk, struct arena *arena,
	object_id person, struct taken_owneds *ret_rows)
{
	struct record_filter filter = {.state = S("current"), .owner = person};
	struct record_rows rows;
	struct taken_owneds owned = {0};
	struct record record;
	const err *e = record_list(desk, arena, &filter, &rows);

	if (e != NULL) return e;
	owned.at = ARENA_ARRAY(arena, struct taken_owned, TAKEN_ROWS_MAX);
	owned.more = rows.more || rows.count > TAKEN_ROWS_MAX;
	for (size_t i = 0; e == NULL && i < rows.count &&
		owned.count < TAKEN_ROWS_MAX; i++) {
		e = record_get(desk, arena, rows.at[i].id, &record);
		if (e != NULL) break;
		owned.at[owned.count++] = (struct taken_owned){rows.at[i],
			owner_field(record.type), stand_in_of(&record, person)};
	}
	if (e == NULL) *ret_rows = owned;
	return e;
}

static const err *hand_one(struct desk *desk, struct arena *arena,
	object_id person, struct taken_hand hand)
{
	struct record_refusal refusal;
	struct record record;
	struct record_edit edits[2] = {{.how = EDIT_SET},
		{"deputy", S(""), EDIT_SET}};
	const struct record_field *field;
	object_id owner;
	struct buf hex = {0};
	/* who steps in does not stand in for herself */
	size_t count;
	const err *e = record_get(desk, arena, hand.record, &record);

	if (e != NULL) return e;
	field = owner_field(record.type);
	if (field == NULL || object_eq(hand.to, person) ||
		!object_read(record_value(&record, field->key), &owner) ||
		!object_eq(owner, person)) {
		return err_make(ERR_USAGE, "this cannot be handed over so");
	}
	object_write(hand.to, &hex);
	edits[0].key = field->key;
	edits[0].value = buf_str(&hex);
	count = str_eq(record_value(&record, "deputy"), buf_str(&hex)) ? 2 : 1;
	e = record_set(desk, hand.record, (struct record_edits){edits, count},
		&refusal);
	buf_close(&hex);
	return e;
}

const err *taken_hand_over(struct desk *desk, object_id person,
	const struct taken_hand *hands, size_t count)
{
	struct arena *arena = arena_open(HAND_ARENA_BYTES);
	const err *e = record_batch_begin(desk);

	for (size_t i = 0; e == NULL && i < count; i++) {
		e = hand_one(desk, arena, person, hands[i]);
	}
	if (e == NULL) e = record_batch_end(desk);
	else record_batch_drop(desk);
	if (e == NULL && count > 0) desk->did = DID_HANDED_ON;
	arena_close(&arena);
	return e;
}

const err *taken_last_heard(struct desk *desk, object_id person,
	uint64_t *ret_ms)
{
	struct arena *arena = arena_open(HAND_ARENA_BYTES);
	struct trouble_names devs;
	const err *e = trouble_ever(desk, arena, person, &devs);

	*ret_ms = 0;
	for (size_t i = 0; e == NULL && i < devs.count; i++) {
		uint64_t ms = log_heard_ms(desk->log, devs.at[i]);

		if (ms > *ret_ms) *ret_ms = ms;
	}
	arena_close(&arena);
	return e;
}
