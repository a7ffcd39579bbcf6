/* PO into a sheet: see po.h. Entries are taken when the next one begins.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/po.h"

#include "base/num.h"
#include "base/utf8.h"

enum field { FIELD_NONE, FIELD_CONTEXT, FIELD_ID, FIELD_WORDS, FIELD_COUNT };

struct reader {
	struct arena *arena;
	struct exchange_reading in;
	struct sheet sheet;
	struct buf fields[FIELD_COUNT], note;
	bool has[FIELD_COUNT];
	enum field field;            /* that strings are added to */
	struct sheet_row row;
};

/* -- entries -------------------------------------------------------------- */

static void header_take(struct reader *r)
{
	str rest = buf_str(&r->fields[FIELD_WORDS]), line, key, value;
	uint64_t number;

	while (rest.len > 0) {
		if (!str_line(&rest, &line)) {
			line = rest;
			rest = S("");
		}
		if (!str_cut(line, ':', &key, &value)) continue;
		value = str_trim(value);
		if (str_eq_nocase(key, S("Language"))) {
			r->sheet.language = str_dup(r->arena, value);
		} else if (str_eq_nocase(key, S("X-Bothy-Guide"))) {
			if (num_read(value, GUIDE_NUMBER_MAX, &number)) {
				r->sheet.guide = (unsigned)number;
			}
		} else if (str_eq_nocase(key, S("Content-Type"))) {
			size_t at = str_find(value, S("charset="));

			if (at == SIZE_MAX) continue;
			value = str_from(value, at + 8);
			if (str_eq_nocase(value, S("UTF-8"))
				|| str_eq(value, S("CHARSET"))) {
				continue;
			}
			exchange_refuse(&r->in, "it says it is not UTF-8");
		}
	}
}

static void entry_start(struct reader *r)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		buf_reset(&r->fields[i]);
		r->has[i] = false;
	}
	buf_reset(&r->note);
	r->row = (struct sheet_row){.line = 0};
	r->field = FIELD_NONE;
}

static void entry_take(struct reader *r)
{
	if (!r->has[FIELD_ID] && !r->has[FIELD_CONTEXT]) {
		entry_start(r);
		return;
	}
	if (!r->has[FIELD_WORDS] || !r->has[FIELD_ID]) {
		exchange_refuse(&r->in, "an entry without msgid or msgstr");
	} else if (r->has[FIELD_CONTEXT]) {
		r->row.id = buf_take(&r->fields[FIELD_CONTEXT], r->arena);
		r->row.source = buf_take(&r->fields[FIELD_ID], r->arena);
		r->row.words = buf_take(&r->fields[FIELD_WORDS], r->arena);
		r->row.note = buf_take(&r->note, r->arena);
		LIST_ADD(r->arena, &r->sheet.rows, r->row);
	} else if (r->fields[FIELD_ID].len == 0) {
		header_take(r);
	} else {
		exchange_refuse(&r->in, "an entry without msgctxt: the id of"
			" its unit");
	}
	entry_start(r);
}

/* -- lines ---------------------------------------------------------------- */

static bool escape_put(struct buf *out, char c)
{
	switch (c) {
	case 'n': buf_byte(out, '\n'); return true;
	case 't': buf_byte(out, '\t'); return true;
	case 'r': buf_byte(out, '\r'); return true;
	case '"':
	case '\\': buf_byte(out, c); return true;
	default: return false;
	}
}

/* A string in quotation marks, added to the field that is open. */
static void string_take(struct reader *r, str text)
{
	struct buf *out = &r->fields[r->field];

	text = str_trim(text);
	if (text.len < 2 || text.at[0] != '"' || r->field == FIELD_NONE) {
		exchange_refuse(&r->in, "no string in quotation marks where one"
			" should be");
		return;
	}
	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i] == '"') {
			if (i + 1 < text.len) {
				exchange_refuse(&r->in, "text behind a string");
			}
			return;
		}
		if (text.at[i] != '\\') {
			buf_byte(out, text.at[i]);
		} else if (++i == text.len || !escape_put(out, text.at[i])) {
			exchange_refuse(&r->in, "an escape that is not known");
			return;
		}
	}
	exchange_refuse(&r->in, "a string without its end");
}

