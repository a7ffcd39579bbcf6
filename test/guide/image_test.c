/* Tests of pictures: drawn here, since no real one is needed. What comes out
 * is read again by the same libraries, in pixels.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "guide/deflate.h"
#include "guide/image_room.h"

static void put32(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		buf_byte(out, (char)(number >> shift & 255));
	}
}

static void chunk(struct buf *out, str type, str bytes)
{
	put32(out, (uint32_t)bytes.len);
	buf_put(out, type);
	buf_put(out, bytes);
	put32(out, deflate_crc(deflate_crc(0, type), bytes));
}

/* A true-colour PNG of a bitmap, with things to drop. */
static str png_of(const struct bitmap *bitmap)
{
	struct buf head = {0}, rows = buf_cap(64 << 20), packed = {0}, out = {0};
	str kept;

	put32(&head, bitmap->width);
	put32(&head, bitmap->height);
	buf_put(&head, S("\x08\x02\0\0\0"));
	for (size_t y = 0; y < bitmap->height; y++) {
		buf_byte(&rows, 0);
		buf_put(&rows, str_bytes(bitmap->rgb + y * bitmap->width * 3,
			(size_t)bitmap->width * 3));
	}
	is_ok(deflate_put(&packed, DEFLATE_ZLIB, buf_str(&rows)));
	buf_put(&out, S("\x89PNG\r\n\x1a\n"));
	chunk(&out, S("IHDR"), buf_str(&head));
	chunk(&out, S("tEXt"), S("Author\0Some Body"));
	chunk(&out, S("tIME"), S("\x07\xea\x0b\x19\x0a\x0a\x0a"));
	chunk(&out, S("IDAT"), buf_str(&packed));
	chunk(&out, S("IEND"), S(""));
	assert_false(out.failed);
	kept = buf_take(&out, arena);
	buf_close(&head);
	buf_close(&rows);
	buf_close(&packed);
	buf_close(&out);
	return kept;
}

/* How far a point is inside a ring, softly: 0 to 255, as a pen draws. */
static unsigned ring(int x, int y, int cx, int cy, int radius)
{
	int apart = (x - cx) * (x - cx) + (y - cy) * (y - cy) - radius * radius;

	apart = (apart < 0 ? -apart : apart) / radius;
	return apart > 7 ? 0 : apart < 4 ? 255 : (unsigned)(7 - apart) * 64;
}

static void blend(unsigned char *rgb, unsigned colour, unsigned share)
{
	for (int i = 0; i < 3; i++) {
		unsigned ink = colour >> (16 - 8 * i) & 255;

		rgb[i] = (unsigned char)((rgb[i] * (255 - share) + ink * share) /
					 255);
	}
}

/* Rings and areas of flat colours with soft edges on paper. */
static void drawing(struct bitmap *bitmap, unsigned width, unsigned height,
	unsigned seed)
{
	static const unsigned colours[] = {0x0f5c5c, 0xa1261d, 0x22262b,
		0xe0b040, 0x3070b0, 0x508030};

	assert_null(bitmap_open(bitmap, width, height));
	memset(bitmap->rgb, 255, (size_t)width * height * 3);
	for (unsigned n = 0; n < 14; n++) {
		int cx = (int)((seed * 7919 + n * 4057) % width);
		int cy = (int)((seed * 6113 + n * 2791) % height);
		int radius = (int)(width / 16 + (seed + n * 5) % 9 * width / 40);

		for (unsigned i = 0; i < width * height; i++) {
			int x = (int)(i % width), y = (int)(i / width);
			bool in = (x - cx) * (x - cx) + (y - cy) * (y - cy) <
				  radius * radius;

			if (in && n % 4 == 0) blend(bitmap->rgb + i * 3, colours[n % 6], 255);
			blend(bitmap->rgb + i * 3, colours[(n + 2) % 6],
				ring(x, y, cx, cy, radius));
		}
	}
}

