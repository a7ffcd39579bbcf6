/* What a guide can be carried away as. A form is one row of the table in
 * format.c and one writer; the bindery (bindery.h) asks each for each guide in
 * each language and puts the bytes under OUT/FOLDER/LANG/N…. A writer is pure
 * but for the originals of pictures and recordings under `edition->folder`.
 *
 * [format-1] the same job gives the same bytes: no clock, no random number, no
 *            path, no version, no name of a machine
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_FORMAT_H
#define GUIDE_FORMAT_H

#include "guide/edition.h"

struct pdf_kept;

/* One guide in one language, to be written. The arena is the job's own. */
struct format_job {
	struct arena *arena;
	const struct checked *checked;
	const struct edition *edition;
	struct pdf_kept *kept; /* for what several forms need (pdf.h), or NULL */
};

struct format {
	str folder;  /* of OUT: "epub" */
	str suffix;  /* behind the number: ".epub"; empty: `name` says it */
	/* How many files it becomes; NULL: one. None is fine. */
	size_t (*count)(const struct format_job *job);
	/* What stands behind the number of file `part`: "-2-tall.png". */
	void (*name)(const struct format_job *job, size_t part,
		struct buf *out);
	/* The bytes of file `part`. NULL, or why there are none, as a fixed
	 * sentence. */
	const char *(*write)(const struct format_job *job, size_t part,
		struct buf *out);
	size_t cap_bytes; /* of one file; 0: BUF_CAP_DEFAULT */
};

extern const struct format formats[];
extern const size_t format_count;

/* One file of a folder. */
struct format_file { str path, bytes; };

#endif
