/* One word: its sheet with history, what to say instead and why, the trial of
 * a proposed one, and the acts on it. See ui_bank.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_bank.h"

#include "desk/words_coin.h"
#include "page/desk_term.h"

/* -- the sheet ------------------------------------------------------------ */

/* What stands elsewhere on the sheet. */
static bool stands_above(const struct record_field *field)
{
	static const char *const keys[] = {"term", "why", "concept", "lang"};

	for (size_t i = 0; i < NELEM(keys); i++) {
		if (str_eq(str_of(field->key), str_of(keys[i]))) return true;
	}
	return false;
}

static void fields_show(struct ui_page *p, const struct record *record,
	struct desk_term *view)
{
	struct shown_list list = {0};

	for (size_t i = 0; i < record->type->field_count; i++) {
		const struct record_field *field = &record->type->fields[i];

		if (stands_above(field)) continue;
		ui_record_field(p, record, field, &list);
	}
	view->sheet.shown = list.at;
	view->sheet.shown_count = list.count;
	for (size_t i = 0; i < record->got_count; i++) {
		if (record->got[i].rival_count > 0) view->sheet.unsettled = true;
	}
}

/* A folded word is folded in its history too. */
static void history_show(struct ui_page *p, const struct record *record,
	struct desk_term *view)
{
	struct record_change *changes;
	struct record_change_view *at;
	size_t count;

	if (record_history(p->ui->desk, p->arena, record->id, &changes,
		&count) != NULL) {
		return;
	}
	at = ARENA_ARRAY(p->arena, struct record_change_view, count + 1);
	for (size_t i = 0; i < count; i++) {
		at[i] = ui_record_change(p, record->type, &changes[i]);
		if (!view->folded || (changes[i].field->kind != KIND_LINE &&
			changes[i].field->kind != KIND_WORDS)) {
			continue;
		}
		at[i].words = ui_bank_first(p, changes[i].value);
	}
	view->changes = at;
	view->change_count = count;
}

static str answer_words(struct ui_page *p, str answer)
{
	const struct record_choice *choice = record_choice(
		record_field_find(&record_trial, S("answer")), answer);

	return choice != NULL ? ui_text(p, choice->label) : answer;
}

static struct term_answer answer_view(struct ui_page *p,
	const struct record *trial)
{
	struct term_answer view = {.at = {.ms = trial->made_ms},
		.answer = answer_words(p, record_value(trial, "answer")),
		.sentence = record_value(trial, "sentence"),
		.reason = record_value(trial, "reason")};

	for (size_t i = 0; i < trial->got_count; i++) {
		if (str_eq(str_of(trial->got[i].field->key), S("answer"))) {
			view.who = ui_device_words(p, trial->got[i].dev);
		}
	}
	ui_time(p, &view.at);
	return view;
}

static void trial_show(struct ui_page *p, const struct record *record,
	struct desk_term *view)
{
	struct words_trials trials;
	struct term_answer *at;

	if (words_trials(p->ui->desk, p->arena, record->id, &trials) != NULL) {
		return;
	}
	at = ARENA_ARRAY(p->arena, struct term_answer, trials.count + 1);
	for (size_t i = 0; i < trials.count; i++) {
		at[i] = answer_view(p, &trials.at[i]);
	}
	view->answers = at;
	view->answer_count = trials.count;
	view->yes = trials.yes;
	view->not_yet = trials.not_yet;
	view->no = trials.no;
}

static void concept_show(struct ui_page *p, const struct words_here *words,
	const struct words_term *term, struct desk_term *view)
{
	const struct bank_concept *concept;

	if (term->concept == SIZE_MAX) return;
	concept = &words->bank.concepts.at[term->concept];
	view->concept_id = ui_record_id(p, words->concepts[term->concept]);
	view->concept = ui_bank_name(p, words, term->concept);
	view->meaning = ui_bank_meaning(p, concept, ui_bank_own_lang(p),
		&view->meaning_lang);
	view->meaning_dir = ui_bank_dir(view->meaning_lang);
}

/* One form for all of them: each needs its reason. */
static struct desk_choices steps_of(struct ui_page *p,
	const struct record *record)
{
	const struct record_type *type = record->type;
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		type->step_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < type->step_count; i++) {
		const struct record_step *step = &type->steps[i];

		if (!str_eq(str_of(step->from), record_state(record))) continue;
		at[count++] = (struct desk_choice){str_of(step->to),
			ui_text(p, step->verb), false};
	}
	return (struct desk_choices){at, count};
}

