/* Pictures of guides: see gallery.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/gallery.h"

#include "os/file.h"
#include "seal/hash.h"

#include <string.h>

/* What was made last, round and round. Each has bytes of its own. */
static struct kept {
	hash original;
	struct image_set set;
	const char *failed;
	struct arena *arena;
} kept[GALLERY_KEPT];
static size_t kept_next;
static bool has_failed; /* [gallery-4] */

/* [gallery-2] */
static bool name_is_plain(str name)
{
	if (name.len == 0 || name.len > GALLERY_NAME_BYTES_MAX) return false;
	if (name.at[0] == '.' || name.at[0] == '-') return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) continue;
		if ((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_') {
			continue;
		}
		return false;
	}
	return true;
}

/* Of these very bytes, made now or before [gallery-1]. */
static const struct kept *kept_of(str original)
{
	hash id = hash_of(original);
	struct kept *fresh;

	for (size_t i = 0; i < GALLERY_KEPT; i++) {
		if (kept[i].arena != NULL && hash_eq(kept[i].original, id)) {
			return &kept[i];
		}
	}
	fresh = &kept[kept_next++ % GALLERY_KEPT];
	arena_close(&fresh->arena);
	fresh->arena = arena_open((size_t)4 * IMAGE_BYTES_MAX);
	fresh->original = id;
	fresh->failed = image_make(fresh->arena, original, &fresh->set);
	return fresh;
}

void gallery_forget(void)
{
	for (size_t i = 0; i < GALLERY_KEPT; i++) arena_close(&kept[i].arena);
	memset(kept, 0, sizeof(kept));
	kept_next = 0;
	has_failed = false;
}

static const char *original_read(struct arena *arena,
	const struct edition *edition, const struct checked *checked, str name,
	struct buf *out)
{
	const struct edition_file *beside;
	const err *e;
	str path;

	if (!name_is_plain(name)) return "a picture's name that is no file name";
	path = str_fmt(arena, "%s%u/pictures/%.*s", checked->is_story
		? "stories/" : "", checked->number, S_ARG(name));
	beside = edition_file(edition, path);
	if (beside != NULL) {
		buf_put(out, beside->bytes);
		return NULL;
	}
	if (edition->folder.len == 0) return "the picture's file is not here";
	e = file_read_plain(str_c(arena, str_fmt(arena, "%.*s/%.*s",
		S_ARG(edition->folder), S_ARG(path))), IMAGE_BYTES_MAX, out);
	if (e == NULL) return NULL;
	if (e->sys != 0 && e->code != ERR_ABSENT) has_failed = true;
	return "the picture's file cannot be read";
}

const err *gallery_failed(void)
{
	bool failed = has_failed;

	has_failed = false;
	return failed ? err_make(ERR_IO, "a picture's file cannot be read")
		      : NULL;
}

const char *gallery_get(struct arena *arena, const struct edition *edition,
	const struct checked *checked, str name, struct image_set *ret_set)
{
	struct buf original = buf_cap(IMAGE_BYTES_MAX);
	const char *failed = original_read(arena, edition, checked, name,
		&original);

	if (failed == NULL) {
		const struct kept *found = kept_of(buf_str(&original));

		failed = found->failed;
		if (failed == NULL) {
			*ret_set = found->set;
			ret_set->small.bytes = str_dup(arena, found->set.small.bytes);
			ret_set->large.bytes = str_dup(arena, found->set.large.bytes);
		}
	}
	buf_close(&original);
	return failed;
}

const char *gallery_public(struct arena *arena, const struct edition *edition,
	const struct checked *checked, str name, str *ret_bytes)
{
	struct buf original = buf_cap(IMAGE_BYTES_MAX);
	const char *failed = original_read(arena, edition, checked, name,
		&original);

	if (failed == NULL) {
		failed = image_public(arena, buf_str(&original), ret_bytes);
	}
	buf_close(&original);
	return failed;
}

/* A book shows the large one: it is carried away on purpose. */
static bool for_book(const struct epub_pictures *pictures, unsigned guide,
	str name, struct image *ret_image)
{
	const struct gallery_job *job =
		(const struct gallery_job *)(const void *)pictures;
	struct image_set set;

	if (guide != job->checked->number || gallery_get(job->arena,
		job->edition, job->checked, name, &set) != NULL) {
		return false;
	}
	*ret_image = set.large;
	return true;
}

struct gallery_job gallery_job(struct arena *arena,
	const struct edition *edition, const struct checked *checked)
{
	return (struct gallery_job){{for_book}, arena, edition, checked};
}

struct guide_picture gallery_inside(void *of, const struct slot *slot)
{
	const struct gallery_job *job = of;
	struct guide_picture shown = {0};
	struct image_set set;

