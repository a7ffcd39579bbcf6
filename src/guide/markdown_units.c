/* From the parts of a Markdown file to units: see markdown_units.h. Words are
 * written by wording.c, front matter is read by front_matter.c, and what a
 * heading's place and level mean is decided at the end by leaf_level.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/markdown_units.h"

#include "base/utf8.h"
#include "guide/address.h"
#include "guide/entity.h"
#include "guide/front_matter.h"
#include "guide/leaf_level.h"
#include "guide/phone.h"
#include "guide/wording.h"
#include "text/markdown_walk.h"

#include <string.h>

enum { LISTS_MAX = 32, ALT_BYTES_MAX = 500, NEAR_BYTES = 2048 };

struct reader {
	struct arena *arena;
	struct exchange *exchange;
	str file, source;
	const char *line_at;       /* where `line` was counted last */
	size_t line;
	struct leaf_page page;
	struct wording words, alt;
	struct leaf now;           /* the unit that is being read */
	bool in_unit;
	struct leaf_list pictures; /* met in it: they follow it */
	unsigned list_count, quotes, images;
	bool numbered[LISTS_MAX], fresh[LISTS_MAX]; /* entry without a unit yet */
	struct buf code;
	bool in_code, in_code_block, in_html_block;
	bool said_html;            /* of this block */
	unsigned columns;
	size_t cell_start;
	bool too_many;
};

static void warn(struct reader *r, size_t line, str text)
{
	exchange_say(r->exchange, r->file, line, EXCHANGE_WARNING, text);
}
#define WARN(r, literal) warn((r), (r)->line, S(literal))

/* Counts lines up to a place of the source; texts of md4c's own have none. */
static void line_find(struct reader *r, str text)
{
	const char *at = text.at;

	if (at < r->source.at || at > r->source.at + r->source.len) return;
	while (r->line_at < at) {
		const char *next = memchr(r->line_at, '\n',
			(size_t)(at - r->line_at));

		if (next == NULL) break;
		r->line++;
		r->line_at = next + 1;
	}
	while (r->line_at > at) r->line -= *--r->line_at == '\n';
	r->line_at = at;
}

/* The same by an address: it stands a little further on, or in a definition
 * anywhere, which says nothing and may be far to count to. */
static void line_near(struct reader *r, str address)
{
	if (address.at >= r->line_at && address.at < r->line_at + NEAR_BYTES) {
		line_find(r, address);
	}
}

static void leaf_add(struct reader *r, const struct leaf *leaf)
{
	if (r->page.leaves.count == GUIDE_UNITS_MAX) {
		r->too_many = true;
		return;
	}
	LIST_ADD(r->arena, &r->page.leaves, *leaf);
}

/* -- units ---------------------------------------------------------------- */

static size_t list_top(const struct reader *r)
{
	size_t top = r->list_count < LISTS_MAX ? r->list_count : LISTS_MAX;

	return top - 1;
}

/* What running text is here. */
static void unit_begin(struct reader *r, enum unit_kind kind)
{
	r->now = (struct leaf){.kind = kind, .cells = 1};
	r->in_unit = true;
	if (kind == UNIT_STEP || kind == UNIT_ITEM) {
		r->now.level = r->list_count;
		if (r->list_count > UNIT_LEVEL_MAX) {
			r->now.level = UNIT_LEVEL_MAX;
		}
	}
}

static void text_begin(struct reader *r)
{
	if (r->list_count > 0 && r->fresh[list_top(r)]) {
		r->fresh[list_top(r)] = false;
		unit_begin(r, r->numbered[list_top(r)] ? UNIT_STEP : UNIT_ITEM);
	} else {
		unit_begin(r, r->quotes > 0 ? UNIT_NOTE : UNIT_PARAGRAPH);
	}
}

/* What the words say that was meant as a link and is none. */
static bool is_broken_link(str plain)
{
	static const str signs[] = {S_INIT("]("), S_INIT("] (http"),
		S_INIT("] (/"), S_INIT(")[http"), S_INIT("](http")};

	for (size_t i = 0; i < NELEM(signs); i++) {
		if (str_find(plain, signs[i]) != SIZE_MAX) return true;
	}
	return false;
}

