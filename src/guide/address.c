/* What a link of a foreign file is: see address.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/address.h"

#include "base/buf.h"
#include "base/hex.h"
#include "text/html.h"

#include <string.h>

enum { PARTS_MAX = 64 };

static bool is_scheme_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/* "https" of "https://…"; empty when there is none. */
static str scheme_of(str raw)
{
	size_t colon = str_find_byte(raw, ':');

	if (colon == SIZE_MAX || colon == 0) return S("");
	for (size_t i = 0; i < colon; i++) {
		if (!is_scheme_byte(raw.at[i])) return S("");
	}
	return str_first(raw, colon);
}

/* Behind the scheme, with what no address may hold written in percents. */
static str web(struct arena *arena, const char *scheme, str rest)
{
	struct buf out = {0};
	str kept;

	buf_text(&out, scheme);
	for (size_t i = 0; i < rest.len; i++) {
		unsigned char byte = (unsigned char)rest.at[i];

		if (byte <= ' ' || byte >= 0x7f
			|| strchr("\"<>\\^`{|}", byte) != NULL) {
			buf_fmt(&out, "%%%02X", byte);
		} else {
			buf_byte(&out, rest.at[i]);
		}
	}
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static bool is_onion(str rest)
{
	size_t end = 0;

	while (end < rest.len && strchr("/?#:", rest.at[end]) == NULL) end++;
	return str_ends(str_first(rest, end), S(".onion"));
}

static enum address_kind web_read(struct arena *arena, str scheme, str rest,
	str *ret_value)
{
	bool plain = str_eq_nocase(scheme, S("http"));
	bool onion = plain && is_onion(rest);

	*ret_value = web(arena, onion ? "http://" : "https://", rest);
	if (rest.len == 0 || strchr("/?#:@.", rest.at[0]) != NULL
		|| !html_url_is_allowed(*ret_value)) {
		return ADDRESS_BROKEN;
	}
	return plain && !onion ? ADDRESS_UPGRADED : ADDRESS_WEB;
}

enum address_kind address_read(struct arena *arena, str raw, str *ret_value)
{
	str scheme;

	raw = str_trim(raw);
	scheme = scheme_of(raw);
	*ret_value = raw;
	if (raw.len == 0) return ADDRESS_BROKEN;
	if (raw.at[0] == '#') {
		*ret_value = str_from(raw, 1);
		return ADDRESS_UNIT;
	}
	if (str_starts(raw, S("//"))) {
		return web_read(arena, S("https"), str_from(raw, 2), ret_value);
	}
	if (scheme.len == 0) {
		if (raw.at[0] == '/' || raw.at[0] == '?') return ADDRESS_BROKEN;
		return ADDRESS_FILE;
	}
	*ret_value = str_from(raw, scheme.len + 1);
	if (str_eq_nocase(scheme, S("https")) || str_eq_nocase(scheme, S("http"))) {
		if (!str_starts(*ret_value, S("//"))) return ADDRESS_BROKEN;
		return web_read(arena, scheme, str_from(*ret_value, 2), ret_value);
	}
	if (str_eq(scheme, S("guide"))) return ADDRESS_GUIDE;
	if (str_eq(scheme, S("term"))) return ADDRESS_TERM;
	if (str_eq_nocase(scheme, S("mailto")) || str_eq_nocase(scheme, S("tel"))) {
		return ADDRESS_MAIL;
	}
	return ADDRESS_SCHEME;
}

static bool is_start(str text, size_t at, size_t *ret_len)
{
	static const str starts[] = {S_INIT("http://"), S_INIT("https://"),
		S_INIT("www.")};

	if (at > 0 && is_scheme_byte(text.at[at - 1])) return false;
	for (size_t i = 0; i < NELEM(starts); i++) {
		if (!str_starts(str_from(text, at), starts[i])) continue;
		*ret_len = starts[i].len;
		return true;
	}
	return false;
}

/* Behind its start, without the sign that ends a sentence or a bracket it
 * stands in. */
static size_t bare_len(str text, size_t len)
{
	size_t start = len, open = 0;

	while (len < text.len && text.at[len] > ' ' && text.at[len] < 0x7f
		&& strchr("<>\"", text.at[len]) == NULL) {
		open += text.at[len++] == '(';
	}
	while (len > start && (strchr(".,;:!?'*_]", text.at[len - 1]) != NULL
			|| (text.at[len - 1] == ')' && open == 0))) {
		len--;
	}
	return len > start ? len : 0;
}

size_t address_find(str text, size_t *ret_len)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t len;

		if (text.at[at] != 'h' && text.at[at] != 'w') continue;
		if (!is_start(text, at, &len)) continue;
		len = bare_len(str_from(text, at), len);
		if (len == 0) continue;
		*ret_len = len;
		return at;
	}
	*ret_len = 0;
	return text.len;
}

static void unescape(struct buf *out, str path)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < path.len; i++) {
		char pair[2];
		unsigned char byte;

		if (path.at[i] != '%' || i + 2 >= path.len) {
			buf_byte(out, path.at[i]);
			continue;
		}
		for (int k = 0; k < 2; k++) {
			char c = path.at[i + 1 + (size_t)k];

			pair[k] = c >= 'A' && c <= 'F' ? (char)(c | 32) : c;
		}
		if (strchr(digits, pair[0]) == NULL || !hex_read(
				str_bytes(pair, 2), &byte, 1) || byte == 0) {
			buf_byte(out, '%');
			continue;
		}
		buf_byte(out, (char)byte);
		i += 2;
	}
}

str address_unescaped(struct arena *arena, str part)
{
	struct buf out = {0};
	str kept;

	unescape(&out, part);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

/* Takes the parts of `path` onto the stack. */
static bool parts_add(str path, str *parts, size_t *count)
{
	while (path.len > 0) {
		str part = path, rest = S("");

		(void)str_cut(path, '/', &part, &rest);
		path = rest;
		if (part.len == 0 || str_eq(part, S("."))) continue;
		if (str_eq(part, S(".."))) {
			if (*count == 0) return false;
			(*count)--;
		} else {
			if (*count == PARTS_MAX) return false;
			parts[(*count)++] = part;
		}
	}
	return true;
}

bool address_path(struct arena *arena, str from, str path, str *ret_path)
{
	str parts[PARTS_MAX], folder = S("");
	struct buf plain = {0}, joined = {0};
	size_t count = 0;
	bool fine;

	for (size_t i = from.len; i > 0; i--) {
		if (from.at[i - 1] != '/') continue;
		folder = str_first(from, i - 1);
		break;
	}
	(void)str_cut(path, '#', &path, &(str){NULL, 0});
	(void)str_cut(path, '?', &path, &(str){NULL, 0});
	unescape(&plain, path);
	fine = parts_add(folder, parts, &count)
		&& parts_add(buf_str(&plain), parts, &count) && count > 0;
	for (size_t i = 0; fine && i < count; i++) {
		if (i > 0) buf_byte(&joined, '/');
		buf_put(&joined, parts[i]);
	}
	if (fine) *ret_path = buf_take(&joined, arena);
	buf_close(&plain);
	buf_close(&joined);
	return fine;
}
