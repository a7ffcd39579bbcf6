/* Check-ins: the plan (when, how, what is done when nothing is heard) and each
 * one that is waited for. Lateness is the clock's, so it is no state: a mirror
 * says it. Nothing here destroys anything, whatever is missed. The agreed words
 * are no fields: the member's own devices never hold them (desk/checkin.h).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#include "base/num.h"
#include "model/instant.h"

enum { HOUR_MINUTES = 60 };

#define TEAM CLASS_TEAM, FOR_SAFETY, KEEP_MEMBERSHIP, EXPORT_NO
#define HIDDEN CLASS_SEALED, FOR_SAFETY, KEEP_MEMBERSHIP, EXPORT_NO

static const struct record_choice channels[] = {
	{"phone", TR("Telephone")}, {"signal", TR("a chat program")},
	{"desk", TR("their desk")}, {"meeting", TR("meeting")},
	{"other", TR("other")}, {NULL, NULL}
};

static const struct record_field plan_fields[] = {
	{"title", TR("What to call it"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, TEAM, NULL, NULL,
		TR("A journey, a trial, a visit: no place.")},
	{"person", TR("Who is waited for"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, TEAM, NULL, "member",
		NULL},
	{"times", TR("At which times"), KIND_WORDS, MERGE_KEEP, FIELD_NEEDED,
		TEAM, NULL, NULL,
		TR("One on each line: 09:00. By the clock of this computer.")},
	{"window", TR("Minutes it may take"), KIND_NUMBER, MERGE_EARLIER, 0,
		TEAM, NULL, NULL, NULL},
	{"grace", TR("Minutes after that until we act"), KIND_NUMBER,
		MERGE_EARLIER, 0, TEAM, NULL, NULL, NULL},
	{"channel", TR("By which way"), KIND_CHOICE, MERGE_NEWEST, FIELD_LIST,
		TEAM, channels, NULL, NULL},
	{"channel-how", TR("How exactly"), KIND_LINE, MERGE_BOTH, 0, TEAM,
		NULL, NULL, NULL},
	{"contact", TR("Who is called first"), KIND_LINE, MERGE_BOTH,
		FIELD_FOLDED, HIDDEN, NULL, NULL, NULL},
	{"ladder", TR("What is done, after how long, by whom"), KIND_TEXT,
		MERGE_BOTH, 0, TEAM, NULL, NULL, NULL},
	{"places", TR("Where they mean to be"), KIND_TEXT, MERGE_BOTH,
		FIELD_FOLDED, HIDDEN, NULL, NULL, NULL},
};

static const struct record_state_row plan_states[] = {
	{"active", TR("Active"), false, 0}, {"pause", TR("Pause"), false, 0},
	{"ended", TR("Ended"), true, 1},
};
static const struct record_step plan_steps[] = {
	{"active", "pause", TR("Pause"), NULL},
	{"pause", "active", TR("Back again"), NULL},
	{"active", "ended", TR("End it"), NULL},
	{"pause", "ended", TR("End it"), NULL},
	{"ended", "active", TR("Open again"), NULL},
};

/* Digits of any script were read when the field was typed. */
bool record_check_minute(str line, uint64_t *ret_minute)
{
	str hours, minutes;
	uint64_t hour, minute;

	if (!str_cut(str_trim(line), ':', &hours, &minutes) ||
		hours.len == 0 || hours.len > 2 || minutes.len != 2) {
		return false;
	}
	if (hours.len == 2 && hours.at[0] == '0') hours = str_from(hours, 1);
	if (minutes.at[0] == '0') minutes = str_from(minutes, 1);
	if (!num_read(hours, 23, &hour) || !num_read(minutes, 59, &minute)) {
		return false;
	}
	*ret_minute = hour * HOUR_MINUTES + minute;
	return true;
}

/* A time that nobody can read is one at which nobody is waited for. */
static const char *plan_rule(const struct record *record)
{
	size_t at = 0;
	uint64_t minute;
	str line;

	if (!str_eq(record_state(record), S("active"))) return NULL;
	while (record_next(record, "times", &at, &line)) {
		if (str_trim(line).len == 0) continue;
		if (!record_check_minute(line, &minute)) {
			return TR("Write each time on a line of its own, like "
				"09:30.");
		}
	}
	return NULL;
}

