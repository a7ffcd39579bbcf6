/* Asking a person at the terminal: passphrases without echo. What she types
 * goes to the terminal itself, never through standard input or output, so
 * pipes stay free for data.
 *
 * [terminal-1] the echo is restored, also when she interrupts
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_TERMINAL_H
#define OS_TERMINAL_H

#include "base/err.h"

enum { TERMINAL_LINE_MAX = 1024 }; /* longer than anyone types */

/* Shows `question` on the terminal and reads a line without echo into
 * `ret_line` (the caller's guarded memory, `size` bytes, at most
 * TERMINAL_LINE_MAX); *ret_len without the line end. ERR_ABSENT: no terminal;
 * ERR_FULL: longer than `size`; ERR_GONE: she ended it. */
const err *terminal_secret(const char *question, char *ret_line, size_t size,
	size_t *ret_len) MUST_USE;
/* The same with echo: for words that are not secret, and yes or no. */
const err *terminal_line(const char *question, char *ret_line, size_t size,
	size_t *ret_len) MUST_USE;

/* Standard output is a terminal. */
bool terminal_is_output(void);

#endif
