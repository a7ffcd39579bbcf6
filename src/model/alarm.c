/* Kinds of alarms: see alarm.h and doc/team.md T6. Owns the table.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/alarm.h"

static const struct { str word; bool ends, stops_signing; }
kinds[ALARM_KIND_COUNT] = {
	[ALARM_FORK]     = {S_INIT("fork"), false, false},
	[ALARM_WITHHELD] = {S_INIT("withheld"), true, false},
	[ALARM_AHEAD]    = {S_INIT("ahead"), false, true},
	[ALARM_ROSTERS]  = {S_INIT("rosters"), true, false},
	[ALARM_HELD]     = {S_INIT("held"), true, false},
	[ALARM_CLOCK]    = {S_INIT("clock"), true, true},
	[ALARM_DIFFER]   = {S_INIT("differ"), false, false},
	[ALARM_UNOPENED] = {S_INIT("unopened"), true, false},
	[ALARM_REFUSED]  = {S_INIT("refused"), false, false},
	[ALARM_SILENT]   = {S_INIT("silent"), true, false},
};

str alarm_word(enum alarm_kind kind)
{
	return kinds[kind].word;
}

bool alarm_ends(enum alarm_kind kind)
{
	return kinds[kind].ends;
}

bool alarm_stops_signing(enum alarm_kind kind)
{
	return kinds[kind].stops_signing;
}