/* Hills of many colours, and the grain of a sensor. */
static void photo(struct bitmap *bitmap, unsigned width, unsigned height)
{
	uint32_t grain = 1;

	assert_null(bitmap_open(bitmap, width, height));
	for (size_t i = 0; i < (size_t)width * height * 3; i++) {
		size_t x = i / 3 % width, y = i / 3 / width;

		grain = grain * 1664525 + 1013904223;
		bitmap->rgb[i] = (unsigned char)((x * 130 / width + y * (60 +
			i % 3 * 40) / height + (grain >> 27)) & 255);
	}
}

static struct image_set made(str original)
{
	struct image_set set;
	const char *failed = image_make(arena, original, &set);

	if (failed != NULL) fail_msg("%s", failed);
	return set;
}

TEST(a_drawing_is_a_small_png_at_two_widths)
{
	size_t sum = 0;

	UNUSED_STATE;
	for (unsigned seed = 1; seed <= 4; seed++) {
		struct bitmap bitmap;
		struct image_set set;

		drawing(&bitmap, 800, 500, seed);
		set = made(png_of(&bitmap));
		assert_true(set.small.is_png && set.large.is_png);
		assert_int_equal(set.small.width, 360);
		assert_int_equal(set.small.height, 225);
		assert_int_equal(set.large.width, 720);
		assert_int_equal(set.large.height, 450);
		sum += set.small.bytes.len;
		bitmap_close(&bitmap);
	}
	assert_true(sum / 4 <= 8 * 1024);
}

TEST(a_photo_is_a_jpeg)
{
	struct bitmap bitmap, again;
	struct image_set set;

	UNUSED_STATE;
	photo(&bitmap, 800, 600);
	set = made(png_of(&bitmap));
	assert_false(set.small.is_png);
	assert_true(set.small.bytes.len < 16 * 1024);
	assert_null(image_jpeg_read(set.small.bytes, &again));
	assert_int_equal(again.width, 360);
	assert_int_equal(again.height, 270);
	bitmap_close(&again);
	bitmap_close(&bitmap);
}

TEST(nothing_is_kept_but_the_pixels)
{
	/* [image-1] */
	static const char *const gone[] = {"tEXt", "tIME", "Some", "iCCP", "eXIf",
		"pHYs", "Exif", "Photo", "GPS"};
	struct bitmap flat, grain;
	struct image_set sets[2];

	UNUSED_STATE;
	drawing(&flat, 500, 300, 3);
	photo(&grain, 500, 300);
	sets[0] = made(png_of(&flat));
	sets[1] = made(png_of(&grain));
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < NELEM(gone); j++) {
			assert_true(str_find(sets[i].large.bytes,
				str_of(gone[j])) == SIZE_MAX);
		}
	}
	bitmap_close(&flat);
	bitmap_close(&grain);
}

TEST(the_same_picture_gives_the_same_bytes_and_none_grows)
{
	/* [image-2] [image-3] */
	struct bitmap bitmap;
	struct image_set one, two;

	UNUSED_STATE;
	drawing(&bitmap, 200, 120, 5);
	one = made(png_of(&bitmap));
	two = made(png_of(&bitmap));
	is_str(one.small.bytes, two.small.bytes);
	is_str(one.large.bytes, one.small.bytes);
	assert_int_equal(one.large.width, 200);
	bitmap_close(&bitmap);
}

TEST(paper_stays_white_and_colours_stay_themselves)
{
	struct bitmap bitmap, again;
	struct image_set set;
	unsigned worst = 0;

	UNUSED_STATE;
	drawing(&bitmap, 360, 240, 2);
	set = made(png_of(&bitmap));
	assert_null(image_png_read(set.small.bytes, &again));
	for (size_t i = 0; i < (size_t)360 * 240 * 3; i++) {
		int apart = again.rgb[i] - bitmap.rgb[i];

		if (bitmap.rgb[i] == 255 && again.rgb[i] > 250) {
			assert_int_equal(again.rgb[i], 255);
		}
		if ((unsigned)(apart * apart) > worst) {
			worst = (unsigned)(apart * apart);
		}
	}
	assert_true(worst < 64 * 64);
	bitmap_close(&again);
	bitmap_close(&bitmap);
}

