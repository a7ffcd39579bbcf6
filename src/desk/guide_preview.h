/* One language of one guide in every form it can be carried away in, made in
 * memory from the records as they stand (guide/format.h).
 *
 * [guide_preview-1] nothing of it touches the disk
 * [guide_preview-2] asked twice without a change between, the bytes are the same
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_PREVIEW_H
#define DESK_GUIDE_PREVIEW_H

#include "desk/guide_records.h"
#include "guide/format.h"

enum { PREVIEW_FILES_MAX = 200 };

struct guide_preview_wish {
	const struct guide_kept *kept;
	size_t tongue;
	const char *folder;       /* where pictures are, or NULL */
};
struct guide_preview {
	struct checked checked;
	struct edition edition;
	struct format_job job;
};
/* ERR_REFUSED: readers cannot have this language as it stands. Kept by the
 * arena. */
const err *guide_preview_begin(struct desk *desk, struct arena *arena,
	const struct guide_preview_wish *wish,
	struct guide_preview *ret_preview) MUST_USE;

/* Every file in turn: begin with {0}. */
struct guide_preview_file { size_t format, part, of; bool begun; };
bool guide_preview_next(const struct guide_preview *preview,
	struct guide_preview_file *file);
/* Its bytes, and a name that says neither of whom nor of what. */
const err *guide_preview_make(const struct guide_preview *preview,
	const struct guide_preview_file *file, str *ret_name,
	struct buf *ret_bytes) MUST_USE;

#endif
