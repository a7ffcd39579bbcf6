/* Goal: what the organisation wants of a year, and how it will know.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#include "base/num.h"
#include "model/pdate.h"

#define PLAN CLASS_TEAM, FOR_WORK, KEEP_PLAN, EXPORT_YES

enum { YEAR_FIRST = 1970, YEAR_LAST = 2200 };

static const struct record_field fields[] = {
	{"title", TR("The goal"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, PLAN, NULL, NULL, NULL},
	{"year", TR("Year"), KIND_NUMBER, MERGE_NEWEST,
		FIELD_NEEDED | FIELD_LIST, PLAN, NULL, NULL, NULL},
	{"why", TR("Why it matters"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH,
		PLAN, NULL, NULL, NULL},
	{"owner", TR("Who answers for it"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_LIST | FIELD_FILTER, PLAN, NULL, "member",
		TR("At most three open goals each, and five in a year.")},
	{"measure", TR("How we will know"), KIND_LINE, MERGE_BOTH, FIELD_SEARCH,
		PLAN, NULL, NULL, NULL},
	{"start", TR("At the start"), KIND_NUMBER, MERGE_BOTH, FIELD_LATER, PLAN, NULL,
		NULL, NULL},
	{"target", TR("Wanted"), KIND_NUMBER, MERGE_BOTH, FIELD_LATER, PLAN, NULL, NULL,
		NULL},
	{"now", TR("Now"), KIND_NUMBER, MERGE_NEWEST, FIELD_LATER, PLAN, NULL, NULL,
		NULL},
	{"reviewed", TR("Looked at in the middle of the year"), KIND_DATE,
		MERGE_NEWEST, FIELD_LATER, PLAN, NULL, NULL, NULL},
	{"review", TR("What we saw then"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH | FIELD_LATER,
		PLAN, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"on-track", TR("On its way"), false, 0},
	{"at-risk", TR("At risk"), false, 1},
	{"off", TR("Off its way"), false, 2},
	{"done", TR("Reached"), true, 0},
	{"dropped", TR("Given up"), true, 0},
};

static const struct record_step steps[] = {
	{"on-track", "at-risk", TR("It is at risk"), NULL},
	{"on-track", "off", TR("It is off its way"), NULL},
	{"on-track", "done", TR("It is reached"), NULL},
	{"on-track", "dropped", TR("Give it up"), "review"},
	{"at-risk", "on-track", TR("It is on its way"), NULL},
	{"at-risk", "off", TR("It is off its way"), NULL},
	{"at-risk", "done", TR("It is reached"), NULL},
	{"at-risk", "dropped", TR("Give it up"), "review"},
	{"off", "on-track", TR("It is on its way"), NULL},
	{"off", "at-risk", TR("It is at risk"), NULL},
	{"off", "done", TR("It is reached"), NULL},
	{"off", "dropped", TR("Give it up"), "review"},
	{"done", "on-track", TR("Open again"), NULL},
	{"dropped", "on-track", TR("Open again"), NULL},
};

/* The middle of the year; of a goal that was made later, the middle of what is
 * left of it. */
static uint64_t middle_ms(unsigned year, uint64_t made_ms)
{
	uint64_t middle = (uint64_t)pdate_day_number(year, 7, 1) * RECORD_DAY_MS;
	uint64_t end = (uint64_t)pdate_day_number(year + 1, 1, 1) *
		RECORD_DAY_MS;

	if (made_ms <= middle || made_ms >= end) return middle;
	return made_ms + (end - made_ms) / 2;
}

/* A look in the middle of the year is not a choice. */
static bool review_stands(const struct record *record, uint64_t *ret_due_ms)
{
	uint64_t year;

	if (record_state_find(record->type, record_state(record))->closed) {
		return false;
	}
	if (record_value(record, "reviewed").len > 0) return false;
	if (!num_read(record_value(record, "year"), YEAR_LAST, &year) ||
		year < YEAR_FIRST) {
		return false;
	}
	*ret_due_ms = middle_ms((unsigned)year, record->made_ms);
	return true;
}

static const struct record_mirror mirrors[] = {
	{"review", TR("Look at this goal in the middle of the year"),
		review_stands},
};

static const char *rule(const struct record *record)
{
	uint64_t year;

	if (num_read(record_value(record, "year"), YEAR_LAST, &year) &&
		year >= YEAR_FIRST) {
		return NULL;
	}
	return TR("Write the year with four digits.");
}

const struct record_type record_goal = {"goal", TR("Goal"), TR("Goals"),
	TR("No goals here yet. Five a year are plenty."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), rule, false, NULL};
