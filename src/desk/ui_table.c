/* Tables in and out: tried first, then taken in; nothing of a table that was
 * tried stays when the desk locks. See ui_record.h, record_table.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/record_table.h"
#include "desk/ui_guard.h"
#include "desk/ui_record.h"
#include "desk/ui_upload.h"

#include "base/mem.h"
#include "page/desk_record.h"
#include "page/tr.h"

enum { PASTED_BYTES_MAX = 64 << 10 /* more is a file, not typed */ };

/* What was tried last: taken in by its ticket, or forgotten. */
struct ui_table {
	struct buf bytes;
	const struct record_type *type;
	char ticket[UI_SECRET_HEX];
};

void ui_table_forget(struct ui *ui)
{
	if (ui->table == NULL) return;
	buf_close(&ui->table->bytes);
	mem_free(ui->table);
	ui->table = NULL;
}

static void table_keep(struct ui *ui, const struct record_type *type,
	str bytes)
{
	ui_table_forget(ui);
	ui->table = mem_get(sizeof(*ui->table));
	ui->table->bytes = buf_cap(TABLE_BYTES_MAX);
	ui->table->type = type;
	buf_put(&ui->table->bytes, bytes);
	ui_secret(ui->table->ticket);
}

/* -- the page ------------------------------------------------------------- */

static str columns_of(struct ui_page *p, const struct record_type *type)
{
	struct buf names = {0};
	str kept;

	buf_text(&names, "id, state");
	for (size_t i = 0; i < type->field_count; i++) {
		buf_text(&names, ", ");
		buf_text(&names, type->fields[i].key);
	}
	kept = buf_take(&names, p->arena);
	buf_close(&names);
	return kept;
}

static struct desk_record_table view_of(struct ui_page *p,
	const struct record_type *type)
{
	return (struct desk_record_table){.frame = &p->frame,
		.key = str_of(type->key), .plural = ui_text(p, type->plural),
		.columns = columns_of(p, type)};
}

void ui_table_page(struct ui_page *p)
{
	const struct record_type *type = ui_listed_type(p);
	struct desk_record_table view;

	if (type == NULL) return;
	view = view_of(p, type);
	page_desk_record_table(p->out, p->locale, &view);
}

static str broken_words(struct ui_page *p, const struct table_report *report)
{
	str words = ui_text(p, report->broken);

	if (report->broken_line == 0) return words;
	return str_fmt(p->arena, "%.*s (%.*s %zu)", S_ARG(words),
		S_ARG(ui_text(p, TR("Line"))), report->broken_line);
}

/* `pasted` comes back, so that a row that is refused can be mended there. */
static void report_show(struct ui_page *p, const struct record_type *type,
	str pasted, const struct table_report *report)
{
	struct desk_record_table view = view_of(p, type);
	size_t count = report->refused < TABLE_REFUSALS_MAX ? report->refused
		: TABLE_REFUSALS_MAX;
	struct record_refused *rows = ARENA_ARRAY(p->arena,
		struct record_refused, count + 1);

	for (size_t i = 0; i < count; i++) {
		const struct table_refusal *one = &report->refusals[i];

		rows[i] = (struct record_refused){
			str_fmt(p->arena, "%zu", one->line),
			one->field != NULL ? ui_text(p, one->field->label)
				: S(""), ui_text(p, one->words)};
	}
	if (pasted.len <= PASTED_BYTES_MAX) view.text = pasted;
	view.tried = report->broken == NULL;
	if (!view.tried) view.problem = broken_words(p, report);
	view.fresh = report->fresh;
	view.changed = report->changed;
	view.same = report->same;
	view.refused = report->refused;
	view.rows = rows;
	view.row_count = count;
	view.can_take = view.tried && report->fresh + report->changed > 0;
	if (view.can_take) {
		view.ticket = str_bytes(p->ui->table->ticket, UI_SECRET_HEX);
	}
	page_desk_record_table(p->out, p->locale, &view);
}

/* -- in ------------------------------------------------------------------- */

static void table_try(struct ui_page *p, const struct record_type *type,
	str bytes, str pasted)
{
	struct table_report *report = ARENA_NEW(p->arena, struct table_report);
	const err *e = record_table_in(p->ui->desk, type, bytes, false,
		report);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	if (report->broken != NULL) p->status = 422;
	else table_keep(p->ui, type, bytes);
	report_show(p, type, pasted, report);
}

void ui_table_try(struct ui_page *p)
{
	struct ui_upload *u = ARENA_NEW(p->arena, struct ui_upload);
	const struct record_type *type = ui_listed_type(p);

	if (type == NULL) return;
	if (!ui_upload_read(p, u)) {
		ui_problem(p, err_make(ERR_USAGE, "a broken form"));
	} else if (!ui_form_is_ours(p->ui, &u->fields)) {
		/* [ui-1] the guard left this form's secret to us */
		ui_problem(p, err_make(ERR_REFUSED, "a form of another page"));
	} else {
		str pasted = form_value(&u->fields, S("text"));

		table_try(p, type, u->file_count > 0 ? u->files[0].bytes
			: pasted, pasted);
	}
	ui_upload_close(u);
}

void ui_table_take(struct ui_page *p)
{
	struct ui_table *table = p->ui->table;
	struct table_report *report = ARENA_NEW(p->arena, struct table_report);
	const err *e;

	if (table == NULL || !str_eq(form_value(p->form, S("ticket")),
		str_bytes(table->ticket, UI_SECRET_HEX))) {
		ui_problem(p, err_make(ERR_ABSENT, "no table was tried"));
		return;
	}
	e = record_table_in(p->ui->desk, table->type, buf_str(&table->bytes),
		true, report);
	p->go = str_fmt(p->arena, "/records/%s", table->type->key);
	ui_table_forget(p->ui);
	if (e == NULL) return;
	p->go = S("");
	ui_problem(p, e);
}

/* -- out ------------------------------------------------------------------ */

static const str out_headers = S_INIT("Cache-Control: no-store\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n");

static void table_send(struct ui_page *p, bool json, str body)
{
	struct answer answer = {.status = 200, .body = body,
		.type = json ? S("application/json")
			: S("text/csv; charset=utf-8")};

	/* The name says neither of whom nor of what. */
	answer.headers = str_fmt(p->arena, "%.*sContent-Disposition: "
		"attachment; filename=\"%s\"\r\n", S_ARG(out_headers),
		json ? "table.json" : "table.csv");
	web_answer(p->x, &answer);
}

bool ui_table_out(struct ui_page *p)
{
	struct record_filter filter = {0};
	struct buf body = buf_cap(TABLE_BYTES_MAX * 4);
	bool json = str_eq(form_value(p->form, S("as")), S("json"));
	uint64_t rows = 0;
	const err *e;

	if (p->x->request.method != HTTP_POST ||
		!str_starts(p->x->request.path, S("/table-out/"))) {
		return false;
	}
	filter.type = record_type_find(str_from(p->x->request.path,
		sizeof("/table-out/") - 1));
	if (filter.type == NULL || filter.type == &record_term) return false;
	e = record_table_out(p->ui->desk, &filter,
		json ? TABLE_JSON : TABLE_CSV, &body);
	if (e == NULL) e = record_count(p->ui->desk, filter.type, &rows);
	if (e == NULL) {
		e = record_table_left(p->ui->desk, filter.type, (size_t)rows);
	}
	if (e == NULL) table_send(p, json, buf_str(&body));
	buf_close(&body);
	return e == NULL;
}
