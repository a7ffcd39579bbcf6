/* The colours of a drawing: see image_room.h. Colours are counted in cells of
 * 8×8×8; median cut divides the cells where dividing takes away most error,
 * and a few rounds of k-means let each colour settle. Whole numbers only, no
 * dithering: flat areas stay flat and pack well.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include <stdlib.h>
#include <string.h>

enum {
	CELL_BITS = 5,
	CELLS = 1 << (3 * CELL_BITS),
	ROUNDS = 4,
	/* A mean square error that nobody sees. */
	UNSEEN = 6,
	/* As near to white or black as this is white or black. */
	PURE = 5
};

struct cell {
	uint32_t count;
	unsigned char rgb[3]; /* the mean of its pixels */
	unsigned char colour;
};

/* Used cells from `first` on; what dividing them would be worth. */
struct box {
	size_t first, end;
	uint64_t error;
	unsigned axis, middle;
};

static unsigned cell_of(const unsigned char *rgb)
{
	return (unsigned)(rgb[0] >> 3) << 10 | (unsigned)(rgb[1] >> 3) << 5 |
	       (unsigned)(rgb[2] >> 3);
}

static size_t pixels_of(const struct bitmap *bitmap)
{
	return (size_t)bitmap->width * bitmap->height;
}

static int more_first(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, two = *(const uint32_t *)b;

	return one < two ? 1 : one > two ? -1 : 0;
}

/* The commonest IMAGE_COLOURS cells hold three pixels of four. */
bool image_is_drawing(const struct bitmap *bitmap)
{
	uint32_t *counts = mem_get(CELLS * sizeof(*counts));
	size_t pixels = pixels_of(bitmap), held = 0;

	for (size_t i = 0; i < pixels; i++) {
		counts[cell_of(bitmap->rgb + i * 3)]++;
	}
	qsort(counts, CELLS, sizeof(*counts), more_first);
	for (size_t i = 0; i < IMAGE_COLOURS; i++) held += counts[i];
	mem_free(counts);
	return held >= pixels - pixels / 4;
}

static void cells_fill(const struct bitmap *bitmap, struct cell *cells)
{
	uint64_t (*sums)[3] = mem_get(CELLS * sizeof(*sums));
	size_t pixels = pixels_of(bitmap);

	for (size_t i = 0; i < pixels; i++) {
		const unsigned char *rgb = bitmap->rgb + i * 3;
		unsigned cell = cell_of(rgb);

		cells[cell].count++;
		for (int j = 0; j < 3; j++) sums[cell][j] += rgb[j];
	}
	for (size_t i = 0; i < CELLS; i++) {
		uint64_t count = cells[i].count;

		for (int j = 0; j < 3 && count > 0; j++) {
			cells[i].rgb[j] = (unsigned char)
				((sums[i][j] + count / 2) / count);
		}
	}
	mem_free(sums);
}

/* Finds the axis along which the box is widest, its mean and its error. */
static void box_weigh(struct box *box, struct cell *const *used)
{
	for (unsigned axis = 0; axis < 3; axis++) {
		uint64_t count = 0, sum = 0, squares = 0, error;

		for (size_t i = box->first; i < box->end; i++) {
			uint64_t n = used[i]->count, v = used[i]->rgb[axis];

			count += n;
			sum += n * v;
			squares += n * v * v;
		}
		error = squares - sum * sum / count;
		if (axis > 0 && error <= box->error) continue;
		box->error = error <= count * UNSEEN ? 0 : error;
		box->axis = axis;
		box->middle = (unsigned)(sum / count);
	}
}

/* Cells up to the middle of `box` to its front; the rest becomes *ret_other.
 * Both have cells: a mean has something on either side. */
static void box_divide(struct box *box, struct cell **used,
	struct box *ret_other)
{
	size_t at = box->first;

	for (size_t i = box->first; i < box->end; i++) {
		struct cell *cell = used[i];

		if (cell->rgb[box->axis] > box->middle) continue;
		used[i] = used[at];
		used[at++] = cell;
	}
	must(at > box->first && at < box->end);
	*ret_other = (struct box){.first = at, .end = box->end};
	box->end = at;
	box->error = 0;
	box_weigh(box, used);
	box_weigh(ret_other, used);
}

