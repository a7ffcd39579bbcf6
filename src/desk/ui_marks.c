/* Marks of a draft: see ui_marks.h. Owns which advice is worth a line.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_marks.h"

#include "desk/ui_bank.h"
#include "guide/sms.h"
#include "os/clock.h"
#include "page/desk_marks.h"
#include "text/lang.h"
#include "text/readability.h"

enum { WORDS_SHOWN_MAX = 12, SPELLINGS_SHOWN_MAX = 12 };

/* -- words ---------------------------------------------------------------- */

static bool is_shown(const struct marks_word *shown, size_t count, str found)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(shown[i].found, found)) return true;
	}
	return false;
}

static struct marks_word word_view(struct ui_page *p, const struct words_here *words,
	const struct bank_mark *mark, str text)
{
	const struct bank_term *term = &words->bank.terms.at[mark->term];
	const struct words_term *record = words_at(words, mark->term);
	struct marks_word view = {
		.found = str_first(str_from(text, mark->at), mark->len),
		.folded = term->status == BANK_NEVER_SHOW,
		.perhaps = !mark->certain, .why = mark->why,
		.lang = text_lang_tag(term->lang)};

	view.first = ui_bank_first(p, view.found);
	view.dir = ui_bank_dir(view.lang);
	if (record != NULL) view.id = ui_record_id(p, record->id);
	if (mark->ours != SIZE_MAX) {
		view.ours = words->bank.terms.at[mark->ours].text;
	}
	return view;
}

static void words_mark(struct ui_page *p, enum text_lang lang, str text,
	struct view_marks *view)
{
	struct marks_word *at = ARENA_ARRAY(p->arena, struct marks_word,
		WORDS_SHOWN_MAX);
	struct bank_marks marks = {0};
	const struct words_here *words;

	if (words_of(p->ui->desk, &words) != NULL) return;
	bank_check_draft(p->arena, words->checker, lang, text, &marks);
	for (size_t i = 0; i < marks.count; i++) {
		struct marks_word one = word_view(p, words, &marks.at[i], text);

		if (view->word_count == WORDS_SHOWN_MAX) break;
		if (is_shown(at, view->word_count, one.found)) continue;
		at[view->word_count++] = one;
	}
	view->words = at;
}

/* -- spelling ------------------------------------------------------------- */

static void spelling_mark(struct ui_page *p, enum text_lang lang, str text,
	struct view_marks *view)
{
	struct marks_spelling *at = ARENA_ARRAY(p->arena,
		struct marks_spelling, SPELLINGS_SHOWN_MAX);
	struct spelling_reader reader = {.text = text, .lang = lang};
	struct spelling found;
	const struct words_here *words;

	if (words_of(p->ui->desk, &words) != NULL) return;
	reader.kept = words->kept;
	while (view->spelling_count < SPELLINGS_SHOWN_MAX &&
		spelling_next(&reader, &found)) {
		at[view->spelling_count++] = (struct marks_spelling){
			str_first(str_from(text, found.at), found.len),
			found.instead, str_fmt(p->arena, "%zu", found.at)};
	}
	view->spellings = at;
}

/* -- counts --------------------------------------------------------------- */

static const char *const advice_words[READABILITY_CHECK_COUNT] = {
	[READABILITY_SENTENCE] = TR("long sentences"),
	[READABILITY_PARAGRAPH] = TR("long paragraphs"),
	[READABILITY_WORD] = TR("very long words"),
	[READABILITY_BRACKETS] = TR("much in brackets"),
	[READABILITY_NEGATIONS] = TR("two times “not” in one sentence"),
	[READABILITY_ABBREVIATION] = TR("short forms nobody explained"),
	[READABILITY_DIGITS] = TR("two kinds of digits"),
	[READABILITY_LETTERS] = TR("Arabic letters in Kurdish words"),
};

static void counts_mark(struct ui_page *p, enum text_lang lang, str text,
	struct view_marks *view)
{
	struct readability counted = readability_of(p->arena, lang, text);
	struct marks_advice *at = ARENA_ARRAY(p->arena, struct marks_advice,
		READABILITY_CHECK_COUNT);

	view->has_counts = counted.words > 0;
	view->word_total = counted.words;
	view->sentences = counted.sentences;
	view->longest = counted.longest_sentence;
	view->lix = counted.lix;
	view->lix_goal = counted.lix_goal;
	for (size_t i = 0; i < READABILITY_CHECK_COUNT; i++) {
		if (advice_words[i] == NULL || counted.counts[i] == 0) continue;
		at[view->advice_count++] = (struct marks_advice){
			ui_text(p, advice_words[i]), counted.counts[i]};
	}
	view->advice = at;
}

/* -- a draft -------------------------------------------------------------- */

struct view_marks ui_marks(struct ui_page *p, str language, str text)
{
	struct view_marks view = {.asked = true};
	enum text_lang lang;

	if (!text_lang_read(language, &lang)) lang = lang_of(text);
	view.lang = text_lang_tag(lang);
	view.lang_name = ui_language_name(p->locale, view.lang);
	view.dir = ui_bank_dir(view.lang);
	words_mark(p, lang, text, &view);
	spelling_mark(p, lang, text, &view);
	counts_mark(p, lang, text, &view);
	view.sms_letters = sms_units(text);
	view.sms_parts = sms_parts(text);
	return view;
}

static const str part_headers = S_INIT("Cache-Control: no-store\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n");

bool ui_marks_alone(struct ui_page *p)
{
	struct answer answer = {.status = 200, .headers = part_headers};
	struct view_marks view = {.asked = false};
	str text;

	if (p->x->request.method != HTTP_POST ||
		!str_eq(p->x->request.path, S("/marks"))) {
		return false;
	}
	p->ui->worked_ms = clock_steady_ms(); /* she is writing */
	if (form_text(p->arena, form_value(p->form, S("text")), &text)) {
		view = ui_marks(p, form_value(p->form, S("language")), text);
		view.accept = form_value(p->form, S("unit"));
		view.is_short = form_has(p->form, S("short")) ||
			str_eq(form_value(p->form, S("kind")), S("short"));
	}
	page_desk_marks(p->out, p->locale, &view);
	answer.body = buf_str(p->out);
	web_answer(p->x, &answer);
	return true;
}
