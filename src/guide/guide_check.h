/* Everything a machine can say of a guide (doc/guides.md 5): what blocks a
 * language, what somebody should look at, and advice. It changes nothing
 * [guide-check-1]. A text of a report is fixed words of ours, with a letter
 * that was found and the one proposed where spelling is meant; it never holds
 * a word to avoid [guide-check-2]. Same library, same reports, in the order of
 * the files and their lines [guide-check-3]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_CHECK_H
#define GUIDE_GUIDE_CHECK_H

#include "guide/guide_library.h"

enum report_level { REPORT_ERROR, REPORT_WARNING, REPORT_ADVICE,
	REPORT_LEVEL_COUNT };

struct guide_report {
	str file;          /* inside the library: "3/ar.words" */
	unsigned line;     /* 0: the file as a whole */
	enum report_level level;
	str rule;          /* a short name that stays: "spelling" */
	str text;
};

struct guide_report_list LIST_OF(struct guide_report);

/* What the rules need: the words to avoid and those that are right as they
 * are. Made once, kept by the arena. */
struct guide_checker;
struct guide_checker *guide_checker_of(struct arena *arena) MUST_USE;

/* Where the looking is done: on which day (0: no signature ends) and among
 * which other guides (NULL: links to them are not followed). */
struct guide_check_on {
	const struct guide_checker *checker;
	const struct guide_library *library;
	int64_t day;
};

/* All of a guide. Reports are kept by the arena. */
void guide_check(struct arena *arena, const struct guide_check_on *on,
	const struct guide *guide, struct guide_report_list *reports);
/* All guides and stories of a library, and what of it could not be read. */
void guide_library_check(struct arena *arena,
	const struct guide_check_on *on, struct guide_report_list *reports);

str report_level_name(enum report_level level);
/* How many are of that level. */
size_t guide_report_count(const struct guide_report_list *reports,
	enum report_level level);

#endif
