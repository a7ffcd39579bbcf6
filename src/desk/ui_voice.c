/* A story in the conversation it was told in: see ui_voice.h. What may be done is
 * decided by voice_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_voice.h"

#include "desk/ui_guide.h"
#include "desk/ui_record.h"
#include "desk/ui_route.h"
#include "desk/ui_voice_line.h"
#include "desk/voice_act.h"
#include "page/desk_voice.h"
#include "page/tr.h"

/* -- the page ------------------------------------------------------------- */

static const err *stories_fill(struct ui_page *p, struct desk_voices *view)
{
	struct voice_kept_list all;
	const struct guides *guides;
	struct desk_choice *at;
	const err *e = voice_kept_all(p->ui->desk, p->arena, &all);

	if (e == NULL) e = guides_of(p->ui->desk, &guides);
	if (e != NULL) return e;
	at = ARENA_ARRAY(p->arena, struct desk_choice, guides->list.count + 1);
	for (size_t i = 0; i < guides->list.count; i++) {
		const struct guide_kept *story = guides->list.at[i];
		bool told;

		(void)voice_kept_of(&all, story->id, &told);
		if (!story->guide.is_story || told) continue;
		at[view->stories.count++] = (struct desk_choice){
			ui_record_id(p, story->id),
			ui_guide_name(p, story), false};
	}
	view->stories.at = at;
	return NULL;
}

static void voices_show(struct ui_page *p, object_id thread, str problem)
{
	struct desk_voices view = {.frame = &p->frame, .problem = problem,
		.thread = ui_record_id(p, thread)};
	struct view_thread conversation;
	struct query_open none = {.count = 0};
	struct voice_kept_list list;
	struct voice_line *lines;
	enum locale source = LOCALE_EN;
	const err *e = query_thread(p->ui->desk, p->arena, thread, none,
		&conversation);

	if (e == NULL) {
		e = voice_kept_thread(p->ui->desk, p->arena, thread, &list);
	}
	if (e == NULL) e = stories_fill(p, &view);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	lines = ARENA_ARRAY(p->arena, struct voice_line, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		lines[i] = ui_voice_line(p, &list.at[i], conversation.language);
	}
	view.lines = lines;
	view.count = list.count;
	view.called = conversation.row.called;
	view.has_code = conversation.can_answer_line;
	/* her language first: see doc/voices.md */
	(void)!locale_read(conversation.language, &source);
	view.sources = ui_guide_langs(p, source);
	if (problem.len > 0) view.title = form_value(p->form, S("title"));
	page_desk_voices(p->out, p->locale, &view);
}

static void acted(struct ui_page *p, object_id thread, const err *e,
	const char *why)
{
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/voices/%.*s",
			S_ARG(ui_record_id(p, thread)));
	} else if (why != NULL) {
		p->status = 422;
		voices_show(p, thread, ui_text(p, why));
	} else {
		ui_problem(p, e);
	}
}

static void page(struct ui_page *p, object_id thread)
{
	voices_show(p, thread, S(""));
}

/* -- beginning ------------------------------------------------------------ */

static void link_to(struct ui_page *p, object_id thread)
{
	const err *e = err_make(ERR_ABSENT, "there is no such story");
	struct voice_kept wanted = {.name = S("")};
	const struct guide_kept *story;
	const char *why = NULL;
	object_id id;

	if (object_read(form_value(p->form, S("guide")), &wanted.guide)) {
		story = voice_kept_story(p->ui->desk, &wanted);
		if (story != NULL) {
			e = voice_act_link(p->ui->desk, thread, story, &why,
				&id);
		}
	}
	acted(p, thread, e, why);
}

static unsigned number_free(const struct guides *all)
{
	unsigned number = STORY_PAGES + 1;

	while (number < PAGE_NUMBER_MAX && guides_find(all, number) != NULL) {
		number++;
	}
	return number;
}

static void begin(struct ui_page *p, object_id thread)
{
	struct guide_wish wish = {.title = form_value(p->form, S("title")),
		.source = LOCALE_EN};
	const struct guides *guides;
	const char *why = NULL;
	object_id id;
	const err *e = guides_of(p->ui->desk, &guides);

	if (e == NULL) {
		wish.number = number_free(guides);
		(void)!locale_read(form_value(p->form, S("source")),
			&wish.source);
		e = guide_make(p->ui->desk, &wish, &why);
	}
	if (e == NULL) e = guides_of(p->ui->desk, &guides);
	if (e == NULL) {
		e = voice_act_link(p->ui->desk, thread, guides_find(guides,
			wish.number), &why, &id);
	}
	acted(p, thread, e, why);
}

