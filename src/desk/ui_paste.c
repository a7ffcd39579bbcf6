/* A message that came another way: its page, and taking it in with its files,
 * from memory into the seal.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "desk/ui_guard.h"
#include "desk/ui_upload.h"
#include "os/clock.h"
#include "page/desk_pages.h"

enum { MINUTE_MS = 60000 };

/* -- when it came --------------------------------------------------------- */

/* Two digits at `at`. */
static bool pair_at(str s, size_t at, unsigned max, unsigned *ret_number)
{
	unsigned tens = (unsigned)(s.at[at] - '0');
	unsigned ones = (unsigned)(s.at[at + 1] - '0');

	*ret_number = tens * 10 + ones;
	return tens < 10 && ones < 10 && *ret_number <= max;
}

/* Days since 1970 of a civil date (the calendar of text/hour.c, reversed). */
static uint64_t days_of(unsigned year, unsigned month, unsigned day)
{
	unsigned y = month <= 2 ? year - 1 : year;
	unsigned m = month > 2 ? month - 3 : month + 9;

	return 365ull * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 +
		day - 1 - 719468;
}

/* "2026-11-24T14:05", this computer's time, as a moment; now when it is not
 * that. */
static uint64_t when_read(str s)
{
	uint64_t now_ms = clock_now_ms(), local_ms;
	unsigned century, years, month, day, hour, minute;

	if (s.len < 16 || s.at[4] != '-' || s.at[7] != '-' || s.at[10] != 'T' ||
		s.at[13] != ':') {
		return now_ms;
	}
	if (!pair_at(s, 0, 99, &century) || !pair_at(s, 2, 99, &years) ||
		!pair_at(s, 5, 12, &month) || !pair_at(s, 8, 31, &day) ||
		!pair_at(s, 11, 23, &hour) || !pair_at(s, 14, 59, &minute)) {
		return now_ms;
	}
	if (century < 20 || month == 0 || day == 0) return now_ms;
	local_ms = ((days_of(century * 100 + years, month, day) * 24 + hour) *
		60 + minute) * MINUTE_MS;
	local_ms -= clock_zone_ms(local_ms);
	return local_ms < now_ms ? local_ms : now_ms;
}

/* -- the page ------------------------------------------------------------- */

static void paste_show(struct ui_page *p, const struct act_paste *kept,
	str thread)
{
	uint64_t now_ms = clock_now_ms();
	struct view_time now = {.ms = now_ms + clock_zone_ms(now_ms)};
	struct desk_paste view = {.frame = &p->frame, .thread = thread,
		.text = kept->text, .handle = kept->handle};

	ui_time(p, &now);
	view.when = str_first(now.machine, 16);
	view.ways = ui_ways(p, WAY_WHATSAPP, kept->way);
	view.languages = ui_languages(p, kept->language);
	page_desk_paste(p->out, p->locale, &view);
}

void ui_paste_form(struct ui_page *p)
{
	struct act_paste none = {.way = WAY_WHATSAPP, .language = S("ar")};
	struct form query;
	object_id thread;
	str id = S("");

	if (form_read(p->arena, p->x->request.query, &query) == FORM_OK) {
		id = form_value(&query, S("thread"));
	}
	paste_show(p, &none, object_read(id, &thread) ? id : S(""));
}

static const err *paste_read(struct ui_page *p, struct ui_upload *u,
	struct act_paste *paste)
{
	const struct form *f = &u->fields;
	bool right = form_text(p->arena, form_value(f, S("text")),
		&paste->text) &&
		form_line(p->arena, form_value(f, S("handle")),
			&paste->handle) &&
		ui_way_read(form_value(f, S("way")), &paste->way) &&
		paste->way != WAY_LINE;

	paste->language = form_value(f, S("language"));
	paste->when_ms = when_read(form_value(f, S("when")));
	paste->files = u->files;
	paste->file_count = u->file_count;
	(void)!object_read(form_value(f, S("thread")), &paste->thread);
	if (str_trim(paste->text).len == 0 && u->file_count == 0) right = false;
	return right ? NULL : err_make(ERR_USAGE, "an empty message");
}

static const err *paste_take(struct ui_page *p, struct ui_upload *u,
	struct act_paste *paste)
{
	object_id thread;
	struct buf address = {0};
	const err *e = paste_read(p, u, paste);

	if (e == NULL) e = act_paste(p->ui->desk, paste, &thread);
	if (e != NULL) return e;
	buf_text(&address, "/thread/");
	object_write(thread, &address);
	p->go = buf_take(&address, p->arena);
	buf_close(&address);
	return NULL;
}

void ui_paste(struct ui_page *p)
{
	struct ui_upload *u = ARENA_NEW(p->arena, struct ui_upload);
	struct act_paste paste = {.way = WAY_WHATSAPP, .language = S("ar")};
	const err *e = NULL;
	bool ours;

	if (!ui_upload_read(p, u)) e = err_make(ERR_USAGE, "a broken form");
	/* [ui-1] the guard left this form's secret to us */
	ours = e == NULL && ui_form_is_ours(p->ui, &u->fields);
	if (e == NULL && !ours) {
		e = err_make(ERR_REFUSED, "a form of another page");
	}
	if (e == NULL) e = paste_take(p, u, &paste);
	if (e != NULL && (ours || e->code == ERR_USAGE)) {
		p->status = ui_problem_status(e); /* the words stay in the form */
		p->frame.problem = ui_problem_words(p, e);
		paste_show(p, &paste, form_value(&u->fields, S("thread")));
	} else if (e != NULL) {
		ui_problem(p, e);
	}
	ui_upload_close(u);
}
