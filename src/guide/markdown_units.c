/* From the parts of a Markdown file to units: see markdown_units.h. Units and
 * words are made in markdown_text.c, front matter is read by front_matter.c, and
 * what a heading's place and level mean is decided at the end by leaf_level.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/markdown_room.h"

#include "base/utf8.h"
#include "guide/front_matter.h"
#include "guide/leaf_level.h"
#include "guide/markdown_source.h"

/* -- blocks --------------------------------------------------------------- */

static void heading(struct markdown_reader *r, const struct markdown_event *event)
{
	markdown_unit_end(r);
	if (event->closes) return;
	markdown_unit_begin(r, UNIT_SECTION);
	r->now.level = event->number;
}

static void code_block(struct markdown_reader *r, bool closes)
{
	str rest = buf_str(&r->code), line;
	size_t last = r->line;

	r->in_code_block = !closes;
	markdown_unit_end(r);
	while (closes && rest.len > 0) {
		if (!str_line(&rest, &line)) {
			line = rest;
			rest = S("");
		}
		if (str_trim(line).len == 0) continue;
		markdown_text_begin(r);
		r->now.line = last;
		wording_literal(&r->words, r->arena, line);
		markdown_unit_end(r);
	}
	buf_reset(&r->code);
}

static void list(struct markdown_reader *r, const struct markdown_event *event)
{
	bool numbered = event->part == MARKDOWN_NUMBERS;

	markdown_unit_end(r);
	r->starts_late = numbered && !event->closes && event->number > 1;
	if (event->closes) {
		if (r->list_count > 0) r->list_count--;
		return;
	}
	r->list_count++;
	r->numbered[markdown_list_top(r)] = numbered;
	r->fresh[markdown_list_top(r)] = false;
}

static void entry(struct markdown_reader *r, bool closes)
{
	markdown_unit_end(r);
	if (r->list_count > 0) r->fresh[markdown_list_top(r)] = !closes;
}

static void table(struct markdown_reader *r, const struct markdown_event *event)
{
	const struct leaf_list *leaves = &r->page.leaves;
	const struct leaf *last;

	markdown_unit_end(r);
	last = leaves->count == 0 ? NULL : &leaves->at[leaves->count - 1];
	r->columns = event->number;
	r->as_list = r->columns > UNIT_CELLS_MAX;
	/* rows that follow each other are one table */
	if (!event->closes && last != NULL && last->kind == UNIT_ROW
		&& last->cells != r->columns && !r->as_list) {
		r->as_list = true;
		WARN(r, "near here: a table right behind one with other columns"
			" becomes a list");
	}
}

static void row(struct markdown_reader *r, bool closes)
{
	if (closes) {
		if (r->columns > UNIT_CELLS_MAX) {
			markdown_warn(r, r->now.line, S("a table wider than four columns"
				" becomes a list"));
		}
		markdown_unit_end(r);
		return;
	}
	markdown_unit_begin(r, r->as_list ? UNIT_ITEM : UNIT_ROW);
	if (r->now.kind == UNIT_ROW) r->now.level = r->now.cells = r->columns;
	else r->now.level = 1;
}

static void cell(struct markdown_reader *r, bool closes)
{
	if (!r->in_unit) return;
	if (closes) {
		if (r->words.plain.len == r->cell_start) {
			(void)wording_text(&r->words, S("–"));
		}
		return;
	}
	wording_cell(&r->words, r->now.kind == UNIT_ROW ? " | " : "; ");
	r->cell_start = r->words.plain.len;
}

static void html_block(struct markdown_reader *r, bool closes)
{
	markdown_unit_end(r);
	r->in_html_block = !closes;
	r->said_html = false;
}

static void quote(struct markdown_reader *r, bool closes)
{
	markdown_unit_end(r);
	if (!closes) r->quotes++;
	else if (r->quotes > 0) r->quotes--;
}

static void paragraph(struct markdown_reader *r, bool closes)
{
	markdown_unit_end(r);
	if (!closes) markdown_text_begin(r);
}

static void strong(struct markdown_reader *r, bool closes)
{
	/* a heading is strong as it is */
	if (r->images == 0 && r->now.kind != UNIT_SECTION) {
		r->words.strong = !closes;
	}
}

static void each(void *reader, const struct markdown_event *event)
{
	struct markdown_reader *r = reader;

	if (r->too_many) return;
	switch (event->part) {
	case MARKDOWN_QUOTE: quote(r, event->closes); break;
	case MARKDOWN_BULLETS:
	case MARKDOWN_NUMBERS: list(r, event); break;
	case MARKDOWN_ENTRY: entry(r, event->closes); break;
	case MARKDOWN_RULE: markdown_unit_end(r); break;
	case MARKDOWN_HEADING: heading(r, event); break;
	case MARKDOWN_CODE_BLOCK: code_block(r, event->closes); break;
	case MARKDOWN_HTML_BLOCK: html_block(r, event->closes); break;
	case MARKDOWN_PARAGRAPH: paragraph(r, event->closes); break;
	case MARKDOWN_TABLE: table(r, event); break;
	case MARKDOWN_ROW: row(r, event->closes); break;
	case MARKDOWN_CELL: cell(r, event->closes); break;
	case MARKDOWN_EMPHASIS:
		if (r->images == 0) r->words.emphasis = !event->closes;
		break;
	case MARKDOWN_STRONG: strong(r, event->closes); break;
	case MARKDOWN_CODE: markdown_code(r, event->closes); break;
	case MARKDOWN_LINK: markdown_link(r, event); break;
	case MARKDOWN_IMAGE: markdown_image(r, event); break;
	case MARKDOWN_TEXT: markdown_any_text(r, event->text); break;
	case MARKDOWN_ENTITY: markdown_entity(r, event->text); break;
	case MARKDOWN_HTML: markdown_html(r, event->text); break;
	case MARKDOWN_BREAK:
	case MARKDOWN_SOFT_BREAK:
		if (r->in_code) buf_byte(&r->code, ' ');
		else wording_blank(r->images > 0 ? &r->alt : &r->words);
		break;
	case MARKDOWN_PART_COUNT: break;
	}
}

