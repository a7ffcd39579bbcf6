/* Locked and open: see ui_room.h. Owns what is forgotten when the desk locks, by
 * a button, by itself or for good, and the page that unlocks it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "base/mem.h"
#include "desk/ui_guard.h"
#include "os/clock.h"
#include "os/report.h"
#include "page/desk_pages.h"
#include "page/desk_trouble.h"
#include "page/tr.h"

enum { IDLE_LOOK_MS = 15 * 1000, MINUTE_MS = 60 * 1000 };

/* -- locking -------------------------------------------------------------- */

static void forget(struct ui *ui)
{
	ui->desk = NULL;
	ui_table_forget(ui);
	ui_bank_forget(ui);
	/* The form's secret ends with what was on the screen. */
	ui_secret(ui->form);
	mem_wipe(&ui->searches, sizeof(ui->searches));
}

void ui_lock(struct ui *ui)
{
	if (ui->desk == NULL) return;
	forget(ui);
	ui->hands->lock(ui->hands->owner);
}

void ui_lock_page(struct ui_page *p)
{
	ui_lock(p->ui);
	p->go = S("/");
}

/* Nothing is said afterwards: it is then a desk without its key file. */
void ui_erase_keys(struct ui_page *p)
{
	const err *e;

	if (!str_eq(form_value(p->form, S("sure")), S("yes"))) {
		p->go = S("/erase-keys");
		return;
	}
	forget(p->ui);
	e = p->ui->hands->erase(p->ui->hands->owner);
	if (e != NULL) report_err("the key file", e);
	p->go = S("/");
}

void ui_erase_keys_form(struct ui_page *p)
{
	page_desk_erase(p->out, p->locale, &p->frame);
}

/* -- unlocking ------------------------------------------------------------ */

void ui_unlock_page(struct ui_page *p, const err *e)
{
	struct desk_unlock view = {.frame = &p->frame};

	p->frame.form = str_bytes(p->ui->form, UI_SECRET_HEX);
	if (e != NULL) view.problem = ui_problem_words(p, e);
	if (e != NULL) view.typed = form_value(p->form, S("part"));
	view.part = view.typed.len > 0 || (e != NULL &&
		(e->code == ERR_GONE || e->code == ERR_USAGE));
	if (e != NULL && e->code == ERR_GONE) {
		view.problem = ui_text(p, TR("This desk was made ready for a "
			"journey. The passphrase alone does not open it: the "
			"other part is with the team, not here."));
	}
	if (e != NULL && e->code == ERR_USAGE) {
		view.problem = ui_text(p, TR("These are not the digits of this "
			"journey. Look for one that was heard wrong."));
	}
	if (e != NULL && e->code == ERR_ABSENT) {
		view.problem = ui_text(p, TR("The key file is not in this "
			"desk's folder. Bring it back, or use the recovery "
			"sheet. Nothing is lost."));
	}
	page_desk_unlock(p->out, p->locale, &view);
}

static void settings_use(struct ui *ui, const struct view_settings *settings)
{
	ui->locale = settings->locale;
	ui->spoken = settings->spoken;
	ui->keys = settings->keys;
	ui->idle_minutes = settings->idle_minutes;
}

void ui_settings_look(struct ui *ui)
{
	struct view_settings settings;

	if (ui->for_now) return;
	if (query_settings(ui->desk, &settings) != NULL) return;
	settings_use(ui, &settings);
}

void ui_settings_for_now(struct ui *ui, const struct view_settings *chosen)
{
	ui->for_now = true;
	settings_use(ui, chosen);
	ui->spoken = true;
}

void ui_opened(struct ui *ui)
{
	ui->worked_ms = clock_steady_ms();
	ui_settings_look(ui);
}

void ui_unlock(struct ui_page *p)
{
	struct ui *ui = p->ui;
	const err *e = NULL;

	if (ui->desk == NULL) {
		e = ui->hands->unlock(ui->hands->owner,
			form_value(p->form, S("passphrase")),
			form_value(p->form, S("part")), &ui->desk);
	}
	if (e != NULL) {
		ui->desk = NULL;
		p->status = 403;
		ui_unlock_page(p, e);
		return;
	}
	ui_opened(ui);
	p->go = S("/");
}

void ui_home_look(struct ui *ui)
{
	ui->desk = ui->hands->home(ui->hands->owner);
	if (ui->desk != NULL) ui_opened(ui);
}

/* -- by itself ------------------------------------------------------------ */

static void idle_look(struct timer *timer)
{
	struct ui *ui = CONTAINER(timer, struct ui, idle);
	uint64_t rest = clock_steady_ms() - ui->worked_ms;

	if (ui->desk != NULL && !desk_has_key(ui->desk)) ui_lock(ui);
	if (ui->desk != NULL && ui->idle_minutes > 0 &&
		rest > (uint64_t)ui->idle_minutes * MINUTE_MS) {
		ui_lock(ui);
	}
	loop_timer(ui->loop, timer, IDLE_LOOK_MS);
}

void ui_idle_begin(struct ui *ui)
{
	ui->idle.fire = idle_look;
	ui->worked_ms = clock_steady_ms();
	loop_timer(ui->loop, &ui->idle, IDLE_LOOK_MS);
}
