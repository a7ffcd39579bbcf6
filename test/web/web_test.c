/* The connection engine with real sockets: order, deadlines, the cap, bodies
 * and answers of every kind. Server and clients share one loop here, so every
 * interleaving is ours to choose.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/clock.h"
#include "os/loop.h"
#include "os/socket.h"
#include "web/connection.h"

enum { ROUNDS_MAX = 4000, SLOW_ROUNDS_MAX = 1000000, SLOW_MS = 5,
	BIG = 32 * 1024 * 1024 };

static struct loop *loop;
static struct web *web;
static int listener;
static char where[32];
static struct buf pieces;            /* what was streamed to the role */
static unsigned gone_count, begun_count;
static uint32_t waiting;             /* an exchange whose answer is ours */
static size_t big_sent;

/* Nothing ends by the clock, however slow the machine is; in the tests of
 * deadlines everything does. */
static const struct web_limits patient = {
	.connections_max = 4, .header_ms = 60000, .body_ms = 60000,
	.body_bytes_per_s = 1024 * 1024, .idle_ms = 60000, .role_ms = 60000,
};
static const struct web_limits hasty = {
	.connections_max = 4, .header_ms = 80, .body_ms = 80,
	.body_bytes_per_s = 1024 * 1024, .idle_ms = 4000, .role_ms = 300,
};

/* -- a role that answers by path ------------------------------------------ */

static struct web_take role_head(struct exchange *x)
{
	begun_count++;
	if (str_eq(x->request.path, S("/stream"))) {
		return (struct web_take){TAKE_STREAM, BIG};
	}
	return (struct web_take){TAKE_WHOLE, 1000};
}

static void role_piece(struct exchange *x, str bytes)
{
	(void)x;
	buf_put(&pieces, bytes);
}

static void big_go_on(struct exchange *x)
{
	static char block[64 * 1024];

	memset(block, 'b', sizeof(block));
	while (big_sent < BIG) {
		big_sent += sizeof(block);
		if (!web_answer_piece(x, str_bytes(block, sizeof(block)))) {
			return;
		}
	}
}

static void role_whole(struct exchange *x)
{
	struct answer answer = {.status = 200, .type = S("text/plain"),
		.headers = S("X-Test: 1\r\n")};

	if (str_eq(x->request.path, S("/later"))) {
		waiting = x->id;
		return;
	}
	if (str_eq(x->request.path, S("/big"))) {
		big_sent = 0;
		web_on_drained(x, big_go_on);
		web_answer_start(x, &answer, BIG);
		return;
	}
	if (str_eq(x->request.path, S("/go"))) {
		answer.status = 303;
		answer.location = S("/there");
	}
	answer.body = x->body.len > 0 ? buf_str(&x->body) : x->request.path;
	web_answer(x, &answer);
}

static void role_gone(struct exchange *x)
{
	(void)x;
	gone_count++;
}

static void role_refusal(struct web *unused, const struct exchange *x,
	unsigned status, struct answer *ret_answer)
{
	(void)unused;
	(void)x;
	(void)status;
	ret_answer->type = S("text/plain");
	ret_answer->body = S("refused");
}

static const struct web_role role = {
	role_head, role_piece, role_whole, role_gone, role_refusal
};

/* -- clients -------------------------------------------------------------- */

struct client { int fd; struct buf got; bool ended; };

static struct client client_open(void)
{
	struct client client = {.fd = -1, .got = buf_cap(2 * BIG)};

	is_ok(socket_connect(str_of(where), &client.fd));
	return client;
}

static void client_close(struct client *client)
{
	if (client->fd >= 0) socket_close(&client->fd);
	buf_close(&client->got);
}

static bool has(const struct buf *got, str text)
{
	return str_find(buf_str(got), text) < got->len;
}

static void turn(void)
{
	is_ok(loop_once(loop, 2));
}

static void client_put(struct client *client, str bytes)
{
	while (bytes.len > 0) {
		bool end = false;
		size_t sent = socket_write(client->fd, bytes, &end);

		if (end) return; /* refused early: the answer is what counts */
		bytes = str_from(bytes, sent);
		turn();
	}
}

static void client_look(struct client *client)
{
	static char bytes[256 * 1024];
	bool end = false;
	size_t got = socket_read(client->fd, bytes, sizeof(bytes), &end);

	buf_put(&client->got, str_bytes(bytes, got));
	client->ended = client->ended || end;
}

/* Turns the loop until `text` has come, or the other side closed. */
static bool client_sees(struct client *client, str text)
{
	for (int i = 0; i < ROUNDS_MAX; i++) {
		client_look(client);
		if (has(&client->got, text)) return true;
		if (client->ended) return false;
		turn();
	}
	return false;
}

static bool client_is_closed(struct client *client)
{
	for (int i = 0; i < ROUNDS_MAX && !client->ended; i++) {
		client_look(client);
		turn();
	}
	return client->ended;
}