static void term_show(struct ui_page *p, const struct record *record,
	const struct words_here *words, const struct words_term *term)
{
	struct desk_term view = {.frame = &p->frame,
		.sheet = ui_record_view(p, record),
		.word = ui_bank_one(p, term), .why = term->said.why,
		.first = ui_bank_first(p, term->said.text),
		.folded = words_is_folded(term->said.status),
		.lang_name = ui_language_name(p->locale, term->lang),
		.state = ui_record_state(p, record->type, record_state(record)),
		.proposed = term->said.status == BANK_PROPOSED};

	view.word.text = term->said.text;
	view.question = !view.proposed &&
		term->said.certainty == BANK_UNSURE;
	if (view.folded || term->said.status == BANK_SUPERSEDED) {
		view.instead = ui_bank_instead(p, words, term);
	}
	view.has_old = words_has_old(words, record);
	concept_show(p, words, term, &view);
	fields_show(p, record, &view);
	if (!view.proposed) view.steps = steps_of(p, record);
	trial_show(p, record, &view);
	history_show(p, record, &view);
	page_desk_term(p->out, p->locale, &view);
}

/* The word of p->id as record and as term; false: a page says what is not. */
static bool term_of(struct ui_page *p, struct record *ret_record,
	const struct words_here **ret_words, const struct words_term **ret_term)
{
	const err *e;

	if (!ui_record_of(p, ret_record)) return false;
	e = words_of(p->ui->desk, ret_words);
	if (e == NULL) {
		*ret_term = words_find(*ret_words, ret_record->id);
		if (*ret_term == NULL) e = err_make(ERR_ABSENT, "no such word");
	}
	if (e != NULL) ui_problem(p, e);
	return e == NULL;
}

static void sheet_page(struct ui_page *p)
{
	struct record record;
	const struct words_here *words;
	const struct words_term *term;

	if (!term_of(p, &record, &words, &term)) return;
	term_show(p, &record, words, term);
}

void ui_term(struct ui_page *p)
{
	sheet_page(p);
}

/* -- acts ----------------------------------------------------------------- */

/* Back to the sheet; what was refused stands above it. */
static void acted(struct ui_page *p, const err *e,
	const struct record_refusal *refusal)
{
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/term/%.*s", S_ARG(p->id));
		return;
	}
	if (e->code != ERR_USAGE && e->code != ERR_REFUSED) {
		ui_problem(p, e);
		return;
	}
	p->status = 422;
	p->frame.problem = ui_refusal_words(p, e, refusal);
	sheet_page(p);
}

void ui_term_sure(struct ui_page *p)
{
	struct record_refusal refusal = {.fault = FAULT_NONE};
	struct record_edit edit = {"certainty",
		form_value(p->form, S("certainty")), EDIT_SET};
	struct record record;

	if (!ui_record_of(p, &record)) return;
	acted(p, record_set(p->ui->desk, record.id,
		(struct record_edits){&edit, 1}, &refusal), &refusal);
}

void ui_term_try(struct ui_page *p)
{
	struct record_refusal refusal = {.fault = FAULT_NONE};
	struct words_trial trial = {
		.sentence = form_value(p->form, S("sentence")),
		.answer = form_value(p->form, S("answer")),
		.reason = form_value(p->form, S("reason"))};
	struct record record;

	if (!ui_record_of(p, &record)) return;
	acted(p, words_try(p->ui->desk, record.id, &trial, &refusal), &refusal);
}

void ui_term_adopt(struct ui_page *p)
{
	struct record_refusal refusal = {.fault = FAULT_NONE};
	struct record record;

	if (!ui_record_of(p, &record)) return;
	acted(p, words_adopt(p->ui->desk, record.id,
		form_value(p->form, S("decided-by")), &refusal), &refusal);
}

void ui_term_aside(struct ui_page *p)
{
	struct record_refusal refusal = {.fault = FAULT_NONE};
	struct record record;

	if (!ui_record_of(p, &record)) return;
	acted(p, words_lay_aside(p->ui->desk, record.id,
		form_value(p->form, S("reason")), &refusal), &refusal);
}
