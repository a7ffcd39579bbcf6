/* `bothy guide diff`: what changed between two folders of guides. Reads both,
 * changes neither.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "guide/guide_diff.h"
#include "guide/guide_library.h"
#include "os/file.h"
#include "os/report.h"

const char guide_diff_usage[] =
	"usage: bothy guide diff OLD NEW\n"
	"\n"
	"Compares two folders of guides and writes a line for each unit that was\n"
	"added, removed, changed or moved, and for each language which words are\n"
	"new, other, gone, turned stale or renewed: `FILE:LINE: WHAT KIND ID`. A\n"
	"line is that of the new file, of the old for what was removed.\n"
	"\n"
	"Status 0 whether or not something differs, 1 when a file cannot be read.\n";

enum { DIFF_ARENA_MAX = 256 << 20, LINES_MAX = 64 << 20 };

static void guide_put(const struct guide *guide, const char *what,
	struct buf *out)
{
	buf_fmt(out, "%s%u/guide: %s\n", guide->is_story ? "stories/" : "",
		guide->number, what);
}

static void difference_put(const struct guide *guide,
	const struct guide_difference *difference, struct buf *out)
{
	const struct unit *unit = difference->unit;
	unsigned line = unit->line;
	size_t tongue;

	buf_fmt(out, "%s%u/", guide->is_story ? "stories/" : "",
		guide->number);
	if (difference->tongue == NULL) {
		buf_text(out, "guide");
	} else {
		buf_put(out, difference->tongue->tag);
		buf_text(out, ".words");
		must(guide_tongue(guide, difference->tongue->tag, &tongue));
		line = unit->words[tongue].line;
	}
	buf_fmt(out, ":%u: ", line);
	buf_put(out, diff_kind_name(difference->kind));
	buf_byte(out, ' ');
	buf_put(out, unit_kind_name(unit->kind));
	buf_byte(out, ' ');
	buf_put(out, unit_id_str(&unit->id));
	buf_byte(out, '\n');
}

static const struct guide *guide_in(const struct guide_list *guides,
	unsigned number)
{
	for (size_t i = 0; i < guides->count; i++) {
		if (guides->at[i].number == number) return &guides->at[i];
	}
	return NULL;
}

static void guides_diff(struct arena *arena, const struct guide_list *old,
	const struct guide_list *new, struct buf *out)
{
	for (size_t i = 0; i < new->count; i++) {
		const struct guide *guide = &new->at[i];
		const struct guide *before = guide_in(old, guide->number);
		struct guide_difference_list list = {0};

		if (before == NULL) {
			guide_put(guide, "a new guide", out);
			continue;
		}
		arena_reset(arena);
		guide_diff(arena, before, guide, &list);
		for (size_t j = 0; j < list.count; j++) {
			difference_put(guide, &list.at[j], out);
		}
	}
	for (size_t i = 0; i < old->count; i++) {
		if (guide_in(new, old->at[i].number) != NULL) continue;
		guide_put(&old->at[i], "no longer there", out);
	}
}

/* A file that is left out would look like one that was removed. */
static const err *library_read(struct guide_library *library, const char *path)
{
	const struct guide_library_fault *fault;
	const err *e = guide_library_open(library, path);

	if (e != NULL || library->faults.count == 0) return e;
	fault = &library->faults.at[0];
	return err_make(ERR_FORMAT, "%s:%u: %s",
		str_c(library->arena, fault->file), fault->fault.line,
		str_c(library->arena, fault->fault.text));
}

static const err *say(const struct guide_library *old,
	const struct guide_library *new)
{
	struct arena *arena = arena_open(DIFF_ARENA_MAX);
	struct buf out = buf_cap(LINES_MAX);
	struct file to = file_stdout();
	const err *e;

	guides_diff(arena, &old->guides, &new->guides, &out);
	guides_diff(arena, &old->stories, &new->stories, &out);
	e = out.failed ? err_make(ERR_FULL, "more than can be listed")
		: file_put(&to, buf_str(&out));
	buf_close(&out);
	arena_close(&arena);
	return e;
}

int guide_diff_command(int argc, char **argv)
{
	struct guide_library old = {0}, new = {0};
	const err *e;

	if (argc != 3) {
		report("needs OLD and NEW; see `bothy guide diff --help`",
			UINT64_MAX);
		return 1;
	}
	e = library_read(&old, argv[1]);
	if (e == NULL) e = library_read(&new, argv[2]);
	if (e == NULL) e = say(&old, &new);
	if (e != NULL) report_err("not compared", e);
	guide_library_close(&old);
	guide_library_close(&new);
	return e == NULL ? 0 : 1;
}
