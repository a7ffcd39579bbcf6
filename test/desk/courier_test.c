/* Tests of desk/courier and desk/errand against a real server on loopback: a
 * process of its own with our HTTP engine, and one that breaks off.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "served.h"
#include "test.h"

#include "desk/errand.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/process.h"
#include "os/socket.h"
#include "web/web.h"

#include <signal.h>
#include <stdlib.h>

enum { BIG_BYTES = 3 << 20, WAIT_MS = 20000 };

/* -- the server ----------------------------------------------------------- */

static struct web_take head(struct exchange *x)
{
	(void)x;
	return (struct web_take){TAKE_WHOLE, 4 << 20};
}

static void big_answer(struct exchange *x, struct answer *answer)
{
	static char block[BIG_BYTES];

	for (size_t i = 0; i < BIG_BYTES; i++) {
		block[i] = (char)(i * 7 + i / 4096);
	}
	answer->body = str_bytes(block, BIG_BYTES);
	answer->body_is_static = true;
	web_answer(x, answer);
}

/* What the courier told about itself. */
static void headers_answer(struct exchange *x, struct answer *answer)
{
	struct buf out = {0};

	for (size_t i = 0; i < x->request.header_count; i++) {
		buf_put(&out, x->request.headers[i].name);
		buf_byte(&out, '=');
		buf_put(&out, x->request.headers[i].value);
		buf_byte(&out, ';');
	}
	answer->body = buf_take(&out, x->arena);
	buf_close(&out);
	web_answer(x, answer);
}

static void whole(struct exchange *x)
{
	struct answer answer = {.status = 200};
	str path = x->request.path;

	if (str_eq(path, S("/slow"))) return;
	if (str_eq(path, S("/big"))) {
		big_answer(x, &answer);
		return;
	}
	if (str_eq(path, S("/headers"))) {
		headers_answer(x, &answer);
		return;
	}
	if (str_eq(path, S("/away"))) {
		answer.status = 303;
		answer.location = S("/headers");
		answer.headers = S("Set-Cookie: a=b\r\n");
	}
	if (str_eq(path, S("/none"))) answer.status = 404;
	answer.body = x->request.method == HTTP_POST ? buf_str(&x->body)
						     : S("hello");
	web_answer(x, &answer);
}

static int serve(void *argument)
{
	static const struct web_role role = {.head = head, .whole = whole,
		.gone = served_gone, .refusal = served_refusal};
	struct loop *loop = loop_open();
	struct web *web = web_open(loop, *(int *)argument, &role,
		&web_limits_desk, NULL);

	(void)web;
	return loop_run(loop) != NULL;
}

/* A host that says 100 bytes will come, and hangs up after 3. */
static int serve_cut(void *argument)
{
	for (;;) {
		char head_bytes[4096];
		bool end;
		bool none;
		int fd = socket_accept(*(int *)argument, &none);

		if (fd < 0) {
			clock_sleep_ms(20);
			continue;
		}
		clock_sleep_ms(50); /* its request is here by then */
		(void)socket_read(fd, head_bytes, sizeof(head_bytes), &end);
		(void)socket_write(fd, S("HTTP/1.1 200 OK\r\n"
			"Content-Length: 100\r\n\r\nabc"), &end);
		socket_close(&fd);
	}
	return 0;
}

static process_id server, cut_server;
static char base[64], cut_base[64];
static struct loop *loop;
static struct errands *errands;

static const err *server_start(const char *name, int (*role)(void *),
	process_id *ret_id, char ret_base[64])
{
	int fd;
	unsigned port;
	const err *e = socket_listen(S("127.0.0.1:0"), &fd, &port);

	if (e != NULL) return e;
	(void)snprintf(ret_base, 64, "http://127.0.0.1:%u", port);
	e = process_start(name, role, &fd, &fd, 1, ret_id);
	socket_close(&fd);
	return e;
}

/* -- one errand ----------------------------------------------------------- */

struct waiter {
	struct errand errand;
	struct buf got;
	enum errand_result result;
	unsigned status, done_count;
};

static void piece(struct errand *errand, str bytes)
{
	buf_put(&CONTAINER(errand, struct waiter, errand)->got, bytes);
}

static void done(struct errand *errand, enum errand_result result,
	unsigned status)
{
	struct waiter *waiter = CONTAINER(errand, struct waiter, errand);

	waiter->result = result;
	waiter->status = status;
	waiter->done_count++;
}

static void go(struct waiter *waiter, struct errand_ask ask)
{
	*waiter = (struct waiter){.errand = {.piece = piece, .done = done}};
	if (ask.max_bytes == 0) ask.max_bytes = 8 << 20;
	if (ask.method.len == 0) ask.method = S("GET");
	errand_send(errands, &waiter->errand, &ask);
}

