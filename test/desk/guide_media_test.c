/* Tests of pictures and recordings that are added at the desk: nothing but pixels
 * and sound is kept, they are in what is made of the guide, and taken back as one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_lib.h"

#include "desk/guide_media.h"
#include "desk/guide_publish.h"
#include "desk/guide_release.h"
#include "desk/guide_room.h"
#include "guide/deflate.h"
#include "guide/ogg.h"

#define SECRET "Unfindable Square 36.19"
#define HEAD "OpusHead\x01\x01\x38\x01\x80\x3e\0\0\0\0\0"
#define TAGS "OpusTags\x04\0\0\0made" "\x01\0\0\0\x17\0\0\0" SECRET

/* A picture that says where it was made: a chunk behind its head. */
static str picture(void)
{
	static const size_t head = 33; /* of a PNG */
	struct buf bytes = {0}, said = {0}, out = {0};
	uint32_t sum;
	str kept;

	is_ok(file_read("test/fixture/library/1/pictures/bridge.png", 1 << 20,
		&bytes));
	buf_put(&said, S("tEXtAuthor\0" SECRET));
	sum = deflate_crc(0, buf_str(&said));
	buf_put(&out, str_first(buf_str(&bytes), head));
	buf_put(&out, S("\0\0\0"));
	buf_byte(&out, (char)(said.len - 4));
	buf_put(&out, buf_str(&said));
	for (int shift = 24; shift >= 0; shift -= 8) {
		buf_byte(&out, (char)(sum >> shift & 0xff));
	}
	buf_put(&out, str_from(buf_str(&bytes), head));
	kept = buf_take(&out, arena);
	buf_close(&bytes);
	buf_close(&said);
	buf_close(&out);
	return kept;
}

static void page(struct buf *out, unsigned flags, uint64_t position,
	uint32_t number, str body)
{
	char length = (char)body.len;

	ogg_page_write(out, &(struct ogg_page){flags, position, 7, number,
		{&length, 1}, body});
}

