/* One unit at the translation desk: what changed in its source, what was
 * translated before, the word bank's words, and keeping it. See ui_guide.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_translate.h"

#include "base/num.h"
#include "desk/ui_bank.h"
#include "desk/ui_marks.h"
#include "page/desk_translate.h"
#include "text/spelling.h"

enum { TERMS_SHOWN_MAX = 12 };

static const struct unit *unit_of(const struct guide_at *at)
{
	return &at->kept->guide.units.at[at->unit];
}

/* -- what was translated before ------------------------------------------- */

/* Who asks the memory: units with words of this language, not this one. */
struct asking { const struct guide_at *at; size_t tongue; };

static bool has_words(const void *owner, size_t number)
{
	const struct asking *asking = owner;
	const struct guides *all = asking->at->all;
	struct guide_place place = all->places[number];
	const struct guide_kept *kept = all->list.at[place.guide];
	const struct words *words;

	if (kept == asking->at->kept && place.unit == asking->at->unit) {
		return false;
	}
	if (!str_eq(kept->guide.tongues[0]->tag,
		asking->at->kept->guide.tongues[0]->tag)) {
		return false;
	}
	words = &kept->guide.units.at[place.unit].words[guide_form(
		&kept->guide, asking->at->form)];
	return words->state != WORDS_EMPTY && !unit_is_stale(
		&kept->guide.units.at[place.unit],
		guide_form(&kept->guide, asking->at->form));
}

static struct translate_suggestion suggestion_of(struct ui_page *p,
	const struct guide_at *at, const struct memory_found *found)
{
	struct guide_place place = at->all->places[found->number];
	const struct guide_kept *kept = at->all->list.at[place.guide];
	const struct unit *unit = &kept->guide.units.at[place.unit];
	struct translate_suggestion one = {.percent = found->percent,
		.source = unit->words[0].text, .words = unit->words[guide_form(
			&kept->guide, at->form)].text};
	struct word_changes changes = {0};

	one.from = tr_fill(p->arena, ui_text(p, TR("Guide {number}")),
		S("number"), str_fmt(p->arena, "%u", guide_page_number(&kept->guide)));
	if (found->percent < 100) {
		word_change(p->arena, unit->words[0].text,
			unit_of(at)->words[0].text, &changes);
	}
	one.changes = changes.at;
	one.change_count = changes.count;
	return one;
}

/* Where the unit is done, nobody asks. */
static void suggestions_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate_unit *view)
{
	struct asking asking = {at, at->tongue};
	struct memory_question question = {unit_of(at)->words[0].text,
		has_words, &asking};
	struct memory_found found[MEMORY_FOUND_MAX];
	struct translate_suggestion *list = ARENA_ARRAY(p->arena,
		struct translate_suggestion, MEMORY_FOUND_MAX);
	size_t count;

	if (ui_guide_state(unit_of(at), at->tongue) == GUIDE_DONE) return;
	count = memory_find(guides_memory(p->ui->desk, at->all), &question,
		found);
	for (size_t i = 0; i < count; i++) {
		list[i] = suggestion_of(p, at, &found[i]);
	}
	view->suggestions = list;
	view->suggestion_count = count;
}

/* -- words of the bank in the source -------------------------------------- */

static str ours_for(const struct words_here *words, size_t concept, str tag)
{
	for (size_t i = 0; i < words->terms.count; i++) {
		const struct words_term *term = &words->terms.at[i];

		if (term->concept == concept && str_eq(term->lang, tag) &&
			term->said.status == BANK_OURS &&
			term->said.register_ != BANK_DISCREET &&
			term->said.certainty != BANK_UNSURE) {
			return term->said.text;
		}
	}
	return S("");
}

static bool is_listed(const struct translate_term *terms, size_t count,
	str ours)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(terms[i].ours, ours)) return true;
	}
	return false;
}

static void terms_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate_unit *view)
{
	struct translate_term *terms = ARENA_ARRAY(p->arena,
		struct translate_term, TERMS_SHOWN_MAX);
	str source = unit_of(at)->words[0].text;
	const struct words_here *words;
	struct bank_marks marks = {0};

	if (words_of(p->ui->desk, &words) != NULL) return;
	bank_check_all(p->arena, words->checker,
		at->kept->guide.tongues[0]->lang, source, &marks);
	for (size_t i = 0; i < marks.count; i++) {
		const struct bank_mark *mark = &marks.at[i];
		const struct words_term *term = words_at(words, mark->term);
		str ours = term == NULL ? S("") : ours_for(words,
			term->concept, locale_info(at->form)->tag);

		if (ours.len == 0 || view->term_count == TERMS_SHOWN_MAX ||
			is_listed(terms, view->term_count, ours)) {
			continue;
		}
		terms[view->term_count++] = (struct translate_term){
			str_first(str_from(source, mark->at), mark->len), ours};
	}
	view->terms = terms;
}

