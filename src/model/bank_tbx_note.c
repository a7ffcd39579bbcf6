/* Notes that carry a column: see bank_tbx_note.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_tbx_note.h"

#define BETWEEN S(" = ")

struct tbx_names tbx_names_of(struct arena *arena)
{
	struct tbx_names names;

	for (int i = 0; i < BANK_COLUMN_COUNT; i++) {
		names.at[i] = bank_column_name(arena, (enum bank_column)i);
	}
	return names;
}

bool tbx_note_read(const struct tbx_names *names, str note,
	enum bank_column *ret_column, str *ret_value)
{
	size_t at = str_find(note, BETWEEN);
	str name = str_first(note, at);

	if (at == SIZE_MAX) return false;
	for (int i = 0; i < BANK_COLUMN_COUNT; i++) {
		if (i == BANK_COLUMN_TERM || i == BANK_COLUMN_LANG) continue;
		if (!str_eq(names->at[i], name)) continue;
		*ret_column = (enum bank_column)i;
		*ret_value = str_from(note, at + BETWEEN.len);
		return true;
	}
	return false;
}