/* One sound of 20 ms, `sound` long, and who made it. */
static str recording(str sound)
{
	struct buf out = {0};
	str kept;

	page(&out, OGG_FIRST, 0, 0, S(HEAD));
	page(&out, 0, 0, 1, S(TAGS));
	page(&out, OGG_LAST, 960, 2, sound);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static const err *add(str bytes, const char *words, const char **ret_why)
{
	struct picture_wish wish = {bytes, str_of(words)};

	clock_on(1000);
	return guide_picture_add(desk, kept_of(1), SIZE_MAX, &wish, ret_why);
}

static size_t files(struct edition_file_list *ret_files)
{
	*ret_files = (struct edition_file_list){0};
	is_ok(guide_media_of(desk, arena, kept_of(1), ret_files));
	return ret_files->count;
}

static struct guide_release release(void)
{
	unsigned one = 1;
	struct guide_numbers also = {&one, 1};
	struct guide_release made;
	const char *why;

	clock_on(1000);
	is_ok(guide_publish(desk, &also, &why));
	is_ok(guide_release_make(desk, arena, "site,audio,library",
		&made));
	return made;
}

TEST(a_picture_is_a_part_with_words_and_both_are_undone_as_one)
{
	/* [guide_media-2] */
	struct edition_file_list list;
	const struct unit *unit;
	const char *why = NULL;
	size_t before;

	UNUSED_STATE;
	(void)take_fixture(true);
	now = (uint64_t)20790 * 86400000; /* behind the fixture's days */
	before = kept_of(1)->guide.units.count;
	assert_non_null(add(picture(), "  ", &why));
	assert_non_null(why);
	assert_non_null(add(S("no picture"), "A bridge", &why));
	assert_non_null(why);
	assert_int_equal(files(&list), 0);
	is_ok(add(picture(), "A bridge of ropes", &why));
	assert_int_equal(kept_of(1)->guide.units.count, before + 1);
	unit = &kept_of(1)->guide.units.at[before];
	assert_int_equal(unit->kind, UNIT_PICTURE);
	is_str(unit->words[0].text, S("A bridge of ropes"));
	assert_int_equal(files(&list), 1);
	is_str(list.at[0].path, str_fmt(arena, "1/pictures/%.*s",
		S_ARG(unit->slots[0].value)));
	undo_last();
	assert_int_equal(kept_of(1)->guide.units.count, before);
	assert_int_equal(files(&list), 0);
	is_ok(add(picture(), "A bridge of ropes", &why));
}

TEST(nothing_but_pixels_and_sound_is_kept)
{
	/* [guide_media-1] */
	size_t at = unit_at(kept_of(1), "warnin");
	struct edition_file_list list;
	uint64_t bytes;
	const char *why;

	UNUSED_STATE;
	clock_on(1000);
	assert_non_null(guide_recording_set(desk, kept_of(1), at, LOCALE_EN,
		picture(), &why));
	assert_non_null(why);
	is_ok(guide_recording_set(desk, kept_of(1), at, LOCALE_EN,
		recording(S("\x08" "abc")), &why));
	is_ok(guide_recording_size(desk, kept_of(1), at, LOCALE_EN, &bytes));
	assert_true(bytes > 0);
	is_ok(guide_recording_size(desk, kept_of(1), at, LOCALE_AR, &bytes));
	assert_int_equal(bytes, 0);
	assert_int_equal(files(&list), 2);
	for (size_t i = 0; i < list.count; i++) {
		assert_true(str_find(list.at[i].bytes, S(SECRET)) == SIZE_MAX);
		assert_true(str_find(list.at[i].bytes, S("made")) == SIZE_MAX);
	}
	/* another one takes its place, and goes again */
	clock_on(1000);
	is_ok(guide_recording_set(desk, kept_of(1), at, LOCALE_EN,
		recording(S("\x08" "other")), &why));
	assert_int_equal(files(&list), 2);
	is_ok(open_again()); /* it is in the log */
	assert_int_equal(files(&list), 2);
}

TEST(they_are_in_the_release_and_in_the_copy_that_others_build)
{
	struct guide_release made = release();
	str letters = unit_id_str(&kept_of(1)->guide.units.at[
		kept_of(1)->guide.units.count - 1].id);

	UNUSED_STATE;
	assert_non_null(made_file(&made, "library/1/audio/warnin.en.opus"));
	assert_non_null(made_file(&made, "audio/en/1-warnin.opus"));
	assert_null(made_file(&made, "audio/ar/1-warnin.opus"));
	assert_non_null(made_file(&made, str_c(arena, str_fmt(arena,
		"site/pictures/en/1-%.*s-360.png", S_ARG(letters)))));
	for (size_t i = 0; i < made.file_count; i++) {
		assert_true(str_find(made.files[i].bytes, S(SECRET)) ==
			SIZE_MAX);
	}
	clock_on(1000);
	is_ok(guide_recording_out(desk, kept_of(1), unit_at(kept_of(1),
		"warnin"), LOCALE_EN));
	made = release();
	assert_null(made_file(&made, "audio/en/1-warnin.opus"));
}

TEST(a_story_has_no_picture_and_no_recording)
{
	/* [guide_media-3] */
	struct guide_wish wish = {.number = STORY_PAGES + 1,
		.title = S("A story"), .source = LOCALE_EN};
	struct picture_wish shown = {picture(), S("A door")};
	const char *why = NULL;

	UNUSED_STATE;
	clock_on(1000);
	is_ok(guide_make(desk, &wish, &why));
	clock_on(1000);
	assert_non_null(guide_picture_add(desk, kept_of(STORY_PAGES + 1), 0,
		&shown, &why));
	assert_non_null(why);
	assert_non_null(guide_recording_set(desk, kept_of(STORY_PAGES + 1), 0,
		LOCALE_EN, recording(S("\x08" "abc")), &why));
	assert_non_null(why);
}

/* Something of that many bytes, as if it had been added. */
static const err *put(const char *name, size_t bytes)
{
	char *room = mem_get(bytes);
	struct unit_file file = {str_of(name), S("recording"), {room, bytes}};
	const err *e;

	clock_on(1000);
	e = guide_media_put(desk, kept_of(1)->id, &file, NULL);
	mem_free(room);
	return e;
}

TEST(the_files_of_a_guide_stay_below_their_room)
{
	/* [guide_media-4] */
	struct edition_file_list list;
	const char *why = NULL;
	str first;

	UNUSED_STATE;
	is_ok(put("aaaaaa.en.opus", GUIDE_MEDIA_FILE_MAX));
	first = done_name();
	is_ok(put("aaaaab.en.opus", GUIDE_MEDIA_FILE_MAX));
	is_ok(put("aaaaac.en.opus", 132 * 1024));
	assert_int_equal(files(&list), 4); /* and the picture */
	assert_int_equal(list.at[0].bytes.len > 0, true);
	assert_non_null(add(picture(), "One more bridge", &why));
	assert_non_null(why);
	undo(first);
	is_ok(add(picture(), "One more bridge", &why));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(a_picture_is_a_part_with_words_and_both_are_undone_as_one),
		CASE(nothing_but_pixels_and_sound_is_kept),
		CASE(they_are_in_the_release_and_in_the_copy_that_others_build),
		CASE(a_story_has_no_picture_and_no_recording),
		CASE(the_files_of_a_guide_stay_below_their_room),
	};

	return cmocka_run_group_tests(tests, guide_setup, guide_teardown);
}
