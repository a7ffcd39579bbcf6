/* The desk's pages: a request, which page it is, and the answer. See ui.h. Owns
 * the three secrets of a start; who may ask is ui_guard.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "base/mem.h"
#include "desk/ui_guard.h"
#include "desk/ui_keep.h"
#include "desk/ui_route.h"
#include "desk/ui_voice.h"
#include "os/clock.h"
#include "page/asset.h"
#include "page/desk_pages.h"

enum { PAGE_BYTES_MAX = 16 << 20 };

static const str page_headers = S_INIT("Content-Security-Policy: "
	"default-src 'none'; style-src 'self'; script-src 'self'; "
	"img-src 'self'; media-src 'self'; connect-src 'self'; "
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
	"Cache-Control: no-store\r\nReferrer-Policy: same-origin\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Cross-Origin-Opener-Policy: same-origin\r\n"
	"Cross-Origin-Resource-Policy: same-origin\r\n");

static struct ui *ui_of(const struct exchange *x)
{
	return web_owner(x->web);
}

/* -- routes --------------------------------------------------------------- */

static void visit(struct ui_page *p)
{
	p->ui->hands->visit(p->ui->hands->owner);
	p->go = S("/");
}

static const struct route {
	enum http_method method;
	str path;                /* ending in '/': an id or a word follows */
	void (*page)(struct ui_page *p);
} routes[] = {
	{HTTP_GET, S_INIT("/"), ui_inbox},
	{HTTP_GET, S_INIT("/pile/"), ui_pile},
	{HTTP_POST, S_INIT("/first-day-away"), ui_first_day_away},
	{HTTP_GET, S_INIT("/thread/"), ui_thread},
	{HTTP_GET, S_INIT("/search"), ui_search_form},
	{HTTP_POST, S_INIT("/search"), ui_search},
	{HTTP_GET, S_INIT("/search/"), ui_search_shown},
	{HTTP_GET, S_INIT("/warm"), ui_warm},
	{HTTP_GET, S_INIT("/paste"), ui_paste_form},
	{HTTP_POST, S_INIT("/paste"), ui_paste},
	{HTTP_GET, S_INIT("/invitation"), ui_invitation},
	{HTTP_GET, S_INIT("/settings"), ui_settings_form},
	{HTTP_POST, S_INIT("/settings"), ui_settings},
	{HTTP_GET, S_INIT("/settings/backup"), ui_backup},
	{HTTP_POST, S_INIT("/settings/backup/try"), ui_backup_try},
	{HTTP_POST, S_INIT("/settings/backup/stop"), ui_backup_stop},
	{HTTP_POST, S_INIT("/recovery-checked"), ui_recovery},
	{HTTP_GET, S_INIT("/settings/recovery"), ui_parts},
	{HTTP_POST, S_INIT("/settings/recovery/seal"), ui_parts_seal},
	{HTTP_POST, S_INIT("/settings/recovery/part"), ui_parts_show},
	{HTTP_GET, S_INIT("/settings/rehearsal"), ui_rehearsal_form},
	{HTTP_POST, S_INIT("/settings/rehearsal"), ui_rehearsal},
	{HTTP_POST, S_INIT("/settings/rehearsal/stop"), ui_rehearsal_stop},
	{HTTP_POST, S_INIT("/undo"), ui_undo},
	{HTTP_POST, S_INIT("/lock"), ui_lock_page},
	{HTTP_GET, S_INIT("/erase-keys"), ui_erase_keys_form},
	{HTTP_POST, S_INIT("/erase-keys"), ui_erase_keys},
	{HTTP_POST, S_INIT("/visit"), visit},
};

static bool route_fits(const struct route *route, str path, str *ret_id)
{
	bool longer = route->path.len > 1 && str_ends(route->path, S("/"));

	if (!longer) return str_eq(path, route->path);
	if (!str_starts(path, route->path)) return false;
	*ret_id = str_from(path, route->path.len);
	return ret_id->len > 0 && str_find_byte(*ret_id, '/') == SIZE_MAX;
}

