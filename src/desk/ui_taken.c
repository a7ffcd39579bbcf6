/* "Someone was taken": one form that freezes, then one page with the clock, her
 * devices and what is known. See ui_trouble.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "base/list.h"
#include "desk/taken.h"
#include "desk/taken_freeze.h"
#include "desk/ui_team.h"
#include "model/instant.h"
#include "os/clock.h"
#include "page/desk_trouble.h"
#include "page/tr.h"

enum { MOMENT_CHARS = 16 };

/* The checklist, as the page shows it: the facts of model/record_taken.c. */
static const struct {
	const char *label;
	const char *keys[8];
} phases[] = {
	{TR("In the first hour"), {"lawyer", "plan"}},
	{TR("Until the third hour"), {"revoked", "warned", "handed", "family"}},
	{TR("In the first day"), {"located", "visit", "public", "appeal"}},
	{TR("Every day"), {"review"}},
	{TR("When it is over"), {"doctor", "examined", "keys"}},
};

static const char *const fact_keys[] = {"place", "force", "facts",
	"last-heard", "lead", "looked-by", "looked-minutes", "out-of-sight"};
enum { BORDER_FACTS_FROM = 5 };

static bool is_taken(const struct record *record)
{
	return str_eq(record_value(record, "kind"), S("taken"));
}

static uint64_t when(const struct record *record, const char *key)
{
	uint64_t ms;

	return instant_ms(record_value(record, key), &ms) ? ms : 0;
}

static object_id person_of(const struct record *record)
{
	object_id id;

	return object_read(record_value(record, "person"), &id) ? id
		: ui_nobody();
}

static bool taken_of(struct ui_page *p, struct record *ret_record)
{
	if (!ui_record_of(p, ret_record)) return false;
	if (ret_record->type == &record_taken) return true;
	ui_problem(p, err_make(ERR_ABSENT, "no such record"));
	return false;
}

static void go_back(struct ui_page *p)
{
	p->go = str_fmt(p->arena, "/taken/%.*s", S_ARG(p->id));
}

/* -- the beginning -------------------------------------------------------- */

static struct desk_choices kind_choices(struct ui_page *p)
{
	const struct record_field *field = record_field_find(&record_taken,
		S("kind"));
	size_t count = 0;
	struct desk_choice *at;

	while (field->choices[count].word != NULL) count++;
	at = ARENA_ARRAY(p->arena, struct desk_choice, count);
	for (size_t i = 0; i < count; i++) {
		at[i] = (struct desk_choice){str_of(field->choices[i].word),
			ui_text(p, field->choices[i].label), i == 0};
	}
	return (struct desk_choices){at, count};
}

static void begin_show(struct ui_page *p)
{
	struct desk_taken_begin view = {.frame = &p->frame,
		.kinds = kind_choices(p),
		.members = ui_members(p, TR("choose"),
			ui_form_id(p, S("person")), ui_nobody())};
	struct record_filter filter = {.type = &record_taken,
		.state = S("current")};
	struct view_time now = {.ms = ui_now_ms(p)};
	struct record_rows rows;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) == NULL) {
		view.open = ui_record_lines(p, &rows);
	}
	now.ms += clock_zone_ms(now.ms);
	ui_time(p, &now);
	view.moment = str_first(now.machine, MOMENT_CHARS);
	p->frame.in_taken = true;
	page_desk_taken_begin(p->out, p->locale, &view);
}

void ui_taken_begin_form(struct ui_page *p)
{
	begin_show(p);
}

void ui_taken_begin(struct ui_page *p)
{
	struct record_edits edits = ui_record_edits(p, &record_taken);
	struct taken_start start = {.person = ui_form_id(p, S("person"))};
	struct record_refusal refusal;
	object_id id;
	const err *e;

	for (size_t i = 0; i < edits.count; i++) {
		if (str_eq(str_of(edits.at[i].key), S("kind"))) {
			start.kind = edits.at[i].value;
		}
		if (str_eq(str_of(edits.at[i].key), S("began"))) {
			start.began = edits.at[i].value;
		}
	}
	e = taken_begin(p->ui->desk, &start, &refusal, &id);
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/taken/%.*s",
			S_ARG(ui_record_id(p, id)));
		return;
	}
	p->status = e->code == ERR_USAGE ? 422 : 500;
	p->frame.problem = ui_refusal_words(p, e, &refusal);
	begin_show(p);
}

/* -- the checklist -------------------------------------------------------- */

static const struct record_mirror *mirror_of(const char *key)
{
	for (size_t i = 0; i < record_taken.mirror_count; i++) {
		if (str_eq(str_of(record_taken.mirrors[i].key), str_of(key))) {
			return &record_taken.mirrors[i];
		}
	}
	return NULL;
}

