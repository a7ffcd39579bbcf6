/* The desk's pages: who may ask, which page it is, and what stands around it.
 * See ui.h. Owns the three secrets of a start and the open desk's place.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "base/mem.h"
#include "desk/checkin.h"
#include "desk/team_query.h"
#include "desk/ui_guard.h"
#include "desk/ui_keep.h"
#include "desk/ui_route.h"
#include "desk/ui_voice.h"
#include "os/clock.h"
#include "os/report.h"
#include "page/asset.h"
#include "page/desk_frame.h"
#include "page/desk_pages.h"
#include "page/desk_trouble.h"
#include "page/tr.h"
#include "seal/rand.h"

#include <string.h>

enum { IDLE_LOOK_MS = 15 * 1000, MINUTE_MS = 60 * 1000, ID_HEX = 32,
	PAGE_BYTES_MAX = 16 << 20 };

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

/* -- around a page -------------------------------------------------------- */

/* A check-in that needs somebody is said on every page. */
static void alarms_look(struct ui_page *p)
{
	struct checkin_alarms alarms;

	if (checkin_alarms(p->ui->desk, &alarms) != NULL) return;
	p->frame.pressed = alarms.count;
}

/* "/words" of "/words/…". */
static str path_place(str path)
{
	size_t len = str_find_byte(str_from(path, 1), '/');

	return len == SIZE_MAX ? path : str_first(path, len + 1);
}

void ui_frame(struct ui_page *p)
{
	struct ui *ui = p->ui;
	struct sync_status status = ui->hands->status(ui->hands->owner);
	size_t asked;

	p->frame.form = str_bytes(ui->form, UI_SECRET_HEX);
	p->frame.keys = ui->keys;
	p->frame.here = path_place(p->x->request.path);
	if (query_nav(ui->desk, p->locale, &p->frame.nav) != NULL) return;
	p->frame.nav.line_reached = status.how == SYNC_WELL;
	p->frame.nav.line_at.ms = status.well_ms;
	ui_time(p, &p->frame.nav.line_at);
	p->frame.nav.line_tight = status.state.disk != RELAY_ROOMY;
	/* What is shown in answer to a form was not done, or says so itself:
	 * the deed before it would read as if it were this one. */
	if (p->x->request.method != HTTP_POST) {
		query_did(ui->desk, p->arena, &p->frame.did);
		p->frame.did.words = ui_did_words(p->locale,
			p->frame.did.did);
	}
	asked = ui_team_asked(p);
	p->frame.alarms = ui_team_alarm_count(p) + asked;
	if (str_eq(p->frame.here, S("/")) || str_eq(p->frame.here, S("/day"))) {
		p->frame.asked = asked > 0;
		p->frame.frozen = ui_team_frozen_asks(p);
	}
	ui_record_places(p);
	alarms_look(p);
}

unsigned ui_problem_status(const err *e)
{
	return e->code == ERR_ABSENT ? 404
		: e->code == ERR_REFUSED ? 409
		: e->code == ERR_USAGE   ? 422
					 : 500;
}

void ui_problem(struct ui_page *p, const err *e)
{
	p->status = ui_problem_status(e);
	buf_reset(p->out);
	page_desk_problem(p->out, p->locale, &p->frame, ui_problem_words(p, e),
		p->form != NULL ? form_value(p->form, S("text")) : S(""),
		e->code == ERR_REFUSED && p->ui->desk != NULL &&
			!team_may_write(p->ui->desk));
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

/* -- locked --------------------------------------------------------------- */

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

static void unlock_page(struct ui_page *p, const err *e)
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

void ui_settings_look(struct ui *ui)
{
	struct view_settings settings;

	if (query_settings(ui->desk, &settings) != NULL) return;
	ui->locale = settings.locale;
	ui->spoken = settings.spoken;
	ui->keys = settings.keys;
	ui->idle_minutes = settings.idle_minutes;
}

static void opened(struct ui *ui)
{
	ui->worked_ms = clock_steady_ms();
	ui_settings_look(ui);
}

static void unlock(struct ui_page *p)
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
		unlock_page(p, e);
		return;
	}
	opened(ui);
	p->go = S("/");
}

/* Everything came back from a journey: the desk is open. */
static void home_look(struct ui *ui)
{
	ui->desk = ui->hands->home(ui->hands->owner);
	if (ui->desk != NULL) opened(ui);
}

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

/* -- routes --------------------------------------------------------------- */

static void lock_page(struct ui_page *p)
{
	ui_lock(p->ui);
	p->go = S("/");
}

/* Nothing is said afterwards: it is then a desk without its key file. */
static void erase(struct ui_page *p)
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

static void erase_page(struct ui_page *p)
{
	page_desk_erase(p->out, p->locale, &p->frame);
}

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
	{HTTP_POST, S_INIT("/lock"), lock_page},
	{HTTP_GET, S_INIT("/erase-keys"), erase_page},
	{HTTP_POST, S_INIT("/erase-keys"), erase},
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

	if (ui->desk == NULL) home_look(ui);
	if (ui->desk == NULL && ui->hands->away(ui->hands->owner)) { /* [ui-3] */
		ui_journey(p);
	} else if (post && str_eq(p->x->request.path, S("/unlock"))) {
		unlock(p);
	} else if (ui->desk == NULL) { /* [ui-3] */
		unlock_page(p, NULL);
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
	ui->idle.fire = idle_look;
	ui->worked_ms = clock_steady_ms();
	loop_timer(loop, &ui->idle, IDLE_LOOK_MS);
	if (desk != NULL) opened(ui);
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
