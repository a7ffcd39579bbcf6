/* The recordings of a guide, for whoever makes an output: one file a unit and
 * language, `audio/UNIT.LANG.opus` in the guide's folder, copied by opus.h. A
 * stale unit has none: what is heard is what is read [recording-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_RECORDING_H
#define GUIDE_RECORDING_H

#include "guide/edition.h"
#include "guide/opus.h"

struct recording_job {
	struct arena *arena;
	const struct edition *edition;
	const struct checked *checked;
};

size_t recording_count(const struct recording_job *job);
/* "-UNIT.opus", of recording `number`, from 0. */
void recording_name(const struct recording_job *job, size_t number,
	struct buf *out);
/* "UNIT.LANG.opus", as in the folder of the guide. */
void recording_source_name(const struct recording_job *job, size_t number,
	struct buf *out);
/* NULL, or why it is refused. */
const char *recording_write(const struct recording_job *job, size_t number,
	struct buf *out) MUST_USE;

#endif