static void point_who(struct ui_page *p, const struct record *record,
	const char *key, struct taken_point *point)
{
	str who_key = str_fmt(p->arena, "%s-who", key);
	object_id who;

	if (record_field_find(&record_taken, who_key) == NULL) return;
	point->who_key = who_key;
	if (!object_read(record_value(record, str_c(p->arena, who_key)), &who)) {
		who = ui_nobody();
	} else {
		point->who = ui_record_name(p, who);
	}
	point->members = ui_members(p, TR("nobody yet"), who,
		person_of(record));
}

/* False: neither done nor waited for now. */
static bool point_of(struct ui_page *p, const struct record *record,
	const char *key, struct taken_point *ret_point)
{
	const struct record_mirror *mirror = mirror_of(key);
	struct taken_point point = {.key = str_of(key),
		.label = ui_text(p, mirror->label)};
	bool stands = mirror->stands(record, &point.due.ms);

	point.done.ms = when(record, key);
	/* what is looked at every day is never done */
	point.is_done = point.done.ms != 0 && !stands;
	if (!stands && !point.is_done) return false;
	if (!stands) point.due.ms = 0;
	point.late = stands && point.due.ms != 0 &&
		point.due.ms < ui_now_ms(p);
	ui_time(p, &point.done);
	ui_time(p, &point.due);
	point_who(p, record, key, &point);
	*ret_point = point;
	return true;
}

static void phases_show(struct ui_page *p, const struct record *record,
	struct desk_taken *view)
{
	struct taken_phase *at = ARENA_ARRAY(p->arena, struct taken_phase,
		NELEM(phases));

	for (size_t i = 0; i < NELEM(phases); i++) {
		struct taken_point *points = ARENA_ARRAY(p->arena,
			struct taken_point, NELEM(phases[i].keys));
		size_t count = 0;

		for (size_t k = 0; k < NELEM(phases[i].keys); k++) {
			const char *key = phases[i].keys[k];

			if (key == NULL) break;
			if (point_of(p, record, key, &points[count])) count++;
		}
		if (count == 0) continue;
		at[view->phase_count++] = (struct taken_phase){
			ui_text(p, phases[i].label), points, count};
	}
	view->phases = at;
}

/* -- the page ------------------------------------------------------------- */

/* Who was taken does not lead. */
static void not_offered(struct ui_page *p, struct record_input *input,
	str person)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		input->choices.count);
	size_t count = 0;

	for (size_t i = 0; i < input->choices.count; i++) {
		const struct desk_choice *one = &input->choices.at[i];

		if (one->chosen || !str_eq(one->value, person)) {
			at[count++] = *one;
		}
	}
	input->choices = (struct desk_choices){at, count};
}

static struct record_inputs facts_of(struct ui_page *p,
	const struct record_source *from)
{
	struct record_input *at = ARENA_ARRAY(p->arena, struct record_input,
		NELEM(fact_keys));
	bool border = !is_taken(from->record);
	size_t count = border ? NELEM(fact_keys) : BORDER_FACTS_FROM;

	for (size_t i = 0; i < count; i++) {
		at[i] = ui_record_input(p, from, record_field_find(&record_taken,
			str_of(fact_keys[i])));
		not_offered(p, &at[i], record_value(from->record, "person"));
	}
	return (struct record_inputs){at, count};
}

static void steps_show(struct ui_page *p, const struct record_source *from,
	struct desk_taken *view)
{
	struct record_step_view *at = ARENA_ARRAY(p->arena,
		struct record_step_view, record_taken.step_count);

	for (size_t i = 0; i < record_taken.step_count; i++) {
		const struct record_step *step = &record_taken.steps[i];
		struct record_step_view *one = &at[view->step_count];

		if (!str_eq(str_of(step->from), record_state(from->record))) {
			continue;
		}
		*one = (struct record_step_view){.state = str_of(step->to),
			.verb = ui_text(p, step->verb)};
		if (record_step_lacks(from->record, step) != NULL &&
			record_value(from->record, "outcome").len == 0) {
			struct record_input *in = ARENA_ARRAY(p->arena,
				struct record_input, 1);

			*in = ui_record_input(p, from, record_field_find(
				&record_taken, S("outcome")));
			one->inputs = (struct record_inputs){in, 1};
		}
		view->step_count++;
	}
	view->steps = at;
}

static str plan_of(struct ui_page *p, object_id person)
{
	struct record_filter filter = {.type = &record_safety,
		.state = S("current"), .by = {{"person",
			ui_record_id(p, person)}}, .by_count = 1};
	struct record_rows rows;

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL ||
		rows.count == 0) {
		return S("");
	}
	return ui_record_id(p, rows.at[0].id);
}

