/* Through a build: see bindery.h. Owns the new folder until it is in its place.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery.h"

#include "guide/bindery_room.h"
#include "guide/gallery.h"
#include "guide/guide_write.h"
#include "guide/manifest.h"
#include "guide/release_gate.h"
#include "os/file.h"
#include "os/folders.h"
#include "seal/minisign.h"

#include <stdlib.h>

enum {
	BUILD_BYTES = 1 << 30,  /* all checked guides: 20 MB a thousand */
	JOB_BYTES = 256 << 20,  /* one file */
	PAGE_BYTES = 512 << 10  /* most of them */
};

/* What may stand in the folder besides the forms. */
static const str others[] = {
	S_INIT("all"), S_INIT("guide.pub"), S_INIT("guide.pub.minisig"),
	S_INIT("library"), S_INIT("manifest"), S_INIT("manifest.minisig"),
	S_INIT("site"),
};

static bool is_ours(str name)
{
	for (size_t i = 0; i < NELEM(others); i++) {
		if (str_eq(others[i], name)) return true;
	}
	for (size_t i = 0; i < format_count; i++) {
		if (str_eq(formats[i].folder, name)) return true;
	}
	return false;
}

bool bindery_only_is_right(const char *only)
{
	str rest = str_of(only), word;

	while (str_cut(rest, ',', &word, &rest)) {
		if (!is_ours(word)) return false;
	}
	return is_ours(rest);
}

/* -- before and after ----------------------------------------------------- */

/* [bindery-4] */
static const err *out_check(struct bindery *b)
{
	struct file_names names;
	const err *e;

	if (!file_exists(b->wish->out)) return NULL;
	e = file_list(b->arena, b->wish->out, &names);
	for (size_t i = 0; e == NULL && i < names.count; i++) {
		if (is_ours(names.at[i])) continue;
		e = err_make(ERR_REFUSED, "the folder holds something that no"
			" build has made; choose another");
	}
	return e;
}

/* A release whose changes cannot be read might have taken a guide back. */
static const err *releases_check(struct bindery *b)
{
	for (size_t i = 0; i < b->library.faults.count; i++) {
		const struct guide_library_fault *fault =
			&b->library.faults.at[i];

		if (!str_eq(fault->file, S("releases"))) continue;
		return err_make(ERR_FORMAT, "releases:%u: %s",
			fault->fault.line, str_c(b->arena, fault->fault.text));
	}
	return NULL;
}

/* A day other than the release's moves the end of trust with it. Without a
 * release there are drafts only, which nobody signs. */
static const err *day_set(struct bindery *b)
{
	struct edition *edition = &b->edition;

	if (edition->release == 0 && (b->wish->day == 0 ||
			b->wish->key != NULL)) {
		return err_make(ERR_REFUSED, "there is no release yet; see"
			" `bothy guide release --help`, or build drafts with"
			" --date and without --key");
	}
	if (b->wish->day == 0) return NULL;
	if (edition->expires_day > 0) {
		edition->expires_day += b->wish->day - edition->day;
	}
	edition->day = b->wish->day;
	return NULL;
}

const err *bindery_open(struct bindery *b, const struct guide_filter *filter)
{
	const err *e = guide_library_open_some(&b->library, b->wish->library,
		filter);

	if (e == NULL) e = releases_check(b);
	if (e != NULL) return e;
	b->edition = guide_library_edition(&b->library);
	b->edition.quiet = b->wish->quiet;
	b->edition.demonstration = b->wish->demonstration;
	return day_set(b);
}

static bool is_dirty(void *of, unsigned number)
{
	const struct bindery *b = of;

	return number <= PAGE_NUMBER_MAX && b->dirty[number];
}

static bool is_any_clean(const struct bindery *b)
{
	for (size_t i = 0; i < b->now.guides.count; i++) {
		if (!b->dirty[b->now.guides.at[i].number]) return true;
	}
	return false;
}