TEST(each_new_pixel_is_the_mean_of_what_it_covers)
{
	unsigned char pixels[] = {0, 0, 0, 30, 60, 90, 255, 255, 255,
		0, 0, 0, 30, 60, 90, 255, 255, 255};
	const struct bitmap from = {pixels, 3, 2};
	struct bitmap to;

	UNUSED_STATE;
	image_scale(&from, 2, &to);
	assert_int_equal(to.height, 1);
	assert_int_equal(to.rgb[0], 10);  /* 0 and a third of 30 */
	assert_int_equal(to.rgb[1], 20);
	assert_int_equal(to.rgb[3], 180); /* two thirds of 255 */
	bitmap_close(&to);
}

/* A JPEG with a note of its camera: how it was held, and where. */
static str jpeg_held(const struct bitmap *bitmap, unsigned held, bool big)
{
	struct buf plain = {0}, out = {0};
	str kept;

	assert_null(image_jpeg_write(bitmap, &plain));
	buf_put(&out, S("\xff\xd8\xff\xe1\0\x28" "Exif\0\0"));
	if (big) {
		buf_put(&out, S("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"));
		buf_byte(&out, (char)held);
	} else {
		buf_put(&out, S("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"));
		buf_byte(&out, (char)held);
		buf_byte(&out, 0);
	}
	buf_put(&out, S("\0\0GPS at 36N"));
	buf_put(&out, str_from(buf_str(&plain), 2));
	kept = buf_take(&out, arena);
	buf_close(&plain);
	buf_close(&out);
	return kept;
}

TEST(a_picture_taken_sideways_stands_upright)
{
	/* where the dark corner of a 32 by 16 picture (its top left) goes */
	static const struct { unsigned held, width; bool right, bottom; } cases[] = {
		{1, 32, false, false}, {2, 32, true, false}, {3, 32, true, true},
		{4, 32, false, true}, {5, 16, false, false}, {6, 16, true, false},
		{7, 16, true, true}, {8, 16, false, true}, {9, 32, false, false},
	};
	struct bitmap bitmap;

	UNUSED_STATE;
	assert_null(bitmap_open(&bitmap, 32, 16));
	memset(bitmap.rgb, 255, 32 * 16 * 3);
	for (size_t y = 0; y < 8; y++) memset(bitmap.rgb + y * 96, 0, 24);
	for (size_t i = 0; i < NELEM(cases) * 2; i++) {
		unsigned held = cases[i / 2].held;
		str jpeg = jpeg_held(&bitmap, held, i % 2 == 0);
		struct bitmap turned;
		size_t at;

		assert_null(image_jpeg_read(jpeg, &turned));
		image_turn(&turned, image_held(jpeg));
		assert_int_equal(turned.width, cases[i / 2].width);
		at = ((cases[i / 2].bottom ? turned.height - 2 : 1) * turned.width
			+ (cases[i / 2].right ? turned.width - 2 : 1)) * 3;
		assert_true(turned.rgb[at] < 60);
		bitmap_close(&turned);
		assert_true(str_find(made(jpeg).small.bytes, S("GPS")) ==
			    SIZE_MAX);
	}
	bitmap_close(&bitmap);
}

