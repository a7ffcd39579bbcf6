/* The ring of errors, and the two ways to stop: see err.h and base.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RING_LENGTH = 8, EXIT_DIE = 70 };

static err ring[RING_LENGTH];
static unsigned next;

static err *take(enum err_code code, int sys)
{
	err *e = &ring[next++ % RING_LENGTH];

	e->code = code;
	e->sys = sys;
	return e;
}

const err *err_make(enum err_code code, const char *format, ...)
{
	err *e = take(code, 0);
	va_list args;

	va_start(args, format);
	(void)vsnprintf(e->text, sizeof(e->text), format, args);
	va_end(args);
	return e;
}

static enum err_code code_of(int sys)
{
	switch (sys) {
	case ENOSPC:
	case EDQUOT: return ERR_FULL;
	case ENOENT: return ERR_ABSENT;
	case EEXIST: return ERR_EXISTS;
	case EAGAIN: return ERR_BUSY;
	case EPIPE:
	case ECONNRESET: return ERR_GONE;
	default: return ERR_IO;
	}
}

const err *err_sys(const char *format, ...)
{
	int sys = errno;
	err *e = take(code_of(sys), sys);
	va_list args;
	size_t len;

	va_start(args, format);
	(void)vsnprintf(e->text, sizeof(e->text), format, args);
	va_end(args);
	len = strlen(e->text);
	(void)snprintf(e->text + len, sizeof(e->text) - len, ": %s",
		strerror(sys));
	return e;
}

void bug(const char *file, int line, const char *text)
{
	(void)fprintf(stderr, "bothy: bug: %s:%d: %s\n", file, line, text);
	abort();
}

void die(const char *text)
{
	(void)fprintf(stderr, "bothy: %s\n", text);
	exit(EXIT_DIE);
}
