/* My day: answers that are late, what is due, what waits for the member, and
 * three things she chose. It counts nobody's work. See ui_record.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_record.h"

#include "base/list.h"
#include "desk/case_ring.h"
#include "desk/keeping.h"
#include "desk/record_device.h"
#include "os/clock.h"
#include "page/desk_record.h"
#include "page/tr.h"
#include "text/hour.h"

enum { HOUR_MS = 3600 * 1000, WAITING_MAX = 50 };
#define DAY_MS UINT64_C(86400000)

struct line_list LIST_OF(struct record_line);

/* What the parts of the page are found with. */
struct day {
	struct ui_page *p;
	object_id me;
	bool known;
	uint64_t now, end;       /* of today, this computer's */
	struct line_list late, today, waiting, chosen;
	struct LIST_OF(struct record_row) tasks; /* open, hers or nobody's */
};

static struct hour_parts day_today(struct ui_page *p)
{
	uint64_t now = ui_now_ms(p);

	return hour_split((now + clock_zone_ms(now)) / HOUR_MS);
}

static str day_machine(struct ui_page *p)
{
	struct hour_parts at = day_today(p);

	return str_fmt(p->arena, "%04u-%02u-%02u", at.year, at.month, at.day);
}

static bool is_hers(const struct day *d, object_id owner)
{
	object_id nobody = {{0}};

	return object_eq(owner, nobody) ||
		(d->known && object_eq(owner, d->me));
}

/* -- the parts ------------------------------------------------------------ */

/* The hour of a clock that runs out on this day, the date of another. */
static str due_words(const struct day *d, uint64_t due_ms)
{
	struct view_time time = {.ms = due_ms};
	str date, hour;

	ui_time(d->p, &time);
	if (!str_cut(time.exact, ',', &date, &hour)) return time.exact;
	return due_ms + DAY_MS > d->end ? str_trim(hour) : date;
}

static const err *mirrors_find(struct day *d)
{
	struct record_mirrored *rows;
	size_t count;
	const err *e = record_mirrors(d->p->ui->desk, d->p->arena, d->end,
		&rows, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct record_line line;

		if (!is_hers(d, rows[i].row.owner)) continue;
		line = ui_record_line(d->p, &rows[i].row);
		line.why = ui_text(d->p, rows[i].mirror->label);
		line.when = due_words(d, rows[i].due_ms);
		line.late = rows[i].due_ms != 0 && rows[i].due_ms < d->now;
		if (line.late) LIST_ADD(d->p->arena, &d->late, line);
		else LIST_ADD(d->p->arena, &d->today, line);
	}
	return e;
}

/* Whoever is in the ring of a case lets in who waits there. */
static const err *let_in_find(struct day *d)
{
	struct ui_page *p = d->p;
	const object_id *cases;
	size_t count;
	const err *e = case_rings_waiting(p->ui->desk, &cases, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct record_line line = {.id = ui_record_id(p, cases[i]),
			.title = ui_record_name(p, cases[i]),
			.ref = record_ref(p->arena, cases[i]),
			.why = ui_text(p, TR("Somebody waits to be let in")),
			.class_name = S("fresh")};

		LIST_ADD(p->arena, &d->today, line);
	}
	return e;
}

/* Whoever did not ask for it is asked whether it goes. */
static const err *erasures_find(struct day *d)
{
	struct ui_page *p = d->p;
	object_id *things;
	size_t count;
	const err *e = erase_asked(p->ui->desk, p->arena, &things, &count);

	for (size_t i = 0; e == NULL && i < count; i++) {
		struct record_line line = {
			.title = record_ref(p->arena, things[i]),
			.path = str_fmt(p->arena, "keep/%.*s",
				S_ARG(ui_record_id(p, things[i]))),
			.why = ui_text(p, TR("An erasure waits for your yes")),
			.class_name = S("fresh")};

		LIST_ADD(p->arena, &d->today, line);
	}
	return e;
}

/* A due day is its start in UTC; today is this computer's. */
static bool is_due(const struct day *d, uint64_t due_ms, uint64_t day_end)
{
	(void)d;
	return due_ms != 0 && due_ms + DAY_MS <= day_end;
}

static const err *tasks_find(struct day *d)
{
	struct record_filter filter = {.type = &record_task,
		.state = S("current")};
	uint64_t end = d->end + clock_zone_ms(d->now);
	struct record_rows rows;
	const err *e = record_list(d->p->ui->desk, d->p->arena, &filter, &rows);

	for (size_t i = 0; e == NULL && i < rows.count; i++) {
		const struct record_row *row = &rows.at[i];
		struct record_line line;

		if (!is_hers(d, row->owner)) continue;
		LIST_ADD(d->p->arena, &d->tasks, *row);
		if (!is_due(d, row->due_ms, end)) continue;
		line = ui_record_line(d->p, row);
		line.late = is_due(d, row->due_ms, end - DAY_MS);
		if (line.late) LIST_ADD(d->p->arena, &d->late, line);
		else LIST_ADD(d->p->arena, &d->today, line);
	}
	return e;
}

