/* Check-ins: who is waited for, what was heard, the agreed words. No page shows
 * a phrase, or says at her own desk which one was used. See ui_trouble.h and
 * checkin.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "desk/checkin.h"
#include "desk/trouble.h"
#include "model/instant.h"
#include "page/desk_trouble.h"
#include "page/tr.h"

static uint64_t when(const struct record *record, const char *key)
{
	uint64_t ms;

	return instant_ms(record_value(record, key), &ms) ? ms : 0;
}

static bool is_me(struct ui_page *p, const struct record *record)
{
	object_id me, person;

	return trouble_me(p->ui->desk, p->arena, &me) == NULL &&
		!object_eq(me, ui_nobody()) &&
		object_read(record_value(record, "person"), &person) &&
		object_eq(me, person);
}

static str person_words(struct ui_page *p, const struct record *record)
{
	object_id person;

	return object_read(record_value(record, "person"), &person)
		? ui_record_name(p, person) : S("");
}

/* -- rows ----------------------------------------------------------------- */

static str alarm_words(struct ui_page *p, object_id id,
	const struct checkin_alarms *alarms)
{
	for (size_t i = 0; i < alarms->count; i++) {
		if (!object_eq(alarms->at[i].checkin, id)) continue;
		return ui_text(p, alarms->at[i].verdict == CHECKIN_PRESSURE
			? TR("The words for being forced were used. Do not "
				"answer as if you knew. Begin with “Someone "
				"was taken”.")
			: TR("The agreed words were not used. Ask again, another way."));
	}
	return S("");
}

static struct check_row row_of(struct ui_page *p, const struct record *record,
	const struct checkin_alarms *alarms)
{
	struct check_row row = {.id = ui_record_id(p, record->id),
		.title = record_title(record), .person = person_words(p, record),
		.state = ui_record_state(p, &record_check, record_state(record)),
		.due = {.ms = when(record, "due")},
		.act = {.ms = when(record, "act-from")},
		.alarm = alarm_words(p, record->id, alarms),
		.mine = is_me(p, record)};
	uint64_t now = ui_now_ms(p);

	row.is_due = row.due.ms != 0 && row.due.ms <= now;
	row.late = row.act.ms != 0 && row.act.ms <= now &&
		!record_state_find(&record_check, record_state(record))->closed;
	ui_time(p, &row.due);
	ui_time(p, &row.act);
	return row;
}

static bool is_alarmed(const struct checkin_alarms *alarms, object_id id)
{
	for (size_t i = 0; i < alarms->count; i++) {
		if (object_eq(alarms->at[i].checkin, id)) return true;
	}
	return false;
}