/* Of the guides that were read; the others stood before it already. */
static const err *gate_check(struct bindery *b)
{
	struct gate_missing_list missing = {0};

	if (b->edition.release == 0 || library_may_release(b->arena,
		&b->library, b->edition.day, b->wish->demonstration, &missing)) {
		return NULL;
	}
	for (size_t i = 0; i < missing.count; i++) {
		const struct gate_missing *one = &missing.at[i];

		bindery_say(b, NULL, str_fmt(b->arena,
			"%u %.*s: not signed: %.*s", one->guide->number,
			S_ARG(one->tongue->tag),
			S_ARG(sign_role_name(one->role))));
	}
	return err_make(ERR_REFUSED, "this library came with Bothy and is not"
		" signed by those who must"); /* [bindery-5] */
}

/* Reads what changed; when a guide or a language has come or gone, reads all:
 * links lead there. */
static const err *guides_open(struct bindery *b)
{
	struct guide_filter filter = {is_dirty, b};
	const err *e = bindery_open(b, &filter);

	if (e == NULL) e = gate_check(b);
	if (e != NULL) return e;
	bindery_check(b);
	if (bindery_map(b) || !is_any_clean(b)) return NULL;
	for (size_t i = 0; i < b->now.guides.count; i++) {
		struct record_guide *guide = &b->now.guides.at[i];

		b->dirty[guide->number] = true;
		guide->titles.count = 0;
		guide->said.count = 0;
	}
	b->bound.count = 0;
	b->said.count = 0;
	guide_library_close(&b->library);
	e = bindery_open(b, NULL);
	if (e == NULL) e = gate_check(b);
	if (e != NULL) return e;
	bindery_check(b);
	(void)bindery_map(b);
	return NULL;
}

/* -- files ---------------------------------------------------------------- */

static void step(struct bindery *b)
{
	b->step++;
	if (b->ear->step != NULL) b->ear->step(b->ear->of, b->step, b->steps);
}

/* A guide that has not changed, as it was. */
static const err *clean_keep(struct bindery *b, struct record_guide *guide)
{
	const struct record_guide *before = bindery_record_find(&b->before,
		guide->number);
	const err *e = NULL;

	must(before != NULL);
	guide->titles = before->titles;
	for (size_t i = 0; i < before->said.count; i++) {
		bindery_say(b, guide, before->said.at[i]);
	}
	for (size_t i = 0; e == NULL && i < before->files.count; i++) {
		arena_reset(b->job);
		e = bindery_keep(b, &guide->files, &before->files.at[i]);
	}
	return e;
}

static const err *guides_make(struct bindery *b)
{
	const err *e = NULL;

	b->steps = b->bound.count;
	for (size_t i = 0; e == NULL && i < b->now.guides.count; i++) {
		struct record_guide *guide = &b->now.guides.at[i];

		if (!b->dirty[guide->number]) e = clean_keep(b, guide);
	}
	for (size_t i = 0; e == NULL && i < b->bound.count; i++) {
		e = bindery_guide(b, &b->bound.at[i]);
		if (e == NULL && bindery_wants(b, S("library"))) {
			e = bindery_copy(b, &b->bound.at[i]);
		}
		step(b);
	}
	return e;
}

/* The library's own two files travel as they are. */
static const err *own_copy(struct bindery *b)
{
	static const char *const names[] = {"library", "releases"};
	struct buf bytes = buf_cap(GUIDE_FILE_BYTES_MAX);
	const err *e = NULL;

	if (!bindery_wants(b, S("library"))) return NULL;
	for (size_t i = 0; e == NULL && i < NELEM(names); i++) {
		const char *path;

		arena_reset(b->job);
		buf_reset(&bytes);
		path = bindery_path(b, str_of(b->wish->library),
			str_of(names[i]));
		/* drafts have no releases yet */
		if (!file_exists(path)) continue;
		e = file_read_plain(path, GUIDE_FILE_BYTES_MAX, &bytes);
		if (e == NULL) {
			e = bindery_put(b, &b->now.files, str_fmt(b->job,
				"library/%s", names[i]), buf_str(&bytes));
		}
	}
	buf_close(&bytes);
	return e;
}