/* What is hers and not a plan: requests, areas, goals, contacts. */
static const err *waiting_find(struct day *d)
{
	struct record_filter filter = {.type = &record_request,
		.state = S("current"), .owner = d->me};
	struct record_rows rows;
	const err *e;

	if (!d->known) return NULL;
	e = record_list(d->p->ui->desk, d->p->arena, &filter, &rows);
	for (size_t i = 0; e == NULL && i < rows.count && i < WAITING_MAX; i++) {
		struct record_line line = ui_record_line(d->p, &rows.at[i]);

		LIST_ADD(d->p->arena, &d->waiting, line);
	}
	return e;
}

static const err *chosen_find(struct day *d, struct desk_day *view)
{
	struct ui_page *p = d->p;
	object_id chosen[RECORD_CHOSEN_MAX];
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		d->tasks.count + 1);
	size_t count;
	const err *e = record_chosen(p->ui->desk, view->date, chosen, &count);

	if (e != NULL) return e;
	for (size_t i = 0; i < d->tasks.count; i++) {
		const struct record_row *row = &d->tasks.at[i];
		bool is = false;

		for (size_t k = 0; k < count; k++) {
			is |= object_eq(chosen[k], row->id);
		}
		at[i] = (struct desk_choice){ui_record_id(p, row->id),
			row->title, is};
		if (!is) continue;
		LIST_ADD(p->arena, &d->chosen, ui_record_line(p, row));
	}
	view->choosable = (struct desk_choices){at, d->tasks.count};
	return NULL;
}

static const err *threads_find(struct day *d, struct desk_day *view)
{
	struct query_rows rows;
	struct view_row *late;
	const err *e = query_pile(d->p->ui->desk, d->p->arena, PILE_NEEDS, 0,
		&rows);

	if (e != NULL) return e;
	late = ARENA_ARRAY(d->p->arena, struct view_row, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		ui_row(d->p, &rows.at[i]);
		if (rows.at[i].overdue) late[view->thread_count++] = rows.at[i];
	}
	view->threads = late;
	return NULL;
}

static void members_find(struct ui_page *p, struct desk_day *view)
{
	struct record_filter filter = {.type = &record_member,
		.state = S("current")};
	struct record_rows rows;
	struct desk_choice *at;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL) return;
	at = ARENA_ARRAY(p->arena, struct desk_choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		at[i] = (struct desk_choice){ui_record_id(p, rows.at[i].id),
			rows.at[i].title, false};
	}
	view->members = (struct desk_choices){at, rows.count};
}

static const err *over_find(struct ui_page *p, struct desk_day *view)
{
	struct keeping_row *rows;
	size_t count = 0;
	const err *e = keeping_due(p->ui->desk, p->arena, &rows, &count);

	view->over = count;
	return e;
}

/* -- the page ------------------------------------------------------------- */

static struct record_lines lines_of(const struct line_list *list)
{
	return (struct record_lines){list->at, list->count};
}

static void day_show(struct ui_page *p)
{
	struct day d = {.p = p, .now = ui_now_ms(p), .end = ui_day_end_ms(p)};
	struct desk_day view = {.frame = &p->frame, .date = day_machine(p)};
	object_id nobody = {{0}};
	struct hour_parts at = day_today(p);
	const err *e = record_me_get(p->ui->desk, &d.me);

	view.date_words = str_fmt(p->arena, "%u.%u.%u", at.day, at.month,
		at.year);
	d.known = e == NULL && !object_eq(d.me, nobody);
	if (d.known) view.me = ui_record_name(p, d.me);
	else members_find(p, &view);
	view.known = d.known;
	if (e == NULL) e = threads_find(&d, &view);
	if (e == NULL) e = mirrors_find(&d);
	if (e == NULL) e = let_in_find(&d);
	if (e == NULL) e = erasures_find(&d);
	if (e == NULL) e = tasks_find(&d);
	if (e == NULL) e = waiting_find(&d);
	if (e == NULL) e = chosen_find(&d, &view);
	if (e == NULL) e = over_find(p, &view);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.late = lines_of(&d.late);
	view.today = lines_of(&d.today);
	view.waiting = lines_of(&d.waiting);
	view.chosen = lines_of(&d.chosen);
	page_desk_day(p->out, p->locale, &view);
}

void ui_day(struct ui_page *p)
{
	day_show(p);
}

void ui_me(struct ui_page *p)
{
	object_id id;
	const err *e = NULL;

	if (!object_read(form_value(p->form, S("member")), &id)) {
		e = err_make(ERR_ABSENT, "no such member");
	}
	if (e == NULL) e = record_me(p->ui->desk, id);
	if (e != NULL) ui_problem(p, e);
	else p->go = S("/day");
}

void ui_choose(struct ui_page *p)
{
	object_id chosen[RECORD_CHOSEN_MAX];
	size_t at = 0, count = 0, sent = 0;
	str value;
	const err *e;

	while (form_next(p->form, S("task"), &at, &value)) {
		if (sent++ < RECORD_CHOSEN_MAX &&
			object_read(value, &chosen[count])) {
			count++;
		}
	}
	if (sent > RECORD_CHOSEN_MAX) {
		p->status = 422;
		p->frame.problem = ui_text(p,
			TR("Three things are enough for one day."));
		day_show(p);
		return;
	}
	e = record_choose(p->ui->desk, day_machine(p), chosen, count);
	if (e != NULL) ui_problem(p, e);
	else p->go = S("/day");
}