/* Alarms first, closed as they may be, then what is waited for. */
static const err *rows_find(struct ui_page *p, struct desk_checks *view)
{
	struct record_filter filter = {.type = &record_check,
		.state = S("current")};
	struct checkin_alarms alarms;
	struct record *records;
	struct check_row *rows;
	size_t count = 0;
	const err *e = checkin_alarms(p->ui->desk, &alarms);

	if (e == NULL) {
		e = record_whole(p->ui->desk, p->arena, &filter, &records,
			&count);
	}
	if (e != NULL) return e;
	rows = ARENA_ARRAY(p->arena, struct check_row, count + alarms.count + 1);
	for (size_t i = 0; i < alarms.count; i++) {
		struct record record;

		if (record_get(p->ui->desk, p->arena, alarms.at[i].checkin,
			&record) == NULL) {
			rows[view->row_count++] = row_of(p, &record, &alarms);
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (is_alarmed(&alarms, records[i].id)) continue;
		rows[view->row_count++] = row_of(p, &records[i], &alarms);
	}
	view->rows = rows;
	return NULL;
}

static bool is_waited(const struct desk_checks *view, struct ui_page *p,
	const struct record *plan)
{
	struct record_filter filter = {.type = &record_check,
		.state = S("waited"), .by = {{"plan",
			ui_record_id(p, plan->id)}}, .by_count = 1};
	struct record_rows rows;

	(void)view;
	return record_list(p->ui->desk, p->arena, &filter, &rows) == NULL &&
		rows.count > 0;
}

static const err *plans_find(struct ui_page *p, struct desk_checks *view)
{
	struct record_filter filter = {.type = &record_check_plan,
		.state = S("current")};
	struct record *records;
	struct check_plan_row *rows;
	size_t count;
	const err *e = record_whole(p->ui->desk, p->arena, &filter, &records,
		&count);

	if (e != NULL) return e;
	rows = ARENA_ARRAY(p->arena, struct check_plan_row, count + 1);
	for (size_t i = 0; e == NULL && i < count; i++) {
		rows[i] = (struct check_plan_row){
			.id = ui_record_id(p, records[i].id),
			.title = record_title(&records[i]),
			.person = person_words(p, &records[i]),
			.waits = is_waited(view, p, &records[i]),
			.mine = is_me(p, &records[i])};
		e = checkin_has_phrases(p->ui->desk, records[i].id,
			&rows[i].agreed);
	}
	view->plans = rows;
	view->plan_count = count;
	return e;
}

static void checks_show(struct ui_page *p)
{
	struct desk_checks view = {.frame = &p->frame};
	const err *e = rows_find(p, &view);

	if (e == NULL) e = plans_find(p, &view);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	page_desk_checks(p->out, p->locale, &view);
}

void ui_checks(struct ui_page *p)
{
	checks_show(p);
}

/* -- what is done there --------------------------------------------------- */

static void done(struct ui_page *p, const err *e, const char *words)
{
	if (e == NULL) {
		p->go = S("/check-ins");
		return;
	}
	if (e->code == ERR_ABSENT) {
		words = TR("Nobody else has a desk here yet: there is no "
			"place to keep it that is not theirs.");
	}
	ui_trouble_say(p, 422, words);
	checks_show(p);
}

static bool id_of(struct ui_page *p, object_id *ret_id)
{
	if (object_read(p->id, ret_id)) return true;
	ui_problem(p, err_make(ERR_ABSENT, "no such record"));
	return false;
}

/* The next one is waited for as soon as this one was heard. */
static const err *wait_on(struct ui_page *p, object_id checkin)
{
	struct record record;
	object_id plan, next;
	const err *e = record_get(p->ui->desk, p->arena, checkin, &record);

	if (e != NULL || !object_read(record_value(&record, "plan"), &plan)) {
		return e;
	}
	if (record_get(p->ui->desk, p->arena, plan, &record) != NULL ||
		!str_eq(record_state(&record), S("active"))) {
		return NULL;
	}
	e = checkin_wait(p->ui->desk, plan, &next);
	return e != NULL && (e->code == ERR_USAGE || e->code == ERR_EXISTS)
		? NULL : e;
}

void ui_check_say(struct ui_page *p)
{
	object_id id;
	const err *e;

	if (!id_of(p, &id)) return;
	e = checkin_say(p->ui->desk, id, form_value(p->form, S("said")));
	if (e == NULL) e = wait_on(p, id);
	done(p, e, TR("This check-in is closed already."));
}

void ui_check_answer(struct ui_page *p)
{
	object_id id;

	if (!id_of(p, &id)) return;
	done(p, checkin_answer(p->ui->desk, id,
		form_value(p->form, S("words"))), TR("Say in one line what was done."));
}

void ui_check_wait(struct ui_page *p)
{
	object_id id, made;

	if (!id_of(p, &id)) return;
	done(p, checkin_wait(p->ui->desk, id, &made),
		TR("The plan has no time that can be read: 09:00."));
}

void ui_check_words(struct ui_page *p)
{
	struct checkin_phrases phrases = {form_value(p->form, S("fine")),
		form_value(p->form, S("pressure"))};
	object_id id;

	if (!id_of(p, &id)) return;
	done(p, checkin_agree(p->ui->desk, id, phrases),
		TR("Two different sentences of one line are needed."));
}
