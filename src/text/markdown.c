/* Our own writer behind md4c's parser: see markdown.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/markdown.h"

#include "base/utf8.h"

#include <md4c.h>

enum {
	OUT_MAX = 8 * MARKDOWN_BYTES_MAX,
	HEADING_LOWEST = 4,
	SPANS_MAX = 32, /* deeper ones are their words only */
	SPARE_BYTES = 64
};

/* A span that is open: its end, empty where it stands as its words only. */
struct open_span { MD_SPANTYPE type; const char *close; };

struct writer {
	str source;
	struct buf out, title;
	bool has_title;         /* the first level-1 heading has been */
	bool in_title;
	struct open_span spans[SPANS_MAX];
	size_t span_count, too_deep;
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

/* md4c of Debian 12 leaves some spans without saying so: none outlives its
 * block, and none is left before those inside it [markdown-3]. */
static void spans_close(struct writer *w, size_t keep)
{
	while (w->span_count > keep) tag(w, w->spans[--w->span_count].close);
	w->too_deep = 0;
}

static void block(struct writer *w, MD_BLOCKTYPE type, void *detail,
	bool leaves)
{
	spans_close(w, 0);
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

static bool is_in_link(const struct writer *w)
{
	for (size_t i = 0; i < w->span_count; i++) {
		if (w->spans[i].type == MD_SPAN_A) return true;
	}
	return false;
}

/* [markdown-2] A link inside another (an image's words may hold one) is its
 * words only, so that links never nest. Returns how it ends. */
static const char *link(struct writer *w, const MD_SPAN_A_DETAIL *detail)
{
	str to = attribute(&detail->href);

	if (is_in_link(w) || !html_url_is_allowed(to)) return "";
	buf_text(&w->out, "<a href=\"");
	html_url(&w->out, to);
	buf_text(&w->out, str_starts(to, S("https:"))
		? "\" rel=\"noreferrer noopener\">" : "\">");
	return "</a>";
}

static void span_open(struct writer *w, MD_SPANTYPE type, void *detail)
{
	struct open_span open = {type, ""};

	if (w->span_count == SPANS_MAX) {
		w->too_deep++;
		return;
	}
	if (type == MD_SPAN_A) open.close = link(w, detail);
	/* An image is its description: text comes by itself [markdown-1]. */
	for (size_t i = 0; i < NELEM(spans); i++) {
		if (spans[i].type != type) continue;
		tag(w, spans[i].open);
		open.close = spans[i].close;
	}
	w->spans[w->span_count++] = open;
}

static void span_close(struct writer *w, MD_SPANTYPE type)
{
	if (w->too_deep > 0) {
		w->too_deep--;
		return;
	}
	for (size_t i = w->span_count; i-- > 0;) {
		if (w->spans[i].type == type) {
			spans_close(w, i);
			return;
		}
	}
}

/* md4c of Debian 12 can point past the end of its source. */
static str within(str source, str words)
{
	const char *end = source.at + source.len;

	if (words.at < source.at || words.at > end + SPARE_BYTES) return words;
	if (words.at >= end) return S("");
	return str_first(words, (size_t)(end - words.at));
}

static void text(struct writer *w, MD_TEXTTYPE type, str words)
{
	words = within(w->source, words);
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
	span_open(w, type, detail);
	return 0;
}

static int span_leave(MD_SPANTYPE type, void *detail, void *w)
{
	(void)detail;
	span_close(w, type);
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
	struct buf copy = {0};
	bool right = source.len <= MARKDOWN_BYTES_MAX && utf8_is_valid(source);

	/* It may look a little past the end: line ends stand there. */
	buf_put(&copy, source);
	for (int i = 0; i < SPARE_BYTES; i++) buf_byte(&copy, '\n');
	w.source = str_first(buf_str(&copy), source.len);
	right = right && md_parse(w.source.at, (MD_SIZE)w.source.len, &parser,
		&w) == 0;
	right = right && !w.out.failed && !w.title.failed;
	if (right) {
		ret->title = buf_take(&w.title, arena);
		ret->body = html_ready(buf_take(&w.out, arena));
	}
	buf_close(&copy);
	buf_close(&w.out);
	buf_close(&w.title);
	return right;
}
