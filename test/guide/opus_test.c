/* Tests of recordings: files put together here from packets of our own, with
 * all that must go; test/e2e/guide_audio.mjs plays real ones.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "guide/ogg.h"
#include "guide/opus.h"

#define HEAD "OpusHead\x01\x01\x38\x01\x80\x3e\0\0\0\0\0"
#define TAGS "OpusTags\x04\0\0\0maker" "\x01\0\0\0\x0b\0\0\0ARTIST=Name"

static void page(struct buf *out, unsigned flags, uint64_t position,
	uint32_t number, str body)
{
	char lengths[OGG_SEGMENTS_MAX];
	size_t count = 0, left = body.len;

	for (; left >= 255; left -= 255) lengths[count++] = (char)255;
	lengths[count++] = (char)left;
	ogg_page_write(out, &(struct ogg_page){flags, position, 0xabcd, number,
		{lengths, count}, body});
}

/* Three sounds of 20 ms; the second with padding that says something, the
 * third over two pages. */
static str file(void)
{
	struct buf out = {0}, big = {0};
	str kept;

	page(&out, OGG_FIRST, 0, 0, S(HEAD));
	page(&out, 0, 0, 1, S(TAGS));
	page(&out, 0, 960, 2, S("\x08" "abc"));
	page(&out, 0, 1920, 3, S("\x0b\x41\x08" "xyz" "Bothy!!!"));
	buf_byte(&big, '\x08');
	for (int i = 0; i < 319; i++) buf_byte(&big, (char)i);
	ogg_page_write(&out, &(struct ogg_page){0, UINT64_MAX, 0xabcd, 4,
		S("\xff"), str_first(buf_str(&big), 255)});
	ogg_page_write(&out, &(struct ogg_page){OGG_CONTINUED | OGG_LAST, 2500,
		0xabcd, 5, S("\x41"), str_from(buf_str(&big), 255)});
	kept = buf_take(&out, arena);
	buf_close(&out);
	buf_close(&big);
	return kept;
}

static const char *copied(str original, str *ret_copy)
{
	struct buf out = {0};
	const char *failed = opus_copy(original, &out);

	*ret_copy = buf_take(&out, arena);
	buf_close(&out);
	return failed;
}

static str copy_of(str original)
{
	str copy;
	const char *failed = copied(original, &copy);

	if (failed != NULL) fail_msg("%s", failed);
	return copy;
}

TEST(what_tells_of_somebody_goes)
{
	/* [opus-1] */
	static const char *const gone[] = {"maker", "ARTIST", "Bothy!!!",
		"\xcd\xab", "\x80\x3e"};
	str copy = copy_of(file());

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(gone); i++) {
		assert_true(str_find(copy, str_of(gone[i])) == SIZE_MAX);
	}
	/* 48000 in place of the device's own 16000; the skip stays */
	assert_true(str_find(copy, S("OpusHead\x01\x01\x38\x01\x80\xbb\0\0")) !=
		    SIZE_MAX);
	assert_true(str_find(copy, S("OpusTags\0\0\0\0\0\0\0\0OggS")) !=
		    SIZE_MAX);
}

TEST(the_sound_stays_and_so_does_its_length)
{
	/* [opus-2] */
	str rest = copy_of(file());
	struct ogg_page got;

	UNUSED_STATE;
	for (uint32_t i = 0; i < 3; i++) {
		assert_true(ogg_page_read(&rest, &got)); /* [ogg-1] */
		assert_int_equal(got.number, i);
		assert_int_equal(got.stream, 1);
	}
	assert_int_equal(rest.len, 0);
	assert_int_equal(got.flags, OGG_LAST);
	assert_int_equal(got.position, 2500);
	is_str(got.segments, S("\x04\x0e\xff\x41"));
	is_str(str_first(got.body, 18),
		S("\x08" "abc\x0b\x41\x08" "xyz\0\0\0\0\0\0\0\0"));
	assert_int_equal(got.body.at[18], 8);
	assert_int_equal(got.body.at[18 + 319], (char)318);
}

TEST(a_copy_is_copied_as_itself)
{
	str copy = copy_of(file());

	UNUSED_STATE;
	is_str(copy_of(copy), copy);
}

