/* The pages about keeping and erasing: see doc/erasure.md. What may be done is
 * decided by erase.h; the page says it beforehand.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_keep.h"

#include "desk/copy.h"
#include "desk/desk_room.h"
#include "desk/erase_job.h"
#include "desk/keeping.h"
#include "desk/record_device.h"
#include "desk/tidy.h"
#include "desk/ui_record.h"
#include "desk/ui_team.h"
#include "page/desk_keep.h"

enum { DEVICES_MAX = 65, TIDY_UNITS = 25, MONTHS = 12,
	YEAR_DAYS = 365, KILOBYTE = 1024, LOOK_SECONDS = 2 };

/* -- the list -------------------------------------------------------------- */

static str thing_path(struct ui_page *p, const struct keeping_row *row)
{
	return str_fmt(p->arena, "%s/%.*s", row->class->of == KEEP_OF_THREADS
		? "thread" : "record", S_ARG(ui_record_id(p, row->thing)));
}

static const err *due_show(struct ui_page *p, struct desk_keeping *view)
{
	struct keeping_row *rows = NULL;
	struct keep_line *lines;
	size_t count = 0;
	const err *e = keeping_due(p->ui->desk, p->arena, &rows, &count);

	lines = ARENA_ARRAY(p->arena, struct keep_line, count + 1);
	for (size_t i = 0; e == NULL && i < count; i++) {
		lines[i] = (struct keep_line){
			.id = ui_record_id(p, rows[i].thing),
			.path = thing_path(p, &rows[i]),
			.ref = record_ref(p->arena, rows[i].thing),
			.why = ui_text(p, rows[i].class->label),
			.since = {.ms = rows[i].since_ms}};
		ui_time(p, &lines[i].since);
	}
	view->lines = lines;
	view->line_count = count;
	return e;
}

static const struct keep_device *devices_of(struct ui_page *p,
	const struct erase_device *from, size_t count)
{
	struct keep_device *at = ARENA_ARRAY(p->arena, struct keep_device,
		count + 1);
	struct team_rows rows = {0};

	(void)!team_rows(p->ui->desk, p->arena, &rows); /* then by member */
	for (size_t i = 0; i < count; i++) {
		at[i] = (struct keep_device){ui_team_device(p, &rows,
			from[i].dev), from[i].done};
	}
	return at;
}

static const err *erased_show(struct ui_page *p, struct desk_keeping *view)
{
	struct erase_row *rows = NULL;
	struct keep_erased *shown;
	size_t count = 0;
	const err *e = erase_rows(p->ui->desk, p->arena, &rows, &count);

	shown = ARENA_ARRAY(p->arena, struct keep_erased, count + 1);
	for (size_t i = 0; e == NULL && i < count; i++) {
		shown[i] = (struct keep_erased){
			.ref = record_ref(p->arena, rows[i].unit),
			.who = ui_device_words(p, rows[i].dev),
			.at = {.ms = rows[i].ms}, .waiting = rows[i].waiting,
			.key_here = rows[i].key_here,
			.key_gone = rows[i].few && !rows[i].key_here,
			.devices = devices_of(p, rows[i].devices,
				rows[i].device_count),
			.device_count = rows[i].device_count};
		ui_time(p, &shown[i].at);
	}
	view->erased = shown;
	view->erased_count = count;
	return e;
}

static const err *lates_show(struct ui_page *p, struct desk_keeping *view)
{
	struct erase_late *rows = NULL;
	struct keep_late *shown;
	size_t count = 0;
	const err *e = erase_lates(p->ui->desk, p->arena, &rows, &count);

	shown = ARENA_ARRAY(p->arena, struct keep_late, count + 1);
	for (size_t i = 0; e == NULL && i < count; i++) {
		shown[i] = (struct keep_late){
			.ref = record_ref(p->arena, rows[i].unit),
			.who = ui_device_words(p, rows[i].dev),
			.at = {.ms = rows[i].ms}};
		ui_time(p, &shown[i].at);
	}
	view->lates = shown;
	view->late_count = count;
	return e;
}

