/* `bothy guide harmless`: a change of the source that means nothing (a typing
 * error) lets no language wait. Only languages that had seen the words before
 * the change are brought along; what was stale stays so [guide-3].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "base/num.h"
#include "guide/guide_library.h"
#include "guide/guide_write.h"
#include "os/file.h"
#include "os/report.h"

#include <stdio.h>

const char guide_harmless_usage[] =
	"usage: bothy guide harmless --before OLD LIBRARY GUIDE UNIT…\n"
	"\n"
	"Says that the words of some units were changed in a way that means\n"
	"nothing, as when a typing error is mended: translations of them that were\n"
	"up to date in OLD, the folder before the change, are up to date again.\n"
	"Those that were stale before stay stale. A signature of the source falls\n"
	"all the same. Say so in the changes of the next release.\n"
	"\n"
	"  --before OLD  the folder as it was\n"
	"  GUIDE         its number\n"
	"  UNIT          the six letters of a unit, any number of them\n";

struct harmless {
	const char *before, *library, *guide;
	char **units;
	int unit_count;
	struct guide_library old, now;
};

static bool wish_read(int argc, char **argv, struct harmless *wish)
{
	enum { WORDS = 6 /* the name, --before OLD, LIBRARY GUIDE UNIT */ };

	if (argc < WORDS || !str_eq(str_of(argv[1]), S("--before"))) {
		return false;
	}
	wish->before = argv[2];
	wish->library = argv[3];
	wish->guide = argv[4];
	wish->units = argv + WORDS - 1;
	wish->unit_count = argc - WORDS + 1;
	return true;
}

/* A file that was left out would be written over as empty. */
static const err *library_read(struct guide_library *library,
	const char *folder)
{
	const err *e = guide_library_open(library, folder);

	if (e != NULL || library->faults.count == 0) return e;
	return err_make(ERR_FORMAT, "a file cannot be read; see"
		" `bothy guide check`");
}

static const err *guides_find(struct harmless *wish, struct guide **ret_old,
	struct guide **ret_now)
{
	uint64_t number;

	if (!num_read(str_of(wish->guide), GUIDE_NUMBER_MAX, &number)) {
		return err_make(ERR_USAGE, "that is not a number of a guide");
	}
	*ret_old = guide_library_guide(&wish->old, (unsigned)number);
	*ret_now = guide_library_guide(&wish->now, (unsigned)number);
	if (*ret_old != NULL && *ret_now != NULL) return NULL;
	return err_make(ERR_ABSENT, "there is no such guide in both folders");
}

/* Only words may have changed: another kind or slot means something. */
static bool is_only_words(const struct unit *old, const struct unit *now)
{
	struct unit like = *old;

	like.words[0] = now->words[0];
	return unit_seen_eq(unit_seen_now(&like), unit_seen_now(now));
}

static const err *unit_renew(const struct guide *old, struct guide *now,
	const char *name)
{
	struct unit *unit = NULL, *before = NULL;
	unit_id id;

	if (unit_id_read(str_of(name), &id)) {
		unit = guide_unit(now, id);
		before = guide_unit(old, id);
	}
	if (unit == NULL || before == NULL) {
		return err_make(ERR_ABSENT, "a unit is not in both folders");
	}
	if (!is_only_words(before, unit)) {
		return err_make(ERR_REFUSED, "more than words has changed in a"
			" unit");
	}
	(void)printf("%.6s: %zu up to date again\n", name,
		unit_change_is_harmless(now, unit, unit_seen_now(before)));
	return NULL;
}

static const err *words_save(const struct harmless *wish,
	const struct guide *guide, size_t tongue)
{
	const char *path = str_c(wish->now.arena, str_fmt(wish->now.arena,
		"%s/%u/%.*s.words", wish->library, guide->number,
		S_ARG(guide->tongues[tongue]->tag)));
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct write_fault fault;
	const err *e;

	if (words_write(guide, tongue, &out, &fault)) {
		e = file_replace(path, buf_str(&out));
	} else {
		e = err_make(ERR_REFUSED, "words do not fit their unit; see"
			" `bothy guide check`");
	}
	buf_close(&out);
	return e;
}

static const err *renew(struct harmless *wish)
{
	struct guide *old = NULL, *now = NULL;
	const err *e = library_read(&wish->old, wish->before);

	if (e == NULL) e = library_read(&wish->now, wish->library);
	if (e == NULL) e = guides_find(wish, &old, &now);
	for (int i = 0; e == NULL && i < wish->unit_count; i++) {
		e = unit_renew(old, now, wish->units[i]);
	}
	if (e != NULL) return e;
	for (size_t i = 1; e == NULL && i < now->tongue_count; i++) {
		if (words_has_file(now, i)) e = words_save(wish, now, i);
	}
	return e;
}

int guide_harmless_command(int argc, char **argv)
{
	struct harmless wish = {0};
	const err *e;

	if (!wish_read(argc, argv, &wish)) {
		report("needs --before OLD, LIBRARY, GUIDE and units; see"
		       " `bothy guide harmless --help`", UINT64_MAX);
		return 1;
	}
	e = renew(&wish);
	if (e != NULL) report_err("nothing was renewed", e);
	guide_library_close(&wish.old);
	guide_library_close(&wish.now);
	return e == NULL ? 0 : 1;
}
