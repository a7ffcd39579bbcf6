/* Lines with numbers: see line_reader.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/line_reader.h"

#include "base/utf8.h"

bool line_fault(struct line_reader *lines, str text)
{
	unsigned line = lines->number == 0 ? 1 : lines->number;

	lines->fault = (struct read_fault){line, text};
	return false;
}

/* Where the file as a whole goes wrong. */
static bool file_fault(struct line_reader *lines, size_t at, str text)
{
	lines->number = 1;
	for (size_t i = 0; i < at; i++) {
		if (lines->rest.at[i] == '\n') lines->number++;
	}
	return line_fault(lines, text);
}

bool line_reader_open(struct line_reader *lines)
{
	str file = lines->rest, rest = file;
	uint32_t point;

	if (file.len > GUIDE_FILE_BYTES_MAX) {
		return line_fault(lines, S("a file that is too long"));
	}
	if (utf8_is_valid(file) && str_find_byte(file, '\r') == SIZE_MAX
		&& str_find_byte(file, '\0') == SIZE_MAX) {
		rest = S("");
	}
	while (utf8_next(&rest, &point)) {
		if (point != '\r' && point != '\0') continue;
		return file_fault(lines, file.len - rest.len - 1,
			S("a control character"));
	}
	if (rest.len > 0) {
		return file_fault(lines, file.len - rest.len,
			S("not UTF-8"));
	}
	if (!str_ends(file, S("\n"))) {
		return file_fault(lines, file.len,
			S("the last line has no end"));
	}
	return true;
}

/* The next line without taking it. */
static bool peek(const struct line_reader *lines, str *ret_line)
{
	str rest = lines->rest;

	return str_line(&rest, ret_line);
}

static void take(struct line_reader *lines)
{
	str line;

	(void)str_line(&lines->rest, &line);
	lines->number++;
}

bool line_next(struct line_reader *lines, str *ret_line)
{
	if (!peek(lines, ret_line)) {
		return line_fault(lines, S("the file ends too early"));
	}
	take(lines);
	return true;
}

bool line_is(struct line_reader *lines, str line)
{
	str next;

	if (!peek(lines, &next) || !str_eq(next, line)) return false;
	take(lines);
	return true;
}

bool line_value_if(struct line_reader *lines, str key, str *ret_value)
{
	str next;

	if (!peek(lines, &next) || !str_starts(next, key)) return false;
	if (next.len > key.len && next.at[key.len] != ' ') return false;
	*ret_value = str_from(next, key.len + 1);
	take(lines);
	return true;
}

bool line_value(struct line_reader *lines, str key, str *ret_value)
{
	if (line_value_if(lines, key, ret_value)) return true;
	lines->number++;
	return line_fault(lines, S("another line than is needed here"));
}

bool line_blank_if(struct line_reader *lines)
{
	return line_is(lines, S(""));
}

bool line_blank(struct line_reader *lines)
{
	if (line_blank_if(lines)) return true;
	lines->number++;
	return line_fault(lines, S("an empty line is missing"));
}

bool line_end(struct line_reader *lines)
{
	if (lines->rest.len == 0) return true;
	lines->number++;
	return line_fault(lines, S("more than belongs here"));
}

bool line_is_control(uint32_t point)
{
	if (point < 0x61c) return point < 0x20 || (point >= 0x7F && point < 0xA0);
	if (point < 0xFDD0) {
		return point == 0x61C || point == 0x200E || point == 0x200F
			|| (point >= 0x2028 && point <= 0x202E)
			|| (point >= 0x2066 && point <= 0x2069);
	}
	return point <= 0xFDEF || point == 0xFEFF
		|| (point >= 0xFFF9 && point <= 0xFFFC)
		|| (point & 0xFFFE) == 0xFFFE
		|| (point >= 0xE0000 && point <= 0xE0FFF);
}

/* A letter that needs no look: most are Latin or of Arabic script. */
static size_t letter_len(str text)
{
	unsigned char byte = (unsigned char)text.at[0];

	if (byte >= ' ' && byte < 0x7F) return 1;
	if (byte < 0xD9 || byte > 0xDB || text.len < 2) return 0;
	return ((unsigned char)text.at[1] & 0xC0) == 0x80 ? 2 : 0;
}

bool line_is_clean(str text)
{
	uint32_t point;

	while (text.len > 0) {
		size_t len = letter_len(text);

		text.at += len;
		text.len -= len;
		if (len > 0) continue;
		if (!utf8_next(&text, &point) || line_is_control(point)) {
			return false;
		}
	}
	return true;
}

bool line_is_text(str text)
{
	return text.len > 0 && str_trim(text).len == text.len
		&& line_is_clean(text);
}
