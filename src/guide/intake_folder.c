/* Folders in and out: see intake_folder.h. Nothing is synced file by file: an
 * import that a power cut broke is done again from what it was made of.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/intake_folder.h"

#include "base/num.h"
#include "guide/guide_write.h"
#include "guide/intake.h"
#include "guide/renewal_folder.h"
#include "guide/renewal_match.h"
#include "guide/tree.h"
#include "os/file.h"
#include "page/tr.h"

enum { PATHS_ARENA = 1 << 20, GUIDE_ARENA = 256 * 1024 /* of most guides */ };

struct job {
	const struct intake_wish *wish;
	struct arena *arena;
	struct exchange *exchange;
	struct tree tree;
	struct intake intake;
	struct intake_counts counts;
	struct renewals renewals;
	bool renews;                /* it is wished, and something is there */
	size_t bytes;
};

static const char *path_of(struct arena *arena, const char *folder, str name)
{
	return str_c(arena, str_fmt(arena, "%s/%.*s", folder, S_ARG(name)));
}

/* -- the library ---------------------------------------------------------- */

static const err *new_write(const char *path, str bytes)
{
	struct file file = {-1};
	const err *e = file_open(&file, path, FILE_NEW);

	if (e == NULL) e = file_put(&file, bytes);
	file_close(&file);
	return e;
}

/* "Guides", in each of our five forms. */
static const err *library_make(const struct intake_wish *wish)
{
	struct guide_library library = {.source = wish->source,
		.arena = arena_open(1 << 20), .expires_days = 365};
	struct buf out = {0};
	const err *e = file_folder_make(wish->library);

	for (int i = 0; i < LOCALE_COUNT; i++) {
		struct edition_name name = {tongue_of((enum locale)i),
			tr((enum locale)i, "Guides")};

		LIST_ADD(library.arena, &library.names, name);
	}
	guide_library_write(&library, &out);
	if (e == NULL) {
		e = new_write(path_of(library.arena, wish->library, S("library")),
			buf_str(&out));
	}
	buf_close(&out);
	arena_close(&library.arena);
	return e;
}

static unsigned number_next(const struct file_names *names)
{
	unsigned next = 1;

	for (size_t i = 0; i < names->count; i++) {
		uint64_t number;

		if (num_read(names->at[i], GUIDE_NUMBER_MAX, &number)
			&& number >= next) {
			next = (unsigned)number + 1;
		}
	}
	return next;
}

static const err *library_there(const struct intake_wish *wish,
	struct arena *arena, unsigned *ret_next, const struct tongue **ret_source)
{
	const char *path = path_of(arena, wish->library, S("library"));
	struct guide_library library = {.arena = arena};
	struct read_fault fault;
	struct file_names names;
	struct buf bytes = {0};
	const err *e = file_read_plain(path, GUIDE_FILE_BYTES_MAX, &bytes);
	str text = buf_take(&bytes, arena);

	buf_close(&bytes);
	if (e != NULL) return e;
	if (!guide_library_file_read(&library, text, &fault)) {
		return err_make(ERR_FORMAT, "its file \"library\" is not right,"
			" line %u", fault.line);
	}
	if (wish->source != NULL && wish->source != library.source) {
		return err_make(ERR_USAGE, "the library has another source"
			" language");
	}
	e = file_list(arena, wish->library, &names);
	if (e != NULL) return e;
	*ret_next = number_next(&names);
	*ret_source = library.source;
	return NULL;
}

const err *intake_library(const struct intake_wish *wish, unsigned *ret_next,
	const struct tongue **ret_source)
{
	struct intake_wish made = *wish;
	struct arena *arena = arena_open(64 << 20);
	const err *e = NULL;

	if (file_exists(path_of(arena, wish->library, S("library")))) {
		e = library_there(wish, arena, ret_next, ret_source);
	} else {
		if (made.source == NULL) made.source = tongue_of(LOCALE_EN);
		*ret_next = 1;
		*ret_source = made.source;
		if (!wish->dry) e = library_make(&made);
	}
	arena_close(&arena);
	return e;
}

/* -- a guide -------------------------------------------------------------- */

static const err *language_write(struct arena *paths, const char *folder,
	const struct guide *guide, size_t tongue, struct buf *out)
{
	struct write_fault fault;

	if (!words_has_file(guide, tongue)) return NULL;
	buf_reset(out);
	if (!words_write(guide, tongue, out, &fault)) {
		return err_make(ERR_FORMAT, "guide %u: words that cannot be"
			" written", guide->number);
	}
	return new_write(path_of(paths, folder, str_fmt(paths, "%.*s.words",
		S_ARG(guide->tongues[tongue]->tag))), buf_str(out));
}

