/* `bothy verify --folder`: every file of a folder of guides against its
 * manifest, whose signature was checked before. Says what is changed, missing
 * or more, and whether the day until which it may be trusted is past. Reads
 * files in pieces, writes nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_VERIFY_FOLDER_H
#define CLI_VERIFY_FOLDER_H

#include "base/err.h"
#include "base/str.h"

/* What was found; a file is in one of them. */
struct folder_verdict {
	size_t files;      /* as they should be */
	size_t changed, missing, more;
	bool is_expired;
};

/* `trusted` is the signed comment. Each fault is printed on a line. ERR_KEY when
 * the signature is for something else. */
const err *verify_folder(struct arena *arena, const char *folder, str trusted,
	struct folder_verdict *ret_verdict) MUST_USE;

#endif
