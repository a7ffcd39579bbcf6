/* Proposing a word, and the places where an older one still stands: see
 * ui_bank.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_bank.h"

#include "base/num.h"
#include "desk/words_coin.h"
#include "page/desk_term.h"

/* -- proposing ------------------------------------------------------------ */

static struct desk_choices concepts_of(struct ui_page *p,
	const struct words_here *words, str chosen)
{
	size_t count = words->bank.concepts.count;
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		count + 1);

	at[0] = (struct desk_choice){S(""), ui_text(p, TR("something new")),
		chosen.len == 0};
	for (size_t i = 0; i < count; i++) {
		str id = ui_record_id(p, words->concepts[i]);

		at[i + 1] = (struct desk_choice){id,
			ui_bank_name(p, words, i), str_eq(id, chosen)};
	}
	return (struct desk_choices){at, count + 1};
}

struct coining { str concept, lang, instead_id; };

static void form_show(struct ui_page *p, const struct coining *from,
	str problem)
{
	struct desk_coin view = {.frame = &p->frame, .problem = problem,
		.instead_id = from->instead_id};
	const struct words_here *words;
	const struct words_term *instead;
	object_id id;
	const err *e = words_of(p->ui->desk, &words);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	if (object_read(from->instead_id, &id) &&
		(instead = words_find(words, id)) != NULL) {
		view.instead = ui_bank_one(p, instead).text;
	}
	view.langs = ui_bank_langs(p, from->lang, false);
	view.concepts = concepts_of(p, words, from->concept);
	if (p->form != NULL) {
		view.term = form_value(p->form, S("term"));
		view.name = form_value(p->form, S("name"));
		view.meaning = form_value(p->form, S("meaning"));
		view.why = form_value(p->form, S("why"));
	}
	page_desk_coin(p->out, p->locale, &view);
}

/* `instead=ID` of the query: a better word than this one. */
void ui_coin_form(struct ui_page *p)
{
	struct coining from = {.lang = locale_info(p->locale)->tag};
	struct record record;
	struct form query;
	object_id id;

	if (form_read(p->arena, p->x->request.query, &query) == FORM_OK &&
		object_read(form_value(&query, S("instead")), &id) &&
		record_get(p->ui->desk, p->arena, id, &record) == NULL &&
		record.type == &record_term) {
		from.instead_id = form_value(&query, S("instead"));
		from.concept = record_value(&record, "concept");
		from.lang = record_value(&record, "lang");
	}
	form_show(p, &from, S(""));
}

/* The words to be replaced are named by the record they stand in. */
static str instead_words(struct ui_page *p, str instead_id)
{
	struct record record;
	object_id id;

	if (!object_read(instead_id, &id) || record_get(p->ui->desk, p->arena,
		id, &record) != NULL || record.type != &record_term) {
		return S("");
	}
	return record_title(&record);
}

void ui_coin(struct ui_page *p)
{
	const struct coining from = {form_value(p->form, S("concept")),
		form_value(p->form, S("lang")),
		form_value(p->form, S("instead"))};
	struct words_proposal what = {.lang = from.lang,
		.term = form_value(p->form, S("term")),
		.name = form_value(p->form, S("name")),
		.meaning = form_value(p->form, S("meaning")),
		.reason = form_value(p->form, S("why")),
		.instead = instead_words(p, from.instead_id)};
	struct record_refusal refusal;
	object_id id;
	const err *e;

	if (!object_read(from.concept, &what.concept)) {
		what.concept = (object_id){{0}};
	}
	e = words_propose(p->ui->desk, &what, &refusal, &id);
	if (e == NULL) {
		str hex = ui_record_id(p, id);

		p->go = str_fmt(p->arena, "/term/%.*s", S_ARG(hex));
	} else if (e->code == ERR_USAGE) {
		p->status = 422;
		form_show(p, &from, ui_refusal_words(p, e, &refusal));
	} else {
		ui_problem(p, e);
	}
}

/* -- places --------------------------------------------------------------- */

/* The text with the new word where the old one stands, for her to finish: no
 * grammar is made up, so endings are hers. */
static str draft_of(struct ui_page *p, const struct words_where *where, str word)
{
	struct buf out = {0};
	size_t at = 0;
	str draft;

	for (size_t i = 0; i < where->mark_count; i++) {
		const struct html_mark *mark = &where->marks[i];

		buf_put(&out, str_first(str_from(where->text, at),
			mark->at - at));
		buf_put(&out, word);
		at = mark->at + mark->len;
	}
	buf_put(&out, str_from(where->text, at));
	draft = buf_take(&out, p->arena);
	buf_close(&out);
	return draft;
}

static struct words_place place_view(struct ui_page *p,
	const struct words_where *where, str word)
{
	struct words_place view = {.title = where->title,
		.thread = where->thread, .at = {.ms = where->ms},
		.prose = html_prose_marked(p->arena, where->text, where->marks,
			where->mark_count)};

	ui_time(p, &view.at);
	if (where->field == NULL) {
		view.kind = ui_text(p, where->is_note ? TR("Internal note")
			: TR("Our answer, already sent"));
		return view;
	}
	view.changeable = true;
	view.is_long = where->field->kind == KIND_TEXT;
	view.record = ui_record_id(p, where->id);
	view.key = str_of(where->field->key);
	view.label = ui_text(p, where->field->label);
	view.seen = str_fmt(p->arena, "%llu", (unsigned long long)where->ms);
	view.draft = draft_of(p, where, word);
	return view;
}

void ui_places(struct ui_page *p)
{
	struct desk_places view = {.frame = &p->frame, .id = p->id};
	struct words_places places;
	struct words_place *at;
	struct record record;
	const err *e;

	if (!ui_record_of(p, &record)) return;
	e = words_places(p->ui->desk, p->arena, &record, &places);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	at = ARENA_ARRAY(p->arena, struct words_place, places.count + 1);
	for (size_t i = 0; i < places.count; i++) {
		at[i] = place_view(p, &places.at[i], record_title(&record));
	}
	view.word = record_title(&record);
	view.places = at;
	view.count = places.count;
	view.cut = places.cut;
	page_desk_places(p->out, p->locale, &view);
}

/* One text of one record, as she finished it. Not when it was changed since. */
void ui_place_change(struct ui_page *p)
{
	str key = form_value(p->form, S("key"));
	struct record_edit edit = {str_c(p->arena, key), S(""), EDIT_SET};
	struct record_refusal refusal;
	struct record record;
	object_id id;
	uint64_t seen;
	const err *e = NULL;

	if (!object_read(form_value(p->form, S("record")), &id)) {
		e = err_make(ERR_ABSENT, "no such record");
	}
	if (e == NULL) e = record_get(p->ui->desk, p->arena, id, &record);
	if (e == NULL && (!num_read(form_value(p->form, S("seen")), INT64_MAX,
		&seen) || seen != record.changed_ms)) {
		e = err_make(ERR_REFUSED, "it was changed since");
	}
	if (e == NULL && !form_text(p->arena, form_value(p->form, S("text")),
		&edit.value)) {
		e = err_make(ERR_USAGE, "the text is not UTF-8");
	}
	if (e == NULL) {
		e = record_set(p->ui->desk, id,
			(struct record_edits){&edit, 1}, &refusal);
	}
	if (e != NULL) ui_problem(p, e);
	else p->go = str_fmt(p->arena, "/term/%.*s/places", S_ARG(p->id));
}