const err *intake_guide_write(const char *library, const struct guide *guide)
{
	struct buf out = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct arena *paths = arena_open(PATHS_ARENA);
	const char *folder = path_of(paths, library, str_fmt(paths, "%u",
		guide->number));
	struct write_fault fault;
	const err *e = NULL;

	if (!guide_write(guide, &out, &fault)) {
		e = err_make(ERR_FORMAT, "guide %u cannot be written, or is"
			" larger than 4 MiB", guide->number);
	}
	if (e == NULL) e = file_folder_make(folder);
	if (e == NULL) {
		e = new_write(path_of(paths, folder, S("guide")), buf_str(&out));
	}
	for (size_t i = 1; e == NULL && i < guide->tongue_count; i++) {
		e = language_write(paths, folder, guide, i, &out);
	}
	arena_close(&paths);
	buf_close(&out);
	return e;
}

/* -- pictures ------------------------------------------------------------- */

/* Where a file of the tree lies. */
static const char *tree_path(const struct job *job, str inside)
{
	return str_c(job->arena, str_fmt(job->arena, "%.*s/%.*s",
		S_ARG(job->tree.folder), S_ARG(inside)));
}

static str kind_of(str bytes)
{
	if (str_starts(bytes, S("\x89PNG\r\n\x1a\n"))) return S("png");
	return str_starts(bytes, S("\xff\xd8\xff")) ? S("jpg") : S("");
}

static str picture_kind(void *context, str inside)
{
	struct job *job = context;
	struct buf bytes = buf_cap(INTAKE_PICTURE_MAX);
	struct file file = {-1};
	const char *path = tree_path(job, inside);
	uint64_t size;
	size_t count = 0;
	str kind = S("");

	/* only what the walk has seen: no link leads out [tree-1] */
	if (tree_find(&job->tree, inside) != NULL
		&& file_size(path, &size) == NULL && size <= INTAKE_PICTURE_MAX
		&& file_open(&file, path, FILE_READ) == NULL
		&& file_get(&file, 16, &bytes, &count) == NULL) {
		kind = kind_of(buf_str(&bytes));
	}
	file_close(&file);
	buf_close(&bytes);
	return kind;
}

static const err *picture_write(const struct job *job, struct arena *arena,
	unsigned number, const struct intake_picture *picture)
{
	struct buf bytes = buf_cap(INTAKE_PICTURE_MAX + 1);
	const char *folder = path_of(arena, job->wish->library, str_fmt(arena,
		"%u/pictures", number));
	const err *e = file_folder_make(folder);

	if (e == NULL) {
		e = file_read_plain(tree_path(job, picture->path), INTAKE_PICTURE_MAX,
			&bytes);
	}
	if (e == NULL) {
		e = new_write(path_of(arena, folder, picture->name),
			buf_str(&bytes));
	}
	buf_close(&bytes);
	return e;
}

/* -- the files ------------------------------------------------------------ */

static void refuse(struct job *job, str path, str why)
{
	exchange_say(job->exchange, path, 0, EXCHANGE_ERROR, why);
	job->counts.refused++;
}

static void file_take(struct job *job, const struct tree_file *file)
{
	struct buf bytes = buf_cap(MARKDOWN_FILE_MAX + 1);
	const err *e = NULL;

	job->counts.files++;
	if (job->bytes > INTAKE_BYTES_MAX) {
		refuse(job, file->path, S("more than 64 MiB at once: left out"));
		return;
	}
	e = file_read_plain(tree_path(job, file->path), MARKDOWN_FILE_MAX, &bytes);
	job->bytes += bytes.len;
	if (e != NULL) {
		refuse(job, file->path, e->code == ERR_FULL
			? S("it is larger than 1 MiB") : S("it cannot be read"));
	} else if (!intake_page_add(&job->intake, file->path, file->key,
			file->tongue, buf_str(&bytes))) {
		job->counts.refused++;
	}
	buf_close(&bytes);
}

static void files_take(struct job *job)
{
	for (size_t i = 0; i < job->tree.files.count; i++) {
		const struct tree_file *file = &job->tree.files.at[i];

		if (tree_is_markdown(file->path)) file_take(job, file);
	}
}

