/* The word bank in and out of the desk: tried first, then taken in; out as TBX,
 * martif, tables and the booklet. A file outside is readable, so that one was
 * made is noted in the log. See ui_bank.h, words_take.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_bank.h"

#include "base/mem.h"
#include "cli/bank_file.h"
#include "desk/record_table.h"
#include "desk/ui_guard.h"
#include "desk/ui_upload.h"
#include "desk/words_take.h"
#include "model/bank_csv.h"
#include "model/bank_tbx.h"
#include "page/booklet.h"
#include "page/desk_words.h"

enum { OUT_BYTES_MAX = 64 << 20, READ_ARENA_BYTES = 512 << 20,
	ROWS_SHOWN_MAX = 200 };

/* What was tried last: taken in by its ticket, or forgotten. */
struct ui_bank_tried {
	struct arena *arena;
	struct bank bank;
	char ticket[UI_SECRET_HEX];
};

void ui_bank_forget(struct ui *ui)
{
	if (ui->bank == NULL) return;
	arena_close(&ui->bank->arena);
	mem_free(ui->bank);
	ui->bank = NULL;
}

static struct ui_bank_tried *tried_new(struct ui *ui)
{
	ui_bank_forget(ui);
	ui->bank = mem_get(sizeof(*ui->bank));
	ui->bank->arena = arena_open(READ_ARENA_BYTES);
	ui_secret(ui->bank->ticket);
	return ui->bank;
}

/* -- the page ------------------------------------------------------------- */

static struct desk_bank_table view_of(struct ui_page *p)
{
	return (struct desk_bank_table){.frame = &p->frame,
		.langs = ui_bank_langs(p, locale_info(p->locale)->tag, false),
		.others = ui_bank_langs(p, p->locale == LOCALE_EN ? S("ar")
			: S("en"), false)};
}

void ui_bank_table(struct ui_page *p)
{
	struct desk_bank_table view = view_of(p);

	page_desk_bank_table(p->out, p->locale, &view);
}

/* Rows the file's form refused, by line; then terms the records refused. */
static void rows_fill(struct ui_page *p, const struct bank_refusals *refused,
	const struct words_report *report, struct desk_bank_table *view)
{
	size_t listed = report->refused < WORDS_REFUSALS_MAX ? report->refused
		: WORDS_REFUSALS_MAX;
	struct record_refused *rows = ARENA_ARRAY(p->arena,
		struct record_refused, ROWS_SHOWN_MAX + listed);

	for (size_t i = 0; i < refused->count && i < ROWS_SHOWN_MAX; i++) {
		rows[view->row_count++] = (struct record_refused){
			.line = str_fmt(p->arena, "%zu", refused->at[i].line),
			.words = str_of(refused->at[i].reason)};
	}
	for (size_t i = 0; i < listed; i++) {
		rows[view->row_count++] = (struct record_refused){
			.label = ui_bank_first(p, report->refusals[i].term),
			.words = ui_text(p, report->refusals[i].words)};
	}
	view->rows = rows;
	view->refused = refused->count + report->refused;
}

static void tried_show(struct ui_page *p, const struct bank_refusals *refused)
{
	struct words_report *report = ARENA_NEW(p->arena, struct words_report);
	struct desk_bank_table view = view_of(p);
	struct ui_bank_tried *tried = p->ui->bank;
	const err *e = words_take(p->ui->desk, &tried->bank, false, report);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.tried = true;
	view.fresh = report->fresh;
	view.changed = report->changed;
	view.same = report->same;
	view.can_take = report->fresh + report->changed > 0;
	view.ticket = str_bytes(tried->ticket, UI_SECRET_HEX);
	rows_fill(p, refused, report, &view);
	page_desk_bank_table(p->out, p->locale, &view);
}

/* -- in ------------------------------------------------------------------- */

/* A file that is none of these, or broken: the last refusal says why. */
static void broken_show(struct ui_page *p, const struct bank_refusals *refused)
{
	const struct words_report none = {0};
	struct desk_bank_table view = view_of(p);

	p->status = 422;
	view.problem = ui_text(p, TR("This file cannot be read. Nothing was "
		"changed."));
	rows_fill(p, refused, &none, &view);
	page_desk_bank_table(p->out, p->locale, &view);
	ui_bank_forget(p->ui);
}

void ui_bank_try(struct ui_page *p)
{
	struct ui_upload *u = ARENA_NEW(p->arena, struct ui_upload);
	struct bank_refusals refused = {0};
	struct ui_bank_tried *tried;
	bool read = ui_upload_read(p, u);

	if (!read) {
		ui_problem(p, err_make(ERR_USAGE, "a broken form"));
	} else if (!ui_form_is_ours(p->ui, &u->fields)) {
		/* [ui-1] the guard left this form's secret to us */
		ui_problem(p, err_make(ERR_REFUSED, "a form of another page"));
	} else {
		tried = tried_new(p->ui);
		if (bank_bytes_read(tried->arena, u->file_count > 0
			? u->files[0].bytes : S(""), &tried->bank, &refused) ==
				NULL) {
			tried_show(p, &refused);
		} else {
			broken_show(p, &refused);
		}
	}
	ui_upload_close(u);
}