/* -- the manifest --------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct manifest_file *)a)->path,
		((const struct manifest_file *)b)->path);
}

static void files_add(struct manifest *manifest,
	const struct record_file_list *files)
{
	for (size_t i = 0; i < files->count; i++) {
		manifest->files[manifest->file_count++] =
			(struct manifest_file){files->at[i].hash,
				files->at[i].bytes, files->at[i].path};
	}
}

static struct manifest manifest_of(struct bindery *b)
{
	const struct edition *edition = &b->edition;
	struct manifest manifest = {.release = edition->release,
		.day = edition->day, .expires_day = edition->expires_day};

	manifest.files = ARENA_ARRAY(b->arena, struct manifest_file,
		b->sum.files + 1);
	files_add(&manifest, &b->now.files);
	for (size_t i = 0; i < b->now.guides.count; i++) {
		files_add(&manifest, &b->now.guides.at[i].files);
	}
	qsort(manifest.files, manifest.file_count, sizeof(manifest.files[0]),
		by_path);
	for (size_t i = 0; i < edition->name_count &&
		manifest.name_count < MANIFEST_NAMES_MAX; i++) {
		manifest.names[manifest.name_count++] = edition->names[i];
	}
	return manifest;
}

static const err *signature_put(struct bindery *b,
	const struct manifest *manifest, str text)
{
	struct buf trusted = {0}, out = {0};
	struct minisign_comments comments = {
		.untrusted = S("signature from a guide key")};
	struct minisign_hasher hasher;
	const err *e;

	manifest_trusted(manifest, &trusted);
	comments.trusted = buf_str(&trusted);
	minisign_hasher_start(&hasher);
	minisign_hasher_put(&hasher, text);
	minisign_digest_sign(b->wish->key, minisign_hasher_end(&hasher),
		&comments, &out);
	e = bindery_write(b, S("manifest.minisig"), buf_str(&out));
	buf_reset(&out);
	minisign_key_public_write(b->wish->key, &out);
	if (e == NULL) {
		e = bindery_write(b, S("guide.pub"), buf_str(&out));
	}
	buf_close(&trusted);
	buf_close(&out);
	return e;
}

static const err *manifest_put(struct bindery *b)
{
	struct manifest manifest;
	struct buf text = buf_cap(MANIFEST_BYTES_MAX);
	const err *e = NULL;

	arena_reset(b->job);
	if (b->sum.files > MANIFEST_FILES_MAX) {
		return err_make(ERR_FULL, "there are more files than a release"
			" can hold");
	}
	manifest = manifest_of(b);
	manifest_write(&manifest, &text);
	if (text.failed) e = err_make(ERR_FULL, "the manifest is too large");
	if (e == NULL) {
		e = bindery_write(b, S("manifest"), buf_str(&text));
	}
	if (e == NULL && b->wish->key != NULL) {
		e = signature_put(b, &manifest, buf_str(&text));
	}
	buf_close(&text);
	return e;
}

/* -- all of it ------------------------------------------------------------ */

static const err *record_put(struct bindery *b)
{
	struct buf text = buf_cap(RECORD_BYTES_MAX);
	const err *e;

	bindery_record_write(&b->now, &text);
	e = text.failed ? err_make(ERR_FULL, "the record is too large")
		: file_replace(str_c(b->job, str_fmt(b->job, "%s.build",
			b->wish->out)), buf_str(&text));
	buf_close(&text);
	return e;
}

static const err *fresh_make(struct bindery *b)
{
	const char *path;
	const err *e;

	b->fresh = str_fmt(b->arena, "%s.new", b->wish->out);
	path = str_c(b->arena, b->fresh);
	e = folders_remove(path);
	if (e == NULL) e = folders_make(path);
	if (e == NULL) b->now.start_ns = folders_stamp_of(path).changed_ns;
	return e;
}

static void say_all(struct bindery *b)
{
	if (b->ear->said == NULL) return;
	for (size_t i = 0; i < b->said.count; i++) {
		b->ear->said(b->ear->of, b->said.at[i]);
	}
	for (size_t i = 0; i < b->now.guides.count; i++) {
		const struct record_guide *guide = &b->now.guides.at[i];

		for (size_t line = 0; line < guide->said.count; line++) {
			b->ear->said(b->ear->of, guide->said.at[line]);
		}
	}
}

