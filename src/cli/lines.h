/* Standard input, line by line, for the commands that work on text. Keeps one
 * line at a time and wipes it; what is written never appears in an error.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include "base/buf.h"
#include "base/err.h"

/* A longer line is refused: no text of a person is as long. */
enum { LINES_LINE_MAX = 1 << 20 };

/* Calls `each` for every line (without its LF, any other bytes), which appends
 * what is to be written for it; written to standard output in order. A last
 * line needs no LF. */
const err *lines_each(void (*each)(str line, struct buf *out)) MUST_USE;

#endif
