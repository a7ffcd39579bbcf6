/* A story in the conversation it was told in: see ui_voice.h. What may be done is
 * decided by voice_act.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_voice.h"

#include "desk/ui_guide.h"
#include "desk/ui_record.h"
#include "desk/voice_act.h"
#include "page/desk_voice.h"
#include "page/tr.h"

/* -- one story ------------------------------------------------------------ */

static struct desk_choices grains_of(struct ui_page *p, const char *key,
	const struct voice *voice, enum voice_matter matter)
{
	const struct record_field *field = record_field_find(&record_voice,
		str_of(key));
	str chosen = voice_grain_name(matter, voice->allowed[matter]);
	struct desk_choice *at;
	size_t count = 0;

	while (field->choices[count].word != NULL) count++;
	at = ARENA_ARRAY(p->arena, struct desk_choice, count + 1);
	for (size_t i = 0; i < count; i++) {
		str word = str_of(field->choices[i].word);

		at[i] = (struct desk_choice){word, ui_text(p,
			field->choices[i].label), str_eq(word, chosen)};
	}
	return (struct desk_choices){at, count};
}

static str details_of(struct ui_page *p, object_id id)
{
	struct record record;

	return record_get(p->ui->desk, p->arena, id, &record) == NULL
		? record_value(&record, "details") : S("");
}

/* The text in a language of the story: false when not all of it is there. */
static bool text_of(struct ui_page *p, const struct guide_kept *story,
	size_t tongue, str *ret_text, str *ret_number)
{
	struct buf text = {0};
	hash now;
	bool whole = story->guide.units.count > 1 && /* more than a title */
		voice_text_hash(p->arena, &story->guide, tongue, &now) &&
		voice_text(p->arena, &story->guide, tongue, &text);

	if (whole) {
		*ret_text = buf_take(&text, p->arena);
		*ret_number = str_fmt(p->arena, "%06u", voice_number(&now));
	}
	buf_close(&text);
	return whole;
}

/* What she is asked about, and the others behind it. */
static void texts_fill(struct voice_line *line, struct voice_other *texts,
	size_t count, size_t chosen)
{
	struct voice_other asked;

	if (count == 0) return;
	asked = texts[chosen];
	line->text = asked.text;
	line->lang = asked.lang;
	line->dir = asked.dir;
	line->language = asked.language;
	for (size_t i = chosen; i > 0; i--) texts[i] = texts[i - 1];
	line->others = texts + 1;
	line->other_count = count - 1;
}

/* All languages it is whole in; the one she read, or reads, is chosen. */
static void languages_fill(struct ui_page *p, const struct voice_kept *kept,
	const struct guide_kept *story, str hers, struct voice_line *line)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		LOCALE_COUNT);
	struct voice_other *texts = ARENA_ARRAY(p->arena, struct voice_other,
		LOCALE_COUNT);
	size_t count = 0, chosen = 0;
	str wanted = kept->voice.tongue != NULL ? kept->voice.tongue->tag
		: hers;

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		size_t tongue = guide_form(&story->guide, (enum locale)i);
		str tag = locale_info((enum locale)i)->tag, text, number;

		if (!text_of(p, story, tongue, &text, &number)) continue;
		if (count == 0 || str_eq(tag, wanted)) {
			chosen = count;
			line->number = number;
		}
		texts[count] = (struct voice_other){text, tag,
			ui_guide_dir(story->guide.tongues[tongue]),
			ui_language_name(p->locale, tag)};
		at[count] = (struct desk_choice){tag, texts[count].language,
			false};
		count++;
	}
	if (count > 0) at[chosen].chosen = true;
	line->languages = (struct desk_choices){at, count};
	texts_fill(line, texts, count, chosen);
}

static const char *const troubles[VOICE_REFUSAL_COUNT] = {
	[VOICE_TOO_FINE] = TR("It says more of place, time or age than they "
		"allow. It is in no release."),
	[VOICE_UNDECLARED] = TR("It has a number, or the name of a month or a "
		"day, that is not listed below. It is in no release."),
	[VOICE_PICTURED] = TR("It has a picture: people who know them may know "
		"it. It is in no release."),
	[VOICE_NOT_READY] = TR("It cannot be shown in the language it is "
		"written in. It is in no release."),
};

static str trouble_of(struct ui_page *p, const struct guide_kept *story)
{
	struct voice_kept_list all;
	enum voice_refusal refusal;

	if (voice_act_all(p->ui->desk, p->arena, &all) != NULL) return S("");
	refusal = voice_act_refusal(p->ui->desk, p->arena, &all, story);
	return troubles[refusal] == NULL ? S("")
		: ui_text(p, troubles[refusal]);
}

static void answers_fill(struct ui_page *p, const struct voice_kept *kept,
	struct voice_line *line)
{
	struct voice_answer_list list;
	struct voice_answer_view *at;

	if (voice_act_answers(p->ui->desk, p->arena, kept, &list) != NULL) return;
	at = ARENA_ARRAY(p->arena, struct voice_answer_view, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		at[i].id = ui_record_id(p, list.at[i].message);
		at[i].at.ms = list.at[i].at_ms;
		ui_time(p, &at[i].at);
	}
	line->answers = at;
	line->answer_count = list.count;
}

static void state_fill(struct ui_page *p, const struct voice_kept *kept,
	struct voice_line *line)
{
	enum voice_state state = kept->voice.state;

	line->is_told = state == VOICE_TOLD;
	line->is_shown = state == VOICE_SHOWN;
	line->is_agreed = state == VOICE_AGREED;
	line->is_refused = state == VOICE_REFUSED;
	line->is_withdrawn = state == VOICE_WITHDRAWN;
	line->state = ui_record_state(p, &record_voice,
		voice_state_name(state));
}

