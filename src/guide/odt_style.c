/* Styles of an OpenDocument file: see odt_style.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/odt_style.h"

#include "guide/xhtml.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define URN "urn:oasis:names:tc:opendocument:xmlns:"

/* Points; a border stands at the side where reading begins. */
static const struct look {
	const char *name;
	unsigned size, above, below;
	bool is_strong, has_border;
} styles[ODT_STYLE_COUNT] = {
	[ODT_TEXT] = {"Text", 12, 0, 6, false, false},
	[ODT_NOTE] = {"Note", 11, 0, 6, false, true},
	[ODT_WARNING] = {"Warning", 12, 0, 6, false, true},
	[ODT_LABEL] = {"Label", 12, 6, 3, true, false},
	[ODT_ITEM] = {"Item", 12, 0, 3, false, false},
	[ODT_HEAD] = {"Head", 11, 0, 0, true, false},
	[ODT_CELL] = {"Inner", 11, 0, 0, false, false},
	[ODT_HEADING_1] = {"One", 20, 0, 8, true, false},
	[ODT_HEADING_2] = {"Two", 16, 12, 6, true, false},
	[ODT_HEADING_3] = {"Three", 14, 10, 4, true, false},
	[ODT_HEADING_4] = {"Four", 12, 8, 4, true, false},
};

static const char *const looks[ODT_LOOK_COUNT] = {
	[ODT_STRONG] = "Strong",
	[ODT_EMPHASIS] = "Emphasis",
	[ODT_REMARK] = "Remark",
};

static void style_put(struct buf *out, const struct look *look, bool rtl)
{
	/* by name: LibreOffice takes `start` for left in either direction */
	const char *side = rtl ? "right" : "left";

	buf_fmt(out, "<style:style style:name=\"%s%c\""
		" style:family=\"paragraph\"><style:paragraph-properties"
		" fo:text-align=\"%s\" style:writing-mode=\"%s\""
		" fo:margin-top=\"%upt\" fo:margin-bottom=\"%upt\"",
		look->name, rtl ? 'R' : 'L', side, rtl ? "rl-tb" : "lr-tb",
		look->above, look->below);
	if (look->has_border) {
		buf_fmt(out, " fo:border-%s=\"2pt solid #0f5c5c\""
			" fo:padding-%s=\"6pt\"", side, side);
	}
	buf_fmt(out, "/><style:text-properties fo:font-size=\"%upt\""
		" style:font-size-complex=\"%upt\"", look->size, look->size);
	if (look->is_strong) {
		buf_text(out, " fo:font-weight=\"bold\""
			" style:font-weight-complex=\"bold\"");
	}
	buf_text(out, "/></style:style>\n");
}

/* A label that hangs left of its words in LibreOffice hangs out of the page
 * where the page is read from the right: there it stands in line. */
static void list_style_put(struct buf *out, bool is_numbered, bool rtl)
{
	buf_fmt(out, "<text:list-style style:name=\"%s\">",
		is_numbered ? "Steps" : "Items");
	for (unsigned level = 1; level <= UNIT_LEVEL_MAX; level++) {
		if (is_numbered) {
			buf_fmt(out, "<text:list-level-style-number"
				" text:level=\"%u\" style:num-format=\"1\""
				" style:num-suffix=\".\">", level);
		} else {
			buf_fmt(out, "<text:list-level-style-bullet"
				" text:level=\"%u\" text:bullet-char=\"•\">",
				level);
		}
		buf_fmt(out, "<style:list-level-properties"
			" text:list-level-position-and-space-mode="
			"\"label-alignment\"><style:list-level-label-alignment"
			" text:label-followed-by=\"space\""
			" fo:text-indent=\"%dpt\" fo:margin-left=\"%upt\"/>"
			"</style:list-level-properties>", rtl ? 0 : -14,
			18 * level);
		buf_text(out, is_numbered ? "</text:list-level-style-number>"
					  : "</text:list-level-style-bullet>");
	}
	buf_text(out, "</text:list-style>\n");
}