const struct record_type record_check_plan = {"check-plan",
	TR("Check-in plan"), TR("Check-in plans"),
	TR("Nobody is waited for."),
	plan_fields, NELEM(plan_fields), plan_states, NELEM(plan_states),
	plan_steps, NELEM(plan_steps), NULL, 0, plan_rule, true, NULL};

/* -- one of them ---------------------------------------------------------- */

static const struct record_field fields[] = {
	{"title", TR("What to call it"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED, TEAM, NULL, NULL, NULL},
	{"plan", TR("Check-in plan"), KIND_REF, MERGE_BOTH, FIELD_FILTER, TEAM,
		NULL, "check-plan", NULL},
	{"person", TR("Who is waited for"), KIND_REF, MERGE_BOTH,
		FIELD_NEEDED | FIELD_LIST | FIELD_FILTER, TEAM, NULL, "member",
		NULL},
	{"due", TR("Waited for at"), KIND_INSTANT, MERGE_EARLIER, FIELD_LIST,
		TEAM, NULL, NULL, NULL},
	{"act-from", TR("We act from"), KIND_INSTANT, MERGE_EARLIER, 0, TEAM,
		NULL, NULL, NULL},
	{"heard", TR("Heard at"), KIND_INSTANT, MERGE_EARLIER, FIELD_LIST, TEAM,
		NULL, NULL, NULL},
	{"first", TR("Who tried to reach them"), KIND_REF, MERGE_BOTH, 0, TEAM,
		NULL, "member", NULL},
	{"second", TR("Second person who decides"), KIND_REF, MERGE_BOTH, 0,
		TEAM, NULL, "member", NULL},
	{"found", TR("What came of it"), KIND_TEXT, MERGE_BOTH, 0, TEAM, NULL,
		NULL, NULL},
};

/* What is worse is the more cautious. */
static const struct record_state_row states[] = {
	{"waited", TR("Waited for"), false, 1}, {"fine", TR("Heard"), true, 0},
	{"nudged", TR("Written to again"), false, 2},
	{"called", TR("First contact called"), false, 3},
	{"deciding", TR("A second person decides"), false, 4},
	{"escalated", TR("We act"), false, 5},
	{"resolved", TR("Cleared up"), true, 0},
	{"detained", TR("Taken"), true, 6},
};
static const struct record_step steps[] = {
	{"waited", "fine", TR("Heard from them"), "heard"},
	{"waited", "nudged", TR("Write to them again"), "first"},
	{"nudged", "fine", TR("Heard from them"), "heard"},
	{"nudged", "called", TR("The first contact is called"), NULL},
	{"called", "fine", TR("Heard from them"), "heard"},
	{"called", "deciding", TR("Ask a second person"), "second"},
	{"deciding", "escalated", TR("We act"), "second"},
	{"deciding", "resolved", TR("Cleared up"), "second found"},
	{"escalated", "resolved", TR("Cleared up"), "found"},
	{"deciding", "detained", TR("They were taken"), "second"},
	{"escalated", "detained", TR("They were taken"), "second"},
	{"detained", "resolved", TR("They are free"), "found"},
};

static bool in_state(const struct record *record, const char *state)
{
	return str_eq(record_state(record), str_of(state));
}

static bool is_due(const struct record *record, uint64_t *ret_due_ms)
{
	return instant_ms(record_value(record, "act-from"), ret_due_ms) ||
		instant_ms(record_value(record, "due"), ret_due_ms);
}

static bool waited_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return in_state(record, "waited") && is_due(record, ret_due_ms);
}

/* The ladder does not rest: every rung is due as soon as the one before. */
static bool rung_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return (in_state(record, "nudged") || in_state(record, "called")) &&
		is_due(record, ret_due_ms);
}

static bool second_stands(const struct record *record, uint64_t *ret_due_ms)
{
	return in_state(record, "deciding") && is_due(record, ret_due_ms);
}

static const struct record_mirror mirrors[] = {
	{"waited", TR("A check-in is waited for"), waited_stands},
	{"rung", TR("Nothing heard: take the next step"), rung_stands},
	{"second", TR("A second person decides"), second_stands},
};

static const char *rule(const struct record *record)
{
	str second = record_value(record, "second");

	if (second.len == 0 ||
		(!str_eq(second, record_value(record, "first")) &&
			!str_eq(second, record_value(record, "person")))) {
		return NULL;
	}
	return TR("The second person must be somebody else.");
}

const struct record_type record_check = {"check-in", TR("Check-in"),
	TR("Check-ins"), TR("Nobody is waited for."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), rule, true, NULL};
