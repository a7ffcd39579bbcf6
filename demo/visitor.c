/* The demonstration's browser: see visitor.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "visitor.h"

#include "base/num.h"
#include "os/socket.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_BYTES = 64 << 20, READ_BYTES = 16 * 1024, HIDDEN_MAX = 16 };

static const char boundary[] = "----bothy-demonstration-7f3a";

void page_close(struct page *page)
{
	buf_close(&page->bytes);
	*page = (struct page){0};
}

/* -- one request ---------------------------------------------------------- */

static const err *all_send(int fd, str bytes)
{
	while (bytes.len > 0) {
		bool end = false;
		size_t sent = socket_write(fd, bytes, &end);

		if (end) return err_make(ERR_GONE, "the page's server left");
		bytes = str_from(bytes, sent);
	}
	return NULL;
}

static const err *all_read(int fd, struct buf *out)
{
	for (;;) {
		char *room = buf_room(out, READ_BYTES);
		bool end = false;
		size_t got;

		if (room == NULL) return err_make(ERR_FULL, "a page is long");
		got = socket_read(fd, room, READ_BYTES, &end);
		if (end) return NULL;
		buf_added(out, got);
	}
}

/* The value of a header line, or empty. */
static str header_of(str head, const char *name)
{
	str line;

	while (str_line(&head, &line)) {
		str key, value;

		if (str_cut(line, ':', &key, &value) &&
			str_eq_nocase(key, str_of(name))) {
			return str_trim(value);
		}
	}
	return S("");
}

static const err *page_read(struct visitor *visitor, struct page *page)
{
	str all = buf_str(&page->bytes), head, cookie, rest;
	size_t end = str_find(all, S("\r\n\r\n"));
	uint64_t status;

	if (end == SIZE_MAX || !str_starts(all, S("HTTP/1.1 ")) ||
		!num_read(str_first(str_from(all, 9), 3), 999, &status)) {
		return err_make(ERR_FORMAT, "an answer is not HTTP");
	}
	head = str_first(all, end + 2);
	page->status = (unsigned)status;
	page->body = str_from(all, end + 4);
	page->location = header_of(head, "location");
	cookie = header_of(head, "set-cookie");
	if (cookie.len > 0) {
		(void)str_cut(cookie, ';', &cookie, &rest);
		(void)snprintf(visitor->cookie, sizeof(visitor->cookie),
			"%.*s", S_ARG(cookie));
	}
	return NULL;
}

static void head_put(const struct visitor *visitor, const char *method,
	str path, struct buf *out)
{
	buf_fmt(out, "%s %.*s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
		"Connection: close\r\n", method, S_ARG(path), visitor->port);
	if (visitor->cookie[0] != '\0') {
		buf_fmt(out, "Cookie: %s\r\n", visitor->cookie);
	}
}

static const err *exchange(struct visitor *visitor, str request,
	struct page *ret_page)
{
	struct page page = {.bytes = buf_cap(PAGE_BYTES)};
	char where[32];
	int fd = -1;
	const err *e;

	(void)snprintf(where, sizeof(where), "127.0.0.1:%u", visitor->port);
	e = socket_connect(str_of(where), &fd);
	if (e == NULL) e = all_send(fd, request);
	if (e == NULL) e = all_read(fd, &page.bytes);
	socket_close(&fd);
	if (e == NULL) e = page_read(visitor, &page);
	if (e != NULL) {
		page_close(&page);
		return e;
	}
	*ret_page = page;
	return NULL;
}

static const err *get(struct visitor *visitor, str path,
	struct page *ret_page)
{
	struct buf request = {0};
	const err *e;

	head_put(visitor, "GET", path, &request);
	buf_text(&request, "\r\n");
	e = exchange(visitor, buf_str(&request), ret_page);
	buf_close(&request);
	return e;
}

const err *visitor_get(struct visitor *visitor, const char *path,
	struct page *ret_page)
{
	return get(visitor, str_of(path), ret_page);
}

/* -- forms ---------------------------------------------------------------- */

/* The value of name="…" inside one tag. */
static bool attribute_of(str tag, const char *name, str *ret_value)
{
	char want[40];
	size_t at, end;

	(void)snprintf(want, sizeof(want), " %s=\"", name);
	at = str_find(tag, str_of(want));
	if (at == SIZE_MAX) return false;
	tag = str_from(tag, at + strlen(want));
	end = str_find_byte(tag, '"');
	if (end == SIZE_MAX) return false;
	*ret_value = str_first(tag, end);
	return true;
}

/* Takes the next tag that begins with `name` off the front. */
static bool tag_next(str *rest, const char *name, str *ret_tag)
{
	size_t at = str_find(*rest, str_of(name)), end;

	if (at == SIZE_MAX) return false;
	*rest = str_from(*rest, at);
	end = str_find_byte(*rest, '>');
	if (end == SIZE_MAX) return false;
	*ret_tag = str_first(*rest, end);
	*rest = str_from(*rest, end + 1);
	return true;
}