static void wait_for(struct waiter *waiter)
{
	uint64_t end = loop_now_ms(loop) + WAIT_MS;

	while (waiter->done_count == 0 && loop_now_ms(loop) < end) {
		is_ok(loop_once(loop, 100));
	}
	assert_int_equal(waiter->done_count, 1);
}

static void way(const char *where)
{
	assert_true(errands_way(errands, str_of(where), S(""), S("70cen")));
}

TEST(an_answer_comes_with_its_status)
{
	struct waiter waiter;

	UNUSED_STATE;
	way(base);
	go(&waiter, (struct errand_ask){.path = S("/")});
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_ANSWERED);
	assert_int_equal(waiter.status, 200);
	is_str(buf_str(&waiter.got), S("hello"));
	buf_close(&waiter.got);
	go(&waiter, (struct errand_ask){.path = S("/none")});
	wait_for(&waiter);
	assert_int_equal(waiter.status, 404);
	buf_close(&waiter.got);
}

TEST(a_body_of_several_pieces_arrives_whole)
{
	static char body[200000];
	struct waiter waiter;

	UNUSED_STATE;
	for (size_t i = 0; i < sizeof(body); i++) body[i] = (char)(i / 3);
	way(base);
	go(&waiter, (struct errand_ask){.method = S("POST"),
		.path = S("/echo"), .body = str_bytes(body, sizeof(body)),
		.type = S("application/octet-stream")});
	wait_for(&waiter);
	assert_int_equal(waiter.status, 200);
	is_str(buf_str(&waiter.got), str_bytes(body, sizeof(body)));
	buf_close(&waiter.got);
}

TEST(a_long_answer_arrives_whole_and_one_that_is_too_long_ends)
{
	/* [courier-4] */
	struct waiter waiter;

	UNUSED_STATE;
	way(base);
	go(&waiter, (struct errand_ask){.path = S("/big")});
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_ANSWERED);
	assert_int_equal(waiter.got.len, BIG_BYTES);
	for (size_t i = 0; i < BIG_BYTES; i++) {
		if (waiter.got.at[i] != (char)(i * 7 + i / 4096)) fail();
	}
	buf_close(&waiter.got);
	go(&waiter, (struct errand_ask){.path = S("/big"),
		.max_bytes = BIG_BYTES - 1});
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_TOO_LONG);
	buf_close(&waiter.got);
}

TEST(it_follows_no_redirect_and_tells_nothing_but_the_token)
{
	/* [courier-2] */
	struct waiter waiter;

	UNUSED_STATE;
	way(base);
	go(&waiter, (struct errand_ask){.path = S("/away")});
	wait_for(&waiter);
	assert_int_equal(waiter.status, 303);
	buf_close(&waiter.got);
	go(&waiter, (struct errand_ask){.path = S("/headers")});
	wait_for(&waiter);
	assert_true(str_starts(buf_str(&waiter.got), S("Host=127.0.0.1:")));
	assert_true(str_ends(buf_str(&waiter.got),
		S(";Accept=*/*;Authorization=Bearer 70cen;")));
	assert_true(str_find(buf_str(&waiter.got), S("ookie")) == SIZE_MAX);
	assert_true(str_find(buf_str(&waiter.got), S("gent")) == SIZE_MAX);
	buf_close(&waiter.got);
}

TEST(a_cut_answer_and_a_silent_or_absent_host_are_told_apart)
{
	struct waiter waiter;

	UNUSED_STATE;
	way(cut_base);
	go(&waiter, (struct errand_ask){.path = S("/")});
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_BROKEN);
	buf_close(&waiter.got);
	way(base);
	go(&waiter, (struct errand_ask){.path = S("/slow"), .seconds = 1});
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_TIMEOUT);
	buf_close(&waiter.got);
	way("unix:/nonexistent/line");
	go(&waiter, (struct errand_ask){.path = S("/")});
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_UNREACHED);
	buf_close(&waiter.got);
}

TEST(a_cancelled_errand_is_never_called_again)
{
	struct waiter one, other;

	UNUSED_STATE;
	way(base);
	go(&one, (struct errand_ask){.path = S("/slow")});
	is_ok(loop_once(loop, 10));
	errand_cancel(errands, &one.errand);
	go(&other, (struct errand_ask){.path = S("/")});
	wait_for(&other);
	assert_int_equal(one.done_count, 0);
	assert_int_equal(other.status, 200);
	buf_close(&other.got);
}