static const err *figures_show(struct ui_page *p, struct desk_keeping *view)
{
	struct keeping_figure *rows = NULL;
	struct keep_figure *shown;
	size_t count = 0;
	const err *e = keeping_figures(p->ui->desk, p->arena, &rows, &count);

	shown = ARENA_ARRAY(p->arena, struct keep_figure, count + 1);
	for (size_t i = 0; e == NULL && i < count; i++) {
		shown[i] = (struct keep_figure){str_eq(rows[i].kind,
			S("thread")) ? ui_text(p, TR("Threads"))
			: ui_text(p, TR("Records")), rows[i].month,
			rows[i].count};
	}
	view->figures = shown;
	view->figure_count = count;
	return e;
}

static void classes_show(struct ui_page *p, struct desk_keeping *view)
{
	struct keep_class *shown = ARENA_ARRAY(p->arena, struct keep_class,
		keep_row_count);

	for (size_t i = 0; i < keep_row_count; i++) {
		shown[i] = (struct keep_class){ui_text(p, keep_rows[i].label),
			ui_text(p, keep_rows[i].then),
			(keep_rows[i].days * MONTHS + YEAR_DAYS / 2) /
				YEAR_DAYS};
	}
	view->classes = shown;
	view->class_count = keep_row_count;
}

static void keeping_show(struct ui_page *p, struct desk_keeping *view)
{
	const err *e = due_show(p, view);

	view->frame = &p->frame;
	if (e == NULL) e = erased_show(p, view);
	if (e == NULL) e = lates_show(p, view);
	if (e == NULL) e = figures_show(p, view);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	classes_show(p, view);
	view->runs = erase_job_runs(p->ui->desk->erase_job);
	if (view->runs) {
		view->percent = erase_job_percent(p->ui->desk->erase_job);
		/* never under the hand of who takes out ticks */
		if (view->line_count == 0) p->again_seconds = LOOK_SECONDS;
	}
	page_desk_keeping(p->out, p->locale, view);
}

static void keeping_page(struct ui_page *p)
{
	struct desk_keeping view = {0};

	keeping_show(p, &view);
}

static void keeping_act(struct ui_page *p)
{
	object_id things[KEEPING_MAX];
	size_t count = 0, at = 0, gone;
	str value;
	const err *e;

	while (count < KEEPING_MAX && form_next(p->form, S("thing"), &at,
		&value)) {
		if (object_read(value, &things[count])) count++;
	}
	e = keeping_erase(p->ui->desk, things, count, &gone);
	if (e != NULL) ui_problem(p, e);
	else p->go = S("/keeping");
}

/* A portion: what was done is shown, and one goes on or not. */
static void tidy(struct ui_page *p)
{
	struct desk_keeping view = {.tidied = true};
	struct tidied tidied;
	const err *e = tidy_units(p->ui->desk, TIDY_UNITS, &tidied);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.issued = tidied.issued;
	view.destroyed = tidied.destroyed;
	view.more = tidied.more;
	keeping_show(p, &view);
}

/* -- one thing ------------------------------------------------------------- */

static struct desk_choices choices_of(struct ui_page *p,
	const struct record_type *type, const char *key, size_t from)
{
	const struct record_choice *rows = record_field_find(type,
		str_of(key))->choices;
	str chosen = form_value(p->form, S("reason")); /* and refused */
	size_t count = 0, all = 0;
	struct desk_choice *at;

	while (rows[all].word != NULL) all++;
	at = ARENA_ARRAY(p->arena, struct desk_choice, all + 1);
	for (size_t i = from; i < all; i++) {
		at[count++] = (struct desk_choice){str_of(rows[i].word),
			ui_text(p, rows[i].label), i == from ||
			str_eq(str_of(rows[i].word), chosen)};
	}
	return (struct desk_choices){at, count};
}

static const err *owners_find(struct ui_page *p, struct desk_choices *ret)
{
	struct record_filter filter = {.type = &record_member,
		.state = S("current")};
	struct record_rows rows = {0};
	struct desk_choice *at;
	object_id me = {{0}};
	const err *e = record_me_get(p->ui->desk, &me);

	(void)!object_read(form_value(p->form, S("owner")), &me);
	if (e == NULL) e = record_list(p->ui->desk, p->arena, &filter, &rows);
	at = ARENA_ARRAY(p->arena, struct desk_choice, rows.count + 1);
	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		at[i] = (struct desk_choice){ui_record_id(p, rows.at[i].id),
			rows.at[i].title, object_eq(rows.at[i].id, me)};
	}
	*ret = (struct desk_choices){at, rows.count};
	return e;
}

