/* Term: one word for a concept in one language, with its standing, who coined
 * it and who objects. Its state is its standing; the words of the states are
 * those of model/bank.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define BANK CLASS_TEAM, FOR_WORDS, KEEP_STAYING, EXPORT_YES

static const struct record_choice registers[] = {
	{"neutral", TR("neutral")}, {"formal", TR("formal: for offices and courts")},
	{"everyday", TR("everyday")},
	{"discreet", TR("discreet: where the respectful word is dangerous")},
	{NULL, NULL}
};

static const struct record_choice parts[] = {
	{"noun", TR("noun")}, {"verb", TR("verb")},
	{"adjective", TR("adjective")}, {"adverb", TR("adverb")},
	{"phrase", TR("phrase")}, {"other", TR("other")}, {NULL, NULL}
};

static const struct record_choice genders[] = {
	{"masculine", TR("masculine")}, {"feminine", TR("feminine")},
	{"neuter", TR("neuter")}, {"other", TR("other")}, {NULL, NULL}
};

/* The less sure the safer: what is unsure marks nobody's words. */
static const struct record_choice certainties[] = {
	{"unsure", TR("unsure: a question to the community")},
	{"likely", TR("likely")}, {"sure", TR("sure")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"term", TR("The word"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"concept", TR("What it stands for"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, BANK, NULL, "concept",
		NULL},
	{"lang", TR("Language"), KIND_CHOICE, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, BANK, record_languages,
		NULL, NULL},
	{"dialect", TR("Dialect or place"), KIND_LINE, MERGE_BOTH, FIELD_LIST,
		BANK, NULL, NULL, NULL},
	{"register", TR("Register"), KIND_CHOICE, MERGE_BOTH, FIELD_FILTER,
		BANK, registers, NULL, NULL},
	{"pos", TR("Part of speech"), KIND_CHOICE, MERGE_NEWEST, 0, BANK, parts,
		NULL, NULL},
	{"gender", TR("Grammatical gender"), KIND_CHOICE, MERGE_NEWEST, 0, BANK,
		genders, NULL, NULL},
	{"forms", TR("Irregular forms"), KIND_WORDS, MERGE_KEEP, FIELD_SEARCH,
		BANK, NULL, NULL, TR("One on each line.")},
	{"homograph", TR("Also an ordinary word?"), KIND_YES, MERGE_NEWEST, 0,
		BANK, NULL, NULL, NULL},
	{"context", TR("Words beside which it is meant"), KIND_WORDS,
		MERGE_KEEP, 0, BANK, NULL, NULL, TR("One on each line.")},
	{"as-is", TR("A name or sign that takes no endings?"), KIND_YES,
		MERGE_NEWEST, 0, BANK, NULL, NULL, NULL},
	{"certainty", TR("How sure"), KIND_CHOICE, MERGE_SAFEST, FIELD_FILTER,
		BANK, certainties, NULL, NULL},
	{"why", TR("Why it stands so"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH,
		BANK, NULL, NULL, NULL},
	{"objections", TR("Who objects, and why"), KIND_TEXT, MERGE_BOTH,
		FIELD_SEARCH, BANK, NULL, NULL, NULL},
	{"replaces", TR("Instead of"), KIND_WORDS, MERGE_KEEP,
		FIELD_FOLDED, BANK, NULL, NULL, TR("One on each line.")},
	{"coined-by", TR("Who coined it"), KIND_LINE, MERGE_BOTH, 0, BANK, NULL,
		NULL, NULL},
	{"source", TR("Source"), KIND_LINE, MERGE_BOTH, 0, BANK, NULL, NULL,
		NULL},
	{"note", TR("Notes"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH, BANK, NULL,
		NULL, NULL},
	{"decided-on", TR("Decided on"), KIND_DATE, MERGE_BOTH, 0, BANK, NULL,
		NULL, NULL},
	{"decided-by", TR("Decided by"), KIND_LINE, MERGE_BOTH, 0, BANK, NULL,
		NULL, NULL},
};

static const struct record_state_row states[] = {
	{"proposed", TR("Proposed"), false, 0}, {"ours", TR("Ours"), false, 0},
	{"accepted", TR("Accepted"), false, 0},
	{"superseded", TR("Superseded"), true, 0},
	{"avoid", TR("Avoid"), false, 1},
	{"never-show", TR("Never show"), false, 3},
	{"threat", TR("Word of threats"), false, 2},
};

static const struct record_step steps[] = {
	{"proposed", "ours", TR("Adopt it"), "why"},
	{"proposed", "accepted", TR("Accept it"), "why"},
	{"proposed", "superseded", TR("Lay it aside"), "why"},
	{"proposed", "avoid", TR("Avoid it"), "why"},
	{"proposed", "never-show", TR("Never show it"), "why"},
	{"proposed", "threat", TR("It is used in threats"), "why"},
	{"ours", "accepted", TR("Another one is ours"), "why"},
	{"ours", "superseded", TR("It is superseded"), "why"},
	{"ours", "avoid", TR("Avoid it"), "why"},
	{"accepted", "ours", TR("Adopt it"), "why"},
	{"accepted", "superseded", TR("It is superseded"), "why"},
	{"accepted", "avoid", TR("Avoid it"), "why"},
	{"superseded", "accepted", TR("Accept it"), "why"},
	{"superseded", "ours", TR("Adopt it"), "why"},
	{"superseded", "avoid", TR("Avoid it"), "why"},
	{"avoid", "accepted", TR("Accept it"), "why"},
	{"avoid", "never-show", TR("Never show it"), "why"},
	{"avoid", "threat", TR("It is used in threats"), "why"},
	{"never-show", "avoid", TR("It may be shown again"), "why"},
	{"threat", "avoid", TR("It is not a threat"), "why"},
	{"threat", "never-show", TR("Never show it"), "why"},
};

const struct record_type record_term = {"term", TR("Term"), TR("Terms"),
	TR("No words here yet."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	NULL, 0, NULL, true, NULL};