void odt_head(struct buf *out, const struct tongue *tongue)
{
	buf_text(out, XML "<office:document-content"
		" xmlns:office=\"" URN "office:1.0\""
		" xmlns:style=\"" URN "style:1.0\""
		" xmlns:text=\"" URN "text:1.0\""
		" xmlns:table=\"" URN "table:1.0\""
		" xmlns:fo=\"" URN "xsl-fo-compatible:1.0\""
		" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
		" office:version=\"1.2\">\n<office:automatic-styles>\n");
	for (size_t i = 0; i < ODT_STYLE_COUNT; i++) {
		style_put(out, &styles[i], false);
		style_put(out, &styles[i], true);
	}
	buf_text(out, "<style:style style:name=\"Strong\""
		" style:family=\"text\"><style:text-properties"
		" fo:font-weight=\"bold\" style:font-weight-complex=\"bold\"/>"
		"</style:style>\n<style:style style:name=\"Emphasis\""
		" style:family=\"text\"><style:text-properties"
		" fo:font-style=\"italic\" style:font-style-complex=\"italic\"/>"
		"</style:style>\n<style:style style:name=\"Remark\""
		" style:family=\"text\"><style:text-properties"
		" fo:font-size=\"9pt\" style:font-size-complex=\"9pt\"/>"
		"</style:style>\n<style:style style:name=\"Cell\""
		" style:family=\"table-cell\"><style:table-cell-properties"
		" fo:border=\"0.5pt solid #5c6168\" fo:padding=\"3pt\"/>"
		"</style:style>\n<style:style style:name=\"Table\""
		" style:family=\"table\"><style:table-properties");
	buf_fmt(out, " style:writing-mode=\"%s\"/></style:style>\n",
		tongue->rtl ? "rl-tb" : "lr-tb");
	list_style_put(out, true, tongue->rtl);
	list_style_put(out, false, tongue->rtl);
	buf_text(out, "</office:automatic-styles>\n<office:body>"
		"<office:text>\n");
}

void odt_tail(struct buf *out)
{
	buf_text(out, "</office:text></office:body>"
		"</office:document-content>\n");
}

void odt_paragraph_open(struct buf *out, enum odt_style style, bool rtl)
{
	buf_fmt(out, "<text:p text:style-name=\"%s%c\">", styles[style].name,
		rtl ? 'R' : 'L');
}

void odt_heading_open(struct buf *out, unsigned level, bool rtl)
{
	must(level >= 1 && level <= 4);
	buf_fmt(out, "<text:h text:style-name=\"%s%c\""
		" text:outline-level=\"%u\">",
		styles[ODT_HEADING_1 + level - 1].name, rtl ? 'R' : 'L', level);
}

void odt_span_open(struct buf *out, enum odt_look look)
{
	buf_fmt(out, "<text:span text:style-name=\"%s\">", looks[look]);
}

void odt_list_open(struct buf *out, bool is_numbered)
{
	buf_fmt(out, "<text:list text:style-name=\"%s\">\n",
		is_numbered ? "Steps" : "Items");
}

void odt_columns(struct buf *out, size_t count)
{
	buf_fmt(out, "<table:table-column"
		" table:number-columns-repeated=\"%zu\"/>\n", count);
}

void odt_manifest(struct buf *out)
{
	buf_text(out, XML "<manifest:manifest xmlns:manifest=\"" URN
		"manifest:1.0\" manifest:version=\"1.2\">\n"
		"<manifest:file-entry manifest:full-path=\"/\""
		" manifest:version=\"1.2\" manifest:media-type="
		"\"application/vnd.oasis.opendocument.text\"/>\n"
		"<manifest:file-entry manifest:full-path=\"content.xml\""
		" manifest:media-type=\"text/xml\"/>\n"
		"<manifest:file-entry manifest:full-path=\"meta.xml\""
		" manifest:media-type=\"text/xml\"/>\n"
		"</manifest:manifest>\n");
}

void odt_meta(struct buf *out, const struct tongue *tongue,
	const struct edition *edition)
{
	buf_text(out, XML "<office:document-meta"
		" xmlns:office=\"" URN "office:1.0\""
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		" office:version=\"1.2\"><office:meta><dc:date>");
	edition_day(out, edition->day);
	buf_text(out, "T00:00:00</dc:date><dc:language>");
	xhtml_text(out, tongue->tag);
	buf_text(out, "</dc:language></office:meta>"
		"</office:document-meta>\n");
}
