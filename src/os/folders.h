/* Whole folders of outputs: written beside the old one, then put in its place
 * in one step, so that whoever looks sees all of the old or all of the new
 * [folders-1]. Files and folders here are for others to read: their mode is what
 * the umask leaves. A link is never followed when something is removed
 * [folders-2]. Paths are NUL-terminated and ours.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_FOLDERS_H
#define OS_FOLDERS_H

#include "base/buf.h"
#include "base/err.h"

enum { FOLDERS_DEPTH_MAX = 12 };

/* What tells that a file has not been touched; zeros when it is not there. */
struct folders_stamp { uint64_t bytes; int64_t changed_ns; };
struct folders_stamp folders_stamp_of(const char *path);
/* The same of the program that runs. */
struct folders_stamp folders_stamp_self(void);

/* A folder, with those above it as far as they are not there. */
const err *folders_make(const char *path) MUST_USE;
/* A new file; its folder is there. Not durable before folders_sync. */
const err *folders_write(const char *path, str bytes) MUST_USE;
/* The same file under a second name, or a copy where that cannot be. */
const err *folders_link(const char *from, const char *to) MUST_USE;
/* All that was written to the disk that holds `path` is on it. */
const err *folders_sync(const char *path) MUST_USE;
/* `fresh` stands at `path`, and what stood there, if anything, at `fresh`
 * [folders-1]. */
const err *folders_swap(const char *fresh, const char *path) MUST_USE;
/* With all that is in it; absent is fine [folders-2]. */
const err *folders_remove(const char *path) MUST_USE;

#endif
