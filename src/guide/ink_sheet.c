/* Pages and pixels: see ink_sheet.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/ink_room.h"

#include "base/mem.h"
#include "guide/edition.h"
#include "guide/ink_pdf.h"

#include <string.h>

#define QUARTER 1.57079632679489661923
#define HAIRLINE 0.8
#define TOUCHING 0.5

/* The first Cairo that packs what it says of itself, so that it cannot be taken
 * away again; from there on the older form is asked for. */
enum { CAIRO_PACKS = 11800, LEVELS = 4 };

struct ink_sheet {
	cairo_surface_t *surface;
	cairo_t *cairo;
	struct buf *out;          /* of a PDF; NULL: pixels */
	size_t start;             /* of the PDF in it */
	struct ink_about about;
	unsigned placed;
	int entries[LEVELS];      /* the last of each level of the contents */
};

static cairo_status_t take_bytes(void *closure, const unsigned char *bytes,
	unsigned length)
{
	struct buf *out = closure;

	buf_put(out, str_bytes(bytes, length));
	return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void set_metadata(struct ink_sheet *sheet, cairo_pdf_metadata_t which,
	struct buf *value)
{
	buf_byte(value, '\0');
	must(!value->failed);
	ink_late.cairo_pdf_surface_set_metadata(sheet->surface, which,
		value->at);
	buf_reset(value);
}

/* [ink-sheet-1] Cairo asks the clock where it is given no date. */
static void tell_about(struct ink_sheet *sheet, const struct ink_about *about)
{
	struct buf value = {0};

	buf_put(&value, about->title);
	set_metadata(sheet, CAIRO_PDF_METADATA_TITLE, &value);
	edition_day(&value, about->day);
	buf_text(&value, "T00:00:00Z");
	set_metadata(sheet, CAIRO_PDF_METADATA_CREATE_DATE, &value);
	buf_close(&value);
}

struct ink_sheet *ink_sheet_pdf(struct ink *ink, double width_pt,
	double height_pt, const struct ink_about *about, struct buf *out)
{
	struct ink_sheet *sheet = mem_get(sizeof(*sheet));

	(void)ink;
	sheet->out = out;
	sheet->start = out->len;
	sheet->about = *about;
	sheet->surface = ink_late.cairo_pdf_surface_create_for_stream(
		take_bytes, out, width_pt, height_pt);
	ink_late.cairo_pdf_surface_restrict_to_version(sheet->surface,
		ink_late.cairo_version() < CAIRO_PACKS ?
		CAIRO_PDF_VERSION_1_5 : CAIRO_PDF_VERSION_1_4);
	sheet->cairo = ink_late.cairo_create(sheet->surface);
	tell_about(sheet, about);
	return sheet;
}

static void set_colour(struct ink_sheet *sheet, enum ink_colour colour)
{
	uint32_t rgb = ink_rgb(colour);
	const double full = 255;

	ink_late.cairo_set_source_rgb(sheet->cairo, (rgb >> 16) / full,
		(rgb >> 8 & 0xff) / full, (rgb & 0xff) / full);
}

struct ink_sheet *ink_sheet_pixels(struct ink *ink, unsigned width,
	unsigned height, enum ink_colour colour)
{
	struct ink_sheet *sheet = mem_get(sizeof(*sheet));

	(void)ink;
	sheet->surface = ink_late.cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)width, (int)height);
	sheet->cairo = ink_late.cairo_create(sheet->surface);
	ink_sheet_fill(sheet, (struct ink_box){0, 0, width, height}, colour);
	return sheet;
}

const err *ink_sheet_close(struct ink_sheet **sheet)
{
	struct ink_sheet *closing = *sheet;
	const err *e = NULL;
	cairo_status_t status;

	if (closing == NULL) return NULL;
	if (closing->out != NULL) ink_late.cairo_show_page(closing->cairo);
	status = ink_late.cairo_status(closing->cairo);
	ink_late.cairo_destroy(closing->cairo);
	ink_late.cairo_surface_finish(closing->surface);
	if (status == CAIRO_STATUS_SUCCESS) {
		status = ink_late.cairo_surface_status(closing->surface);
	}
	if (closing->out != NULL && closing->out->failed) {
		e = err_make(ERR_FULL, "the PDF is too large");
	} else if (status != CAIRO_STATUS_SUCCESS) {
		e = err_make(ERR_FORMAT, "drawing failed: Cairo's number %d",
			(int)status);
	} else if (closing->out != NULL) {
		e = ink_pdf_clean(closing->out, closing->start,
			&closing->about);
	}
	ink_late.cairo_surface_destroy(closing->surface);
	mem_free(closing);
	*sheet = NULL;
	return e;
}

void ink_sheet_turn(struct ink_sheet *sheet)
{
	ink_late.cairo_show_page(sheet->cairo);
}

