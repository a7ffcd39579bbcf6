/* What stands meanwhile when two desks, neither having seen the other's, set
 * the same field: the table of safest values (doc/records.md). Only values that
 * really were set side by side come here; a later edit that has seen both
 * simply wins. Every value stays until a person settles it. Pure.
 *
 * [merge-1] the value that stands does not depend on the order of arrival
 * [merge-2] nothing is dropped: merging only chooses which value shows
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_MERGE_H
#define MODEL_MERGE_H

#include "model/record_type.h"

/* Which of `count` values, the newest first, stands meanwhile. For a member of
 * a set a value is "1" (in) or empty (out). */
size_t merge_pick(const struct record_type *type,
	const struct record_field *field, const str *values, size_t count);
/* Somebody has to look: the values are not all the same. */
bool merge_differs(const str *values, size_t count);
/* False where no step of the type leads from one of the states to the other:
 * the two histories do not fit together. */
bool merge_states_fit(const struct record_type *type, str one, str other);

#endif
