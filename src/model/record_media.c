/* Media: a picture or a recording that belongs to a guide, as readers would get it
 * (already made small and bare: desk/guide_media.h), in the log in pieces. Erased
 * with the guide. The pages of the guide show it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define OPEN CLASS_OPEN, FOR_REACHING, KEEP_STAYING, EXPORT_NO

static const struct record_choice kinds[] = {
	{"picture", TR("picture")}, {"recording", TR("recording")},
	{NULL, NULL}
};

/* base64, at most RECORD_TEXT_MAX letters a piece, in this order */
#define PIECE(letter) \
	{"bytes-" letter, TR("Its bytes"), KIND_TEXT, MERGE_NEWEST, \
		FIELD_FOLDED, OPEN, NULL, NULL, NULL}

static const struct record_field fields[] = {
	{"name", TR("Name of the file"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	{"guide", TR("Guide"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_FILTER, OPEN, NULL, "guide", NULL},
	{"kind", TR("What it is"), KIND_CHOICE, MERGE_BOTH, FIELD_NEEDED, OPEN,
		kinds, NULL, NULL},
	{"size", TR("How many bytes"), KIND_NUMBER, MERGE_BOTH, FIELD_NEEDED,
		OPEN, NULL, NULL, NULL},
	PIECE("a"), PIECE("b"), PIECE("c"), PIECE("d"), PIECE("e"), PIECE("f"),
	PIECE("g"), PIECE("h"),
};

static const struct record_state_row states[] = {
	{"kept", TR("In the guide"), false, 1},
	{"out", TR("Taken out"), true, 0},
};
static const struct record_step steps[] = {
	{"kept", "out", TR("Take it out"), NULL},
	{"out", "kept", TR("Put it back"), NULL},
};

const struct record_type record_media = {"media",
	TR("Picture or recording of a guide"),
	TR("Pictures and recordings of guides"), TR("Nothing here yet."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps), NULL,
	0, NULL, true, "guide"};
