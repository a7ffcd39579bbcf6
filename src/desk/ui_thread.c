/* A thread: shown, answered, noted, moved. The acts are a table; each answers
 * with the thread again, so a reload repeats nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_marks.h"
#include "desk/ui_record.h"
#include "desk/ui_voice.h"

#include "page/desk_thread.h"

static str thread_address(struct ui_page *p)
{
	return str_fmt(p->arena, "/thread/%.*s", S_ARG(p->id));
}

/* `open=ID` of the query, as often as it stands there. */
static size_t open_of(struct ui_page *p, object_id ids[UI_OPEN_MAX])
{
	struct form query;
	size_t at = 0, count = 0;
	str value;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK) return 0;
	while (count < UI_OPEN_MAX &&
		form_next(&query, S("open"), &at, &value)) {
		if (object_read(value, &ids[count])) count++;
	}
	return count;
}

/* Other threads of someone called the same: perhaps the same person. */
static void joins_find(struct ui_page *p, struct desk_thread *view)
{
	struct query_rows rows;
	enum search_reach reach;
	struct search *search;
	struct desk_choice *at;
	str called = view->thread.row.called;

	if (called.len == 0) return;
	search = query_words(p->ui->desk, p->arena, called);
	if (search == NULL || query_search(p->ui->desk, p->arena, search, 0,
		&rows, &reach) != NULL) {
		return;
	}
	at = ARENA_ARRAY(p->arena, struct desk_choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		if (str_eq(rows.at[i].id, view->thread.row.id)) continue;
		if (!str_eq(rows.at[i].called, called)) continue;
		ui_row(p, &rows.at[i]);
		at[view->join_count++] = (struct desk_choice){rows.at[i].id,
			str_fmt(p->arena, "%.*s · %.*s", S_ARG(called),
				S_ARG(rows.at[i].newest.exact)), false};
	}
	view->joins = at;
}

/* Requests that were made of this thread. */
static void requests_find(struct ui_page *p, object_id thread,
	struct desk_thread *view)
{
	struct record_pointing *rows;
	struct desk_choice *at;
	size_t count;

	if (record_pointing(p->ui->desk, p->arena, thread, &rows, &count) !=
		NULL) {
		return;
	}
	at = ARENA_ARRAY(p->arena, struct desk_choice, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].row.type != &record_request) continue;
		at[view->request_count++] = (struct desk_choice){
			ui_record_id(p, rows[i].row.id), rows[i].row.title,
			false};
	}
	view->requests = at;
}

/* What stands in the boxes although nothing was sent. */
struct drafts {
	str answer, note;
	str language, way;             /* chosen beside the answer; or empty */
	const struct view_marks *answer_marks, *note_marks;
};

static void drafts_show(struct ui_page *p, const struct drafts *drafts,
	struct desk_thread *view)
{
	enum way way;

	view->draft = drafts->answer;
	view->note_draft = drafts->note;
	view->draft_marks = drafts->answer_marks;
	view->note_marks = drafts->note_marks;
	if (drafts->language.len > 0) {
		view->languages = ui_languages(p, drafts->language);
	}
	if (ui_way_read(drafts->way, &way)) {
		view->ways = ui_ways(p, view->by_line ? WAY_LINE
			: WAY_WHATSAPP, way);
	}
}

