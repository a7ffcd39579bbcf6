/* The libraries and the fonts: see ink.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/ink_room.h"

#include "base/mem.h"
#include "os/file.h"
#include "os/library.h"

#include <stdio.h>

/* It brings the others with it. */
#define LIBRARY "libpangocairo-1.0.so.0"
enum { PATH_BYTES = 160, POINTS_PER_INCH = 72 };

struct ink_late ink_late;

#define ROW(name) {#name, &ink_late.name},
static const struct { const char *name; void *pointer; } names[] = {
	INK_CALLS(ROW)
};

/* The whole of what may stand on a page. Debian, Fedora, Arch, by hand. */
static const char *const font_folders[] = {
	"/usr/share/fonts/truetype/noto", "/usr/share/fonts/google-noto",
	"/usr/share/fonts/noto", "/usr/local/share/fonts/noto",
};
static const char *const font_files[] = {
	"NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf",
	"NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf",
	/* signs: at least, arrows, ticks */
	"NotoSansMath-Regular.ttf", "NotoSansSymbols-Regular.ttf",
	"NotoSansSymbols2-Regular.ttf",
};

static const uint32_t colours[INK_COLOUR_COUNT] = {
	[INK_BLACK] = 0x22262b, [INK_SOFT] = 0x5c6168, [INK_TEAL] = 0x0f5c5c,
	[INK_TEAL_PALE] = 0xe3efec, [INK_DANGER] = 0xa1261d,
	[INK_DANGER_PALE] = 0xfbeae7, [INK_NOTE_PALE] = 0xf6edcf,
	[INK_RULE] = 0xddd5c5, [INK_PAPER] = 0xfaf6ee, [INK_WHITE] = 0xffffff,
};

uint32_t ink_rgb(enum ink_colour colour)
{
	return colours[colour];
}

static const err *find_calls(void)
{
	static struct library library;
	const err *e;

	if (library.handle != NULL) return NULL;
	if ((e = library_open(&library, LIBRARY)) != NULL) return e;
	for (size_t i = 0; i < NELEM(names); i++) {
		if (library_find(&library, names[i].name, names[i].pointer)) {
			continue;
		}
		library.handle = NULL;
		return err_make(ERR_ABSENT, "%s has no %s", LIBRARY,
			names[i].name);
	}
	return NULL;
}

static const err *add_font(FcConfig *config, const char *name)
{
	char path[PATH_BYTES];

	for (size_t i = 0; i < NELEM(font_folders); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", font_folders[i],
			name);
		if (file_exists(path) && ink_late.FcConfigAppFontAddFile(config,
				(const FcChar8 *)path)) {
			return NULL;
		}
	}
	return err_make(ERR_ABSENT, "the font %s is not here: it comes with the"
		" package fonts-noto-core", name);
}

static const err *fonts_open(struct ink *ink)
{
	FcConfig *config = ink_late.FcConfigCreate();
	const err *e = NULL;

	if (config == NULL) die("out of memory");
	for (size_t i = 0; e == NULL && i < NELEM(font_files); i++) {
		e = add_font(config, font_files[i]);
	}
	if (e == NULL) {
		ink->fonts = ink_late.pango_cairo_font_map_new_for_font_type(
			CAIRO_FONT_TYPE_FT);
		if (ink->fonts == NULL) {
			e = err_make(ERR_ABSENT, "%s draws no fonts", LIBRARY);
		}
	}
	if (e == NULL) {
		ink_late.pango_fc_font_map_set_config(
			(PangoFcFontMap *)(void *)ink->fonts, config);
		ink_late.pango_cairo_font_map_set_resolution(
			(PangoCairoFontMap *)(void *)ink->fonts,
			POINTS_PER_INCH);
	}
	ink_late.FcConfigDestroy(config); /* the font map holds its own */
	return e;
}

/* Without these two there are blanks inside words that are copied, and letters
 * stand unevenly on paper. */
static void no_rounding(PangoContext *context)
{
	cairo_font_options_t *options = ink_late.cairo_font_options_create();

	ink_late.cairo_font_options_set_hint_metrics(options,
		CAIRO_HINT_METRICS_OFF);
	ink_late.cairo_font_options_set_hint_style(options,
		CAIRO_HINT_STYLE_NONE);
	ink_late.cairo_font_options_set_antialias(options,
		CAIRO_ANTIALIAS_GRAY);
	ink_late.pango_cairo_context_set_font_options(context, options);
	ink_late.cairo_font_options_destroy(options);
	ink_late.pango_context_set_round_glyph_positions(context, FALSE);
}

static char *tag_c(const struct tongue *tongue, char *tag, size_t size)
{
	size_t len = tongue->tag.len < size ? tongue->tag.len : size - 1;

	for (size_t i = 0; i < len; i++) tag[i] = tongue->tag.at[i];
	tag[len] = '\0';
	return tag;
}

static void set_tongue(PangoContext *context, const struct tongue *tongue)
{
	char tag[16]; /* "kmr-Arab" is the longest of ours */

	ink_late.pango_context_set_base_dir(context, tongue->rtl ?
		PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	ink_late.pango_context_set_language(context,
		ink_late.pango_language_from_string(tag_c(tongue, tag,
			sizeof(tag))));
}

PangoContext *ink_context(struct ink *ink, const struct tongue *tongue)
{
	PangoContext **context = &ink->contexts[tongue - tongues];

	if (*context == NULL) {
		*context = ink_late.pango_font_map_create_context(ink->fonts);
		no_rounding(*context);
		set_tongue(*context, tongue);
	}
	return *context;
}

const err *ink_open(struct ink **ret_ink)
{
	struct ink *ink;
	const err *e = find_calls();

	if (e != NULL) return e;
	ink = mem_get(sizeof(*ink));
	ink->contexts = mem_get(mem_times(tongue_count, sizeof(*ink->contexts)));
	if ((e = fonts_open(ink)) != NULL) {
		ink_close(&ink);
		return e;
	}
	*ret_ink = ink;
	return NULL;
}

const err *ink_shared(struct ink **ret_ink)
{
	static struct ink *shared;
	const err *e = shared == NULL ? ink_open(&shared) : NULL;

	if (e == NULL) *ret_ink = shared;
	return e;
}

void ink_close(struct ink **ink)
{
	if (*ink == NULL) return;
	for (size_t i = 0; i < tongue_count; i++) {
		if ((*ink)->contexts[i] == NULL) continue;
		ink_late.g_object_unref((*ink)->contexts[i]);
	}
	mem_free((*ink)->contexts);
	if ((*ink)->fonts != NULL) ink_late.g_object_unref((*ink)->fonts);
	mem_free(*ink);
	*ink = NULL;
}