/* -- steps ---------------------------------------------------------------- */

struct voice_asks { struct ui_page *p; object_id id; const char *why; };

static const err *do_show(struct voice_asks *a)
{
	enum locale form = LOCALE_EN;

	return !locale_read(form_value(a->p->form, S("language")), &form)
		? err_make(ERR_USAGE, "no such language")
		: voice_act_show(a->p->ui->desk, a->id, form, &a->why);
}

static const err *do_yes(struct voice_asks *a)
{
	object_id message;

	return !object_read(form_value(a->p->form, S("message")), &message)
		? err_make(ERR_USAGE, "no such message")
		: voice_act_yes(a->p->ui->desk, a->id, message, &a->why);
}

static const err *do_no(struct voice_asks *a)
{
	return voice_act_no(a->p->ui->desk, a->id, &a->why);
}

static const err *do_again(struct voice_asks *a)
{
	return voice_act_again(a->p->ui->desk, a->id, &a->why);
}

static const err *do_back(struct voice_asks *a)
{
	return voice_act_take_back(a->p->ui->desk, a->id, &a->why);
}

static const err *do_allow(struct voice_asks *a)
{
	const struct form *form = a->p->form;
	struct voice_allowed allowed = {form_value(form, S("place")),
		form_value(form, S("time")), form_value(form, S("age")),
		form_has(form, S("translate")), S("")};

	if (!form_text(a->p->arena, form_value(form, S("details")),
		&allowed.details)) {
		return err_make(ERR_USAGE, "the text is too long");
	}
	return voice_act_allow(a->p->ui->desk, a->id, &allowed, &a->why);
}

static const struct {
	const char *tail;
	const err *(*act)(struct voice_asks *a);
	bool to_answer;            /* then she is answered */
} steps[] = {
	{"/show", do_show, true}, {"/yes", do_yes, false},
	{"/no", do_no, false}, {"/again", do_again, false},
	{"/back", do_back, false}, {"/allow", do_allow, false},
};

static void step_take(struct ui_page *p, size_t at)
{
	struct voice_asks asks = {.p = p};
	struct voice_kept kept;
	const err *e = object_read(p->id, &asks.id)
		? voice_kept_get(p->ui->desk, p->arena, asks.id, &kept)
		: err_make(ERR_ABSENT, "there is no such voice");

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	e = steps[at].act(&asks);
	acted(p, kept.thread, e, asks.why);
	if (e == NULL && steps[at].to_answer) {
		p->go = str_fmt(p->arena, "/thread/%.*s?voice=%.*s#answer",
			S_ARG(ui_record_id(p, kept.thread)), S_ARG(p->id));
	}
}

/* -- routes --------------------------------------------------------------- */

static const struct {
	enum http_method method;
	const char *tail;
	void (*page)(struct ui_page *p, object_id thread);
} routes[] = {
	{HTTP_GET, "", page}, {HTTP_POST, "/link", link_to},
	{HTTP_POST, "/new", begin},
};

bool ui_voices(struct ui_page *p)
{
	enum http_method method = ui_route_method(p);
	str path = p->x->request.path;
	object_id thread;

	for (size_t i = 0; i < NELEM(routes); i++) {
		if (routes[i].method == method && ui_route_fits(path,
			"/voices/", routes[i].tail, &p->id) &&
			object_read(p->id, &thread)) {
			routes[i].page(p, thread);
			return true;
		}
	}
	for (size_t i = 0; method == HTTP_POST && i < NELEM(steps); i++) {
		if (ui_route_fits(path, "/voice/", steps[i].tail, &p->id)) {
			step_take(p, i);
			return true;
		}
	}
	return false;
}

bool ui_voice_owns(struct ui_page *p, const struct record *record)
{
	str thread = record_value(record, "told-in");

	if (record->type != &record_voice || thread.len == 0) return false;
	p->go = str_fmt(p->arena, "/voices/%.*s", S_ARG(thread));
	return true;
}
