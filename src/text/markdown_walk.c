/* md4c's callbacks as one row of events: see markdown_walk.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/markdown_walk.h"

#include <md4c.h>

/* A kind of ours that says: not shown. */
#define NOTHING MARKDOWN_PART_COUNT

struct walker {
	const struct markdown_walk *walk;
	str source;
	enum markdown_part spans[MARKDOWN_SPANS_MAX];
	size_t span_count, too_deep;
	size_t address_bytes, cells;
	enum markdown_outcome outcome;
};

/* md4c of Debian 12 hears no other number from inside a block: it would show
 * all the blocks that follow. */
enum { STOP = -1 };

static const struct { MD_BLOCKTYPE type; enum markdown_part part; } blocks[] = {
	{MD_BLOCK_QUOTE, MARKDOWN_QUOTE}, {MD_BLOCK_UL, MARKDOWN_BULLETS},
	{MD_BLOCK_OL, MARKDOWN_NUMBERS}, {MD_BLOCK_LI, MARKDOWN_ENTRY},
	{MD_BLOCK_HR, MARKDOWN_RULE}, {MD_BLOCK_H, MARKDOWN_HEADING},
	{MD_BLOCK_CODE, MARKDOWN_CODE_BLOCK}, {MD_BLOCK_HTML, MARKDOWN_HTML_BLOCK},
	{MD_BLOCK_P, MARKDOWN_PARAGRAPH}, {MD_BLOCK_TABLE, MARKDOWN_TABLE},
	{MD_BLOCK_TR, MARKDOWN_ROW}, {MD_BLOCK_TH, MARKDOWN_CELL},
	{MD_BLOCK_TD, MARKDOWN_CELL},
};

static const struct { MD_SPANTYPE type; enum markdown_part part; } spans[] = {
	{MD_SPAN_EM, MARKDOWN_EMPHASIS}, {MD_SPAN_STRONG, MARKDOWN_STRONG},
	{MD_SPAN_CODE, MARKDOWN_CODE}, {MD_SPAN_A, MARKDOWN_LINK},
	{MD_SPAN_IMG, MARKDOWN_IMAGE},
};

static enum markdown_part block_part(MD_BLOCKTYPE type)
{
	for (size_t i = 0; i < NELEM(blocks); i++) {
		if (blocks[i].type == type) return blocks[i].part;
	}
	return NOTHING;
}

static enum markdown_part span_part(MD_SPANTYPE type)
{
	for (size_t i = 0; i < NELEM(spans); i++) {
		if (spans[i].type == type) return spans[i].part;
	}
	return NOTHING;
}

static void show(struct walker *w, enum markdown_part part, bool closes,
	unsigned number, str text)
{
	struct markdown_event event = {part, closes, number, text};

	if (part != NOTHING) w->walk->each(w->walk->context, &event);
}

/* md4c of Debian 12 leaves some spans without saying so: none outlives its
 * block, and none is left before those inside it [markdown_walk-1]. */
static void spans_close(struct walker *w, size_t keep)
{
	while (w->span_count > keep) {
		show(w, w->spans[--w->span_count], true, 0, S(""));
	}
	w->too_deep = 0;
}

static unsigned block_number(MD_BLOCKTYPE type, void *detail)
{
	if (type == MD_BLOCK_H) return ((MD_BLOCK_H_DETAIL *)detail)->level;
	if (type == MD_BLOCK_OL) return ((MD_BLOCK_OL_DETAIL *)detail)->start;
	if (type == MD_BLOCK_TABLE) {
		return ((MD_BLOCK_TABLE_DETAIL *)detail)->col_count;
	}
	return 0;
}

static int block_enter(MD_BLOCKTYPE type, void *detail, void *walker)
{
	struct walker *w = walker;
	unsigned number = block_number(type, detail);

	w->cells += type == MD_BLOCK_TD;
	if (w->cells > MARKDOWN_CELLS_MAX || (type == MD_BLOCK_TABLE
			&& number > MARKDOWN_COLUMNS_MAX)) {
		w->outcome = MARKDOWN_WIDE;
		return STOP;
	}
	spans_close(w, 0);
	show(w, block_part(type), false, number, S(""));
	return 0;
}