/* POST /thread/<id>/<act> */
static bool thread_act(struct ui_page *p, str path)
{
	str rest, act;

	if (p->x->request.method != HTTP_POST) return false;
	if (!str_starts(path, S("/thread/"))) return false;
	rest = str_from(path, sizeof("/thread/") - 1);
	if (!str_cut(rest, '/', &p->id, &act)) return false;
	ui_thread_act(p, act);
	return true;
}

/* No page is here. Often it is the address of a form that was answered with a
 * page, asked for anew: what it belongs to is shown, one step up. */
static void no_page(struct ui_page *p)
{
	str path = p->x->request.path;
	size_t slash = path.len - 1;

	if (ui_route_method(p) != HTTP_GET || path.len < 2 ||
		str_find_byte(path, '.') != SIZE_MAX ||
		str_find(path, S("//")) != SIZE_MAX) {
		ui_problem(p, err_make(ERR_ABSENT, "no such page"));
		return;
	}
	while (path.at[slash] != '/') slash--;
	p->go = slash == 0 ? S("/") : str_first(path, slash);
}

static void find_page(struct ui_page *p)
{
	const struct http_request *request = &p->x->request;
	enum http_method method = ui_route_method(p);

	for (size_t i = 0; i < NELEM(routes); i++) {
		if (routes[i].method != method) continue;
		if (!route_fits(&routes[i], request->path, &p->id)) continue;
		routes[i].page(p);
		return;
	}
	if (!thread_act(p, request->path) && !ui_team(p) && !ui_records(p) &&
		!ui_bank(p) && !ui_guides(p) && !ui_trouble(p) && !ui_keeps(p) &&
		!ui_voices(p)) {
		no_page(p);
	}
}

/* -- a request ------------------------------------------------------------ */

static void send_static(struct exchange *x, str type, str body)
{
	struct answer answer = {.status = 200, .type = type, .body = body,
		.headers = page_headers, .body_is_static = true};

	web_answer(x, &answer);
}

static bool send_asset(struct exchange *x)
{
	if (str_eq(x->request.path, S("/asset/desk.css"))) {
		send_static(x, S("text/css; charset=utf-8"), asset_desk_css);
		return true;
	}
	if (str_eq(x->request.path, S("/asset/desk.js"))) {
		send_static(x, S("text/javascript; charset=utf-8"),
			asset_desk_js);
		return true;
	}
	return false;
}

static void send_page(struct ui_page *p)
{
	struct answer answer = {.status = p->status, .headers = page_headers,
		.body = buf_str(p->out)};

	if (p->again_seconds > 0) {
		answer.headers = str_fmt(p->x->arena, "%.*sRefresh: %u\r\n",
			S_ARG(page_headers), p->again_seconds);
	}
	if (p->go.len > 0) {
		answer.status = 303;
		answer.location = p->go;
		answer.body = S("");
	}
	web_answer(p->x, &answer);
}

static struct ui_page page_begin(struct exchange *x, struct buf *out)
{
	struct ui *ui = ui_of(x);
	str asked = http_header(&x->request, S("accept-language"));

	return (struct ui_page){.ui = ui, .x = x, .arena = x->arena,
		.locale = ui->spoken ? ui->locale
			: locale_accept(asked, LOCALE_EN),
		.out = out, .status = 200};
}

/* The address with the token: the browser gets its cookie. */
static void let_in(struct exchange *x, const struct ui *ui)
{
	struct answer answer = {.status = 303, .location = S("/")};

	answer.headers = str_fmt(x->arena, "%.*sSet-Cookie: bothy=%.*s; "
		"HttpOnly; SameSite=Strict; Path=/\r\n", S_ARG(page_headers),
		UI_SECRET_HEX, ui->cookie);
	web_answer(x, &answer);
}