static void thread_show(struct ui_page *p, const struct drafts *drafts)
{
	struct desk_thread view = {.frame = &p->frame};
	object_id thread, open[UI_OPEN_MAX];
	struct query_open what = {.at = open, .count = open_of(p, open)};
	const err *e;

	if (!object_read(p->id, &thread)) {
		ui_problem(p, err_make(ERR_ABSENT, "no such thread"));
		return;
	}
	what.search = ui_searched(p, &what.reach, &view.search);
	e = query_thread(p->ui->desk, p->arena, thread, what, &view.thread);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	ui_thread_words(p, &view.thread);
	if (view.thread.row.fresh) (void)!act_opened(p->ui->desk, thread);
	view.pile_path = ui_pile_path(view.thread.pile);
	view.by_line = view.thread.can_answer_line;
	view.way_words = view.thread.row.way_words;
	view.languages = ui_languages(p, view.thread.language);
	view.ways = ui_ways(p, view.by_line ? WAY_LINE : WAY_WHATSAPP,
		view.by_line ? WAY_LINE : view.thread.row.way);
	drafts_show(p, drafts, &view);
	joins_find(p, &view);
	for (size_t i = 0; i < view.thread.message_count; i++) {
		view.marked |= view.thread.messages[i].open &&
			view.thread.messages[i].mark_count > 0;
	}
	if (object_read(view.thread.row.id, &thread)) {
		requests_find(p, thread, &view);
		view.story_waits = ui_voice_waits(p, thread);
	}
	p->frame.in_pile = true;
	p->frame.pile = view.thread.pile;
	page_desk_thread(p->out, p->locale, &view);
}

void ui_thread(struct ui_page *p)
{
	struct drafts drafts = {.answer = S("")};
	object_id thread;

	if (object_read(p->id, &thread)) {
		(void)!ui_voice_draft(p, thread, &drafts.answer,
			&drafts.language);
	}
	thread_show(p, &drafts);
}

/* -- acts ----------------------------------------------------------------- */

/* What an act is given: the thread, and the message of the form if any. */
struct asked { object_id thread, message; };

static const err *broken(void)
{
	return err_make(ERR_USAGE, "something is missing in the form");
}

static const err *text_of(struct ui_page *p, str *ret_text)
{
	return form_text(p->arena, form_value(p->form, S("text")), ret_text) &&
		str_trim(*ret_text).len > 0 ? NULL : broken();
}

static const err *do_answer(struct ui_page *p, const struct asked *asked)
{
	enum way way;
	str text;
	const err *e = text_of(p, &text);

	if (e != NULL) return e;
	if (!ui_way_read(form_value(p->form, S("way")), &way)) return broken();
	return act_answer(p->ui->desk, asked->thread, way,
		form_value(p->form, S("language")), text);
}

static const err *do_note(struct ui_page *p, const struct asked *asked)
{
	str text;
	const err *e = text_of(p, &text);

	return e != NULL ? e : act_note(p->ui->desk, asked->thread, text);
}

static const err *do_done(struct ui_page *p, const struct asked *asked)
{
	return act_pile(p->ui->desk, asked->thread, PILE_DONE);
}

static const err *do_needs(struct ui_page *p, const struct asked *asked)
{
	return act_pile(p->ui->desk, asked->thread, PILE_NEEDS);
}

static const err *do_later(struct ui_page *p, const struct asked *asked)
{
	enum later later;

	if (!ui_later_read(form_value(p->form, S("later")), &later)) {
		return broken();
	}
	return act_later(p->ui->desk, asked->thread, later);
}

static const err *do_name(struct ui_page *p, const struct asked *asked)
{
	str name;

	if (!form_line(p->arena, form_value(p->form, S("name")), &name)) {
		return broken();
	}
	return act_name(p->ui->desk, asked->thread, name);
}

static const err *do_join(struct ui_page *p, const struct asked *asked)
{
	object_id into;

	if (!object_read(form_value(p->form, S("into")), &into)) return broken();
	return act_join(p->ui->desk, asked->thread, into);
}

static const err *do_veil(struct ui_page *p, const struct asked *asked)
{
	return act_veil(p->ui->desk, asked->message, true);
}

static const err *do_unveil(struct ui_page *p, const struct asked *asked)
{
	return act_veil(p->ui->desk, asked->message, false);
}

static const err *do_warm(struct ui_page *p, const struct asked *asked)
{
	return act_warm(p->ui->desk, asked->message, true);
}

static const err *do_unwarm(struct ui_page *p, const struct asked *asked)
{
	return act_warm(p->ui->desk, asked->message, false);
}

