/* One line of letters onto a page. What is written must be found again by who
 * copies or searches in the PDF, so the order in which the letters are drawn is
 * that in which they are read (doc/guides.md 8.3): runs and letters in the order
 * of the words, each letter with its own text. Pango's own drawing goes by what
 * stands left and right, and readers then put the words together wrongly.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/ink_room.h"

#include "base/mem.h"

/* Draws nothing in each of our fonts, and has no width (the letters for marks of
 * direction are drawn as boxes in Noto). */
enum { BLANK = 0x200b };
#define RLM "\xe2\x80\x8f"
enum { RLM_BYTES = 3 };

/* The alef of lam-alef has no width and begins where its lam begins. Readers
 * that sort by place need it to stand before it: by as much as no eye sees. */
#define ALEF_SHIFT 0.002

struct drawing {
	cairo_glyph_t *glyphs;
	cairo_text_cluster_t *clusters;
	int glyph_count, cluster_count;
	char *words;
	size_t word_bytes;
	double y;
};

struct placed { const PangoGlyphItem *run; double x; bool turns; };

static void put_words(struct drawing *to, const char *from, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) to->words[to->word_bytes++] = from[i];
	to->clusters[to->cluster_count].num_bytes = (int)bytes;
}

static void put_glyph(struct drawing *to, const PangoGlyphInfo *glyph,
	double x)
{
	to->glyphs[to->glyph_count++] = (cairo_glyph_t){glyph->glyph,
		x + ink_points(glyph->geometry.x_offset),
		to->y + ink_points(glyph->geometry.y_offset)};
	to->clusters[to->cluster_count].num_glyphs++;
}

/* Letters that are read as one, from `first` to before `end` in the order of
 * reading; `bytes` of `words` are what they say. */
struct cluster { int first, end, step; const char *words; size_t bytes; };

static void put_cluster(struct drawing *to, const PangoGlyphString *glyphs,
	const struct cluster *cluster, const double *x)
{
	int before = to->glyph_count;

	to->clusters[to->cluster_count] = (cairo_text_cluster_t){0, 0};
	for (int i = cluster->first; i != cluster->end; i += cluster->step) {
		PangoGlyph glyph = glyphs->glyphs[i].glyph;

		if (glyph == PANGO_GLYPH_EMPTY) continue;
		if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) continue;
		put_glyph(to, &glyphs->glyphs[i], x[i]);
	}
	if (to->glyph_count == before) return;
	put_words(to, cluster->words, cluster->bytes);
	to->cluster_count++;
}

/* At the left of Latin letters inside Arabic script, which is where the words
 * go on behind them: tells readers on which side the blank that follows stands.
 * It draws nothing and has no width. */
static void put_rlm(struct drawing *to, const PangoItem *item, double x)
{
	hb_font_t *font = ink_late.pango_font_get_hb_font(item->analysis.font);
	hb_codepoint_t glyph = 0;

	if (!ink_late.hb_font_get_nominal_glyph(font, BLANK, &glyph)) return;
	to->glyphs[to->glyph_count++] = (cairo_glyph_t){glyph, x, to->y};
	to->clusters[to->cluster_count].num_glyphs = 1;
	put_words(to, RLM, RLM_BYTES);
	to->cluster_count++;
}

/* Where each letter stands, by its place in the line. */
static double *places_of(const PangoGlyphString *glyphs, bool rtl, double x,
	double shift)
{
	double *places = mem_get(mem_times(sizeof(*places),
		(size_t)glyphs->num_glyphs + 1));

	for (int i = 0; i < glyphs->num_glyphs; i++) {
		bool flat = rtl && glyphs->glyphs[i].geometry.width == 0 &&
			(i == 0 || glyphs->log_clusters[i - 1] !=
				glyphs->log_clusters[i]) &&
			(i + 1 == glyphs->num_glyphs ||
				glyphs->log_clusters[i + 1] !=
				glyphs->log_clusters[i]);

		places[i] = flat ? x - shift : x;
		x += ink_points(glyphs->glyphs[i].geometry.width);
	}
	return places;
}

static void put_run(struct drawing *to, const PangoGlyphItem *run,
	const char *words, const double *x)
{
	const PangoGlyphString *glyphs = run->glyphs;
	bool rtl = (run->item->analysis.level & 1) != 0;
	int count = glyphs->num_glyphs;
	struct cluster cluster = {rtl ? count - 1 : 0, 0, rtl ? -1 : 1, NULL, 0};
	int last = rtl ? -1 : count;

	while (cluster.first != last) {
		int from = glyphs->log_clusters[cluster.first];
		int to_byte = run->item->length;

		cluster.end = cluster.first;
		while (cluster.end != last &&
			glyphs->log_clusters[cluster.end] == from) {
			cluster.end += cluster.step;
		}
		if (cluster.end != last) {
			to_byte = glyphs->log_clusters[cluster.end];
		}
		cluster.words = words + from;
		cluster.bytes = (size_t)(to_byte - from);
		put_cluster(to, glyphs, &cluster, x);
		cluster.first = cluster.end;
	}
}

