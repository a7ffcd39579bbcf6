/* Voices in a folder: see voice_folder.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/voice_folder.h"

#include "os/file.h"

static const char *path_of(struct arena *arena,
	const struct guide_library *library, const struct guide *story)
{
	return str_c(arena, str_fmt(arena, "%.*s/stories/%u/voice",
		S_ARG(library->folder), story->number));
}

/* Not of a folder: out of records (desk/voice_act.h), or made for a release. The
 * newest of a story stands; NULL: there is none. */
static const struct guide_library_voice *kept_find(
	const struct guide_library *library, const struct guide *story)
{
	for (size_t i = library->voices.count; i > 0; i--) {
		if (library->voices.at[i - 1].story == story->number) {
			return &library->voices.at[i - 1];
		}
	}
	return NULL;
}

static const err *kept_read(struct arena *arena,
	const struct guide_library_voice *kept, struct voice *ret_voice)
{
	struct read_fault fault;

	return voice_read(arena, kept->file, ret_voice, &fault) ? NULL
		: err_make(ERR_FORMAT, "a record of a story cannot be read");
}

const err *voice_open(struct arena *arena, const struct guide_library *library,
	const struct guide *story, struct voice *ret_voice)
{
	struct buf bytes = buf_cap(GUIDE_FILE_BYTES_MAX);
	struct read_fault fault;
	const struct guide_library_voice *kept = kept_find(library, story);
	const char *path;
	const err *e;

	if (kept != NULL) return kept_read(arena, kept, ret_voice);
	path = path_of(arena, library, story);
	if (library->has_voices || !file_exists(path)) {
		*ret_voice = (struct voice){.state = VOICE_TOLD};
		return NULL;
	}
	e = file_read_plain(path, GUIDE_FILE_BYTES_MAX, &bytes);
	if (e == NULL && !voice_read(arena, buf_take(&bytes, arena), ret_voice,
		&fault)) {
		e = err_make(ERR_FORMAT, "stories/%u/voice:%u: %s",
			story->number, fault.line, str_c(arena, fault.text));
	}
	buf_close(&bytes);
	return e;
}

const err *voice_save(struct arena *arena, const struct guide_library *library,
	const struct guide *story, const struct voice *voice)
{
	struct buf bytes = {0};
	const err *e;

	voice_write(voice, &bytes);
	e = file_replace(path_of(arena, library, story), buf_str(&bytes));
	buf_close(&bytes);
	return e;
}
