/* Reading a folder of guides: see guide_library.h. Its two own files are read in
 * guide_library_file.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/guide_library.h"

#include "base/field.h"
#include "base/num.h"
#include "os/file.h"

#include <string.h>

struct opening {
	struct guide_library *library;
	struct arena *scratch;    /* paths and names */
	struct guide_list *to;
	str folder;               /* inside the library: "" or "stories/" */
	const struct guide_filter *filter; /* NULL: all of them */
};

static void fault_add(struct guide_library *library, str file,
	struct read_fault fault)
{
	struct guide_library_fault new = {str_dup(library->arena, file), fault};

	LIST_ADD(library->arena, &library->faults, new);
}

/* The bytes of a file inside the library; false and a fault when it cannot be
 * read. */
static bool bytes_read(struct opening *o, str file, str *ret_bytes)
{
	struct guide_library *library = o->library;
	/* and what is asked for at the end, to see that nothing follows */
	struct buf bytes = buf_cap((size_t)2 * GUIDE_FILE_BYTES_MAX);
	const char *path = str_c(o->scratch, str_fmt(o->scratch, "%.*s/%.*s",
		S_ARG(library->folder), S_ARG(file)));
	const err *e;

	if (arena_used(library->arena) > LIBRARY_BYTES / 2) {
		fault_add(library, file, (struct read_fault){1,
			S("more than one library can hold")});
		return false;
	}
	e = file_read_plain(path, GUIDE_FILE_BYTES_MAX, &bytes);
	if (e == NULL) *ret_bytes = buf_take(&bytes, library->arena);
	else fault_add(library, file, (struct read_fault){1,
		S("cannot be read, or is too long")});
	buf_close(&bytes);
	return e == NULL;
}

typedef bool file_reader(struct arena *arena, str file, struct guide *guide,
	struct read_fault *ret_fault);

/* One file of a guide through its reader. */
static bool file_take(struct opening *o, str file, struct guide *guide,
	file_reader *reader)
{
	struct read_fault fault;
	str bytes;

	if (!bytes_read(o, file, &bytes)) return false;
	if (reader(o->library->arena, bytes, guide, &fault)) return true;
	fault_add(o->library, file, fault);
	return false;
}

static str file_in(struct opening *o, str guide, str name)
{
	return str_fmt(o->scratch, "%.*s%.*s/%.*s", S_ARG(o->folder),
		S_ARG(guide), S_ARG(name));
}

/* A file LANG.words holds that language: its name is what people see. */
static bool is_misnamed(str file, str name)
{
	str tag = str_first(name, name.len - S(".words").len), language;

	return field_line(&file, S("bothy-words 1"))
		&& field_take(&file, S("language"), &language)
		&& tongue_find(language) != NULL && !str_eq(language, tag);
}

static void words_take(struct opening *o, str file, str name,
	struct guide *guide)
{
	struct read_fault fault = {2, S("another language than the file's "
		"name")};
	str bytes;

	if (!bytes_read(o, file, &bytes)) return;
	if (is_misnamed(bytes, name) || !words_read(o->library->arena, bytes,
		guide, &fault)) {
		fault_add(o->library, file, fault);
	}
}

static void guide_take(struct opening *o, str name, unsigned number,
	const struct file_names *files)
{
	struct guide guide = {0};

	if (!file_take(o, file_in(o, name, S("guide")), &guide, guide_read)) {
		return;
	}
	guide.number = number;
	if (guide.is_story != (o->to == &o->library->stories)) {
		fault_add(o->library, file_in(o, name, S("guide")),
			(struct read_fault){1, S("a story among guides, or a "
				"guide among stories")});
		return;
	}
	for (size_t i = 0; i < files->count; i++) {
		if (!str_ends(files->at[i], S(".words"))) continue;
		words_take(o, file_in(o, name, files->at[i]), files->at[i],
			&guide);
	}
	words_transliterate(o->library->arena, &guide);
	for (size_t i = 0; i < files->count; i++) {
		if (!str_eq(files->at[i], S("signs"))) continue;
		(void)file_take(o, file_in(o, name, files->at[i]), &guide,
			signs_read);
	}
	LIST_ADD(o->library->arena, o->to, guide);
}

static void sort(struct guide_list *guides)
{
	for (size_t i = 1; i < guides->count; i++) {
		struct guide guide = guides->at[i];
		size_t j = i;

		while (j > 0 && guides->at[j - 1].number > guide.number) {
			guides->at[j] = guides->at[j - 1];
			j--;
		}
		guides->at[j] = guide;
	}
}

static bool is_wanted(const struct opening *o, unsigned number)
{
	return o->filter == NULL || o->filter->wants(o->filter->of, number);
}

