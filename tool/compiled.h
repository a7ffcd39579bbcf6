/* A template as the C it is so far. Owns the text between two directives, which
 * becomes literals of C, and the two files that are written in the end.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TOOL_COMPILED_H
#define TOOL_COMPILED_H

#include "base/buf.h"

/* What directives write: the body, and what others include. */
extern struct buf compiled_code, compiled_header;

/* One byte of the page's text. Runs of blanks with a line end become one line
 * end, outside values. */
void compiled_byte(char c);
/* The text that was not written as C yet; and writes it. */
str compiled_literal(void);
void compiled_flush(void);
/* What follows is of that line. */
void compiled_line(const char *file, int line);

#endif