/* -- the file ------------------------------------------------------------- */

/* Text in two bytes a letter, as some editors save it. */
static bool is_utf16(str bytes)
{
	if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"))) {
		return true;
	}
	return bytes.len > 3 && bytes.len % 2 == 0
		&& (bytes.at[0] == '\0') == (bytes.at[2] == '\0')
		&& (bytes.at[1] == '\0') == (bytes.at[3] == '\0')
		&& (bytes.at[0] == '\0') != (bytes.at[1] == '\0');
}

static bool may_be_read(struct markdown_reader *r, str bytes)
{
	const char *why = NULL;
	size_t at = 0;
	str rest = bytes;
	uint32_t point;

	if (str_trim(bytes).len == 0) {
		why = "there is nothing in it";
	} else if (bytes.len > MARKDOWN_FILE_MAX) {
		why = "it is larger than 1 MiB";
	} else if (is_utf16(bytes)) {
		why = "it is UTF-16: save it as UTF-8";
	} else if ((at = str_find_byte(bytes, '\0')) != SIZE_MAX) {
		why = "it is no text";
	} else if (!utf8_is_valid(bytes)) {
		why = "it is not UTF-8";
		while (utf8_next(&rest, &point)) continue;
		at = bytes.len - rest.len;
	}
	if (why == NULL) return true;
	exchange_say(r->exchange, r->file, markdown_line_of(bytes, at),
		EXCHANGE_ERROR, str_of(why));
	return false;
}

static const char *const refusals[] = {
	[MARKDOWN_HEAVY] = "its links are larger than a file of links",
	[MARKDOWN_GAVE_UP] = "it cannot be read as Markdown",
};

static void start(struct markdown_reader *r)
{
	r->line_at = r->source.at;
	r->page.leaves.count = 0;
	r->pictures.count = 0;
	r->in_unit = r->in_code = r->in_code_block = false;
	r->in_html_block = r->too_many = false;
	r->list_count = r->quotes = r->images = 0;
	wording_start(&r->words);
	wording_start(&r->alt);
}

/* Wide tables are met in the middle: then all again, without any. */
static enum markdown_outcome walk(struct markdown_reader *r, size_t first_line)
{
	struct markdown_walk walk = {MARKDOWN_TABLES, each, r};
	enum markdown_outcome outcome;

	start(r);
	r->line = first_line;
	outcome = markdown_walk(r->source, &walk);
	if (outcome == MARKDOWN_WIDE) {
		WARN(r, "behind here: a table with more than 32 columns, so the"
			" tables of this file are read as text");
		walk.form = MARKDOWN_NO_TABLES;
		start(r);
		r->line = first_line;
		outcome = markdown_walk(r->source, &walk);
	}
	markdown_unit_end(r);
	return outcome;
}

static bool page_read(struct markdown_reader *r, str bytes)
{
	struct front_matter matter;
	enum markdown_outcome outcome;
	struct buf copy = buf_cap((MARKDOWN_SOURCE_TIMES + 1) * MARKDOWN_FILE_MAX);
	bool fine = false;
	str text;

	if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_from(bytes, 3);
	(void)buf_room(&copy, bytes.len + MARKDOWN_SPARE); /* at once */
	markdown_source(&copy, bytes, r->file, 1, r->exchange);
	text = buf_str(&copy);
	(void)markdown_spare(&copy, S(""));
	text = str_first(buf_str(&copy), text.len);
	front_matter_read(r->arena, text, r->file, r->exchange, &matter);
	r->source = str_from(text, matter.bytes);
	outcome = walk(r, matter.lines + 1);
	if (outcome != MARKDOWN_FINE) {
		exchange_say(r->exchange, r->file, r->line, EXCHANGE_ERROR,
			str_of(refusals[outcome]));
	} else if (r->too_many) {
		EXCHANGE_REFUSE(r->exchange, r->file, r->line,
			"more units, or a longer row, than a guide may have");
	} else if (r->page.leaves.count == 0) {
		EXCHANGE_REFUSE(r->exchange, r->file, 0,
			"there are no words in it");
	} else {
		fine = true;
		leaf_levels(r->arena, &r->page, matter.title, r->exchange);
	}
	buf_close(&copy);
	return fine;
}

bool markdown_units_read(struct arena *arena, str bytes, str file,
	struct exchange *exchange, struct leaf_page *ret_page)
{
	struct markdown_reader r = {.arena = arena, .exchange = exchange, .file = file,
		.page = {.file = file}};
	bool fine = may_be_read(&r, bytes) && page_read(&r, bytes);

	wording_close(&r.words);
	wording_close(&r.alt);
	buf_close(&r.code);
	if (fine) *ret_page = r.page;
	return fine;
}