static void keep_devices(struct ui_page *p, struct desk_keep *view)
{
	struct erase_device devices[DEVICES_MAX] = {{{NULL, 0}, false}};
	size_t count = erase_devices(p->ui->desk, view->is_thread, devices,
		DEVICES_MAX);

	view->devices = devices_of(p, devices, count);
	view->device_count = count;
}

static void plan_show(const struct erase_plan *plan, struct desk_keep *view)
{
	bool free = !plan->unread && !plan->held;

	view->is_thread = plan->is_thread;
	view->messages = plan->messages;
	view->files = plan->files;
	view->going_out = plan->going_out;
	view->copies = plan->copies;
	view->others = plan->other_count;
	view->copied.ms = plan->last_copy_ms;
	view->unread = plan->unread;
	view->held = plan->held;
	view->closed = plan->closed;
	view->asked = plan->asked;
	view->agreed = plan->agreed;
	view->can_ask = free && plan->needs_second && !plan->asked;
	view->can_agree = free && plan->asked && !plan->agreed &&
		!plan->asked_here;
	view->can_erase = free && !plan->closed &&
		(!plan->needs_second || plan->agreed);
}

/* What would go through the line, said beforehand. */
static const err *copy_show(struct ui_page *p, object_id id,
	struct desk_keep *view)
{
	struct copy_parts parts;
	const err *e;

	if (!view->is_thread) return NULL;
	e = copy_parts(p->ui->desk, p->arena, id, &parts);
	if (e != NULL) return e;
	view->codes = parts.codes;
	view->copy_files = parts.count;
	view->copy_kilobytes = (parts.bytes + KILOBYTE - 1) / KILOBYTE;
	view->copy_days = COPY_DAYS;
	view->copy_fits = parts.fits;
	return NULL;
}

static void keep_show(struct ui_page *p, object_id id)
{
	struct desk_keep view = {.frame = &p->frame};
	struct erase_plan plan;
	const err *e = erase_plan(p->ui->desk, id, &plan);

	if (e == NULL) e = owners_find(p, &view.owners);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	plan_show(&plan, &view);
	view.id = ui_record_id(p, id);
	view.ref = record_ref(p->arena, plan.units[0]);
	view.path = str_fmt(p->arena, "%s/%.*s", plan.is_thread ? "thread"
		: "record", S_ARG(view.id));
	view.wish = ui_record_id(p, plan.wish);
	view.review = form_value(p->form, S("review"));
	ui_time(p, &view.copied);
	view.reasons = choices_of(p, &record_wish, "reason", 0);
	view.knowns = choices_of(p, &record_wish, "known", 0);
	view.holds = choices_of(p, &record_hold, "reason", 0);
	keep_devices(p, &view);
	e = copy_show(p, id, &view);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	page_desk_keep(p->out, p->locale, &view);
}

/* -- acts on it ------------------------------------------------------------ */

static const err *do_ask(struct ui_page *p, object_id id)
{
	object_id wish;

	return erase_ask(p->ui->desk, &(struct erase_ask){id, S("erase"),
		form_value(p->form, S("reason")),
		form_value(p->form, S("known"))}, &wish);
}

static const err *do_agree(struct ui_page *p, object_id id)
{
	return erase_agree(p->ui->desk, id);
}

static const err *do_hold(struct ui_page *p, object_id id)
{
	struct record_refusal refusal = {.fault = FAULT_NONE};
	const err *e = erase_hold(p->ui->desk, &(struct erase_hold){id,
		form_value(p->form, S("reason")),
		form_value(p->form, S("owner")),
		form_value(p->form, S("review"))}, &refusal);

	if (e != NULL && refusal.field != NULL) {
		p->frame.problem = str_fmt(p->arena, "%.*s %.*s",
			S_ARG(ui_refusal_words(p, e, &refusal)),
			S_ARG(ui_text(p, record_fault_words(refusal.fault))));
	}
	return e;
}

