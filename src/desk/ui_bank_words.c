/* Words of the bank as pages show them: see ui_bank.h. Owns what a list says
 * of a word, and that a folded one is its first letter.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_bank.h"

#include "base/utf8.h"

str ui_bank_dir(str tag)
{
	static const str left[] = {S_INIT("kmr"), S_INIT("en"), S_INIT("tr"),
		S_INIT("sv"), S_INIT("de"), S_INIT("fr")};

	for (size_t i = 0; i < NELEM(left); i++) {
		if (str_eq(tag, left[i])) return S("ltr");
	}
	return S("rtl");
}

str ui_bank_first(struct ui_page *p, str word)
{
	str rest = word;
	uint32_t point;

	if (!utf8_next(&rest, &point)) return S("…");
	return str_fmt(p->arena, "%.*s…", (int)(word.len - rest.len), word.at);
}

bool ui_bank_is_folded(const struct record *record)
{
	enum bank_status status;

	return record->type == &record_term &&
		words_state_read(record_state(record), &status) &&
		words_is_folded(status);
}

/* Most cautious first: what is unsure is shown as such whatever it says. */
struct words_one ui_bank_one(struct ui_page *p, const struct words_term *term)
{
	const struct bank_term *said = &term->said;
	struct words_one one = {.id = ui_record_id(p, term->id),
		.text = said->text, .lang = term->lang,
		.dir = ui_bank_dir(term->lang), .class_name = S("good")};

	if (words_is_folded(said->status)) {
		one.text = ui_bank_first(p, said->text);
		one.class_name = S("bad");
	} else if (said->certainty == BANK_UNSURE) {
		one.class_name = S("older");
		one.remark = ui_text(p, TR("a question"));
	} else if (said->status == BANK_PROPOSED) {
		one.class_name = S("older");
		one.remark = ui_text(p, TR("proposed"));
	} else if (said->status == BANK_SUPERSEDED) {
		one.class_name = S("older");
		one.remark = ui_text(p, TR("superseded"));
	} else if (said->register_ == BANK_DISCREET) {
		one.class_name = S("discreet");
		one.remark = ui_text(p, TR("discreet"));
	} else if (said->status == BANK_OURS) {
		one.class_name = S("ours");
		one.remark = ui_text(p, TR("ours"));
	}
	return one;
}

enum text_lang ui_bank_own_lang(struct ui_page *p)
{
	enum text_lang lang = TEXT_EN;

	(void)!text_lang_read(locale_info(p->locale)->tag, &lang);
	return lang;
}

str ui_bank_name(struct ui_page *p, const struct words_here *words, size_t concept)
{
	enum text_lang lang = ui_bank_own_lang(p);

	for (size_t i = 0; i < words->terms.count; i++) {
		const struct words_term *term = &words->terms.at[i];

		if (term->concept == concept && term->said.lang == lang &&
			term->said.status == BANK_OURS &&
			term->said.register_ != BANK_DISCREET &&
			term->said.certainty != BANK_UNSURE) {
			return term->said.text;
		}
	}
	return words->bank.concepts.at[concept].name;
}

str ui_bank_meaning(struct ui_page *p, const struct bank_concept *concept,
	enum text_lang lang, str *ret_lang)
{
	const enum text_lang tries[] = {lang, ui_bank_own_lang(p), TEXT_EN,
		TEXT_AR, TEXT_CKB, TEXT_KMR};

	for (size_t i = 0; i < NELEM(tries); i++) {
		if (concept->definition[tries[i]].len == 0) continue;
		*ret_lang = text_lang_tag(tries[i]);
		return concept->definition[tries[i]];
	}
	*ret_lang = text_lang_tag(lang);
	return S("");
}

struct desk_choices ui_bank_langs(struct ui_page *p, str chosen, bool all)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		LOCALE_COUNT + 1);
	size_t count = 0;

	if (all) {
		at[count++] = (struct desk_choice){S(""),
			ui_text(p, TR("all")), chosen.len == 0};
	}
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		str tag = locale_info((enum locale)i)->tag;

		at[count++] = (struct desk_choice){tag,
			ui_language_name(p->locale, tag), str_eq(tag, chosen)};
	}
	return (struct desk_choices){at, count};
}

struct words_ones ui_bank_instead(struct ui_page *p, const struct words_here *words,
	const struct words_term *term)
{
	struct words_one *at = ARENA_ARRAY(p->arena, struct words_one,
		words->terms.count + 1);
	size_t count = 0;

	for (size_t i = 0; i < words->terms.count; i++) {
		const struct words_term *one = &words->terms.at[i];

		if (one->concept != term->concept ||
			!str_eq(one->lang, term->lang) || one == term) {
			continue;
		}
		if (one->said.certainty == BANK_UNSURE ||
			(one->said.status != BANK_OURS &&
			 one->said.status != BANK_ACCEPTED)) {
			continue;
		}
		at[count++] = ui_bank_one(p, one);
	}
	return (struct words_ones){at, count};
}