static int begin_with(const struct web_limits *limits)
{
	unsigned port;

	loop = loop_open();
	is_ok(socket_listen(S("127.0.0.1:0"), &listener, &port));
	(void)snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	web = web_open(loop, listener, &role, limits, NULL);
	gone_count = begun_count = 0;
	buf_reset(&pieces);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	return begin_with(&patient);
}

static int begin_hasty(void **state)
{
	(void)state;
	return begin_with(&hasty);
}

static int end(void **state)
{
	(void)state;
	web_close(&web);
	socket_close(&listener);
	loop_close(&loop);
	assert_int_equal(gone_count, begun_count);
	return 0;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"

/* -- cases ---------------------------------------------------------------- */

TEST(pipelined_requests_are_answered_in_order_on_one_connection)
{
	struct client client = client_open();
	size_t one, two, three;
	str got;

	UNUSED_STATE;
	client_put(&client, S(GET("/one") GET("/two") GET("/three")));
	assert_true(client_sees(&client, S("/three")));
	got = buf_str(&client.got);
	one = str_find(got, S("\r\n\r\n/one"));
	two = str_find(got, S("\r\n\r\n/two"));
	three = str_find(got, S("\r\n\r\n/three"));
	assert_true(one < two && two < three && three < got.len);
	assert_true(has(&client.got, S("X-Test: 1\r\n")));
	assert_false(client.ended);
	client_close(&client);
}

TEST(a_request_cut_anywhere_is_the_same_request)
{
	static const char text[] = "POST /echo HTTP/1.1\r\nHost: x\r\n"
		"Content-Length: 5\r\n\r\nhello" GET("/after");
	str all = str_of(text);

	UNUSED_STATE;
	for (size_t cut = 1; cut < all.len; cut++) {
		struct client client = client_open();

		client_put(&client, str_first(all, cut));
		turn();
		client_put(&client, str_from(all, cut));
		assert_true(client_sees(&client, S("\r\n\r\nhello")));
		assert_true(client_sees(&client, S("\r\n\r\n/after")));
		client_close(&client);
		turn();
	}
}

TEST(a_malformed_request_is_refused_and_the_connection_closed)
{
	/* [web-1] nothing of it, nor of what follows, reaches the role */
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S("GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n"
		GET("/smuggled")));
	assert_true(client_sees(&client, S("HTTP/1.1 400 ")));
	assert_true(client_is_closed(&client));
	assert_int_equal(begun_count, 0);
	client_close(&client);
}

TEST(slow_heads_and_slow_bodies_end_at_a_total_deadline)
{
	/* [web-2] also when a byte comes now and then */
	struct client head = client_open(), body = client_open();
	uint64_t next_ms = 0;

	UNUSED_STATE;
	client_put(&head, S("GET / HTTP/1.1\r\nHost: x\r\nA: "));
	client_put(&body, S("POST /echo HTTP/1.1\r\nHost: x\r\n"
		"Content-Length: 1000\r\n\r\n"));
	for (int i = 0; i < SLOW_ROUNDS_MAX && !(head.ended && body.ended); i++) {
		bool due = clock_steady_ms() >= next_ms, gone;

		/* By the clock: a fast machine would fill the head instead. */
		if (due) next_ms = clock_steady_ms() + SLOW_MS;
		if (due && !head.ended) (void)socket_write(head.fd, S("G"), &gone);
		if (due && !body.ended) (void)socket_write(body.fd, S("b"), &gone);
		turn();
		client_look(&head);
		client_look(&body);
	}
	assert_true(str_starts(buf_str(&head.got), S("HTTP/1.1 408 ")));
	assert_true(str_starts(buf_str(&body.got), S("HTTP/1.1 408 ")));
	client_close(&head);
	client_close(&body);
}

TEST(over_the_cap_the_oldest_idle_connection_is_closed_first)
{
	/* [web-3] */
	struct client clients[5];

	UNUSED_STATE;
	for (int i = 0; i < 5; i++) {
		clients[i] = client_open();
		client_put(&clients[i], S(GET("/x")));
		assert_true(client_sees(&clients[i], S("\r\n\r\n/x")));
	}
	assert_true(client_is_closed(&clients[0]));
	for (int i = 1; i < 5; i++) {
		client_look(&clients[i]);
		assert_false(clients[i].ended);
	}
	for (int i = 0; i < 5; i++) client_close(&clients[i]);
}

TEST(an_idle_connection_holds_no_buffers)
{
	/* [web-4] and what held a request is wiped [web-6] */
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S("POST /echo HTTP/1.1\r\nHost: x\r\n"
		"Content-Length: 11\r\n\r\nplanted-one"));
	assert_true(client_sees(&client, S("\r\n\r\nplanted-one")));
	turn();
	assert_int_equal(web->pool_count, 1);
	for (size_t i = 0; i < patient.connections_max; i++) {
		assert_null(web->slots[i]);
	}
	assert_int_equal(web->pool->in.len, 0);
	for (size_t i = 0; i + 11 <= web->pool->in.size; i++) {
		assert_false(memcmp(web->pool->in.at + i, "planted-one", 11) == 0);
	}
	client_close(&client);
}

