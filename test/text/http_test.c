/* Tests of text/http, form and multipart: what is refused, what is kept byte
 * for byte, however it is cut.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "text/form.h"
#include "text/http.h"
#include "text/multipart.h"

static struct http_request request;
static size_t length;

#define HEAD "GET / HTTP/1.1\r\n"
#define POST "POST / HTTP/1.1\r\nHost: x\r\n"

TEST(the_fifteen_malformed_requests_are_refused)
{
	/* [http-1] one row each */
	static const struct { str bytes; unsigned want; } rows[] = {
		{S_INIT(HEAD "\r\n"), 400},
		{S_INIT(HEAD "Host: a\r\nHost: b\r\n\r\n"), 400},
		{S_INIT(POST "Content-Length: 3\r\n"
			"Transfer-Encoding: chunked\r\n\r\n"), 400},
		{S_INIT(POST "Content-Length: 3\r\nContent-Length: 4\r\n\r\n"),
			400},
		{S_INIT(POST "Content-Length: +5\r\n\r\n"), 400},
		{S_INIT(POST "Content-Length: 5x\r\n\r\n"), 400},
		{S_INIT(POST "Content-Length: -1\r\n\r\n"), 400},
		{S_INIT(POST "Transfer-Encoding: gzip\r\n\r\n"), 411},
		{S_INIT(POST "Transfer-Encoding: chunked\r\n\r\nZZ\r\n"), 411},
		{S_INIT("GET / HTTP/1.1\nHost: x\n\n"), 400},
		{S_INIT(HEAD "Host : x\r\n\r\n"), 400},
		{S_INIT(HEAD "Host: x\r\n folded\r\n\r\n"), 400},
		{S_INIT(HEAD "Host: x\r\nA: b\0c\r\n\r\n"), 400},
		{S_INIT("GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n"), 400},
		{S_INIT("GET / HTTP/9.9\r\nHost: x\r\n\r\n"), 505},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		assert_int_equal(http_read(rows[i].bytes, &request, &length),
			rows[i].want);
	}
}

