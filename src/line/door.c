/* The door's loop: which path is whose, and who says what. See door.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_pages.h"

#include "os/jail.h"
#include "os/process.h"
#include "os/report.h"
#include "seal/secret.h"

enum {
	EXIT_START = 3,
	LEAVE_MS = 10000,       /* for answers that are under way */
	LEAVE_LOOK_MS = 20,
	PAGE_CLASS_COUNT = 3
};

static struct door *door_of(const struct exchange *x)
{
	return web_owner(x->web);
}

/* -- paths ---------------------------------------------------------------- */

static enum locale accepted(const struct exchange *x)
{
	return locale_accept(http_header(&x->request, S("accept-language")),
		LOCALE_EN);
}

struct door_path door_path_of(const struct exchange *x)
{
	struct door_path path = {.rest = x->request.path};
	str tag = str_from(x->request.path, 1), rest = {0};
	bool cut = str_cut(tag, '/', &tag, &rest);

	path.has_locale = cut && locale_read(tag, &path.locale);
	if (path.has_locale) {
		path.rest = rest;
	} else {
		path.locale = accepted(x);
	}
	return path;
}

static const struct {
	str rest;
	void (*act)(struct door *door, struct exchange *x);
} posts[] = {
	{S_INIT("write"), door_write_whole},
	{S_INIT("answers"), door_answers_post},
	{S_INIT("copy"), door_copy_post},
	{S_INIT("erase"), door_erase_post},
	{S_INIT("again"), door_again_post},
	{S_INIT("code"), door_code_post},
};

static bool post(struct door *door, struct exchange *x,
	const struct door_path *path)
{
	if (!path->has_locale) return false;
	for (size_t i = 0; i < NELEM(posts); i++) {
		if (!str_eq(posts[i].rest, path->rest)) continue;
		posts[i].act(door, x);
		return true;
	}
	return false;
}

static bool is_write(const struct exchange *x)
{
	struct door_path path = door_path_of(x);

	return x->request.method == HTTP_POST && path.has_locale &&
	       str_eq(path.rest, S("write"));
}

/* -- what web asks of us -------------------------------------------------- */

static struct web_take role_head(struct exchange *x)
{
	struct door *door = door_of(x);

	if (door_is_relay(x)) return door_relay_head(door, x);
	if (is_write(x)) return door_write_head(door, x);
	return (struct web_take){TAKE_WHOLE, LINE_FORM_MAX};
}

static void role_piece(struct exchange *x, str bytes)
{
	door_write_piece(door_of(x), x, bytes);
}

static void role_whole(struct exchange *x)
{
	struct door *door = door_of(x);
	struct door_path path;
	bool known;

	if (door_is_relay(x)) {
		door_relay_whole(door, x);
		return;
	}
	path = door_path_of(x);
	known = x->request.method == HTTP_POST
		? post(door, x, &path)
		: door_pages_get(door, x, &path);
	if (!known) door_not_found(door, x);
}

static void role_gone(struct exchange *x)
{
	struct door *door = door_of(x);
	struct job *job = x->role;

	if (job == NULL) return;
	switch (job->kind) {
	case JOB_WRITE: door_write_gone(door, job); return;
	case JOB_READ:
	case JOB_ERASE: door_answers_gone(door, job); return;
	case JOB_COPY: door_copy_gone(door, job); return;
	case JOB_PULL: door_pull_gone(door, job); return;
	case JOB_INTAKE:
	case JOB_CALL: door_relay_gone(door, job); return;
	}
}

static void role_refusal(struct web *web, const struct exchange *x,
	unsigned status, struct answer *ret_answer)
{
	/* Static: it must outlive this call; one refusal at a time is copied
	 * by web before the next. */
	static struct buf html;
	struct door *door = web_owner(web);
	enum locale locale = x == NULL ? LOCALE_EN : door_path_of(x).locale;

	buf_reset(&html);
	if (x == NULL || !door_write_refusal(x, &html)) {
		door_error_body(door, locale, status, &html);
	}
	ret_answer->headers = door_headers(door, locale);
	ret_answer->body = buf_str(&html);
}

static const struct web_role door_role = {role_head, role_piece, role_whole,
	role_gone, role_refusal};

/* -- answers -------------------------------------------------------------- */

/* Zeros to the eye: blanks behind the page up to its class, so that the
 * length says little of what stands in it. */
