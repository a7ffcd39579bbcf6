/* Where the pictures of a guide are on the line: beside the site's pages in the
 * release. A page names them and their sizes; none is loaded before it is asked
 * for. See shelf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/shelf.h"

/* The widths of doc/guides.md 8; what a picture is no wider than has no second. */
static const struct { const char *width; bool large; } widths[] = {
	{"360", false}, {"720", true},
};
static const char *const suffixes[] = {"png", "jpg"};

static const struct unit *unit_with(const struct checked *checked,
	const struct slot *slot)
{
	for (size_t i = 0; i < checked->unit_count; i++) {
		const struct unit *unit = checked->units[i].unit;

		for (size_t k = 0; k < unit->slot_count; k++) {
			if (&unit->slots[k] == slot) return unit;
		}
	}
	return NULL;
}

/* The file of that width, or NULL. */
static const struct manifest_file *file_of(const struct shelf_pictures *from,
	const struct unit *unit, const char *width)
{
	const struct manifest_file *file = NULL;

	for (size_t i = 0; file == NULL && i < NELEM(suffixes); i++) {
		file = manifest_find(from->manifest, str_fmt(from->arena,
			"site/pictures/%.*s/%u-%.*s-%s.%s",
			S_ARG(from->checked->tongue->tag),
			from->checked->number, S_ARG(unit_id_str(&unit->id)),
			width, suffixes[i]));
	}
	return file;
}

/* What stands behind the last slash. */
static str name_of(str path)
{
	size_t at;

	while ((at = str_find_byte(path, '/')) != SIZE_MAX) {
		path = str_from(path, at + 1);
	}
	return path;
}

struct guide_picture shelf_picture(void *of, const struct slot *slot)
{
	const struct shelf_pictures *from = of;
	const struct unit *unit = unit_with(from->checked, slot);
	struct guide_picture picture = {0};

	for (size_t i = 0; unit != NULL && i < NELEM(widths); i++) {
		const struct manifest_file *file = file_of(from, unit,
			widths[i].width);

		if (file == NULL) continue;
		if (widths[i].large && picture.name.len > 0) {
			picture.large = name_of(file->path);
			picture.large_bytes = file->bytes;
		} else {
			picture.folder = str_fmt(from->arena, "pictures/%.*s",
				S_ARG(from->checked->tongue->tag));
			picture.name = name_of(file->path);
			picture.bytes = file->bytes;
		}
	}
	return picture;
}