static size_t boxes_make(struct cell **used, size_t used_count,
	struct box *boxes)
{
	size_t count = 1;

	boxes[0] = (struct box){.end = used_count};
	box_weigh(&boxes[0], used);
	while (count < IMAGE_COLOURS) {
		size_t worst = 0;

		for (size_t i = 1; i < count; i++) {
			if (boxes[i].error > boxes[worst].error) worst = i;
		}
		if (boxes[worst].error == 0) break;
		box_divide(&boxes[worst], used, &boxes[count]);
		count++;
	}
	return count;
}

static unsigned distance(const unsigned char *a, const unsigned char *b)
{
	unsigned sum = 0;

	for (int i = 0; i < 3; i++) {
		int apart = a[i] - b[i];

		sum += (unsigned)(apart * apart);
	}
	return sum;
}

static unsigned char nearest(const struct palette *palette,
	const unsigned char *rgb)
{
	size_t best = 0;

	for (size_t i = 1; i < palette->count; i++) {
		if (distance(palette->rgb[i], rgb) <
			distance(palette->rgb[best], rgb)) {
			best = i;
		}
	}
	return (unsigned char)best;
}

/* Each colour becomes the mean of the cells that chose it. */
static void colours_settle(struct palette *palette, struct cell **used,
	size_t used_count)
{
	uint64_t sums[IMAGE_COLOURS][3] = {0}, counts[IMAGE_COLOURS] = {0};

	for (size_t i = 0; i < used_count; i++) {
		const struct cell *cell = used[i];

		counts[cell->colour] += cell->count;
		for (int j = 0; j < 3; j++) {
			sums[cell->colour][j] +=
				(uint64_t)cell->count * cell->rgb[j];
		}
	}
	for (size_t i = 0; i < palette->count; i++) {
		for (int j = 0; j < 3 && counts[i] > 0; j++) {
			palette->rgb[i][j] = (unsigned char)
				((sums[i][j] + counts[i] / 2) / counts[i]);
		}
	}
}

static void colours_choose(const struct palette *palette, struct cell **used,
	size_t used_count)
{
	for (size_t i = 0; i < used_count; i++) {
		used[i]->colour = nearest(palette, used[i]->rgb);
	}
}

/* Paper is white and ink is black, whatever stood at their edges. */
static void colours_purify(struct palette *palette)
{
	static const unsigned char white[3] = {255, 255, 255}, black[3] = {0};

	for (size_t i = 0; i < palette->count; i++) {
		if (distance(palette->rgb[i], white) <= PURE * PURE) {
			memcpy(palette->rgb[i], white, 3);
		}
		if (distance(palette->rgb[i], black) <= PURE * PURE) {
			memcpy(palette->rgb[i], black, 3);
		}
	}
}

static void colours_find(struct palette *palette, struct cell **used,
	size_t used_count)
{
	struct box boxes[IMAGE_COLOURS] = {0};

	palette->count = boxes_make(used, used_count, boxes);
	for (size_t i = 0; i < palette->count; i++) {
		for (size_t j = boxes[i].first; j < boxes[i].end; j++) {
			used[j]->colour = (unsigned char)i;
		}
	}
	for (int round = 0; round < ROUNDS; round++) {
		colours_settle(palette, used, used_count);
		colours_choose(palette, used, used_count);
	}
	colours_purify(palette);
}

void palette_make(const struct bitmap *bitmap, struct palette *ret_palette)
{
	struct palette palette = {0};
	struct cell *cells = mem_get(CELLS * sizeof(*cells));
	struct cell **used = mem_get(CELLS * sizeof(struct cell *));
	size_t pixels = pixels_of(bitmap), used_count = 0;

	cells_fill(bitmap, cells);
	for (size_t i = 0; i < CELLS; i++) {
		if (cells[i].count > 0) used[used_count++] = &cells[i];
	}
	colours_find(&palette, used, used_count);
	palette.at = mem_get(pixels);
	for (size_t i = 0; i < pixels; i++) {
		palette.at[i] = cells[cell_of(bitmap->rgb + i * 3)].colour;
	}
	mem_free(used);
	mem_free(cells);
	*ret_palette = palette;
}

void palette_close(struct palette *palette)
{
	mem_free(palette->at);
	*palette = (struct palette){0};
}
