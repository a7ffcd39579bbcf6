/* Concept: what a word of the word bank means, in every language; the words
 * themselves are Terms that point here. The word bank has its own pages.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define BANK CLASS_TEAM, FOR_WORDS, KEEP_STAYING, EXPORT_YES

static const struct record_choice subjects[] = {
	{"identity", TR("who people are")}, {"group", TR("groups")},
	{"topic", TR("what we talk about")}, {"asylum", TR("asylum")},
	{"health", TR("health")}, {"law", TR("law")}, {"safety", TR("safety")},
	{"other", TR("other")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"name", TR("What we call it among us"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"subject", TR("Subject"), KIND_CHOICE, MERGE_NEWEST,
		FIELD_LIST | FIELD_FILTER, BANK, subjects, NULL, NULL},
	{"definition-ar", TR("What it means, in Arabic"), KIND_TEXT, MERGE_BOTH,
		FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"definition-ckb", TR("What it means, in Sorani"), KIND_TEXT,
		MERGE_BOTH, FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"definition-kmr-arab", TR("What it means, in Badini"), KIND_TEXT,
		MERGE_BOTH, FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"definition-kmr", TR("What it means, in Kurmanji"), KIND_TEXT,
		MERGE_BOTH, FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"definition-en", TR("What it means, in English"), KIND_TEXT,
		MERGE_BOTH, FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"note", TR("Notes"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH, BANK, NULL,
		NULL, NULL},
};

static const struct record_state_row states[] = {
	{"kept", TR("In use"), false, 0}, {"aside", TR("Laid aside"), true, 0},
};

static const struct record_step steps[] = {
	{"kept", "aside", TR("Lay aside"), NULL},
	{"aside", "kept", TR("Take up again"), NULL},
};

const struct record_type record_concept = {"concept", TR("Concept"),
	TR("Concepts"), TR("No concepts here yet."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	NULL, 0, NULL, true, NULL};
