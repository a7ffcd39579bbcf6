/* A shared library that only one role needs, opened by that role when it
 * starts, so that the others neither map nor relocate it: libcurl brings
 * thirty more with it. Never closed: its process ends with it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_LIBRARY_H
#define OS_LIBRARY_H

#include "base/err.h"

struct library { void *handle; };

/* `name` is a fixed name of ours, such as "libcurl.so.4". */
const err *library_open(struct library *library, const char *name) MUST_USE;
/* Writes the address of `symbol` into the function pointer at `ret_pointer`;
 * false when the library has none. */
bool library_find(const struct library *library, const char *symbol,
	void *ret_pointer) MUST_USE;

#endif
