/* A folder of Markdown files: see tree.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/tree.h"

#include "os/file.h"

#include <stdlib.h>

enum { TAG_MAX = 12 };

/* What folders are called elsewhere. */
static const struct { str name, tag; } others[] = {
	{S_INIT("arabic"), S_INIT("ar")}, {S_INIT("sorani"), S_INIT("ckb")},
	{S_INIT("kurmanji"), S_INIT("kmr")}, {S_INIT("badini"), S_INIT("kmr-Arab")},
	{S_INIT("english"), S_INIT("en")}, {S_INIT("farsi"), S_INIT("fa")},
	{S_INIT("persian"), S_INIT("fa")}, {S_INIT("french"), S_INIT("fr")},
	{S_INIT("german"), S_INIT("de")}, {S_INIT("spanish"), S_INIT("es")},
	{S_INIT("turkish"), S_INIT("tr")}, {S_INIT("ara"), S_INIT("ar")},
	{S_INIT("eng"), S_INIT("en")},
	{S_INIT("ku"), S_INIT("kmr")}, {S_INIT("kmr-latn"), S_INIT("kmr")},
	{S_INIT("ku-iq"), S_INIT("ckb")}, {S_INIT("cb"), S_INIT("ckb")},
	{S_INIT("zh-hans"), S_INIT("zh")}, {S_INIT("zh-hant"), S_INIT("zh")},
};

static const struct tongue *tongue_named(str name)
{
	for (size_t i = 0; i < tongue_count; i++) {
		if (str_eq_nocase(tongues[i].tag, name)) return &tongues[i];
	}
	for (size_t i = 0; i < NELEM(others); i++) {
		if (str_eq_nocase(others[i].name, name)) {
			return tongue_find(others[i].tag);
		}
	}
	return NULL;
}

/* "pt_BR" is "pt", "ckb-IQ" is "ckb": a country makes no other language here. */
const struct tongue *tree_tongue(str name)
{
	char tag[TAG_MAX];
	const struct tongue *found;

	if (name.len < 2 || name.len > TAG_MAX) return NULL;
	for (size_t i = 0; i < name.len; i++) {
		tag[i] = name.at[i] == '_' ? '-' : name.at[i];
	}
	name = str_bytes(tag, name.len);
	found = tongue_named(name);
	for (size_t i = 2; found == NULL && i <= 3; i++) {
		if (name.len == i + 3 && tag[i] == '-') {
			found = tongue_named(str_first(name, i));
		}
	}
	return found;
}

static str ending_of(str path)
{
	static const str endings[] = {S_INIT(".md"), S_INIT(".markdown"),
		S_INIT(".mdown")};

	for (size_t i = 0; i < NELEM(endings); i++) {
		str end;

		if (path.len <= endings[i].len) continue;
		end = str_from(path, path.len - endings[i].len);
		if (str_eq_nocase(end, endings[i])) return end;
	}
	return S("");
}

bool tree_is_markdown(str path)
{
	return ending_of(path).len > 0;
}

/* -- names ---------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct tree_file *)a)->path,
		((const struct tree_file *)b)->path);
}

const struct tree_file *tree_find(const struct tree *tree, str path)
{
	struct tree_file wanted = {.path = path};

	if (tree->files.count == 0) return NULL;
	return bsearch(&wanted, tree->files.at, tree->files.count,
		sizeof(wanted), by_path);
}

/* Docusaurus keeps translations of "docs/" there. */
static const str docs_elsewhere = S_INIT("docusaurus-plugin-content-docs/current/");

/* The path without the first folder that is a language. */
static str folder_take(struct arena *arena, str path,
	const struct tongue **ret_tongue)
{
	str rest = path, part;

	while (str_cut(rest, '/', &part, &rest)) {
		const struct tongue *tongue = tree_tongue(part);
		size_t before = (size_t)(part.at - path.at);

		if (tongue == NULL) continue;
		*ret_tongue = tongue;
		if (str_starts(rest, docs_elsewhere)
			&& str_ends(str_first(path, before), S("i18n/"))) {
			return str_fmt(arena, "%.*sdocs/%.*s",
				(int)(before - S("i18n/").len), path.at,
				S_ARG(str_from(rest, docs_elsewhere.len)));
		}
		return str_fmt(arena, "%.*s%.*s", (int)before, path.at,
			S_ARG(rest));
	}
	return path;
}

/* A name that ends like another file's and a language: "Malware_RU" beside
 * "Malware", or in the folder of that language; "malware.ar" always. */
static str suffix_take(struct arena *arena, const struct tree *tree,
	struct tree_file *file, str key, str ending)
{
	size_t at = key.len;
	const struct tongue *tongue;
	str stem;

