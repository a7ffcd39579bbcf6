/* One connection: head, body, role, answer, and again. See web.h for what is
 * promised. Owns the descriptor and the one scratch buffer bodies are read
 * into.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/connection.h"

#include "os/socket.h"

/* One read at a time in a process; wiped after each [web-6]. */
static char scratch[WEB_READ_BYTES];

void connection_want(struct connection *connection, unsigned want)
{
	if (connection->watch.want == want && connection->watch.added) return;
	connection->watch.want = want;
	loop_watch(connection->web->loop, &connection->watch);
}

void connection_deadline(struct connection *connection, uint64_t in_ms)
{
	loop_timer(connection->web->loop, &connection->timer, in_ms);
}

void connection_close(struct connection *connection)
{
	struct web *web = connection->web;
	struct lent *lent = connection->lent;

	idle_remove(connection);
	loop_timer_drop(web->loop, &connection->timer);
	loop_drop(web->loop, &connection->watch);
	socket_close(&connection->watch.fd);
	connection->lent = NULL;
	if (lent != NULL) {
		if (lent->in_role) web->role->gone(&lent->exchange);
		lent_give_back(web, lent);
	}
	if (connection->before != NULL) {
		connection->before->after = connection->after;
	} else {
		web->first = connection->after;
	}
	if (connection->after != NULL) {
		connection->after->before = connection->before;
	}
	web->connections--;
	mem_free(connection);
}

void connection_end(struct connection *connection)
{
	if (connection->depth == 0) {
		connection_close(connection);
	} else {
		connection->pending = PENDING_CLOSE;
	}
}

static void go_idle(struct connection *connection)
{
	connection->phase = PHASE_IDLE;
	if (connection->web->quiescing) {
		connection_end(connection);
		return;
	}
	idle_add(connection);
	connection_want(connection, LOOP_READ);
	connection_deadline(connection, connection->web->limits->idle_ms);
}

/* A refusal by web itself [web-1]; always the last answer. */
void connection_refuse(struct connection *connection, unsigned status)
{
	struct web *web = connection->web;
	struct lent *lent = connection->lent;
	struct answer answer = {.status = status};
	bool in_role = lent->in_role;

	if (lent->answered) return;
	web->role->refusal(web, in_role ? &lent->exchange : NULL, status,
		&answer);
	answer.status = status;
	answer.close = true;
	web_answer(&lent->exchange, &answer);
}

/* -- the body ------------------------------------------------------------- */

static void body_done(struct connection *connection)
{
	struct lent *lent = connection->lent;

	connection->phase = PHASE_ROLE;
	connection_want(connection, 0);
	connection_deadline(connection, connection->web->limits->role_ms);
	connection->web->role->whole(&lent->exchange);
}

/* Hands body bytes over; false when the exchange was answered early. */
static bool body_give(struct connection *connection, str bytes)
{
	struct lent *lent = connection->lent;

	lent->body_left -= bytes.len;
	if (lent->streaming) {
		connection->web->role->piece(&lent->exchange, bytes);
	} else {
		buf_put(&lent->exchange.body, bytes);
	}
	return !lent->answered;
}

static void body_read(struct connection *connection)
{
	struct lent *lent = connection->lent;
	size_t most = lent->body_left < sizeof(scratch)
		? (size_t)lent->body_left
		: sizeof(scratch);
	bool end, goes_on;
	size_t got = socket_read(connection->watch.fd, scratch, most, &end);

	if (got == 0) {
		if (end) connection_end(connection);
		return;
	}
	goes_on = body_give(connection, str_bytes(scratch, got));
	mem_wipe(scratch, got);
	if (goes_on && lent->body_left == 0) body_done(connection);
}

/* The head is whole: ask the role, then take what came behind it. */
static void body_begin(struct connection *connection)
{
	struct lent *lent = connection->lent;
	struct web *web = connection->web;
	struct exchange *x = &lent->exchange;
	const struct web_limits *limits = web->limits;
	str behind = str_from(buf_str(&lent->in), lent->head_len);
	struct web_take take;

	lent->in_role = true;
	take = web->role->head(x);
	if (lent->answered) return;
	if (x->request.length > take.max_bytes) {
		connection_refuse(connection, 413);
		return;
	}
	lent->streaming = take.how == TAKE_STREAM;
	lent->body_left = x->request.length;
	x->body = buf_cap((size_t)x->request.length + 1);
	if (lent->body_left == 0) {
		body_done(connection);
		return;
	}
	connection->phase = PHASE_BODY;
	connection_deadline(connection, limits->body_ms +
		x->request.length * 1000 / limits->body_bytes_per_s);
	if (x->request.expects_continue && behind.len == 0) {
		bool end;
		(void)socket_write(connection->watch.fd,
			S("HTTP/1.1 100 Continue\r\n\r\n"), &end);
	}
	behind = str_first(behind, (size_t)(lent->body_left < behind.len
		? lent->body_left : behind.len));
	lent->behind_used = behind.len;
	if (!lent->paused) connection_want(connection, LOOP_READ);
	if (behind.len > 0 && !body_give(connection, behind)) return;
	if (lent->body_left == 0) body_done(connection);
}

