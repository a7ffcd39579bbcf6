/* What holds for all guides together (doc/guides.md 2), and the releases in which
 * they went out (7). One library a team.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define OPEN CLASS_OPEN, FOR_REACHING, KEEP_STAYING, EXPORT_YES
#define NAME KIND_LINE, MERGE_BOTH, 0, OPEN, NULL, NULL, NULL

static const struct record_field library_fields[] = {
	{"title", TR("What we call it among us"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	{"name-ar", TR("Name on the covers, in Arabic"), NAME},
	{"name-ckb", TR("Name on the covers, in Sorani"), NAME},
	{"name-kmr-arab", TR("Name on the covers, in Badini"), NAME},
	{"name-kmr", TR("Name on the covers, in Kurmanji"), NAME},
	{"name-en", TR("Name on the covers, in English"), NAME},
	{"source", TR("Guides are written in"), KIND_CHOICE, MERGE_BOTH, 0, OPEN,
		record_forms, NULL, NULL},
	{"onion", TR("Onion address of the line"), KIND_LINE, MERGE_BOTH, 0,
		OPEN, NULL, NULL, NULL},
	{"where", TR("Where else the guides are"), KIND_TEXT, MERGE_BOTH, 0,
		OPEN, NULL, NULL, TR("One address on each line.")},
	{"expires-days", TR("How many days a copy may be trusted"), KIND_NUMBER,
		MERGE_NEWEST, 0, OPEN, NULL, NULL, NULL},
	/* unknown keeps the caution */
	{"starter", TR("Came with Bothy, not signed yet?"), KIND_YES,
		MERGE_SAFEST, 0, OPEN, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"kept", TR("In use"), false, 0}, {"aside", TR("Laid aside"), true, 0},
};
static const struct record_step steps[] = {
	{"kept", "aside", TR("Lay aside"), NULL},
	{"aside", "kept", TR("Take up again"), NULL},
};

const struct record_type record_library = {"library", TR("Library"),
	TR("Libraries"), TR("Nothing here yet."),
	library_fields, NELEM(library_fields), states, NELEM(states), steps,
	NELEM(steps), NULL, 0, NULL, true, NULL};

static const struct record_field release_fields[] = {
	{"number", TR("Number"), KIND_NUMBER, MERGE_HIGHER,
		FIELD_TITLE | FIELD_NEEDED, OPEN, NULL, NULL, NULL},
	{"day", TR("Day"), KIND_DATE, MERGE_BOTH, FIELD_NEEDED | FIELD_LIST,
		OPEN, NULL, NULL, NULL},
	{"hash", TR("Hash of its manifest"), KIND_LINE, MERGE_BOTH, 0, OPEN,
		NULL, NULL, NULL},
};

const struct record_type record_release = {"release", TR("Release"),
	TR("Releases"), TR("Nothing was released yet."),
	release_fields, NELEM(release_fields), states, NELEM(states), steps,
	NELEM(steps), NULL, 0, NULL, true, NULL};