static int block_leave(MD_BLOCKTYPE type, void *detail, void *walker)
{
	spans_close(walker, 0);
	show(walker, block_part(type), true, block_number(type, detail), S(""));
	return 0;
}

static str attribute(const MD_ATTRIBUTE *attribute)
{
	return str_bytes(attribute->text, attribute->size);
}

static int span_enter(MD_SPANTYPE type, void *detail, void *walker)
{
	struct walker *w = walker;
	enum markdown_part part = span_part(type);
	str text = S("");

	if (type == MD_SPAN_A) {
		text = attribute(&((MD_SPAN_A_DETAIL *)detail)->href);
		w->address_bytes += ((MD_SPAN_A_DETAIL *)detail)->title.size;
	} else if (type == MD_SPAN_IMG) {
		text = attribute(&((MD_SPAN_IMG_DETAIL *)detail)->src);
		w->address_bytes += ((MD_SPAN_IMG_DETAIL *)detail)->title.size;
	}
	w->address_bytes += text.len;
	if (w->address_bytes > MARKDOWN_ADDRESSES_MAX) {
		w->outcome = MARKDOWN_HEAVY;
		return STOP;
	}
	if (w->span_count == MARKDOWN_SPANS_MAX) {
		w->too_deep++;
		return 0;
	}
	show(w, part, false, 0, text);
	w->spans[w->span_count++] = part;
	return 0;
}

static int span_leave(MD_SPANTYPE type, void *detail, void *walker)
{
	struct walker *w = walker;
	enum markdown_part part = span_part(type);

	(void)detail;
	if (w->too_deep > 0) {
		w->too_deep--;
		return 0;
	}
	for (size_t i = w->span_count; i-- > 0;) {
		if (w->spans[i] != part) continue;
		spans_close(w, i);
		return 0;
	}
	return 0;
}

/* [markdown_walk-2] md4c of Debian 12 can point past the end of its source. */
static str within(str source, str words)
{
	const char *end = source.at + source.len;

	if (words.at < source.at || words.at > end + MARKDOWN_SPARE) return words;
	if (words.at >= end) return S("");
	return str_first(words, (size_t)(end - words.at));
}

static int text_here(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE len, void *walker)
{
	struct walker *w = walker;
	str text = within(w->source, str_bytes(at, len));
	enum markdown_part part = MARKDOWN_TEXT;

	switch (type) {
	case MD_TEXT_NULLCHAR: return 0;
	case MD_TEXT_BR: part = MARKDOWN_BREAK; break;
	case MD_TEXT_SOFTBR: part = MARKDOWN_SOFT_BREAK; break;
	case MD_TEXT_ENTITY: part = MARKDOWN_ENTITY; break;
	case MD_TEXT_HTML: part = MARKDOWN_HTML; break;
	case MD_TEXT_NORMAL:
	case MD_TEXT_CODE:
	case MD_TEXT_LATEXMATH: break;
	}
	show(w, part, false, 0, text);
	return 0;
}

str markdown_spare(struct buf *copy, str source)
{
	buf_put(copy, source);
	for (int i = 0; i < MARKDOWN_SPARE; i++) buf_byte(copy, '\n');
	return str_first(buf_str(copy), source.len);
}

enum markdown_outcome markdown_walk(str source,
	const struct markdown_walk *walk)
{
	MD_PARSER parser = {
		/* Not md4c's own links of bare addresses: each is read to the
		 * end of its line, so a line of them costs the square of its
		 * length. */
		.flags = walk->form == MARKDOWN_TABLES ? MD_FLAG_TABLES : 0,
		.enter_block = block_enter,
		.leave_block = block_leave,
		.enter_span = span_enter,
		.leave_span = span_leave,
		.text = text_here,
	};
	struct walker walker = {.walk = walk, .source = source};

	if (source.len > UINT32_MAX) return MARKDOWN_GAVE_UP;
	if (md_parse(source.at, (MD_SIZE)source.len, &parser, &walker) != 0
		&& walker.outcome == MARKDOWN_FINE) {
		return MARKDOWN_GAVE_UP;
	}
	return walker.outcome;
}
