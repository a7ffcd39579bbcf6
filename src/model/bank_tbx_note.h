/* The notes by which a TBX file carries what TBX has no place for: the name of
 * a column of ours, " = ", the value. Shared by writer and reader, so that they
 * cannot differ. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_TBX_NOTE_H
#define MODEL_BANK_TBX_NOTE_H

#include "model/bank.h"

/* "certainty", "definition_ckb", … by column. */
struct tbx_names { str at[BANK_COLUMN_COUNT]; };
struct tbx_names tbx_names_of(struct arena *arena);

/* Whether a note is of this kind; then its column and value. A term and its
 * language never stand in a note. */
bool tbx_note_read(const struct tbx_names *names, str note,
	enum bank_column *ret_column, str *ret_value);

#endif
