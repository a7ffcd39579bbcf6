/* The safest value: see merge.h. Each rule is one comparison; the first of
 * equals, which is the newer, stands.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/merge.h"

#include "base/num.h"
#include "model/instant.h"
#include "model/pdate.h"

/* -- where a value stands in its rule's order ----------------------------- */

static size_t choice_rank(const struct record_field *field, str value)
{
	size_t i = 0;

	while (field->choices[i].word != NULL &&
		!str_eq(str_of(field->choices[i].word), value)) {
		i++;
	}
	return i;
}

static size_t state_rank(const struct record_type *type, str value)
{
	const struct record_state_row *row = record_state_find(type, value);

	if (row == NULL) return SIZE_MAX;
	/* The more caution the nearer to the front, then the table's order. */
	return (UINT8_MAX - row->caution) * type->state_count +
		(size_t)(row - type->states);
}

static size_t yes_rank(str value)
{
	static const str order[] = {S_INIT("no"), S_INIT("unknown"),
		S_INIT("yes")};
	size_t i = 0;

	while (i < NELEM(order) && !str_eq(order[i], value)) i++;
	return i;
}

static bool safer(const struct record_type *type,
	const struct record_field *field, str a, str b)
{
	if (field->kind == KIND_STATE) {
		return state_rank(type, a) < state_rank(type, b);
	}
	if (field->kind == KIND_CHOICE) {
		return choice_rank(field, a) < choice_rank(field, b);
	}
	if (field->kind == KIND_YES) return yes_rank(a) < yes_rank(b);
	return false;
}

static bool day_or_minute(const struct record_field *field, str value,
	int64_t *ret_when)
{
	struct pdate date;
	struct instant instant;
	int64_t last;

	if (field->kind == KIND_INSTANT) {
		if (!instant_read(value, &instant)) return false;
		*ret_when = instant.minute;
		return true;
	}
	return pdate_read(value, &date) && pdate_days(&date, ret_when, &last);
}

/* A date stands before none: a deadline said by one stays a deadline. */
static bool earlier(const struct record_field *field, str a, str b)
{
	int64_t a_when, b_when;

	if (!day_or_minute(field, a, &a_when)) return false;
	return !day_or_minute(field, b, &b_when) || a_when < b_when;
}

static bool higher(str a, str b)
{
	uint64_t a_number = 0, b_number = 0;

	if (!num_read(a, UINT64_MAX, &a_number)) return false;
	return !num_read(b, UINT64_MAX, &b_number) || a_number > b_number;
}

static bool stands_before(const struct record_type *type,
	const struct record_field *field, str a, str b)
{
	switch (field->merge) {
	case MERGE_SAFEST:
		return safer(type, field, a, b);
	case MERGE_EARLIER:
		return earlier(field, a, b);
	case MERGE_HIGHER:
		return higher(a, b);
	case MERGE_KEEP:
		return a.len > 0 && b.len == 0;
	case MERGE_NEWEST:
	case MERGE_BOTH:
	case MERGE_COUNT:
		break;
	}
	return false;
}

/* -- choosing ------------------------------------------------------------- */

size_t merge_pick(const struct record_type *type,
	const struct record_field *field, const str *values, size_t count)
{
	size_t best = 0;

	for (size_t i = 1; i < count; i++) {
		if (stands_before(type, field, values[i], values[best])) best = i;
	}
	return best;
}

bool merge_differs(const str *values, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (!str_eq(values[i], values[0])) return true;
	}
	return false;
}

bool merge_states_fit(const struct record_type *type, str one, str other)
{
	return str_eq(one, other) ||
		record_step_find(type, one, other) != NULL ||
		record_step_find(type, other, one) != NULL;
}
