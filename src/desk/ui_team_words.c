/* The team in sentences: what is wrong, what is safe, what to do. See
 * ui_team.h and doc/team.md T6.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_team.h"

#include "page/tr.h"

struct sentences {
	const char *what, *safe, *next;
	const char *act, *verb;
};

/* {device} is the device an alarm is about. */
static const struct sentences alarm_words[ALARM_KIND_COUNT] = {
	[ALARM_FORK] = {TR("{device} has said two different things under one number"),
		TR("Everything until then counts and is safe. What it wrote after "
			"that counts nowhere. Either a copy of it is in other hands, "
			"or it was set back to an old state."),
		TR("Ask its owner. Remove the device; if it is in the right hands, it "
			"joins anew."), NULL, NULL},
	[ALARM_WITHHELD] = {TR("Something from {device} has been missing for a day"),
		TR("What is here is whole and safe. The rest waits until it comes."),
		TR("Look at the line again, or bring a stick from {device}. If the "
			"digits below differ for two of you, the line withholds "
			"something: use sticks meanwhile."), NULL, NULL},
	[ALARM_AHEAD] = {TR("This desk was set back to an older state"),
		TR("Others have newer entries of this device than this disk. What is "
			"kept here can be read; this device writes nothing more, so "
			"that nothing is doubled."),
		TR("Let this device join anew, in a new folder, and remove the old "
			"one."), NULL, NULL},
	[ALARM_ROSTERS] = {TR("The team was changed in two places at once"),
		TR("Both changes are kept. Until they are one, only devices that "
			"stand in both are trusted."),
		TR("Look who stands on which side, and who has to agree."),
		"/team/rosters", TR("See both sides")},
	[ALARM_HELD] = {TR("Entries of {device} come from the future"),
		TR("They are kept aside and change nothing until their time comes."),
		TR("Its clock is wrong: ask its owner to set it. An admin can let the "
			"entries count now."), "/team/held", TR("Let them count")},
	[ALARM_CLOCK] = {TR("Is the clock of this computer right?"),
		TR("The others wrote nothing within a day of it: they were silent, or "
			"this clock is wrong. Nothing is lost. This device writes "
			"nothing until it is sure."),
		TR("A visit to the line settles it by itself. Without one: look at "
			"the clock, set it if it is wrong, and if it is right, say "
			"so."), "/team/clock",
		TR("My clock is right")},
	[ALARM_DIFFER] = {TR("This desk and {device} have read the same but "
			"show different things"),
		TR("Nothing is deleted while this stands."),
		TR("Make a backup of both desks and write to whoever looks after "
			"the program."), NULL, NULL},
	[ALARM_UNOPENED] = {TR("This desk has no key for some sealed entries"),
		TR("They are kept, sealed. Perhaps a key is still on its way."),
		TR("Ask an admin whether this device was frozen or is missing a "
			"circle."), NULL, NULL},
	[ALARM_REFUSED] = {TR("Something came that is not ours"),
		TR("It was refused and changed nothing. The line, a stick or "
			"somebody with an old token may have put it there."),
		TR("If it goes on, make a new token: freeze or remove the device "
			"you doubt."), NULL, NULL},
	[ALARM_SILENT] = {TR("Nothing from {device} for a week"),
		TR("Everything it sent before is here."),
		TR("Ask whether they are well. If the device is lost, freeze it."),
		NULL, NULL},
};

static str device_name(const struct team_rows *rows, str dev)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (str_eq(rows->at[i].dev, dev)) return rows->at[i].name;
	}
	return S("");
}

/* The founder's own never was asked for a name (team_change.c). */
str ui_device_name(struct ui_page *p, str name)
{
	if (name.len == 0) return ui_text(p, TR("a device"));
	if (str_eq(name, S("1"))) return ui_text(p, TR("the first device"));
	return name;
}

str ui_team_device(struct ui_page *p, const struct team_rows *rows, str dev)
{
	str who = ui_device_words(p, dev), name = device_name(rows, dev);

	if (name.len == 0) return who;
	name = ui_device_name(p, name);
	return str_fmt(p->arena, "%.*s · %.*s", S_ARG(who), S_ARG(name));
}

/* `text` with a name in that place, in its own direction. */
static str with_name(struct ui_page *p, const char *english, str hole, str name)
{
	return tr_fill(p->arena, ui_text(p, english), hole, str_fmt(p->arena,
		"\xE2\x81\xA8%.*s\xE2\x81\xA9", S_ARG(name)));
}

