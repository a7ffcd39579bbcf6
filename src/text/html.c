/* Escapers: see html.h. One table says of every byte what each place needs.
 * Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/html.h"

#include "base/hex.h"
#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* What stands for a byte, or empty when the byte itself may stand. */
static str text_entity(unsigned char c)
{
	switch (c) {
	case '&': return S("&amp;");
	case '<': return S("&lt;");
	case '>': return S("&gt;");
	case '\r': return S("&#13;"); /* else the browser makes it a LF */
	case '\n':
	case '\t': return S("");
	default: break;
	}
	return c < 0x20 || c == 0x7f ? S(REPLACEMENT) : S("");
}

static str attr_entity(unsigned char c)
{
	switch (c) {
	case '"': return S("&quot;");
	case '\'': return S("&#39;");
	case '`': return S("&#96;"); /* a quote to some old browsers */
	case '\n': return S("&#10;");
	case '\t': return S("&#9;");
	default: return text_entity(c);
	}
}

typedef str entity_of(unsigned char c);

/* Letters, digits and blanks stand for themselves everywhere. */
static bool is_plain(unsigned char c)
{
	return (c >= '@' && c < 0x7f && c != '`') || c == ' '
		|| (c >= '(' && c < '<');
}

/* [html-5] Sound runs go through whole, each bad byte is replaced. */
static void escape(struct buf *out, str s, entity_of *name)
{
	str rest = s;
	uint32_t point;

	while (rest.len > 0) {
		unsigned char c = (unsigned char)rest.at[0];
		str entity;

		if (is_plain(c)) {
			rest = str_from(rest, 1);
			continue;
		}
		if (c >= 0x80 && utf8_next(&rest, &point)) continue;
		entity = c >= 0x80 ? S(REPLACEMENT) : name(c);
		if (entity.len > 0) {
			buf_put(out, str_first(s, s.len - rest.len));
			buf_put(out, entity);
			s = str_from(rest, 1);
		}
		rest = str_from(rest, 1);
	}
	buf_put(out, s);
}

void html_text(struct buf *out, str s)
{
	escape(out, s, text_entity);
}

void html_attr(struct buf *out, str s)
{
	escape(out, s, attr_entity);
}

static bool is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

static void percent_put(struct buf *out, unsigned char c)
{
	static const char digit[] = "0123456789ABCDEF";

	buf_byte(out, '%');
	buf_byte(out, digit[c >> 4]);
	buf_byte(out, digit[c & 15]);
}

static void percent_encode(struct buf *out, str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (is_unreserved(c)) buf_byte(out, s.at[i]);
		else percent_put(out, c);
	}
}

static bool is_dots(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] != '.') return false;
	}
	return true; /* also when empty */
}

void html_path(struct buf *out, str s)
{
	if (is_dots(s)) buf_byte(out, '-'); /* [html-3] */
	else percent_encode(out, s);
}

void html_path_list(struct buf *out, str s)
{
	str segment;

	while (str_cut(s, '/', &segment, &s)) {
		html_path(out, segment);
		buf_byte(out, '/');
	}
	if (s.len > 0) html_path(out, s);
}

void html_query(struct buf *out, str s)
{
	percent_encode(out, s);
}

void html_base64(struct buf *out, str bytes)
{
	base64_put(out, bytes, true);
}

/* The host of "scheme://host[:port]/…"; empty where something else stands, as
 * a name in front of "@", which looks like the host and is none. */
static str host_of(str rest)
{
	size_t end = 0, after;

	while (end < rest.len && is_unreserved((unsigned char)rest.at[end])) {
		end++;
	}
	after = end;
	if (after < rest.len && rest.at[after] == ':') {
		do after++;
		while (after < rest.len && rest.at[after] >= '0'
			&& rest.at[after] <= '9');
	}
	if (after < rest.len && str_find_byte(S("/?#"), rest.at[after])
			== SIZE_MAX) {
		return S("");
	}
	return str_first(rest, end);
}

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

bool html_url_is_allowed(str s)
{
	if (s.len == 0) return false;
	if (s.at[0] == '#') return true;
	if (s.at[0] == '/') return s.len == 1 || !is_slash(s.at[1]);
	if (str_starts(s, S("https://"))) {
		return host_of(str_from(s, 8)).len > 0;
	}
	return str_starts(s, S("http://")) &&
	       str_ends(host_of(str_from(s, 7)), S(".onion"));
}

void html_url(struct buf *out, str s)
{
	if (!html_url_is_allowed(s)) { /* [html-2] */
		buf_byte(out, '#');
		return;
	}
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		/* Browsers drop tabs and line ends inside an address and read
		 * a backslash as a slash: nothing but URL letters stays. */
		if (c == '&') buf_put(out, S("&amp;"));
		else if (is_unreserved(c)) buf_byte(out, s.at[i]);
		else if (str_find_byte(S(":/?#[]@!$()*+,;=%"), s.at[i]) !=
			SIZE_MAX) {
			buf_byte(out, s.at[i]);
		} else {
			percent_put(out, c);
		}
	}
}

/* `s` between the places, and `mark` around each of them. */
struct prose {
	str text;
	const struct html_mark *marks;
	size_t count, at; /* at: where the writing is */
};

static void prose_put(struct buf *out, struct prose *prose, size_t end)
{
	if (end <= prose->at) return;
	html_text(out, str_first(str_from(prose->text, prose->at),
		end - prose->at));
	prose->at = end;
}

/* Up to `end`, a line's; a mark that goes on behind it goes on there. */
static void line_put(struct buf *out, struct prose *prose, size_t end)
{
	while (prose->count > 0 && prose->marks->at < end) {
		size_t mark_end = prose->marks->at + prose->marks->len;
		size_t begin = prose->marks->at > prose->at
			? prose->marks->at : prose->at;

		prose_put(out, prose, begin);
		buf_put(out, S("<mark>"));
		prose_put(out, prose, mark_end < end ? mark_end : end);
		buf_put(out, S("</mark>"));
		if (mark_end > end) break;
		prose->marks++;
		prose->count--;
	}
	prose_put(out, prose, end);
}

struct html html_prose_marked(struct arena *arena, str s,
	const struct html_mark *marks, size_t count)
{
	struct prose prose = {s, marks, count, 0};
	struct buf out = {0};
	struct html html;

	while (prose.at < s.len) { /* [html-4] */
		size_t end = str_find_byte(str_from(s, prose.at), '\n');

		end = end == SIZE_MAX ? s.len : prose.at + end + 1;
		buf_put(&out, S("<div dir=\"auto\">"));
		line_put(&out, &prose, end);
		buf_put(&out, S("</div>"));
	}
	html.bytes = buf_take(&out, arena);
	buf_close(&out);
	return html;
}

struct html html_prose(struct arena *arena, str s)
{
	return html_prose_marked(arena, s, NULL, 0);
}

struct html html_ready(str bytes)
{
	return (struct html){bytes};
}
