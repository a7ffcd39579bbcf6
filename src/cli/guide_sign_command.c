/* `bothy guide sign`: writes down that somebody has checked a language of a
 * guide. Shows what is signed first; the hash of exactly that stands in the
 * file. It never asks for a name and never writes one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "base/num.h"
#include "guide/guide_write.h"
#include "guide/line_reader.h"
#include "guide/signing.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/report.h"

const char guide_sign_usage[] =
	"usage: bothy guide sign --against TEXT [--until DAY] [--checked DAY]\n"
	"                        LIBRARY GUIDE LANG ROLE\n"
	"\n"
	"Shows the words of a guide in one language as readers get them, and adds\n"
	"a signature for them to its file `signs`. It falls when a word changes.\n"
	"No name is asked for and none is written.\n"
	"\n"
	"  GUIDE           its number, or stories/NUMBER\n"
	"  ROLE            language, medicine or security\n"
	"  --against TEXT  what it was checked against, in one line\n"
	"  --checked DAY   when (YYYY-MM-DD); else today\n"
	"  --until DAY     how long that holds: at most the guide's check-days,\n"
	"                  which is also what stands there without it\n";

enum { DAY_MS = 86400000, SIGN_ARENA_MAX = 1 << 30 };

struct sign_wish {
	const char *words[4]; /* LIBRARY GUIDE LANG ROLE */
	size_t word_count;
	const char *against, *until, *checked;
};

static const char **value_of(struct sign_wish *wish, str option)
{
	if (str_eq(option, S("--against"))) return &wish->against;
	if (str_eq(option, S("--until"))) return &wish->until;
	if (str_eq(option, S("--checked"))) return &wish->checked;
	return NULL;
}

static bool wish_read(int argc, char **argv, struct sign_wish *wish)
{
	for (int i = 1; i < argc; i++) {
		const char **value = value_of(wish, str_of(argv[i]));

		if (value != NULL) {
			if (++i == argc) return false;
			*value = argv[i];
		} else if (wish->word_count == NELEM(wish->words)) {
			return false;
		} else {
			wish->words[wish->word_count++] = argv[i];
		}
	}
	return wish->word_count == NELEM(wish->words)
		&& wish->against != NULL;
}

/* -- what is signed ------------------------------------------------------- */

static const err *guide_find(const struct sign_wish *wish,
	struct guide_library *library, struct guide **ret_guide)
{
	str name = str_of(wish->words[1]);
	struct guide_list *guides = &library->guides;
	uint64_t number;

	if (str_starts(name, S("stories/"))) {
		guides = &library->stories;
		name = str_from(name, S("stories/").len);
	}
	if (!num_read(name, GUIDE_NUMBER_MAX, &number)) {
		return err_make(ERR_USAGE, "that is not a number of a guide");
	}
	for (size_t i = 0; i < guides->count; i++) {
		if (guides->at[i].number != number) continue;
		*ret_guide = &guides->at[i];
		return NULL;
	}
	return err_make(ERR_ABSENT, "there is no such guide, or it cannot be"
		" read; see `bothy guide check`");
}

/* The days, from the options, the clock and the guide. */
static const err *days_read(const struct sign_wish *wish,
	const struct guide *guide, struct sign *sign)
{
	sign->checked_day = (int64_t)(clock_now_ms() / DAY_MS);
	if (wish->checked != NULL
		&& !day_read(str_of(wish->checked), &sign->checked_day)) {
		return err_make(ERR_USAGE, "--checked wants a day YYYY-MM-DD");
	}
	sign->until_day = sign->checked_day + guide->check_days;
	if (wish->until != NULL
		&& !day_read(str_of(wish->until), &sign->until_day)) {
		return err_make(ERR_USAGE, "--until wants a day YYYY-MM-DD");
	}
	if (sign->until_day < sign->checked_day || sign->until_day
		> sign->checked_day + guide->check_days) {
		return err_make(ERR_USAGE, "this guide's signatures hold at"
			" most %u days", guide->check_days);
	}
	return NULL;
}

static const err *sign_make(const struct sign_wish *wish,
	const struct guide *guide, struct sign *sign)
{
	if (!guide_tongue(guide, str_of(wish->words[2]), &sign->tongue)) {
		return err_make(ERR_USAGE, "the guide is not in that language");
	}
	if (!sign_role_read(str_of(wish->words[3]), &sign->role)) {
		return err_make(ERR_USAGE, "a role is language, medicine or"
			" security");
	}
	sign->against = str_of(wish->against);
	if (!line_is_text(sign->against)
		|| sign->against.len > SIGN_AGAINST_MAX) {
		return err_make(ERR_USAGE, "--against wants one line of at"
			" most %d bytes", SIGN_AGAINST_MAX);
	}
	return days_read(wish, guide, sign);
}

