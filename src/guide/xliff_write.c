/* XLIFF out of a guide: see xliff.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/xliff.h"

#include "text/html.h"

static void note_put(struct buf *out, const char *from, str text)
{
	if (text.len == 0) return;
	buf_fmt(out, "<note from=\"%s\">", from);
	html_text(out, text);
	buf_text(out, "</note>\n");
}

static void row_put(const struct sheet_row *row, const struct unit *unit,
	struct buf *out)
{
	struct buf slots = {0};

	sheet_slots_put(&slots, unit);
	buf_fmt(out, "<trans-unit id=\"%.*s\" resname=\"%.*s\""
		" xml:space=\"preserve\">\n<source>", S_ARG(row->id),
		S_ARG(unit_kind_name(unit->kind)));
	html_text(out, row->source);
	buf_text(out, "</source>\n");
	if (row->words.len > 0) {
		buf_fmt(out, "<target state=\"%s\">", row->unfinished
			? "needs-review-translation" : "translated");
		html_text(out, row->words);
		buf_text(out, "</target>\n");
	}
	note_put(out, "translator", row->note);
	note_put(out, "slots", buf_str(&slots));
	note_put(out, "state", row->state);
	buf_text(out, "</trans-unit>\n");
	buf_close(&slots);
}

void xliff_write(struct arena *arena, const struct guide *guide,
	size_t tongue, struct buf *out)
{
	struct sheet sheet = sheet_of(arena, guide, tongue);

	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<xliff version=\"1.2\""
		" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
	buf_fmt(out, "<file original=\"guide-%u\" source-language=\"%.*s\""
		" target-language=\"%.*s\" datatype=\"plaintext\">\n<body>\n",
		sheet.guide, S_ARG(guide->tongues[0]->tag),
		S_ARG(sheet.language));
	for (size_t i = 0; i < sheet.rows.count; i++) {
		row_put(&sheet.rows.at[i], &guide->units.at[i], out);
	}
	buf_text(out, "</body>\n</file>\n</xliff>\n");
}
