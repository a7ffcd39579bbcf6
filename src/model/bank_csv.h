/* The word bank as a table for spreadsheets and glossary tools, one row for
 * each term, in and out (text/csv.h). The columns are the bank's own
 * (bank.h); lines that begin with "#" are remarks, below the row of names only where
 * they have no separator.
 *
 * [bank_csv-1] a bank that was written with everything is read again to the
 *              same terms, concepts without a term apart
 * [bank_csv-2] a row that is refused is named by its line and a reason and
 *              changes nothing else
 *
 * Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_CSV_H
#define MODEL_BANK_CSV_H

#include "model/bank_choice.h"

/* Appends the chosen terms; only columns in which something stands. Commas get
 * the mark by which spreadsheets know UTF-8, tabs do not. */
void bank_csv_write(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice, char separator, struct buf *out);

/* Adds every row to the bank and lists those refused. `separator` 0: told from
 * the first line. False when the row of names is none (then that is the one
 * refusal) or far too much is refused. */
bool bank_csv_read(struct arena *arena, str text, char separator,
	struct bank *bank, struct bank_refusals *refused) MUST_USE;

#endif