void ink_sheet_place(struct ink_sheet *sheet, struct ink_place place)
{
	ink_late.cairo_save(sheet->cairo);
	ink_late.cairo_translate(sheet->cairo, place.x, place.y);
	ink_late.cairo_rotate(sheet->cairo, place.quarters * QUARTER);
	ink_late.cairo_scale(sheet->cairo, place.scale, place.scale);
	sheet->placed++;
}

void ink_sheet_back(struct ink_sheet *sheet)
{
	must(sheet->placed > 0);
	sheet->placed--;
	ink_late.cairo_restore(sheet->cairo);
}

static bool is_linked(const struct ink_sheet *sheet)
{
	return sheet->out != NULL && sheet->placed == 0;
}

static void tag(struct ink_sheet *sheet, const char *name, struct buf *value)
{
	buf_byte(value, '\0');
	must(!value->failed);
	ink_late.cairo_tag_begin(sheet->cairo, name, value->at);
	ink_late.cairo_tag_end(sheet->cairo, name);
	buf_close(value);
}

static void link_put(struct ink_sheet *sheet, const struct ink_mark *mark,
	struct ink_box box)
{
	struct buf value = {0};

	if (box.width <= 0) return;
	ink_pdf_link(mark->slot, box, &value);
	tag(sheet, CAIRO_TAG_LINK, &value);
}

/* The places of a line where `mark` stands become links. They come from left to
 * right, a piece for each run; pieces that touch are one. */
static void link_line(struct ink_sheet *sheet, const struct ink_mark *mark,
	PangoLayoutLine *line, struct ink_box box)
{
	int *ranges = NULL, count = 0;
	const int end = line->start_index + line->length;
	const double left = box.x;

	if (mark->to <= line->start_index || mark->from >= end) return;
	ink_late.pango_layout_line_get_x_ranges(line,
		mark->from > line->start_index ? mark->from : line->start_index,
		mark->to < end ? mark->to : end, &ranges, &count);
	box.width = 0;
	for (int i = 0; i < count; i++) {
		double from = left + ink_points(ranges[2 * i]);
		double to = left + ink_points(ranges[2 * i + 1]);

		if (from > box.x + box.width + TOUCHING || box.width <= 0) {
			link_put(sheet, mark, box);
			box.x = from;
		}
		box.width = to - box.x;
	}
	link_put(sheet, mark, box);
	ink_late.g_free(ranges);
}

void ink_sheet_text(struct ink_sheet *sheet, const struct ink_text *text,
	struct ink_lines lines, double x, double y)
{
	static const char *const parts[INK_PART_COUNT] = {
		[INK_PLAIN] = "P", [INK_H1] = "H1", [INK_H2] = "H2",
		[INK_H3] = "H3",
	};
	bool linked = is_linked(sheet);

	if (linked) {
		ink_late.cairo_tag_begin(sheet->cairo, parts[lines.part], NULL);
	}
	for (size_t i = lines.first; i < lines.first + lines.count &&
		i < text->line_count; i++) {
		PangoLayoutLine *line = ink_late.pango_layout_get_line_readonly(
			text->layout, (int)i);

		ink_run_line(sheet->cairo, text, line, x + text->left_pt[i],
			y + text->baseline_pt);
		for (size_t m = 0; linked && m < text->mark_count; m++) {
			link_line(sheet, &text->marks[m], line,
				(struct ink_box){x, y, 0, text->line_pt});
		}
		y += text->line_pt;
	}
	if (linked) ink_late.cairo_tag_end(sheet->cairo, parts[lines.part]);
}

void ink_sheet_fill(struct ink_sheet *sheet, struct ink_box box,
	enum ink_colour colour)
{
	set_colour(sheet, colour);
	ink_late.cairo_rectangle(sheet->cairo, box.x, box.y, box.width,
		box.height);
	ink_late.cairo_fill(sheet->cairo);
}

void ink_sheet_dash(struct ink_sheet *sheet, struct ink_box box)
{
	static const double dash[] = {3, 3};

	set_colour(sheet, INK_RULE);
	ink_late.cairo_set_line_width(sheet->cairo, HAIRLINE);
	ink_late.cairo_set_dash(sheet->cairo, dash, NELEM(dash), 0);
	ink_late.cairo_move_to(sheet->cairo, box.x, box.y);
	ink_late.cairo_line_to(sheet->cairo, box.x + box.width,
		box.y + box.height);
	ink_late.cairo_stroke(sheet->cairo);
}

