/* A folder of Markdown files into a folder of guides: reads the one
 * (tree.h), makes guides (intake.h), adds them to the other under the next
 * numbers. A guide that is there is never changed [intake_folder-1], unless it is
 * wished: then guides that were made from these files are brought up to them
 * (renewal_folder.h). The library need not be there yet.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INTAKE_FOLDER_H
#define GUIDE_INTAKE_FOLDER_H

#include "base/err.h"
#include "guide/exchange.h"
#include "guide/guide_library.h"

enum {
	INTAKE_BYTES_MAX = 64 << 20,  /* of Markdown in one go */
	INTAKE_PICTURE_MAX = 4 << 20  /* a photograph of a telephone */
};
#define INTAKE_ARENA_MAX ((size_t)8 << 30) /* bounded by what is read */

struct intake_wish {
	const char *library, *from;
	const struct tongue *source;     /* NULL: the library's, or English */
	enum words_missing missing;      /* of what is not paired */
	bool dry;                        /* nothing is written */
	bool renews;                     /* guides that are there */
	bool takes_words;                /* of files, in place of theirs */
};

struct intake_counts { size_t files, refused, guides, renewed; };

const err *intake_folder(const struct intake_wish *wish,
	struct exchange *exchange, struct intake_counts *ret_counts) MUST_USE;

/* The next free number of a library, and its source language; makes its file
 * `library` (unless `dry`) when there is none. */
const err *intake_library(const struct intake_wish *wish, unsigned *ret_next,
	const struct tongue **ret_source) MUST_USE;
/* Writes a guide with its languages as a new one of the library. */
const err *intake_guide_write(const char *library, const struct guide *guide)
	MUST_USE;

#endif
