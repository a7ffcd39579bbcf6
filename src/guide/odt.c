/* OpenDocument text: see odt.h. The guide comes as the parts of a page
 * (guide_parts.h), whose lists and tables are balanced already.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/odt.h"

#include "guide/guide_parts.h"
#include "guide/odt_style.h"
#include "guide/plain.h"
#include "guide/xhtml.h"
#include "guide/zip.h"

struct writer {
	struct arena *arena;
	const struct checked *checked;
	const struct edition *edition;
	struct buf *out;
	unsigned first;        /* number of the step that comes next; 0: any */
};

static str said(const struct writer *w, const char *words)
{
	return tr(w->checked->tongue->locale, words);
}

/* -- words ---------------------------------------------------------------- */

/* A link of this document would need a place to lead to: words alone. */
static bool is_outside(str href)
{
	return href.len > 0 && href.at[0] != '#';
}

/* Text that must not turn around is isolated by its own two marks, which
 * OpenDocument has no element for. */
static void span_text(struct writer *w, const struct guide_span *span)
{
	if (span->apart) buf_text(w->out, "\xE2\x81\xA6");
	xhtml_text(w->out, span->text);
	if (span->apart) buf_text(w->out, "\xE2\x81\xA9");
}

static void spans_put(struct writer *w, const struct guide_words *words)
{
	bool in_link = false;

	for (size_t i = 0; i < words->count; i++) {
		const struct guide_span *span = &words->spans[i];

		if (span->link_opens && is_outside(span->href)) {
			buf_text(w->out, "<text:a xlink:type=\"simple\""
				" xlink:href=\"");
			xhtml_attr(w->out, span->href);
			buf_text(w->out, "\">");
			in_link = true;
		}
		if (span->strong_opens) odt_span_open(w->out, ODT_STRONG);
		if (span->emphasis_opens) odt_span_open(w->out, ODT_EMPHASIS);
		span_text(w, span);
		if (span->emphasis_closes) buf_text(w->out, "</text:span>");
		if (span->strong_closes) buf_text(w->out, "</text:span>");
		if (span->link_closes && in_link) {
			buf_text(w->out, "</text:a>");
			in_link = false;
		}
	}
}

static void remark_put(struct writer *w, str words, str name)
{
	buf_byte(w->out, ' ');
	odt_span_open(w->out, ODT_REMARK);
	xhtml_text(w->out, words);
	if (name.len > 0) {
		buf_text(w->out, " \xE2\x81\xA8");
		xhtml_text(w->out, name);
		buf_text(w->out, "\xE2\x81\xA9");
	}
	buf_text(w->out, "</text:span>");
}

static void words_put(struct writer *w, const struct guide_words *words)
{
	spans_put(w, words);
	if (words->is_stale) {
		remark_put(w, said(w, TR("This part is being renewed.")), S(""));
	}
	if (words->is_other) {
		remark_put(w, said(w, TR("Not translated yet, shown in another"
			" language:")), words->own_name);
	}
}

/* The direction of words: the page's, or their own. */
static bool is_rtl(const struct writer *w, const struct guide_words *words)
{
	return words->is_other ? str_eq(words->dir, S("rtl"))
			       : w->checked->tongue->rtl;
}

static void label_put(struct writer *w, const char *words)
{
	odt_span_open(w->out, ODT_STRONG);
	xhtml_text(w->out, said(w, words));
	buf_text(w->out, "</text:span> ");
}

/* One paragraph; `label` may be NULL. */
static void paragraph(struct writer *w, enum odt_style style,
	const char *label, const struct guide_words *words)
{
	odt_paragraph_open(w->out, style, is_rtl(w, words));
	if (label != NULL) label_put(w, label);
	words_put(w, words);
	buf_text(w->out, "</text:p>\n");
}

/* A paragraph of ours. */
static void line(struct writer *w, enum odt_style style, str words)
{
	odt_paragraph_open(w->out, style, w->checked->tongue->rtl);
	xhtml_text(w->out, words);
	buf_text(w->out, "</text:p>\n");
}

static void filled(struct writer *w, enum odt_style style, const char *words,
	str hole, str value)
{
	line(w, style, tr_fill(w->arena, said(w, words), hole, value));
}

