/* The word bank in lists, by concept and written form, and which page an
 * address of it is: see ui_bank.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_bank.h"

#include "base/num.h"
#include "desk/ui_route.h"
#include "desk/words_coin.h"
#include "desk/words_take.h"
#include "page/desk_words.h"
#include "text/collate.h"
#include "text/fold.h"

#include <stdlib.h>

enum { SKIP_MAX = 1000000, CONCEPTS_ON_PAGE = 40, KEY_BYTES_MAX = 1 << 20 };

/* What a list is narrowed to. */
struct narrowing {
	str lang, state;
	struct buf words;              /* as a key of search; empty: all */
	const object_id *concept;      /* this one alone */
};

/* -- which words ---------------------------------------------------------- */

static bool has_words(struct buf *key, str text, str words)
{
	if (text.len == 0) return false;
	buf_reset(key);
	fold_put(key, FOLD_LOOSE, TEXT_UND, text);
	return str_find(buf_str(key), words) != SIZE_MAX;
}

static bool concept_says(const struct bank_concept *concept, struct buf *key,
	str words)
{
	bool found = has_words(key, concept->name, words);

	for (size_t i = 0; !found && i < TEXT_LANG_COUNT; i++) {
		found = has_words(key, concept->definition[i], words);
	}
	return found;
}

static bool term_fits(const struct words_here *words,
	const struct words_term *term, const struct narrowing *by,
	struct buf *key)
{
	str typed = buf_str(&by->words);

	if (by->lang.len > 0 && !str_eq(by->lang, term->lang)) return false;
	if (by->state.len > 0 &&
		!str_eq(by->state, str_of(words_state(term->said.status)))) {
		return false;
	}
	if (typed.len == 0 || has_words(key, term->said.text, typed)) return true;
	for (size_t i = 0; i < term->said.forms.count; i++) {
		if (has_words(key, term->said.forms.at[i], typed)) return true;
	}
	return concept_says(&words->bank.concepts.at[term->concept], key,
		typed);
}

/* -- a concept ------------------------------------------------------------ */

struct one_list LIST_OF(struct words_one);

/* Ours first, then what is good too, then the rest, as they stand. */
static void form_fill(struct ui_page *p, const struct words_term **fits,
	size_t count, struct words_form *form)
{
	static const char *const order[] = {"ours", "good", "discreet",
		"older", "bad"};
	struct one_list lists[2] = {{0}, {0}};

	for (size_t rank = 0; rank < NELEM(order); rank++) {
		for (size_t i = 0; i < count; i++) {
			struct words_one one = ui_bank_one(p, fits[i]);
			bool bad = words_is_folded(fits[i]->said.status);

			if (!str_eq(one.class_name, str_of(order[rank]))) {
				continue;
			}
			LIST_ADD(p->arena, &lists[bad], one);
		}
	}
	form->good = (struct words_ones){lists[0].at, lists[0].count};
	form->folded = (struct words_ones){lists[1].at, lists[1].count};
}

struct form_list LIST_OF(struct words_form);

/* The terms of one concept, cut by their written form: ours in the order of
 * the locales, then any other. */
static void forms_fill(struct ui_page *p, const struct words_term **fits,
	size_t count, struct words_concept *concept)
{
	const struct words_term **some = ARENA_ARRAY(p->arena,
		const struct words_term *, count + 1);
	bool *done = ARENA_ARRAY(p->arena, bool, count + 1);
	struct form_list forms = {0};

	for (size_t l = 0; l < LOCALE_COUNT + count; l++) {
		str tag = l < LOCALE_COUNT ? locale_info((enum locale)l)->tag
			: fits[l - LOCALE_COUNT]->lang;
		struct words_form form = {.name =
			ui_language_name(p->locale, tag)};
		size_t found = 0;

		for (size_t i = 0; i < count; i++) {
			if (done[i] || !str_eq(fits[i]->lang, tag)) continue;
			some[found++] = fits[i];
			done[i] = true;
		}
		if (found == 0) continue;
		form_fill(p, some, found, &form);
		LIST_ADD(p->arena, &forms, form);
	}
	concept->forms = forms.at;
	concept->form_count = forms.count;
}

static const char *subject_label(str subject)
{
	const struct record_choice *choice = record_choice(
		record_field_find(&record_concept, S("subject")), subject);

	return choice != NULL ? choice->label : NULL;
}

static struct words_concept concept_view(struct ui_page *p,
	const struct words_here *words, size_t at)
{
	const struct bank_concept *said = &words->bank.concepts.at[at];
	const char *subject = subject_label(said->subject);
	struct words_concept view = {.name = ui_bank_name(p, words, at),
		.id = ui_record_id(p, words->concepts[at])};

	if (subject != NULL) view.subject = ui_text(p, subject);
	view.meaning = ui_bank_meaning(p, said, ui_bank_own_lang(p),
		&view.meaning_lang);
	view.meaning_dir = ui_bank_dir(view.meaning_lang);
	return view;
}

