/* What leaves with an export: see bank_choice.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_choice.h"

const struct bank_choice bank_choice_all = {true, true, true, true, true, true};

static bool status_leaves(const struct bank_choice *choice,
	enum bank_status status)
{
	switch (status) {
	case BANK_OURS:
	case BANK_ACCEPTED:
	case BANK_SUPERSEDED: return true;
	case BANK_AVOID:
	case BANK_NEVER_SHOW: return choice->avoided;
	case BANK_PROPOSED: return choice->proposed;
	case BANK_THREAT: return choice->threats;
	case BANK_STATUS_COUNT: break;
	}
	return false;
}

bool bank_choice_has(const struct bank_choice *choice,
	const struct bank_term *term)
{
	return status_leaves(choice, term->status) && /* [bank_choice-1] */
		(choice->questions || term->certainty != BANK_UNSURE) &&
		(choice->discreet || term->register_ != BANK_DISCREET);
}

bool bank_choice_shows(const struct bank_choice *choice,
	enum bank_column column)
{
	return choice->people ||
		(column != BANK_COLUMN_COINED_BY &&
			column != BANK_COLUMN_OBJECTIONS &&
			column != BANK_COLUMN_DECIDED_ON &&
			column != BANK_COLUMN_DECIDED_BY);
}

static size_t group_of(size_t concept, enum text_lang lang)
{
	return concept * TEXT_LANG_COUNT + lang;
}

/* Counting sort: once to count, once to place. */
struct bank_order bank_order_of(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice)
{
	size_t groups = mem_times(bank->concepts.count, TEXT_LANG_COUNT);
	struct bank_order order = {
		.terms = ARENA_ARRAY(arena, size_t, bank->terms.count + 1),
		.first = ARENA_ARRAY(arena, size_t, groups + 2),
	};
	size_t *next = order.first + 1; /* while placing, one group ahead */

	for (size_t i = 0; i < bank->terms.count; i++) {
		const struct bank_term *term = &bank->terms.at[i];

		if (!bank_choice_has(choice, term)) continue;
		next[group_of(term->concept, term->lang) + 1]++;
		order.count++;
	}
	for (size_t i = 1; i <= groups; i++) next[i] += next[i - 1];
	for (size_t i = 0; i < bank->terms.count; i++) {
		const struct bank_term *term = &bank->terms.at[i];

		if (!bank_choice_has(choice, term)) continue;
		order.terms[next[group_of(term->concept, term->lang)]++] = i;
	}
	return order;
}

const size_t *bank_order_group(const struct bank_order *order, size_t concept,
	enum text_lang lang, size_t *ret_count)
{
	size_t group = group_of(concept, lang);

	*ret_count = order->first[group + 1] - order->first[group];
	return order->terms + order->first[group];
}

size_t bank_order_size(const struct bank_order *order, size_t concept)
{
	return order->first[group_of(concept + 1, TEXT_AR)] -
		order->first[group_of(concept, TEXT_AR)];
}