/* Then the thread, where it waits to leave and can be undone. */
static const err *do_send(struct ui_page *p, object_id id)
{
	struct copy_parts parts;
	bool known = str_eq(form_value(p->form, S("codes")), S("yes"));
	const err *e = copy_parts(p->ui->desk, p->arena, id, &parts);

	if (e == NULL && parts.codes > 1 && !known) {
		return err_make(ERR_USAGE, "nobody said whose the codes are");
	}
	if (e == NULL) e = act_copy(p->ui->desk, id, known);
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/thread/%.*s", S_ARG(p->id));
	}
	return e;
}

static const err *do_erase(struct ui_page *p, object_id id)
{
	const err *e;

	if (!str_eq(form_value(p->form, S("sure")), S("yes"))) {
		return err_make(ERR_USAGE, "it was not said that it is sure");
	}
	e = erase_do(p->ui->desk, id, form_has(p->form, S("all")));
	if (e == NULL) p->go = S("/keeping");
	return e;
}

static const struct keep_act {
	str name;
	const err *(*act)(struct ui_page *p, object_id id);
} acts[] = {
	{S_INIT("ask"), do_ask}, {S_INIT("agree"), do_agree},
	{S_INIT("hold"), do_hold}, {S_INIT("erase"), do_erase},
	{S_INIT("send"), do_send},
};

static void keep_act(struct ui_page *p, object_id id, str name)
{
	const err *e = err_make(ERR_ABSENT, "no such act");

	for (size_t i = 0; i < NELEM(acts); i++) {
		if (str_eq(acts[i].name, name)) e = acts[i].act(p, id);
	}
	if (str_eq(name, S("copy"))) {
		e = err_make(ERR_USAGE, "the passphrase is too short");
		p->frame.problem = ui_text(p, TR("A passphrase for a file has "
			"at least eight letters. Nothing was saved."));
	}
	if (e == NULL && p->go.len == 0) {
		p->go = str_fmt(p->arena, "/keep/%.*s", S_ARG(p->id));
	}
	if (e == NULL) return;
	if (e->code != ERR_USAGE) {
		ui_problem(p, e);
		return;
	}
	p->status = 422;
	if (p->frame.problem.len == 0) {
		p->frame.problem = ui_text(p, TR("Something is missing in "
			"what was sent. Nothing was done."));
	}
	keep_show(p, id);
}

/* -- routes ---------------------------------------------------------------- */

/* `/keep/<id>` and `/keep/<id>/<act>`. */
static bool thing_read(struct ui_page *p, object_id *ret_id, str *ret_act)
{
	str path = p->x->request.path, rest;

	*ret_act = S("");
	if (!str_starts(path, S("/keep/"))) return false;
	rest = str_from(path, sizeof("/keep/") - 1);
	if (!str_cut(rest, '/', &p->id, ret_act)) p->id = rest;
	return object_read(p->id, ret_id);
}

bool ui_keeps(struct ui_page *p)
{
	str path = p->x->request.path, act;
	bool post = p->x->request.method == HTTP_POST;
	object_id id;

	if (str_eq(path, S("/keeping"))) {
		if (post) keeping_act(p);
		else keeping_page(p);
	} else if (post && str_eq(path, S("/tidy"))) {
		tidy(p);
	} else if (!thing_read(p, &id, &act)) {
		return false;
	} else if (post) {
		keep_act(p, id, act);
	} else if (act.len == 0) {
		keep_show(p, id);
	} else {
		return false;
	}
	return true;
}

static const str copy_headers = S_INIT("Content-Security-Policy: "
	"default-src 'none'; sandbox\r\nCache-Control: no-store\r\n"
	"Referrer-Policy: same-origin\r\nX-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n"
	"Content-Disposition: attachment; filename=\"copy.age\"\r\n");

bool ui_copy_out(struct ui_page *p)
{
	struct buf sealed = buf_cap(COPY_BYTES_MAX + COPY_BYTES_MAX / 8);
	struct answer answer = {.status = 200, .headers = copy_headers,
		.type = S("application/octet-stream")};
	object_id id;
	str act;
	bool ours = p->x->request.method == HTTP_POST &&
		thing_read(p, &id, &act) && str_eq(act, S("copy")) &&
		copy_make(p->ui->desk, id, form_value(p->form,
			S("passphrase")), &sealed) == NULL;

	if (ours) {
		answer.body = buf_str(&sealed);
		web_answer(p->x, &answer);
	}
	buf_close(&sealed);
	return ours; /* else the page says what is missing */
}
