/* A template as the C it is so far: see compiled.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compiled.h"

#include "place.h"

enum { LITERAL_MAX = 1500 };

struct buf compiled_code, compiled_header;
static struct buf literal;

static void c_string(struct buf *out, str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\n') buf_text(out, "\\n");
		else if (c == '\t') buf_text(out, "\\t");
		else if (c == '"' || c == '\\') {
			buf_byte(out, '\\');
			buf_byte(out, c);
		} else buf_byte(out, c);
		/* "??" would be a trigraph in strict C11 */
		if (c == '?') buf_text(out, "\"\"");
	}
	buf_byte(out, '"');
}

void compiled_flush(void)
{
	str rest = buf_str(&literal);

	while (rest.len > 0) {
		size_t cut = rest.len < LITERAL_MAX ? rest.len : LITERAL_MAX;
		str part;

		/* never inside a UTF-8 sequence */
		while (cut < rest.len &&
			((unsigned char)rest.at[cut] & 0xC0) == 0x80) {
			cut--;
		}
		part = str_first(rest, cut);
		buf_text(&compiled_code, "\tbuf_put(out, S(");
		c_string(&compiled_code, part);
		buf_text(&compiled_code, "));\n");
		rest = str_from(rest, cut);
	}
	buf_reset(&literal);
}

void compiled_byte(char c)
{
	bool squeeze = place_now() == IN_TEXT || place_now() == IN_TAG;
	char before = literal.len > 0 ? literal.at[literal.len - 1] : '\0';

	if (squeeze && (c == '\t' || c == ' ') && before == '\n') return;
	if (squeeze && c == '\n' && before == '\n') return;
	buf_byte(&literal, c);
}

void compiled_line(const char *file, int line)
{
	buf_fmt(&compiled_code, "#line %d \"%s\"\n", line, file);
}

str compiled_literal(void)
{
	return buf_str(&literal);
}
