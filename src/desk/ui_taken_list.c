/* Handing over, and whom to warn: see ui_trouble.h and taken.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "desk/taken.h"
#include "page/desk_trouble.h"
#include "page/tr.h"

static bool person_of(struct ui_page *p, struct record *ret_record,
	object_id *ret_person)
{
	if (!ui_record_of(p, ret_record)) return false;
	if (ret_record->type == &record_taken &&
		object_read(record_value(ret_record, "person"), ret_person)) {
		return true;
	}
	ui_problem(p, err_make(ERR_ABSENT, "no such record"));
	return false;
}

/* -- handing over --------------------------------------------------------- */

static struct taken_hand_row hand_row(struct ui_page *p, object_id person,
	const struct taken_owned *owned)
{
	return (struct taken_hand_row){.id = ui_record_id(p, owned->row.id),
		.title = owned->row.title, .ref = owned->row.ref,
		.type = ui_text(p, owned->row.type->label),
		.when = ui_record_line(p, &owned->row).when,
		.members = ui_members(p, TR("stays theirs"), owned->stand_in,
			person)};
}

static void hand_over_show(struct ui_page *p)
{
	struct desk_hand_over view = {.frame = &p->frame};
	struct taken_owneds owned;
	struct taken_hand_row *rows;
	struct record record;
	object_id person;
	const err *e;

	if (!person_of(p, &record, &person)) return;
	e = taken_owned(p->ui->desk, p->arena, person, &owned);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	rows = ARENA_ARRAY(p->arena, struct taken_hand_row, owned.count + 1);
	for (size_t i = 0; i < owned.count; i++) {
		rows[i] = hand_row(p, person, &owned.at[i]);
	}
	view.id = ui_record_id(p, record.id);
	view.title = record_title(&record);
	view.rows = rows;
	view.count = owned.count;
	view.more = owned.more;
	p->frame.in_taken = true;
	page_desk_hand_over(p->out, p->locale, &view);
}

void ui_hand_over_form(struct ui_page *p)
{
	hand_over_show(p);
}

void ui_hand_over(struct ui_page *p)
{
	struct taken_hand hands[TAKEN_ROWS_MAX];
	struct record record;
	object_id person;
	size_t count = 0;
	const err *e;

	if (!person_of(p, &record, &person)) return;
	for (size_t i = 0; i < p->form->count && count < TAKEN_ROWS_MAX; i++) {
		const struct form_field *field = &p->form->fields[i];

		if (!object_read(field->name, &hands[count].record) ||
			!object_read(field->value, &hands[count].to)) {
			continue;
		}
		count++;
	}
	e = taken_hand_over(p->ui->desk, person, hands, count);
	if (e == NULL) {
		p->go = str_fmt(p->arena, "/taken/%.*s/hand-over",
			S_ARG(p->id));
		return;
	}
	ui_trouble_say(p, e->code == ERR_USAGE ? 422 : 500,
		TR("Something changed meanwhile: nothing was handed over. Look again."));
	hand_over_show(p);
}

/* -- whom to warn --------------------------------------------------------- */

static const char *const rank_words[] = {TR("At once"), TR("Today"),
	TR("This week"), TR("Then"), TR("If there is time")};

static str how_words(struct ui_page *p, const struct taken_warn *warn)
{
	switch (warn->how) {
	case TAKEN_BY_LINE:
		return ui_text(p, TR("Answer through the line, no other way."));
	case TAKEN_BY_WAY:
		return tr_fill(p->arena, ui_text(p, TR("Reached us by {way}. "
			"That company reads along: write no name and no "
			"reason.")), S("way"), ui_way_name(p->locale,
				warn->way));
	case TAKEN_NEVER:
		return ui_text(p, TR("We may not write to them. Ask whoever "
			"knows them."));
	case TAKEN_BY_RECORD:
	case TAKEN_HOW_COUNT:
		break;
	}
	return ui_text(p, TR("How to reach them stands on their sheet."));
}

static struct taken_warn_row warn_row(struct ui_page *p,
	const struct taken_warn *warn)
{
	str id = ui_record_id(p, warn->id);
	bool thread = warn->kind == TAKEN_THREAD;
	struct taken_warn_row row = {.called = warn->called,
		.place = str_fmt(p->arena, thread ? "/thread/%.*s"
			: "/record/%.*s", S_ARG(id)),
		.what = ui_text(p, thread ? TR("wrote to us")
			: warn->type->label),
		.how = how_words(p, warn), .at = {.ms = warn->ms},
		.rank = ui_text(p, rank_words[warn->rank])};

	ui_time(p, &row.at);
	return row;
}

void ui_warn(struct ui_page *p)
{
	struct desk_warn view = {.frame = &p->frame,
		.organisation = p->frame.nav.organisation};
	struct view_time now = {.ms = ui_now_ms(p)};
	struct taken_warns warns;
	struct taken_warn_row *rows;
	struct record record;
	struct form query;
	object_id person;
	const err *e;

	if (!person_of(p, &record, &person)) return;
	e = taken_warn_list(p->ui->desk, p->arena, person, &warns);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	rows = ARENA_ARRAY(p->arena, struct taken_warn_row, warns.count + 1);
	for (size_t i = 0; i < warns.count; i++) {
		rows[i] = warn_row(p, &warns.at[i]);
		rows[i].first = i == 0 ||
			warns.at[i].rank != warns.at[i - 1].rank;
	}
	view.print = form_read(p->arena, p->x->request.query, &query) ==
		FORM_OK && form_has(&query, S("print"));
	view.id = ui_record_id(p, record.id);
	view.title = record_title(&record);
	ui_time(p, &now);
	view.printed_at = now.exact;
	view.rows = rows;
	view.count = warns.count;
	view.cut = warns.cut;
	p->frame.in_taken = true;
	page_desk_warn(p->out, p->locale, &view);
}
