/* Units of a Markdown file and their words: see markdown_room.h. What was left
 * out of a unit is said at its end, with the line it began in.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/markdown_room.h"

#include "base/utf8.h"
#include "guide/address.h"
#include "guide/entity.h"
#include "guide/leaf_level.h"
#include "guide/phone.h"

#include <string.h>

#define CONTROLS "control characters, or such that turn text around or cannot" \
	" be seen, are left out"

enum { ALT_BYTES_MAX = 500, NEAR_BYTES = 2048 };

void markdown_warn(struct markdown_reader *r, size_t line, str text)
{
	exchange_say(r->exchange, r->file, line, EXCHANGE_WARNING, text);
}

/* Counts lines up to a place of the source; texts of md4c's own have none. */
static void line_find(struct markdown_reader *r, str text)
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
static void line_near(struct markdown_reader *r, str address)
{
	if (address.at >= r->line_at && address.at < r->line_at + NEAR_BYTES) {
		line_find(r, address);
	}
}

static void leaf_add(struct markdown_reader *r, const struct leaf *leaf)
{
	if (r->page.leaves.count == GUIDE_UNITS_MAX) {
		r->too_many = true;
		return;
	}
	LIST_ADD(r->arena, &r->page.leaves, *leaf);
}

/* -- units ---------------------------------------------------------------- */

size_t markdown_list_top(const struct markdown_reader *r)
{
	size_t top = r->list_count < MARKDOWN_LISTS_MAX ? r->list_count : MARKDOWN_LISTS_MAX;

	return top - 1;
}

/* What running text is here. */
void markdown_unit_begin(struct markdown_reader *r, enum unit_kind kind)
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

void markdown_text_begin(struct markdown_reader *r)
{
	if (r->list_count > 0 && r->fresh[markdown_list_top(r)]) {
		r->fresh[markdown_list_top(r)] = false;
		markdown_unit_begin(r, r->numbered[markdown_list_top(r)] ? UNIT_STEP : UNIT_ITEM);
	} else {
		markdown_unit_begin(r, r->quotes > 0 ? UNIT_NOTE : UNIT_PARAGRAPH);
	}
}

/* What the words say that was meant as a link and is none. */
static bool is_broken_link(str plain)
{
	static const str signs[] = {S_INIT("]("), S_INIT("] (http"),
		S_INIT("] (/"), S_INIT(")[http"), S_INIT("](http")};

	if (str_find_byte(plain, ']') == SIZE_MAX
		&& str_find_byte(plain, '[') == SIZE_MAX) {
		return false;
	}
	for (size_t i = 0; i < NELEM(signs); i++) {
		if (str_find(plain, signs[i]) != SIZE_MAX) return true;
	}
	return false;
}

/* What other programs understand and a reader of a guide does not. */
static bool is_foreign(str plain)
{
	static const str anywhere[] = {S_INIT("{{<"), S_INIT("{{%"),
		S_INIT("{%"), S_INIT("[[")};
	static const str first[] = {S_INIT(":::"), S_INIT("!!! "),
		S_INIT("??? ")};

	for (size_t i = 0; i < NELEM(first); i++) {
		if (str_starts(plain, first[i])) return true;
	}
	if (str_find_byte(plain, '{') == SIZE_MAX
		&& str_find_byte(plain, '[') == SIZE_MAX) {
		return false;
	}
	for (size_t i = 0; i < NELEM(anywhere); i++) {
		if (str_find(plain, anywhere[i]) != SIZE_MAX) return true;
	}
	return false;
}

static void text_remarks(struct markdown_reader *r, str plain)
{
	size_t line = r->now.line;

	if (is_broken_link(plain)) markdown_warn(r, line, S("broken link syntax"));
	if (is_foreign(plain)) {
		markdown_warn(r, line, S("a mark of another program stays as"
			" text"));
	}
	if (r->now.kind == UNIT_PARAGRAPH && str_starts(plain, S("#"))) {
		markdown_warn(r, line, S("text that begins with #: a heading needs a"
			" blank behind it"));
	}
}

static void list_remarks(struct markdown_reader *r)
{
	if (r->now.kind != UNIT_ITEM && r->now.kind != UNIT_STEP) return;
	if (r->list_count > UNIT_LEVEL_MAX) {
		markdown_warn(r, r->now.line, S("a list nested more than three deep"
			" is flattened"));
	}
	if (r->starts_late) {
		exchange_say(r->exchange, r->file, r->now.line, EXCHANGE_ADVICE,
			S("a list that does not begin at 1 is numbered anew"));
	}
	r->starts_late = false;
}