static str with_device(struct ui_page *p, const char *english, str name)
{
	return with_name(p, english, S("device"), name);
}

struct team_alarm_view ui_team_alarm(struct ui_page *p,
	const struct alarm *alarm, const struct team_rows *rows)
{
	const struct sentences *words = &alarm_words[alarm->kind];
	str name = ui_device_name(p, device_name(rows, str_bytes(alarm->dev,
		LOG_DEVICE_HEX)));
	struct team_alarm_view view = {0};

	view.what = with_device(p, words->what, name);
	view.safe = with_device(p, words->safe, name);
	view.next = with_device(p, words->next, name);
	if (words->act == NULL) return view;
	view.act = str_of(words->act);
	view.verb = ui_text(p, words->verb);
	view.looks = alarm->kind == ALARM_ROSTERS;
	return view;
}

str ui_team_threshold(struct ui_page *p, size_t members)
{
	static const char *const words[] = {
		TR("You are one. You decide alone, and nothing here protects against "
			"the loss or theft of this device but the three parts of the "
			"recovery sheet."),
		TR("You are two. Adding and removing needs both of you, so neither "
			"can remove the other. Freezing needs one."),
		TR("You are three or more. Adding and removing needs two admins; one "
			"who is taken or pressed can do neither alone. Freezing needs "
			"one."),
	};

	return ui_text(p, words[members <= 1 ? 0 : members == 2 ? 1 : 2]);
}

str ui_team_ring(struct ui_page *p, str ring)
{
	if (str_eq(ring, S("intake"))) {
		return ui_text(p, TR("what people write to us, and our answers"));
	}
	if (str_eq(ring, S("vault"))) {
		return ui_text(p, TR("the key of the organisation"));
	}
	if (str_starts(ring, S("case-"))) {
		object_id id;

		if (object_read(str_from(ring, 5), &id)) {
			return ui_record_name(p, id);
		}
	}
	return ring;
}

str ui_team_line(struct ui_page *p, const struct team_line_state *line)
{
	if (line->roster == TEAM_LINE_WAITS) {
		return ui_text(p, TR("The line has not confirmed the newest public "
			"key yet. It hears of it at the next visit; until then "
			"people still write to the key before."));
	}
	if (line->token == TEAM_LINE_WAITS) {
		return ui_text(p, TR("The line has not confirmed the new token yet. "
			"It hears of it at the next visit."));
	}
	if (line->token == TEAM_LINE_CONFIRMED) {
		return ui_text(p, TR("The line has confirmed the newest public key "
			"and token. Whoever was removed reaches nothing new there."));
	}
	return ui_text(p, TR("The line has confirmed the newest public key."));
}

str ui_team_draft(struct ui_page *p, const struct team_draft *draft)
{
	switch (draft->why) {
	case TEAM_WHY_ADMIT:
		return with_device(p, TR("Proposed: add {device}"),
			ui_device_name(p, draft->name));
	case TEAM_WHY_REMOVE:
		if (draft->devices > 1) {
			return with_name(p, TR("Proposed: remove all devices of "
				"{who}"), S("who"),
				ui_record_name(p, draft->member));
		}
		return with_device(p, TR("Proposed: remove {device}"),
			ui_device_name(p, draft->name));
	case TEAM_WHY_COUNT:
		break;
	}
	return S("");
}

str ui_team_state(struct ui_page *p, enum team_state state)
{
	static const char *const words[TEAM_STATE_COUNT] = {
		[TEAM_ACTIVE] = TR("active"), [TEAM_FROZEN] = TR("frozen"),
		[TEAM_REMOVED] = TR("removed"),
	};

	return ui_text(p, words[state]);
}

str ui_team_problem(struct ui_page *p, const err *e)
{
	switch (e->code) {
	case ERR_REFUSED:
		if (!team_may_write(p->ui->desk)) break;
		return ui_text(p, TR("That may not be done from this device, or the "
			"team has changed since. Nothing was done."));
	case ERR_USAGE:
		return ui_text(p, TR("This is not a request of a device for this "
			"team. Nothing was done."));
	case ERR_EXISTS:
		return ui_text(p, TR("That is so already."));
	case ERR_ABSENT:
		return ui_text(p, TR("There is no such device or member here."));
	case ERR_IO:
	case ERR_FULL:
	case ERR_FORMAT:
	case ERR_KEY:
	case ERR_BUSY:
	case ERR_GONE:
	case ERR_CODE_COUNT:
		break;
	}
	return ui_problem_words(p, e);
}
