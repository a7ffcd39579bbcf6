/* Guide: one source and its translations (doc/guides.md), and what belongs to it:
 * its units, its signatures, what a release says of it. All of these are erased
 * with it. The editor has its own pages; who signed stays at the desk, a
 * signature's role, days and hash go out.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define OPEN CLASS_OPEN, FOR_REACHING, KEEP_STAYING, EXPORT_YES
#define TEAM CLASS_TEAM, FOR_REACHING, KEEP_STAYING, EXPORT_NO

/* Which guide it belongs to. */
#define OF_GUIDE \
	{"guide", TR("Guide"), KIND_REF, MERGE_BOTH, \
		FIELD_NEEDED | FIELD_FILTER, OPEN, NULL, "guide", NULL}

const struct record_choice record_forms[] = {
	{"ar", TR("Arabic")}, {"ckb", TR("Sorani")},
	{"kmr-Arab", TR("Badini")}, {"kmr", TR("Kurmanji")},
	{"en", TR("English")}, {NULL, NULL}
};

/* -- guide ---------------------------------------------------------------- */

static const struct record_choice demands[] = {
	{"medicine", TR("medicine")}, {"security", TR("security")},
	{NULL, NULL}
};

static const struct record_field guide_fields[] = {
	{"name", TR("What we call it among us"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, OPEN, NULL, NULL,
		NULL},
	{"number", TR("Number"), KIND_NUMBER, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST, OPEN, NULL, NULL,
		TR("1 to 999; a story: 2001 to 2999. It is the page's "
			"address and never changes.")},
	{"source", TR("Written in"), KIND_CHOICE, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST, OPEN, record_forms, NULL, NULL},
	{"demands", TR("Who must check it, besides the language"),
		KIND_CHOICES, MERGE_KEEP, FIELD_MANY, OPEN, demands, NULL, NULL},
	{"check-days", TR("How many days a check holds"), KIND_NUMBER,
		MERGE_NEWEST, 0, OPEN, NULL, NULL, NULL},
	{"owner", TR("Whose it is"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_LIST, TEAM, NULL, "member", NULL},
};

static const struct record_state_row guide_states[] = {
	{"draft", TR("Draft"), false, 1}, {"work", TR("In work"), false, 0},
	{"published", TR("Published"), false, 0},
	{"withdrawn", TR("Withdrawn"), true, 3},
};

static const struct record_step guide_steps[] = {
	{"draft", "work", TR("Give it to the translators"), NULL},
	{"work", "draft", TR("Back to a draft"), NULL},
	{"draft", "published", TR("Publish"), NULL},
	{"work", "published", TR("Publish"), NULL},
	{"published", "withdrawn", TR("Take it back"), NULL},
	{"withdrawn", "work", TR("Work on it again"), NULL},
};

const struct record_type record_guide = {"guide", TR("Guide"), TR("Guides"),
	TR("No guides here yet."), guide_fields, NELEM(guide_fields),
	guide_states, NELEM(guide_states), guide_steps, NELEM(guide_steps),
	NULL, 0, NULL, true, NULL};

/* -- unit ----------------------------------------------------------------- */

static const struct record_choice kinds[] = {
	{"title", TR("title")}, {"short", TR("short: a card, an SMS")},
	{"section", TR("heading")}, {"paragraph", TR("paragraph")},
	{"note", TR("worth knowing")}, {"warning", TR("what can harm")},
	{"danger", TR("danger sign")}, {"step", TR("step")},
	{"item", TR("item of a list")}, {"question", TR("question")},
	{"choice", TR("choice")}, {"picture", TR("picture")},
	{"row", TR("row of a table")}, {"source", TR("source")}, {NULL, NULL}
};

/* The safer first: what is a draft is not done, what is held is not shown. */
static const struct record_choice words_states[] = {
	{"draft", TR("draft")}, {"done", TR("done")}, {NULL, NULL}
};
static const struct record_choice missing[] = {
	{"hold", TR("the language waits for it")},
	{"source", TR("shown in the source language, marked so")},
	{"leave", TR("left out")}, {NULL, NULL}
};

/* The words of one written form: languages are fields of a unit and nothing
 * else, so a translation has no structure of its own to drift in. */
#define FORM(tag, name) \
	{"words-" tag, name, KIND_TEXT, MERGE_BOTH, FIELD_SEARCH, OPEN, NULL, \
		NULL, NULL}, \
	/* of the source, and of the words: 16 hex each */ \
	{"seen-" tag, TR("What the translator saw"), KIND_LINE, MERGE_NEWEST, \
		0, OPEN, NULL, NULL, NULL}, \
	{"state-" tag, TR("How far the words are"), KIND_CHOICE, \
		MERGE_SAFEST, 0, OPEN, words_states, NULL, NULL}, \
	{"note-" tag, TR("Note of the translator"), KIND_TEXT, MERGE_BOTH, 0, \
		TEAM, NULL, NULL, NULL}, \
	{"missing-" tag, TR("While it is empty"), KIND_CHOICE, MERGE_SAFEST, \
		0, OPEN, missing, NULL, NULL}

static const struct record_field unit_fields[] = {
	{"letters", TR("Its six letters"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	OF_GUIDE,
	{"order", TR("Where it stands in the guide"), KIND_LINE, MERGE_NEWEST,
		FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	{"kind", TR("What it is"), KIND_CHOICE, MERGE_BOTH, FIELD_NEEDED, OPEN,
		kinds, NULL, NULL},
	{"level", TR("Level"), KIND_NUMBER, MERGE_NEWEST, 0, OPEN, NULL, NULL,
		NULL},
	{"slots", TR("What no translation may change"), KIND_TEXT, MERGE_BOTH,
		0, OPEN, NULL, NULL,
		TR("One on each line: name, kind, value.")},
	FORM("ar", TR("Arabic")), FORM("ckb", TR("Sorani")),
	FORM("kmr-arab", TR("Badini")), FORM("kmr", TR("Kurmanji")),
	FORM("en", TR("English")),
};

static const struct record_state_row unit_states[] = {
	{"kept", TR("In the guide"), false, 1},
	{"out", TR("Taken out"), true, 0},
};
static const struct record_step out_steps[] = {
	{"kept", "out", TR("Take it out"), NULL},
	{"out", "kept", TR("Put it back"), NULL},
};

const struct record_type record_unit = {"unit", TR("Part of a guide"),
	TR("Parts of guides"), TR("Nothing here yet."),
	unit_fields, NELEM(unit_fields), unit_states, NELEM(unit_states),
	out_steps, NELEM(out_steps), NULL, 0, NULL, true, "guide"};

/* -- signature ------------------------------------------------------------ */

static const struct record_choice roles[] = {
	{"language", TR("language")}, {"medicine", TR("medicine")},
	{"security", TR("security")}, {NULL, NULL}
};

static const struct record_field sign_fields[] = {
	{"against", TR("What it was checked against"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	OF_GUIDE,
	{"lang", TR("Language"), KIND_CHOICE, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST, OPEN, record_forms, NULL, NULL},
	{"role", TR("Checked for"), KIND_CHOICE, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST, OPEN, roles, NULL, NULL},
	{"member", TR("Who checked it"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_LIST, TEAM, NULL, "member",
		TR("The name never leaves the desk.")},
	{"checked", TR("Checked on"), KIND_DATE, MERGE_EARLIER, FIELD_NEEDED,
		OPEN, NULL, NULL, NULL},
	{"until", TR("To be checked again by"), KIND_DATE, MERGE_EARLIER,
		FIELD_NEEDED | FIELD_DUE, OPEN, NULL, NULL, NULL},
	{"hash", TR("The words it was given to"), KIND_LINE, MERGE_BOTH,
		FIELD_NEEDED, OPEN, NULL, NULL, NULL},
};

static const struct record_state_row sign_states[] = {
	{"stands", TR("It stands"), false, 0},
	{"ended", TR("Taken back"), true, 1},
};
static const struct record_step sign_steps[] = {
	{"stands", "ended", TR("Take it back"), NULL},
	{"ended", "stands", TR("It stands again"), NULL},
};

static bool again_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return str_eq(record_state(record), S("stands")) &&
		record_due_ms(record_value(record, "until"), ret_due_ms);
}

static const struct record_mirror sign_mirrors[] = {
	{"again", TR("Check the guide again"), again_stands},
};

const struct record_type record_sign = {"sign", TR("Signature"),
	TR("Signatures"), TR("Nobody has signed yet."),
	sign_fields, NELEM(sign_fields), sign_states, NELEM(sign_states),
	sign_steps, NELEM(sign_steps), sign_mirrors, NELEM(sign_mirrors), NULL,
	true, "guide"};

/* -- what a release says of a guide --------------------------------------- */

static const struct record_choice changes[] = {
	{"withdrawn", TR("withdrawn")}, {"corrected", TR("corrected")},
	{"added", TR("added")}, {"renewed", TR("renewed")}, {NULL, NULL}
};

static const struct record_field change_fields[] = {
	{"words", TR("What changed, in plain words"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	OF_GUIDE,
	{"kind", TR("What it is"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED | FIELD_LIST, OPEN, changes, NULL, NULL},
	{"lang", TR("Language of the words"), KIND_CHOICE, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST, OPEN, record_forms, NULL, NULL},
	{"release", TR("In release"), KIND_NUMBER, MERGE_BOTH, FIELD_LIST, OPEN,
		NULL, NULL, NULL},
	{"place", TR("Where it stands in the list"), KIND_NUMBER,
		MERGE_NEWEST, 0, OPEN, NULL, NULL, NULL},
};

static const struct record_state_row change_states[] = {
	{"kept", TR("In the list"), false, 0},
	{"out", TR("Taken out"), true, 0},
};

const struct record_type record_change_words = {"change",
	TR("Change of a guide"), TR("Changes of guides"),
	TR("Nothing here yet."), change_fields, NELEM(change_fields),
	change_states, NELEM(change_states), out_steps, NELEM(out_steps),
	NULL, 0, NULL, true, "guide"};
