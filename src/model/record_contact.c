/* Contact: a person or an organisation outside whom we work with.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#define REACH CLASS_TEAM, FOR_REACHING, KEEP_CONTACT, EXPORT_YES
#define INSIDE CLASS_TEAM, FOR_REACHING, KEEP_CONTACT, EXPORT_NO
#define HIDDEN CLASS_SEALED, FOR_SAFETY, KEEP_CONTACT, EXPORT_NO

enum { QUIET_DAYS = 730 /* 24 months: then ask, or let them go */ };

static const struct record_choice kinds[] = {
	{"partner", TR("partner organisation")}, {"lawyer", TR("lawyer")},
	{"clinician", TR("doctor or nurse")},
	{"interpreter", TR("interpreter")}, {"shelter", TR("shelter")},
	{"journalist", TR("journalist")}, {"authority", TR("authority")},
	{"donor", TR("donor")}, {"other", TR("other")}, {NULL, NULL}
};

/* The less trusted the safer. */
static const struct record_choice trusts[] = {
	{"distrusted", TR("not trusted")}, {"unknown", TR("not known yet")},
	{"checked", TR("checked in public")},
	{"met", TR("met, with references")}, {"worked", TR("worked together")},
	{"inner", TR("close")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"name", TR("Name"), KIND_NAME, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, REACH, NULL, NULL,
		TR("A second line may spell it in other letters.")},
	{"kind", TR("What they are"), KIND_CHOICE, MERGE_NEWEST,
		FIELD_LIST | FIELD_FILTER, REACH, kinds, NULL, NULL},
	{"organisation", TR("Organisation"), KIND_LINE, MERGE_BOTH,
		FIELD_LIST | FIELD_SEARCH, REACH, NULL, NULL, NULL},
	{"languages", TR("Languages"), KIND_CHOICES, MERGE_KEEP,
		FIELD_FILTER | FIELD_MANY, REACH, record_languages, NULL, NULL},
	{"reach", TR("How to reach them"), KIND_WORDS, MERGE_KEEP, FIELD_SEARCH,
		REACH, NULL, NULL, TR("One on each line.")},
	{"may-write", TR("May we write to them?"), KIND_YES, MERGE_SAFEST, 0,
		REACH, NULL, NULL, NULL},
	{"place", TR("Place"), KIND_PLACE, MERGE_BOTH, 0, REACH, NULL, NULL,
		NULL},
	{"topics", TR("What for"), KIND_WORDS, MERGE_KEEP, FIELD_SEARCH, REACH,
		NULL, NULL, TR("One on each line.")},
	{"trust", TR("Trust"), KIND_CHOICE, MERGE_SAFEST, FIELD_FILTER | FIELD_LATER, INSIDE,
		trusts, NULL, NULL},
	{"owner", TR("Who keeps in touch"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_FILTER | FIELD_LATER, INSIDE, NULL, "member", NULL},
	{"last-contact", TR("Last contact"), KIND_DATE, MERGE_NEWEST,
		FIELD_LIST | FIELD_LATER, INSIDE, NULL, NULL, NULL},
	{"note", TR("Notes"), KIND_TEXT, MERGE_BOTH, FIELD_SEARCH, INSIDE, NULL,
		NULL, NULL},
	{"why-distrusted", TR("Why they are not trusted"), KIND_TEXT,
		MERGE_BOTH, FIELD_FOLDED | FIELD_LATER, HIDDEN, NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"suggested", TR("Suggested"), false, 0},
	{"vetting", TR("Being checked"), false, 0},
	{"active", TR("Active"), false, 0}, {"quiet", TR("Quiet"), false, 0},
	{"ended", TR("Ended"), true, 1}, {"blocked", TR("Blocked"), true, 2},
};

static const struct record_step steps[] = {
	{"suggested", "vetting", TR("Check them"), NULL},
	{"vetting", "active", TR("We work together"), "trust"},
	{"active", "quiet", TR("It went quiet"), NULL},
	{"quiet", "active", TR("Back in touch"), NULL},
	{"suggested", "ended", TR("End it"), NULL},
	{"vetting", "ended", TR("End it"), NULL},
	{"active", "ended", TR("End it"), NULL},
	{"quiet", "ended", TR("End it"), NULL},
	{"suggested", "blocked", TR("Block"), "why-distrusted"},
	{"vetting", "blocked", TR("Block"), "why-distrusted"},
	{"active", "blocked", TR("Block"), "why-distrusted"},
	{"quiet", "blocked", TR("Block"), "why-distrusted"},
	{"ended", "vetting", TR("Check them again"), NULL},
	{"blocked", "vetting", TR("Check them again"), NULL},
};

static bool quiet_stands(const struct record *record, uint64_t *ret_due_ms)
{
	uint64_t last;

	if (record_state_find(record->type, record_state(record))->closed) {
		return false;
	}
	if (!record_due_ms(record_value(record, "last-contact"), &last)) {
		return false;
	}
	*ret_due_ms = last + (uint64_t)QUIET_DAYS * RECORD_DAY_MS;
	return true;
}

static const struct record_mirror mirrors[] = {
	{"quiet", TR("Two years without contact: ask, or let them go"),
		quiet_stands},
};

const struct record_type record_contact = {"contact", TR("Contact"),
	TR("Contacts"), TR("No contacts here yet. Whom would you call first?"),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), NULL, false, NULL};
