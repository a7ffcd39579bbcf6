/* Somebody was taken, or a laptop is lost: the facts, and the checklist with its
 * clock (0 to 1 hour, 1 to 3, 3 to 24, and on release). Each point is a fact:
 * filled, its task is gone. Everybody sees all of them: this has no owner.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#include "model/instant.h"

#define TEAM CLASS_TEAM, FOR_SAFETY, KEEP_MEMBERSHIP, EXPORT_NO
#define DONE KIND_INSTANT, MERGE_EARLIER, 0, TEAM, NULL, NULL, NULL
#define WHO KIND_REF, MERGE_BOTH, 0, TEAM, NULL, "member", NULL

enum { HOUR_MS = 60 * 60 * 1000 };

static const struct record_choice kinds[] = {
	{"taken", TR("somebody was taken")},
	{"lost", TR("a laptop is lost or was taken away")},
	{"border", TR("a laptop was looked at, at a border or checkpoint")},
	{NULL, NULL}
};

static const struct record_field fields[] = {
	{"title", TR("What to call it"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, TEAM, NULL, NULL, NULL},
	{"person", TR("Who"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, TEAM, NULL, "member",
		NULL},
	{"kind", TR("What happened"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_NEEDED | FIELD_LIST, TEAM, kinds, NULL, NULL},
	{"began", TR("When it happened"), KIND_INSTANT, MERGE_EARLIER,
		FIELD_NEEDED, TEAM, NULL, NULL, NULL},
	{"place", TR("Where"), KIND_PLACE, MERGE_BOTH, 0, TEAM, NULL, NULL,
		NULL},
	{"force", TR("Which force, which unit"), KIND_LINE, MERGE_BOTH, 0, TEAM,
		NULL, NULL, NULL},
	{"facts", TR("What is known, and from whom"), KIND_TEXT, MERGE_BOTH, 0,
		TEAM, NULL, NULL, NULL},
	{"last-heard", TR("Last heard"), KIND_INSTANT, MERGE_NEWEST, FIELD_LIST,
		TEAM, NULL, NULL, NULL},
	{"lead", TR("Who leads"), KIND_REF, MERGE_BOTH, FIELD_LIST, TEAM, NULL,
		"member", NULL},
	{"looked-by", TR("Who looked at the laptop"), KIND_LINE, MERGE_BOTH, 0,
		TEAM, NULL, NULL, NULL},
	{"looked-minutes", TR("For how many minutes"), KIND_NUMBER,
		MERGE_HIGHER, 0, TEAM, NULL, NULL, NULL},
	{"out-of-sight", TR("Was it taken out of sight?"), KIND_YES,
		MERGE_SAFEST, 0, TEAM, NULL, NULL,
		TR("Yes or unknown: we treat it as copied.")},
	{"frozen", TR("Frozen"), DONE}, {"thawed", TR("Unfrozen"), DONE},
	{"lawyer", TR("Lawyer called"), DONE},
	{"lawyer-who", TR("Who calls the lawyer"), WHO},
	{"plan", TR("Safety plan opened by two"), DONE},
	{"plan-who", TR("Who opens the plan"), WHO},
	{"revoked", TR("Devices removed by two"), DONE},
	{"revoked-who", TR("Who agrees as the second"), WHO},
	{"warned", TR("Warning list gone through"), DONE},
	{"warned-who", TR("Who warns"), WHO},
	{"handed", TR("Their work handed over"), DONE},
	{"handed-who", TR("Who hands it over"), WHO},
	{"family", TR("Family told, as they wish"), DONE},
	{"family-who", TR("Who tells the family"), WHO},
	{"located", TR("It is known where they are"), DONE},
	{"located-who", TR("Who looks for them"), WHO},
	{"visit", TR("Visit and medicines asked for"), DONE},
	{"visit-who", TR("Who asks"), WHO},
	{"public", TR("Decided whether it becomes public"), DONE},
	{"appeal", TR("Embassy, hotlines and urgent appeal"), DONE},
	{"review", TR("Last talked through"), KIND_INSTANT, MERGE_NEWEST, 0,
		TEAM, NULL, NULL, NULL},
	{"doctor", TR("Seen by a doctor"), DONE},
	{"examined", TR("Returned devices examined or destroyed"), DONE},
	{"keys", TR("New keys on a new device"), DONE},
	{"outcome", TR("How it ended"), KIND_TEXT, MERGE_BOTH, 0, TEAM, NULL,
		NULL, NULL},
};

static const struct record_state_row states[] = {
	{"now", TR("Now"), false, 2}, {"free", TR("Free again"), false, 1},
	{"closed", TR("Closed"), true, 0},
};
static const struct record_step steps[] = {
	{"now", "free", TR("Free, or the laptop is back"), NULL},
	{"free", "now", TR("Taken again"), NULL},
	{"free", "closed", TR("Close"), "outcome examined"},
	{"now", "closed", TR("It was a mistake: close"), "outcome"},
	{"closed", "now", TR("Open again"), NULL},
};

/* -- the checklist -------------------------------------------------------- */

