/* Header lines: see field.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/field.h"

#include "base/num.h"
#include "base/utf8.h"

enum { FIELD_TEXTS_MAX = 8 };

bool field_take(str *rest, str key, str *ret_value)
{
	str line, after;

	if (!str_cut(*rest, '\n', &line, &after)) return false;
	if (!str_starts(line, key) || line.len == key.len ||
		line.at[key.len] != ' ') {
		return false;
	}
	*ret_value = str_from(line, key.len + 1);
	*rest = after;
	return true;
}

bool field_line(str *rest, str wanted)
{
	str line, after;

	if (!str_cut(*rest, '\n', &line, &after)) return false;
	if (!str_eq(line, wanted)) return false;
	*rest = after;
	return true;
}

bool field_number(str *rest, str key, uint64_t max, uint64_t *ret_number)
{
	str before = *rest, value;

	if (!field_take(rest, key, &value)) return false;
	if (num_read(value, max, ret_number)) return true;
	*rest = before;
	return false;
}

bool field_hex(str *rest, str key, size_t digits, str *ret_value)
{
	str before = *rest, value;

	if (!field_take(rest, key, &value)) return false;
	if (field_is_hex(value, digits)) {
		*ret_value = value;
		return true;
	}
	*rest = before;
	return false;
}

bool field_texts(str rest, struct field_text *texts, size_t count)
{
	size_t lengths[FIELD_TEXTS_MAX], all = 0;

	must(count <= FIELD_TEXTS_MAX);
	for (size_t i = 0; i < count; i++) {
		uint64_t length;

		if (!field_number(&rest, texts[i].name, texts[i].max,
			&length) || length > rest.len) {
			return false;
		}
		lengths[i] = (size_t)length;
		all += lengths[i];
	}
	if (all != rest.len) return false;
	for (size_t i = 0; i < count; i++) {
		texts[i].text = str_first(rest, lengths[i]);
		rest = str_from(rest, lengths[i]);
	}
	return true;
}

void field_put(struct buf *out, str key, str value)
{
	buf_put(out, key);
	buf_byte(out, ' ');
	buf_put(out, value);
	buf_byte(out, '\n');
}

void field_put_number(struct buf *out, str key, uint64_t number)
{
	buf_put(out, key);
	buf_byte(out, ' ');
	buf_number(out, number);
	buf_byte(out, '\n');
}

void field_put_texts(struct buf *out, const struct field_text *texts,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		must(texts[i].text.len <= texts[i].max);
		field_put_number(out, texts[i].name, texts[i].text.len);
	}
	for (size_t i = 0; i < count; i++) buf_put(out, texts[i].text);
}

bool field_is_clean(str s, size_t max)
{
	if (s.len > max || !utf8_is_valid(s)) return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\n' || s.at[i] == '\r' || s.at[i] == '\0') {
			return false;
		}
	}
	return true;
}

bool field_is_hex(str s, size_t digits)
{
	if (s.len != digits) return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
			return false;
		}
	}
	return true;
}
