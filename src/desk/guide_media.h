/* Pictures and recordings of a guide that were added at the desk: made anew before
 * they are kept, so that nothing but pixels and sound is in the log, and found
 * there by whoever makes an output (guide/edition.h), before the folder.
 *
 * [guide_media-1] what is kept holds nothing of the original but pixels or sound:
 *                 no place, no day, no device, not its name
 * [guide_media-2] a picture is a unit with words for those who do not see it;
 *                 both are one act, undone as one
 * [guide_media-3] a story has neither (doc/voices.md V1)
 * [guide_media-4] a guide's files together stay below GUIDE_MEDIA_BYTES_MAX
 *
 * Errors as in guide_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_MEDIA_H
#define DESK_GUIDE_MEDIA_H

#include "desk/guide_act.h"

enum {
	/* eight pieces of 48 KiB: a photo 720 wide has 130 KiB, a minute of
	 * speech 180 */
	GUIDE_MEDIA_FILE_MAX = 8 * 48 * 1024,
	/* A guide's words and files are issued anew as one body (BODY_BYTES_MAX
	 * of model/body.h), and base64 takes a third more. */
	GUIDE_MEDIA_BYTES_MAX = 900 * 1024,
	GUIDE_MEDIA_COUNT_MAX = 100
};

/* A picture behind unit `after`, and what it shows in words. */
struct picture_wish { str bytes, words; };
const err *guide_picture_add(struct desk *desk, const struct guide_kept *kept,
	size_t after, const struct picture_wish *wish, const char **ret_why)
	MUST_USE;
/* Somebody reads unit `at` in that form; in place of the one before. */
const err *guide_recording_set(struct desk *desk,
	const struct guide_kept *kept, size_t at, enum locale form, str bytes,
	const char **ret_why) MUST_USE;
const err *guide_recording_out(struct desk *desk,
	const struct guide_kept *kept, size_t at, enum locale form) MUST_USE;
/* Its bytes; 0: there is none at this desk. */
const err *guide_recording_size(struct desk *desk,
	const struct guide_kept *kept, size_t at, enum locale form,
	uint64_t *ret_bytes) MUST_USE;

/* The files of a guide, by their paths in a library's folder; added to `files`,
 * kept by the arena. */
const err *guide_media_of(struct desk *desk, struct arena *arena,
	const struct guide_kept *kept, struct edition_file_list *files)
	MUST_USE;

#endif
