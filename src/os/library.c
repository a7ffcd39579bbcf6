/* Libraries opened late: see library.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/library.h"

#include <dlfcn.h>
#include <string.h>

const err *library_open(struct library *library, const char *name)
{
	library->handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (library->handle != NULL) return NULL;
	return err_make(ERR_ABSENT, "%s cannot be opened", name);
}

bool library_find(const struct library *library, const char *symbol,
	void *ret_pointer)
{
	void *address = dlsym(library->handle, symbol);

	if (address == NULL) return false;
	/* A function pointer has the size of an object pointer here (POSIX). */
	memcpy(ret_pointer, &address, sizeof(address));
	return true;
}