static struct voice_line line_of(struct ui_page *p,
	const struct voice_kept *kept, str hers)
{
	const struct guide_kept *story = voice_act_story(p->ui->desk, kept);
	struct voice_line line = {.id = ui_record_id(p, kept->id),
		.name = kept->name, .details = details_of(p, kept->id),
		.may_translate = kept->voice.may_translate};

	state_fill(p, kept, &line);
	line.places = grains_of(p, "place", &kept->voice, VOICE_PLACE);
	line.times = grains_of(p, "time", &kept->voice, VOICE_TIME);
	line.ages = grains_of(p, "age", &kept->voice, VOICE_AGE);
	if (story == NULL) return line;
	line.name = ui_guide_name(p, story);
	line.address = str_fmt(p->arena, "%u",
		guide_page_number(&story->guide));
	line.is_changed = (line.is_shown || line.is_agreed) &&
		!voice_act_holds(p->arena, kept, story);
	languages_fill(p, kept, story, hers, &line);
	if (line.is_agreed) line.trouble = trouble_of(p, story);
	if (line.is_shown) answers_fill(p, kept, &line);
	return line;
}

/* -- the page ------------------------------------------------------------- */

static const err *stories_fill(struct ui_page *p, struct desk_voices *view)
{
	struct voice_kept_list all;
	const struct guides *guides;
	struct desk_choice *at;
	const err *e = voice_act_all(p->ui->desk, p->arena, &all);

	if (e == NULL) e = guides_of(p->ui->desk, &guides);
	if (e != NULL) return e;
	at = ARENA_ARRAY(p->arena, struct desk_choice, guides->list.count + 1);
	for (size_t i = 0; i < guides->list.count; i++) {
		const struct guide_kept *story = guides->list.at[i];
		bool told;

		(void)voice_act_of(&all, story->id, &told);
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
		e = voice_act_thread(p->ui->desk, p->arena, thread, &list);
	}
	if (e == NULL) e = stories_fill(p, &view);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	lines = ARENA_ARRAY(p->arena, struct voice_line, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		lines[i] = line_of(p, &list.at[i], conversation.language);
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
		story = voice_act_story(p->ui->desk, &wanted);
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
		? voice_act_get(p->ui->desk, p->arena, asks.id, &kept)
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
	const struct http_request *request = &p->x->request;
	enum http_method method = request->method == HTTP_HEAD
		? HTTP_GET : request->method;
	object_id thread;

	for (size_t i = 0; i < NELEM(routes); i++) {
		if (routes[i].method == method && ui_path_fits(request->path,
			"/voices/", routes[i].tail, &p->id) &&
			object_read(p->id, &thread)) {
			routes[i].page(p, thread);
			return true;
		}
	}
	for (size_t i = 0; method == HTTP_POST && i < NELEM(steps); i++) {
		if (ui_path_fits(request->path, "/voice/", steps[i].tail,
			&p->id)) {
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

/* -- beside the conversation ---------------------------------------------- */

bool ui_voice_waits(struct ui_page *p, object_id thread)
{
	struct voice_kept_list list;
	struct voice_answer_list answers;

	if (voice_act_thread(p->ui->desk, p->arena, thread, &list) != NULL) {
		return false;
	}
	for (size_t i = 0; i < list.count; i++) {
		if (list.at[i].voice.state == VOICE_SHOWN &&
			voice_act_answers(p->ui->desk, p->arena, &list.at[i],
				&answers) == NULL && answers.count > 0) {
			return true;
		}
	}
	return false;
}

/* What she reads before she answers (doc/voices.md V1, V4). */
static const char *const asks_her[] = {
	TR("You told us something that can help others. We wrote it anew, "
		"without names. Below is the whole text, exactly as it would "
		"be shown. May we publish it?"),
	TR("If yes, answer here with the number below the text. If you say no, "
		"or nothing, it is not published. Our help does not depend on "
		"it."),
	TR("You can tell us whether it may be translated. If you say nothing, "
		"it is not."),
	TR("You can take it back at any time: one word is enough. Then it is "
		"taken away from our pages. But what others have copied we "
		"cannot call back."),
};

static str draft_of(struct ui_page *p, enum locale locale, str text, str number)
{
	struct buf out = {0};
	str draft;

	for (size_t i = 0; i < NELEM(asks_her); i++) {
		buf_put(&out, tr(locale, asks_her[i]));
		buf_text(&out, "\n\n");
	}
	buf_text(&out, "—\n\n");
	buf_put(&out, text);
	buf_byte(&out, '\n');
	buf_put(&out, number);
	draft = buf_take(&out, p->arena);
	buf_close(&out);
	return draft;
}

bool ui_voice_draft(struct ui_page *p, object_id thread, str *ret_text,
	str *ret_language)
{
	const struct guide_kept *story;
	struct voice_kept_list list;
	struct form query;
	object_id id;
	str text, number;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK ||
		!object_read(form_value(&query, S("voice")), &id) ||
		voice_act_thread(p->ui->desk, p->arena, thread, &list)
			!= NULL) {
		return false;
	}
	for (size_t i = 0; i < list.count; i++) {
		const struct voice *voice = &list.at[i].voice;
		size_t tongue;

		story = voice_act_story(p->ui->desk, &list.at[i]);
		if (!object_eq(list.at[i].id, id) || story == NULL ||
			voice->state != VOICE_SHOWN ||
			!voice_act_holds(p->arena, &list.at[i], story) ||
			!guide_tongue(&story->guide, voice->tongue->tag,
				&tongue) ||
			!text_of(p, story, tongue, &text, &number)) {
			continue;
		}
		*ret_text = draft_of(p, voice->tongue->locale, text, number);
		*ret_language = voice->tongue->tag;
		return true;
	}
	return false;
}