/* -- parts ---------------------------------------------------------------- */

static void heading(struct writer *w, unsigned level,
	const struct guide_words *words)
{
	odt_heading_open(w->out, level, is_rtl(w, words));
	words_put(w, words);
	buf_text(w->out, "</text:h>\n");
}

static void list_open(struct writer *w, bool is_numbered, unsigned first)
{
	odt_list_open(w->out, is_numbered);
	w->first = is_numbered ? first : 0;
}

static void item_open(struct writer *w, const struct guide_words *words)
{
	if (w->first > 1) {
		buf_fmt(w->out, "<text:list-item text:start-value=\"%u\">",
			w->first);
	} else {
		buf_text(w->out, "<text:list-item>");
	}
	w->first = 0;
	paragraph(w, ODT_ITEM, NULL, words);
}

static void item(struct writer *w, const struct guide_words *words)
{
	item_open(w, words);
	buf_text(w->out, "</text:list-item>\n");
}

static void group_open(struct writer *w, const char *label)
{
	odt_paragraph_open(w->out, ODT_LABEL, w->checked->tongue->rtl);
	xhtml_text(w->out, said(w, label));
	buf_text(w->out, "</text:p>\n");
	list_open(w, false, 0);
}

static void row(struct writer *w, const struct guide_part *part)
{
	bool is_head = part->kind == PART_ROW_HEAD;

	if (is_head) odt_columns(w->out, part->cell_count);
	buf_text(w->out, "<table:table-row>");
	for (size_t i = 0; i < part->cell_count; i++) {
		buf_text(w->out, "<table:table-cell table:style-name=\"Cell\""
			" office:value-type=\"string\">");
		paragraph(w, is_head ? ODT_HEAD : ODT_CELL, NULL,
			&part->cells[i]);
		buf_text(w->out, "</table:table-cell>");
	}
	buf_text(w->out, "</table:table-row>\n");
}

static void part_put(struct writer *w, const struct guide_part *part)
{
	const struct guide_words *words = &part->words;

	switch (part->kind) {
	case PART_HEADING_2: heading(w, 2, words); break;
	case PART_HEADING_3: heading(w, 3, words); break;
	case PART_HEADING_4: heading(w, 4, words); break;
	case PART_PARAGRAPH: paragraph(w, ODT_TEXT, NULL, words); break;
	case PART_PICTURE:
	case PART_NOTE: paragraph(w, ODT_NOTE, NULL, words); break;
	case PART_WARNING:
		paragraph(w, ODT_WARNING, TR("Careful:"), words);
		break;
	case PART_QUESTION: paragraph(w, ODT_LABEL, NULL, words); break;
	case PART_DANGERS: group_open(w, TR("Danger signs")); break;
	case PART_SHORTS: group_open(w, TR("In short")); break;
	case PART_SOURCES: group_open(w, TR("Sources")); break;
	case PART_STEPS: list_open(w, true, part->first); break;
	case PART_ITEMS:
	case PART_CHOICES: list_open(w, false, 0); break;
	case PART_DANGER:
	case PART_SHORT:
	case PART_CHOICE:
	case PART_SOURCE: item(w, words); break;
	case PART_ITEM: item_open(w, words); break;
	case PART_ITEM_END: buf_text(w->out, "</text:list-item>\n"); break;
	case PART_DANGERS_END:
	case PART_SHORTS_END:
	case PART_SOURCES_END:
	case PART_STEPS_END:
	case PART_ITEMS_END:
	case PART_CHOICES_END: buf_text(w->out, "</text:list>\n"); break;
	case PART_TABLE: buf_text(w->out, "<table:table table:style-name=\"Table\">\n"); break;
	case PART_ROW_HEAD:
	case PART_ROW: row(w, part); break;
	case PART_TABLE_END: buf_text(w->out, "</table:table>\n"); break;
	case PART_COUNT: break;
	}
}

/* -- around --------------------------------------------------------------- */

