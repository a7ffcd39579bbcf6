/* What changed since the last build: see bindery_room.h. Stamps of files say
 * it, as they do for make; what was written while the last build ran proves
 * nothing and is read again.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"

#include "base/num.h"
#include "os/file.h"

#include <stdlib.h>
#include <string.h>

/* File systems count time in the kernel's ticks, 10 ms at most. */
enum { TICK_NS = 20 * 1000 * 1000 };

static void hash_stamp(struct hasher *hasher, struct folders_stamp stamp)
{
	hasher_put(hasher, str_bytes(&stamp, sizeof(stamp)));
}

static void hash_file(struct bindery *b, struct hasher *hasher, const char *name)
{
	struct buf bytes = buf_cap(GUIDE_FILE_BYTES_MAX);
	hash of = {{0}};

	if (file_read_plain(bindery_path(b, str_of(b->wish->library), str_of(name)),
			GUIDE_FILE_BYTES_MAX, &bytes) == NULL) {
		of = hash_of(buf_str(&bytes));
	}
	hasher_put(hasher, str_bytes(&of, sizeof(of)));
	buf_close(&bytes);
}

/* All that every file depends on: this program, the library's own files, the
 * wishes. */
static hash key_of(struct bindery *b)
{
	const struct bindery_wish *wish = b->wish;
	char flags[] = {wish->quiet ? 'q' : '-', wish->demonstration ? 'd' : '-'};
	struct hasher hasher;

	hasher_start(&hasher);
	hash_stamp(&hasher, folders_stamp_self());
	hash_file(b, &hasher, "library");
	hash_file(b, &hasher, "releases");
	hasher_put(&hasher, str_bytes(flags, sizeof(flags)));
	hasher_put(&hasher, str_bytes(&wish->day, sizeof(wish->day)));
	hasher_put(&hasher, str_of(wish->only));
	return hasher_end(&hasher);
}

/* -- the record ----------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct record_file *)a)->path,
		((const struct record_file *)b)->path);
}

static void old_add(struct bindery *b, const struct record_file_list *files)
{
	if (files->count == 0) return;
	memcpy(b->old + b->old_count, files->at,
		files->count * sizeof(files->at[0]));
	b->old_count += files->count;
}

static void old_sort(struct bindery *b)
{
	size_t count = b->before.files.count;

	for (size_t i = 0; i < b->before.guides.count; i++) {
		count += b->before.guides.at[i].files.count;
	}
	b->old = ARENA_ARRAY(b->arena, struct record_file, count + 1);
	old_add(b, &b->before.files);
	for (size_t i = 0; i < b->before.guides.count; i++) {
		old_add(b, &b->before.guides.at[i].files);
	}
	qsort(b->old, b->old_count, sizeof(b->old[0]), by_path);
}

/* Without a record, or with one that cannot be read, all is new. */
static void before_read(struct bindery *b)
{
	struct buf text = buf_cap(RECORD_BYTES_MAX);
	const char *path = str_c(b->job, str_fmt(b->job, "%s.build",
		b->wish->out));

	if (file_read(path, RECORD_BYTES_MAX, &text) == NULL &&
		bindery_record_read(b->arena, buf_take(&text, b->arena), &b->before)) {
		b->before_ns = folders_stamp_of(path).changed_ns;
		old_sort(b);
	}
	buf_close(&text);
}

/* -- what is there -------------------------------------------------------- */

static void input_add(struct bindery *b, struct record_guide *guide, str path)
{
	struct record_input input = {str_dup(b->arena, path),
		folders_stamp_of(bindery_path(b, str_of(b->wish->library), path))};

	LIST_ADD(b->arena, &guide->inputs, input);
}

/* The files of a guide; pictures and recordings lie one folder deeper. */
static const err *inputs_add(struct bindery *b, struct record_guide *guide,
	str folder, bool is_inner)
{
	struct file_names names;
	const err *e = file_list(b->job, bindery_path(b,
		str_of(b->wish->library), folder), &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		str path = str_fmt(b->job, "%.*s/%.*s", S_ARG(folder),
			S_ARG(names.at[i]));

		if (!is_inner && (str_eq(names.at[i], S("pictures")) ||
				str_eq(names.at[i], S("audio")))) {
			e = inputs_add(b, guide, path, true);
		} else if (str_find_byte(path, '\n') == SIZE_MAX) {
			input_add(b, guide, path);
		}
	}
	return e;
}

static int by_number(const void *a, const void *b)
{
	const struct record_guide *left = a, *right = b;

	return (left->number > right->number) - (left->number < right->number);
}

