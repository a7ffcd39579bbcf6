/* What the words of a command say of a desk and its recovery parts: the folder,
 * the parts that are given, how many new ones are wanted and where they go. For
 * `bothy parts`, `recover` and `rehearse`.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PARTS_CHOICE_H
#define DESK_PARTS_CHOICE_H

#include "base/err.h"
#include "seal/share.h"

struct parts_choice {
	const char *dir, *passphrase_file;
	const char *given[SHARE_PARTS_MAX]; /* files */
	size_t given_count;
	struct share_kind kind;             /* of the new parts */
	const char *out;                    /* a folder for them; NULL: printed */
};

/* Rows of a getopt_long table that parts_choice_option reads. */
#define PARTS_CHOICE_PASSPHRASE \
	{"passphrase-file", required_argument, NULL, 'p'}
#define PARTS_CHOICE_NEW {"recovery-out", required_argument, NULL, 'o'}, \
	{"parts", required_argument, NULL, 'n'}, \
	{"needed", required_argument, NULL, 'k'}
bool parts_choice_option(struct parts_choice *choice, int letter,
	const char *value);
/* A whole command line that makes new parts: `take` gets each option of the
 * table, its value in optarg; then what parts_choice_words reads. False: it is
 * not right. */
struct option;
struct parts_options {
	const struct option *names;
	bool (*take)(void *owner, int letter);
	void *owner;
};
bool parts_choice_read(struct parts_choice *choice, int argc, char **argv,
	const struct parts_options *options);
/* DIR [PART…], all that stands behind the options; false when there is no DIR
 * or there are too many parts. */
bool parts_choice_words(struct parts_choice *choice, size_t count,
	char **words);

/* The new parts, on paper or as files; the owner is a struct parts_choice. */
const err *parts_choice_give(void *owner, const struct buf *parts,
	size_t count) MUST_USE;

#endif
