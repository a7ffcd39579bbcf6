/* PO out of a guide: see po.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/po.h"

static void quoted_put(struct buf *out, const char *key, str text)
{
	buf_text(out, key);
	buf_text(out, " \"");
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '"' || c == '\\') buf_byte(out, '\\');
		buf_byte(out, c);
	}
	buf_text(out, "\"\n");
}

static void comment_put(struct buf *out, const char *start, str text)
{
	if (text.len == 0) return;
	buf_text(out, start);
	buf_put(out, text);
	buf_byte(out, '\n');
}

static void row_put(const struct sheet_row *row, const struct unit *unit,
	struct buf *out)
{
	struct buf slots = {0};

	sheet_slots_put(&slots, unit);
	buf_byte(out, '\n');
	comment_put(out, "# ", row->note);
	comment_put(out, "#. ", unit_kind_name(unit->kind));
	comment_put(out, "#. slots: ", buf_str(&slots));
	comment_put(out, "#. state: ", row->state);
	if (row->unfinished) buf_text(out, "#, fuzzy\n");
	quoted_put(out, "msgctxt", row->id);
	quoted_put(out, "msgid", row->source);
	quoted_put(out, "msgstr", row->words);
	buf_close(&slots);
}

void po_write(struct arena *arena, const struct guide *guide, size_t tongue,
	struct buf *out)
{
	struct sheet sheet = sheet_of(arena, guide, tongue);

	buf_text(out, "msgid \"\"\nmsgstr \"\"\n"
		"\"MIME-Version: 1.0\\n\"\n"
		"\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
		"\"Content-Transfer-Encoding: 8bit\\n\"\n");
	buf_fmt(out, "\"Language: %.*s\\n\"\n", S_ARG(sheet.language));
	buf_fmt(out, "\"X-Bothy-Guide: %u\\n\"\n", sheet.guide);
	for (size_t i = 0; i < sheet.rows.count; i++) {
		row_put(&sheet.rows.at[i], &guide->units.at[i], out);
	}
}
