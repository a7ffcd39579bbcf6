/* Task: one thing that somebody does. Tasks that mirror facts are no records:
 * they come from the other types' tables.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define PLAN CLASS_TEAM, FOR_WORK, KEEP_PLAN, EXPORT_YES

static const struct record_choice efforts[] = {
	{"s", TR("small")}, {"m", TR("middling")}, {"l", TR("large")},
	{NULL, NULL}
};

static const struct record_choice sources[] = {
	{"own", TR("our own idea")}, {"deadline", TR("a deadline")},
	{"follow-up", TR("looking after something")},
	{"review", TR("a review")}, {"meeting", TR("a meeting")},
	{NULL, NULL}
};

static const struct record_field fields[] = {
	{"title", TR("What is to be done"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, PLAN, NULL, NULL, NULL},
	{"owner", TR("Who does it"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_LIST | FIELD_FILTER, PLAN, NULL, "member", NULL},
	{"deputy", TR("Who steps in"), KIND_REF, MERGE_BOTH, FIELD_LATER, PLAN, NULL,
		"member", NULL},
	{"due", TR("By when"), KIND_DATE, MERGE_EARLIER, FIELD_DUE | FIELD_LIST,
		PLAN, NULL, NULL, NULL},
	{"effort", TR("How much work"), KIND_CHOICE, MERGE_NEWEST, FIELD_FILTER,
		PLAN, efforts, NULL, NULL},
	{"source", TR("Where it comes from"), KIND_CHOICE, MERGE_NEWEST, FIELD_LATER,
		PLAN, sources, NULL, NULL},
	{"goal", TR("For which goal"), KIND_REF, MERGE_BOTH, FIELD_FILTER, PLAN,
		NULL, "goal", NULL},
	{"waits-for", TR("What it waits for"), KIND_LINE, MERGE_BOTH,
		FIELD_SEARCH | FIELD_LATER, PLAN, NULL, NULL, NULL},
	{"why-dropped", TR("Why it was dropped"), KIND_LINE, MERGE_BOTH, FIELD_LATER,
		PLAN, NULL, NULL, NULL},
	{"note", TR("Notes"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH, PLAN, NULL,
		NULL, NULL},
};

static const struct record_state_row states[] = {
	{"open", TR("To do"), false, 0}, {"doing", TR("Being done"), false, 0},
	{"waiting", TR("Waiting"), false, 0}, {"done", TR("Done"), true, 0},
	{"dropped", TR("Dropped"), true, 0},
};

static const struct record_step steps[] = {
	{"open", "doing", TR("Begin"), NULL},
	{"open", "waiting", TR("It waits"), "waits-for"},
	{"open", "done", TR("Done"), NULL},
	{"open", "dropped", TR("Drop it"), "why-dropped"},
	{"doing", "waiting", TR("It waits"), "waits-for"},
	{"doing", "done", TR("Done"), NULL},
	{"doing", "open", TR("Put it back"), NULL},
	{"doing", "dropped", TR("Drop it"), "why-dropped"},
	{"waiting", "doing", TR("Go on"), NULL},
	{"waiting", "done", TR("Done"), NULL},
	{"waiting", "dropped", TR("Drop it"), "why-dropped"},
	{"done", "open", TR("Open again"), NULL},
	{"dropped", "open", TR("Open again"), NULL},
};

static const char *rule(const struct record *record)
{
	str owner = record_value(record, "owner");

	if (owner.len == 0 || !str_eq(owner, record_value(record, "deputy"))) {
		return NULL;
	}
	return TR("Who steps in must be somebody else.");
}

const struct record_type record_task = {"task", TR("Task"), TR("Tasks"),
	TR("No tasks here. Write down the next thing, however small."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	NULL, 0, rule, false, NULL};
