/* The files of a library out of the model, the other way of guide_read.h and
 * guide_library.h. What these wrote is read to the same model and written to
 * the same bytes [guide-write-1]. Words that do not fit the unit they are for, and are
 * not stale, are not written at all [guide-write-2]: a slot too many or too few,
 * other cells, a mark without its end, a line end. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_WRITE_H
#define GUIDE_GUIDE_WRITE_H

#include "guide/inline.h"
#include "guide/guide_library.h"

/* What cannot be written, and why: the fixed words of inline_fault_text. */
struct write_fault {
	const struct unit *unit;
	enum inline_fault fault;
};

/* The file `guide`: structure and the words of the source. False: what is in
 * `out` is of no use. */
bool guide_write(const struct guide *guide, struct buf *out,
	struct write_fault *ret_fault) MUST_USE;
/* The file `LANG.words` of tongue 1 or higher; blocks in the order of the
 * units. Words that were made out of another language are not its own and are
 * left out. */
bool words_write(const struct guide *guide, size_t tongue, struct buf *out,
	struct write_fault *ret_fault) MUST_USE;
/* A tongue has words or decisions of its own: there is a file to write. */
bool words_has_file(const struct guide *guide, size_t tongue);

void signs_write(const struct guide *guide, struct buf *out);
void guide_library_write(const struct guide_library *library, struct buf *out);
void releases_write(const struct guide_library *library, struct buf *out);

#endif