static void words_remarks(struct reader *r)
{
	const struct wording *w = &r->words;
	size_t line = r->now.line;

	if (w->had_controls) {
		warn(r, line, S("control characters, or such that turn text"
			" around, are left out"));
	}
	if (w->had_address_words) {
		exchange_say(r->exchange, r->file, line, EXCHANGE_ADVICE,
			S("a bare address became a link named by its host"));
	}
	if (w->had_too_many) {
		warn(r, line, S("more links and codes than a unit may have:"
			" the rest is words only"));
	}
	if (w->had_empty_link) {
		warn(r, line, S("a link without words, or without an address,"
			" is left out"));
	}
	if (is_broken_link(buf_str(&w->plain))) {
		warn(r, line, S("broken link syntax"));
	}
	if (r->now.kind == UNIT_PARAGRAPH
		&& str_starts(buf_str(&w->plain), S("#"))) {
		warn(r, line, S("text that begins with #: a heading needs a"
			" blank behind it"));
	}
	if ((r->now.kind == UNIT_ITEM || r->now.kind == UNIT_STEP)
		&& r->list_count > UNIT_LEVEL_MAX) {
		warn(r, line, S("a list nested more than three deep is"
			" flattened"));
	}
}

static void pictures_add(struct reader *r)
{
	for (size_t i = 0; i < r->pictures.count; i++) {
		leaf_add(r, &r->pictures.at[i]);
	}
	r->pictures.count = 0;
}

static void unit_end(struct reader *r)
{
	if (!r->in_unit) return;
	r->in_unit = false;
	if (wording_are(&r->words)) {
		words_remarks(r);
		if (r->now.kind == UNIT_SECTION) {
			r->now.slug = leaf_slug(r->arena,
				buf_str(&r->words.plain));
		}
		wording_take(&r->words, r->arena, &r->now);
		leaf_add(r, &r->now);
	} else {
		if (r->now.kind == UNIT_SECTION) {
			WARN(r, "a heading without words is left out");
		}
		wording_start(&r->words);
	}
	pictures_add(r);
}

/* -- text ----------------------------------------------------------------- */

static void here(struct reader *r, str text)
{
	line_find(r, text);
	if (!r->in_unit) text_begin(r);
	if (r->now.line == 0 && text.len > 0) r->now.line = r->line;
}

/* A unit that is full goes on in another of its kind. */
static void text_put(struct reader *r, str text)
{
	while ((text = wording_text(&r->words, text)).len > 0) {
		enum unit_kind kind = r->now.kind;

		warn(r, r->now.line, S("a text longer than a unit may be is"
			" divided"));
		if (r->now.kind == UNIT_ROW) {
			r->too_many = true;
			return;
		}
		unit_end(r);
		unit_begin(r, kind == UNIT_NOTE ? UNIT_NOTE : UNIT_PARAGRAPH);
		r->now.line = r->line;
		if (r->too_many) return;
	}
}

/* Text without addresses: its phone numbers are literals. */
static void phones_put(struct reader *r, str text)
{
	while (text.len > 0) {
		size_t len, at = phone_find(text, &len);

		text_put(r, str_first(text, at));
		if (len > 0) {
			wording_literal(&r->words, r->arena,
				str_first(str_from(text, at), len));
		}
		text = str_from(text, at + len);
	}
}

static void address_put(struct reader *r, str address)
{
	str before = buf_str(&r->words.plain);

	if (str_ends(before, S("](")) || (r->words.plain.len > 2
			&& str_ends(before, S("] (")))
		|| str_ends(before, S(")["))) {
		WARN(r, "broken link syntax");
	}
	str to = str_starts(address, S("www.")) ? str_fmt(r->arena,
		"https://%.*s", S_ARG(address)) : address;

	wording_link_open(&r->words, r->arena, to);
	text_put(r, address);
	wording_link_close(&r->words, r->arena);
}

static void text(struct reader *r, str text)
{
	here(r, text);
	if (r->words.in_link) {
		text_put(r, text);
		return;
	}
	while (text.len > 0) {
		size_t len, at = address_find(text, &len);

		phones_put(r, str_first(text, at));
		if (len > 0) address_put(r, str_first(str_from(text, at), len));
		text = str_from(text, at + len);
	}
}

static void any_text(struct reader *r, str words)
{
	if (r->in_html_block) return;
	if (r->in_code_block || r->in_code) {
		line_find(r, words);
		buf_put(&r->code, words);
	} else if (r->images > 0) {
		if (r->alt.text.len < ALT_BYTES_MAX) {
			(void)wording_text(&r->alt, utf8_first(words,
				ALT_BYTES_MAX));
		}
	} else {
		text(r, words);
	}
}

static void entity(struct reader *r, str name)
{
	struct buf decoded = {0};

	line_find(r, name);
	if (entity_put(&decoded, name)) {
		any_text(r, buf_str(&decoded));
	} else {
		WARN(r, "a character with a name that is not known stays as it"
			" is written");
		any_text(r, name);
	}
	buf_close(&decoded);
}

