/* What the ink*.c files share: the functions of the libraries and the insides
 * of ink, texts and sheets. For them alone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INK_ROOM_H
#define GUIDE_INK_ROOM_H

#include "guide/ink.h"
#include "guide/ink_sheet.h"
#include "guide/ink_text.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

/* Every function that is called, once. */
#define INK_CALLS(X) \
	X(FcConfigAppFontAddFile) X(FcConfigCreate) X(FcConfigDestroy) \
	X(cairo_create) X(cairo_destroy) X(cairo_fill) \
	X(cairo_font_options_create) X(cairo_font_options_destroy) \
	X(cairo_font_options_set_antialias) \
	X(cairo_font_options_set_hint_metrics) \
	X(cairo_font_options_set_hint_style) X(cairo_get_source) \
	X(cairo_image_surface_create) \
	X(cairo_image_surface_create_from_png_stream) \
	X(cairo_image_surface_get_data) X(cairo_image_surface_get_height) \
	X(cairo_image_surface_get_stride) X(cairo_line_to) X(cairo_move_to) \
	X(cairo_pattern_set_filter) X(cairo_pdf_surface_add_outline) \
	X(cairo_pdf_surface_create_for_stream) \
	X(cairo_pdf_surface_restrict_to_version) \
	X(cairo_pdf_surface_set_metadata) X(cairo_rectangle) X(cairo_restore) \
	X(cairo_rotate) X(cairo_save) X(cairo_scale) X(cairo_set_dash) \
	X(cairo_set_line_width) X(cairo_set_scaled_font) \
	X(cairo_set_source_rgb) X(cairo_set_source_surface) \
	X(cairo_show_page) X(cairo_show_text_glyphs) X(cairo_status) \
	X(cairo_stroke) X(cairo_surface_destroy) X(cairo_surface_finish) \
	X(cairo_surface_flush) X(cairo_surface_mark_dirty) \
	X(cairo_surface_set_mime_data) X(cairo_surface_status) \
	X(cairo_tag_begin) X(cairo_tag_end) X(cairo_translate) \
	X(cairo_version) X(g_free) X(g_object_unref) \
	X(hb_font_get_nominal_glyph) X(pango_attr_allow_breaks_new) \
	X(pango_attr_family_new) X(pango_attr_foreground_new) \
	X(pango_attr_list_insert) X(pango_attr_list_new) \
	X(pango_attr_list_unref) X(pango_attr_style_new) \
	X(pango_attr_underline_new) X(pango_attr_weight_new) \
	X(pango_cairo_context_set_font_options) \
	X(pango_cairo_font_get_scaled_font) \
	X(pango_cairo_font_map_new_for_font_type) \
	X(pango_cairo_font_map_set_resolution) X(pango_context_set_base_dir) \
	X(pango_context_set_language) \
	X(pango_context_set_round_glyph_positions) \
	X(pango_fc_font_map_set_config) X(pango_font_description_free) \
	X(pango_font_description_new) \
	X(pango_font_description_set_absolute_size) \
	X(pango_font_description_set_family) \
	X(pango_font_description_set_weight) X(pango_font_get_hb_font) \
	X(pango_font_map_create_context) X(pango_glyph_string_get_width) \
	X(pango_language_from_string) X(pango_layout_get_iter) \
	X(pango_layout_get_line_count) X(pango_layout_get_line_readonly) \
	X(pango_layout_get_text) X(pango_layout_get_unknown_glyphs_count) \
	X(pango_layout_iter_free) X(pango_layout_iter_get_line_extents) \
	X(pango_layout_iter_next_line) X(pango_layout_line_get_x_ranges) \
	X(pango_layout_new) X(pango_layout_set_alignment) \
	X(pango_layout_set_attributes) X(pango_layout_set_auto_dir) \
	X(pango_layout_set_font_description) X(pango_layout_set_text) \
	X(pango_layout_set_width) X(pango_layout_set_wrap)

#define INK_FIELD(name) __typeof__(name) *name;
struct ink_late { INK_CALLS(INK_FIELD) };
extern struct ink_late ink_late;

struct ink {
	PangoFontMap *fonts;
	/* Of each tongue, made when it is needed. A context that changes lays
	 * out anew, its own way, all that was laid out with it. */
	PangoContext **contexts;
};

/* The context of that tongue [ink-text-2]. */
PangoContext *ink_context(struct ink *ink, const struct tongue *tongue);

/* A place in the words that leads somewhere, by bytes. */
struct ink_mark { int from, to; const struct slot *slot; };

struct ink_text {
	PangoLayout *layout;
	double line_pt;     /* from one line's top to the next */
	double baseline_pt; /* from a line's top */
	double *left_pt;    /* of each line, and how wide its ink is */
	double *width_pt;
	size_t line_count;
	enum ink_colour colour;
	double size_pt;
	bool rtl;
	struct ink_mark *marks;
	size_t mark_count;
};

/* Points of the page from Pango's units, and back. */
static inline double ink_points(int units)
{
	return (double)units / PANGO_SCALE;
}

/* Draws one line, its left end at x on the baseline y. */
void ink_run_line(cairo_t *cairo, const struct ink_text *text,
	PangoLayoutLine *line, double x, double y);

#endif
