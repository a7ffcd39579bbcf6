/* `bothy guide release`: one more release behind those of a library. The day
 * is given, never taken from a clock, so that who repeats it gets the same
 * bytes. What stood in the file is never changed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "guide/guide_write.h"
#include "guide/release_gate.h"
#include "os/file.h"
#include "os/report.h"

#include <stdio.h>

const char guide_release_usage[] =
	"usage: bothy guide release --date DAY [--change CHANGE]…\n"
	"                           [--demonstration] LIBRARY\n"
	"\n"
	"Writes the next release into the file `releases` of a folder of guides:\n"
	"its number is the last one's and one, its day is DAY (YYYY-MM-DD), and\n"
	"what readers are told of it stands in the changes. All dates in what is\n"
	"built come from there.\n"
	"\n"
	"  --date DAY       of the release; not before the last one's\n"
	"  --change CHANGE  `added`, `corrected`, `withdrawn` or `renewed`, the\n"
	"                   number of a guide, the language of the words, and\n"
	"                   the words: `corrected 3 en A new phone number`. May\n"
	"                   be given again. A withdrawn guide leaves a page that\n"
	"                   says these words.\n"
	"  --demonstration  for the demonstration only: lets the library that\n"
	"                   comes with Bothy pass without its signatures\n"
	"\n"
	"The library that comes with Bothy is released nowhere else before a\n"
	"clinician or a trainer and a native speaker for each language have\n"
	"signed it; what is missing is listed.\n";

enum { CHANGES_MAX = 200 };

struct release_wish {
	const char *library;
	const char *date;
	const char *changes[CHANGES_MAX];
	size_t change_count;
	bool demonstration;
};

static bool wish_read(int argc, char **argv, struct release_wish *wish)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);
		bool is_date = str_eq(word, S("--date"));

		if (str_eq(word, S("--demonstration"))) {
			wish->demonstration = true;
		} else if (!is_date && !str_eq(word, S("--change"))) {
			if (wish->library != NULL) return false;
			wish->library = argv[i];
		} else if (++i == argc) {
			return false;
		} else if (is_date) {
			wish->date = argv[i];
		} else if (wish->change_count == CHANGES_MAX) {
			return false;
		} else {
			wish->changes[wish->change_count++] = argv[i];
		}
	}
	return wish->date != NULL && wish->library != NULL;
}

/* Fixed words of the reader, and a line. */
static const err *fault_err(struct arena *arena,
	const struct read_fault *fault)
{
	return err_make(ERR_FORMAT, "releases:%u: %s", fault->line,
		str_c(arena, fault->text));
}

/* The file `releases` with one more, read again by the rules of the file. */
static const err *text_make(const struct release_wish *wish,
	struct guide_library *library, struct buf *out)
{
	struct read_fault fault;
	size_t count = library->releases.count;
	unsigned number = count == 0 ? 1
		: library->releases.at[count - 1].number + 1;

	releases_write(library, out);
	buf_fmt(out, "release %u %s\n", number, wish->date);
	for (size_t i = 0; i < wish->change_count; i++) {
		buf_put(out, str_of(wish->changes[i]));
		buf_byte(out, '\n');
	}
	library->releases = (struct release_list){0};
	if (!releases_read(library, buf_str(out), &fault)) {
		return fault_err(library->arena, &fault);
	}
	if (library->releases.count != count + 1) {
		return err_make(ERR_USAGE, "a change is one line");
	}
	return NULL;
}

/* What stands in the file must be right before something is written behind. */
static const err *faults_check(const struct guide_library *library)
{
	for (size_t i = 0; i < library->faults.count; i++) {
		const struct guide_library_fault *fault =
			&library->faults.at[i];

		if (!str_eq(fault->file, S("releases"))) continue;
		return fault_err(library->arena, &fault->fault);
	}
	return NULL;
}

static const char *state_words(enum signing_state state)
{
	switch (state) {
	case SIGNING_NONE: return "was never signed";
	case SIGNING_FALLEN: return "has changed since it was signed";
	case SIGNING_ENDED:
	case SIGNING_LAPSED: return "was signed for a time that is over";
	case SIGNING_HOLDS:
	case SIGNING_ENDS:
	case SIGNING_STATE_COUNT: break;
	}
	return "is signed";
}

/* One line on standard error for each signature that is missing. */
static void missing_say(struct arena *arena,
	const struct gate_missing_list *missing)
{
	for (size_t i = 0; i < missing->count; i++) {
		const struct gate_missing *one = &missing->at[i];

		(void)fprintf(stderr, "%s%u, %s, %s: %s\n",
			one->guide->is_story ? "stories/" : "",
			one->guide->number, str_c(arena, one->tongue->tag),
			str_c(arena, sign_role_name(one->role)),
			state_words(one->state));
	}
}

/* The day of the newest release, which was just added. */
static const err *gate_check(const struct release_wish *wish,
	struct guide_library *library)
{
	const struct release *newest =
		&library->releases.at[library->releases.count - 1];
	struct gate_missing_list missing;

	if (library_may_release(library->arena, library, newest->day,
		    wish->demonstration, &missing)) {
		return NULL;
	}
	missing_say(library->arena, &missing);
	return err_make(ERR_REFUSED, "signatures are missing: %zu",
		missing.count);
}

static const err *release_add(const struct release_wish *wish,
	struct guide_library *library)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	const err *e = faults_check(library);

	if (e == NULL) e = text_make(wish, library, &out);
	if (e == NULL) e = gate_check(wish, library);
	if (e == NULL) {
		const char *path = str_c(library->arena, str_fmt(
			library->arena, "%s/releases", wish->library));

		e = file_replace(path, buf_str(&out));
	}
	buf_close(&out);
	return e;
}

int guide_release_command(int argc, char **argv)
{
	struct release_wish wish = {0};
	struct guide_library library = {0};
	const err *e;

	if (!wish_read(argc, argv, &wish)) {
		report("needs --date DAY and a LIBRARY; see"
		       " `bothy guide release --help`", UINT64_MAX);
		return 1;
	}
	e = guide_library_open(&library, wish.library);
	if (e == NULL) e = release_add(&wish, &library);
	if (e != NULL) {
		report_err("no release", e);
	} else {
		const struct release_list *all = &library.releases;

		(void)printf("release %u\n", all->at[all->count - 1].number);
	}
	guide_library_close(&library);
	return e == NULL ? 0 : 1;
}