static void before(struct writer *w)
{
	const struct edition *edition = w->edition;

	if (edition->demonstration) {
		line(w, ODT_NOTE, said(w, TR("This is a demonstration. The"
			" organisation, its people and everything in it are"
			" invented.")));
	}
	if (edition->expires_day > 0) {
		filled(w, ODT_NOTE, TR("Do not trust this after {date}. Look"
			" for a newer one."), S("date"),
			plain_date(w->arena, edition->expires_day));
	}
	if (w->checked->is_draft) {
		line(w, ODT_NOTE, said(w, TR("This is a draft. It has not been"
			" checked yet: do not rely on it alone.")));
	}
	if (w->checked->is_overdue) {
		line(w, ODT_WARNING, said(w, TR("This should have been checked"
			" again by now. Some of it may be old.")));
	}
}

static void checks(struct writer *w)
{
	static const char *const who[SIGN_ROLE_COUNT] = {
		[ROLE_LANGUAGE] = TR("A native speaker, {month}"),
		[ROLE_MEDICINE] = TR("A doctor, {month}"),
		[ROLE_SECURITY] = TR("A security trainer, {month}"),
	};
	const struct checked *checked = w->checked;

	line(w, ODT_LABEL, said(w, TR("Who has checked this")));
	for (size_t i = 0; i < checked->sign_count; i++) {
		filled(w, ODT_TEXT, who[checked->signs[i].role], S("month"),
			plain_month(w->arena, checked->signs[i].checked_day));
	}
	if (checked->is_draft) {
		line(w, ODT_TEXT, said(w, TR("Not everybody who has to check"
			" this has done so yet.")));
	}
	if (checked->check_again_day > 0) {
		filled(w, ODT_TEXT, TR("To be checked again by {date}"),
			S("date"), plain_date(w->arena,
				checked->check_again_day));
	}
}

static void after(struct writer *w)
{
	const struct edition *edition = w->edition;

	checks(w);
	if (edition->onion.len > 0 || edition->where_count > 0) {
		line(w, ODT_LABEL, said(w, TR("Where else these guides are")));
	}
	if (edition->onion.len > 0) line(w, ODT_TEXT, edition->onion);
	for (size_t i = 0; i < edition->where_count; i++) {
		line(w, ODT_TEXT, edition->where[i]);
	}
	if (edition->release == 0) {
		line(w, ODT_NOTE, said(w, TR("A draft")));
		return;
	}
	line(w, ODT_NOTE, tr_fill(w->arena, tr_fill(w->arena,
		said(w, TR("Release {number}, {date}")), S("number"),
		str_fmt(w->arena, "%u", edition->release)), S("date"),
		plain_date(w->arena, edition->day)));
}

static void body_put(struct writer *w)
{
	const struct parts_wish wish = {0};
	struct guide_page page = {0};

	guide_parts_make(w->arena, w->checked, &wish, &page);
	heading(w, 1, &page.title);
	before(w);
	for (size_t i = 0; i < page.part_count; i++) {
		part_put(w, &page.parts[i]);
	}
	after(w);
}

void odt_content_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out)
{
	struct writer w = {.arena = arena, .checked = checked,
		.edition = edition, .out = out};

	odt_head(out, checked->tongue);
	body_put(&w);
	odt_tail(out);
}

static const err *file_add(struct zip *zip, const char *name,
	struct buf *bytes)
{
	const err *failed = bytes->failed
		? err_make(ERR_FULL, "a document that is too large")
		: zip_add(zip, str_of(name), buf_str(bytes), false);

	buf_reset(bytes);
	return failed;
}

const err *odt_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out)
{
	struct zip zip = zip_start(NULL);
	struct buf bytes = {0};
	const err *failed = zip_add(&zip, S("mimetype"),
		S("application/vnd.oasis.opendocument.text"), true);

	odt_manifest(&bytes);
	if (failed == NULL) failed = file_add(&zip, "META-INF/manifest.xml", &bytes);
	odt_content_write(arena, checked, edition, &bytes);
	if (failed == NULL) failed = file_add(&zip, "content.xml", &bytes);
	odt_meta(&bytes, checked->tongue, edition);
	if (failed == NULL) failed = file_add(&zip, "meta.xml", &bytes);
	if (failed == NULL) failed = zip_end(&zip);
	if (failed == NULL) buf_put(out, buf_str(&zip.out));
	buf_close(&bytes);
	zip_close(&zip);
	return failed;
}