static void comment_take(struct reader *r, str line)
{
	if (r->has[FIELD_WORDS]) entry_take(r);
	if (str_starts(line, S("#,"))) {
		if (str_find(line, S("fuzzy")) != SIZE_MAX) {
			r->row.unfinished = true;
		}
	} else if (str_starts(line, S("#. state: "))) {
		r->row.state = str_dup(r->arena, str_from(line, 10));
	} else if (str_starts(line, S("# "))) {
		if (r->note.len > 0) buf_byte(&r->note, ' ');
		buf_put(&r->note, str_trim(str_from(line, 2)));
	}
}

static void field_open(struct reader *r, enum field field, str rest)
{
	/* a field that comes again, or too early, begins the next entry */
	if (r->has[FIELD_WORDS] || r->has[field]) entry_take(r);
	r->field = field;
	r->has[field] = true;
	if (r->row.line == 0) r->row.line = r->in.line;
	string_take(r, rest);
}

/* "msgid" and a string, however they are set apart: "msgid_plural" is none. */
static bool is_string_start(str rest)
{
	return rest.len > 0 && (rest.at[0] == ' ' || rest.at[0] == '\t'
		|| rest.at[0] == '"');
}

static void line_take(struct reader *r, str line)
{
	static const struct { str key; enum field field; } keys[] = {
		{S_INIT("msgctxt"), FIELD_CONTEXT}, {S_INIT("msgid"), FIELD_ID},
		{S_INIT("msgstr"), FIELD_WORDS},
	};

	line = str_trim(line);
	if (line.len == 0) {
		if (r->has[FIELD_WORDS]) entry_take(r);
		return;
	}
	if (str_starts(line, S("#~"))) return; /* what is no longer used */
	if (line.at[0] == '#') {
		comment_take(r, line);
		return;
	}
	for (size_t i = 0; i < NELEM(keys); i++) {
		str rest = str_from(line, keys[i].key.len);

		if (!str_starts(line, keys[i].key)) continue;
		if (!is_string_start(rest)) continue;
		field_open(r, keys[i].field, rest);
		return;
	}
	if (line.at[0] == '"') string_take(r, line);
	else if (str_starts(line, S("msgid_plural"))) {
		exchange_refuse(&r->in, "a plural: units have none");
	} else exchange_refuse(&r->in, "a line that is no PO");
}

bool po_read(struct arena *arena, str bytes, str file,
	struct exchange *exchange, struct sheet *ret_sheet)
{
	struct reader r = {.arena = arena,
		.in = {.exchange = exchange, .file = file}};
	str line;

	for (int i = 0; i < FIELD_COUNT; i++) {
		r.fields[i] = buf_cap(SHEET_BYTES_MAX);
	}
	r.note = buf_cap(SHEET_BYTES_MAX);
	if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_from(bytes, 3);
	if (bytes.len > SHEET_BYTES_MAX) {
		exchange_refuse(&r.in, "larger than 8 MiB");
	}
	if (!utf8_is_valid(bytes)) exchange_refuse(&r.in, "it is not UTF-8");
	while (!r.in.refused && bytes.len > 0) {
		if (!str_line(&bytes, &line)) {
			line = bytes;
			bytes = S("");
		}
		r.in.line++;
		line_take(&r, line);
	}
	if (!r.in.refused) entry_take(&r);
	if (!r.in.refused && r.sheet.rows.count == 0) {
		exchange_refuse(&r.in, "there is no entry in it");
	}
	for (int i = 0; i < FIELD_COUNT; i++) buf_close(&r.fields[i]);
	buf_close(&r.note);
	r.sheet.file = file;
	if (!r.in.refused) *ret_sheet = r.sheet;
	return !r.in.refused;
}
