/* The vocabulary every file shares: attributes, must(), and the two calls
 * that end the process. It owns nothing and includes nothing of ours.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NELEM(array) (sizeof(array) / sizeof((array)[0]))

#define MUST_USE __attribute__((warn_unused_result))
#define FORMAT_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define NO_RETURN __attribute__((noreturn))
#define COLD __attribute__((cold))

/* The struct that holds `member` at address `pointer`. */
#define CONTAINER(pointer, type, member) \
	((type *)(void *)((char *)(pointer)-offsetof(type, member)))

/* An invariant. Stays on in release: a bug stops the process, the parent
 * starts it again, and the log makes that safe. */
#define must(truth) \
	((truth) ? (void)0 : bug(__FILE__, __LINE__, #truth))

/* Prints "bug: file:line: text" to stderr and aborts. */
NO_RETURN COLD void bug(const char *file, int line, const char *text);

/* Prints one fixed text to stderr and ends the process with status 70:
 * out of memory, or a lost sibling process. Never what a person wrote. */
NO_RETURN COLD void die(const char *text);

#endif
