/* Smaller pictures: see image_room.h. Each new pixel is the exact mean of
 * what it covers, in whole numbers, so that every computer finds the same.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include <string.h>

/* New pixel `to` of `count` covers, of `from` old ones, those from `first`
 * on; the weight of old pixel i is what both have in common, in parts of
 * 1/count. All weights together are `from`. */
struct cover { unsigned first, end; };

static struct cover cover_of(unsigned to, unsigned count, unsigned from)
{
	uint64_t start = (uint64_t)to * from, end = start + from;

	return (struct cover){(unsigned)(start / count),
		(unsigned)((end + count - 1) / count)};
}

static uint64_t weight_of(unsigned i, unsigned to, unsigned count,
	unsigned from)
{
	uint64_t start = (uint64_t)to * from, end = start + from;
	uint64_t left = (uint64_t)i * count, right = left + count;

	if (left < start) left = start;
	if (right > end) right = end;
	return right - left;
}

/* One old row, shrunk: sums of each colour, `from->width` times too large. */
static void row_shrink(const struct bitmap *from, unsigned y, unsigned width,
	uint64_t *sums)
{
	const unsigned char *row = from->rgb + (size_t)y * from->width * 3;

	for (unsigned x = 0; x < width; x++) {
		struct cover cover = cover_of(x, width, from->width);
		uint64_t *sum = sums + (size_t)x * 3;

		memset(sum, 0, 3 * sizeof(*sum));
		for (unsigned i = cover.first; i < cover.end; i++) {
			uint64_t weight = weight_of(i, x, width, from->width);
			const unsigned char *rgb = row + (size_t)i * 3;

			sum[0] += weight * rgb[0];
			sum[1] += weight * rgb[1];
			sum[2] += weight * rgb[2];
		}
	}
}

/* Old rows are shrunk once each, except where two new ones share one. */
static void rows_shrink(const struct bitmap *from, struct bitmap *to,
	uint64_t *row, uint64_t *total)
{
	size_t count = (size_t)to->width * 3;
	uint64_t area = (uint64_t)from->width * from->height;

	for (unsigned y = 0; y < to->height; y++) {
		struct cover cover = cover_of(y, to->height, from->height);
		unsigned char *pixels = to->rgb + (size_t)y * count;

		memset(total, 0, count * sizeof(*total));
		for (unsigned i = cover.first; i < cover.end; i++) {
			uint64_t weight = weight_of(i, y, to->height,
				from->height);

			row_shrink(from, i, to->width, row);
			for (size_t j = 0; j < count; j++) {
				total[j] += weight * row[j];
			}
		}
		for (size_t j = 0; j < count; j++) {
			pixels[j] = (unsigned char)((total[j] + area / 2) / area);
		}
	}
}

void image_scale(const struct bitmap *from, unsigned width,
	struct bitmap *ret_bitmap)
{
	uint64_t height = ((uint64_t)from->height * width + from->width / 2) /
			  from->width;
	struct bitmap to;
	uint64_t *sums;

	must(width > 0 && width <= from->width);
	if (height == 0) height = 1;
	must(bitmap_open(&to, width, height) == NULL);
	if (width == from->width) {
		memcpy(to.rgb, from->rgb, (size_t)width * from->height * 3);
	} else {
		sums = mem_get((size_t)width * 6 * sizeof(*sums));
		rows_shrink(from, &to, sums, sums + (size_t)width * 3);
		mem_free(sums);
	}
	*ret_bitmap = to;
}
