/* Armor: see armor.h and doc/seal.md 1.5, steps A1 to A5.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/armor.h"

#include "base/hex.h"

#include <string.h>

#define BEGIN_LINE "-----BEGIN AGE ENCRYPTED FILE-----"
#define END_LINE "-----END AGE ENCRYPTED FILE-----"
#define BINARY_START "age-encryption.org/"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static str skip_blanks(str s)
{
	while (s.len > 0 && is_blank(s.at[0])) s = str_from(s, 1);
	return s;
}

bool armor_is(str start)
{
	if (str_starts(start, S(BINARY_START))) return false;
	if (str_starts(skip_blanks(start), S("--"))) return true;
	return str_find(start, S(BEGIN_LINE)) != SIZE_MAX;
}

/* -- writing -------------------------------------------------------------- */

void armor_begin(struct armor_writer *writer, struct buf *out)
{
	writer->len = 0;
	buf_put(out, S(BEGIN_LINE "\n"));
}

static void line_put(str bytes, struct buf *out)
{
	base64_put(out, bytes, true);
	buf_byte(out, '\n');
}

void armor_put(struct armor_writer *writer, str bytes, struct buf *out)
{
	while (bytes.len > 0) {
		str part = str_first(bytes, ARMOR_LINE_BYTES - writer->len);

		if (part.len == ARMOR_LINE_BYTES) {
			line_put(part, out);
		} else {
			memcpy(writer->held + writer->len, part.at, part.len);
			writer->len += part.len;
		}
		if (writer->len == ARMOR_LINE_BYTES) {
			line_put(str_bytes(writer->held, writer->len), out);
			writer->len = 0;
		}
		bytes = str_from(bytes, part.len);
	}
}

void armor_end(struct armor_writer *writer, struct buf *out)
{
	if (writer->len > 0) {
		line_put(str_bytes(writer->held, writer->len), out);
	}
	mem_wipe(writer, sizeof(*writer));
	buf_put(out, S(END_LINE "\n"));
}

/* -- reading -------------------------------------------------------------- */

/* Counts blanks outside the block; false when there are too many. */
static bool blanks_take(struct armor_reader *reader, str *text)
{
	str rest = skip_blanks(*text);

	reader->blanks += text->len - rest.len;
	*text = rest;
	return reader->blanks <= ARMOR_BLANKS_MAX;
}

/* A4: the end line, and blanks behind it. */
static bool end_line(struct armor_reader *reader, str line, struct buf *out)
{
	if (!str_starts(line, S(END_LINE))) return false;
	line = str_from(line, sizeof(END_LINE) - 1);
	buf_put(out, buf_str(&reader->bytes));
	buf_reset(&reader->bytes);
	reader->place = ARMOR_AFTER;
	reader->blanks = 0;
	return blanks_take(reader, &line) && line.len == 0;
}

/* A3: 1 to 64 columns of padded canonical base64; one under 48 bytes is the
 * last and waits for the end line. */
static bool data_line(struct armor_reader *reader, str line, struct buf *out)
{
	size_t start = out->len;

	if (line.len == 0 || line.len > ARMOR_COLUMNS) return false;
	if (line.len == ARMOR_COLUMNS && line.at[ARMOR_COLUMNS - 1] != '=') {
		if (base64_read(line, true, out)) return true;
		out->len = start;
		return false;
	}
	reader->place = ARMOR_CLOSING;
	return base64_read(line, true, &reader->bytes);
}

/* One line without its LF. */
static bool line_read(struct armor_reader *reader, str line, struct buf *out)
{
	if (str_ends(line, S("\r"))) line.len--;
	switch (reader->place) {
	case ARMOR_BEFORE: /* A2 */
		reader->place = ARMOR_INSIDE;
		return str_eq(line, S(BEGIN_LINE));
	case ARMOR_INSIDE:
		if (end_line(reader, line, out)) return true;
		return reader->place == ARMOR_INSIDE &&
			data_line(reader, line, out);
	case ARMOR_CLOSING:
		return end_line(reader, line, out);
	case ARMOR_AFTER:
		break;
	}
	return false;
}

/* Blanks before the block and after it; false for anything else after it. */
static bool outside(struct armor_reader *reader, str *text)
{
	if (reader->place == ARMOR_BEFORE && reader->line.len == 0) {
		return blanks_take(reader, text); /* A1 */
	}
	if (reader->place != ARMOR_AFTER) return true;
	return blanks_take(reader, text) && text->len == 0; /* A5 */
}

bool armor_read(struct armor_reader *reader, str text, struct buf *out)
{
	bool good = true;

	if (reader->line.cap == 0) {
		reader->line = buf_cap(ARMOR_BLANKS_MAX + ARMOR_COLUMNS * 2);
		reader->bytes = buf_cap(ARMOR_LINE_BYTES);
	}
	while (good && text.len > 0) {
		str line, rest;

		if (!outside(reader, &text)) return false;
		if (text.len == 0) break;
		if (!str_cut(text, '\n', &line, &rest)) {
			buf_put(&reader->line, text);
			return !reader->line.failed; /* longer than any line */
		}
		if (reader->line.len > 0) {
			buf_put(&reader->line, line);
			line = buf_str(&reader->line);
		}
		good = !reader->line.failed && line_read(reader, line, out);
		buf_reset(&reader->line);
		text = rest;
	}
	return good;
}

bool armor_read_end(struct armor_reader *reader, struct buf *out)
{
	if (reader->line.len > 0 &&
		!line_read(reader, buf_str(&reader->line), out)) {
		return false;
	}
	return reader->place == ARMOR_AFTER;
}

void armor_reader_close(struct armor_reader *reader)
{
	buf_close(&reader->line);
	buf_close(&reader->bytes);
	*reader = (struct armor_reader){0};
}
