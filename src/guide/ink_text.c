/* Words in lines: see ink_text.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/ink_room.h"

#include "base/mem.h"

/* First strong isolate from the left, and its end. */
#define ISOLATE "\xe2\x81\xa6"
#define ISOLATE_END "\xe2\x81\xa9"

/* Of the size, by script: Naskh is high and deep. */
static const struct { double leading, baseline; } scripts[] = {
	[false] = {1.45, 1.06}, [true] = {1.7, 1.16},
};

#define SIGNS ",Noto Sans Math,Noto Sans Symbols,Noto Sans Symbols2"
#define LATIN "Noto Sans,Noto Naskh Arabic" SIGNS
#define ARABIC "Noto Naskh Arabic,Noto Sans" SIGNS

enum { CHANNEL = 0x101, CHANNEL_BITS = 8, CHANNEL_MASK = 0xff };

static void add(PangoAttrList *list, PangoAttribute *attribute, int from,
	int to)
{
	attribute->start_index = (guint)from;
	attribute->end_index = (guint)to;
	ink_late.pango_attr_list_insert(list, attribute);
}

static PangoAttribute *colour_of(enum ink_colour colour)
{
	uint32_t rgb = ink_rgb(colour);

	return ink_late.pango_attr_foreground_new(
		(guint16)((rgb >> 2 * CHANNEL_BITS) * CHANNEL),
		(guint16)((rgb >> CHANNEL_BITS & CHANNEL_MASK) * CHANNEL),
		(guint16)((rgb & CHANNEL_MASK) * CHANNEL));
}

/* [ink-text-1] Emphasis leans in Latin letters only; elsewhere it is a colour. */
static void attribute(PangoAttrList *list, const struct span *span,
	bool arabic_script, struct ink_mark place)
{
	if (span->strong) {
		add(list, ink_late.pango_attr_weight_new(PANGO_WEIGHT_BOLD),
			place.from, place.to);
	}
	if (span->emphasis && !arabic_script) {
		add(list, ink_late.pango_attr_style_new(PANGO_STYLE_ITALIC),
			place.from, place.to);
	}
	if (span->emphasis && arabic_script) {
		add(list, colour_of(INK_TEAL), place.from, place.to);
	}
	if (span->isolate && arabic_script) { /* one hand for one number */
		add(list, ink_late.pango_attr_family_new(LATIN), place.from,
			place.to);
	}
	if (span->nowrap) {
		add(list, ink_late.pango_attr_allow_breaks_new(FALSE),
			place.from, place.to);
	}
	if (place.slot != NULL) {
		add(list, colour_of(INK_TEAL), place.from, place.to);
		add(list, ink_late.pango_attr_underline_new(
			PANGO_UNDERLINE_SINGLE), place.from, place.to);
	}
}

/* The words as Pango reads them, and what holds for parts of them. */
static void set_words(struct ink_text *text, const struct ink_words *words)
{
	PangoAttrList *list = ink_late.pango_attr_list_new();
	struct buf plain = {0};

	text->marks = mem_get(mem_times(sizeof(*text->marks),
		words->span_count + 1));
	for (size_t i = 0; i < words->span_count; i++) {
		const struct span *span = &words->spans[i];
		bool leads = span->slot != NULL && span->slot->kind == SLOT_LINK;
		struct ink_mark place = {(int)plain.len, 0,
			leads ? span->slot : NULL};

		if (span->isolate) buf_text(&plain, ISOLATE);
		buf_put(&plain, span->text);
		if (span->isolate) buf_text(&plain, ISOLATE_END);
		place.to = (int)plain.len;
		attribute(list, span, words->tongue->arabic_script, place);
		if (leads) text->marks[text->mark_count++] = place;
	}
	must(!plain.failed);
	ink_late.pango_layout_set_text(text->layout, plain.at == NULL ? "" :
		plain.at, (int)plain.len);
	ink_late.pango_layout_set_attributes(text->layout, list);
	ink_late.pango_attr_list_unref(list);
	buf_close(&plain);
}

