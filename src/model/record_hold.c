/* Hold: something may not be erased yet (doc/erasure.md). Somebody answers for
 * it, and it is looked at again on a day. It stops every clock of keeping.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define HOLD CLASS_TEAM, FOR_SAFETY, KEEP_STAYING, EXPORT_NO

static const struct record_choice reasons[] = {
	{"legal", TR("A court or an asylum case needs it")},
	{"person", TR("The person wants it kept")},
	{"detention", TR("A member is held")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"title", TR("Short name of what it is about"), KIND_LINE, MERGE_NEWEST,
		FIELD_TITLE | FIELD_NEEDED, HOLD, NULL, NULL, NULL},
	{"reason", TR("Why"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, HOLD, reasons, NULL,
		NULL},
	{"owner", TR("Who answers for it"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_NEEDED | FIELD_LIST, HOLD, NULL, "member",
		NULL},
	{"review", TR("Look at it again on"), KIND_DATE, MERGE_EARLIER,
		FIELD_NEEDED | FIELD_LIST | FIELD_DUE, HOLD, NULL, NULL,
		NULL},
	{"thing", TR("Its number here"), KIND_LINE, MERGE_NEWEST, FIELD_FOLDED,
		HOLD, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"holds", TR("Holds"), false, 1},
	{"lifted", TR("Lifted"), true, 0},
};

static const struct record_step steps[] = {
	{"holds", "lifted", TR("Lift this hold"), NULL},
	{"lifted", "holds", TR("Hold again"), NULL},
};

static bool review_stands(const struct record *record, uint64_t *ret_due_ms)
{
	if (record_state_find(record->type, record_state(record))->closed) {
		return false;
	}
	return record_due_ms(record_value(record, "review"), ret_due_ms);
}

static const struct record_mirror mirrors[] = {
	{"review", TR("Look at this hold again"), review_stands},
};

const struct record_type record_hold = {"hold", TR("Hold"), TR("Holds"),
	TR("Nothing is held. A hold begins on the page of a thread."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), NULL, true, NULL};
