/* A folder of guides in memory: what holds for all of them, every guide with
 * its languages and signatures, the releases. A file that is not right is left
 * out whole and reported; the rest is there. Never writes.
 *
 * [guide-library-1] a file is read whole or left out whole, and is then among the
 *             faults
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_LIBRARY_H
#define GUIDE_GUIDE_LIBRARY_H

#include "base/err.h"
#include "guide/edition.h"
#include "guide/guide_read.h"

enum { LIBRARY_BYTES = 1 << 30, LIBRARY_WHERE_MAX = 16 };

/* One line of a release's change list. */
struct change {
	str kind;                 /* added, corrected, withdrawn, renewed */
	unsigned guide;
	const struct tongue *tongue;
	str words;
};

struct release {
	unsigned number;
	int64_t day;
	struct change_list LIST_OF(struct change) changes;
};

/* What could not be read. */
struct guide_library_fault {
	str file;                 /* inside the folder: "3/ar.words" */
	struct read_fault fault;
};

/* The file `voice` of a story, in place of that in the folder. */
struct guide_library_voice { unsigned story; str file; };

struct guide_library {
	struct arena *arena;      /* keeps everything here */
	str folder;
	struct name_list LIST_OF(struct edition_name) names;
	const struct tongue *source;
	str onion;
	struct where_list LIST_OF(str) where;
	unsigned expires_days;    /* 0: never */
	bool is_starter;
	struct guide_list LIST_OF(struct guide) guides; /* by number */
	struct guide_list stories;
	bool has_voices;          /* none but those below */
	struct library_voice_list LIST_OF(struct guide_library_voice) voices;
	struct edition_file_list beside; /* files of guides in no folder */
	struct release_list LIST_OF(struct release) releases;
	struct library_fault_list LIST_OF(struct guide_library_fault) faults;
};

/* Reads `folder`. An error only when the folder or its file `library` cannot
 * be read at all; close it in any case. */
const err *guide_library_open(struct guide_library *ret_library, const char *folder)
	MUST_USE;
/* The same with those guides and stories only that are wanted, by the numbers
 * of their pages. */
struct guide_filter { bool (*wants)(void *of, unsigned number); void *of; };
const err *guide_library_open_some(struct guide_library *ret_library,
	const char *folder, const struct guide_filter *filter) MUST_USE;
void guide_library_close(struct guide_library *library);
/* Marks the guides that the newest release naming them withdraws (doc/guides.md 7);
 * done already by who opens a folder. */
void guide_library_withdraw(struct guide_library *library);
/* The guide of that number, or NULL. */
struct guide *guide_library_guide(const struct guide_library *library, unsigned number);

/* The same from bytes, for tests: the files `library` and `releases`. Kept by
 * library->arena. */
bool guide_library_file_read(struct guide_library *library, str file,
	struct read_fault *ret_fault) MUST_USE;
bool releases_read(struct guide_library *library, str file,
	struct read_fault *ret_fault) MUST_USE;

/* What its newest release says of itself; number 0 before the first. */
struct edition guide_library_edition(const struct guide_library *library);

#endif
