/* `bothy guide check`: what a machine can say of a folder of guides, one line
 * each. Reads, and changes nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "guide/guide_check.h"
#include "os/file.h"
#include "os/report.h"

#include <stdio.h>

const char guide_check_usage[] =
	"usage: bothy guide check [--date DAY] [--level LEVEL] LIBRARY\n"
	"\n"
	"Looks at a folder of guides and writes one line for each thing that\n"
	"somebody should look at: `FILE:LINE: error|warning|advice: TEXT`. An\n"
	"error must be mended before readers can get it; most keep the language\n"
	"from being built.\n"
	"\n"
	"  --date DAY     the day (YYYY-MM-DD) on which signatures must hold;\n"
	"                 without it the day of the newest release\n"
	"  --level LEVEL  `error`: only errors; `warning`: no advice\n"
	"\n"
	"Status 0 when there is no error.\n";

enum { CHECK_ARENA_MAX = 1 << 30, LINES_MAX = 64 << 20 };

struct check_wish {
	const char *library;
	enum report_level level;
	bool has_day;
	int64_t day;
};

static bool level_read(str name, enum report_level *ret_level)
{
	for (size_t i = 0; i < REPORT_LEVEL_COUNT; i++) {
		if (!str_eq(name, report_level_name((enum report_level)i))) {
			continue;
		}
		*ret_level = (enum report_level)i;
		return true;
	}
	return false;
}

static bool wish_read(int argc, char **argv, struct check_wish *wish)
{
	wish->level = REPORT_ADVICE;
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);
		bool is_date = str_eq(word, S("--date"));

		if (!is_date && !str_eq(word, S("--level"))) {
			if (wish->library != NULL) return false;
			wish->library = argv[i];
		} else if (++i == argc) {
			return false;
		} else if (is_date) {
			wish->has_day = day_read(str_of(argv[i]), &wish->day);
			if (!wish->has_day) return false;
		} else if (!level_read(str_of(argv[i]), &wish->level)) {
			return false;
		}
	}
	return wish->library != NULL;
}

/* -- files beside the guides ---------------------------------------------- */

static void picture_check(struct guide_library *library,
	const struct guide *guide, const struct unit *unit,
	struct guide_report_list *reports)
{
	struct arena *arena = library->arena;
	const char *stories = guide->is_story ? "stories/" : "";

	for (size_t i = 0; i < unit->slot_count; i++) {
		const struct slot *slot = &unit->slots[i];
		struct guide_report report = {.line = unit->line,
			.level = REPORT_ERROR, .rule = S("picture-lost"),
			.text = S("a picture that is not in pictures/")};
		const char *path = str_c(arena, str_fmt(arena,
			"%.*s/%s%u/pictures/%.*s", S_ARG(library->folder),
			stories, guide->number, S_ARG(slot->value)));

		if (slot->kind != SLOT_PICTURE || file_exists(path)) continue;
		report.file = str_fmt(arena, "%s%u/guide", stories,
			guide->number);
		LIST_ADD(arena, reports, report);
	}
}

static void pictures_check(struct guide_library *library,
	const struct guide_list *guides, struct guide_report_list *reports)
{
	for (size_t i = 0; i < guides->count; i++) {
		const struct guide *guide = &guides->at[i];

		for (size_t j = 0; j < guide->units.count; j++) {
			picture_check(library, guide, &guide->units.at[j],
				reports);
		}
	}
}

/* A translation in a file of another name would wait there unseen. */
static bool is_known(str name)
{
	static const str names[] = {S_INIT("guide"), S_INIT("signs"),
		S_INIT("voice"), S_INIT("pictures"), S_INIT("audio")};

	for (size_t i = 0; i < NELEM(names); i++) {
		if (str_eq(name, names[i])) return true;
	}
	return str_ends(name, S(".words")) || str_starts(name, S("."));
}

static void names_check(struct guide_library *library,
	const struct guide_list *guides, struct guide_report_list *reports)
{
	struct arena *arena = library->arena;

	for (size_t i = 0; i < guides->count; i++) {
		const char *stories = guides->at[i].is_story ? "stories/" : "";
		str folder = str_fmt(arena, "%s%u", stories,
			guides->at[i].number);
		struct file_names names;
		const char *path = str_c(arena, str_fmt(arena, "%.*s/%.*s",
			S_ARG(library->folder), S_ARG(folder)));

		if (file_list(arena, path, &names) != NULL) continue;
		for (size_t j = 0; j < names.count; j++) {
			struct guide_report report = {.line = 1,
				.level = REPORT_WARNING, .rule = S("name"),
				.text = S("a file nothing is read from")};

			if (is_known(names.at[j])) continue;
			report.file = str_fmt(arena, "%.*s/%.*s",
				S_ARG(folder), S_ARG(names.at[j]));
			LIST_ADD(arena, reports, report);
		}
	}
}

/* -- saying it ------------------------------------------------------------ */

static const err *reports_say(const struct check_wish *wish,
	const struct guide_report_list *reports)
{
	struct buf out = buf_cap(LINES_MAX);
	struct file to = file_stdout();
	const err *e;

	for (size_t i = 0; i < reports->count; i++) {
		const struct guide_report *report = &reports->at[i];

		if (report->level > wish->level) continue;
		buf_fmt(&out, "%s/", wish->library);
		buf_put(&out, report->file);
		buf_fmt(&out, ":%u: ", report->line);
		buf_put(&out, report_level_name(report->level));
		buf_text(&out, ": ");
		buf_put(&out, report->text);
		buf_byte(&out, '\n');
	}
	e = out.failed ? err_make(ERR_FULL, "more than can be listed")
		: file_put(&to, buf_str(&out));
	buf_close(&out);
	return e;
}

static const err *library_check(const struct check_wish *wish, bool *ret_clean)
{
	struct arena *arena = arena_open(CHECK_ARENA_MAX);
	struct guide_report_list reports = {0};
	struct guide_library library = {0};
	struct guide_check_on on = {.library = &library, .day = wish->day};
	const err *e = guide_library_open(&library, wish->library);

	if (e == NULL) {
		if (!wish->has_day) on.day = guide_library_edition(&library).day;
		on.checker = guide_checker_of(arena);
		guide_library_check(arena, &on, &reports);
		pictures_check(&library, &library.guides, &reports);
		pictures_check(&library, &library.stories, &reports);
		names_check(&library, &library.guides, &reports);
		names_check(&library, &library.stories, &reports);
		e = reports_say(wish, &reports);
	}
	*ret_clean = guide_report_count(&reports, REPORT_ERROR) == 0;
	guide_library_close(&library);
	arena_close(&arena);
	return e;
}

int guide_check_command(int argc, char **argv)
{
	struct check_wish wish = {0};
	bool clean = false;
	const err *e;

	if (!wish_read(argc, argv, &wish)) {
		report("needs a LIBRARY; see `bothy guide check --help`",
			UINT64_MAX);
		return 1;
	}
	e = library_check(&wish, &clean);
	if (e != NULL) report_err("not checked", e);
	return e == NULL && clean ? 0 : 1;
}
