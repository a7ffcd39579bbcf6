/* What an EPUB says of itself: the container, the package (EPUB 3.2, 3.4) and
 * the table of contents. See epub_room.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/epub_room.h"

#include "page/tr.h"
#include "seal/hash.h"

void epub_container_write(struct buf *out)
{
	buf_text(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:"
		"opendocument:xmlns:container\">\n<rootfiles><rootfile"
		" full-path=\"book/package.opf\""
		" media-type=\"application/oebps-package+xml\"/></rootfiles>\n"
		"</container>\n");
}

/* [epub-1] A UUID of our own making (RFC 9562, version 8). */
static void identifier(const struct epub_plan *plan, struct buf *out)
{
	const struct epub_book *book = plan->book;
	struct hasher hasher;
	hash id;

	hasher_start(&hasher);
	hasher_put(&hasher, S("bothy-epub 1\n"));
	if (book->edition->name_count > 0) {
		hasher_put(&hasher, book->edition->names[0].words);
	}
	hasher_put(&hasher, S("\n"));
	hasher_put(&hasher, plan->tongue->tag);
	if (book->guide_count == 1) {
		hasher_put(&hasher, str_fmt(plan->arena, "\n%u",
			book->guides[0]->number));
	}
	id = hasher_end(&hasher);
	id.bytes[6] = (unsigned char)(0x80 | (id.bytes[6] & 0x0f));
	id.bytes[8] = (unsigned char)(0x80 | (id.bytes[8] & 0x3f));
	buf_text(out, "urn:uuid:");
	for (size_t i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10) buf_byte(out, '-');
		buf_hex(out, &id.bytes[i], 1);
	}
}

static void property(struct buf *out, const char *name, str value)
{
	buf_fmt(out, "<meta property=\"%s\">", name);
	xhtml_text(out, value);
	buf_text(out, "</meta>\n");
}

static void accessibility(const struct epub_plan *plan, struct buf *out)
{
	bool pictures = plan->pictures.count > 0;

	property(out, "schema:accessMode", S("textual"));
	if (pictures) property(out, "schema:accessMode", S("visual"));
	property(out, "schema:accessModeSufficient", S("textual"));
	property(out, "schema:accessibilityFeature", S("structuralNavigation"));
	property(out, "schema:accessibilityFeature", S("tableOfContents"));
	property(out, "schema:accessibilityFeature", S("readingOrder"));
	property(out, "schema:accessibilityFeature",
		S("displayTransformability"));
	if (pictures) {
		property(out, "schema:accessibilityFeature",
			S("alternativeText"));
	}
	property(out, "schema:accessibilityHazard", S("none"));
	property(out, "schema:accessibilitySummary", tr(plan->tongue->locale,
		TR("Text with headings, to be read aloud or enlarged. Every"
		   " picture that says something is described in words.")));
}

static void metadata(const struct epub_plan *plan, struct buf *out)
{
	const struct edition *edition = plan->book->edition;

	buf_text(out, "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
		"\n<dc:identifier id=\"id\">");
	identifier(plan, out);
	buf_text(out, "</dc:identifier>\n<dc:title>");
	xhtml_text(out, plan->title);
	buf_text(out, "</dc:title>\n<dc:language>");
	xhtml_text(out, plan->tongue->tag);
	buf_text(out, "</dc:language>\n");
	if (!edition->quiet && edition->name_count > 0) { /* [epub-2] */
		buf_text(out, "<dc:publisher>");
		xhtml_text(out, edition_name(edition, plan->tongue));
		buf_text(out, "</dc:publisher>\n");
	}
	buf_text(out, "<dc:date>");
	edition_day(out, edition->day);
	buf_text(out, "</dc:date>\n<meta property=\"dcterms:modified\">");
	edition_day(out, edition->day);
	buf_text(out, "T00:00:00Z</meta>\n");
	accessibility(plan, out);
	buf_text(out, "</metadata>\n");
}