static bool state_is(const struct record *record, const char *state)
{
	return str_eq(record_state(record), str_of(state));
}

/* A point that is open while it is now, and due so long after the beginning. */
static bool point(const struct record *record, const char *key, unsigned hours,
	uint64_t *ret_due_ms)
{
	if (!state_is(record, "now") || record_value(record, key).len > 0 ||
		!instant_ms(record_value(record, "began"), ret_due_ms)) {
		return false;
	}
	*ret_due_ms += (uint64_t)hours * HOUR_MS;
	return true;
}

static bool person_point(const struct record *record, const char *key,
	unsigned hours, uint64_t *ret_due_ms)
{
	return str_eq(record_value(record, "kind"), S("taken")) &&
		point(record, key, hours, ret_due_ms);
}

#define POINT(key, which, hours) \
	static bool key##_stands(const struct record *record, \
		uint64_t *ret_due_ms) \
	{ \
		return which(record, #key, hours, ret_due_ms); \
	}

POINT(lawyer, person_point, 1)
POINT(plan, person_point, 1)
POINT(revoked, point, 3)
POINT(warned, point, 3)
POINT(handed, point, 3)
POINT(family, person_point, 3)
POINT(located, person_point, 24)
POINT(visit, person_point, 24)
POINT(public, person_point, 24)
POINT(appeal, person_point, 24)

/* One person's freeze holds for a day: then two decide, or it ends. */
static bool frozen_stands(const struct record *record, uint64_t *ret_due_ms)
{
	if (!state_is(record, "now") || record_value(record, "revoked").len > 0 ||
		record_value(record, "thawed").len > 0 ||
		!instant_ms(record_value(record, "frozen"), ret_due_ms)) {
		return false;
	}
	*ret_due_ms += (uint64_t)RECORD_DAY_MS;
	return true;
}

static bool review_stands(const struct record *record, uint64_t *ret_due_ms)
{
	if (!state_is(record, "now") ||
		(!instant_ms(record_value(record, "review"), ret_due_ms) &&
			!instant_ms(record_value(record, "began"), ret_due_ms))) {
		return false;
	}
	*ret_due_ms += (uint64_t)RECORD_DAY_MS;
	return true;
}

static bool after(const struct record *record, const char *key,
	uint64_t *ret_due_ms)
{
	*ret_due_ms = 0;
	return state_is(record, "free") && record_value(record, key).len == 0;
}

static bool doctor_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return str_eq(record_value(record, "kind"), S("taken")) &&
		after(record, "doctor", ret_due_ms);
}

static bool examined_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return after(record, "examined", ret_due_ms);
}

static bool keys_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return after(record, "keys", ret_due_ms);
}

static const struct record_mirror mirrors[] = {
	{"lawyer", TR("Call the lawyer"), lawyer_stands},
	{"plan", TR("Open the safety plan: two of three"), plan_stands},
	{"frozen", TR("The freeze ends after a day: two decide"), frozen_stands},
	{"revoked", TR("Remove the devices: a second person agrees"),
		revoked_stands},
	{"warned", TR("Warn, in the order of the list"), warned_stands},
	{"handed", TR("Hand over their work"), handed_stands},
	{"family", TR("Tell the family, as they wish"), family_stands},
	{"located", TR("Find out where they are"), located_stands},
	{"visit", TR("Ask for a visit and for medicines"), visit_stands},
	{"public", TR("Decide whether it becomes public"), public_stands},
	{"appeal", TR("Embassy, hotlines, urgent appeal"), appeal_stands},
	{"review", TR("Talk it through, and look after each other"),
		review_stands},
	{"doctor", TR("See a doctor"), doctor_stands},
	{"examined", TR("Do not trust what came back: examine or destroy it"),
		examined_stands},
	{"keys", TR("New keys on a new device"), keys_stands},
};

const struct record_type record_taken = {"taken", TR("Somebody was taken"),
	TR("Taken or lost"), TR("Nobody is missing."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), NULL, true, NULL};