void ui_bank_take(struct ui_page *p)
{
	struct words_report *report = ARENA_NEW(p->arena, struct words_report);
	struct ui_bank_tried *tried = p->ui->bank;
	const err *e;

	if (tried == NULL || !str_eq(form_value(p->form, S("ticket")),
		str_bytes(tried->ticket, UI_SECRET_HEX))) {
		ui_problem(p, err_make(ERR_ABSENT, "no file was tried"));
		return;
	}
	e = words_take(p->ui->desk, &tried->bank, true, report);
	ui_bank_forget(p->ui);
	if (e != NULL) ui_problem(p, e);
	else p->go = S("/words");
}

/* -- out ------------------------------------------------------------------ */

struct sending {
	struct ui_page *p;
	const struct words_here *words;
	struct bank_choice choice;
	struct buf *body;
};

static void tbx_out(struct sending *out)
{
	bank_tbx_write(out->p->arena, &out->words->bank, &out->choice,
		out->body);
}

static enum text_lang lang_asked(struct sending *out, str name)
{
	enum text_lang lang = TEXT_EN;

	(void)!text_lang_read(form_value(out->p->form, name), &lang);
	return lang;
}

static void martif_out(struct sending *out)
{
	enum text_lang langs[2] = {lang_asked(out, S("from")),
		lang_asked(out, S("to"))};

	bank_martif_write(out->p->arena, &out->words->bank, &out->choice, langs,
		out->body);
}

static void csv_out(struct sending *out)
{
	bank_csv_write(out->p->arena, &out->words->bank, &out->choice, ',',
		out->body);
}

static void tsv_out(struct sending *out)
{
	bank_csv_write(out->p->arena, &out->words->bank, &out->choice, '\t',
		out->body);
}

static void booklet_out(struct sending *out)
{
	enum locale locale = out->p->locale;
	struct booklet_wish wish = {.never_shown = false};
	struct booklet booklet;

	(void)!locale_read(form_value(out->p->form, S("from")), &locale);
	wish.organisation = desk_organisation(out->p->ui->desk, locale);
	wish.spelled_out = out->choice.avoided;
	booklet = booklet_of(out->p->arena, &out->words->bank, locale, &wish);
	page_booklet(out->body, locale, &booklet);
}

/* Names that say neither of whom nor of what. */
static const struct way_out {
	str as;
	const char *name, *type;
	void (*write)(struct sending *out);
} ways_out[] = {
	{S_INIT("tbx"), "table.tbx", "application/xml", tbx_out},
	{S_INIT("martif"), "table-1.tbx", "application/xml", martif_out},
	{S_INIT("csv"), "table.csv", "text/csv; charset=utf-8", csv_out},
	{S_INIT("tsv"), "table.tsv", "text/tab-separated-values; charset=utf-8",
		tsv_out},
	{S_INIT("booklet"), "page.html", "text/html; charset=utf-8",
		booklet_out},
};

static const struct way_out *way_asked(struct ui_page *p)
{
	if (p->x->request.method != HTTP_POST ||
		!str_eq(p->x->request.path, S("/words-out"))) {
		return NULL;
	}
	for (size_t i = 0; i < NELEM(ways_out); i++) {
		if (str_eq(form_value(p->form, S("as")), ways_out[i].as)) {
			return &ways_out[i];
		}
	}
	return NULL;
}

static bool is_asked(struct ui_page *p, str name)
{
	return form_has(p->form, name);
}

static void send(struct sending *out, const struct way_out *way)
{
	struct answer answer = {.status = 200, .type = str_of(way->type),
		.body = buf_str(out->body)};

	answer.headers = str_fmt(out->p->arena, "Cache-Control: no-store\r\n"
		"X-Content-Type-Options: nosniff\r\n"
		"Cross-Origin-Resource-Policy: same-origin\r\n"
		"Content-Disposition: attachment; filename=\"%s\"\r\n",
		way->name);
	web_answer(out->p->x, &answer);
}

bool ui_bank_out(struct ui_page *p)
{
	const struct way_out *way = way_asked(p);
	struct buf body = buf_cap(OUT_BYTES_MAX);
	struct sending out = {.p = p, .body = &body};
	const err *e;

	if (way == NULL) return false;
	out.choice = (struct bank_choice){
		.avoided = is_asked(p, S("avoided")),
		.threats = is_asked(p, S("avoided")),
		.proposed = is_asked(p, S("open")),
		.questions = is_asked(p, S("open")),
		.discreet = is_asked(p, S("discreet")),
		.people = is_asked(p, S("people"))};
	e = record_table_left(p->ui->desk, &record_term, 0);
	if (e == NULL) e = words_of(p->ui->desk, &out.words);
	if (e == NULL) way->write(&out);
	if (e == NULL && body.failed) {
		e = err_make(ERR_FULL, "it becomes too large");
	}
	if (e == NULL) send(&out, way);
	buf_close(&body);
	return e == NULL;
}