void ink_sheet_picture(struct ink_sheet *sheet, struct ink_pixels pixels,
	struct ink_box box)
{
	cairo_surface_t *picture = ink_late.cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)pixels.width, (int)pixels.height);
	unsigned char *at = ink_late.cairo_image_surface_get_data(picture);
	int stride = ink_late.cairo_image_surface_get_stride(picture);

	must(at != NULL);
	for (unsigned y = 0; y < pixels.height; y++) {
		memcpy(at + (size_t)y * (size_t)stride,
			pixels.at + (size_t)y * pixels.width,
			(size_t)pixels.width * sizeof(*pixels.at));
	}
	ink_late.cairo_surface_mark_dirty(picture);
	ink_late.cairo_save(sheet->cairo);
	ink_late.cairo_translate(sheet->cairo, box.x, box.y);
	ink_late.cairo_scale(sheet->cairo, box.width / pixels.width,
		box.height / pixels.height);
	ink_late.cairo_set_source_surface(sheet->cairo, picture, 0, 0);
	ink_late.cairo_pattern_set_filter(
		ink_late.cairo_get_source(sheet->cairo), CAIRO_FILTER_NEAREST);
	ink_late.cairo_rectangle(sheet->cairo, 0, 0, pixels.width,
		pixels.height);
	ink_late.cairo_fill(sheet->cairo);
	ink_late.cairo_restore(sheet->cairo);
	ink_late.cairo_surface_destroy(picture);
}

/* -- pictures of guides --------------------------------------------------- */

static cairo_status_t give_bytes(void *closure, unsigned char *to,
	unsigned length)
{
	str *left = closure;

	if (left->len < length) return CAIRO_STATUS_READ_ERROR;
	memcpy(to, left->at, length);
	*left = str_from(*left, length);
	return CAIRO_STATUS_SUCCESS;
}

/* Cairo writes the bytes of the JPEG; the pixels of the surface stay empty. */
static cairo_surface_t *jpeg_surface(const struct image *image)
{
	cairo_surface_t *surface = ink_late.cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)image->width, (int)image->height);
	unsigned char *kept = mem_get(image->bytes.len);

	memcpy(kept, image->bytes.at, image->bytes.len);
	if (ink_late.cairo_surface_set_mime_data(surface,
		CAIRO_MIME_TYPE_JPEG, kept, image->bytes.len, mem_free, kept) !=
		CAIRO_STATUS_SUCCESS) {
		mem_free(kept);
	}
	return surface;
}

bool ink_sheet_image(struct ink_sheet *sheet, const struct image *image,
	struct ink_box box)
{
	str left = image->bytes;
	cairo_surface_t *surface = image->is_png ?
		ink_late.cairo_image_surface_create_from_png_stream(give_bytes,
			&left) : jpeg_surface(image);
	bool fine = ink_late.cairo_surface_status(surface) ==
		CAIRO_STATUS_SUCCESS;

	if (fine) {
		ink_late.cairo_save(sheet->cairo);
		ink_late.cairo_translate(sheet->cairo, box.x, box.y);
		ink_late.cairo_scale(sheet->cairo, box.width / image->width,
			box.height / image->height);
		ink_late.cairo_set_source_surface(sheet->cairo, surface, 0, 0);
		ink_late.cairo_rectangle(sheet->cairo, 0, 0, image->width,
			image->height);
		ink_late.cairo_fill(sheet->cairo);
		ink_late.cairo_restore(sheet->cairo);
	}
	ink_late.cairo_surface_destroy(surface);
	return fine;
}

void ink_sheet_spot(struct ink_sheet *sheet, str name, double y)
{
	struct buf value = {0};

	if (!is_linked(sheet)) return;
	buf_fmt(&value, "name='%.*s' x=0 y=%.2f", S_ARG(name), y);
	tag(sheet, CAIRO_TAG_DEST, &value);
}

void ink_sheet_entry(struct ink_sheet *sheet, unsigned level, str words,
	str spot)
{
	struct buf text = {0};
	size_t split;
	int parent = 0;

	if (!is_linked(sheet)) return;
	must(level < LEVELS);
	for (unsigned i = 0; i < level; i++) {
		if (sheet->entries[i] != 0) parent = sheet->entries[i];
	}
	buf_put(&text, words);
	buf_byte(&text, '\0');
	split = text.len;
	buf_fmt(&text, "dest='%.*s'", S_ARG(spot));
	buf_byte(&text, '\0');
	must(!text.failed);
	sheet->entries[level] = ink_late.cairo_pdf_surface_add_outline(
		sheet->surface, parent, text.at, text.at + split,
		CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (unsigned i = level + 1; i < LEVELS; i++) sheet->entries[i] = 0;
	buf_close(&text);
}

struct ink_pixels ink_sheet_look(struct ink_sheet *sheet)
{
	struct ink_pixels pixels;
	int stride;

	must(sheet->out == NULL);
	ink_late.cairo_surface_flush(sheet->surface);
	stride = ink_late.cairo_image_surface_get_stride(sheet->surface);
	pixels.at = (const uint32_t *)(const void *)
		ink_late.cairo_image_surface_get_data(sheet->surface);
	pixels.width = (unsigned)stride / sizeof(*pixels.at);
	pixels.height = (unsigned)ink_late.cairo_image_surface_get_height(
		sheet->surface);
	return pixels;
}