/* -- the unit ------------------------------------------------------------- */

static void change_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate_unit *view)
{
	struct word_changes changes = {0};
	str was;

	if (unit_of(at)->words[at->tongue].is_derived) {
		view->derived = unit_of(at)->words[at->tongue].text;
		return;
	}
	view->stale = unit_is_stale(unit_of(at), at->tongue);
	if (!view->stale || !guide_source_was(p->ui->desk, p->arena, at->kept,
		at->unit, unit_of(at)->words[at->tongue].seen, &was)) {
		return;
	}
	word_change(p->arena, was, unit_of(at)->words[0].text, &changes);
	view->changes = changes.at;
	view->change_count = changes.count;
}

static void rivals_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate_unit *view)
{
	const char *key = guide_field(p->arena, "words", at->form);
	struct record record;
	str *rivals;

	if (!at->kept->units[at->unit].rivals[at->form] ||
		record_get(p->ui->desk, p->arena,
			at->kept->units[at->unit].id, &record) != NULL) {
		return;
	}
	for (size_t i = 0; i < record.got_count; i++) {
		const struct record_got *got = &record.got[i];

		if (!str_eq(str_of(got->field->key), str_of(key))) continue;
		rivals = ARENA_ARRAY(p->arena, str, got->rival_count + 1);
		for (size_t k = 0; k < got->rival_count; k++) {
			if (str_eq(got->rivals[k].value, got->value)) continue;
			rivals[view->rival_count++] = got->rivals[k].value;
		}
		view->rivals = rivals;
	}
}

static struct desk_choices missing_of(struct ui_page *p,
	const struct guide_at *at)
{
	const struct record_field *field = record_field_find(&record_unit,
		S("missing-en"));
	struct desk_choice *list = ARENA_ARRAY(p->arena, struct desk_choice,
		MISSING_COUNT);
	size_t chosen = (size_t)unit_of(at)->words[at->tongue].missing;

	/* as enum words_missing counts */
	for (size_t i = 0; i < MISSING_COUNT; i++) {
		list[i] = (struct desk_choice){str_of(field->choices[i].word),
			ui_text(p, field->choices[i].label), i == chosen};
	}
	return (struct desk_choices){list, MISSING_COUNT};
}

static void neighbours_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate_unit *view)
{
	struct translate_row *rows = ARENA_ARRAY(p->arena,
		struct translate_row, 2);
	size_t next = ui_guide_unfinished(at, at->unit);

	if (at->unit > 0) {
		rows[0] = ui_translate_row(p, at, at->unit - 1);
		view->before = &rows[0];
		view->previous = rows[0].letters;
	}
	if (at->unit + 1 < at->kept->guide.units.count) {
		rows[1] = ui_translate_row(p, at, at->unit + 1);
		view->behind = &rows[1];
		view->next = rows[1].letters;
	}
	if (next != SIZE_MAX && next != at->unit) {
		view->unfinished = ui_guide_letters(p, at, next);
	}
}

static void sides_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate_unit *view)
{
	const struct guide *guide = &at->kept->guide;
	const struct tongue *tongue = guide->tongues[at->tongue];

	view->address = ui_guide_number(p, at);
	view->title = ui_guide_name(p, at->kept);
	view->letters = ui_guide_letters(p, at, at->unit);
	view->tag = tongue->tag;
	view->dir = ui_guide_dir(tongue);
	view->lang_name = ui_language_name(p->locale, tongue->tag);
	view->source_tag = guide->tongues[0]->tag;
	view->source_dir = ui_guide_dir(guide->tongues[0]);
	view->source_name = ui_language_name(p->locale, view->source_tag);
	view->kind_name = ui_guide_kind(p, unit_of(at)->kind);
	view->source = unit_of(at)->words[0].text;
	ui_guide_slots(p, unit_of(at), &view->slots);
	view->state = ui_translate_state(p, ui_guide_state(unit_of(at),
		at->tongue), &view->class_name);
	view->record = ui_record_id(p, at->kept->units[at->unit].id);
	view->is_short = unit_of(at)->kind == UNIT_SHORT;
}

static str unit_path(struct ui_page *p, const struct guide_at *at)
{
	return str_fmt(p->arena, "%u/%.*s/%.*s", guide_page_number(&at->kept->guide),
		S_ARG(locale_info(at->form)->tag),
		S_ARG(ui_guide_letters(p, at, at->unit)));
}

