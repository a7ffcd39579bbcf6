/* Tests of the recordings of a guide: found by unit and language, and only
 * where what is heard is what is read.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "guide/guide_read.h"
#include "guide/recording.h"
#include "os/file.h"

static struct arena *arena;
static char folder[] = "/tmp/recording_test.XXXXXX";

static const char *inside(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", folder, name));
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_open(8 << 20);
	if (mkdtemp(folder) == NULL) return 1;
	if (file_folder_make(inside("3")) != NULL) return 1;
	return file_folder_make(inside("3/audio")) != NULL;
}

static int tear_down(void **state)
{
	(void)state;
	(void)unlink(inside("3/audio/bbbbbb.en.opus"));
	(void)unlink(inside("3/audio/cccccc.en.opus"));
	(void)unlink(inside("3/audio/cccccc.ar.opus"));
	(void)rmdir(inside("3/audio"));
	(void)rmdir(inside("3"));
	(void)rmdir(folder);
	arena_close(&arena);
	return 0;
}

TEST(recordings_are_found_and_a_stale_unit_has_none)
{
	/* [recording-1] */
	struct edition edition = {.release = 1, .folder = str_of(folder)};
	struct read_fault fault;
	struct guide guide;
	struct checked checked;
	const struct unit *unit;
	const struct recording_job job = {arena, &edition, &checked};
	struct buf seed = {0}, out = {0};

	UNUSED_STATE;
	is_ok(file_read("fuzz/seed/opus/tone", 1 << 20, &seed));
	is_ok(file_replace(inside("3/audio/bbbbbb.en.opus"), buf_str(&seed)));
	is_ok(file_replace(inside("3/audio/cccccc.en.opus"), S("no sound")));
	is_ok(file_replace(inside("3/audio/cccccc.ar.opus"), S("no sound")));
	assert_true(guide_read(arena, S("bothy-guide 1\nsource en\ndemands\n"
		"check-days 9\n\ntitle aaaaaa\nwords T\n\nnote bbbbbb\n"
		"words one\n\nnote cccccc\nwords two\n"), &guide, &fault));
	guide.number = 3;
	assert_int_equal(checked_make(arena, &guide, 0, 20000, &checked, &unit),
		CHECKED_FINE);
	assert_int_equal(recording_count(&job), 2);
	recording_name(&job, 1, &out);
	is_str(buf_str(&out), S("-cccccc.opus"));
	assert_string_equal(recording_write(&job, 1, &out), "no Ogg file");
	buf_reset(&out);
	assert_null(recording_write(&job, 0, &out));
	assert_true(str_find(buf_str(&out), S("opusenc")) == SIZE_MAX);
	assert_true(str_find(buf_str(&seed), S("opusenc")) != SIZE_MAX);
	checked.units[1].is_stale = true;
	assert_int_equal(recording_count(&job), 1);
	checked.withdrawn = S("It was wrong.");
	assert_int_equal(recording_count(&job), 0);
	buf_close(&seed);
	buf_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(recordings_are_found_and_a_stale_unit_has_none),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
