/* HTTP request heads: see http.h. One pass, table-driven; owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/http.h"

#include "base/num.h"

enum { LENGTH_MAX_DIGITS_VALUE = INT32_MAX };

/* Which bytes may stand where (RFC 9110 5.6.2, 5.5; RFC 3986 2). */
enum { TOKEN = 1, VALUE = 2, TARGET = 4 };
static const char token_marks[] = "!#$%&'*+-.^_`|~";
static const char target_marks[] = "-._~:/?@!$&'()*+,;=%[]";

static bool in_marks(const char *marks, unsigned char c)
{
	for (; *marks != '\0'; marks++) {
		if ((unsigned char)*marks == c) return true;
	}
	return false;
}

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Filled once, before any request. */
static unsigned char kinds[256];

static void kinds_fill(void)
{
	for (unsigned c = 0; c < 256; c++) {
		unsigned char byte = (unsigned char)c;

		if (is_alnum(byte) || in_marks(token_marks, byte)) {
			kinds[c] |= TOKEN;
		}
		if (is_alnum(byte) || in_marks(target_marks, byte)) {
			kinds[c] |= TARGET;
		}
		if (c == '\t' || (c >= 0x20 && c != 0x7f)) kinds[c] |= VALUE;
	}
}

static bool all_are(str s, unsigned kind)
{
	if (kinds['0'] == 0) kinds_fill();
	for (size_t i = 0; i < s.len; i++) {
		if ((kinds[(unsigned char)s.at[i]] & kind) == 0) return false;
	}
	return true;
}

/* Takes a line that ends in CRLF; a bare LF or CR is refused [http-1]. */
static bool line_take(str *rest, str *ret_line)
{
	if (!str_cut(*rest, '\n', ret_line, rest)) return false;
	if (!str_ends(*ret_line, S("\r"))) return false;
	ret_line->len--;
	return str_find_byte(*ret_line, '\r') == SIZE_MAX;
}

static unsigned method_read(str word, enum http_method *ret_method)
{
	static const str words[] = {[HTTP_GET] = S_INIT("GET"),
		[HTTP_HEAD] = S_INIT("HEAD"), [HTTP_POST] = S_INIT("POST")};

	for (size_t i = 0; i < NELEM(words); i++) {
		if (str_eq(word, words[i])) {
			*ret_method = (enum http_method)i;
			return HTTP_OK;
		}
	}
	return word.len > 0 && all_are(word, TOKEN) ? 501 : 400;
}

static unsigned version_read(str word, unsigned *ret_minor)
{
	if (word.len != 8 || !str_starts(word, S("HTTP/")) ||
		word.at[6] != '.') {
		return 400;
	}
	if (word.at[5] != '1') return 505;
	if (word.at[7] != '0' && word.at[7] != '1') return 505;
	*ret_minor = (unsigned)(word.at[7] - '0');
	return HTTP_OK;
}

/* `METHOD /path?query HTTP/1.x`, one blank between. */
static unsigned first_line(str line, struct http_request *request)
{
	str method, target, version;
	unsigned result;

	if (!str_cut(line, ' ', &method, &line) ||
		!str_cut(line, ' ', &target, &version)) {
		return 400;
	}
	result = method_read(method, &request->method);
	if (result != HTTP_OK) return result;
	result = version_read(version, &request->minor);
	if (result != HTTP_OK) return result;
	if (target.len > HTTP_PATH_MAX) return 414;
	if (!str_starts(target, S("/")) || !all_are(target, TARGET)) return 400;
	request->path = target;
	request->query = S("");
	(void)str_cut(target, '?', &request->path, &request->query);
	return HTTP_OK;
}

static unsigned header_line(str line, struct http_request *request)
{
	struct http_header header;

	if (request->header_count == HTTP_LINES_MAX) return 431;
	/* A folded line begins with a blank: no token there, so refused. */
	if (!str_cut(line, ':', &header.name, &header.value)) return 400;
	if (header.name.len == 0 || !all_are(header.name, TOKEN)) return 400;
	if (!all_are(header.value, VALUE)) return 400;
	header.value = str_trim(header.value);
	request->headers[request->header_count++] = header;
	return HTTP_OK;
}

static size_t header_count(const struct http_request *request, str name,
	str *ret_value)
{
	size_t count = 0;

	for (size_t i = 0; i < request->header_count; i++) {
		if (str_eq_nocase(request->headers[i].name, name)) {
			*ret_value = request->headers[i].value;
			count++;
		}
	}
	return count;
}

str http_header(const struct http_request *request, str name)
{
	str value = S("");

	return header_count(request, name, &value) == 1 ? value : S("");
}

