/* Responsibility: an area of work, the one member who answers for it, and the
 * one who steps in.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define PLAN CLASS_TEAM, FOR_WORK, KEEP_STAYING, EXPORT_YES

static const struct record_field fields[] = {
	{"area", TR("Area"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, PLAN, NULL, NULL, NULL},
	{"accountable", TR("Who answers for it"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, PLAN,
		NULL, "member", TR("One person, not more.")},
	{"deputy", TR("Who steps in"), KIND_REF, MERGE_BOTH,
		FIELD_LIST | FIELD_FILTER, PLAN, NULL, "member", NULL},
	{"helps", TR("Who helps"), KIND_REFS, MERGE_KEEP, FIELD_LATER, PLAN, NULL,
		"member", NULL},
	{"informed", TR("Who is told"), KIND_REFS, MERGE_KEEP, FIELD_LATER, PLAN, NULL,
		"member", NULL},
	{"what", TR("What belongs to it"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH,
		PLAN, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"held", TR("Held"), false, 0}, {"ended", TR("Ended"), true, 0},
};

static const struct record_step steps[] = {
	{"held", "ended", TR("End it"), NULL},
	{"ended", "held", TR("Open again"), NULL},
};

static bool deputy_stands(const struct record *record, uint64_t *ret_due_ms)
{
	*ret_due_ms = 0;
	return str_eq(record_state(record), S("held")) &&
		record_value(record, "deputy").len == 0;
}

static const struct record_mirror mirrors[] = {
	{"deputy", TR("Find somebody who steps in"), deputy_stands},
};

static const char *rule(const struct record *record)
{
	str one = record_value(record, "accountable");

	if (one.len == 0 || !str_eq(one, record_value(record, "deputy"))) {
		return NULL;
	}
	return TR("Who steps in must be somebody else.");
}

const struct record_type record_responsibility = {"responsibility",
	TR("Responsibility"), TR("Responsibilities"),
	TR("Nobody answers for anything yet. Begin with the inbox."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), rule, false, NULL};
