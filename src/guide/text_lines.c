/* Wrapping: see text_lines.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/text_lines.h"

#include "base/utf8.h"

static bool is_mark(uint32_t point)
{
	return (point >= 0x300 && point <= 0x36F) ||
	       (point >= 0x64B && point <= 0x65F) || point == 0x670 ||
	       point == 0x200C;
}

size_t text_lines_width(str text)
{
	size_t width = 0;
	uint32_t point;

	while (utf8_next(&text, &point)) width += !is_mark(point);
	return width;
}

void text_lines_break(struct text_lines *lines)
{
	if (lines->column <= lines->indent) return;
	buf_byte(lines->out, '\n');
	for (size_t i = 0; i < lines->indent; i++) buf_byte(lines->out, ' ');
	lines->column = lines->indent;
	lines->blank = false;
}

void text_lines_end(struct text_lines *lines)
{
	while (lines->out->len > 0 &&
		lines->out->at[lines->out->len - 1] == ' ') {
		lines->out->len--;
	}
	if (lines->out->len > 0 &&
		lines->out->at[lines->out->len - 1] != '\n') {
		buf_byte(lines->out, '\n');
	}
	lines->column = 0;
	lines->indent = 0;
	lines->blank = false;
}

void text_lines_whole(struct text_lines *lines, str text)
{
	size_t width = text_lines_width(text);
	bool blank = lines->blank && lines->column > lines->indent;

	if (lines->column + blank + width > lines->columns) {
		text_lines_break(lines);
		blank = false;
	}
	if (blank) buf_byte(lines->out, ' ');
	buf_put(lines->out, text);
	lines->column += blank + width;
	lines->blank = false;
}

void text_lines_put(struct text_lines *lines, str text)
{
	while (text.len > 0) {
		size_t len = str_find_byte(text, ' ');

		if (len == 0) {
			lines->blank = true;
			text = str_from(text, 1);
			continue;
		}
		text_lines_whole(lines, str_first(text, len));
		text = str_from(text, len == SIZE_MAX ? text.len : len);
	}
}