/* -- the head ------------------------------------------------------------- */

/* Looks whether the bytes at hand hold a head. */
static void head_look(struct connection *connection)
{
	struct lent *lent = connection->lent;
	unsigned result = http_read(buf_str(&lent->in),
		&lent->exchange.request, &lent->head_len);

	if (result == HTTP_MORE) return;
	if (result != HTTP_OK) {
		connection_refuse(connection, result);
		return;
	}
	body_begin(connection);
}

static void head_begin(struct connection *connection)
{
	idle_remove(connection);
	connection->phase = PHASE_HEAD;
	connection->lent = lent_take(connection->web, connection);
	connection_deadline(connection, connection->web->limits->header_ms);
}

static void head_read(struct connection *connection)
{
	struct lent *lent;
	bool end;
	size_t got = socket_read(connection->watch.fd, scratch,
		HTTP_HEAD_MAX, &end);

	if (got == 0) {
		if (end) connection_end(connection);
		return;
	}
	if (connection->lent == NULL) head_begin(connection);
	lent = connection->lent;
	buf_put(&lent->in, str_bytes(scratch, got));
	mem_wipe(scratch, got);
	if (lent->in.failed) {
		connection_refuse(connection, 431);
		return;
	}
	head_look(connection);
}

/* The answer is out: go on with the next request, or close. */
static void next(struct connection *connection)
{
	struct lent *lent = connection->lent;
	struct web *web = connection->web;
	size_t used = lent->head_len + lent->behind_used;
	bool close = lent->close_after || lent->body_left > 0 ||
		web->quiescing;
	str behind = str_from(buf_str(&lent->in), used);
	struct buf kept = {0};

	if (!close) buf_put(&kept, behind);
	connection->lent = NULL;
	if (lent->in_role) web->role->gone(&lent->exchange);
	lent_give_back(web, lent);
	if (close) {
		connection->phase = PHASE_LINGER;
		socket_shut_writing(connection->watch.fd);
		connection_want(connection, LOOP_READ);
		connection_deadline(connection, WEB_LINGER_MS);
	} else if (kept.len > 0) { /* pipelined */
		head_begin(connection);
		buf_put(&connection->lent->in, buf_str(&kept));
		connection_want(connection, LOOP_READ);
		head_look(connection);
	} else {
		go_idle(connection);
	}
	buf_close(&kept);
}

static void linger_read(struct connection *connection)
{
	bool end;
	size_t got = socket_read(connection->watch.fd, scratch,
		sizeof(scratch), &end);

	mem_wipe(scratch, got);
	if (end) connection_end(connection);
}

void connection_enter(struct connection *connection)
{
	connection->depth++;
}

void connection_leave(struct connection *connection)
{
	while (connection->depth == 1 &&
		connection->pending == PENDING_NEXT) {
		connection->pending = PENDING_NOTHING;
		next(connection);
	}
	connection->depth--;
	if (connection->depth == 0 && connection->pending == PENDING_CLOSE) {
		connection_close(connection);
	}
}

/* -- events --------------------------------------------------------------- */

static void ready_phase(struct connection *connection, unsigned events)
{
	switch (connection->phase) {
	case PHASE_IDLE:
	case PHASE_HEAD: head_read(connection); return;
	case PHASE_BODY: body_read(connection); return;
	case PHASE_LINGER: linger_read(connection); return;
	case PHASE_ROLE:
	case PHASE_ANSWER:
		/* Not asked for: the other side hung up. */
		if (events & LOOP_HANGUP) connection_end(connection);
		return;
	}
}

static void ready(struct watch *watch, unsigned events)
{
	struct connection *connection =
		CONTAINER(watch, struct connection, watch);

	connection_enter(connection);
	if ((events & LOOP_HANGUP) && !(events & LOOP_READ)) {
		connection_end(connection);
	} else if (events & LOOP_WRITE) {
		answer_flush(connection);
	} else {
		ready_phase(connection, events);
	}
	connection_leave(connection);
}

/* [web-2] */
static void too_late(struct timer *timer)
{
	struct connection *connection =
		CONTAINER(timer, struct connection, timer);

	connection_enter(connection);
	switch (connection->phase) {
	case PHASE_HEAD:
	case PHASE_BODY: connection_refuse(connection, 408); break;
	case PHASE_ROLE: connection_refuse(connection, 503); break;
	case PHASE_IDLE:
	case PHASE_ANSWER:
	case PHASE_LINGER: connection_end(connection); break;
	}
	connection_leave(connection);
}

void connection_open(struct web *web, int fd)
{
	struct connection *connection = mem_get(sizeof(*connection));

	connection->web = web;
	connection->watch = (struct watch){fd, 0, ready, false};
	connection->timer.fire = too_late;
	connection->after = web->first;
	if (web->first != NULL) web->first->before = connection;
	web->first = connection;
	web->connections++;
	go_idle(connection);
}
