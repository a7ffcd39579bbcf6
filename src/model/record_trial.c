/* Trial: a member tried a proposed word in a sentence and says whether it is
 * one of ours. A change of mind is a new answer; the old one stays. The word
 * bank shows it on the word's own page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define BANK CLASS_TEAM, FOR_WORDS, KEEP_STAYING, EXPORT_NO

static const struct record_choice answers[] = {
	{"no", TR("no")}, {"not-yet", TR("not yet")}, {"yes", TR("yes")},
	{NULL, NULL}
};

static const struct record_field fields[] = {
	{"sentence", TR("A sentence with it"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"term", TR("The word"), KIND_REF, MERGE_BOTH, FIELD_NEEDED, BANK, NULL,
		"term", NULL},
	{"answer", TR("Is it one of ours?"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED | FIELD_LIST, BANK, answers, NULL, NULL},
	{"reason", TR("Why"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH, BANK, NULL,
		NULL, NULL},
};

static const struct record_state_row states[] = {
	{"said", TR("Said"), false, 0},
	{"taken-back", TR("Taken back"), true, 0},
};

static const struct record_step steps[] = {
	{"said", "taken-back", TR("Take it back"), NULL},
	{"taken-back", "said", TR("Say it again"), NULL},
};

/* A no, or a not yet, helps only with its reason. */
static const char *rule(const struct record *record)
{
	if (str_eq(record_value(record, "answer"), S("yes")) ||
		record_value(record, "reason").len > 0) {
		return NULL;
	}
	return TR("Say why, so that the word can become better.");
}

const struct record_type record_trial = {"trial", TR("Trial"), TR("Trials"),
	TR("Nobody has tried a word yet."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	NULL, 0, rule, true, NULL};
