/* The walk through a library with all rules: see guide_check.h. Owns the
 * order of the reports.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_check.h"

#include "guide/guide_check_room.h"
#include "model/bank_seed.h"

#include <stdlib.h>

/* A file full of marks becomes a hundred times its size in spans. */
enum { SCRATCH_BYTES = 1 << 30 };

static const str level_names[REPORT_LEVEL_COUNT] = {
	[REPORT_ERROR] = S_INIT("error"),
	[REPORT_WARNING] = S_INIT("warning"),
	[REPORT_ADVICE] = S_INIT("advice"),
};

str report_level_name(enum report_level level)
{
	return level_names[level];
}

size_t guide_report_count(const struct guide_report_list *reports,
	enum report_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < reports->count; i++) {
		if (reports->at[i].level == level) count++;
	}
	return count;
}

/* -- what the rules need -------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

/* The bank's own words are right as they are written. */
static struct spelling_kept kept_of(struct arena *arena,
	const struct bank *bank)
{
	str *all = ARENA_ARRAY(arena, str, bank->terms.count + 1);

	for (size_t i = 0; i < bank->terms.count; i++) {
		all[i] = bank->terms.at[i].text;
	}
	qsort(all, bank->terms.count, sizeof(*all), by_bytes);
	return (struct spelling_kept){all, bank->terms.count};
}

struct guide_checker *guide_checker_of(struct arena *arena)
{
	struct guide_checker *checker = ARENA_NEW(arena, struct guide_checker);

	bank_seed_add(arena, &checker->bank);
	checker->words = bank_checker_of(arena, &checker->bank);
	checker->kept = kept_of(arena, &checker->bank);
	return checker;
}

/* -- reports -------------------------------------------------------------- */

void look_report(struct look *look, const struct rule *rule, str text)
{
	struct guide_report report = {.file = look->file, .line = look->line,
		.level = rule->level, .rule = str_of(rule->name),
		.text = str_dup(look->arena, text)};

	LIST_ADD(look->arena, look->reports, report);
}

void rules_run(struct look *look, const struct rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = &rules[i];

		if (look->unit != NULL
			&& (rule->kinds & (1 << look->unit->kind)) == 0) {
			continue;
		}
		if (look->unit == NULL) arena_reset(look->scratch);
		if (rule->finds(look, rule)) {
			look_report(look, rule, str_of(rule->text));
		}
	}
}

/* By line from `first` on; what is of one line stays in its order. */
static void reports_sort(struct guide_report_list *reports, size_t first)
{
	for (size_t i = first + 1; i < reports->count; i++) {
		struct guide_report report = reports->at[i];
		size_t j = i;

		while (j > first && reports->at[j - 1].line > report.line) {
			reports->at[j] = reports->at[j - 1];
			j--;
		}
		reports->at[j] = report;
	}
}

/* -- the walk ------------------------------------------------------------- */

static str file_of(struct arena *arena, const struct guide *guide,
	size_t tongue)
{
	const char *stories = guide->is_story ? "stories/" : "";

	if (tongue == 0) {
		return str_fmt(arena, "%s%u/guide", stories, guide->number);
	}
	return str_fmt(arena, "%s%u/%.*s.words", stories, guide->number,
		S_ARG(guide->tongues[tongue]->tag));
}

static struct look look_at(struct arena *arena,
	const struct guide_check_on *on, const struct guide *guide,
	size_t tongue, struct guide_report_list *reports)
{
	return (struct look){.arena = arena, .on = on, .guide = guide,
		.tongue = tongue, .reports = reports,
		.scratch = arena_open(SCRATCH_BYTES),
		.file = file_of(arena, guide, tongue)};
}

static void unit_look(struct look *look, const struct unit *unit)
{
	look->unit = unit;
	look->at = (size_t)(unit - look->guide->units.at);
	look->words = &unit->words[look->tongue];
	arena_reset(look->scratch);
	if (look->tongue == 0) {
		look->line = unit->line;
		check_structure(look);
	} else if (look->words->is_derived
		|| look->words->state == WORDS_EMPTY) {
		return;
	}
	look->line = look->words->line;
	(void)check_words(look);
}

static void tongue_check(struct look *look)
{
	size_t first = look->reports->count;

	for (size_t i = 0; i < look->guide->units.count; i++) {
		unit_look(look, &look->guide->units.at[i]);
	}
	look->unit = NULL;
	look->line = 1;
	check_language(look);
	reports_sort(look->reports, first);
	arena_close(&look->scratch);
}

void guide_check(struct arena *arena, const struct guide_check_on *on,
	const struct guide *guide, struct guide_report_list *reports)
{
	for (size_t i = 0; i < guide->tongue_count; i++) {
		struct look look = look_at(arena, on, guide, i, reports);

		tongue_check(&look);
	}
}

/* Files that could not be read stand first. */
static void faults_report(struct arena *arena,
	const struct guide_library *library, struct guide_report_list *reports)
{
	for (size_t i = 0; i < library->faults.count; i++) {
		const struct guide_library_fault *fault =
			&library->faults.at[i];
		struct guide_report report = {.file = fault->file,
			.line = fault->fault.line, .level = REPORT_ERROR,
			.rule = S("unreadable"), .text = fault->fault.text};

		LIST_ADD(arena, reports, report);
	}
}

void guide_library_check(struct arena *arena,
	const struct guide_check_on *on, struct guide_report_list *reports)
{
	const struct guide_library *library = on->library;

	faults_report(arena, library, reports);
	check_library(arena, library, reports);
	for (size_t i = 0; i < library->guides.count; i++) {
		guide_check(arena, on, &library->guides.at[i], reports);
	}
	for (size_t i = 0; i < library->stories.count; i++) {
		guide_check(arena, on, &library->stories.at[i], reports);
	}
}