/* -- the list ------------------------------------------------------------- */

/* Terms that fit, those of one concept behind one another. */
struct fitting { const struct words_term **at; size_t count; };

/* A concept by the key of its name: qsort knows no owner. */
struct ordered { str key; size_t concept; };

static int by_key(const void *a, const void *b)
{
	const struct ordered *one = a, *other = b;
	int order = str_compare(one->key, other->key);

	return order != 0 ? order
		: one->concept < other->concept ? -1 : 1;
}

static struct ordered *concepts_order(struct ui_page *p,
	const struct words_here *words)
{
	size_t count = words->bank.concepts.count;
	struct ordered *order = ARENA_ARRAY(p->arena, struct ordered, count + 1);

	for (size_t i = 0; i < count; i++) {
		struct buf key = {0};

		collate_put(&key, ui_bank_own_lang(p),
			ui_bank_name(p, words, i));
		order[i] = (struct ordered){buf_take(&key, p->arena), i};
		buf_close(&key);
	}
	if (count > 0) qsort(order, count, sizeof(*order), by_key);
	return order;
}

/* For every concept its terms that fit. */
static struct fitting *fitting_find(struct ui_page *p,
	const struct words_here *words, const struct narrowing *by)
{
	size_t count = words->bank.concepts.count;
	struct fitting *fits = ARENA_ARRAY(p->arena, struct fitting, count + 1);
	struct buf key = buf_cap(KEY_BYTES_MAX);

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < words->terms.count; i++) {
			const struct words_term *term = &words->terms.at[i];
			struct fitting *of;

			if (term->concept == SIZE_MAX ||
				!term_fits(words, term, by, &key)) {
				continue;
			}
			of = &fits[term->concept];
			if (round == 1) of->at[of->count] = term;
			of->count++;
		}
		for (size_t i = 0; round == 0 && i < count; i++) {
			fits[i].at = ARENA_ARRAY(p->arena,
				const struct words_term *, fits[i].count + 1);
			fits[i].count = 0;
		}
	}
	buf_close(&key);
	return fits;
}

struct concept_list LIST_OF(struct words_concept);

static void concepts_fill(struct ui_page *p, const struct words_here *words,
	const struct narrowing *by, struct desk_words *view)
{
	struct ordered *order = concepts_order(p, words);
	struct fitting *fits = fitting_find(p, words, by);
	struct concept_list list = {0};
	size_t skip = (size_t)ui_skip(p), seen = 0;

	for (size_t i = 0; i < words->bank.concepts.count; i++) {
		size_t at = order[i].concept;
		struct words_concept one;

		if (by->concept != NULL
			? !object_eq(*by->concept, words->concepts[at])
			: fits[at].count == 0) {
			continue;
		}
		if (seen++ < skip) continue;
		if (list.count == CONCEPTS_ON_PAGE) {
			view->more = str_fmt(p->arena, "%zu", seen - 1);
			break;
		}
		one = concept_view(p, words, at);
		forms_fill(p, fits[at].at, fits[at].count, &one);
		LIST_ADD(p->arena, &list, one);
	}
	view->concepts = list.at;
	view->count = list.count;
}

static struct desk_choices states_of(struct ui_page *p, str chosen)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		record_term.state_count + 1);

	at[0] = (struct desk_choice){S(""), ui_text(p, TR("all")),
		chosen.len == 0};
	for (size_t i = 0; i < record_term.state_count; i++) {
		str word = str_of(record_term.states[i].word);

		at[i + 1] = (struct desk_choice){word,
			ui_text(p, record_term.states[i].label),
			str_eq(word, chosen)};
	}
	return (struct desk_choices){at, record_term.state_count + 1};
}

static bool is_question(const struct words_term *term)
{
	return term->said.certainty == BANK_UNSURE &&
		term->said.status != BANK_PROPOSED &&
		term->said.status != BANK_SUPERSEDED;
}

static void list_show(struct ui_page *p, struct narrowing *by)
{
	struct desk_words view = {.frame = &p->frame,
		.single = by->concept != NULL,
		.langs = ui_bank_langs(p, by->lang, true),
		.states = states_of(p, by->state)};
	const struct words_here *words;
	const err *e = words_of(p->ui->desk, &words);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	concepts_fill(p, words, by, &view);
	view.none = words->terms.count == 0;
	view.narrowed = by->lang.len > 0 || by->state.len > 0 ||
		by->words.len > 0;
	for (size_t i = 0; i < words->terms.count; i++) {
		const struct words_term *term = &words->terms.at[i];

		view.questions += is_question(term);
		view.proposed += term->said.status == BANK_PROPOSED;
	}
	if (by->words.len > 0) view.words = form_value(p->form, S("words"));
	page_desk_words(p->out, p->locale, &view);
}

