/* Errors of functions that touch the world: a pointer, NULL means fine. The
 * code is for the caller, the text for the operator; a visitor sees only a
 * neutral page chosen by the code. A text never holds what a person wrote, an
 * address or a name [err-1]: fixed words, our own file names, numbers.
 * Errors live in a ring of eight, so a failure while cleaning up does not
 * overwrite its first cause; processes are single-threaded.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

enum err_code {
	ERR_IO,        /* the system refused: see sys */
	ERR_ABSENT,    /* what was asked for is not there */
	ERR_EXISTS,    /* it is already there */
	ERR_FULL,      /* disk or a limit of ours */
	ERR_FORMAT,    /* bytes that are not what they should be */
	ERR_KEY,       /* wrong key or passphrase */
	ERR_REFUSED,   /* a rule says no */
	ERR_BUSY,      /* someone else holds it; try later */
	ERR_GONE,      /* the other side has left */
	ERR_USAGE,     /* the command line was wrong */
	ERR_CODE_COUNT
};

typedef struct {
	enum err_code code;
	int sys; /* errno, or 0 */
	char text[120];
} err;

/* A new error. `format` is a fixed text; its arguments are numbers or our own
 * file names [err-1]. */
const err *err_make(enum err_code code, const char *format, ...)
	FORMAT_PRINTF(2, 3) MUST_USE COLD;
/* The same with errno added to the text; ENOSPC, EDQUOT become ERR_FULL,
 * ENOENT ERR_ABSENT, EEXIST ERR_EXISTS. */
const err *err_sys(const char *format, ...) FORMAT_PRINTF(1, 2) MUST_USE COLD;

#endif