static void set_font(struct ink_text *text, const struct ink_style *style,
	bool arabic_script)
{
	PangoFontDescription *font = ink_late.pango_font_description_new();

	ink_late.pango_font_description_set_family(font, arabic_script ?
		ARABIC : LATIN);
	ink_late.pango_font_description_set_absolute_size(font,
		style->size_pt * PANGO_SCALE);
	if (style->strong) {
		ink_late.pango_font_description_set_weight(font,
			PANGO_WEIGHT_BOLD);
	}
	ink_late.pango_layout_set_font_description(text->layout, font);
	ink_late.pango_font_description_free(font);
}

static void set_align(struct ink_text *text, enum ink_align align)
{
	bool left = (align == INK_START) != text->rtl;

	ink_late.pango_layout_set_alignment(text->layout,
		align == INK_CENTRE ? PANGO_ALIGN_CENTER :
		left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
}

static void measure(struct ink_text *text)
{
	PangoLayoutIter *iter = ink_late.pango_layout_get_iter(text->layout);
	PangoRectangle box;
	size_t line = 0;

	text->line_count = (size_t)ink_late.pango_layout_get_line_count(
		text->layout);
	text->left_pt = mem_get(mem_times(sizeof(double), text->line_count));
	text->width_pt = mem_get(mem_times(sizeof(double), text->line_count));
	do {
		ink_late.pango_layout_iter_get_line_extents(iter, NULL, &box);
		text->left_pt[line] = ink_points(box.x);
		text->width_pt[line] = ink_points(box.width);
		line++;
	} while (line < text->line_count &&
		ink_late.pango_layout_iter_next_line(iter));
	ink_late.pango_layout_iter_free(iter);
}

struct ink_text *ink_text_make(struct ink *ink, const struct ink_style *style,
	struct ink_words words, double width_pt)
{
	struct ink_text *text = mem_get(sizeof(*text));
	bool arabic_script = words.tongue->arabic_script;

	text->layout = ink_late.pango_layout_new(ink_context(ink, words.tongue));
	text->colour = style->colour;
	text->size_pt = style->size_pt;
	text->rtl = words.tongue->rtl;
	text->line_pt = style->size_pt * scripts[arabic_script].leading;
	text->baseline_pt = style->size_pt * scripts[arabic_script].baseline;
	ink_late.pango_layout_set_auto_dir(text->layout, FALSE);
	ink_late.pango_layout_set_width(text->layout,
		(int)(width_pt * PANGO_SCALE));
	ink_late.pango_layout_set_wrap(text->layout, style->anywhere ?
		PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
	set_align(text, style->align);
	set_font(text, style, arabic_script);
	set_words(text, &words);
	measure(text);
	return text;
}

void ink_text_close(struct ink_text **text)
{
	if (*text == NULL) return;
	ink_late.g_object_unref((*text)->layout);
	mem_free((*text)->left_pt);
	mem_free((*text)->width_pt);
	mem_free((*text)->marks);
	mem_free(*text);
	*text = NULL;
}

size_t ink_text_lines(const struct ink_text *text)
{
	return text->line_count;
}

double ink_text_line_pt(const struct ink_text *text)
{
	return text->line_pt;
}

double ink_text_height_pt(const struct ink_text *text)
{
	return text->line_pt * (double)text->line_count;
}

double ink_text_width_pt(const struct ink_text *text)
{
	double widest = 0;

	for (size_t i = 0; i < text->line_count; i++) {
		if (text->width_pt[i] > widest) widest = text->width_pt[i];
	}
	return widest;
}

unsigned ink_text_unknown(const struct ink_text *text)
{
	int count = ink_late.pango_layout_get_unknown_glyphs_count(text->layout);

	return count < 0 ? 0 : (unsigned)count;
}
