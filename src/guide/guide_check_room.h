/* What the files of guide_check share, and nobody else: where the looking is,
 * and the shape of a rule. guide_check.c walks and reports; the rules are
 * tables in guide_check_structure.c (one unit as it is built),
 * guide_check_words.c (its words in one language) and guide_check_language.c
 * (a language as a whole); guide_check_library.c looks at the rest.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_CHECK_ROOM_H
#define GUIDE_GUIDE_CHECK_ROOM_H

#include "guide/guide_check.h"
#include "guide/inline.h"
#include "model/bank_check.h"
#include "text/spelling.h"

struct guide_checker {
	struct bank bank;
	struct bank_checker *words;
	struct spelling_kept kept;
};

/* A place that is being looked at. */
struct look {
	struct arena *arena;      /* keeps the reports */
	struct arena *scratch;    /* emptied for each unit, each rule of all */
	const struct guide_check_on *on;
	const struct guide *guide;
	struct guide_report_list *reports;
	size_t tongue;
	str file;
	unsigned line;
	/* of one unit; `spans` and `plain` only when the words could be read */
	size_t at;                /* of guide->units */
	const struct unit *unit;
	const struct words *words;
	struct span_list spans;
	str plain;
};

enum { KINDS_ALL = -1 };
#define KIND(name) (1 << UNIT_##name)

/* A rule reads as a sentence: for units of these kinds, when `finds` says so,
 * there is a report of this level with this text. A rule that says more than
 * one thing reports by itself and finds nothing. */
struct rule {
	const char *name;
	enum report_level level;
	int kinds;
	bool (*finds)(struct look *look, const struct rule *rule);
	const char *text;
};

void look_report(struct look *look, const struct rule *rule, str text);
void rules_run(struct look *look, const struct rule *rules, size_t count);

/* How a unit is built: looked at once, with the source's words. */
void check_structure(struct look *look);
/* What a unit's words are in one language; true when they could be read. */
bool check_words(struct look *look);
/* A language of the guide as a whole. */
void check_language(struct look *look);
/* The library's own two files. */
void check_library(struct arena *arena, const struct guide_library *library,
	struct guide_report_list *reports);

#endif