/* True when the comma list `value` has `word`. */
static bool list_has(str value, str word)
{
	str item;

	while (str_cut(value, ',', &item, &value)) {
		if (str_eq_nocase(str_trim(item), word)) return true;
	}
	return str_eq_nocase(str_trim(value), word);
}

static unsigned length_read(struct http_request *request)
{
	str value = S("");
	size_t count = header_count(request, S("content-length"), &value);

	if (header_count(request, S("transfer-encoding"), &value) > 0) {
		/* [http-1] no chunks: with a length it is smuggling */
		return count > 0 || request->minor == 0 ? 400 : 411;
	}
	if (count > 1) return 400;
	if (count == 0) return request->method == HTTP_POST ? 411 : HTTP_OK;
	if (!num_read(value, UINT64_MAX, &request->length)) return 400;
	if (request->length > LENGTH_MAX_DIGITS_VALUE) return 413;
	request->has_length = true;
	/* We never send a body to GET: refusing it ends all doubt. */
	if (request->method != HTTP_POST && request->length > 0) return 400;
	return HTTP_OK;
}

/* What the head as a whole must hold. */
static unsigned whole_check(struct http_request *request)
{
	str value = S("");
	size_t hosts = header_count(request, S("host"), &value);
	unsigned result;

	if (hosts > 1 || (hosts == 0 && request->minor == 1)) return 400;
	if (hosts == 1 && !all_are(value, TARGET)) return 400;
	result = length_read(request);
	if (result != HTTP_OK) return result;
	value = S("");
	if (header_count(request, S("expect"), &value) > 0) {
		if (!str_eq_nocase(value, S("100-continue"))) return 417;
		request->expects_continue = request->minor == 1;
	}
	request->keep_alive = request->minor == 1;
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		if (!str_eq_nocase(header->name, S("connection"))) continue;
		if (list_has(header->value, S("close"))) {
			request->keep_alive = false;
			break;
		}
		if (list_has(header->value, S("keep-alive"))) {
			request->keep_alive = true;
		}
	}
	return HTTP_OK;
}

unsigned http_read(str bytes, struct http_request *request, size_t *ret_length)
{
	str rest = bytes, line;
	unsigned result;
	size_t end;

	request->header_count = 0;
	request->has_length = request->expects_continue = false;
	request->length = 0;
	/* One empty line before a request is forgiven (RFC 9112 2.2). */
	if (str_starts(rest, S("\r\n"))) rest = str_from(rest, 2);
	end = str_find(rest, S("\r\n\r\n"));
	if (end == SIZE_MAX) {
		if (bytes.len >= HTTP_HEAD_MAX) return 431;
		/* A bare LF never becomes right by waiting. */
		while (str_cut(rest, '\n', &line, &rest)) {
			if (!str_ends(line, S("\r"))) return 400;
		}
		return HTTP_MORE;
	}
	if (end + 4 > HTTP_HEAD_MAX) return 431;
	*ret_length = bytes.len - rest.len + end + 4;
	rest = str_first(rest, end + 2);
	if (!line_take(&rest, &line)) return 400;
	result = first_line(line, request);
	while (result == HTTP_OK && rest.len > 0) {
		if (!line_take(&rest, &line)) return 400;
		result = header_line(line, request);
	}
	return result == HTTP_OK ? whole_check(request) : result;
}

str http_status_words(unsigned status)
{
	static const struct { unsigned status; str words; } table[] = {
		{200, S_INIT("OK")}, {303, S_INIT("See Other")},
		{400, S_INIT("Bad Request")}, {403, S_INIT("Forbidden")},
		{404, S_INIT("Not Found")},
		{405, S_INIT("Method Not Allowed")},
		{408, S_INIT("Request Timeout")},
		{409, S_INIT("Conflict")},
		{411, S_INIT("Length Required")},
		{413, S_INIT("Content Too Large")},
		{414, S_INIT("URI Too Long")},
		{415, S_INIT("Unsupported Media Type")},
		{417, S_INIT("Expectation Failed")},
		{422, S_INIT("Unprocessable Content")},
		{431, S_INIT("Request Header Fields Too Large")},
		{500, S_INIT("Internal Server Error")},
		{501, S_INIT("Not Implemented")},
		{503, S_INIT("Service Unavailable")},
		{505, S_INIT("HTTP Version Not Supported")},
		{507, S_INIT("Insufficient Storage")}};

	for (size_t i = 0; i < NELEM(table); i++) {
		if (table[i].status == status) return table[i].words;
	}
	return S("Other");
}
