/* Answers: one gathered write where the client can take it, a queue where it
 * cannot. See web.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/connection.h"

#include "os/socket.h"

enum { ANSWER_MS = 30000, ANSWER_BYTES_PER_MS = 1 };

static struct lent *lent_of(struct exchange *x)
{
	return CONTAINER(x, struct lent, exchange);
}

static bool is_clean(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < ' ' || value.at[i] > '~') return false;
	}
	return true;
}

static void head_put(struct buf *out, const struct answer *answer,
	uint64_t length, bool close)
{
	buf_put(out, S("HTTP/1.1 "));
	buf_number(out, answer->status);
	buf_byte(out, ' ');
	buf_put(out, http_status_words(answer->status));
	buf_put(out, S("\r\nContent-Type: "));
	buf_put(out, answer->type.len > 0 ? answer->type
					  : S("text/html; charset=utf-8"));
	buf_put(out, S("\r\nContent-Length: "));
	buf_number(out, length);
	if (answer->location.len > 0) {
		must(is_clean(answer->location));
		buf_put(out, S("\r\nLocation: "));
		buf_put(out, answer->location);
	}
	buf_put(out, close ? S("\r\nConnection: close\r\n") : S("\r\n"));
	buf_put(out, answer->headers);
	buf_put(out, S("\r\n"));
}

static void begin(struct exchange *x, const struct answer *answer,
	uint64_t length)
{
	struct lent *lent = lent_of(x);
	struct connection *connection = x->connection;
	bool parsed = connection->phase != PHASE_HEAD || lent->in_role;

	must(!lent->answered);
	lent->answered = true;
	lent->close_after = answer->close || !parsed ||
		!x->request.keep_alive || lent->body_left > 0;
	lent->head_only = parsed && x->request.method == HTTP_HEAD;
	connection->phase = PHASE_ANSWER;
	head_put(&lent->out, answer, length, lent->close_after);
	connection_deadline(connection,
		ANSWER_MS + length / ANSWER_BYTES_PER_MS);
}

void web_answer(struct exchange *x, const struct answer *answer)
{
	struct lent *lent = lent_of(x);

	begin(x, answer, answer->body.len);
	if (!lent->head_only && answer->body_is_static) {
		lent->out_static = answer->body;
	} else if (!lent->head_only) {
		buf_put(&lent->out, answer->body);
	}
	answer_flush(x->connection);
}

void web_answer_start(struct exchange *x, const struct answer *answer,
	uint64_t length)
{
	struct lent *lent = lent_of(x);

	begin(x, answer, length);
	lent->pieces_left = lent->head_only ? 0 : length;
	answer_flush(x->connection);
}

bool web_answer_piece(struct exchange *x, str bytes)
{
	struct lent *lent = lent_of(x);

	must(bytes.len <= lent->pieces_left);
	lent->pieces_left -= bytes.len;
	buf_put(&lent->out, bytes);
	if (lent->out.len - lent->out_sent > WEB_OUT_HIGH) return false;
	answer_flush(x->connection);
	return true;
}

void web_on_drained(struct exchange *x, void (*drained)(struct exchange *x))
{
	lent_of(x)->drained = drained;
}

void web_pause(struct exchange *x, bool paused)
{
	struct lent *lent = lent_of(x);

	lent->paused = paused;
	if (x->connection->phase != PHASE_BODY) return;
	connection_want(x->connection, paused ? 0 : LOOP_READ);
}

/* Moves what is left; true when nothing is. */
static bool push(struct connection *connection, bool *ret_end)
{
	struct lent *lent = connection->lent;

	for (;;) {
		str pieces[2] = {str_from(buf_str(&lent->out), lent->out_sent),
			lent->out_static};
		size_t sent;

		if (pieces[0].len + pieces[1].len == 0) return true;
		sent = socket_write_pieces(connection->watch.fd, pieces, 2,
			ret_end);
		if (sent == 0) return false;
		if (sent <= pieces[0].len) {
			lent->out_sent += sent;
		} else {
			lent->out_sent = lent->out.len;
			lent->out_static = str_from(lent->out_static,
				sent - pieces[0].len);
		}
	}
}

void answer_flush(struct connection *connection)
{
	struct lent *lent = connection->lent;
	bool end = false, empty = push(connection, &end);

	connection_enter(connection);
	if (end) {
		connection_end(connection);
	} else if (!empty) {
		connection_want(connection, LOOP_WRITE);
	} else {
		buf_reset(&lent->out);
		lent->out_sent = 0;
		if (lent->pieces_left == 0) {
			connection->pending = PENDING_NEXT;
		} else {
			connection_want(connection, 0);
			if (lent->drained != NULL) lent->drained(&lent->exchange);
		}
	}
	connection_leave(connection);
}
