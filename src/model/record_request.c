/* Request: somebody asked us for something. Urgent by its signs, never by
 * chance; nobody waits without an owner; who is turned down is told where else
 * to ask.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/record_type.h"

#include "model/instant.h"

#define WORK CLASS_TEAM, FOR_ANSWER, KEEP_REQUEST, EXPORT_YES
#define HERS CLASS_CASE, FOR_ANSWER, KEEP_REQUEST, EXPORT_NO

enum { HOUR_MS = 3600 * 1000, OWNER_HOURS = 3, OWNER_HOURS_IMMEDIATE = 1,
	MINUTE_MS = 60 * 1000 };

static const struct record_choice classes[] = {
	{"detention-emergency", TR("somebody is held")},
	{"safety-now", TR("danger now")},
	{"help-leave", TR("help to leave")},
	{"asylum-support", TR("help with asylum")},
	{"report-of-violation", TR("report of a violation")},
	{"family-reunion", TR("family reunion")},
	{"information", TR("information")},
	{"offer-join", TR("wants to help")},
	{"thanks-story", TR("thanks, or a story")},
	{"partner-referral", TR("sent by a partner")},
	{"government", TR("government")}, {"authority", TR("authority")},
	{"press", TR("press")}, {"donor", TR("donor")},
	{"threat", TR("threat")}, {"hate", TR("hate")},
	{"phishing", TR("fraud")}, {"spam", TR("spam")},
	{"bounce", TR("came back")}, {"auto-reply", TR("automatic reply")},
	{"unreadable", TR("cannot be read")}, {"other", TR("other")},
	{NULL, NULL}
};

/* The more urgent the safer. */
static const struct record_choice urgencies[] = {
	{"immediate", TR("at once: answer within 2 hours")},
	{"urgent", TR("urgent: within a day")},
	{"soon", TR("soon: within a week")},
	{"ordinary", TR("ordinary: within a month")},
	{"none", TR("needs no answer")}, {NULL, NULL}
};
static const unsigned clock_hours[] = {2, 24, 7 * 24, 30 * 24, 0};

/* The first `immediate_signs` make it immediate, any of them urgent. */
enum { IMMEDIATE_SIGNS = 6 };
static const struct record_choice signs[] = {
	{"held", TR("held by anyone")},
	{"removal", TR("deportation or transport within 7 days")},
	{"violence-today", TR("violence today or announced for today")},
	{"suicide", TR("words of suicide")}, {"child-alone", TR("child alone")},
	{"medical", TR("medical emergency")},
	{"no-shelter", TR("no shelter tonight")},
	{"outed", TR("outed in public within 3 days")},
	{"forced-marriage", TR("forced marriage planned")},
	{"papers-expire", TR("papers expire within 14 days")},
	{"summons", TR("a summons came")}, {"minor", TR("under 18")},
	{"pregnant", TR("pregnant")},
	{"devices-seen", TR("phone seen by hostile family")}, {NULL, NULL}
};

static const struct record_choice sources[] = {
	{"self", TR("the person")}, {"friend", TR("a friend")},
	{"partner", TR("a partner organisation")}, {"member", TR("a member")},
	{"found", TR("found by us")}, {NULL, NULL}
};

static const struct record_choice decisions[] = {
	{"accept", TR("accepted")}, {"add", TR("added to what we know")},
	{"refer", TR("referred")}, {"inform", TR("informed only")},
	{"decline", TR("declined")}, {"duplicate", TR("asked twice")},
	{"withdrawn", TR("withdrawn")}, {"no-answer", TR("no answer came")},
	{"file-threat", TR("filed as threat")},
	{"file-incident", TR("filed as incident")},
	{"file-contact", TR("filed as contact")}, {"spam", TR("spam")},
	{NULL, NULL}
};

