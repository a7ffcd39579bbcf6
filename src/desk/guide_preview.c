/* Previews: see guide_preview.h. Reads records; the bytes are the writers'.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_preview.h"

#include "desk/guide_media.h"
#include "desk/guide_room.h"
#include "desk/guide_take.h"

/* The edition as the next release would say it, today. */
static const err *edition_make(struct desk *desk, struct arena *arena,
	const char *folder, struct edition *ret_edition)
{
	struct guide_library library;
	const err *e = guide_library_of(desk, arena, &library);

	if (e != NULL) return e;
	*ret_edition = guide_library_edition(&library);
	ret_edition->release++;
	ret_edition->day = guide_today(desk);
	ret_edition->expires_day = library.expires_days == 0 ? 0
		: ret_edition->day + (int64_t)library.expires_days;
	ret_edition->demonstration = desk_is_demonstration(desk);
	ret_edition->folder = folder == NULL ? S("")
		: str_dup(arena, str_of(folder));
	return NULL;
}

const err *guide_preview_begin(struct desk *desk, struct arena *arena,
	const struct guide_preview_wish *wish,
	struct guide_preview *ret_preview)
{
	const struct unit *unit;
	const err *e = edition_make(desk, arena, wish->folder,
		&ret_preview->edition);

	if (e == NULL) {
		e = guide_media_of(desk, arena, wish->kept,
			&ret_preview->edition.beside);
	}
	if (e != NULL) return e;
	if (checked_make(arena, &wish->kept->guide, wish->tongue,
		ret_preview->edition.day, &ret_preview->checked, &unit) !=
			CHECKED_FINE) {
		return err_make(ERR_REFUSED, "not to be shown as it stands");
	}
	ret_preview->job = (struct format_job){arena, &ret_preview->checked,
		&ret_preview->edition, NULL};
	return NULL;
}

static size_t parts_of(const struct guide_preview *preview, size_t format)
{
	return formats[format].count == NULL ? 1
		: formats[format].count(&preview->job);
}

bool guide_preview_next(const struct guide_preview *preview,
	struct guide_preview_file *file)
{
	if (file->begun) file->part++;
	file->begun = true;
	while (file->format < format_count) {
		file->of = parts_of(preview, file->format);
		if (file->part < file->of) return true;
		file->format++;
		file->part = 0;
	}
	return false;
}

const err *guide_preview_make(const struct guide_preview *preview,
	const struct guide_preview_file *file, str *ret_name,
	struct buf *ret_bytes)
{
	const struct format *format = &formats[file->format];
	struct buf name = {0};
	const char *why;

	buf_number(&name, preview->checked.number);
	if (format->suffix.len > 0) buf_put(&name, format->suffix);
	else format->name(&preview->job, file->part, &name);
	*ret_name = buf_take(&name, preview->job.arena);
	buf_close(&name);
	*ret_bytes = buf_cap(format->cap_bytes > 0 ? format->cap_bytes
		: (size_t)BUF_CAP_DEFAULT);
	why = format->write(&preview->job, file->part, ret_bytes);
	if (why != NULL) return err_make(ERR_REFUSED, "%s", why);
	return !ret_bytes->failed ? NULL
		: err_make(ERR_FULL, "it becomes too large");
}
