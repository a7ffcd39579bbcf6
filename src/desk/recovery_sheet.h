/* The recovery sheet: parts on paper, each for another person. One part
 * is digits (seal/share.h) with a few words around them; the words name
 * nobody, so a part that is found says little.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_RECOVERY_SHEET_H
#define DESK_RECOVERY_SHEET_H

#include "base/err.h"
#include "seal/share.h"

enum { RECOVERY_SHEET_MAX = 8 * 1024 /* one part with its words */ };

/* Appends part `number` (from 1) with the words around it. */
void recovery_sheet_write(struct share_kind kind, unsigned number, str digits,
	struct buf *out);
/* Appends the digits of a part to `out`, dropping every line that has
 * anything but digits, blanks and dashes. */
void recovery_sheet_read(str text, struct buf *out);

/* Hands the parts over, but for empty ones: to `folder`/part-1.txt … (made when it is not
 * there; ERR_EXISTS when a part is), or to standard output when NULL. */
const err *recovery_sheet_give(struct share_kind kind,
	const struct buf *parts, const char *folder) MUST_USE;

#endif
