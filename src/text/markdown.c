/* Our own writer behind md4c's parser: see markdown.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/markdown.h"

#include "base/utf8.h"

#include <md4c.h>

enum { OUT_MAX = 8 * MARKDOWN_BYTES_MAX, HEADING_LOWEST = 4 };

struct writer {
	struct buf out, title;
	bool has_title;         /* the first level-1 heading has been */
	bool in_title;
	bool link_dropped;      /* the open link is words only */
};

/* Blocks and spans that are one pair of tags each. */
static const struct { MD_BLOCKTYPE type; const char *open, *close; } blocks[] = {
	{MD_BLOCK_QUOTE, "<blockquote>\n", "</blockquote>\n"},
	{MD_BLOCK_UL, "<ul>\n", "</ul>\n"},
	{MD_BLOCK_LI, "<li>", "</li>\n"},
	{MD_BLOCK_HR, "<hr>\n", ""},
	{MD_BLOCK_CODE, "<pre><code>", "</code></pre>\n"},
	{MD_BLOCK_P, "<p>", "</p>\n"},
};

static const struct { MD_SPANTYPE type; const char *open, *close; } spans[] = {
	{MD_SPAN_EM, "<em>", "</em>"},
	{MD_SPAN_STRONG, "<strong>", "</strong>"},
	{MD_SPAN_CODE, "<code>", "</code>"},
};

static void tag(struct writer *w, const char *literal)
{
	buf_text(&w->out, literal);
}

static void heading(struct writer *w, unsigned level, bool leaves)
{
	if (w->in_title && leaves) {
		w->in_title = false;
		w->has_title = true;
	} else if (level == 1 && !w->has_title) {
		w->in_title = true;
	} else {
		/* One heading of level 1 a page. */
		if (level < 2) level = 2;
		if (level > HEADING_LOWEST) level = HEADING_LOWEST;
	}
	buf_fmt(&w->out, leaves ? "</h%u>\n" : "<h%u>", level);
}

static void ordered(struct writer *w, const MD_BLOCK_OL_DETAIL *detail)
{
	if (detail->start == 1) {
		tag(w, "<ol>\n");
	} else {
		buf_fmt(&w->out, "<ol start=\"%u\">\n", detail->start);
	}
}

static void block(struct writer *w, MD_BLOCKTYPE type, void *detail,
	bool leaves)
{
	if (type == MD_BLOCK_H) {
		heading(w, ((MD_BLOCK_H_DETAIL *)detail)->level, leaves);
		return;
	}
	if (type == MD_BLOCK_OL && leaves) {
		tag(w, "</ol>\n");
		return;
	}
	if (type == MD_BLOCK_OL) {
		ordered(w, detail);
		return;
	}
	for (size_t i = 0; i < NELEM(blocks); i++) {
		if (blocks[i].type != type) continue;
		tag(w, leaves ? blocks[i].close : blocks[i].open);
	}
}

static str attribute(const MD_ATTRIBUTE *attribute)
{
	return str_bytes(attribute->text, attribute->size);
}

/* [markdown-2]; md4c closes links in order, and links do not nest. */
static void link(struct writer *w, const MD_SPAN_A_DETAIL *detail, bool leaves)
{
	str to;

	if (leaves) {
		if (!w->link_dropped) tag(w, "</a>");
		w->link_dropped = false;
		return;
	}
	to = attribute(&detail->href);
	w->link_dropped = !html_url_is_allowed(to);
	if (w->link_dropped) return;
	buf_text(&w->out, "<a href=\"");
	html_url(&w->out, to);
	buf_text(&w->out, str_starts(to, S("https:"))
		? "\" rel=\"noreferrer noopener\">" : "\">");
}

static void span(struct writer *w, MD_SPANTYPE type, void *detail, bool leaves)
{
	if (type == MD_SPAN_A) {
		link(w, detail, leaves);
		return;
	}
	/* An image is its description: text comes by itself [markdown-1]. */
	for (size_t i = 0; i < NELEM(spans); i++) {
		if (spans[i].type != type) continue;
		tag(w, leaves ? spans[i].close : spans[i].open);
	}
}

static void text(struct writer *w, MD_TEXTTYPE type, str words)
{
	switch (type) {
	case MD_TEXT_NULLCHAR: return;
	case MD_TEXT_BR: tag(w, "<br>\n"); return;
	case MD_TEXT_SOFTBR: tag(w, "\n"); return;
	case MD_TEXT_NORMAL:
	case MD_TEXT_ENTITY:
	case MD_TEXT_CODE:
	case MD_TEXT_HTML:
	case MD_TEXT_LATEXMATH: break;
	}
	if (w->in_title) buf_put(&w->title, words);
	html_text(&w->out, words); /* [markdown-1] */
}

static int block_enter(MD_BLOCKTYPE type, void *detail, void *w)
{
	block(w, type, detail, false);
	return 0;
}

static int block_leave(MD_BLOCKTYPE type, void *detail, void *w)
{
	block(w, type, detail, true);
	return 0;
}

static int span_enter(MD_SPANTYPE type, void *detail, void *w)
{
	span(w, type, detail, false);
	return 0;
}

static int span_leave(MD_SPANTYPE type, void *detail, void *w)
{
	span(w, type, detail, true);
	return 0;
}

static int text_here(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE len, void *w)
{
	text(w, type, str_bytes(at, len));
	return 0;
}

bool markdown_read(struct arena *arena, str source, struct markdown *ret)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_NOHTMLBLOCKS | MD_FLAG_NOHTMLSPANS,
		.enter_block = block_enter,
		.leave_block = block_leave,
		.enter_span = span_enter,
		.leave_span = span_leave,
		.text = text_here,
	};
	struct writer w = {.out = buf_cap(OUT_MAX), .title = buf_cap(OUT_MAX)};
	bool right = source.len <= MARKDOWN_BYTES_MAX && utf8_is_valid(source);

	right = right && md_parse(source.at, (MD_SIZE)source.len, &parser,
		&w) == 0;
	right = right && !w.out.failed && !w.title.failed;
	if (right) {
		ret->title = buf_take(&w.title, arena);
		ret->body = html_ready(buf_take(&w.out, arena));
	}
	buf_close(&w.out);
	buf_close(&w.title);
	return right;
}