static const err *guides_take(struct opening *o)
{
	struct guide_library *library = o->library;
	struct file_names names, files;
	const char *path = str_c(o->scratch, str_fmt(o->scratch, "%.*s/%.*s",
		S_ARG(library->folder), S_ARG(o->folder)));
	const err *e = file_list(o->scratch, path, &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		uint64_t number;

		if (!num_read(names.at[i], GUIDE_NUMBER_MAX, &number)
			|| number == 0 || !is_wanted(o, (unsigned)number
			+ (o->folder.len > 0 ? STORY_PAGES : 0U))) {
			continue;
		}
		path = str_c(o->scratch, str_fmt(o->scratch, "%.*s/%.*s%.*s",
			S_ARG(library->folder), S_ARG(o->folder),
			S_ARG(names.at[i])));
		if (file_list(o->scratch, path, &files) != NULL) continue;
		guide_take(o, names.at[i], (unsigned)number, &files);
	}
	sort(o->to);
	return e;
}

static const err *own_files(struct opening *o, const char *folder)
{
	struct read_fault fault;
	str bytes;

	if (!bytes_read(o, S("library"), &bytes)) {
		return err_make(ERR_ABSENT, "no file \"library\" that can be "
			"read in this folder");
	}
	if (!guide_library_file_read(o->library, bytes, &fault)) {
		return err_make(ERR_FORMAT, "library:%u: %s", fault.line,
			fault.text.at); /* fixed words */
	}
	if (!file_exists(str_c(o->scratch, str_fmt(o->scratch, "%s/releases",
		folder))) || !bytes_read(o, S("releases"), &bytes)) {
		return NULL;
	}
	if (!releases_read(o->library, bytes, &fault)) {
		fault_add(o->library, S("releases"), fault);
	}
	return NULL;
}

/* -- what was withdrawn --------------------------------------------------- */

struct guide *guide_library_guide(const struct guide_library *library,
	unsigned number)
{
	for (size_t i = 0; i < library->guides.count; i++) {
		if (library->guides.at[i].number == number) {
			return &library->guides.at[i];
		}
	}
	return NULL;
}

/* The newest release that names a guide decides: of its lines, those that
 * withdraw it give the words. */
static void release_apply(struct guide_library *library,
	const struct release *release)
{
	for (size_t i = 0; i < release->changes.count; i++) {
		const struct change *change = &release->changes.at[i];
		struct guide *guide = guide_library_guide(library,
			change->guide);

		if (guide == NULL) continue;
		guide->is_withdrawn = str_eq(change->kind, S("withdrawn"));
		memset(guide->withdrawn, 0, sizeof(guide->withdrawn));
	}
	for (size_t i = 0; i < release->changes.count; i++) {
		const struct change *change = &release->changes.at[i];
		struct guide *guide = guide_library_guide(library,
			change->guide);
		size_t at;

		if (guide == NULL || !guide->is_withdrawn
			|| !str_eq(change->kind, S("withdrawn"))
			|| !guide_tongue(guide, change->tongue->tag, &at)) {
			continue;
		}
		guide->withdrawn[at] = change->words;
	}
}

void guide_library_withdraw(struct guide_library *library)
{
	for (size_t i = 0; i < library->releases.count; i++) {
		release_apply(library, &library->releases.at[i]);
	}
}

const err *guide_library_open(struct guide_library *ret_library, const char *folder)
{
	return guide_library_open_some(ret_library, folder, NULL);
}

const err *guide_library_open_some(struct guide_library *ret_library,
	const char *folder, const struct guide_filter *filter)
{
	struct guide_library *library = ret_library;
	struct opening o = {.library = library, .to = &library->guides,
		.filter = filter};
	const err *e;

	*library = (struct guide_library){.arena = arena_open(LIBRARY_BYTES)};
	library->folder = str_dup(library->arena, str_of(folder));
	o.scratch = arena_open(LIBRARY_BYTES);
	e = own_files(&o, folder);
	if (e == NULL) e = guides_take(&o);
	o.to = &library->stories;
	o.folder = S("stories/");
	if (e == NULL && file_exists(str_c(o.scratch, str_fmt(o.scratch,
		"%s/stories", folder)))) {
		e = guides_take(&o);
	}
	if (e == NULL) guide_library_withdraw(library);
	arena_close(&o.scratch);
	return e;
}

void guide_library_close(struct guide_library *library)
{
	arena_close(&library->arena);
}

struct edition guide_library_edition(const struct guide_library *library)
{
	struct edition edition = {
		.onion = library->onion,
		.where = library->where.at,
		.where_count = library->where.count,
		.names = library->names.at,
		.name_count = library->names.count,
		.folder = library->folder,
		.beside = library->beside,
	};
	const struct release *newest;

	if (library->releases.count == 0) return edition;
	newest = &library->releases.at[library->releases.count - 1];
	edition.release = newest->number;
	edition.day = newest->day;
	if (library->expires_days > 0) {
		edition.expires_day = newest->day + library->expires_days;
	}
	return edition;
}
