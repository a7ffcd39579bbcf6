/* Member: who works here, in which languages, and where their limits are. Only
 * what the work needs: no papers, no address, no belief.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define TEAM CLASS_TEAM, FOR_WORK, KEEP_MEMBERSHIP, EXPORT_NO
#define HER_OWN CLASS_SEALED, FOR_SAFETY, KEEP_MEMBERSHIP, EXPORT_NO

static const struct record_field fields[] = {
	{"name", TR("The name they chose"), KIND_NAME, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, CLASS_TEAM, FOR_WORK,
		KEEP_MEMBERSHIP, EXPORT_REF, NULL, NULL,
		TR("A second line may spell it in other letters.")},
	{"pronouns", TR("Pronouns"), KIND_LINE, MERGE_BOTH, 0, TEAM, NULL, NULL,
		NULL},
	{"role", TR("What they do here"), KIND_LINE, MERGE_BOTH,
		FIELD_LIST | FIELD_SEARCH, TEAM, NULL, NULL, NULL},
	{"languages", TR("Languages"), KIND_CHOICES, MERGE_KEEP,
		FIELD_FILTER | FIELD_MANY, TEAM, record_languages, NULL, NULL},
	{"skills", TR("What they are good at"), KIND_WORDS, MERGE_KEEP,
		FIELD_SEARCH, TEAM, NULL, NULL, TR("One on each line.")},
	{"hours", TR("Hours a week"), KIND_NUMBER, MERGE_NEWEST, FIELD_LATER, TEAM, NULL,
		NULL, NULL},
	{"limits", TR("What they will not do or read"), KIND_TEXT, MERGE_BOTH,
		FIELD_LATER, TEAM, NULL, NULL, NULL},
	{"mentor", TR("Who guides them"), KIND_REF, MERGE_BOTH, FIELD_LATER, TEAM, NULL,
		"member", NULL},
	{"agreement", TR("Agreement signed"), KIND_DATE, MERGE_NEWEST, FIELD_LATER, TEAM,
		NULL, NULL, NULL},
	{"briefing", TR("Safety talk held"), KIND_DATE, MERGE_NEWEST, FIELD_LATER, TEAM,
		NULL, NULL, NULL},
	{"trial-until", TR("Trial until"), KIND_DATE, MERGE_NEWEST, FIELD_LATER, TEAM,
		NULL, NULL, NULL},
	{"away-until", TR("Away until"), KIND_DATE, MERGE_NEWEST, FIELD_LIST | FIELD_LATER,
		TEAM, NULL, NULL, NULL},
	{"if-taken", TR("Whom to tell if they are taken"), KIND_TEXT,
		MERGE_BOTH, FIELD_FOLDED | FIELD_LATER, HER_OWN, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"asked", TR("Asked"), false, 0}, {"talk", TR("We talk"), false, 0},
	{"references", TR("References"), false, 0},
	{"agreement", TR("Agreement"), false, 0},
	{"trial", TR("On trial"), false, 0}, {"active", TR("Active"), false, 0},
	{"pause", TR("Pause"), false, 1}, {"left", TR("Has left"), true, 2},
};

static const struct record_step steps[] = {
	{"asked", "talk", TR("We talk"), NULL},
	{"talk", "references", TR("Ask for references"), NULL},
	{"references", "agreement", TR("Make the agreement"), NULL},
	{"agreement", "trial", TR("Begin the trial"), "agreement briefing"},
	{"trial", "active", TR("They are one of us"), NULL},
	{"active", "pause", TR("Pause"), NULL},
	{"pause", "active", TR("Back again"), NULL},
	{"asked", "left", TR("Not now"), NULL},
	{"talk", "left", TR("Not now"), NULL},
	{"references", "left", TR("Not now"), NULL},
	{"agreement", "left", TR("Not now"), NULL},
	{"trial", "left", TR("They leave"), NULL},
	{"active", "left", TR("They leave"), NULL},
	{"pause", "left", TR("They leave"), NULL},
	{"left", "asked", TR("Asked again"), NULL},
};

static bool trial_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return str_eq(record_state(record), S("trial")) &&
		record_due_ms(record_value(record, "trial-until"), ret_due_ms);
}

static bool mentor_stands(const struct record *record, uint64_t *ret_due_ms)
{
	*ret_due_ms = 0;
	return str_eq(record_state(record), S("trial")) &&
		record_value(record, "mentor").len == 0;
}

static const struct record_mirror mirrors[] = {
	{"trial", TR("The trial ends: talk about it"), trial_stands},
	{"mentor", TR("Find somebody who guides them"), mentor_stands},
};

const struct record_type record_member = {"member", TR("Member"),
	TR("Members"), TR("No members here yet. Begin with yourself."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), NULL, false, NULL};
