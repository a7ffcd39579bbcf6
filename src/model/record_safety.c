/* Safety plan: whose it is and who holds the parts that open it. What it says
 * is no field of a record: it is sealed for itself, and two of three members
 * open it together (desk/plan_act.h). Its fields are the second table here: for
 * the form and the sheet only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define TEAM CLASS_TEAM, FOR_SAFETY, KEEP_MEMBERSHIP, EXPORT_NO
#define WITHIN CLASS_SEALED, FOR_SAFETY, KEEP_MEMBERSHIP, EXPORT_NO

static const struct record_field fields[] = {
	{"title", TR("What to call it"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, TEAM, NULL, NULL, NULL},
	{"person", TR("Whose plan"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST, TEAM, NULL, "member", NULL},
	{"holders", TR("Who holds a part"), KIND_REFS, MERGE_KEEP, 0, TEAM,
		NULL, "member", NULL},
	{"renewed", TR("Last gone through"), KIND_DATE, MERGE_NEWEST,
		FIELD_LIST, TEAM, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"sealed", TR("Sealed"), false, 0},
	{"opened", TR("Opened"), false, 1},
	{"ended", TR("Ended"), true, 2},
};
static const struct record_step steps[] = {
	{"sealed", "opened", TR("Note that it was opened"), NULL},
	{"opened", "sealed", TR("It was sealed anew"), NULL},
	{"sealed", "ended", TR("End it"), NULL},
	{"opened", "ended", TR("End it"), NULL},
	{"ended", "sealed", TR("Open again"), NULL},
};

enum { RENEW_DAYS = 182 /* what helps in an arrest changes within a year */ };

static bool renew_stands(const struct record *record, uint64_t *ret_due_ms)
{
	if (!str_eq(record_state(record), S("sealed")) ||
		!record_due_ms(record_value(record, "renewed"), ret_due_ms)) {
		return false;
	}
	*ret_due_ms += (uint64_t)RENEW_DAYS * RECORD_DAY_MS;
	return true;
}

static bool anew_stands(const struct record *record, uint64_t *ret_due_ms)
{
	*ret_due_ms = 0;
	return str_eq(record_state(record), S("opened"));
}

static const struct record_mirror mirrors[] = {
	{"renew", TR("Go through the safety plan again"), renew_stands},
	{"anew", TR("The plan was opened: write and seal it anew"),
		anew_stands},
};

const struct record_type record_safety = {"safety-plan", TR("Safety plan"),
	TR("Safety plans"), TR("No safety plans yet."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), NULL, true, NULL};

/* -- what it says --------------------------------------------------------- */

static const struct record_choice publicity[] = {
	{"quiet", TR("keep quiet")}, {"ask", TR("ask the person named below")},
	{"later", TR("after the hours named below")},
	{"at-once", TR("at once")}, {NULL, NULL}
};

static const struct record_field body_fields[] = {
	{"call", TR("Whom to call, in this order"), KIND_TEXT, MERGE_BOTH, 0,
		WITHIN, NULL, NULL, TR("One on each line, with how to reach them.")},
	{"lawyer", TR("Lawyer"), KIND_TEXT, MERGE_BOTH, 0, WITHIN, NULL, NULL,
		NULL},
	{"power", TR("Has a power of attorney been signed?"), KIND_YES,
		MERGE_SAFEST, 0, WITHIN, NULL, NULL, NULL},
	{"family", TR("Family: who is told, and who is not"), KIND_TEXT,
		MERGE_BOTH, 0, WITHIN, NULL, NULL, NULL},
	{"medicines", TR("Medicines"), KIND_TEXT, MERGE_BOTH, 0, WITHIN, NULL,
		NULL, NULL},
	{"blood", TR("Blood type"), KIND_LINE, MERGE_BOTH, 0, WITHIN, NULL,
		NULL, NULL},
	{"publicity", TR("Should it become public?"), KIND_CHOICE,
		MERGE_SAFEST, 0, WITHIN, publicity, NULL, NULL},
	{"publicity-how", TR("After how many hours, or whom to ask"),
		KIND_LINE, MERGE_BOTH, 0, WITHIN, NULL, NULL, NULL},
	{"may-say", TR("What may be said, and by whom"), KIND_TEXT, MERGE_BOTH,
		0, WITHIN, NULL, NULL, NULL},
	{"consul", TR("Citizenship, and whether a consulate may be told"),
		KIND_TEXT, MERGE_BOTH, 0, WITHIN, NULL, NULL, NULL},
	{"depend", TR("Who depends on me"), KIND_TEXT, MERGE_BOTH, 0, WITHIN,
		NULL, NULL, TR("Children, parents, animals; who looks after them.")},
	{"devices", TR("Devices and accounts"), KIND_TEXT, MERGE_BOTH, 0,
		WITHIN, NULL, NULL, TR("Which there are, never their passwords.")},
	{"may-open", TR("Who may open what"), KIND_TEXT, MERGE_BOTH, 0, WITHIN,
		NULL, NULL, NULL},
	{"photo", TR("Where a photo for searching lies"), KIND_LINE, MERGE_BOTH,
		0, WITHIN, NULL, NULL, NULL},
	{"pressure", TR("Words of mine that mean: I am being forced"),
		KIND_LINE, MERGE_BOTH, 0, WITHIN, NULL, NULL, NULL},
};

const struct record_type record_safety_body = {"safety-body",
	TR("Safety plan"), TR("Safety plans"), TR("No safety plans yet."),
	body_fields, NELEM(body_fields), states, NELEM(states), NULL, 0,
	NULL, 0, NULL, true, NULL};
