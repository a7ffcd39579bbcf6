/* What stands in {{ }} in a template, as C (doc/pages.md): values, texts to
 * translate, blocks. What it cannot make safe it refuses [place-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TOOL_DIRECTIVE_H
#define TOOL_DIRECTIVE_H

#include "base/str.h"

#include <stdbool.h>

/* One directive, without its braces, on this line. */
void directive_take(str all, const char *file, int line);
/* A block's beginning or end, or a comment: nothing that says something. */
bool directive_is_silent(str all);
/* Some block, the page too, has not ended; the line the innermost began on. */
bool directive_is_open(void);
int directive_open_line(void);

/* Takes a word off the front. */
str directive_word(str *rest);
/* Takes "quoted text" off the front, with its quotes. */
str directive_quoted(str *rest);

#endif
