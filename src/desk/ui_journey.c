/* Taking little along, and the door of a desk that is on a journey: what is
 * written down for the way, in the member's language. See ui_trouble.h and
 * journey.h. What was read at the door lives as long as its page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "desk/homecoming.h"
#include "desk/journey.h"
#include "desk/record_device.h"
#include "desk/travel.h"
#include "page/desk_journey.h"
#include "page/tr.h"
#include "text/html.h"

#define SOON_MS (UINT64_C(30) * 24 * 3600 * 1000)

/* -- what goes along ------------------------------------------------------ */

/* A record as text: what it is called, then what stands in it, a line each. */
static const err *record_put(struct ui_page *p, object_id id, struct buf *out)
{
	struct record record;
	const struct record_shown *shown;
	size_t count;
	const err *e = record_get(p->ui->desk, p->arena, id, &record);

	if (e != NULL) return e->code == ERR_ABSENT ? NULL : e;
	buf_fmt(out, "%.*s · %.*s\n", S_ARG(ui_text(p, record.type->label)),
		S_ARG(record_title(&record)));
	shown = ui_record_shown(p, &record, &count);
	for (size_t i = 0; i < count; i++) {
		buf_fmt(out, "%.*s: ", S_ARG(shown[i].label));
		for (size_t k = 0; k < shown[i].count; k++) {
			if (k > 0) buf_text(out, ", ");
			buf_put(out, shown[i].words[k].words);
		}
		buf_byte(out, '\n');
	}
	buf_byte(out, '\n');
	return NULL;
}

struct taken_list LIST_OF(object_id);

static bool is_taken(const struct taken_list *taken, object_id id)
{
	for (size_t i = 0; i < taken->count; i++) {
		if (object_eq(taken->at[i], id)) return true;
	}
	return false;
}

static void take(struct ui_page *p, struct taken_list *taken, object_id id)
{
	if (!is_taken(taken, id)) LIST_ADD(p->arena, taken, id);
}

/* Her open tasks, and whatever of hers is due soon. */
static const err *tasks_take(struct ui_page *p, struct taken_list *taken)
{
	struct record_filter filter = {.state = S("current")};
	struct record_rows rows;
	const err *e = record_me_get(p->ui->desk, &filter.owner);

	if (e != NULL || object_eq(filter.owner, ui_nobody())) return e;
	filter.type = &record_task;
	do {
		e = record_list(p->ui->desk, p->arena, &filter, &rows);
		for (size_t i = 0; e == NULL && i < rows.count; i++) {
			take(p, taken, rows.at[i].id);
		}
		filter.skip += rows.count;
	} while (e == NULL && rows.more);
	filter.type = NULL;
	filter.skip = 0;
	filter.due_before_ms = ui_now_ms(p) + SOON_MS;
	if (e == NULL) e = record_list(p->ui->desk, p->arena, &filter, &rows);
	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		take(p, taken, rows.at[i].id);
	}
	return e;
}

static const err *carried_make(struct ui_page *p, struct buf *out)
{
	struct taken_list taken = {0};
	size_t at = 0;
	str value;
	object_id id;
	const err *e = NULL;

	if (str_eq(form_value(p->form, S("take")), S("tasks"))) {
		e = tasks_take(p, &taken);
	}
	while (e == NULL && form_next(p->form, S("case"), &at, &value)) {
		if (object_read(value, &id)) take(p, &taken, id);
	}
	for (size_t i = 0; e == NULL && i < taken.count; i++) {
		e = record_put(p, taken.at[i], out);
	}
	if (e == NULL && out->failed) e = err_make(ERR_FULL, "too much");
	return e;
}

/* -- leaving -------------------------------------------------------------- */

struct case_list LIST_OF(struct desk_choice);

/* Ticked in what was refused. */
static bool case_asked(const struct ui_page *p, str id)
{
	size_t at = 0;
	str value;

	while (form_next(p->form, S("case"), &at, &value)) {
		if (str_eq(value, id)) return true;
	}
	return false;
}

static const err *cases_find(struct ui_page *p, struct desk_choices *ret_cases)
{
	static const struct record_type *const types[] = {&record_request,
		&record_contact};
	struct case_list list = {0};
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(types); i++) {
		struct record_filter filter = {.type = types[i],
			.state = S("current")};
		struct record_rows rows = {.count = 0};

		e = record_list(p->ui->desk, p->arena, &filter, &rows);
		for (size_t k = 0; e == NULL && k < rows.count; k++) {
			str value = ui_record_id(p, rows.at[k].id);
			struct desk_choice one = {value, rows.at[k].title,
				case_asked(p, value)};

			LIST_ADD(p->arena, &list, one);
		}
	}
	*ret_cases = (struct desk_choices){list.at, list.count};
	return e;
}

static void little_show(struct ui_page *p)
{
	struct desk_little view = {.frame = &p->frame};
	struct travel_state state;
	struct journey_held held;
	const err *e = travel_look(p->ui->desk, &state);

	if (e == NULL) e = journey_held(p->ui->desk, p->arena, &held);
	if (e == NULL) e = cases_find(p, &view.cases);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.ready = state.prepared && state.others_have_it && !state.away;
	view.alone = state.alone;
	view.line = held.line;
	if (held.desk.len > 0) view.desk = ui_device_words(p, held.desk);
	view.attachments = held.attachments;
	view.backups = held.backups;
	view.tasks = str_eq(form_value(p->form, S("take")), S("tasks"));
	view.typed = form_value(p->form, S("paper"));
	view.stick = form_value(p->form, S("stick"));
	page_desk_little(p->out, p->locale, &view);
}