static void devices_show(struct ui_page *p, const struct record *record,
	struct desk_taken *view)
{
	struct taken_frozen frozen;
	struct taken_device *at;

	if (taken_frozen(p->ui->desk, p->arena, person_of(record), &frozen) !=
		NULL) {
		return;
	}
	at = ARENA_ARRAY(p->arena, struct taken_device, frozen.count + 1);
	for (size_t i = 0; i < frozen.count; i++) {
		at[i] = (struct taken_device){.name = ui_device_name(p,
				frozen.at[i].name),
			.state = ui_text(p, frozen.at[i].words),
			.heard = {.ms = frozen.at[i].heard_ms}};
		ui_time(p, &at[i].heard);
	}
	view->devices = at;
	view->device_count = frozen.count;
	view->is_frozen = frozen.is_frozen;
	view->is_revoked = frozen.is_removed;
	view->waits = frozen.waits;
	view->agreed_here = frozen.agreed_here;
	view->frozen.ms = when(record, "frozen");
	view->may_thaw = view->frozen.ms != 0 &&
		view->frozen.ms + RECORD_DAY_MS > ui_now_ms(p);
	ui_time(p, &view->frozen);
}

static void taken_show(struct ui_page *p, const struct record *record)
{
	struct record_source from = {.type = &record_taken, .record = record};
	struct desk_taken view = {.frame = &p->frame,
		.id = ui_record_id(p, record->id),
		.title = record_title(record),
		.state = ui_record_state(p, &record_taken, record_state(record)),
		.plan = plan_of(p, person_of(record)),
		.is_border = !is_taken(record)};

	view.kind = ui_record_word(p, &record_taken, record_field_find(
		&record_taken, S("kind")), record_value(record, "kind")).words;
	view.seen = str_fmt(p->arena, "%llu",
		(unsigned long long)record->changed_ms);
	if (taken_last_heard(p->ui->desk, person_of(record),
		&view.last_heard.ms) == NULL) {
		ui_time(p, &view.last_heard);
	}
	view.facts = facts_of(p, &from);
	devices_show(p, record, &view);
	phases_show(p, record, &view);
	steps_show(p, &from, &view);
	p->frame.in_taken = true;
	page_desk_taken(p->out, p->locale, &view);
}

void ui_taken(struct ui_page *p)
{
	struct record record;

	if (taken_of(p, &record)) taken_show(p, &record);
}

/* -- what is done there --------------------------------------------------- */

static void edits_keep(struct ui_page *p, const struct record *record,
	struct record_edits edits)
{
	struct record_refusal refusal;
	const err *e = record_set(p->ui->desk, record->id, edits, &refusal);

	if (e == NULL) {
		go_back(p);
		return;
	}
	p->status = 422;
	p->frame.problem = ui_refusal_words(p, e, &refusal);
	taken_show(p, record);
}

void ui_taken_facts(struct ui_page *p)
{
	struct record record;

	if (!taken_of(p, &record)) return;
	edits_keep(p, &record, ui_record_edits(p, &record_taken));
}

/* A point is a fact: done now, or who does it. */
void ui_taken_point(struct ui_page *p)
{
	const struct record_mirror *mirror;
	struct record_edit edit = {.how = EDIT_SET};
	struct record record;

	if (!taken_of(p, &record)) return;
	mirror = mirror_of(str_c(p->arena, form_value(p->form, S("point"))));
	if (mirror == NULL) {
		ui_problem(p, err_make(ERR_ABSENT, "no such point"));
		return;
	}
	edit.key = mirror->key;
	edit.value = taken_now(p->arena, p->ui->desk);
	if (str_eq(form_value(p->form, S("do")), S("who"))) {
		edit.key = str_c(p->arena, str_fmt(p->arena, "%s-who",
			mirror->key));
		edit.value = form_value(p->form, S("who"));
	}
	edits_keep(p, &record, (struct record_edits){&edit, 1});
}

static void acted(struct ui_page *p, const struct record *record,
	const err *e)
{
	if (e == NULL) {
		go_back(p);
		return;
	}
	p->status = e->code == ERR_REFUSED ? 409 : 500;
	p->frame.problem = e->code == ERR_REFUSED ? ui_text(p, TR("This desk "
		"may not do that, or its time has passed.")) :
		ui_problem_words(p, e);
	taken_show(p, record);
}

void ui_taken_thaw(struct ui_page *p)
{
	struct record record;

	if (!taken_of(p, &record)) return;
	acted(p, &record, taken_thaw(p->ui->desk, &record));
}

void ui_taken_revoke(struct ui_page *p)
{
	struct record record;

	if (!taken_of(p, &record)) return;
	acted(p, &record, taken_revoke(p->ui->desk, &record));
}