static bool process_is(const char *entry, const char *name)
{
	char path[300], title[32] = "";
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%s/comm", entry);
	file = fopen(path, "r");
	if (file == NULL) return false;
	(void)!fgets(title, sizeof(title), file);
	(void)fclose(file);
	return strncmp(title, name, strlen(name)) == 0;
}

static process_id parent_of(const char *entry)
{
	char path[300], line[512] = "";
	const char *after;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%s/stat", entry);
	file = fopen(path, "r");
	if (file == NULL) return 0;
	(void)!fgets(line, sizeof(line), file);
	(void)fclose(file);
	after = strrchr(line, ')'); /* ") S parent" */
	return after == NULL ? 0 : (process_id)strtol(after + 4, NULL, 10);
}

/* The courier two steps below this process. */
static process_id courier_id(void)
{
	struct arena *arena = arena_open(8 << 20);
	struct file_names names;
	process_id found = 0;

	is_ok(file_list(arena, "/proc", &names));
	for (size_t i = 0; i < names.count; i++) {
		const char *entry = str_c(arena, names.at[i]);
		char above[32];

		if (!process_is(entry, "bothy-courier")) continue;
		(void)snprintf(above, sizeof(above), "%d", parent_of(entry));
		if (parent_of(above) == process_self()) {
			found = (process_id)strtol(entry, NULL, 10);
		}
	}
	arena_close(&arena);
	assert_true(found > 0);
	return found;
}

TEST(a_courier_that_is_killed_starts_again_and_the_errand_hears_it)
{
	/* [errand-1] [courier-1] */
	struct waiter waiter;

	UNUSED_STATE;
	way(base);
	go(&waiter, (struct errand_ask){.path = S("/slow")});
	is_ok(loop_once(loop, 10));
	assert_int_equal(kill(courier_id(), SIGKILL), 0);
	wait_for(&waiter);
	assert_int_equal(waiter.result, ERRAND_LOST);
	go(&waiter, (struct errand_ask){.path = S("/")});
	wait_for(&waiter);
	assert_int_equal(waiter.status, 200);
	buf_close(&waiter.got);
}

TEST(the_way_must_be_a_safe_one)
{
	/* [courier-3] */
	static const struct { const char *base, *proxy; bool may; } ways[] = {
		{"https://line.example", "", true},
		{"https://line.example:8443", "", true},
		{"https://line.example", "socks5h://127.0.0.1:9050", true},
		{"http://127.0.0.1:8080", "", true},
		{"unix:/run/bothy/line", "", true},
		{"http://abc.onion", "socks5h://127.0.0.1:9050", true},
		{"http://abc.onion", "", false},
		{"https://abc.onion", "", false},
		{"http://line.example", "", false},
		{"http://line.example", "socks5h://127.0.0.1:9050", false},
		{"http://127.0.0.1:80", "socks5h://127.0.0.1:9050", false},
		{"unix:/run/line", "socks5h://127.0.0.1:9050", false},
		{"unix:run/line", "", false},
		{"https://line.example/", "", false},
		{"https://line.example/path", "", false},
		{"https://me@line.example", "", false},
		{"https://line.example", "http://proxy:80", false},
		{"https://line.example", "socks5://proxy:80", false},
		{"https://line.example:0", "", false},
		{"https://line.example:99999", "", false},
		{"https://-line.example", "", false},
		{"ftp://line.example", "", false},
		{"http://127.0.0.1.example", "", false},
		{"", "", false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(ways); i++) {
		if (courier_may_go(str_of(ways[i].base),
			str_of(ways[i].proxy)) != ways[i].may) {
			(void)fprintf(stderr, "%s\n", ways[i].base);
			fail();
		}
	}
}

static int setup(void **state)
{
	(void)state;
	/* What the environment says about proxies must change nothing. */
	(void)setenv("http_proxy", "http://127.0.0.1:1", 1);
	(void)setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	is_ok(server_start("server", serve, &server, base));
	is_ok(server_start("cut", serve_cut, &cut_server, cut_base));
	loop = loop_open();
	is_ok(errands_open(&errands, loop));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	errands_close(&errands);
	loop_close(&loop);
	process_end(server, true);
	process_end(cut_server, true);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_way_must_be_a_safe_one),
		CASE(an_answer_comes_with_its_status),
		CASE(a_body_of_several_pieces_arrives_whole),
		CASE(a_long_answer_arrives_whole_and_one_that_is_too_long_ends),
		CASE(it_follows_no_redirect_and_tells_nothing_but_the_token),
		CASE(a_cut_answer_and_a_silent_or_absent_host_are_told_apart),
		CASE(a_cancelled_errand_is_never_called_again),
		CASE(a_courier_that_is_killed_starts_again_and_the_errand_hears_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