/* `words` as they stand in the box. */
static void unit_show(struct ui_page *p, const struct guide_at *at, str words,
	str note)
{
	struct desk_translate_unit view = {.frame = &p->frame, .words = words,
		.note = note, .missing = missing_of(p, at),
		.is_empty = unit_of(at)->words[at->tongue].state ==
			WORDS_EMPTY};
	struct view_marks *marks = ARENA_NEW(p->arena, struct view_marks);

	if (at->tongue == 0) {
		p->go = str_fmt(p->arena, "/guides/%u/unit/%.*s",
			guide_page_number(&at->kept->guide),
			S_ARG(ui_guide_letters(p, at, at->unit)));
		return;
	}
	sides_fill(p, at, &view);
	change_fill(p, at, &view);
	suggestions_fill(p, at, &view);
	terms_fill(p, at, &view);
	rivals_fill(p, at, &view);
	neighbours_fill(p, at, &view);
	if (words.len > 0) {
		*marks = ui_marks(p, view.tag, words);
		marks->accept = unit_path(p, at);
		marks->is_short = view.is_short;
		view.marks = marks;
	}
	page_desk_translate_unit(p->out, p->locale, &view);
}

void ui_translate_form(struct ui_page *p, struct guide_at *at)
{
	const struct words *words = &unit_of(at)->words[at->tongue];

	unit_show(p, at, words->is_derived ? S("") : words->text, words->note);
}

/* -- keeping -------------------------------------------------------------- */

/* What stands in the boxes. */
static bool boxes_read(struct ui_page *p, str *ret_words, str *ret_note)
{
	return form_text(p->arena, form_value(p->form, S("text")), ret_words) &&
		form_line(p->arena, form_value(p->form, S("note")), ret_note);
}

/* One proposal of the spelling gate, in place: "AT" is where it stands. */
static str spelling_take(struct ui_page *p, const struct guide_at *at,
	str words, str where)
{
	struct spelling_reader reader = {.text = words,
		.lang = at->kept->guide.tongues[at->tongue]->lang};
	const struct words_here *bank;
	struct spelling found;
	uint64_t place;

	if (!num_read(where, UINT32_MAX, &place) ||
		words_of(p->ui->desk, &bank) != NULL) {
		return words;
	}
	reader.kept = bank->kept;
	while (spelling_next(&reader, &found)) {
		struct buf out = {0};

		if (found.at != place) continue;
		buf_put(&out, str_first(words, found.at));
		buf_put(&out, found.instead);
		buf_put(&out, str_from(words, found.at + found.len));
		words = buf_take(&out, p->arena);
		buf_close(&out);
		break;
	}
	return words;
}

/* Nothing is kept: the boxes again, with marks, with words of the memory, or
 * with one spelling accepted. */
void ui_translate_look(struct ui_page *p, struct guide_at *at)
{
	str words, note;

	if (!boxes_read(p, &words, &note)) {
		ui_problem(p, err_make(ERR_USAGE, "the text is not UTF-8"));
		return;
	}
	if (form_has(p->form, S("take"))) {
		words = form_value(p->form, S("take"));
	} else if (form_has(p->form, S("spell"))) {
		words = spelling_take(p, at, words,
			form_value(p->form, S("spell")));
	}
	unit_show(p, at, words, note);
}

/* To the next unfinished one, or back to the list when all is done. */
static str address_behind(struct ui_page *p, struct guide_at *at)
{
	size_t next = ui_guide_unfinished(at, at->unit);
	str tag = locale_info(at->form)->tag;

	if (next == SIZE_MAX || next == at->unit) {
		return str_fmt(p->arena, "/guides/%u/%.*s",
			guide_page_number(&at->kept->guide), S_ARG(tag));
	}
	return str_fmt(p->arena, "/guides/%u/%.*s/%.*s",
		guide_page_number(&at->kept->guide), S_ARG(tag),
		S_ARG(ui_guide_letters(p, at, next)));
}

void ui_translate_keep(struct ui_page *p, struct guide_at *at)
{
	struct words_wish wish = {.form = at->form,
		.done = str_eq(form_value(p->form, S("how")), S("done"))};
	str here = str_fmt(p->arena, "/guides/%.*s", S_ARG(unit_path(p, at)));
	str behind = address_behind(p, at);
	const char *why = NULL;
	const err *e;

	if (!boxes_read(p, &wish.words, &wish.note)) {
		ui_problem(p, err_make(ERR_USAGE, "the text is not UTF-8"));
		return;
	}
	e = guide_words_set(p->ui->desk, at->kept, at->unit, &wish, &why);
	ui_guide_acted(p, e, why, wish.done ? behind : here);
	if (e != NULL && why != NULL) unit_show(p, at, wish.words, wish.note);
}

void ui_translate_still(struct ui_page *p, struct guide_at *at)
{
	str behind = address_behind(p, at);

	ui_guide_acted(p, guide_words_still(p->ui->desk, at->kept, at->unit,
		at->form), NULL, behind);
}

void ui_translate_missing(struct ui_page *p, struct guide_at *at)
{
	str here = str_fmt(p->arena, "/guides/%.*s", S_ARG(unit_path(p, at)));

	ui_guide_acted(p, guide_missing_set(p->ui->desk, at->kept, at->unit,
		at->form, form_value(p->form, S("missing"))), NULL, here);
}
