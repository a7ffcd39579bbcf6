/* A folder of Markdown files, and what their names say: which file is of which
 * language, and which are the same guide. Nothing is followed that leads out
 * of the folder: no link, no device, nothing hidden [tree-1]. What is passed
 * over is a remark.
 *
 * A language is a folder on the way ("ar/", "content/fa/") or the end of a
 * name ("Malware_RU.md", "malware.ar.md"); a file without one is in the
 * language of the source.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_TREE_H
#define GUIDE_TREE_H

#include "base/err.h"
#include "guide/exchange.h"
#include "guide/tongue.h"

enum { TREE_FILES_MAX = 20000, TREE_DEPTH_MAX = 24, TREE_PATH_MAX = 3000 };

struct tree_file {
	str path;                    /* from the folder */
	str key;                     /* the same for all languages of a guide */
	const struct tongue *tongue; /* NULL: none is said */
};

struct tree {
	str folder;
	struct tree_file_list LIST_OF(struct tree_file) files; /* by path */
};

/* `path`: a folder, or one file. */
const err *tree_read(struct arena *arena, const char *path,
	struct exchange *exchange, struct tree *ret_tree) MUST_USE;
/* Language and key of each file, from its path alone. */
void tree_names(struct arena *arena, struct tree *tree);
/* The language a folder or an ending is called after; NULL: none. */
const struct tongue *tree_tongue(str name);
bool tree_is_markdown(str path);
/* The file of that path, or NULL. */
const struct tree_file *tree_find(const struct tree *tree, str path);

#endif
