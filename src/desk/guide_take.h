/* A folder of guides (doc/guides.md 1) into the desk's records, and out again.
 * What is here already is changed, what is not is made; what the folder does not
 * say is left as it is. Pictures and recordings stay in the folder.
 *
 * [guide_take-1] trying changes nothing, and says exactly what taking in does
 * [guide_take-2] all of it is one act, undone as one
 * [guide_take-3] the same folder taken in on two desks gives the same records,
 *                and taken in twice changes nothing
 * [guide_take-4] what goes out and comes in again is the same, byte for byte
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_TAKE_H
#define DESK_GUIDE_TAKE_H

#include "desk/guide_records.h"
#include "guide/format.h"

enum { GUIDE_REFUSALS_MAX = 100 };

struct guide_refusal {
	unsigned guide;          /* its number; 0: the library */
	str unit, lang;          /* or empty */
	const char *words;       /* TR */
};
struct guide_report {
	size_t guides;
	size_t fresh, changed, same; /* units */
	size_t signs;                /* new ones */
	size_t refused;              /* all; the first are listed */
	struct guide_refusal refusals[GUIDE_REFUSALS_MAX];
};

/* Tries a library, or takes it in. */
const err *guide_take(struct desk *desk, const struct guide_library *library,
	bool take, struct guide_report *ret_report) MUST_USE;

/* All guides as the files of such a folder, sorted by path; kept by the arena.
 * Stories leave in a release only, and come from no folder. */
struct guide_files { const struct format_file *at; size_t count; };
const err *guide_folder(struct desk *desk, struct arena *arena,
	struct guide_files *ret_files) MUST_USE;
/* The library as records say it, with the desk's guides and stories in it;
 * kept by the arena and by guides_of. */
const err *guide_library_of(struct desk *desk, struct arena *arena,
	struct guide_library *ret_library) MUST_USE;

#endif
