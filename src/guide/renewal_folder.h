/* The guides of a library that files of a folder made once, read and written
 * anew: which they are (renewal_match.h), what changes (renewal.h), and the
 * files. A guide of which a file cannot be read is left as it is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_RENEWAL_FOLDER_H
#define GUIDE_RENEWAL_FOLDER_H

#include "guide/guide_library.h"
#include "guide/intake.h"
#include "guide/intake_folder.h"

struct renewals {
	const struct intake_wish *wish;
	struct exchange *exchange;
	struct guide_library library;
	str tree;                    /* the folder of the files */
	bool *had;                   /* as library.guides: a file is its own */
	size_t renewed;
};

/* Close it in any case. */
const err *renewals_open(struct renewals *renewals) MUST_USE;
void renewals_close(struct renewals *renewals);
bool renewals_has(const struct renewals *renewals, unsigned number);
/* `made` has been read from `path` and its translations. */
const err *renewals_take(struct renewals *renewals, struct arena *arena,
	struct intake_guide *made, str path) MUST_USE;
/* Guides that no file was of. */
void renewals_others_say(const struct renewals *renewals);

#endif