	if (gallery_get(job->arena, job->edition, job->checked, slot->value,
		&set) != NULL) {
		return shown;
	}
	shown.width = set.small.width;
	shown.height = set.small.height;
	if (set.small.is_png) shown.png = set.small.bytes;
	else shown.jpeg = set.small.bytes;
	return shown;
}

static const struct slot *picture_of(const struct unit *unit)
{
	const struct slot *file = NULL;

	for (size_t i = 0; i < unit->slot_count; i++) {
		if (unit->slots[i].kind == SLOT_PICTURE) file = &unit->slots[i];
		if (unit->slots[i].kind == SLOT_DECORATIVE) return NULL;
	}
	return file;
}

/* A file beside the pages. */
struct shown_file { const struct unit *unit; bool is_large; };

/* There is a wider one than the small one. */
static bool has_large(const struct gallery_job *job, const struct unit *unit)
{
	struct image_set set;

	return gallery_get(job->arena, job->edition, job->checked,
		       picture_of(unit)->value, &set) == NULL &&
	       set.large.width > set.small.width;
}

/* Finds file number `number`, and how many there are as far as it looked. */
static size_t files_walk(const struct gallery_job *job, size_t number,
	struct shown_file *ret_file)
{
	size_t count = 0;

	for (size_t i = 0; i < job->checked->unit_count; i++) {
		const struct unit *unit = job->checked->units[i].unit;

		if (picture_of(unit) == NULL) continue;
		*ret_file = (struct shown_file){unit, false};
		if (count++ == number) return count;
		if (!has_large(job, unit)) continue;
		ret_file->is_large = true;
		if (count++ == number) return count;
	}
	return count;
}

size_t gallery_files(const struct gallery_job *job)
{
	struct shown_file last;

	if (job->checked->withdrawn.len > 0) return 0;
	return files_walk(job, SIZE_MAX, &last);
}

/* [gallery-3] */
static void name_put(const struct unit *unit, const struct image *image,
	unsigned size, struct buf *out)
{
	buf_byte(out, '-');
	buf_put(out, unit_id_str(&unit->id));
	buf_fmt(out, "-%u.%s", size, image->is_png ? "png" : "jpg");
}

static const char *file_image(const struct gallery_job *job,
	const struct shown_file *file, struct image *ret_image)
{
	struct image_set set;
	const char *failed = gallery_get(job->arena, job->edition, job->checked,
		picture_of(file->unit)->value, &set);

	if (failed == NULL) *ret_image = file->is_large ? set.large : set.small;
	return failed;
}

/* Originals may change, or fail to be read, while they are asked for: then
 * there are fewer files than there were. */
void gallery_file_name(const struct gallery_job *job, size_t number,
	struct buf *out)
{
	struct image image = {.is_png = true};
	struct shown_file file;

	if (files_walk(job, number, &file) != number + 1) {
		buf_fmt(out, "-gone-%zu.png", number + 1);
		return;
	}
	if (file_image(job, &file, &image) != NULL) image.is_png = true;
	name_put(file.unit, &image, file.is_large ? IMAGE_LARGE : IMAGE_SMALL,
		out);
}

const char *gallery_file(const struct gallery_job *job, size_t number,
	struct buf *out)
{
	struct image image;
	struct shown_file file;
	const char *failed = "the picture's file has changed meanwhile";

	if (files_walk(job, number, &file) != number + 1) return failed;
	failed = file_image(job, &file, &image);
	if (failed == NULL) buf_put(out, image.bytes);
	return failed;
}

static const struct unit *unit_with(const struct checked *checked,
	const struct slot *slot)
{
	for (size_t i = 0; i < checked->unit_count; i++) {
		if (picture_of(checked->units[i].unit) == slot) {
			return checked->units[i].unit;
		}
	}
	return NULL;
}

static str name_of(const struct gallery_job *job, const struct unit *unit,
	const struct image *image, unsigned size)
{
	struct buf name = {0};
	str copy;

	buf_number(&name, job->checked->number);
	name_put(unit, image, size, &name);
	copy = buf_take(&name, job->arena);
	buf_close(&name);
	return copy;
}

struct guide_picture gallery_beside(void *of, const struct slot *slot)
{
	const struct gallery_job *job = of;
	const struct unit *unit = unit_with(job->checked, slot);
	struct guide_picture shown = {0};
	struct image_set set;

	if (unit == NULL || gallery_get(job->arena, job->edition, job->checked,
		slot->value, &set) != NULL) {
		return shown;
	}
	shown.folder = str_fmt(job->arena, "pictures/%.*s",
		S_ARG(job->checked->tongue->tag));
	shown.name = name_of(job, unit, &set.small, IMAGE_SMALL);
	shown.width = set.small.width;
	shown.height = set.small.height;
	shown.bytes = set.small.bytes.len;
	if (set.large.width > set.small.width) {
		shown.large = name_of(job, unit, &set.large, IMAGE_LARGE);
		shown.large_bytes = set.large.bytes.len;
	}
	return shown;
}