TEST(packets_are_told_from_noise)
{
	/* the rules of RFC 6716, 3.4 */
	static const struct { str packet; bool is_sound; size_t samples; } cases[] = {
		{S_INIT(""), false, 0}, {S_INIT("\x08"), true, 960},
		{S_INIT("\x18" "abc"), true, 2880},
		{S_INIT("\x09" "ab"), true, 1920}, {S_INIT("\x09" "abc"), false, 0},
		{S_INIT("\x0a\x01" "ab"), true, 1920},
		{S_INIT("\x0a\x05" "ab"), false, 0},
		{S_INIT("\x0b\x00" "ab"), false, 0},
		{S_INIT("\x0b\x02" "abc"), false, 0},
		{S_INIT("\x0b\x06" "abcdef"), true, 5760},
		{S_INIT("\x0b\x07" "abcdefg"), false, 0}, /* 140 ms */
		{S_INIT("\x0b\x41\x09" "abc"), false, 0}, /* padding too long */
		{S_INIT("\x0b\x82\x01" "abc"), true, 1920},
		{S_INIT("\x0b\x83\x01\x01" "abc"), true, 2880},
		{S_INIT("\x0b\x82\x07" "abc"), false, 0},
		{S_INIT("\xe3\x01" "a"), true, 120},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		size_t samples, padding;
		bool is_sound = opus_packet_read(cases[i].packet, &samples,
			&padding);

		if (is_sound != cases[i].is_sound) fail_msg("packet %zu", i);
		if (is_sound) assert_int_equal(samples, cases[i].samples);
	}
}

TEST(what_is_not_one_whole_stream_is_refused)
{
	/* [opus-3] */
	static const struct { str head; unsigned flags; uint32_t number; str body;
		const char *said; } cases[] = {
		{S_INIT("OpusHead\x01\x03\x38\x01\x80\x3e\0\0\0\0\0"), OGG_LAST, 2,
			S_INIT("\x08"), "not Opus, or more than two channels"},
		{S_INIT("\x01vorbis\0\0\0\0\x01\x44\xac\0\0\0\0\0\0"), OGG_LAST, 2,
			S_INIT("\x08"), "not Opus, or more than two channels"},
		{S_INIT(HEAD), OGG_LAST, 3, S_INIT("\x08"), "a page is missing"},
		{S_INIT(HEAD), OGG_FIRST, 2, S_INIT("\x08"),
			"not one stream, but several or none"},
		{S_INIT(HEAD), OGG_LAST | OGG_CONTINUED, 2, S_INIT("\x08"),
			"a page that does not fit the one before"},
		{S_INIT(HEAD), OGG_LAST, 2, S_INIT("\x09" "abc"),
			"a damaged packet"},
		{S_INIT(HEAD), 0, 2, S_INIT("\x08"), "it is cut off"},
		{S_INIT(HEAD), OGG_LAST, 2, S_INIT("\x08"), NULL},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct buf out = {0};
		const char *failed;
		str copy;

		page(&out, OGG_FIRST, 0, 0, cases[i].head);
		page(&out, 0, 0, 1, S(TAGS));
		page(&out, cases[i].flags, 960, cases[i].number, cases[i].body);
		failed = copied(buf_str(&out), &copy);
		if (cases[i].said == NULL) assert_null(failed);
		else assert_string_equal(failed, cases[i].said);
		page(&out, 0, 960, 3, S("\x08"));
		if (cases[i].said == NULL) {
			assert_string_equal(copied(buf_str(&out), &copy),
				"something stands behind its end");
		}
		buf_close(&out);
	}
	assert_non_null(copied(S(""), &(str){0}));
}

TEST(a_cut_or_a_flipped_bit_is_refused)
{
	/* [opus-3] [ogg-1] */
	str whole = file(), copy;
	struct buf changed = {0};

	UNUSED_STATE;
	for (size_t len = 0; len < whole.len; len++) {
		assert_non_null(copied(str_first(whole, len), &copy));
	}
	for (size_t bit = 0; bit < whole.len * 8; bit++) {
		buf_reset(&changed);
		buf_put(&changed, whole);
		changed.at[bit / 8] ^= (char)(1 << bit % 8);
		assert_non_null(copied(buf_str(&changed), &copy));
	}
	buf_close(&changed);
}

TEST(a_stream_that_began_before_counts_from_zero)
{
	struct buf out = {0};
	struct ogg_page got;
	str rest;

	UNUSED_STATE;
	page(&out, OGG_FIRST, 0, 0, S(HEAD));
	page(&out, 0, 0, 1, S(TAGS));
	page(&out, 0, 96960, 2, S("\x08"));
	page(&out, OGG_LAST, 97620, 3, S("\x08"));
	rest = copy_of(buf_str(&out));
	while (rest.len > 0) assert_true(ogg_page_read(&rest, &got));
	assert_int_equal(got.position, 1620);
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_tells_of_somebody_goes),
		CASE(the_sound_stays_and_so_does_its_length),
		CASE(a_copy_is_copied_as_itself),
		CASE(packets_are_told_from_noise),
		CASE(what_is_not_one_whole_stream_is_refused),
		CASE(a_cut_or_a_flipped_bit_is_refused),
		CASE(a_stream_that_began_before_counts_from_zero),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
