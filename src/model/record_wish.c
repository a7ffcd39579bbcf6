/* Wish: what a person asks about what is kept of them (doc/erasure.md): to have
 * it erased, to have a copy, to have it put right. It names the thing by its
 * numbers only. The clock of one month is a task that mirrors it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define WISH CLASS_TEAM, FOR_ANSWER, KEEP_REQUEST, EXPORT_NO

enum { CLOCK_DAYS = 30 };

static const struct record_choice kinds[] = {
	{"erase", TR("To be erased")}, {"copy", TR("A copy of their own")},
	{"right", TR("Something put right")}, {NULL, NULL}
};

static const struct record_choice reasons[] = {
	{"asked", TR("The person asked for it")},
	{"over", TR("Its time is over")},
	{"mistake", TR("It should never have been kept")},
	{"other", TR("Something else")}, {NULL, NULL}
};

/* Not by more papers: that would be one more thing to keep. */
static const struct record_choice knowns[] = {
	{"nobody", TR("It was not the person who asked")},
	{"code", TR("They wrote under their own code")},
	{"words", TR("By words only they know")},
	{"member", TR("A member knows them")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"title", TR("Short name of what it is about"), KIND_LINE, MERGE_NEWEST,
		FIELD_TITLE | FIELD_NEEDED, WISH, NULL, NULL, NULL},
	{"kind", TR("What is asked for"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, WISH, kinds, NULL,
		NULL},
	{"reason", TR("Why"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED | FIELD_LIST, WISH, reasons, NULL, NULL},
	{"known", TR("How we know that it is them"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED, WISH, knowns, NULL,
		TR("Never ask for more papers. That would be one more thing to keep.")},
	{"owner", TR("Who sees to it"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_LIST | FIELD_FILTER, WISH, NULL, "member",
		NULL},
	{"thing", TR("Its number here"), KIND_LINE, MERGE_NEWEST, FIELD_FOLDED,
		WISH, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"asked", TR("Asked for"), false, 2},
	{"agreed", TR("A second person agrees"), false, 0},
	{"refused", TR("Not done, with a reason"), true, 3},
	{"done", TR("Seen to"), true, 1},
};

static const struct record_step steps[] = {
	{"asked", "agreed", TR("I agree"), NULL},
	{"asked", "refused", TR("It is not done"), NULL},
	{"asked", "done", TR("It is seen to"), NULL},
	{"agreed", "asked", TR("I no longer agree"), NULL},
	{"agreed", "refused", TR("It is not done"), NULL},
	{"agreed", "done", TR("It is seen to"), NULL},
	{"refused", "asked", TR("Open again"), NULL},
	{"done", "asked", TR("Open again"), NULL},
};

static bool month_stands(const struct record *record, uint64_t *ret_due_ms)
{
	if (record_state_find(record->type, record_state(record))->closed) {
		return false;
	}
	*ret_due_ms = record->made_ms + (uint64_t)CLOCK_DAYS * RECORD_DAY_MS;
	return true;
}

static const struct record_mirror mirrors[] = {
	{"month", TR("Answer what a person asked about their data"),
		month_stands},
};

const struct record_type record_wish = {"wish", TR("Wish about data"),
	TR("Wishes about data"),
	TR("Nobody asks for anything here. Wishes begin on the page of a thread."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), NULL, true, NULL};