static const err *do_handed(struct ui_page *p, const struct asked *asked)
{
	return act_handed_over(p->ui->desk, asked->message);
}

static const err *do_back(struct ui_page *p, const struct asked *asked)
{
	const err *e = act_take_back(p->ui->desk, asked->message);

	if (e == NULL) p->ui->hands->visit(p->ui->hands->owner);
	return e;
}

static const struct {
	str name;
	const err *(*act)(struct ui_page *p, const struct asked *asked);
	bool of_message;      /* the form names a message */
	bool to_pile;         /* then the pile is shown, not the thread */
} acts[] = {
	{S_INIT("answer"), do_answer, false, false},
	{S_INIT("note"), do_note, false, false},
	{S_INIT("done"), do_done, false, true},
	{S_INIT("needs"), do_needs, false, false},
	{S_INIT("later"), do_later, false, true},
	{S_INIT("name"), do_name, false, false},
	{S_INIT("join"), do_join, false, false},
	{S_INIT("veil"), do_veil, true, false},
	{S_INIT("unveil"), do_unveil, true, false},
	{S_INIT("warm"), do_warm, true, false},
	{S_INIT("unwarm"), do_unwarm, true, false},
	{S_INIT("handed"), do_handed, true, false},
	{S_INIT("back"), do_back, true, false},
};

/* What was not done comes back with its words, in its own box, and a sentence:
 * nobody writes an answer twice. An act without words has a page for that. */
static void act_failed(struct ui_page *p, str name, const err *e)
{
	struct drafts drafts = {.language = form_value(p->form, S("language")),
		.way = form_value(p->form, S("way"))};
	bool note = str_eq(name, S("note"));
	str *draft = note ? &drafts.note : &drafts.answer;

	if (e->code == ERR_ABSENT || !form_text(p->arena,
		form_value(p->form, S("text")), draft) ||
		(draft->len == 0 && e->code != ERR_USAGE)) {
		ui_problem(p, e);
		return;
	}
	p->status = ui_problem_status(e);
	p->frame.problem = ui_problem_words(p, e);
	thread_show(p, &drafts);
}

/* The words of a draft are looked at; it is not sent, and kept nowhere. */
static bool check_draft(struct ui_page *p, str name)
{
	struct drafts drafts = {.answer = S("")};
	struct view_marks marks;
	bool note = str_eq(name, S("check-note"));
	str text;

	if (!note && !str_eq(name, S("check"))) return false;
	if (!form_text(p->arena, form_value(p->form, S("text")), &text)) {
		text = S("");
	}
	drafts.language = form_value(p->form, S("language"));
	drafts.way = form_value(p->form, S("way"));
	marks = ui_marks(p, drafts.language, text);
	*(note ? &drafts.note : &drafts.answer) = text;
	*(note ? &drafts.note_marks : &drafts.answer_marks) = &marks;
	thread_show(p, &drafts);
	return true;
}

void ui_thread_act(struct ui_page *p, str name)
{
	struct asked asked = {0};
	const err *e = err_make(ERR_ABSENT, "no such act");

	if (check_draft(p, name)) return;
	for (size_t i = 0; i < NELEM(acts); i++) {
		if (!str_eq(acts[i].name, name)) continue;
		if (!object_read(p->id, &asked.thread) || (acts[i].of_message &&
			!object_read(form_value(p->form, S("message")),
				&asked.message))) {
			break;
		}
		e = acts[i].act(p, &asked);
		if (e == NULL) p->go = acts[i].to_pile ? S("/")
			: thread_address(p);
		break;
	}
	if (e != NULL) act_failed(p, name, e);
}

void ui_undo(struct ui_page *p)
{
	const err *e = act_undo(p->ui->desk, form_value(p->form, S("action")));

	if (e == NULL) {
		ui_settings_look(p->ui);
		p->go = S("/");
		return;
	}
	query_did(p->ui->desk, p->arena, &p->frame.did); /* offered no more */
	ui_problem(p, e);
}