static const err *build(struct bindery *b)
{
	const char *fresh;
	const err *e = out_check(b);

	if (e == NULL) e = fresh_make(b);
	if (e == NULL) e = bindery_plan(b);
	if (e == NULL) e = guides_open(b);
	if (e == NULL) e = guides_make(b);
	if (e == NULL) e = own_copy(b);
	if (e == NULL) e = bindery_books(b);
	if (e == NULL) e = bindery_all(b);
	if (e == NULL) e = bindery_site(b);
	if (e == NULL && b->edition.release > 0) e = manifest_put(b);
	if (e != NULL) return e;
	fresh = str_c(b->arena, b->fresh);
	e = folders_sync(fresh);
	if (e == NULL) e = folders_swap(fresh, b->wish->out); /* [bindery-2] */
	if (e == NULL) e = record_put(b);
	return e;
}

/* -- in memory ------------------------------------------------------------ */

static const err *own_write(struct bindery *b)
{
	struct buf bytes = buf_cap(GUIDE_FILE_BYTES_MAX);
	const err *e;

	if (!bindery_wants(b, S("library"))) return NULL;
	guide_library_write(&b->library, &bytes);
	e = bindery_put(b, &b->now.files, S("library/library"),
		buf_str(&bytes));
	buf_reset(&bytes);
	releases_write(&b->library, &bytes);
	if (e == NULL) {
		e = bindery_put(b, &b->now.files, S("library/releases"),
			buf_str(&bytes));
	}
	buf_close(&bytes);
	return e;
}

static void all_dirty(struct bindery *b)
{
	const struct guide_list *lists[] = {&b->library.guides,
		&b->library.stories};

	for (size_t l = 0; l < NELEM(lists); l++) {
		for (size_t i = 0; i < lists[l]->count; i++) {
			struct record_guide guide = {.number =
				guide_page_number(&lists[l]->at[i])};

			b->dirty[guide.number] = true;
			LIST_ADD(b->arena, &b->now.guides, guide);
		}
	}
}

static int by_shelf(const void *a, const void *b)
{
	return str_compare(((const struct format_file *)a)->path,
		((const struct format_file *)b)->path);
}

static const err *bind(struct bindery *b)
{
	const err *e = NULL;

	if (b->library.releases.count == 0) {
		return err_make(ERR_ABSENT, "there is no release yet");
	}
	b->edition = guide_library_edition(&b->library);
	b->edition.quiet = b->wish->quiet;
	b->edition.demonstration = b->wish->demonstration;
	e = day_set(b);
	all_dirty(b);
	if (e == NULL) e = gate_check(b);
	if (e != NULL) return e;
	bindery_check(b);
	(void)bindery_map(b);
	e = guides_make(b);
	if (e == NULL) e = own_write(b);
	if (e == NULL) e = bindery_all(b);
	if (e == NULL) e = bindery_site(b);
	return e != NULL ? e : manifest_put(b);
}

const err *bindery_bind(const struct bindery_wish *wish,
	const struct bindery_ear *ear, const struct guide_library *library,
	struct bindery_shelf *shelf)
{
	struct bindery *b = mem_get(sizeof(*b));
	const err *e;

	b->wish = wish;
	b->ear = ear;
	b->shelf = shelf;
	b->library = *library;
	b->arena = arena_open(BUILD_BYTES);
	b->job = arena_open_with(JOB_BYTES, PAGE_BYTES);
	e = bind(b);
	if (e == NULL) say_all(b);
	arena_close(&b->job);
	arena_close(&b->arena);
	mem_free(b);
	if (e == NULL && shelf->files.count > 0) {
		qsort(shelf->files.at, shelf->files.count,
			sizeof(shelf->files.at[0]), by_shelf);
	}
	return e;
}

const err *bindery_build(const struct bindery_wish *wish,
	const struct bindery_ear *ear, struct bindery_sum *ret_sum)
{
	struct bindery *b = mem_get(sizeof(*b));
	const err *e, *removed;

	b->wish = wish;
	b->ear = ear;
	b->arena = arena_open(BUILD_BYTES);
	b->job = arena_open_with(JOB_BYTES, PAGE_BYTES);
	e = build(b);
	if (b->fresh.len > 0) { /* what was not finished, or the old one */
		removed = folders_remove(str_c(b->arena, b->fresh));
		if (e == NULL) e = removed;
	}
	say_all(b);
	if (e == NULL) *ret_sum = b->sum;
	gallery_forget();
	guide_library_close(&b->library);
	arena_close(&b->job);
	arena_close(&b->arena);
	mem_free(b);
	return e;
}