TEST(what_is_no_picture_or_too_large_is_refused)
{
	/* [image-4] */
	struct image_set set;
	struct bitmap bitmap;
	str png;

	UNUSED_STATE;
	assert_non_null(image_make(arena, S(""), &set));
	assert_non_null(image_make(arena, S("GIF89a"), &set));
	assert_non_null(image_make(arena, S("\xff\xd8\xff\xd9"), &set));
	assert_non_null(bitmap_open(&bitmap, 0, 4));
	assert_non_null(bitmap_open(&bitmap, 12001, 1));
	assert_non_null(bitmap_open(&bitmap, 12000, 12000));
	assert_null(bitmap_open(&bitmap, 4, 3000));
	png = png_of(&bitmap);
	assert_string_equal(image_make(arena, png, &set),
		"a picture far higher than wide");
	bitmap_close(&bitmap);
}

TEST(a_picture_cut_anywhere_is_refused)
{
	/* [image-4] */
	struct bitmap flat, grain;
	struct buf jpeg = {0};
	struct image_set set;
	str png;

	UNUSED_STATE;
	drawing(&flat, 40, 30, 1);
	photo(&grain, 40, 30);
	png = png_of(&flat);
	assert_null(image_jpeg_write(&grain, &jpeg));
	for (size_t len = 0; len < png.len; len++) {
		assert_non_null(image_make(arena, str_first(png, len), &set));
	}
	for (size_t len = 0; len + 2 < jpeg.len; len++) {
		assert_non_null(image_make(arena,
			str_first(buf_str(&jpeg), len), &set));
	}
	buf_close(&jpeg);
	bitmap_close(&flat);
	bitmap_close(&grain);
}

TEST(a_flipped_bit_never_does_worse_than_a_refusal)
{
	/* [image-4] */
	struct bitmap bitmap;
	struct buf jpeg = {0}, changed = {0};
	struct image_set set;

	UNUSED_STATE;
	photo(&bitmap, 32, 24);
	assert_null(image_jpeg_write(&bitmap, &jpeg));
	for (size_t bit = 0; bit < jpeg.len * 8; bit += 3) {
		buf_reset(&changed);
		buf_put(&changed, buf_str(&jpeg));
		changed.at[bit / 8] ^= (char)(1 << bit % 8);
		if (image_make(arena, buf_str(&changed), &set) == NULL) {
			assert_true(set.small.width <= IMAGE_SMALL);
		}
	}
	buf_close(&jpeg);
	buf_close(&changed);
	bitmap_close(&bitmap);
}

TEST(what_others_get_of_it_makes_the_same)
{
	/* [image-5] */
	struct bitmap flat, grain, held;
	str originals[3];

	UNUSED_STATE;
	drawing(&flat, 900, 500, 4);
	photo(&grain, 500, 400);
	photo(&held, 32, 48);
	originals[0] = png_of(&flat);
	originals[1] = png_of(&grain);
	originals[2] = jpeg_held(&held, 6, true);
	for (size_t i = 0; i < 3; i++) {
		struct image_set set = made(originals[i]), again;
		str public, twice;

		assert_null(image_public(arena, originals[i], &public));
		again = made(public);
		is_str(again.small.bytes, set.small.bytes);
		is_str(again.large.bytes, set.large.bytes);
		assert_null(image_public(arena, public, &twice));
		is_str(twice, public);
		assert_true(str_find(public, S("tEXt")) == SIZE_MAX);
		assert_true(str_find(public, S("GPS at")) == SIZE_MAX);
	}
	bitmap_close(&flat);
	bitmap_close(&grain);
	bitmap_close(&held);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_drawing_is_a_small_png_at_two_widths),
		CASE(a_photo_is_a_jpeg),
		CASE(nothing_is_kept_but_the_pixels),
		CASE(the_same_picture_gives_the_same_bytes_and_none_grows),
		CASE(paper_stays_white_and_colours_stay_themselves),
		CASE(each_new_pixel_is_the_mean_of_what_it_covers),
		CASE(a_picture_taken_sideways_stands_upright),
		CASE(what_is_no_picture_or_too_large_is_refused),
		CASE(a_picture_cut_anywhere_is_refused),
		CASE(what_others_get_of_it_makes_the_same),
		CASE(a_flipped_bit_never_does_worse_than_a_refusal),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
