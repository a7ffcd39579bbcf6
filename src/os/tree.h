/* Whole folders of outputs: written beside the old one, then put in its place
 * in one step, so that whoever looks sees all of the old or all of the new
 * [tree-1]. Files and folders here are for others to read: their mode is what
 * the umask leaves. A link is never followed when something is removed
 * [tree-2]. Paths are NUL-terminated and ours.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_TREE_H
#define OS_TREE_H

#include "base/buf.h"
#include "base/err.h"

enum { TREE_DEPTH_MAX = 12 };

/* What tells that a file has not been touched; zeros when it is not there. */
struct tree_stamp { uint64_t bytes; int64_t changed_ns; };
struct tree_stamp tree_stamp_of(const char *path);
/* The same of the program that runs. */
struct tree_stamp tree_stamp_self(void);

/* A folder, with those above it as far as they are not there. */
const err *tree_folder(const char *path) MUST_USE;
/* A new file; its folder is there. Not durable before tree_sync. */
const err *tree_write(const char *path, str bytes) MUST_USE;
/* The same file under a second name, or a copy where that cannot be. */
const err *tree_link(const char *from, const char *to) MUST_USE;
/* All that was written to the disk that holds `path` is on it. */
const err *tree_sync(const char *path) MUST_USE;
/* `fresh` stands at `path`, and what stood there, if anything, at `fresh`
 * [tree-1]. */
const err *tree_swap(const char *fresh, const char *path) MUST_USE;
/* With all that is in it; absent is fine [tree-2]. */
const err *tree_remove(const char *path) MUST_USE;

#endif