/* -- raw HTML: left out, but for the marks of our own export -------------- */

/* "<!-- abcdef danger -->" behind the words of a unit. */
static bool mark_take(struct reader *r, str html)
{
	str id, kind;
	enum unit_kind read;
	struct leaf *leaf;

	if (!str_starts(html, S("<!-- ")) || !str_ends(html, S(" -->"))
		|| html.len < 9 || !r->in_unit) {
		return false;
	}
	html = str_first(str_from(html, 5), html.len - 9);
	if (!str_cut(html, ' ', &id, &kind) || !unit_kind_read(kind, &read)) {
		return false;
	}
	leaf = read == UNIT_PICTURE && r->pictures.count > 0
		? &r->pictures.at[r->pictures.count - 1] : &r->now;
	if (!unit_id_read(id, &leaf->id)) return false;
	leaf->has_id = true;
	/* Markdown has no sign for these */
	if (leaf->kind == UNIT_PARAGRAPH || leaf->kind == UNIT_NOTE) {
		if (read != UNIT_TITLE && read != UNIT_SECTION
			&& read != UNIT_ROW && read != UNIT_PICTURE
			&& read != UNIT_STEP && read != UNIT_ITEM) {
			leaf->kind = read;
		}
	} else if (leaf->kind == UNIT_ITEM && read == UNIT_CHOICE) {
		leaf->kind = read;
		leaf->level = 0;
	}
	return true;
}

static void html(struct reader *r, str html)
{
	line_find(r, html);
	if (mark_take(r, html)) return;
	if (str_starts(html, S("<br"))) {
		wording_blank(&r->words);
	} else if (!r->in_html_block || !r->said_html) {
		r->said_html = true;
		WARN(r, "raw HTML is left out");
	}
}

/* -- spans ---------------------------------------------------------------- */

static void code(struct reader *r, bool closes)
{
	if (r->in_html_block || r->images > 0) return;
	r->in_code = !closes;
	if (closes) {
		here(r, S(""));
		wording_literal(&r->words, r->arena, buf_str(&r->code));
	}
	buf_reset(&r->code);
}

static void link(struct reader *r, const struct markdown_event *event)
{
	if (r->images > 0) return;
	if (event->closes) {
		wording_link_close(&r->words, r->arena);
	} else {
		line_near(r, event->text);
		here(r, S(""));
		wording_link_open(&r->words, r->arena, event->text);
	}
}

static void image(struct reader *r, const struct markdown_event *event)
{
	struct leaf leaf = {.kind = UNIT_PICTURE, .cells = 1};

	if (!event->closes) {
		if (r->images++ > 0) return;
		line_near(r, event->text);
		here(r, S(""));
		wording_start(&r->alt);
		leaf.picture = str_dup(r->arena, event->text);
		leaf.line = r->line;
		LIST_ADD(r->arena, &r->pictures, leaf);
		return;
	}
	if (--r->images > 0 || r->pictures.count == 0) return;
	wording_take(&r->alt, r->arena, &leaf);
	r->pictures.at[r->pictures.count - 1].words = leaf.words;
	wording_blank(&r->words);
}

/* -- blocks --------------------------------------------------------------- */

static void heading(struct reader *r, const struct markdown_event *event)
{
	unit_end(r);
	if (event->closes) return;
	unit_begin(r, UNIT_SECTION);
	r->now.level = event->number;
}

static void code_block(struct reader *r, bool closes)
{
	str rest = buf_str(&r->code), line;
	size_t last = r->line;

	r->in_code_block = !closes;
	unit_end(r);
	while (closes && rest.len > 0) {
		if (!str_line(&rest, &line)) {
			line = rest;
			rest = S("");
		}
		if (str_trim(line).len == 0) continue;
		text_begin(r);
		r->now.line = last;
		wording_literal(&r->words, r->arena, line);
		unit_end(r);
	}
	buf_reset(&r->code);
}

static void list(struct reader *r, bool numbered, bool closes)
{
	unit_end(r);
	if (closes) {
		if (r->list_count > 0) r->list_count--;
		return;
	}
	r->list_count++;
	r->numbered[list_top(r)] = numbered;
	r->fresh[list_top(r)] = false;
}

static void entry(struct reader *r, bool closes)
{
	unit_end(r);
	if (r->list_count > 0) r->fresh[list_top(r)] = !closes;
}

static void table(struct reader *r, const struct markdown_event *event)
{
	unit_end(r);
	r->columns = event->number;
}