TEST(a_body_over_the_limit_is_refused_before_it_is_read)
{
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S("POST /echo HTTP/1.1\r\nHost: x\r\n"
		"Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n"));
	assert_true(client_sees(&client, S("HTTP/1.1 413 ")));
	assert_true(client_is_closed(&client));
	client_close(&client);
}

TEST(a_streamed_body_arrives_whole_and_may_be_held_back)
{
	struct client client = client_open();
	struct buf body = {0};

	UNUSED_STATE;
	while (body.len < 1024 * 1024) buf_put(&body, S("0123456789abcdef"));
	client_put(&client, S("POST /stream HTTP/1.1\r\nHost: x\r\n"
		"Content-Length: 1048576\r\n\r\n"));
	client_put(&client, buf_str(&body));
	assert_true(client_sees(&client, S("\r\n\r\n/stream")));
	is_str(buf_str(&pieces), buf_str(&body));
	buf_close(&body);
	client_close(&client);
}

TEST(an_answer_may_come_later)
{
	struct client client = client_open();
	struct answer answer = {.status = 200, .body = S("at last")};
	struct exchange *x;

	UNUSED_STATE;
	waiting = 0;
	client_put(&client, S(GET("/later") GET("/next")));
	for (int i = 0; i < ROUNDS_MAX && waiting == 0; i++) turn();
	x = web_find(web, waiting);
	assert_non_null(x);
	assert_null(web_find(web, waiting ^ 0x10000));
	web_answer(x, &answer);
	assert_true(client_sees(&client, S("at last")));
	assert_true(client_sees(&client, S("\r\n\r\n/next")));
	client_close(&client);
}

TEST(an_answer_that_never_comes_is_given_up)
{
	/* [web-2] */
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S(GET("/later")));
	assert_true(client_sees(&client, S("HTTP/1.1 503 ")));
	client_close(&client);
}

TEST(a_client_that_leaves_while_the_role_works_is_let_go)
{
	struct client client = client_open();

	UNUSED_STATE;
	waiting = 0;
	client_put(&client, S(GET("/later")));
	for (int i = 0; i < ROUNDS_MAX && waiting == 0; i++) turn();
	client_close(&client);
	for (int i = 0; i < ROUNDS_MAX && web_find(web, waiting) != NULL; i++) turn();
	assert_null(web_find(web, waiting));
	assert_int_equal(gone_count, 1);
}

TEST(head_gets_the_length_and_no_body)
{
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S("HEAD /one HTTP/1.1\r\nHost: x\r\n\r\n"));
	assert_true(client_sees(&client, S("Content-Length: 4\r\n")));
	client_put(&client, S(GET("/go")));
	assert_true(client_sees(&client, S("Location: /there\r\n")));
	assert_true(has(&client.got, S("\r\n\r\nHTTP/1.1 303 ")));
	client_close(&client);
}

TEST(a_long_answer_waits_for_a_slow_client)
{
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S(GET("/big")));
	for (int i = 0; i < 50; i++) turn();
	assert_true(big_sent < BIG); /* held back, not heaped up */
	for (int i = 0; i < ROUNDS_MAX && client.got.len < BIG; i++) {
		client_look(&client);
		turn();
	}
	assert_true(client.got.len > BIG);
	assert_true(client.got.at[client.got.len - 1] == 'b');
	client_close(&client);
}

TEST(continue_is_said_to_those_who_ask)
{
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S("POST /echo HTTP/1.1\r\nHost: x\r\n"
		"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
	assert_true(client_sees(&client, S("HTTP/1.1 100 Continue\r\n\r\n")));
	client_put(&client, S("ok"));
	assert_true(client_sees(&client, S("\r\n\r\nok")));
	client_close(&client);
}

TEST(an_old_client_is_answered_and_closed)
{
	struct client client = client_open();

	UNUSED_STATE;
	client_put(&client, S("GET /one HTTP/1.0\r\n\r\n"));
	assert_true(client_sees(&client, S("\r\n\r\n/one")));
	assert_true(client_is_closed(&client));
	client_close(&client);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define HASTY(name) cmocka_unit_test_setup_teardown(name, begin_hasty, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIVE(pipelined_requests_are_answered_in_order_on_one_connection),
		LIVE(a_request_cut_anywhere_is_the_same_request),
		LIVE(a_malformed_request_is_refused_and_the_connection_closed),
		HASTY(slow_heads_and_slow_bodies_end_at_a_total_deadline),
		LIVE(over_the_cap_the_oldest_idle_connection_is_closed_first),
		LIVE(an_idle_connection_holds_no_buffers),
		LIVE(a_body_over_the_limit_is_refused_before_it_is_read),
		LIVE(a_streamed_body_arrives_whole_and_may_be_held_back),
		LIVE(an_answer_may_come_later),
		HASTY(an_answer_that_never_comes_is_given_up),
		HASTY(a_client_that_leaves_while_the_role_works_is_let_go),
		LIVE(head_gets_the_length_and_no_body),
		LIVE(a_long_answer_waits_for_a_slow_client),
		LIVE(continue_is_said_to_those_who_ask),
		LIVE(an_old_client_is_answered_and_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
