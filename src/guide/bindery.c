/* Through a build: see bindery.h. Owns the new folder until it is in its place.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery.h"

#include "guide/bindery_room.h"
#include "guide/gallery.h"
#include "os/file.h"
#include "os/folders.h"

enum {
	BUILD_BYTES = 1 << 30,  /* all checked guides: 20 MB a thousand */
	JOB_BYTES = 256 << 20,  /* one file */
	PAGE_BYTES = 512 << 10  /* most of them */
};

void bindery_arenas_open(struct bindery *b)
{
	b->arena = arena_open(BUILD_BYTES);
	b->job = arena_open_with(JOB_BYTES, PAGE_BYTES);
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

const err *bindery_guides_make(struct bindery *b)
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

void bindery_say_all(struct bindery *b)
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
	const err *e = bindery_out_check(b);

	if (e == NULL) e = fresh_make(b);
	if (e == NULL) e = bindery_plan(b);
	if (e == NULL) e = bindery_guides_open(b);
	if (e == NULL) e = bindery_guides_make(b);
	if (e == NULL) e = own_copy(b);
	if (e == NULL) e = bindery_books(b);
	if (e == NULL) e = bindery_all(b);
	if (e == NULL) e = bindery_site(b);
	if (e == NULL && b->edition.release > 0) e = bindery_manifest(b);
	if (e != NULL) return e;
	fresh = str_c(b->arena, b->fresh);
	e = folders_sync(fresh);
	if (e == NULL) e = folders_swap(fresh, b->wish->out); /* [bindery-2] */
	if (e == NULL) e = record_put(b);
	return e;
}

const err *bindery_build(const struct bindery_wish *wish,
	const struct bindery_ear *ear, struct bindery_sum *ret_sum)
{
	struct bindery *b = mem_get(sizeof(*b));
	const err *e, *removed;

	b->wish = wish;
	b->ear = ear;
	bindery_arenas_open(b);
	e = build(b);
	if (b->fresh.len > 0) { /* what was not finished, or the old one */
		removed = folders_remove(str_c(b->arena, b->fresh));
		if (e == NULL) e = removed;
	}
	bindery_say_all(b);
	if (e == NULL) *ret_sum = b->sum;
	gallery_forget();
	guide_library_close(&b->library);
	arena_close(&b->job);
	arena_close(&b->arena);
	mem_free(b);
	return e;
}
