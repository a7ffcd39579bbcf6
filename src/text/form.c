/* Forms: see form.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/form.h"

#include "base/utf8.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return -1;
}

static bool decode(struct arena *arena, str coded, str *ret_plain)
{
	char *to = arena_try(arena, coded.len + 1);
	size_t len = 0;

	if (to == NULL) return false;
	for (size_t i = 0; i < coded.len; i++) {
		char c = coded.at[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < coded.len
				? hex_value(coded.at[i + 1])
				: -1;
			int low = high < 0 ? -1 : hex_value(coded.at[i + 2]);

			if (low < 0) return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		to[len++] = c;
	}
	*ret_plain = str_bytes(to, len);
	return true;
}

enum form_result form_read(struct arena *arena, str body,
	struct form *ret_form)
{
	ret_form->count = 0;
	while (body.len > 0) {
		struct form_field *field = &ret_form->fields[ret_form->count];
		str pair = body, name, value = S("");

		if (ret_form->count == FORM_FIELDS_MAX) return FORM_TOO_MANY;
		if (!str_cut(body, '&', &pair, &body)) body = S("");
		name = pair;
		(void)str_cut(pair, '=', &name, &value);
		if (!decode(arena, name, &field->name) ||
			!decode(arena, value, &field->value)) {
			return FORM_MALFORMED;
		}
		ret_form->count++;
	}
	return FORM_OK;
}

bool form_next(const struct form *form, str name, size_t *at, str *ret_value)
{
	for (; *at < form->count; (*at)++) {
		if (str_eq(form->fields[*at].name, name)) {
			*ret_value = form->fields[(*at)++].value;
			return true;
		}
	}
	return false;
}

str form_value(const struct form *form, str name)
{
	size_t at = 0;
	str value = S("");

	(void)form_next(form, name, &at, &value);
	return value;
}

bool form_has(const struct form *form, str name)
{
	size_t at = 0;
	str value;

	return form_next(form, name, &at, &value);
}

bool form_text(struct arena *arena, str sent, str *ret_text)
{
	char *to;
	size_t len = 0;

	if (!utf8_is_valid(sent)) return false;
	to = arena_try(arena, sent.len + 1);
	if (to == NULL) return false;
	for (size_t i = 0; i < sent.len; i++) {
		char c = sent.at[i];

		if (c == '\r') { /* [form-1] */
			if (i + 1 < sent.len && sent.at[i + 1] == '\n') continue;
			c = '\n';
		}
		to[len++] = c;
	}
	*ret_text = str_bytes(to, len);
	return true;
}

bool form_line(struct arena *arena, str sent, str *ret_line)
{
	char *to;
	str text;

	if (!form_text(arena, sent, &text)) return false;
	to = arena_try(arena, text.len + 1);
	if (to == NULL) return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		to[i] = c == '\n' || c == '\0' ? ' ' : c;
	}
	*ret_line = str_trim(str_bytes(to, text.len));
	return true;
}

void form_encode(struct buf *out, str s)
{
	static const char digit[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			(c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
			c == '_') {
			buf_byte(out, (char)c);
			continue;
		}
		buf_byte(out, '%');
		buf_byte(out, digit[c >> 4]);
		buf_byte(out, digit[c & 15]);
	}
}
