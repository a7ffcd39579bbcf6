/* Before a journey, and the digits for whoever is on one. See ui_trouble.h and
 * travel.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_trouble.h"

#include "desk/travel.h"
#include "page/desk_trouble.h"
#include "page/tr.h"
#include "text/html.h"

static const err *rows_find(struct ui_page *p, struct desk_travel *view)
{
	struct travel_rows rows;
	struct travel_row_view *at;
	const err *e = travel_list(p->ui->desk, p->arena, &rows);

	if (e != NULL) return e;
	at = ARENA_ARRAY(p->arena, struct travel_row_view, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct travel_row_view *one = &at[view->row_count];

		if (rows.at[i].own) continue;
		*one = (struct travel_row_view){.dev = rows.at[i].dev,
			.who = ui_device_words(p, rows.at[i].dev),
			.since = {.ms = rows.at[i].ms},
			.given = {.ms = rows.at[i].given_ms}};
		ui_time(p, &one->since);
		ui_time(p, &one->given);
		view->row_count++;
	}
	view->rows = at;
	return NULL;
}

static void travel_show(struct ui_page *p, struct desk_travel *view)
{
	struct travel_state state;
	const err *e = travel_look(p->ui->desk, &state);

	view->frame = &p->frame;
	if (e == NULL) e = rows_find(p, view);
	if (e == NULL) e = travel_law(p->ui->desk, p->arena, &view->law);
	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view->prepared = state.prepared;
	view->ready = state.others_have_it;
	view->away = state.away;
	view->two = state.two;
	view->alone = state.alone;
	view->copied = state.copied;
	view->law_prose = html_prose(p->arena, view->law);
	page_desk_travel(p->out, p->locale, view);
}

void ui_travel(struct ui_page *p)
{
	struct desk_travel view = {.prepared = false};

	travel_show(p, &view);
}

static void done(struct ui_page *p, const err *e, const char *words)
{
	struct desk_travel view = {.typed = form_value(p->form, S("paper"))};

	if (e == NULL) {
		p->go = S("/travel");
		return;
	}
	if (e->code == ERR_KEY) words = TR("This is not the passphrase of this desk.");
	ui_trouble_say(p, 422, words);
	travel_show(p, &view);
}

/* What is to be written on paper is shown on this one page, and kept nowhere. */
void ui_travel_prepare(struct ui_page *p)
{
	struct desk_travel view = {.prepared = false};
	struct buf paper = {0};
	const err *e = travel_prepare(p->ui->desk, &paper);

	view.paper = buf_take(&paper, p->arena);
	buf_close(&paper);
	if (e != NULL || view.paper.len == 0) {
		done(p, e, TR("This desk may not write just now."));
	} else {
		travel_show(p, &view);
	}
}

/* Bound, it locks at once. */
void ui_travel_leave(struct ui_page *p)
{
	struct travel_ask ask = {form_value(p->form, S("passphrase")),
		form_value(p->form, S("paper"))};
	const err *e = travel_leave(p->ui->desk, ask);

	const char *words = TR("No other desk has the part yet. Nothing was "
		"changed.");

	if (e != NULL && e->code == ERR_USAGE) {
		words = TR("These are not the digits of the paper. Nothing was "
			"changed.");
	} else if (e != NULL && e->code == ERR_BUSY) {
		words = TR("A backup beside this desk would still open with the "
			"passphrase. Move the backups away first. Nothing was "
			"changed.");
	}
	done(p, e, words);
	if (e == NULL) ui_lock(p->ui);
	if (e == NULL) p->go = S("/");
}

void ui_travel_return(struct ui_page *p)
{
	done(p, travel_return(p->ui->desk,
		form_value(p->form, S("passphrase"))),
		TR("This desk may not write just now."));
}

void ui_travel_give(struct ui_page *p)
{
	struct desk_travel view = {.prepared = false};
	str dev = form_value(p->form, S("dev"));
	struct buf digits = {0};
	const err *e = travel_give(p->ui->desk, dev,
		form_value(p->form, S("reason")), &digits);

	if (e != NULL) {
		buf_close(&digits);
		done(p, e, TR("Say in one line why."));
		return;
	}
	view.digits = buf_take(&digits, p->arena);
	buf_close(&digits);
	view.digits_who = ui_device_words(p, dev);
	travel_show(p, &view);
}

void ui_travel_law(struct ui_page *p)
{
	str words;

	if (!form_text(p->arena, form_value(p->form, S("law")), &words)) {
		words = S("");
	}
	done(p, travel_law_set(p->ui->desk, words), TR("This is too long."));
}