/* Files that are neither text nor a picture of a guide. */
static void others_say(struct job *job, const bool *used)
{
	for (size_t i = 0; i < job->tree.files.count; i++) {
		const struct tree_file *file = &job->tree.files.at[i];

		if (used[i] || tree_is_markdown(file->path)) continue;
		exchange_say(job->exchange, file->path, 0, EXCHANGE_WARNING,
			S("not Markdown, and no picture of a guide: left out"));
	}
}

static void used_mark(const struct job *job, const struct intake_guide *made,
	bool *used)
{
	for (size_t p = 0; p < made->pictures.count; p++) {
		const struct tree_file *file = tree_find(&job->tree,
			made->pictures.at[p].path);

		used[file - job->tree.files.at] = true;
	}
}

static const err *new_take(struct job *job, struct arena *arena,
	const struct intake_guide *made)
{
	unsigned number = made->guide.number;
	const err *e = NULL;

	if (job->wish->dry) return NULL;
	e = intake_guide_write(job->wish->library, &made->guide);
	for (size_t i = 0; e == NULL && i < made->pictures.count; i++) {
		e = picture_write(job, arena, number, &made->pictures.at[i]);
	}
	return e;
}

static const err *guide_take(struct job *job, struct arena *arena,
	const struct intake_page *page, bool *used)
{
	struct intake_guide made;

	if (!intake_make(&job->intake, arena, page->number, &made)) {
		job->counts.refused++;
		return NULL;
	}
	used_mark(job, &made, used);
	job->counts.guides++;
	if (job->renews && renewals_has(&job->renewals, page->number)) {
		return renewals_take(&job->renewals, arena, &made, page->path);
	}
	return new_take(job, arena, &made);
}

static const err *guides_take(struct job *job)
{
	struct arena *arena = arena_open_with(INTAKE_ARENA_MAX, GUIDE_ARENA);
	bool *used = ARENA_ARRAY(job->arena, bool, job->tree.files.count + 1);
	const struct intake_pages *pages = &job->intake.pages;
	unsigned before = 0;
	const err *e = NULL;

	(void)intake_group(&job->intake);
	for (size_t i = 0; e == NULL && i < pages->count; i++) {
		const struct intake_page *page = &pages->at[i];

		if (page->number == before || page->number == 0) continue;
		before = page->number;
		e = guide_take(job, arena, page, used);
		arena_reset(arena);
	}
	others_say(job, used);
	arena_close(&arena);
	return e;
}

static void numbers_find(void *context, struct intake *intake)
{
	struct job *job = context;

	renewal_match(&job->renewals.library, intake);
}

static const err *renewals_start(struct job *job)
{
	job->renews = job->wish->renews && file_exists(path_of(job->arena,
		job->wish->library, S("library")));
	if (!job->renews) return NULL;
	job->renewals = (struct renewals){.wish = job->wish,
		.exchange = job->exchange, .tree = job->tree.folder};
	job->intake.numbers_find = numbers_find;
	return renewals_open(&job->renewals);
}

static void renewals_end(struct job *job, const err *e)
{
	if (!job->renews) return;
	if (e == NULL) renewals_others_say(&job->renewals);
	job->counts.renewed = job->renewals.renewed;
	renewals_close(&job->renewals);
}

const err *intake_folder(const struct intake_wish *wish,
	struct exchange *exchange, struct intake_counts *ret_counts)
{
	struct job job = {.wish = wish, .exchange = exchange,
		.arena = arena_open(INTAKE_ARENA_MAX)};
	const struct tongue *source = NULL;
	unsigned first = 1;
	const err *e = tree_read(job.arena, wish->from, exchange, &job.tree);

	if (e == NULL) e = intake_library(wish, &first, &source);
	if (e == NULL) {
		job.intake = (struct intake){.arena = job.arena,
			.exchange = exchange, .source = source,
			.missing = wish->missing, .next_number = first,
			.picture_kind = picture_kind, .context = &job};
		e = renewals_start(&job);
		if (e == NULL) files_take(&job);
		if (e == NULL) e = guides_take(&job);
		renewals_end(&job, e);
	}
	*ret_counts = job.counts;
	/* the paths of remarks are the tree's */
	for (size_t i = 0; i < exchange->remarks.count; i++) {
		struct exchange_remark *remark = &exchange->remarks.at[i];

		remark->file = str_dup(exchange->arena, remark->file);
	}
	arena_close(&job.arena);
	return e;
}