static void words_remarks(struct markdown_reader *r)
{
	const struct wording *w = &r->words;
	size_t line = r->now.line > 0 ? r->now.line : r->line;

	if (w->had_controls) {
		markdown_warn(r, line, S(CONTROLS));
	}
	if (w->had_lost) {
		markdown_warn(r, line, S("a letter that was lost before"
			" (U+FFFD), or that only one font has"));
	}
	if (w->had_address_words) {
		exchange_say(r->exchange, r->file, line, EXCHANGE_ADVICE,
			S("a bare address became a link named by its host"));
	}
	if (w->had_too_many) {
		markdown_warn(r, line, S("more links and codes than a unit may have:"
			" the rest is words only"));
	}
	if (w->had_empty_link) {
		markdown_warn(r, line, S("a link without words, or without an address,"
			" is left out"));
	}
}

static void pictures_add(struct markdown_reader *r)
{
	for (size_t i = 0; i < r->pictures.count; i++) {
		leaf_add(r, &r->pictures.at[i]);
	}
	r->pictures.count = 0;
}

void markdown_unit_end(struct markdown_reader *r)
{
	if (!r->in_unit) return;
	r->in_unit = false;
	words_remarks(r);
	if (wording_are(&r->words)) {
		text_remarks(r, buf_str(&r->words.plain));
		list_remarks(r);
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

static void here(struct markdown_reader *r, str text)
{
	line_find(r, text);
	if (!r->in_unit) markdown_text_begin(r);
	if (r->now.line == 0 && text.len > 0) r->now.line = r->line;
}

/* A unit that is full goes on in another of its kind. */
static void text_put(struct markdown_reader *r, str text)
{
	while ((text = wording_text(&r->words, text)).len > 0) {
		enum unit_kind kind = r->now.kind;

		markdown_warn(r, r->now.line, S("a text longer than a unit may be is"
			" divided"));
		if (r->now.kind == UNIT_ROW) {
			r->too_many = true;
			return;
		}
		markdown_unit_end(r);
		markdown_unit_begin(r, kind == UNIT_NOTE ? UNIT_NOTE : UNIT_PARAGRAPH);
		r->now.line = r->line;
		if (r->too_many) return;
	}
}

/* Text without addresses: its phone numbers are literals. */
static void phones_put(struct markdown_reader *r, str text)
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

static void address_put(struct markdown_reader *r, str address)
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

/* "[ ] " in front of an entry: a box to tick, elsewhere. */
static str box_take(struct markdown_reader *r, str text)
{
	if (text.len < 3 || text.at[0] != '[' || text.at[2] != ']'
		|| (text.at[1] != ' ' && (text.at[1] | 32) != 'x')
		|| (text.len > 3 && text.at[3] != ' ')) {
		return text;
	}
	exchange_say(r->exchange, r->file, r->line, EXCHANGE_ADVICE,
		S("a box to tick is an entry like others"));
	return str_from(text, 3);
}

static void text(struct markdown_reader *r, str text)
{
	here(r, text);
	if ((r->now.kind == UNIT_ITEM || r->now.kind == UNIT_STEP)
		&& !wording_are(&r->words)) {
		text = box_take(r, text);
	}
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

void markdown_any_text(struct markdown_reader *r, str words)
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

void markdown_entity(struct markdown_reader *r, str name)
{
	struct buf decoded = {0};

	line_find(r, name);
	if (entity_put(&decoded, name)) {
		markdown_any_text(r, buf_str(&decoded));
	} else {
		WARN(r, "a character with a name that is not known stays as it"
			" is written");
		markdown_any_text(r, name);
	}
	buf_close(&decoded);
}

/* -- raw HTML: left out, but for the marks of our own export -------------- */

/* "<!-- abcdef danger -->" behind the words of a unit. */
static bool mark_take(struct markdown_reader *r, str html)
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

void markdown_html(struct markdown_reader *r, str html)
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

void markdown_code(struct markdown_reader *r, bool closes)
{
	if (r->in_html_block || r->images > 0) return;
	r->in_code = !closes;
	if (closes) {
		here(r, S(""));
		wording_literal(&r->words, r->arena, buf_str(&r->code));
	}
	buf_reset(&r->code);
}

void markdown_link(struct markdown_reader *r, const struct markdown_event *event)
{
	if (r->images > 0) {
		if (!event->closes) {
			WARN(r, "a link in the words of a picture is left out");
		}
		return;
	}
	if (event->closes) {
		wording_link_close(&r->words, r->arena);
	} else {
		line_near(r, event->text);
		here(r, S(""));
		wording_link_open(&r->words, r->arena, event->text);
	}
}

void markdown_image(struct markdown_reader *r, const struct markdown_event *event)
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
	if (r->alt.had_controls) WARN(r, CONTROLS);
	wording_take(&r->alt, r->arena, &leaf);
	r->pictures.at[r->pictures.count - 1].words = leaf.words;
	wording_blank(&r->words);
}
