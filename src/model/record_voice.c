/* Voice: the yes to a story (doc/voices.md), what may be said in it, and in
 * which conversation it was told. That last stands in the log of those who read
 * messages and leaves the desk in no form. It has a page of its own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define TEAM CLASS_TEAM, FOR_REACHING, KEEP_STAYING, EXPORT_NO
#define HERS CLASS_CASE, FOR_REACHING, KEEP_STAYING, EXPORT_NO

static const struct record_choice places[] = {
	{"none", TR("nothing")}, {"country", TR("the country")},
	{"region", TR("the region")}, {"town", TR("the town")}, {NULL, NULL}
};
static const struct record_choice times[] = {
	{"none", TR("nothing")}, {"year", TR("the year")},
	{"season", TR("the season")}, {"month", TR("the month")},
	{"day", TR("the day")}, {NULL, NULL}
};
static const struct record_choice ages[] = {
	{"none", TR("nothing")}, {"decade", TR("the decade")},
	{"year", TR("the year")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"name", TR("What we call it among us"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, TEAM, NULL, NULL, NULL},
	{"guide", TR("The story"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_FILTER, TEAM, NULL, "guide", NULL},
	{"told-in", TR("The conversation it was told in"), KIND_THREAD,
		MERGE_BOTH, FIELD_NEEDED, HERS, NULL, NULL, NULL},
	{"place", TR("Place"), KIND_CHOICE, MERGE_SAFEST, 0, TEAM, places,
		NULL, NULL},
	{"time", TR("Time"), KIND_CHOICE, MERGE_SAFEST, 0, TEAM, times, NULL,
		NULL},
	{"age", TR("Age"), KIND_CHOICE, MERGE_SAFEST, 0, TEAM, ages, NULL,
		NULL},
	{"translate", TR("May it be translated?"), KIND_YES, MERGE_SAFEST, 0,
		TEAM, NULL, NULL, NULL},
	{"details", TR("What the story says of these"), KIND_TEXT, MERGE_BOTH,
		0, TEAM, NULL, NULL, NULL},
	{"lang", TR("Language it was read in"), KIND_CHOICE, MERGE_BOTH, 0,
		TEAM, record_forms, NULL, NULL},
	{"hash", TR("The text that was shown"), KIND_LINE, MERGE_BOTH, 0, TEAM,
		NULL, NULL, NULL},
	/* the hash she said yes to: "agreed" beside another one is no yes */
	{"yes", TR("The text they said yes to"), KIND_LINE, MERGE_BOTH, 0, TEAM,
		NULL, NULL, NULL},
	{"day", TR("Shown, or agreed to, on"), KIND_DATE, MERGE_NEWEST, 0, TEAM,
		NULL, NULL, NULL},
};

/* Between two desks the more cautious stands: what was taken back stays so. */
static const struct record_state_row states[] = {
	{"told", TR("Not asked yet"), false, 2},
	{"shown", TR("Asked, no answer yet"), false, 1},
	{"agreed", TR("A yes to this text"), false, 0},
	{"refused", TR("A no"), true, 3},
	{"withdrawn", TR("Taken back"), true, 4},
};

/* doc/voices.md V5 */
static const struct record_step steps[] = {
	{"told", "shown", TR("Show the text"), "lang hash day"},
	{"shown", "agreed", TR("A yes"), "lang hash day yes"},
	{"shown", "refused", TR("A no"), NULL},
	{"agreed", "shown", TR("Show the new text"), "lang hash day"},
	{"refused", "told", TR("They come back to it"), NULL},
	{"told", "withdrawn", TR("Take it back"), NULL},
	{"shown", "withdrawn", TR("Take it back"), NULL},
	{"agreed", "withdrawn", TR("Take it back"), NULL},
	{"refused", "withdrawn", TR("Take it back"), NULL},
};

const struct record_type record_voice = {"voice", TR("A story for Voices"),
	TR("Stories for Voices"), TR("Nothing here yet."), fields,
	NELEM(fields), states, NELEM(states), steps, NELEM(steps), NULL, 0,
	NULL, true, NULL};