static void list_page(struct ui_page *p)
{
	struct narrowing by = {.lang = S("")};
	struct form query;
	enum bank_status status;
	enum locale locale;

	if (form_read(p->arena, p->x->request.query, &query) == FORM_OK) {
		by.lang = form_value(&query, S("lang"));
		by.state = form_value(&query, S("state"));
	}
	/* Words of our lists only: anything else is as if it were not there. */
	if (!locale_read(by.lang, &locale)) by.lang = S("");
	if (!words_state_read(by.state, &status)) by.state = S("");
	list_show(p, &by);
}

/* What was typed stands in no address [ui-2]: searching is a POST. */
static void list_search(struct ui_page *p)
{
	struct narrowing by = {.lang = S("")};

	by.words = buf_cap(KEY_BYTES_MAX);
	fold_put(&by.words, FOLD_LOOSE, TEXT_UND,
		str_trim(form_value(p->form, S("words"))));
	list_show(p, &by);
	buf_close(&by.words);
}

static void concept_page(struct ui_page *p)
{
	struct narrowing by = {.lang = S("")};
	object_id id;

	if (!object_read(p->id, &id)) {
		ui_problem(p, err_make(ERR_ABSENT, "no such concept"));
		return;
	}
	by.concept = &id;
	list_show(p, &by);
}

/* -- questions and proposals ---------------------------------------------- */

struct row_list LIST_OF(struct words_row);

static void answers_count(struct ui_page *p, object_id term,
	struct words_row *row)
{
	struct words_trials trials;

	if (words_trials(p->ui->desk, p->arena, term, &trials) != NULL) return;
	row->yes = trials.yes;
	row->not_yet = trials.not_yet;
	row->no = trials.no;
}

static void rows_show(struct ui_page *p, bool questions)
{
	struct desk_words_rows view = {.frame = &p->frame,
		.are_questions = questions};
	struct row_list list = {0};
	const struct words_here *words;
	const err *e = words_of(p->ui->desk, &words);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	for (size_t i = 0; i < words->terms.count; i++) {
		const struct words_term *term = &words->terms.at[i];
		struct words_row row = {.word = ui_bank_one(p, term),
			.remark = term->said.note,
			.lang_name = ui_language_name(p->locale, term->lang)};

		if (questions ? !is_question(term)
			: term->said.status != BANK_PROPOSED) {
			continue;
		}
		if (term->concept != SIZE_MAX) {
			row.concept = ui_bank_name(p, words, term->concept);
		}
		if (!questions) answers_count(p, term->id, &row);
		LIST_ADD(p->arena, &list, row);
	}
	view.rows = list.at;
	view.count = list.count;
	page_desk_words_rows(p->out, p->locale, &view);
}

static void questions_page(struct ui_page *p)
{
	rows_show(p, true);
}

static void proposed_page(struct ui_page *p)
{
	rows_show(p, false);
}

static void begin(struct ui_page *p)
{
	size_t fresh;
	const err *e = words_begin(p->ui->desk, &fresh);

	if (e != NULL) ui_problem(p, e);
	else p->go = S("/words");
}

/* -- routes --------------------------------------------------------------- */

static const struct ui_route routes[] = {
	{HTTP_GET, "/words", "", list_page},
	{HTTP_POST, "/words", "", list_search},
	{HTTP_GET, "/words-questions", "", questions_page},
	{HTTP_GET, "/words-proposed", "", proposed_page},
	{HTTP_POST, "/words-begin", "", begin},
	{HTTP_GET, "/words-table", "", ui_bank_table},
	{HTTP_POST, "/words-table", "", ui_bank_try},
	{HTTP_POST, "/words-take", "", ui_bank_take},
	{HTTP_GET, "/concept/", "", concept_page},
	{HTTP_GET, "/term/", "", ui_term},
	{HTTP_POST, "/term/", "/sure", ui_term_sure},
	{HTTP_POST, "/term/", "/try", ui_term_try},
	{HTTP_POST, "/term/", "/adopt", ui_term_adopt},
	{HTTP_POST, "/term/", "/aside", ui_term_aside},
	{HTTP_GET, "/term/", "/places", ui_places},
	{HTTP_POST, "/term/", "/places", ui_place_change},
	{HTTP_GET, "/coin", "", ui_coin_form},
	{HTTP_POST, "/coin", "", ui_coin},
};

bool ui_bank(struct ui_page *p)
{
	return ui_route_go(p, routes, NELEM(routes));
}

str ui_bank_title(struct ui_page *p, const struct record_row *row)
{
	enum bank_status status;

	if (row->type == &record_unit || row->type == &record_sign) {
		return ui_guide_title(p, row);
	}
	return row->type == &record_term && words_state_read(row->state,
		&status) && words_is_folded(status)
		? ui_bank_first(p, row->title) : row->title;
}

bool ui_bank_owns(struct ui_page *p, const struct record *record)
{
	const char *where = record->type == &record_term ? "term"
		: record->type == &record_concept ? "concept" : NULL;
	str id = ui_record_id(p, record->id);

	if (where == NULL) return false;
	p->go = str_fmt(p->arena, "/%s/%.*s", where, S_ARG(id));
	return true;
}
