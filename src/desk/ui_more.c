/* The desk's smaller pages: settings, recovery sheet, invitation, and an
 * attachment given out from memory.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "base/num.h"
#include "page/desk_pages.h"
#include "page/tr.h"

enum { OUTBOX_SECONDS_MAX = 300, IDLE_MINUTES_MAX = 240 };

/* -- settings ------------------------------------------------------------- */

static struct desk_choices locale_choices(struct ui_page *p)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		LOCALE_COUNT);

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		at[i] = (struct desk_choice){locale_infos[i].tag,
			locale_infos[i].own_name, i == (size_t)p->locale};
	}
	return (struct desk_choices){at, LOCALE_COUNT};
}

void ui_settings_form(struct ui_page *p)
{
	struct desk_settings view = {.frame = &p->frame};
	struct view_settings now;
	const err *e = query_settings(p->ui->desk, &now);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	view.locales = locale_choices(p);
	view.outbox = str_fmt(p->arena, "%u", now.outbox_seconds);
	view.idle = str_fmt(p->arena, "%u", p->ui->idle_minutes);
	view.keys = p->ui->keys;
	view.for_now = p->ui->for_now;
	view.checked = now.recovery_checked;
	ui_time(p, &view.checked);
	page_desk_settings(p->out, p->locale, &view);
}

static bool settings_read(const struct form *form, struct view_settings *now)
{
	uint64_t outbox, idle;

	if (!locale_read(form_value(form, S("locale")), &now->locale) ||
		!num_read(form_value(form, S("outbox")), OUTBOX_SECONDS_MAX,
			&outbox) ||
		!num_read(form_value(form, S("idle")), IDLE_MINUTES_MAX,
			&idle) || idle == 0) {
		return false;
	}
	now->outbox_seconds = (unsigned)outbox;
	now->idle_minutes = (unsigned)idle;
	now->keys = form_has(form, S("keys"));
	return true;
}

/* A device that writes nothing just now is read all the same, in a language that
 * whoever sits there knows. */
void ui_settings(struct ui_page *p)
{
	struct view_settings now;
	const err *e = query_settings(p->ui->desk, &now);

	if (e == NULL && !settings_read(p->form, &now)) {
		e = err_make(ERR_USAGE, "a setting is out of range");
	}
	if (e == NULL) e = act_settings(p->ui->desk, &now);
	if (e == NULL) {
		p->ui->for_now = false;
		ui_settings_look(p->ui);
	} else if (e->code == ERR_REFUSED) {
		ui_settings_for_now(p->ui, &now);
	} else {
		ui_problem(p, e);
		return;
	}
	p->go = S("/settings");
}

void ui_recovery(struct ui_page *p)
{
	const err *e = act_recovery_checked(p->ui->desk);

	if (e != NULL) ui_problem(p, e);
	else p->go = S("/settings");
}

/* -- invitation ----------------------------------------------------------- */

void ui_invitation(struct ui_page *p)
{
	struct desk_invitation_text *texts = ARENA_ARRAY(p->arena,
		struct desk_invitation_text, LOCALE_COUNT);
	struct desk_invitation view = {.frame = &p->frame, .texts = texts,
		.text_count = LOCALE_COUNT};
	str address = desk_address_count(p->ui->desk) > 0
		? desk_address(p->ui->desk, 0) : S("");

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		enum locale locale = (enum locale)i;
		const struct locale_info *info = locale_info(locale);

		texts[i] = (struct desk_invitation_text){info->tag, info->dir,
			info->own_name,
			tr_fill(p->arena, tr(locale, TR("Here is an address "
				"where you can read, and write if you like: "
				"{address}. You do not need a name there.")),
				S("address"), address)};
	}
	page_desk_invitation(p->out, p->locale, &view);
}

/* -- an attachment -------------------------------------------------------- */

static const str file_headers = S_INIT("Content-Security-Policy: "
	"default-src 'none'; img-src 'self'; media-src 'self'; sandbox\r\n"
	"Cache-Control: no-store\r\nReferrer-Policy: same-origin\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n");

/* RFC 6266: the name percent-encoded, so no byte of it can end the line. */
static str file_headers_of(struct ui_page *p, const struct view_file *file,
	bool inline_here)
{
	struct buf out = {0};
	str headers;

	buf_put(&out, file_headers);
	buf_put(&out, S("Content-Disposition: "));
	buf_put(&out, inline_here ? S("inline") : S("attachment"));
	buf_put(&out, S("; filename*=UTF-8''"));
	html_query(&out, file->shown_name);
	buf_put(&out, S("\r\n"));
	headers = buf_take(&out, p->arena);
	buf_close(&out);
	return headers;
}

/* The type stands in a header line, and it is what a stranger sent. */
static bool type_is_plain(str type)
{
	for (size_t i = 0; i < type.len; i++) {
		char c = type.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			c == '/' || c == '-' || c == '.' || c == '+';

		if (!plain) return false;
	}
	return type.len > 0 && type.len < 64;
}

bool ui_file(struct ui_page *p)
{
	struct view_file file;
	struct buf bytes = buf_cap(QUERY_FILE_MAX);
	struct answer answer = {.status = 200};
	object_id id;
	const err *e;

	if (p->x->request.method == HTTP_POST ||
		!str_starts(p->x->request.path, S("/file/")) ||
		!object_read(str_from(p->x->request.path,
			sizeof("/file/") - 1), &id)) {
		return false;
	}
	e = query_file(p->ui->desk, p->arena, id, &file, &bytes);
	if (e != NULL) {
		buf_close(&bytes);
		return false; /* the page of what is not here */
	}
	ui_file_words(p, &file);
	answer.type = file.picture || (file.sound && type_is_plain(file.type))
		? file.type : S("application/octet-stream");
	answer.headers = file_headers_of(p, &file, file.picture || file.sound);
	answer.body = buf_str(&bytes);
	web_answer(p->x, &answer);
	buf_close(&bytes);
	return true;
}