static const struct record_choice reasons[] = {
	{"remit", TR("outside what we do")},
	{"reach", TR("outside our reach")},
	{"capacity", TR("no room now; kept on the waiting list")},
	{"not-credible", TR("not believable after two looked")},
	{"conflict", TR("conflict of interest")},
	{"abusive", TR("abusive")}, {NULL, NULL}
};

static const struct record_field fields[] = {
	{"subject", TR("In five words, without a name"), KIND_LINE, MERGE_BOTH,
		FIELD_TITLE | FIELD_NEEDED | FIELD_SEARCH, WORK, NULL, NULL, NULL},
	{"class", TR("What kind"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_LIST | FIELD_FILTER, WORK, classes, NULL, NULL},
	{"urgency", TR("How urgent"), KIND_CHOICE, MERGE_SAFEST,
		FIELD_LIST | FIELD_FILTER, WORK, urgencies, NULL, NULL},
	{"signs", TR("Signs"), KIND_CHOICES, MERGE_KEEP, FIELD_MANY, WORK,
		signs, NULL, TR("Any of them makes it urgent; the first six, at once.")},
	{"owner", TR("Who answers"), KIND_REF, MERGE_BOTH,
		FIELD_OWNER | FIELD_LIST | FIELD_FILTER | FIELD_RING, WORK,
		NULL, "member", NULL},
	{"deputy", TR("Who steps in"), KIND_REF, MERGE_BOTH, FIELD_RING | FIELD_LATER, WORK,
		NULL, "member", NULL},
	{"thread", TR("Conversation"), KIND_THREAD, MERGE_BOTH, 0, CLASS_TEAM,
		FOR_ANSWER, KEEP_REQUEST, EXPORT_NO, NULL, NULL, NULL},
	{"came", TR("When it came"), KIND_INSTANT, MERGE_EARLIER, 0, WORK, NULL,
		NULL, NULL},
	{"answered", TR("First answer given"), KIND_INSTANT, MERGE_EARLIER, FIELD_LATER,
		WORK, NULL, NULL, NULL},
	{"language", TR("Language"), KIND_LANG, MERGE_BOTH, 0, HERS, NULL, NULL,
		TR("ar, ckb, kmr, en …; dialect words behind a blank.")},
	{"source", TR("Who told us"), KIND_CHOICE, MERGE_NEWEST, FIELD_LATER, WORK,
		sources, NULL, NULL},
	{"summary", TR("In their own words"), KIND_TEXT, MERGE_BOTH,
		FIELD_SEARCH | FIELD_FOLDED, HERS, NULL, NULL, NULL},
	{"asked-for", TR("What they ask for"), KIND_TEXT, MERGE_BOTH,
		FIELD_SEARCH, HERS, NULL, NULL, NULL},
	{"place", TR("Place"), KIND_PLACE, MERGE_BOTH, 0, HERS, NULL, NULL,
		NULL},
	{"decision", TR("Decision"), KIND_CHOICE, MERGE_BOTH, FIELD_FILTER | FIELD_LATER,
		WORK, decisions, NULL, NULL},
	{"reason", TR("Why declined"), KIND_CHOICE, MERGE_BOTH, FIELD_LATER, WORK,
		reasons, NULL, NULL},
	{"second", TR("Second person who looked"), KIND_REF, MERGE_BOTH, FIELD_LATER,
		WORK, NULL, "member", NULL},
	{"informed", TR("What we told them"), KIND_TEXT, MERGE_BOTH, FIELD_LATER, HERS,
		NULL, NULL, NULL},
};

static const struct record_state_row states[] = {
	{"received", TR("Received"), false, 0},
	{"sorted", TR("Sorted"), false, 0},
	{"screening", TR("Being looked at"), false, 0},
	{"waiting", TR("Waiting for the person"), false, 0},
	{"verifying", TR("Being verified"), false, 0},
	{"decided", TR("Decided"), false, 0}, {"closed", TR("Closed"), true, 0},
};

static const struct record_step steps[] = {
	{"received", "sorted", TR("Sort it"), "class urgency"},
	{"sorted", "screening", TR("Look at it"), "owner"},
	{"screening", "waiting", TR("Wait for the person"), NULL},
	{"screening", "verifying", TR("Verify"), NULL},
	{"waiting", "screening", TR("Go on"), NULL},
	{"verifying", "screening", TR("Back to looking"), NULL},
	{"screening", "decided", TR("Decide"), "decision"},
	{"waiting", "decided", TR("Decide"), "decision"},
	{"verifying", "decided", TR("Decide"), "decision"},
	{"decided", "screening", TR("Look again"), NULL},
	{"decided", "closed", TR("Close"), NULL},
	{"closed", "screening", TR("Open again"), NULL},
};

/* -- clocks --------------------------------------------------------------- */

static bool is_open(const struct record *record)
{
	str state = record_state(record);

	return !str_eq(state, S("decided")) && !str_eq(state, S("closed"));
}

static uint64_t came_ms(const struct record *record)
{
	struct instant came;

	if (instant_read(record_value(record, "came"), &came)) {
		return (uint64_t)came.minute * MINUTE_MS;
	}
	return record->made_ms;
}

static bool owner_stands(const struct record *record, uint64_t *ret_due_ms)
{
	bool at_once = str_eq(record_value(record, "urgency"), S("immediate"));

	*ret_due_ms = came_ms(record) + (uint64_t)HOUR_MS *
		(at_once ? OWNER_HOURS_IMMEDIATE : OWNER_HOURS);
	return is_open(record) && record_value(record, "owner").len == 0;
}

static bool answer_stands(const struct record *record, uint64_t *ret_due_ms)
{
	str urgency = record_value(record, "urgency");
	size_t i = 0;

	if (!is_open(record) || record_value(record, "answered").len > 0) {
		return false;
	}
	while (urgencies[i].word != NULL &&
		!str_eq(str_of(urgencies[i].word), urgency)) {
		i++;
	}
	if (urgencies[i].word == NULL || clock_hours[i] == 0) return false;
	*ret_due_ms = came_ms(record) + (uint64_t)clock_hours[i] * HOUR_MS;
	return true;
}

static const struct record_mirror mirrors[] = {
	{"owner", TR("Find somebody who answers"), owner_stands},
	{"answer", TR("First answer"), answer_stands},
};

/* -- rules ---------------------------------------------------------------- */

static const char *signs_rule(const struct record *record)
{
	str urgency = record_value(record, "urgency");
	bool immediate = str_eq(urgency, S("immediate")), any = false;

	if (urgency.len == 0) return NULL;
	for (size_t i = 0; signs[i].word != NULL; i++) {
		if (!record_has(record, "signs", str_of(signs[i].word))) continue;
		if (i < IMMEDIATE_SIGNS && !immediate) {
			return TR("One of the signs means: answer at once.");
		}
		any = true;
	}
	if (any && !immediate && !str_eq(urgency, S("urgent"))) {
		return TR("One of the signs makes this at least urgent.");
	}
	return NULL;
}

static const char *rule(const struct record *record)
{
	str decision = record_value(record, "decision");
	str reason = record_value(record, "reason");
	str second = record_value(record, "second");
	bool declined = str_eq(decision, S("decline"));

	if (declined && reason.len == 0) return TR("Say why it is declined.");
	if (declined && str_eq(reason, S("not-credible")) &&
		(second.len == 0 ||
			str_eq(second, record_value(record, "owner")))) {
		return TR("A second person has to look before we do "
			"not believe somebody.");
	}
	if (declined && str_eq(record_state(record), S("closed")) &&
		record_value(record, "informed").len == 0) {
		return TR("Before closing, tell them where else they "
			"can ask, and write down what was told.");
	}
	return signs_rule(record);
}

const struct record_type record_request = {"request", TR("Request"),
	TR("Requests"), TR("Nobody has asked for anything yet."),
	fields, NELEM(fields), states, NELEM(states), steps, NELEM(steps),
	mirrors, NELEM(mirrors), rule, false, NULL};