/* What stands inside the form whose action ends in `action`. */
static bool form_find(str html, const char *action, str *ret_action,
	str *ret_inside, bool *ret_multipart)
{
	str tag, value, kind;

	while (tag_next(&html, "<form", &tag)) {
		if (!attribute_of(tag, "action", &value) ||
			!str_ends(value, str_of(action))) {
			continue;
		}
		*ret_action = value;
		*ret_inside = str_first(html, str_find(html, S("</form")));
		*ret_multipart = attribute_of(tag, "enctype", &kind) &&
			str_starts(kind, S("multipart"));
		return true;
	}
	return false;
}

static bool is_typed(str name, const struct typed *typed, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_eq(name, str_of(typed[i].name))) return true;
	}
	return false;
}

static void percent_put(struct buf *out, str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		bool plain = (c >= '0' && c <= '9') ||
			(c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

		if (plain) buf_byte(out, c);
		else buf_fmt(out, "%%%02X", (unsigned char)c);
	}
}

static void plain_field(struct buf *out, str name, str value)
{
	if (out->len > 0) buf_byte(out, '&');
	percent_put(out, name);
	buf_byte(out, '=');
	percent_put(out, value);
}

static void part_put(struct buf *out, const struct typed *one, str name,
	str value)
{
	buf_fmt(out, "--%s\r\nContent-Disposition: form-data; name=\"%.*s\"",
		boundary, S_ARG(name));
	if (one != NULL && one->file_name != NULL) {
		buf_fmt(out, "; filename=\"%s\"\r\nContent-Type: %s",
			one->file_name, one->file_type);
	}
	buf_text(out, "\r\n\r\n");
	buf_put(out, value);
	buf_text(out, "\r\n");
}

static void field_add(struct buf *out, bool multipart,
	const struct typed *one, str name, str value)
{
	if (multipart) part_put(out, one, name, value);
	else plain_field(out, name, value);
}

/* Hidden fields as they are in the page, then what is typed. */
static void fields_put(struct buf *out, str inside, bool multipart,
	const struct typed *typed, size_t count)
{
	str tag, kind, name, value;

	while (tag_next(&inside, "<input", &tag)) {
		if (!attribute_of(tag, "type", &kind) ||
			!str_eq(kind, S("hidden")) ||
			!attribute_of(tag, "name", &name) ||
			is_typed(name, typed, count)) {
			continue;
		}
		if (!attribute_of(tag, "value", &value)) value = S("");
		field_add(out, multipart, NULL, name, value);
	}
	for (size_t i = 0; i < count; i++) {
		value = typed[i].size > 0
			? str_bytes(typed[i].value, typed[i].size)
			: str_of(typed[i].value);
		field_add(out, multipart, &typed[i], str_of(typed[i].name),
			value);
	}
	if (multipart) buf_fmt(out, "--%s--\r\n", boundary);
}

static const err *follow(struct visitor *visitor, struct page *ret_page)
{
	struct page next;
	const err *e;

	if (ret_page->status != 303) return NULL;
	if (!str_starts(ret_page->location, S("/"))) {
		return err_make(ERR_FORMAT, "a page leads elsewhere");
	}
	e = get(visitor, ret_page->location, &next);
	page_close(ret_page);
	if (e == NULL) *ret_page = next;
	return e;
}

const err *visitor_send(struct visitor *visitor, const struct page *page,
	const char *action, const struct typed *typed, size_t count,
	struct page *ret_page)
{
	struct buf fields = buf_cap(PAGE_BYTES), request = buf_cap(PAGE_BYTES);
	str where, inside;
	bool multipart;
	const err *e;

	if (!form_find(page->body, action, &where, &inside, &multipart)) {
		return err_make(ERR_FORMAT, "the page has no form %s", action);
	}
	fields_put(&fields, inside, multipart, typed, count);
	head_put(visitor, "POST", where, &request);
	buf_fmt(&request, "Origin: http://127.0.0.1:%u\r\n", visitor->port);
	buf_fmt(&request, "Content-Type: %s%s\r\nContent-Length: %zu\r\n\r\n",
		multipart ? "multipart/form-data; boundary="
			  : "application/x-www-form-urlencoded",
		multipart ? boundary : "", fields.len);
	buf_put(&request, buf_str(&fields));
	e = exchange(visitor, buf_str(&request), ret_page);
	if (e == NULL) e = follow(visitor, ret_page);
	buf_close(&fields);
	buf_close(&request);
	return e;
}

bool page_between(const struct page *page, const char *before,
	const char *after, str *ret_text)
{
	size_t at = str_find(page->body, str_of(before)), end;
	str rest;

	if (at == SIZE_MAX) return false;
	rest = str_from(page->body, at + strlen(before));
	end = str_find(rest, str_of(after));
	if (end == SIZE_MAX) return false;
	*ret_text = str_first(rest, end);
	return true;
}
