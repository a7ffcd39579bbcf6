/* The pages of the recovery parts and of the rehearsal. What was typed lives as
 * long as the request; of a rehearsal only what it found is kept until the desk
 * locks.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "desk/parts.h"
#include "page/desk_recovery.h"
#include "page/tr.h"

static const char *const sentences[REHEARSE_COUNT] = {
	[REHEARSE_GOOD] = TR("It worked. Everything in the backup came back."),
	[REHEARSE_PARTLY] = TR("It worked in part. Something in the backup did not come "
		"back."),
	[REHEARSE_TYPO] = TR("A number in part {number} is not as it was written. Please "
		"look once more."),
	[REHEARSE_OTHER_SET] = TR("Part {number} is of another sheet, an older or a newer one. "
		"Please bring parts of the same sheet."),
	[REHEARSE_SAME_PART] = TR("Part {number} was typed before. Each person brings "
		"another one."),
	[REHEARSE_TOO_FEW] = TR("These are fewer parts than are needed."),
	[REHEARSE_CLOSED] = TR("The parts fit together, but not with this backup: it is "
		"older or newer than the sheet."),
	[REHEARSE_OTHER] = TR("This backup is of another organisation."),
	[REHEARSE_NONE] = TR("There is no backup to try. Please make one."),
	[REHEARSE_DAMAGED] = TR("This backup is damaged and would not restore. Please "
		"make a new one."),
	[REHEARSE_FAILED] = TR("The backup could not be tried. Please try once more."),
};

static str class_of(enum rehearse_found found)
{
	return found == REHEARSE_GOOD ? S("note") : S("wrong");
}

/* -- the parts ------------------------------------------------------------ */

static str names_join(struct arena *arena, const str *names, size_t count)
{
	struct buf joined = {0};
	str kept;

	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_text(&joined, ", ");
		buf_put(&joined, names[i]);
	}
	kept = buf_take(&joined, arena);
	buf_close(&joined);
	return kept;
}

static void noted_show(struct ui_page *p, const struct rehearse_noted *noted,
	struct desk_recovery *view)
{
	view->due.ms = rehearse_due_ms(noted);
	view->is_due = view->due.ms > 0 &&
		view->due.ms <= desk_now_ms(p->ui->desk);
	ui_time(p, &view->due);
	if (noted->ms == 0) return;
	view->words = ui_text(p, sentences[noted->found]);
	view->class_name = class_of(noted->found);
	view->tried.ms = noted->ms;
	ui_time(p, &view->tried);
}

static void parts_page(struct ui_page *p, bool show)
{
	struct desk_recovery view = {.frame = &p->frame};
	struct parts_state state = {0};
	struct rehearse_noted noted;
	const err *e = parts_state(p->ui->desk, p->arena, &state);

	if (e == NULL) e = rehearse_noted(p->ui->desk, &noted);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.needed = state.kind.needed;
	view.parts = state.kind.parts;
	view.declared = state.declared;
	view.missing = names_join(p->arena, state.missing, state.missing_count);
	view.has_part = state.own.len > 0;
	if (show) view.part = state.own;
	noted_show(p, &noted, &view);
	page_desk_recovery(p->out, p->locale, &view);
}

void ui_parts(struct ui_page *p)
{
	parts_page(p, false);
}

void ui_parts_show(struct ui_page *p)
{
	parts_page(p, true);
}

void ui_parts_seal(struct ui_page *p)
{
	const err *e = parts_seal(p->ui->desk);

	if (e != NULL) ui_problem(p, e);
	else p->go = S("/settings/recovery");
}

/* -- the rehearsal -------------------------------------------------------- */

static struct rehearse_job *job_of(struct ui_page *p)
{
	return p->ui->hands->rehearsal(p->ui->hands->owner);
}

static void found_show(struct ui_page *p, const struct rehearse_result *result,
	struct desk_rehearsal *view)
{
	str rings[RESTORED_RINGS_MAX];

	for (size_t i = 0; i < result->sum.ring_count; i++) {
		rings[i] = str_bytes(result->sum.rings[i],
			result->sum.ring_lens[i]);
	}
	view->words = tr_fill(p->arena, ui_text(p, sentences[result->found]),
		S("number"), str_fmt(p->arena, "%zu", result->part));
	view->class_name = class_of(result->found);
	view->rings = names_join(p->arena, rings, result->sum.ring_count);
	view->came_back = result->found <= REHEARSE_PARTLY;
	view->again = !view->came_back;
	view->messages = result->sum.messages;
	view->changes = result->sum.changes;
	view->newest.ms = result->sum.newest_ms;
	ui_time(p, &view->newest);
}

static str field_name(struct arena *arena, size_t number)
{
	return str_fmt(arena, "part%zu", number);
}

void ui_rehearsal_form(struct ui_page *p)
{
	struct desk_part_field *fields = ARENA_ARRAY(p->arena,
		struct desk_part_field, SHARE_PARTS_MAX);
	struct desk_rehearsal view = {.frame = &p->frame, .fields = fields};
	const struct rehearse_result *result = rehearse_job_result(job_of(p));
	struct parts_state state = {0};
	const err *e = parts_state(p->ui->desk, p->arena, &state);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.stage = rehearse_job_stage(job_of(p));
	view.stages = REHEARSE_STAGES;
	view.needed = state.kind.needed;
	view.field_count = state.kind.needed;
	for (size_t i = 0; i < view.field_count; i++) {
		fields[i] = (struct desk_part_field){
			field_name(p->arena, i + 1), (unsigned)i + 1};
	}
	if (view.stage == 0 && result != NULL) found_show(p, result, &view);
	page_desk_rehearsal(p->out, p->locale, &view);
}

void ui_rehearsal(struct ui_page *p)
{
	str parts[SHARE_PARTS_MAX];
	size_t count = 0;

	for (size_t i = 1; i <= SHARE_PARTS_MAX; i++) {
		str typed = str_trim(form_value(p->form,
			field_name(p->arena, i)));

		if (typed.len > 0) parts[count++] = typed;
	}
	rehearse_job_start(job_of(p), parts, count);
	p->go = S("/settings/rehearsal");
}

void ui_rehearsal_stop(struct ui_page *p)
{
	rehearse_job_stop(job_of(p));
	p->go = S("/settings/rehearsal");
}