static void row(struct reader *r, bool closes)
{
	if (closes) {
		if (r->columns > UNIT_CELLS_MAX) {
			warn(r, r->now.line, S("a table wider than four columns"
				" becomes a list"));
		}
		unit_end(r);
		return;
	}
	unit_begin(r, r->columns > UNIT_CELLS_MAX ? UNIT_ITEM : UNIT_ROW);
	if (r->now.kind == UNIT_ROW) r->now.level = r->now.cells = r->columns;
	else r->now.level = 1;
}

static void cell(struct reader *r, bool closes)
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

static void html_block(struct reader *r, bool closes)
{
	unit_end(r);
	r->in_html_block = !closes;
	r->said_html = false;
}

static void quote(struct reader *r, bool closes)
{
	unit_end(r);
	if (!closes) r->quotes++;
	else if (r->quotes > 0) r->quotes--;
}

static void paragraph(struct reader *r, bool closes)
{
	unit_end(r);
	if (!closes) text_begin(r);
}

static void strong(struct reader *r, bool closes)
{
	/* a heading is strong as it is */
	if (r->images == 0 && r->now.kind != UNIT_SECTION) {
		r->words.strong = !closes;
	}
}

static void each(void *reader, const struct markdown_event *event)
{
	struct reader *r = reader;

	if (r->too_many) return;
	switch (event->part) {
	case MARKDOWN_QUOTE: quote(r, event->closes); break;
	case MARKDOWN_BULLETS: list(r, false, event->closes); break;
	case MARKDOWN_NUMBERS: list(r, true, event->closes); break;
	case MARKDOWN_ENTRY: entry(r, event->closes); break;
	case MARKDOWN_RULE: unit_end(r); break;
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
	case MARKDOWN_CODE: code(r, event->closes); break;
	case MARKDOWN_LINK: link(r, event); break;
	case MARKDOWN_IMAGE: image(r, event); break;
	case MARKDOWN_TEXT: any_text(r, event->text); break;
	case MARKDOWN_ENTITY: entity(r, event->text); break;
	case MARKDOWN_HTML: html(r, event->text); break;
	case MARKDOWN_BREAK:
	case MARKDOWN_SOFT_BREAK:
		if (r->in_code) buf_byte(&r->code, ' ');
		else wording_blank(r->images > 0 ? &r->alt : &r->words);
		break;
	case MARKDOWN_PART_COUNT: break;
	}
}

/* -- the file ------------------------------------------------------------- */

static bool may_be_read(struct reader *r, str bytes)
{
	const char *why = NULL;
	size_t line = 0;

	if (str_trim(bytes).len == 0) why = "there is nothing in it";
	else if (bytes.len > MARKDOWN_FILE_MAX) why = "it is larger than 1 MiB";
	else if (str_find_byte(bytes, '\0') != SIZE_MAX) why = "it is no text";
	else if (!utf8_is_valid(bytes)) why = "it is not UTF-8";
	if (why == NULL) return true;
	if (str_eq(str_of(why), S("it is not UTF-8"))) {
		str rest = bytes;
		uint32_t point;

		line = 1;
		while (utf8_next(&rest, &point)) line += point == '\n';
	}
	exchange_say(r->exchange, r->file, line, EXCHANGE_ERROR, str_of(why));
	return false;
}

static const char *const refusals[] = {
	[MARKDOWN_HEAVY] = "its links are larger than a file of links",
	[MARKDOWN_GAVE_UP] = "it cannot be read as Markdown",
};

static void start(struct reader *r)
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
static enum markdown_outcome walk(struct reader *r, size_t first_line)
{
	struct markdown_walk walk = {MARKDOWN_EXTENDED, each, r};
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
	unit_end(r);
	return outcome;
}

static bool page_read(struct reader *r, str bytes)
{
	struct front_matter matter;
	enum markdown_outcome outcome;
	struct buf copy = buf_cap(2 * MARKDOWN_FILE_MAX);
	bool fine = false;

	if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_from(bytes, 3);
	front_matter_read(bytes, r->file, r->exchange, &matter);
	r->source = markdown_spare(&copy, str_from(bytes, matter.bytes));
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
	struct reader r = {.arena = arena, .exchange = exchange, .file = file,
		.page = {.file = file}};
	bool fine = may_be_read(&r, bytes) && page_read(&r, bytes);

	wording_close(&r.words);
	wording_close(&r.alt);
	buf_close(&r.code);
	if (fine) *ret_page = r.page;
	return fine;
}
