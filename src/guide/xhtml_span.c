/* Words inside a unit as XHTML: see xhtml.h. Spans that look the same share
 * their elements; the order outside in is link, strong, emphasis, bdi.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/xhtml.h"

#include "base/utf8.h"
#include "guide/edition.h"
#include "page/tr.h"
#include "text/html.h"

enum layer { LAYER_LINK, LAYER_STRONG, LAYER_EMPHASIS, LAYER_COUNT };

/* [xhtml-1] Two letters UTF-8 can say and XML cannot. */
static void put_whole(struct buf *out, str s,
	void (*put)(struct buf *out, str s))
{
	str rest = s, done = s;
	uint32_t point;

	while (utf8_next(&rest, &point)) {
		if (point == 0xFFFE || point == 0xFFFF) {
			put(out, str_first(done, done.len - rest.len - 3));
			utf8_put(out, 0xFFFD);
			done = rest;
		}
	}
	put(out, done);
}

void xhtml_text(struct buf *out, str s)
{
	put_whole(out, s, html_text);
}

void xhtml_attr(struct buf *out, str s)
{
	put_whole(out, s, html_attr);
}

void xhtml_tongue(struct buf *out, const struct tongue *tongue)
{
	buf_text(out, " lang=\"");
	xhtml_attr(out, tongue->tag);
	buf_text(out, "\" xml:lang=\"");
	xhtml_attr(out, tongue->tag);
	buf_text(out, tongue->rtl ? "\" dir=\"rtl\"" : "\" dir=\"ltr\"");
}

void xhtml_frame(struct buf *out, const struct tongue *tongue,
	const char *element, str words, str value)
{
	struct tr_walk walk = tr_walk(words);

	buf_fmt(out, "<%s", element);
	if (!tongue->is_ours) xhtml_tongue(out, tongue_of(tongue->locale));
	buf_byte(out, '>');
	while (tr_next(&walk)) {
		xhtml_text(out, walk.literal);
		if (walk.hole.len == 0) continue;
		buf_text(out, "<bdi dir=\"ltr\">");
		xhtml_text(out, value);
		buf_text(out, "</bdi>");
	}
	buf_fmt(out, "</%s>", element);
}

static const struct slot *link_of(const struct span *span)
{
	return span->slot != NULL && span->slot->kind == SLOT_LINK ? span->slot
								   : NULL;
}

static bool layer_is_on(const struct span *span, enum layer layer)
{
	switch (layer) {
	case LAYER_LINK: return link_of(span) != NULL;
	case LAYER_STRONG: return span->strong;
	case LAYER_EMPHASIS: return span->emphasis;
	case LAYER_COUNT: break;
	}
	return false;
}

static bool layer_is_same(const struct span *a, const struct span *b,
	enum layer layer)
{
	if (layer == LAYER_LINK) return link_of(a) == link_of(b);
	return layer_is_on(a, layer) == layer_is_on(b, layer);
}

static void layer_open(struct buf *out, const struct span *span,
	enum layer layer, const struct xhtml_links *links)
{
	struct buf address = {0};

	if (layer == LAYER_STRONG) buf_text(out, "<strong>");
	if (layer == LAYER_EMPHASIS) buf_text(out, "<em>");
	if (layer != LAYER_LINK) return;
	if (links != NULL && links->address(links, link_of(span), &address)) {
		buf_text(out, "<a href=\"");
		xhtml_attr(out, buf_str(&address));
		buf_text(out, "\">");
	} else {
		buf_text(out, "<span>"); /* closes as one, whatever it is */
	}
	buf_close(&address);
}

static void layer_close(struct buf *out, const struct span *span,
	enum layer layer, const struct xhtml_links *links)
{
	struct buf address = {0};

	if (layer == LAYER_STRONG) buf_text(out, "</strong>");
	if (layer == LAYER_EMPHASIS) buf_text(out, "</em>");
	if (layer != LAYER_LINK) return;
	buf_text(out, links != NULL && links->address(links, link_of(span),
		&address) ? "</a>" : "</span>");
	buf_close(&address);
}

/* Closes and opens what differs between two spans, so that all nests. */
static void look_change(struct buf *out, const struct span *from,
	const struct span *to, const struct xhtml_links *links)
{
	int same = 0;

	while (same < LAYER_COUNT &&
		layer_is_same(from, to, (enum layer)same)) {
		same++;
	}
	for (int i = LAYER_COUNT - 1; i >= same; i--) {
		if (layer_is_on(from, (enum layer)i)) {
			layer_close(out, from, (enum layer)i, links);
		}
	}
	for (int i = same; i < LAYER_COUNT; i++) {
		if (layer_is_on(to, (enum layer)i)) {
			layer_open(out, to, (enum layer)i, links);
		}
	}
}

/* A day is written as on the pages. */
static void words_text(struct buf *out, const struct span *span)
{
	if (span->slot == NULL || span->slot->kind != SLOT_DATE ||
		!edition_source(out, span->slot->value)) {
		xhtml_text(out, span->text);
	}
}

static void span_text(struct buf *out, const struct span *span)
{
	if (!span->isolate) {
		words_text(out, span);
		return;
	}
	buf_text(out, span->nowrap ? "<bdi class=\"whole\" dir=\"ltr\">"
				   : "<bdi dir=\"ltr\">");
	words_text(out, span);
	buf_text(out, "</bdi>");
}

void xhtml_spans(struct buf *out, const struct span_list *spans,
	const struct xhtml_links *links)
{
	const struct span none = {0}, *last = &none;

	for (size_t i = 0; i < spans->count; i++) {
		look_change(out, last, &spans->at[i], links);
		if (i > 0 && last->cell != spans->at[i].cell) {
			buf_text(out, " | ");
		}
		span_text(out, &spans->at[i]);
		last = &spans->at[i];
	}
	look_change(out, last, &none, links);
}
