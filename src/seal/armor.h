/* ASCII armor of age files: strict PEM (RFC 7468, figure 3) with the label
 * AGE ENCRYPTED FILE, doc/seal.md 1.5. Writes LF and nothing around the block;
 * reads LF or CRLF and blanks before and after the block, and refuses every
 * other deviation [armor-1], so one sealed file has one armor but for those.
 * Streams both ways; holds one line at most. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_ARMOR_H
#define SEAL_ARMOR_H

#include "base/buf.h"

enum {
	ARMOR_COLUMNS = 64,
	ARMOR_LINE_BYTES = 48,
	ARMOR_BLANKS_MAX = 1024, /* before, and after: enough for any mail */
	ARMOR_GUESS_BYTES = 4096 /* armor_is wants so many, or the whole file */
};

/* A file that begins like this is meant as armor: its first word begins with
 * two dashes, or a block begins further down (which is then refused). */
bool armor_is(str start);

struct armor_writer { char held[ARMOR_LINE_BYTES]; size_t len; };
void armor_begin(struct armor_writer *writer, struct buf *out);
void armor_put(struct armor_writer *writer, str bytes, struct buf *out);
void armor_end(struct armor_writer *writer, struct buf *out);

struct armor_reader {
	enum { ARMOR_BEFORE, ARMOR_INSIDE, ARMOR_CLOSING, ARMOR_AFTER } place;
	struct buf line;   /* the part of a line that is here already */
	struct buf bytes;  /* of a short line, until the end line follows it */
	size_t blanks;
};
/* Starts from {0}. Takes all of `text` and appends what it decodes to `out`.
 * False: armor failure, which is final; what stood before it was appended. */
bool armor_read(struct armor_reader *reader, str text, struct buf *out)
	MUST_USE;
/* The text has ended: false when the block has not. */
bool armor_read_end(struct armor_reader *reader, struct buf *out) MUST_USE;
void armor_reader_close(struct armor_reader *reader);

#endif
