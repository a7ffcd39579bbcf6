/* What the invented organisation keeps of its own work, as a table: who is
 * there, who answers for what, what is wanted and to be done. A value "@KEY"
 * is the record of that row, "+DAYS" and "-DAYS" a day from today, "=year" the
 * year, "=thread" the conversation with the first stranger. Made up, like all
 * of the story.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DEMO_WORK_H
#define DEMO_WORK_H

enum { WORK_FIELDS_MAX = 8 };

struct work {
	const char *key, *type;
	struct { const char *name, *value; } fields[WORK_FIELDS_MAX];
};

static const struct work works[] = {
	{"rojin", "member", {{"name", "Rojîn\nروژین"},
		{"role", "answers messages"}, {"languages", "ckb"},
		{"hours", "8"}}},
	{"dilan", "member", {{"name", "Dilan"}, {"languages", "kmr"},
		{"role", "guides and translations"},
		{"limits", "No pictures of wounds."}}},
	{"inbox", "responsibility", {{"area", "Inbox and first answers"},
		{"accountable", "@rojin"}, {"deputy", "@dilan"}}},
	{"words", "responsibility", {{"area", "ڕێبەرەکان و وشەکان"},
		{"accountable", "@dilan"}}},
	{"goal", "goal", {{"title", "ڕێبەری چاوپێکەوتنی پەنابەری بە پێنج شێوە"},
		{"year", "=year"}, {"owner", "@dilan"},
		{"measure", "Read by a native speaker in each form"},
		{"start", "0"}, {"target", "5"}, {"now", "2"}}},
	{"lawyer", "task", {{"title", "Ask Narîn for an hour with Rami"},
		{"owner", "@rojin"}, {"due", "+0"}, {"effort", "s"}}},
	{"cards", "task", {{"title", "Print the cards for Friday"},
		{"owner", "@dilan"}, {"due", "-1"}}},
	{"badini", "task", {{"title", "خواندنا ڕێبەرێ ب بادینی"},
		{"owner", "@dilan"}, {"due", "+9"}, {"goal", "@goal"},
		{"effort", "l"}}},
	{"house", "contact", {{"name", "Hevî House"}, {"kind", "shelter"},
		{"languages", "kmr"}, {"may-write", "yes"},
		{"trust", "worked"}, {"owner", "@rojin"}}},
	{"narin", "contact", {{"name", "Narîn\nنارین"}, {"kind", "lawyer"},
		{"languages", "ar"}, {"may-write", "yes"},
		{"owner", "@rojin"}}},
	{"summons", "request", {{"subject", "a summons within days"},
		{"class", "help-leave"}, {"urgency", "urgent"},
		{"signs", "summons"}, {"thread", "=thread"}, {"language", "ar"},
		{"owner", "@rojin"}}},
};

#endif
