/* A word bank from a file of any form we read: a table with commas, semicolons
 * or tabs, TBX, or the older martif. The form is told from what stands in it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_BANK_FILE_H
#define CLI_BANK_FILE_H

#include "base/err.h"
#include "model/bank.h"

/* What a bank of BANK_FILE_MAX bytes can need while it is read. */
enum { BANK_FILE_ARENA = 1 << 30 };

/* A path that is no path: the words Bothy ships (model/bank_seed.h). */
extern const char bank_file_shipped[];

/* Reads `path` (NULL or "-": standard input; or bank_file_shipped). Rows and terms that are refused
 * are listed; a file that is none of these, or broken, is ERR_FORMAT, and the
 * last of `refused` says where and why. */
const err *bank_file_read(struct arena *arena, const char *path,
	struct bank *ret_bank, struct bank_refusals *refused) MUST_USE;

/* The same for bytes in memory. */
const err *bank_bytes_read(struct arena *arena, str bytes,
	struct bank *ret_bank, struct bank_refusals *refused) MUST_USE;

/* One line on standard error for each refusal: its line and the reason. */
void bank_file_report(const struct bank_refusals *refused);

#endif
