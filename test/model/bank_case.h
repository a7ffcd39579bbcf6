/* A bank with something in every field, the hard ways, and its comparison.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_BANK_CASE_H
#define TEST_BANK_CASE_H

#include "test.h"

#include "model/bank_choice.h"

static inline void case_word(struct arena *arena, struct bank_words *words,
	const char *word)
{
	LIST_ADD(arena, words, str_of(word));
}

static inline void case_add(struct arena *arena, struct bank *bank,
	const struct bank_term *term)
{
	const char *reason = bank_term_add(arena, bank, term);

	if (reason != NULL) (void)fprintf(stderr, "%s\n", reason);
	assert_null(reason);
}

/* One term for each value of each list, and one with every field. */
static inline void case_values(struct arena *arena, struct bank *bank)
{
	for (int i = 0; i < BANK_STATUS_COUNT * BANK_CERTAINTY_COUNT; i++) {
		struct bank_term term = {
			.concept = 0, .lang = TEXT_AR,
			.text = str_fmt(arena, "كلمة %d", i),
			.status = (enum bank_status)(i % BANK_STATUS_COUNT),
			.certainty = (enum bank_certainty)(i / BANK_STATUS_COUNT),
			.pos = (enum bank_pos)(i % BANK_POS_COUNT),
			.gender = (enum bank_gender)(i % BANK_GENDER_COUNT),
			.register_ = (enum bank_register)(i % BANK_REGISTER_COUNT),
			.homograph = i % 2 == 0, .as_is = i % 3 == 0,
		};

		case_add(arena, bank, &term);
	}
}

static inline struct bank case_bank(struct arena *arena)
{
	struct bank_concept one = {.id = S("C-1"), .name = S("first <one> & \"two\""),
		.subject = S("identity"), .note = S("why = a note like a column")};
	struct bank_concept two = {.id = S("2 odd id"), .note = S("plain note"),
		.subject = S("group")};
	struct bank_term full = {.concept = 1, .lang = TEXT_CKB,
		.text = S("وشەی تەواو"), .dialect = S("Silêmanî"),
		.register_ = BANK_FORMAL, .status = BANK_NEVER_SHOW,
		.pos = BANK_PHRASE, .gender = BANK_FEMININE,
		.certainty = BANK_LIKELY, .homograph = true, .as_is = true,
		.coined_by = S("Zîn; and others"), .objections = S("some, because"),
		.why = S("=it hurts"), .source = S("a source, \"quoted\"; two"),
		.note = S("note = like a column"), .decided_on = S("2026-11-01"),
		.decided_by = S("the meeting")};
	struct bank_term odd = {.concept = 1, .lang = TEXT_KMR_ARAB,
		.text = S("پەیڤ"), .status = BANK_OURS, .certainty = BANK_SURE,
		.note = S("homograph only in name"),
		.decided_on = S("last spring"), .source = S("'=1")};
	struct bank_term never = odd;
	struct bank bank = {0};

	never.text = S("ڕۆژ");
	never.decided_on = S("2026-02-29"); /* no such day */
	one.definition[TEXT_AR] = S("تعريف");
	one.definition[TEXT_EN] = S("no term in English");
	two.definition[TEXT_CKB] = S("پێناسە");
	assert_null(bank_concept_add(arena, &bank, &one));
	assert_null(bank_concept_add(arena, &bank, &two));
	case_word(arena, &full.forms, "وشە تەواوەکان");
	case_word(arena, &full.forms, "وشەکان");
	case_word(arena, &full.context, "نامە");
	case_values(arena, &bank);
	case_add(arena, &bank, &full);
	case_add(arena, &bank, &odd);
	case_add(arena, &bank, &never);
	return bank;
}

/* All of a chosen term as text: every column. */
static inline str case_row(struct arena *arena, const struct bank *bank,
	const struct bank_term *term)
{
	struct buf out = {0};
	str row;

	for (int i = 0; i < BANK_COLUMN_COUNT; i++) {
		bank_cell_put(&out, bank, term, (enum bank_column)i);
		buf_byte(&out, '|');
	}
	row = buf_take(&out, arena);
	buf_close(&out);
	return row;
}

/* Both hold the same terms, in the order of concepts and languages. */
static inline void case_same(struct arena *arena, const struct bank *got,
	const struct bank *want)
{
	struct bank_order a = bank_order_of(arena, got, &bank_choice_all);
	struct bank_order b = bank_order_of(arena, want, &bank_choice_all);

	assert_int_equal(a.count, b.count);
	for (size_t i = 0; i < a.count; i++) {
		is_str(case_row(arena, got, &got->terms.at[a.terms[i]]),
			case_row(arena, want, &want->terms.at[b.terms[i]]));
	}
}

#endif