/* `folder` inside the library: "" or "stories/"; the pages of what is in it
 * are numbered from `first`. */
static const err *folder_list(struct bindery *b, const char *folder,
	unsigned first)
{
	struct file_names names;
	const err *e = file_list(b->arena, bindery_path(b,
		str_of(b->wish->library), str_of(folder)), &names);

	for (size_t i = 0; e == NULL && i < names.count; i++) {
		struct record_guide guide = {0};
		uint64_t number;

		if (!num_read(names.at[i], GUIDE_NUMBER_MAX, &number) ||
			number == 0) {
			continue;
		}
		arena_reset(b->job);
		guide.number = first + (unsigned)number;
		if (inputs_add(b, &guide, str_fmt(b->arena, "%s%.*s", folder,
			S_ARG(names.at[i])), false) != NULL) {
			continue;
		}
		LIST_ADD(b->arena, &b->now.guides, guide);
	}
	return e;
}

static const err *guides_list(struct bindery *b)
{
	const err *e = folder_list(b, "", 0);

	if (e == NULL && file_exists(bindery_path(b,
		str_of(b->wish->library), S("stories")))) {
		e = folder_list(b, "stories/", STORY_PAGES);
	}
	if (b->now.guides.count > 1) {
		qsort(b->now.guides.at, b->now.guides.count,
			sizeof(b->now.guides.at[0]), by_number);
	}
	return e;
}

/* -- what must be made ---------------------------------------------------- */

static bool inputs_are_same(const struct bindery *b,
	const struct record_guide *now, const struct record_guide *before)
{
	if (now->inputs.count != before->inputs.count) return false;
	for (size_t i = 0; i < now->inputs.count; i++) {
		const struct record_input *is = &now->inputs.at[i];
		const struct record_input *was = &before->inputs.at[i];

		if (!str_eq(is->path, was->path) ||
			is->stamp.bytes != was->stamp.bytes ||
			is->stamp.changed_ns != was->stamp.changed_ns ||
			is->stamp.changed_ns > b->before.start_ns - TICK_NS) {
			return false;
		}
	}
	return true;
}

static bool files_are_there(struct bindery *b,
	const struct record_guide *before)
{
	for (size_t i = 0; i < before->files.count; i++) {
		if (i % 64 == 0) arena_reset(b->job);
		if (bindery_old(b, before->files.at[i].path) == NULL) {
			return false;
		}
	}
	return true;
}

static bool is_clean(struct bindery *b, const struct record_guide *guide)
{
	const struct record_guide *before;

	if (b->before_ns == 0 || !hash_eq(b->now.key, b->before.key)) {
		return false;
	}
	before = bindery_record_find(&b->before, guide->number);
	return before != NULL && inputs_are_same(b, guide, before) &&
	       files_are_there(b, before);
}

const err *bindery_plan(struct bindery *b)
{
	const err *e;

	b->now.key = key_of(b);
	before_read(b);
	e = guides_list(b);
	for (size_t i = 0; e == NULL && i < b->now.guides.count; i++) {
		struct record_guide *guide = &b->now.guides.at[i];

		b->dirty[guide->number] = !is_clean(b, guide);
	}
	return e;
}

/* -- titles --------------------------------------------------------------- */

static void titles_take(struct bindery *b, const struct record_guide *guide)
{
	const struct record_guide *from = guide;

	if (!b->dirty[guide->number]) {
		from = bindery_record_find(&b->before, guide->number);
		must(from != NULL);
	}
	for (size_t i = 0; i < from->titles.count; i++) {
		LIST_ADD(b->arena, &b->titles, from->titles.at[i]);
	}
}

/* Pages say which guides there are in which languages; titles stand on the
 * lists only, which are always made. */
bool bindery_map(struct bindery *b)
{
	struct hasher hasher;
	bool is_same;

	b->titles.count = 0;
	hasher_start(&hasher);
	for (size_t i = 0; i < b->now.guides.count; i++) {
		titles_take(b, &b->now.guides.at[i]);
	}
	for (size_t i = 0; i < b->titles.count; i++) {
		const struct site_title *title = &b->titles.at[i];

		hasher_put(&hasher, str_fmt(b->job, "%u %.*s\n", title->number,
			S_ARG(title->tongue->tag)));
	}
	b->now.map = hasher_end(&hasher);
	b->map = (struct site_map){b->titles.at, b->titles.count,
		b->library.source};
	is_same = b->before_ns > 0 && hash_eq(b->now.map, b->before.map);
	return is_same;
}
