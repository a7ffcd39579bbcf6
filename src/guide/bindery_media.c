/* The pictures and recordings of the public copy of a library: see
 * bindery_room.h. Not the originals, which tell of cameras and places, but what
 * makes the same outputs (image_public; opus.h), so that a build of the copy
 * has the hashes of the release.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"
#include "guide/gallery.h"
#include "guide/recording.h"

static const err *file_put(struct bindery *b, const struct bound *bound,
	const char *folder, str name, str bytes)
{
	return bindery_put(b, &b->now.guides.at[bound->guide].files, str_fmt(
		b->job, "library/%s%u/%s/%.*s",
		bound->checked.is_story ? "stories/" : "",
		bound->checked.number, folder, S_ARG(name)), bytes);
}

static bool was_before(const struct checked *checked, size_t unit, str name)
{
	for (size_t i = 0; i < unit; i++) {
		const struct unit *at = checked->units[i].unit;

		for (size_t j = 0; j < at->slot_count; j++) {
			if (at->slots[j].kind == SLOT_PICTURE &&
				str_eq(at->slots[j].value, name)) {
				return true;
			}
		}
	}
	return false;
}

/* One that cannot be taken was named where it is shown. */
static const err *picture_put(struct bindery *b, const struct bound *bound,
	size_t unit, const struct slot *slot)
{
	str bytes;

	if (slot->kind != SLOT_PICTURE ||
		was_before(&bound->checked, unit, slot->value) ||
		gallery_public(b->job, &b->edition, &bound->checked,
			slot->value, &bytes) != NULL) {
		return NULL;
	}
	return file_put(b, bound, "pictures", slot->value, bytes);
}

static const err *pictures_put(struct bindery *b, const struct bound *bound)
{
	const struct checked *checked = &bound->checked;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < checked->unit_count; i++) {
		const struct unit *unit = checked->units[i].unit;

		for (size_t j = 0; e == NULL && j < unit->slot_count; j++) {
			e = picture_put(b, bound, i, &unit->slots[j]);
		}
		arena_reset(b->job);
	}
	return e;
}

static const err *recordings_put(struct bindery *b, const struct bound *bound)
{
	const struct recording_job job = {b->job, &b->edition, &bound->checked};
	size_t count = recording_count(&job);
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct buf bytes = buf_cap(OPUS_BYTES_MAX), name = {0};

		if (recording_write(&job, i, &bytes) == NULL) {
			recording_source_name(&job, i, &name);
			e = file_put(b, bound, "audio", buf_str(&name),
				buf_str(&bytes));
		}
		buf_close(&bytes);
		buf_close(&name);
		arena_reset(b->job);
	}
	return e;
}

const err *bindery_media(struct bindery *b, const struct bound *bound)
{
	const err *e = NULL;

	if (bound->checked.withdrawn.len > 0) return NULL;
	arena_reset(b->job);
	if (bound->checked.tongue == bound->source->tongues[0]) {
		e = pictures_put(b, bound); /* once */
	}
	if (e == NULL) e = gallery_failed();
	return e == NULL ? recordings_put(b, bound) : e;
}
