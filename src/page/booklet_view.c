/* The booklet of words: see booklet_view.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page/booklet_view.h"

#include "base/utf8.h"
#include "model/bank_choice.h"
#include "page/asset.h"

/* The first letter of each word, with the marks that sit on it, and dots. */
static str first_letters(struct arena *arena, str text)
{
	struct buf out = {0};
	bool starts = true;
	uint32_t point;
	str kept;

	while (utf8_next(&text, &point)) {
		bool is_mark = (point >= 0x300 && point <= 0x36f) ||
			(point >= 0x64b && point <= 0x65f);

		if (point == ' ') {
			buf_byte(&out, ' ');
			starts = true;
		} else if (starts && !is_mark) {
			utf8_put(&out, point);
			buf_text(&out, "…");
			starts = false;
		}
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static struct booklet_hurt hurt_of(struct arena *arena, const struct bank *bank,
	const struct bank_term *term, const struct booklet_wish *wish)
{
	size_t ours = bank_ours(bank, term, BANK_REGISTER_COUNT);
	bool stays = term->status == BANK_NEVER_SHOW && !wish->never_shown;
	bool folded = term->status != BANK_SUPERSEDED && !wish->spelled_out;
	str dots = first_letters(arena, term->text);

	return (struct booklet_hurt){ /* [booklet-1] */
		.text = stays ? dots : term->text,
		.in_print = stays || folded ? dots : term->text,
		.ours = ours == SIZE_MAX ? S("") : bank->terms.at[ours].text,
		.why = term->why,
	};
}

static void term_take(struct arena *arena, const struct bank *bank,
	const struct bank_term *term, const struct booklet_wish *wish,
	struct booklet_entry *entry)
{
	struct booklet_word word = {term->text, term->certainty == BANK_SURE};
	struct booklet_hurt hurt;

	switch (term->status) {
	case BANK_OURS: LIST_ADD(arena, &entry->ours, word); break;
	case BANK_ACCEPTED: LIST_ADD(arena, &entry->also, word); break;
	case BANK_AVOID:
	case BANK_NEVER_SHOW:
		hurt = hurt_of(arena, bank, term, wish);
		LIST_ADD(arena, &entry->hurts, hurt);
		break;
	case BANK_SUPERSEDED:
		hurt = hurt_of(arena, bank, term, wish);
		LIST_ADD(arena, &entry->older, hurt);
		break;
	case BANK_PROPOSED:
	case BANK_THREAT:
	case BANK_STATUS_COUNT: break;
	}
}

/* In the reader's language, else in English, said so. */
static void definition_take(const struct bank_concept *concept,
	enum text_lang lang, enum locale locale, struct booklet_entry *entry)
{
	bool has = concept->definition[lang].len > 0;

	if (!has) locale = LOCALE_EN;
	entry->definition = concept->definition[has ? lang : TEXT_EN];
	entry->definition_tag = locale_info(locale)->tag;
	entry->definition_dir = locale_info(locale)->dir;
}

static void entry_take(struct arena *arena, struct booklet *booklet,
	const struct booklet_entry *entry)
{
	if (entry->ours.count + entry->also.count + entry->older.count +
			entry->hurts.count == 0) {
		return;
	}
	booklet->has_hurts = booklet->has_hurts || entry->hurts.count > 0;
	for (size_t i = 0; i < entry->ours.count; i++) {
		if (!entry->ours.at[i].confirmed) booklet->has_unconfirmed = true;
	}
	for (size_t i = 0; i < entry->also.count; i++) {
		if (!entry->also.at[i].confirmed) booklet->has_unconfirmed = true;
	}
	LIST_ADD(arena, &booklet->entries, *entry);
}

struct booklet booklet_of(struct arena *arena, const struct bank *bank,
	enum locale locale, const struct booklet_wish *wish)
{
	static const struct bank_choice choice = {.avoided = true}; /* [booklet-2] */
	struct bank_order order = bank_order_of(arena, bank, &choice);
	const struct locale_info *info = locale_info(locale);
	struct booklet booklet = {
		.organisation = wish->organisation,
		.style = {info->rtl ? asset_booklet_css_rtl : asset_booklet_css_ltr},
		.spelled_out = wish->spelled_out,
	};
	enum text_lang lang;

	must(text_lang_read(info->tag, &lang));
	for (size_t c = 0; c < bank->concepts.count; c++) {
		struct booklet_entry entry = {0};
		size_t count;
		const size_t *group = bank_order_group(&order, c, lang, &count);

		for (size_t i = 0; i < count; i++) {
			term_take(arena, bank, &bank->terms.at[group[i]], wish,
				&entry);
		}
		if (entry.ours.count == 0) { /* the best there is */
			entry.ours.at = entry.also.at;
			entry.ours.count = entry.also.count;
			entry.also.count = 0;
		}
		definition_take(&bank->concepts.at[c], lang, locale, &entry);
		entry_take(arena, &booklet, &entry);
	}
	return booklet;
}