static void set_colour(cairo_t *cairo, const PangoItem *item,
	enum ink_colour colour)
{
	uint32_t rgb = ink_rgb(colour);
	const double full = 255, wide = 65535;

	for (GSList *at = item->analysis.extra_attrs; at != NULL;
		at = at->next) {
		const PangoAttribute *found = at->data;

		if (found->klass->type == PANGO_ATTR_FOREGROUND) {
			const PangoAttrColor *own = at->data;

			ink_late.cairo_set_source_rgb(cairo,
				own->color.red / wide, own->color.green / wide,
				own->color.blue / wide);
			return;
		}
	}
	ink_late.cairo_set_source_rgb(cairo, (rgb >> 16) / full,
		(rgb >> 8 & 0xff) / full, (rgb & 0xff) / full);
}

static bool is_rtl(const struct placed *placed)
{
	return (placed->run->item->analysis.level & 1) != 0;
}

static void draw_run(cairo_t *cairo, const struct ink_text *text,
	const struct placed *placed, double y)
{
	const PangoItem *item = placed->run->item;
	size_t room = (size_t)placed->run->glyphs->num_glyphs + 1;
	bool rtl = is_rtl(placed);
	struct drawing to = {.y = y};
	double *x = places_of(placed->run->glyphs, rtl, placed->x,
		ALEF_SHIFT * text->size_pt);

	to.glyphs = mem_get(mem_times(sizeof(*to.glyphs), room));
	to.clusters = mem_get(mem_times(sizeof(*to.clusters), room));
	to.words = mem_get((size_t)item->length + RLM_BYTES);
	set_colour(cairo, item, text->colour);
	ink_late.cairo_set_scaled_font(cairo,
		ink_late.pango_cairo_font_get_scaled_font(
			(PangoCairoFont *)(void *)item->analysis.font));
	if (placed->turns) put_rlm(&to, item, placed->x);
	put_run(&to, placed->run,
		ink_late.pango_layout_get_text(text->layout) + item->offset, x);
	ink_late.cairo_show_text_glyphs(cairo, to.words, (int)to.word_bytes,
		to.glyphs, to.glyph_count, to.clusters, to.cluster_count, 0);
	mem_free(x);
	mem_free(to.glyphs);
	mem_free(to.clusters);
	mem_free(to.words);
}

static bool has_line_below(const PangoItem *item)
{
	for (GSList *at = item->analysis.extra_attrs; at != NULL;
		at = at->next) {
		const PangoAttribute *found = at->data;

		if (found->klass->type == PANGO_ATTR_UNDERLINE) return true;
	}
	return false;
}

/* Under a link, in the colour of its words. */
static void draw_below(cairo_t *cairo, const struct ink_text *text,
	const struct placed *placed, double y)
{
	const double drop = text->size_pt * 0.2, thick = text->size_pt * 0.045;
	double width = ink_points(ink_late.pango_glyph_string_get_width(
		placed->run->glyphs));

	ink_late.cairo_rectangle(cairo, placed->x, y + drop, width, thick);
	ink_late.cairo_fill(cairo);
}

static size_t count_runs(const PangoLayoutLine *line)
{
	size_t count = 0;

	for (GSList *at = line->runs; at != NULL; at = at->next) count++;
	return count;
}

/* The runs in the order they are read; they come in that of their places. */
static void order_runs(const PangoLayoutLine *line, double x,
	struct placed *placed)
{
	size_t count = 0;

	for (GSList *at = line->runs; at != NULL; at = at->next) {
		const PangoGlyphItem *run = at->data;
		size_t i = count++;

		while (i > 0 && placed[i - 1].run->item->offset >
			run->item->offset) {
			placed[i] = placed[i - 1];
			i--;
		}
		placed[i] = (struct placed){run, x, false};
		x += ink_points(ink_late.pango_glyph_string_get_width(
			run->glyphs));
	}
}

void ink_run_line(cairo_t *cairo, const struct ink_text *text,
	PangoLayoutLine *line, double x, double y)
{
	size_t count = count_runs(line);
	struct placed *placed = mem_get(mem_times(sizeof(*placed), count + 1));

	order_runs(line, x, placed);
	for (size_t i = 0; i < count; i++) {
		placed[i].turns = text->rtl && !is_rtl(&placed[i]) &&
			(i == 0 || is_rtl(&placed[i - 1]));
		draw_run(cairo, text, &placed[i], y);
		if (has_line_below(placed[i].run->item)) {
			draw_below(cairo, text, &placed[i], y);
		}
	}
	mem_free(placed);
}