static void pad_page(struct buf *out, size_t len)
{
	static const size_t classes[PAGE_CLASS_COUNT] = {4096, 16384, 65536};
	size_t class = 65536;

	for (size_t i = PAGE_CLASS_COUNT; i-- > 0;) {
		if (len <= classes[i]) class = classes[i];
	}
	/* Longer ones: the next multiple of the largest class. */
	while (class < len) class += 65536;
	for (size_t i = len; i < class; i++) buf_byte(out, '\n');
}

void door_page(struct exchange *x, enum locale locale, unsigned status,
	const struct buf *html, bool pad)
{
	struct buf padded = {0};
	struct answer answer = {.status = status,
		.headers = door_headers(door_of(x), locale),
		.body = buf_str(html)};

	must(!html->failed);
	if (pad) {
		buf_put(&padded, buf_str(html));
		pad_page(&padded, html->len);
		answer.body = buf_str(&padded);
	}
	web_answer(x, &answer);
	buf_close(&padded);
}

/* -- who says what -------------------------------------------------------- */

static void pool_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct door *door = CONTAINER(channel, struct door, pool);

	if (kind == WIRE_CODE) {
		door_write_code(door, id, bytes);
	} else {
		must(kind == WIRE_BUSY);
		door_write_busy(door, id);
	}
}

static void sealer_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	must(kind == WIRE_RECEIPT);
	door_write_receipt(CONTAINER(channel, struct door, sealer), id, bytes);
}

static void sealer_drained(struct channel *channel)
{
	door_write_resume(CONTAINER(channel, struct door, sealer));
}

static void reader_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	door_answers_said(CONTAINER(channel, struct door, reader), kind, id,
		bytes);
}

static void keeper_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct door *door = CONTAINER(channel, struct door, keeper);

	if (kind == WIRE_RECEIPT) {
		door_write_receipt(door, id, bytes);
	} else if (kind != WIRE_ROSTER) {
		door_relay_said(door, kind, id, bytes);
	} else {
		organisation_adopt(door->organisation, bytes);
		if (door->web != NULL) return;
		/* The first one: the keeper is ready, so are we. */
		door->web = web_open(door->loop, door->listener, &door_role,
			&web_limits_line, door);
		channel_send(&door->parent, WIRE_UP, 0, S(""));
	}
}

static void parent_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	(void)channel;
	(void)kind;
	(void)id;
	(void)bytes;
	bug(__FILE__, __LINE__, "the parent says nothing");
}

/* -- the process ---------------------------------------------------------- */

static void leaving_fire(struct timer *timer)
{
	struct door *door = CONTAINER(timer, struct door, leaving);

	if (door->web == NULL || web_connections(door->web) == 0 ||
		loop_now_ms(door->loop) >= door->leave_by_ms) {
		loop_stop(door->loop);
		return;
	}
	loop_timer(door->loop, &door->leaving, LEAVE_LOOK_MS);
}

/* SIGTERM: no new visitors; those who wait for an answer get it. */
static void signalled(struct watch *watch, unsigned events)
{
	struct door *door = CONTAINER(watch, struct door, signals);

	(void)events;
	if (process_signal_next(watch->fd) != PROCESS_STOP) return;
	if (door->web != NULL) web_quiesce(door->web);
	door->leave_by_ms = loop_now_ms(door->loop) + LEAVE_MS;
	loop_timer(door->loop, &door->leaving, 0);
}

static void channels_open(struct door *door, const struct door_start *start)
{
	struct loop *loop = door->loop;

	channel_open(&door->parent, loop, start->parent, parent_says);
	channel_open(&door->sealer, loop, start->sealer, sealer_says);
	channel_open(&door->pool, loop, start->pool, pool_says);
	channel_open(&door->reader, loop, start->reader, reader_says);
	channel_open(&door->keeper, loop, start->keeper, keeper_says);
	door->sealer.drained = sealer_drained;
}

int door_run(void *argument)
{
	const struct door_start *start = argument;
	/* Static: one door a process, for its whole life. */
	static struct door door;
	const err *e;

	seal_start();
	process_files_raise();
	door.loop = loop_open();
	door.organisation = start->organisation;
	door.shelf = start->shelf;
	door.listener = start->listener;
	door_pages_open(&door);
	door.leaving.fire = leaving_fire;
	door.signals.ready = signalled;
	door.signals.want = LOOP_READ;
	e = process_signals(&door.signals.fd);
	if (e == NULL) e = jail_enter(JAIL_DOOR, NULL);
	if (e != NULL) {
		report_err("cannot open", e);
		return EXIT_START;
	}
	loop_watch(door.loop, &door.signals);
	channels_open(&door, start);
	e = loop_run(door.loop);
	if (e != NULL) report_err("the loop ended", e);
	return e == NULL ? 0 : EXIT_START;
}