TEST(more_that_is_not_right_is_refused)
{
	static const struct { str bytes; unsigned want; } rows[] = {
		{S_INIT("GET  / HTTP/1.1\r\nHost: x\r\n\r\n"), 400},
		{S_INIT("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"), 400},
		{S_INIT("PUT / HTTP/1.1\r\nHost: x\r\n\r\n"), 501},
		{S_INIT("get / HTTP/1.1\r\nHost: x\r\n\r\n"), 501},
		{S_INIT("GET / HTTP/1.1 \r\nHost: x\r\n\r\n"), 400},
		{S_INIT("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400},
		{S_INIT("GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"), 400},
		{S_INIT("GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n"), 400},
		{S_INIT("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"),
			400},
		{S_INIT("POST / HTTP/1.1\r\nHost: x\r\n\r\n"), 411},
		{S_INIT(POST "Content-Length: 99999999999\r\n\r\n"), 413},
		{S_INIT(POST "Content-Length: 1\r\nExpect: tea\r\n\r\n"), 417},
		{S_INIT("\x16\x03\x01\x02\n"), 400},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		assert_int_equal(http_read(rows[i].bytes, &request, &length),
			rows[i].want);
	}
}

TEST(a_browser_request_is_read_and_every_cut_asks_for_more)
{
	static const char text[] =
		"POST /ar/write?x=1 HTTP/1.1\r\nHost: line.example:8080\r\n"
		"Accept-Language: ar,en;q=0.5\r\nContent-Length: 11\r\n"
		"Connection: keep-alive\r\nExpect: 100-continue\r\n\r\nhello";
	str all = str_of(text);

	UNUSED_STATE;
	assert_int_equal(http_read(all, &request, &length), HTTP_OK);
	assert_int_equal(length, all.len - 5);
	is_str(request.path, S("/ar/write"));
	is_str(request.query, S("x=1"));
	is_str(http_header(&request, S("accept-language")),
		S("ar,en;q=0.5"));
	assert_true(request.keep_alive && request.expects_continue);
	assert_true(request.length == 11);
	for (size_t len = 0; len < all.len - 5; len++) {
		assert_int_equal(http_read(str_first(all, len), &request,
			&length), HTTP_MORE);
	}
}

TEST(a_head_that_never_ends_and_too_many_lines_are_431)
{
	struct buf out = {0};

	UNUSED_STATE;
	buf_put(&out, S(HEAD "Host: x\r\nA: "));
	while (out.len < HTTP_HEAD_MAX) buf_byte(&out, 'a');
	assert_int_equal(http_read(buf_str(&out), &request, &length), 431);
	buf_reset(&out);
	buf_put(&out, S(HEAD "Host: x\r\n"));
	for (int i = 0; i < HTTP_LINES_MAX; i++) buf_put(&out, S("A: b\r\n"));
	buf_put(&out, S("\r\n"));
	assert_int_equal(http_read(buf_str(&out), &request, &length), 431);
	buf_close(&out);
}

TEST(a_form_is_decoded_and_text_keeps_all_but_line_ends)
{
	/* [form-1] */
	struct arena *arena = arena_open(1 << 20);
	struct form form;
	str text;

	UNUSED_STATE;
	assert_int_equal(form_read(arena, S("a=b+c&d=%D8%B3%0D%0Ax&a=2&e"),
		&form), FORM_OK);
	is_str(form_value(&form, S("a")), S("b c"));
	assert_true(form_has(&form, S("e")));
	assert_false(form_has(&form, S("z")));
	assert_true(form_text(arena, form_value(&form, S("d")), &text));
	is_str(text, S("س\nx"));
	assert_int_equal(form_read(arena, S("a=%2"), &form), FORM_MALFORMED);
	assert_int_equal(form_read(arena, S("a=%"), &form), FORM_MALFORMED);
	assert_int_equal(form_read(arena, S("a=%zz"), &form), FORM_MALFORMED);
	assert_false(form_text(arena, S("\xFF"), &text));
	assert_true(form_line(arena, S(" two\r\nwords "), &text));
	is_str(text, S("two words"));
	arena_close(&arena);
}

/* -- multipart ------------------------------------------------------------ */

static struct buf log_of_parts;

static bool part_begin(void *owner, const struct multipart_part *part)
{
	(void)owner;
	buf_put(&log_of_parts, part->name);
	if (part->has_filename) {
		buf_byte(&log_of_parts, '/');
		buf_put(&log_of_parts, part->filename);
	}
	buf_byte(&log_of_parts, '=');
	return true;
}

static bool part_bytes(void *owner, str bytes)
{
	(void)owner;
	buf_put(&log_of_parts, bytes);
	return true;
}

static bool part_end(void *owner)
{
	(void)owner;
	buf_byte(&log_of_parts, ';');
	return true;
}

static const struct multipart_events events = {part_begin, part_bytes,
	part_end};
#define TYPE S("multipart/form-data; boundary=xYz")

static enum multipart_result feed(str body, size_t step)
{
	struct multipart *reader;
	enum multipart_result result = MULTIPART_MORE;

	buf_reset(&log_of_parts);
	assert_true(multipart_open(&reader, TYPE, &events, NULL));
	while (body.len > 0) {
		result = multipart_put(reader, str_first(body, step));
		body = str_from(body, step);
	}
	multipart_close(&reader);
	return result;
}

static const char body[] =
	"--xYz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n"
	"line\r\n--xY not yet\r\n\r\n--xYz\r\n"
	"Content-Disposition: form-data; name=\"file\"; "
	"filename=\"a\xE2\x80\xAEgpj.exe\"\r\nContent-Type: image/png\r\n\r\n"
	"\r\n--xYz\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n"
	"\r\n--xYz--\r\n";

TEST(parts_are_the_same_however_the_bytes_are_cut)
{
	/* [multipart-1] */
	UNUSED_STATE;
	for (size_t step = 1; step < sizeof(body); step++) {
		assert_int_equal(feed(str_of(body), step), MULTIPART_DONE);
		is_str(buf_str(&log_of_parts),
			S("text=line\r\n--xY not yet\r\n;"
			  "file/a\xE2\x80\xAEgpj.exe=;empty=;"));
	}
}

TEST(a_cut_body_never_ends_and_a_broken_one_is_malformed)
{
	static const str bad[] = {S_INIT("garbage"),
		S_INIT("--xYz\r\n\r\nno name\r\n--xYz--"),
		S_INIT("--xYz\r\nContent-Disposition: attachment\r\n\r\n"),
		S_INIT("--xYzz\r\n"), S_INIT("\r\n--xYz\r\n"),
		S_INIT("--xYz\r\nContent-Disposition: form-data; name=\"a\"\n"
		       "\n\r\n\r\n")};

	UNUSED_STATE;
	for (size_t len = 1; len < sizeof(body) - 5; len++) {
		assert_int_equal(feed(str_first(str_of(body), len), 7),
			MULTIPART_MORE);
	}
	for (size_t i = 0; i < NELEM(bad); i++) {
		assert_int_equal(feed(bad[i], 100), MULTIPART_MALFORMED);
	}
}

TEST(too_many_parts_and_endless_heads_stop)
{
	/* [multipart-2] */
	struct buf out = {0};

	UNUSED_STATE;
	for (int i = 0; i < 10000; i++) {
		buf_put(&out, S("--xYz\r\nContent-Disposition: form-data; "
				"name=\"a\"\r\n\r\nb\r\n"));
	}
	assert_int_equal(feed(buf_str(&out), 4096), MULTIPART_TOO_MANY);
	buf_reset(&out);
	buf_put(&out, S("--xYz\r\nA: "));
	while (out.len < 100000) buf_byte(&out, 'a');
	assert_int_equal(feed(buf_str(&out), 4096), MULTIPART_MALFORMED);
	buf_close(&out);
	buf_close(&log_of_parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_fifteen_malformed_requests_are_refused),
		CASE(more_that_is_not_right_is_refused),
		CASE(a_browser_request_is_read_and_every_cut_asks_for_more),
		CASE(a_head_that_never_ends_and_too_many_lines_are_431),
		CASE(a_form_is_decoded_and_text_keeps_all_but_line_ends),
		CASE(parts_are_the_same_however_the_bytes_are_cut),
		CASE(a_cut_body_never_ends_and_a_broken_one_is_malformed),
		CASE(too_many_parts_and_endless_heads_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
