/* Links and cleaning: see ink_pdf.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/ink_pdf.h"

#include "base/num.h"
#include "guide/edition.h"

#include <string.h>

#define CATALOG S("<< /Type /Catalog\n")

/* A value between ' and ' of Cairo's own language, which goes from there into a
 * PDF's ( and ) as it is: what either would take for its own is escaped. */
static void put_quoted(struct buf *out, str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char byte = value.at[i];

		if (byte <= ' ' || byte > '~' ||
			str_find_byte(S("'\\()<>\""), byte) != SIZE_MAX) {
			buf_fmt(out, "%%%02X", (unsigned char)byte);
		} else {
			buf_byte(out, byte);
		}
	}
}

void ink_pdf_link(const struct slot *slot, struct ink_box box,
	struct buf *out)
{
	buf_fmt(out, "rect=[%.2f %.2f %.2f %.2f] ", box.x, box.y, box.width,
		box.height);
	if (str_starts(slot->value, S("unit:"))) {
		buf_text(out, "dest='");
		put_quoted(out, str_from(slot->value, S("unit:").len));
	} else if (str_starts(slot->value, S("guide:"))) {
		/* Cairo 1.16 ends the process at a link with file= */
		buf_text(out, "uri='");
		put_quoted(out, str_from(slot->value, S("guide:").len));
		buf_text(out, ".pdf");
	} else {
		buf_text(out, "uri='");
		put_quoted(out, slot->value);
	}
	buf_text(out, "'");
}

static size_t find_last(str all, str needle)
{
	size_t found = SIZE_MAX, from = 0, at;

	while ((at = str_find(str_from(all, from), needle)) != SIZE_MAX) {
		found = from + at;
		from = found + 1;
	}
	return found;
}

/* Blanks over a whole entry, to the end of its line: no offset moves. */
static bool blank(struct buf *pdf, size_t start, str entry, str *ret_room)
{
	str all = str_from(buf_str(pdf), start);
	size_t at = find_last(all, entry);
	size_t end;

	if (at == SIZE_MAX) return false;
	end = str_find_byte(str_from(all, at), '\n');
	if (end == SIZE_MAX) return false;
	memset(pdf->at + start + at, ' ', end);
	*ret_room = str_first(str_from(all, at), end);
	return true;
}

/* Cairo writes its own name, and the day without the mark that says it is one.
 * Where the name stood there is room for the day. */
static bool set_day(struct buf *pdf, size_t start, int64_t day)
{
	struct buf entry = {0}, text = {0};
	str room, old;
	bool fits;

	if (!blank(pdf, start, S("/CreationDate ("), &old)) return false;
	if (!blank(pdf, start, S("/Producer ("), &room)) return false;
	edition_day(&text, day);
	buf_fmt(&entry, "/CreationDate (D:%.4s%.2s%.2s000000Z)", text.at,
		text.at + 5, text.at + 8);
	fits = entry.len <= room.len;
	if (fits) {
		memcpy(pdf->at + (room.at - pdf->at), entry.at, entry.len);
	}
	buf_close(&entry);
	buf_close(&text);
	return fits;
}

/* The catalog is the last object, so only the table behind it moves. */
static bool insert_language(struct buf *pdf, size_t start,
	const struct tongue *tongue)
{
	str all = str_from(buf_str(pdf), start);
	size_t catalog = find_last(all, CATALOG);
	size_t xref = find_last(all, S("\nxref\n"));
	size_t startxref = find_last(all, S("startxref\n"));
	struct buf tail = {0};
	str rest, rest_of_catalog;
	uint64_t old;

	if (catalog == SIZE_MAX || xref == SIZE_MAX || startxref == SIZE_MAX) {
		return false;
	}
	rest = rest_of_catalog = str_from(all, catalog);
	if (catalog > xref || str_find(rest, S(" 0 obj")) != SIZE_MAX) {
		return false;
	}
	rest = str_from(all, startxref + S("startxref\n").len);
	if (!str_cut(rest, '\n', &rest, &(str){0}) ||
		!num_read(rest, UINT32_MAX, &old) || old != xref + 1) {
		return false;
	}
	buf_put(&tail, CATALOG);
	buf_fmt(&tail, "   /Lang (%.*s)\n   /ViewerPreferences <<"
		" /DisplayDocTitle true /Direction /%s >>\n%s",
		S_ARG(tongue->tag), tongue->rtl ? "R2L" : "L2R",
		str_find(rest_of_catalog, S("/StructTreeRoot")) == SIZE_MAX ?
		"" : "   /MarkInfo << /Marked true >>\n");
	old += tail.len - CATALOG.len;
	buf_put(&tail, str_first(str_from(all, catalog + CATALOG.len),
		startxref - catalog - CATALOG.len));
	buf_fmt(&tail, "startxref\n%u\n%%%%EOF\n", (unsigned)old);
	pdf->len = start + catalog;
	buf_put(pdf, buf_str(&tail));
	buf_close(&tail);
	return !pdf->failed;
}

const err *ink_pdf_clean(struct buf *pdf, size_t start,
	const struct ink_about *about)
{
	if (set_day(pdf, start, about->day) &&
		insert_language(pdf, start, about->tongue)) {
		return NULL;
	}
	return err_make(pdf->failed ? ERR_FULL : ERR_FORMAT,
		"this Cairo builds a PDF in a way that is not known here");
}
