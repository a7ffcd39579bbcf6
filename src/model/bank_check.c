/* The word bank over a text: see bank_check.h. Owns which terms are looked for,
 * in which order they count, and which marks are kept.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_check.h"

#include "text/lang.h"
#include "text/matcher.h"
#include "text/quoted.h"
#include "text/transliterate.h"

/* A text shorter than this is not called another language's. */
enum { SURE_LETTERS = 20 };

struct bank_checker {
	const struct bank *bank;
	struct matcher *matcher;
	size_t *terms; /* the bank's, for each of the matcher's */
};

/* The terms on their way into the matcher. */
struct making {
	struct arena *arena;
	const struct bank *bank;
	struct matcher_term *terms;
	size_t *of;
	size_t count;
};

static bool is_respectful(const struct bank_term *term)
{
	return term->status == BANK_OURS || term->status == BANK_ACCEPTED;
}

static void term_put(struct making *making, size_t at)
{
	const struct bank_term *term = &making->bank->terms.at[at];

	making->of[making->count] = at;
	making->terms[making->count++] = (struct matcher_term){
		.text = term->text,
		.lang = term->lang,
		.flags = (term->homograph ? (unsigned)MATCHER_HOMOGRAPH : 0) |
			 (term->as_is ? (unsigned)MATCHER_AS_IS : 0),
		.forms = term->forms.at,
		.form_count = term->forms.count,
		.context = term->context.at,
		.context_count = term->context.count};
}

static str badini_of(struct arena *arena, str text)
{
	struct buf out = {0};
	str kept;

	transliterate(&out, text);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static const str *all_badini(struct arena *arena, const str *words, size_t count)
{
	str *kept = ARENA_ARRAY(arena, str, count + 1);

	for (size_t i = 0; i < count; i++) kept[i] = badini_of(arena, words[i]);
	return kept;
}

/* Badini is Kurmanji in Arabic letters: its terms are looked for in both. */
static void badini_put(struct making *making, size_t at)
{
	struct matcher_term *term;

	if (making->bank->terms.at[at].lang != TEXT_KMR) return;
	term_put(making, at);
	term = &making->terms[making->count - 1];
	term->lang = TEXT_KMR_ARAB;
	term->text = badini_of(making->arena, term->text);
	term->forms = all_badini(making->arena, term->forms, term->form_count);
	term->context = all_badini(making->arena, term->context,
		term->context_count);
}

/* Where two terms are read in one word, the earlier counts: what the bank has
 * before what is made of it, and a respectful word before any other. */
static void terms_put(struct making *making, bool respectful, bool badini)
{
	for (size_t i = 0; i < making->bank->terms.count; i++) {
		const struct bank_term *term = &making->bank->terms.at[i];

		if (!bank_term_marks(term)) continue; /* [bank-1] */
		if (is_respectful(term) != respectful) continue;
		if (badini) {
			badini_put(making, i);
		} else {
			term_put(making, i);
		}
	}
}

struct bank_checker *bank_checker_of(struct arena *arena,
	const struct bank *bank)
{
	struct bank_checker *checker = ARENA_NEW(arena, struct bank_checker);
	size_t room = 2 * bank->terms.count + 1;
	struct making making = {.arena = arena, .bank = bank,
		.terms = ARENA_ARRAY(arena, struct matcher_term, room),
		.of = ARENA_ARRAY(arena, size_t, room)};

	terms_put(&making, true, false);
	terms_put(&making, false, false);
	terms_put(&making, true, true);
	terms_put(&making, false, true);
	checker->bank = bank;
	checker->terms = making.of;
	checker->matcher = matcher_build(arena, making.terms, making.count);
	return checker;
}

/* The language of a text, when it is surely one the bank has words of; where
 * that is wrong, a mark would be called a perhaps for nothing. */
static enum text_lang sure_lang(str text)
{
	struct lang_guess guess = lang_guess(text);

	if (guess.letters < SURE_LETTERS || guess.margin < LANG_SURE) {
		return TEXT_UND;
	}
	switch (guess.lang) {
	case TEXT_AR:
	case TEXT_CKB:
	case TEXT_KMR:
	case TEXT_KMR_ARAB:
	case TEXT_EN: return guess.lang;
	case TEXT_FA:
	case TEXT_TR:
	case TEXT_SV:
	case TEXT_AR_LATN:
	case TEXT_CKB_LATN:
	case TEXT_MIXED:
	case TEXT_UND:
	case TEXT_LANG_COUNT: break;
	}
	return TEXT_UND;
}

/* Walks the quoted parts of a text beside its matches. */
struct quotes {
	str text;
	size_t at;        /* where the next part is looked for */
	size_t begin, end; /* the part looked at now */
	bool over;
};

static bool is_quoted(struct quotes *quotes, size_t at)
{
	str part;

	while (!quotes->over && quotes->end <= at) {
		if (!quoted_next(quotes->text, &quotes->at, &part)) {
			quotes->over = true;
			return false;
		}
		quotes->begin = (size_t)(part.at - quotes->text.at);
		quotes->end = quotes->begin + part.len;
	}
	return !quotes->over && at >= quotes->begin;
}

static str why_of(const struct bank_term *term)
{
	if (term->why.len > 0) return term->why;
	return term->objections.len > 0 ? term->objections : term->note;
}

static struct bank_mark mark_of(const struct bank_checker *checker,
	const struct matcher_match *match)
{
	size_t at = checker->terms[match->term];
	const struct bank_term *term = &checker->bank->terms.at[at];
	struct bank_mark mark = {.at = match->at, .len = match->len,
		.term = at, .ours = SIZE_MAX, .why = why_of(term),
		.certain = match->certain};

	if (!is_respectful(term)) {
		mark.ours = bank_ours(checker->bank, term, BANK_REGISTER_COUNT);
	}
	return mark;
}

void bank_check_all(struct arena *arena, const struct bank_checker *checker,
	enum text_lang lang, str text, struct bank_marks *ret_marks)
{
	struct quotes quotes = {.text = text};
	struct matcher_search search;
	struct matcher_match match;

	if (lang == TEXT_UND) lang = sure_lang(text);
	search = matcher_begin(checker->matcher, lang, text);
	while (ret_marks->count < BANK_MARKS_MAX &&
		matcher_next(&search, &match)) {
		struct bank_mark mark = mark_of(checker, &match);

		mark.quoted = is_quoted(&quotes, mark.at);
		LIST_ADD(arena, ret_marks, mark);
	}
}

/* What a writer is told: not her own good words, nobody's quoted ones. */
static bool is_for_writer(const struct bank_checker *checker,
	const struct bank_mark *mark)
{
	if (mark->quoted) return false; /* [check-2] */
	switch (checker->bank->terms.at[mark->term].status) {
	case BANK_AVOID:
	case BANK_NEVER_SHOW:
	case BANK_SUPERSEDED: return true;
	case BANK_OURS:
	case BANK_ACCEPTED:
	case BANK_PROPOSED:
	case BANK_THREAT:
	case BANK_STATUS_COUNT: break;
	}
	return false;
}

void bank_check_draft(struct arena *arena, const struct bank_checker *checker,
	enum text_lang lang, str text, struct bank_marks *ret_marks)
{
	struct bank_marks all = {0};

	bank_check_all(arena, checker, lang, text, &all);
	for (size_t i = 0; i < all.count; i++) {
		if (!is_for_writer(checker, &all.at[i])) continue;
		LIST_ADD(arena, ret_marks, all.at[i]);
	}
}