	while (at > 0 && key.at[at - 1] != '/' && key.at[at - 1] != '.'
		&& key.at[at - 1] != '_' && key.at[at - 1] != '-') {
		at--;
	}
	if (at < 2 || key.at[at - 1] == '/') return key;
	tongue = tree_tongue(str_from(key, at));
	stem = str_first(key, at - 1);
	if (tongue == NULL || (file->tongue != NULL && file->tongue != tongue)) {
		return key;
	}
	if (file->tongue == NULL && key.at[at - 1] != '.' && tree_find(tree,
			str_fmt(arena, "%.*s%.*s", S_ARG(stem),
				S_ARG(ending))) == NULL) {
		return key;
	}
	file->tongue = tongue;
	return stem;
}

void tree_names(struct arena *arena, struct tree *tree)
{
	for (size_t i = 0; i < tree->files.count; i++) {
		struct tree_file *file = &tree->files.at[i];
		str ending = ending_of(file->path), key;

		key = folder_take(arena, file->path, &file->tongue);
		key = str_first(key, key.len - ending.len);
		file->key = suffix_take(arena, tree, file, key, ending);
	}
}

/* -- the folder ----------------------------------------------------------- */

struct walking {
	struct arena *arena;
	struct exchange *exchange;
	struct tree *tree;
	size_t entries;
	bool full;
};

static void pass(struct walking *w, str path, str why)
{
	exchange_say(w->exchange, path, 0, EXCHANGE_WARNING, why);
}

static bool folder_walk(struct walking *w, str inside, unsigned depth);

static void entry_take(struct walking *w, str path, str name, unsigned depth)
{
	struct tree_file file = {.path = path};

	if (name.at[0] == '.') {
		pass(w, path, S("a hidden file or folder is passed over"));
		return;
	}
	switch (file_kind_of(str_c(w->arena, str_fmt(w->arena, "%.*s/%.*s",
		S_ARG(w->tree->folder), S_ARG(path))))) {
	case FILE_KIND_ABSENT: pass(w, path, S("it cannot be looked at")); break;
	case FILE_KIND_LINK:
		pass(w, path, S("a symbolic link is not followed"));
		break;
	case FILE_KIND_OTHER: pass(w, path, S("it is no file")); break;
	case FILE_KIND_FOLDER:
		if (!folder_walk(w, path, depth + 1)) {
			pass(w, path, S("a folder that cannot be read, or is"
				" too deep"));
		}
		break;
	case FILE_KIND_PLAIN:
		LIST_ADD(w->arena, &w->tree->files, file);
		break;
	}
}

static bool folder_walk(struct walking *w, str inside, unsigned depth)
{
	struct file_names names;
	const char *path = str_c(w->arena, str_fmt(w->arena, "%.*s/%.*s",
		S_ARG(w->tree->folder), S_ARG(inside)));

	if (depth > TREE_DEPTH_MAX || inside.len > TREE_PATH_MAX) return false;
	if (file_list(w->arena, path, &names) != NULL) return false;
	for (size_t i = 0; i < names.count && !w->full; i++) {
		str name = names.at[i];

		if (w->entries++ == TREE_FILES_MAX) {
			w->full = true;
			pass(w, inside, S("more files than are taken at once:"
				" the rest is passed over"));
			break;
		}
		entry_take(w, inside.len == 0 ? name : str_fmt(w->arena,
			"%.*s/%.*s", S_ARG(inside), S_ARG(name)), name, depth);
	}
	return true;
}

/* A path of one file: its folder, and the file in it. */
static void single(struct arena *arena, str path, struct tree *tree)
{
	struct tree_file file = {.path = path};

	tree->folder = S(".");
	for (size_t i = path.len; i > 0; i--) {
		if (path.at[i - 1] != '/') continue;
		tree->folder = str_dup(arena, str_first(path, i));
		file.path = str_from(path, i);
		break;
	}
	file.path = str_dup(arena, file.path);
	LIST_ADD(arena, &tree->files, file);
}

const err *tree_read(struct arena *arena, const char *path,
	struct exchange *exchange, struct tree *ret_tree)
{
	struct tree tree = {.folder = str_dup(arena, str_of(path))};
	struct walking w = {.arena = arena, .exchange = exchange, .tree = &tree};
	struct file_names names;

	if (!file_exists(path)) {
		return err_make(ERR_ABSENT, "there is nothing to import");
	}
	if (!file_is_special(path)) {
		single(arena, str_of(path), &tree);
	} else {
		const err *e = file_list(arena, path, &names);

		if (e != NULL) return e;
		(void)folder_walk(&w, S(""), 0);
	}
	if (tree.files.count > 0) {
		qsort(tree.files.at, tree.files.count,
			sizeof(*tree.files.at), by_path);
	}
	tree_names(arena, &tree);
	*ret_tree = tree;
	return NULL;
}
