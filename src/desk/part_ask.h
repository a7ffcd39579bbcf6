/* Recovery parts at a command line: from files, or typed at the terminal.
 *
 * [part_ask-1] what was typed is wiped when it was used; nothing writes the
 *              whole of it out
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PART_ASK_H
#define DESK_PART_ASK_H

#include "base/err.h"
#include "seal/share.h"

/* Joins the parts in `files`; without any, asks for as many as are needed.
 * ERR_KEY says in words which part is not right. */
const err *part_ask(const char *const *files, size_t count,
	struct secret *ret_secret) MUST_USE;
/* Their digits alone, appended to parts[0 … *ret_count - 1]. */
const err *part_texts(const char *const *files, size_t count,
	struct buf parts[SHARE_PARTS_MAX], size_t *ret_count) MUST_USE;

#endif
