/* HTML out of a walk through Markdown: see markdown.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/markdown.h"

#include "base/utf8.h"
#include "text/markdown_walk.h"

enum {
	OUT_MAX = 8 * MARKDOWN_BYTES_MAX,
	HEADING_LOWEST = 4
};

/* Blocks and spans that are one pair of tags each. */
static const struct { enum markdown_part part; const char *open, *close; }
pairs[] = {
	{MARKDOWN_QUOTE, "<blockquote>\n", "</blockquote>\n"},
	{MARKDOWN_BULLETS, "<ul>\n", "</ul>\n"},
	{MARKDOWN_ENTRY, "<li>", "</li>\n"},
	{MARKDOWN_RULE, "<hr>\n", ""},
	{MARKDOWN_CODE_BLOCK, "<pre><code>", "</code></pre>\n"},
	{MARKDOWN_PARAGRAPH, "<p>", "</p>\n"},
	{MARKDOWN_EMPHASIS, "<em>", "</em>"},
	{MARKDOWN_STRONG, "<strong>", "</strong>"},
	{MARKDOWN_CODE, "<code>", "</code>"},
};

struct writer {
	struct buf out, title;
	bool has_title;         /* the first level-1 heading has been */
	bool in_title;
	unsigned links;         /* open ones, one in the other */
	bool has_link;          /* the outermost is one in HTML too */
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

static void ordered(struct writer *w, const struct markdown_event *event)
{
	if (event->closes) {
		tag(w, "</ol>\n");
	} else if (event->number == 1) {
		tag(w, "<ol>\n");
	} else {
		buf_fmt(&w->out, "<ol start=\"%u\">\n", event->number);
	}
}

/* [markdown-2] A link inside another (an image's words may hold one) is its
 * words only, so that links never nest. */
static void link(struct writer *w, const struct markdown_event *event)
{
	str to = event->text;

	if (event->closes) {
		w->links--;
		if (w->links > 0 || !w->has_link) return;
		w->has_link = false;
		tag(w, "</a>");
		return;
	}
	if (w->links++ > 0 || !html_url_is_allowed(to)) return;
	w->has_link = true;
	buf_text(&w->out, "<a href=\"");
	html_url(&w->out, to);
	buf_text(&w->out, str_starts(to, S("https:"))
		? "\" rel=\"noreferrer noopener\">" : "\">");
}

static void pair(struct writer *w, const struct markdown_event *event)
{
	for (size_t i = 0; i < NELEM(pairs); i++) {
		if (pairs[i].part != event->part) continue;
		tag(w, event->closes ? pairs[i].close : pairs[i].open);
	}
}

static void each(void *writer, const struct markdown_event *event)
{
	struct writer *w = writer;

	switch (event->part) {
	case MARKDOWN_HEADING: heading(w, event->number, event->closes); break;
	case MARKDOWN_NUMBERS: ordered(w, event); break;
	case MARKDOWN_LINK: link(w, event); break;
	case MARKDOWN_BREAK: tag(w, "<br>\n"); break;
	case MARKDOWN_SOFT_BREAK: tag(w, "\n"); break;
	case MARKDOWN_TEXT:
	case MARKDOWN_ENTITY:
	case MARKDOWN_HTML:
		if (w->in_title) buf_put(&w->title, event->text);
		html_text(&w->out, event->text); /* [markdown-1] */
		break;
	case MARKDOWN_QUOTE:
	case MARKDOWN_BULLETS:
	case MARKDOWN_ENTRY:
	case MARKDOWN_RULE:
	case MARKDOWN_CODE_BLOCK:
	case MARKDOWN_PARAGRAPH:
	case MARKDOWN_EMPHASIS:
	case MARKDOWN_STRONG:
	case MARKDOWN_CODE: pair(w, event); break;
	case MARKDOWN_HTML_BLOCK: /* these do not come in this form */
	case MARKDOWN_TABLE:
	case MARKDOWN_ROW:
	case MARKDOWN_CELL:
	case MARKDOWN_IMAGE: /* its description comes as text [markdown-1] */
	case MARKDOWN_PART_COUNT: break;
	}
}

bool markdown_read(struct arena *arena, str source, struct markdown *ret)
{
	struct writer w = {.out = buf_cap(OUT_MAX), .title = buf_cap(OUT_MAX)};
	struct markdown_walk walk = {MARKDOWN_PLAIN, each, &w};
	struct buf copy = {0};
	bool right = source.len <= MARKDOWN_BYTES_MAX && utf8_is_valid(source);

	right = right && markdown_walk(markdown_spare(&copy, source), &walk)
		== MARKDOWN_FINE;
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