static void keep_out(struct exchange *x)
{
	struct buf out = buf_cap(PAGE_BYTES_MAX);
	struct ui_page p = page_begin(x, &out);

	p.status = 403;
	page_desk_closed(&out, p.locale, &p.frame);
	send_page(&p);
	buf_close(&out);
}

static void work(struct ui_page *p)
{
	struct ui *ui = p->ui;
	bool post = p->x->request.method == HTTP_POST;

	if (ui->desk == NULL) ui_home_look(ui);
	if (ui->desk == NULL && ui->hands->away(ui->hands->owner)) { /* [ui-3] */
		ui_journey(p);
	} else if (post && str_eq(p->x->request.path, S("/unlock"))) {
		ui_unlock(p);
	} else if (ui->desk == NULL) { /* [ui-3] */
		ui_unlock_page(p, NULL);
	} else {
		if (http_header(&p->x->request, S("x-quiet")).len == 0) {
			ui->worked_ms = clock_steady_ms();
		}
		if (ui_team_waits(p)) return;
		ui_frame(p);
		find_page(p);
	}
}

static void whole(struct exchange *x)
{
	struct ui *ui = ui_of(x);
	struct buf out = buf_cap(PAGE_BYTES_MAX);
	struct ui_page p = page_begin(x, &out);
	struct form form = {.count = 0};
	enum guard guard = ui_guard(ui, x, &form);

	p.form = &form;
	if (guard == GUARD_LET_IN) {
		let_in(x, ui);
	} else if (guard == GUARD_KEEP_OUT) {
		keep_out(x);
	} else if (!send_asset(x) && !(ui->desk != NULL &&
		(ui_file(&p) || ui_table_out(&p) || ui_bank_out(&p) ||
		ui_guide_leaves(&p) || ui_marks_alone(&p) || ui_copy_out(&p)))) {
		p.large = arena_open(UI_LARGE_BYTES);
		p.arena = p.large;
		work(&p);
		send_page(&p);
	}
	arena_close(&p.large);
	buf_close(&out);
}

static struct web_take head(struct exchange *x)
{
	bool files = ui_takes_files(x->request.path);

	return (struct web_take){TAKE_WHOLE,
		files ? UI_PASTE_BYTES_MAX : UI_FORM_BYTES_MAX};
}

static void gone(struct exchange *x)
{
	(void)x;
}

static void refusal(struct web *web, const struct exchange *x, unsigned status,
	struct answer *ret_answer)
{
	(void)web;
	(void)x;
	(void)status;
	ret_answer->type = S("text/plain; charset=utf-8");
	ret_answer->body = S("This could not be read. Nothing was done.\n");
	ret_answer->headers = page_headers;
}

static const struct web_role role = {
	.head = head, .whole = whole, .gone = gone, .refusal = refusal,
};

struct ui *ui_open(struct loop *loop, int listener, str host,
	const struct ui_host *hands, struct desk *desk)
{
	struct ui *ui = mem_get(sizeof(*ui));

	ui->loop = loop;
	ui->host = host;
	ui->hands = hands;
	ui->locale = LOCALE_EN;
	ui->desk = desk;
	ui_secret(ui->token);
	ui_secret(ui->cookie);
	ui_secret(ui->form);
	ui->web = web_open(loop, listener, &role, &web_limits_desk, ui);
	ui_idle_begin(ui);
	if (desk != NULL) ui_opened(ui);
	return ui;
}

void ui_close(struct ui **handle)
{
	struct ui *ui = *handle;

	if (ui == NULL) return;
	web_close(&ui->web);
	loop_timer_drop(ui->loop, &ui->idle);
	ui_table_forget(ui);
	ui_bank_forget(ui);
	mem_wipe(ui, sizeof(*ui));
	mem_free(ui);
	*handle = NULL;
}

void ui_address(const struct ui *ui, struct buf *out)
{
	buf_fmt(out, "http://%.*s/open/%.*s", S_ARG(ui->host), UI_SECRET_HEX,
		ui->token);
}