static void manifest(const struct epub_plan *plan, struct buf *out)
{
	buf_text(out, "<manifest>\n<item id=\"nav\" href=\"nav.xhtml\""
		" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n"
		"<item id=\"style\" href=\"style.css\""
		" media-type=\"text/css\"/>\n");
	for (size_t i = 0; i < plan->file_count; i++) {
		str file = epub_file_name(plan->arena, i);

		buf_fmt(out, "<item id=\"c%zu\" href=\"%.*s\""
			" media-type=\"application/xhtml+xml\"/>\n", i + 1,
			S_ARG(file));
	}
	for (size_t i = 0; i < plan->pictures.count; i++) {
		const struct shown_picture *shown = &plan->pictures.at[i];

		buf_fmt(out, "<item id=\"p%zu\" href=\"%.*s\""
			" media-type=\"image/%s\"/>\n", i + 1,
			S_ARG(shown->file), shown->image.is_png ? "png" : "jpeg");
	}
	buf_text(out, "</manifest>\n");
}

void epub_package_write(const struct epub_plan *plan, struct buf *out)
{
	buf_text(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<package xmlns=\"http://www.idpf.org/2007/opf\""
		" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"");
	xhtml_attr(out, plan->tongue->tag);
	buf_text(out, plan->tongue->rtl ? "\" dir=\"rtl\">\n"
					: "\" dir=\"ltr\">\n");
	metadata(plan, out);
	manifest(plan, out);
	buf_text(out, plan->tongue->rtl
		? "<spine page-progression-direction=\"rtl\">\n"
		: "<spine page-progression-direction=\"ltr\">\n");
	for (size_t i = 0; i < plan->file_count; i++) {
		buf_fmt(out, "<itemref idref=\"c%zu\"/>\n", i + 1);
	}
	buf_text(out, "</spine>\n</package>\n");
}

/* Where a guide begins, in the contents. */
static void nav_guide(const struct epub_plan *plan,
	const struct chapter *chapter, struct buf *out)
{
	str file = epub_file_name(plan->arena, chapter->file);

	buf_fmt(out, "<li><a href=\"%.*s#g%u\">", S_ARG(file),
		chapter->checked->number);
	xhtml_text(out, epub_title(plan->arena, plan->book->edition,
		chapter->checked));
	buf_text(out, "</a>");
}

static void nav_section(const struct epub_plan *plan,
	const struct chapter *chapter, const struct checked_unit *unit,
	struct buf *out)
{
	str file = epub_file_name(plan->arena, chapter->file);

	buf_fmt(out, "<li><a href=\"%.*s#g%u-%.*s\"", S_ARG(file),
		chapter->checked->number, S_ARG(unit_id_str(&unit->unit->id)));
	if (unit->tongue != plan->tongue) xhtml_tongue(out, unit->tongue);
	buf_byte(out, '>');
	xhtml_spans(out, &unit->spans, NULL);
	buf_text(out, "</a></li>\n");
}

/* The headings of a chapter, inside the line of its guide. */
static bool nav_sections(const struct epub_plan *plan,
	const struct chapter *at, bool is_open, struct buf *out)
{
	if (at->checked->withdrawn.len > 0) return is_open;
	for (size_t i = at->first; i < at->end; i++) {
		const struct checked_unit *unit = &at->checked->units[i];

		if (unit->unit->kind != UNIT_SECTION || unit->unit->level != 1) {
			continue;
		}
		if (!is_open) buf_text(out, "\n<ol>\n");
		is_open = true;
		nav_section(plan, at, unit, out);
	}
	return is_open;
}

void epub_nav_write(const struct epub_plan *plan, struct buf *out)
{
	bool is_open = false;

	xhtml_head(out, plan->tongue, plan->title, true);
	buf_text(out, "<nav epub:type=\"toc\">\n");
	xhtml_frame(out, plan->tongue, "h1",
		tr(plan->tongue->locale, TR("Contents")), S(""));
	buf_text(out, "\n<ol>\n");
	for (size_t i = 0; i < plan->chapters.count; i++) {
		const struct chapter *chapter = &plan->chapters.at[i];

		if (chapter->is_first) {
			nav_guide(plan, chapter, out);
			is_open = false;
		}
		is_open = nav_sections(plan, chapter, is_open, out);
		if (!chapter->is_last) continue;
		if (is_open) buf_text(out, "</ol>\n");
		buf_text(out, "</li>\n");
	}
	buf_text(out, "</ol>\n</nav>\n");
	xhtml_tail(out);
}