void ui_little(struct ui_page *p)
{
	little_show(p);
}

static const char *leave_words(const err *e)
{
	switch (e->code) {
	case ERR_KEY:
		return TR("This is not the passphrase of this desk.");
	case ERR_BUSY:
		return TR("The rest is not safely held elsewhere yet. Nothing was "
			"removed. Visit the line, wait for another desk, or name "
			"a stick.");
	case ERR_USAGE:
		return TR("The digits of the paper are not right, or this is no "
			"folder for a copy. Name one on a stick that stays at "
			"home. Nothing was removed.");
	case ERR_FULL:
		return TR("There is no room for the copy. Nothing was removed.");
	case ERR_ABSENT:
	case ERR_REFUSED:
		return TR("No other desk has the part yet. Nothing was changed.");
	case ERR_IO:
	case ERR_EXISTS:
	case ERR_FORMAT:
	case ERR_GONE:
	case ERR_CODE_COUNT:
		break;
	}
	return TR("The copy could not be made. Nothing was removed.");
}

void ui_little_leave(struct ui_page *p)
{
	str stick = str_trim(form_value(p->form, S("stick")));
	struct journey_ask ask = {.passphrase = form_value(p->form,
		S("passphrase")), .paper = form_value(p->form, S("paper")),
		.stick = stick.len > 0
			? str_c(p->arena, stick) : NULL};
	struct buf carried = buf_cap(JOURNEY_CARRIED_MAX);
	const err *e = NULL;

	if (!str_eq(form_value(p->form, S("sure")), S("yes"))) {
		p->go = S("/travel/little");
		return;
	}
	e = carried_make(p, &carried);
	ask.carried = buf_str(&carried);
	if (e == NULL) e = p->ui->hands->leave(p->ui->hands->owner, &ask);
	buf_close(&carried);
	if (e == NULL) {
		ui_lock(p->ui);
		p->go = S("/");
		return;
	}
	ui_trouble_say(p, 422, leave_words(e));
	little_show(p);
}

/* -- at the door ---------------------------------------------------------- */

static void door_show(struct ui_page *p, struct desk_journey *view)
{
	struct homecoming_state state = {.blobs = 0};
	bool reached = true;

	view->frame = &p->frame;
	p->frame.form = str_bytes(p->ui->form, UI_SECRET_HEX);
	view->coming = p->ui->hands->coming(p->ui->hands->owner, &state,
		&reached);
	view->unreached = !reached;
	view->here = state.here;
	view->all = state.blobs;
	page_desk_journey(p->out, p->locale, view);
}

static void door_problem(struct ui_page *p, struct desk_journey *view,
	const err *e)
{
	p->status = 403;
	view->problem = e->code == ERR_GONE ? ui_text(p,
		TR("The team's digits are needed, too."))
		: e->code == ERR_USAGE ? ui_text(p, TR("These are not the digits "
			"of this journey, or nothing of ours is in that folder."))
		: e->code == ERR_REFUSED ? ui_text(p, TR("Attachments stayed on "
			"the stick. Name its folder, or go on without them."))
		: ui_problem_words(p, e);
}

static void carried_read(struct ui_page *p)
{
	struct desk_journey view = {.read = true};
	struct buf words = buf_cap(JOURNEY_CARRIED_MAX);
	const err *e = p->ui->hands->carried(p->ui->hands->owner,
		form_value(p->form, S("passphrase")), &words);

	view.carried = buf_take(&words, p->arena);
	view.prose = html_prose(p->arena, view.carried);
	buf_close(&words);
	if (e != NULL) {
		view.read = false;
		door_problem(p, &view, e);
	}
	door_show(p, &view);
}

static void come_back(struct ui_page *p)
{
	str stick = str_trim(form_value(p->form, S("stick")));
	struct ui_back ask = {form_value(p->form, S("passphrase")),
		form_value(p->form, S("part")),
		stick.len > 0 ? str_c(p->arena, stick) : NULL,
		form_has(p->form, S("without"))};
	struct desk_journey view = {.typed = ask.part, .stick = stick,
		.without = ask.without};
	const err *e = p->ui->hands->back(p->ui->hands->owner, &ask);

	if (e == NULL) {
		p->go = S("/");
		return;
	}
	door_problem(p, &view, e);
	door_show(p, &view);
}

void ui_journey(struct ui_page *p)
{
	bool post = p->x->request.method == HTTP_POST;
	str path = p->x->request.path;
	struct desk_journey view = {.read = false};

	if (post && str_eq(path, S("/journey/read"))) {
		carried_read(p);
	} else if (post && str_eq(path, S("/journey/back"))) {
		come_back(p);
	} else if (post && str_eq(path, S("/journey/stop"))) {
		p->ui->hands->stay(p->ui->hands->owner);
		p->go = S("/");
	} else {
		door_show(p, &view);
	}
}