/* Who signs for what is said, and not for how, opens what it comes from. */
static void sources_put(const struct checked *checked, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < checked->unit_count; i++) {
		const struct unit *unit = checked->units[i].unit;

		for (size_t k = 0; unit->kind == UNIT_SOURCE
				&& k < unit->slot_count; k++) {
			const struct slot *slot = &unit->slots[k];

			if (slot->kind != SLOT_LINK && slot->kind != SLOT_DATE) {
				continue;
			}
			if (!any) {
				buf_text(out, "\nOpen each source first: does it"
					" say this, and on this date? What is"
					" wrong is mended before it is signed."
					"\n");
			}
			any = true;
			buf_text(out, slot->kind == SLOT_DATE ? "date    "
				: "source  ");
			buf_put(out, slot->value);
			buf_byte(out, '\n');
		}
	}
}

/* The words as they are, on standard output; their hash into the sign. */
static const err *words_show(struct arena *arena, const struct guide *guide,
	struct sign *sign)
{
	struct file to = file_stdout();
	struct checked checked;
	const struct unit *unit;
	struct buf out = {0};
	enum checked_refusal refusal = checked_make(arena, guide,
		sign->tongue, 0, &checked, &unit);
	const err *e;

	if (refusal != CHECKED_FINE) {
		return err_make(ERR_REFUSED, "there is nothing to sign yet: %s",
			str_c(arena, checked_refusal_text(refusal)));
	}
	if (checked.withdrawn.len > 0) {
		return err_make(ERR_REFUSED, "the guide is withdrawn");
	}
	signing_text(&checked, &out);
	sign->hash = signing_hash(&checked);
	if (sign->role != ROLE_LANGUAGE) sources_put(&checked, &out);
	buf_fmt(&out, "\nsigned: %.16s\n", sign->hash.hex);
	e = file_put(&to, buf_str(&out));
	buf_close(&out);
	return e;
}

/* -- the file ------------------------------------------------------------- */

static const err *signs_save(struct guide_library *library,
	const struct sign_wish *wish, struct guide *guide,
	const struct sign *sign)
{
	const char *path = str_c(library->arena, str_fmt(library->arena,
		"%s/%s%u/signs", wish->words[0],
		guide->is_story ? "stories/" : "", guide->number));
	struct buf out = {0};
	const err *e;

	LIST_ADD(library->arena, &guide->signs, *sign);
	signs_write(guide, &out);
	e = file_replace(path, buf_str(&out));
	buf_close(&out);
	return e;
}

/* What could not be read must not be written over. */
static const err *faults_check(const struct guide_library *library)
{
	for (size_t i = 0; i < library->faults.count; i++) {
		if (!str_ends(library->faults.at[i].file, S("/signs"))) continue;
		return err_make(ERR_FORMAT, "%s:%u: %s", str_c(library->arena,
			library->faults.at[i].file),
			library->faults.at[i].fault.line, str_c(library->arena,
			library->faults.at[i].fault.text));
	}
	return NULL;
}

static const err *guide_sign(const struct sign_wish *wish,
	struct guide_library *library)
{
	struct arena *arena = arena_open(SIGN_ARENA_MAX);
	struct guide *guide = NULL;
	struct sign sign = {0};
	const err *e = faults_check(library);

	if (e == NULL) e = guide_find(wish, library, &guide);
	if (e == NULL) e = sign_make(wish, guide, &sign);
	if (e == NULL) e = words_show(arena, guide, &sign);
	if (e == NULL) e = signs_save(library, wish, guide, &sign);
	arena_close(&arena);
	return e;
}

int guide_sign_command(int argc, char **argv)
{
	struct guide_library library = {0};
	struct sign_wish wish = {0};
	const err *e;

	if (!wish_read(argc, argv, &wish)) {
		report("needs LIBRARY GUIDE LANG ROLE and --against; see"
		       " `bothy guide sign --help`", UINT64_MAX);
		return 1;
	}
	e = guide_library_open(&library, wish.words[0]);
	if (e == NULL) e = guide_sign(&wish, &library);
	if (e != NULL) report_err("not signed", e);
	guide_library_close(&library);
	return e == NULL ? 0 : 1;
}
