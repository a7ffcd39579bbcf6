/* Tests of line/shelf on the demonstration's guides, built and put in force as
 * an operator does it, and of a folder that is not what it says.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/utf8.h"
#include "guide/bindery.h"
#include "line/shelf.h"
#include "os/file.h"

#include <stdio.h>
#include <stdlib.h>

static char folder[] = "/tmp/bothy-shelf-XXXXXX";
static char out[64], line[64];

static void said(void *of, str text)
{
	(void)of;
	(void)text;
}

static void step(void *of, size_t done, size_t all)
{
	(void)of;
	(void)done;
	(void)all;
}

static void build(const char *to)
{
	struct bindery_wish wish = {.library = "demo/library", .out = to,
		.demonstration = true, .only = "text,sms,library"};
	struct bindery_ear ear = {said, step, NULL};
	struct bindery_sum sum;

	is_ok(bindery_build(&wish, &ear, &sum));
	assert_true(sum.files > 0);
}

static const err *install(void)
{
	struct published published;
	const err *e = published_open(&published, line);

	if (e == NULL) e = published_install(&published, out);
	published_close(&published);
	return e;
}

static bool is_arabic(str s)
{
	uint32_t point;

	while (utf8_next(&s, &point)) {
		if (point >= 0x600 && point < 0x700) return true;
	}
	return false;
}

TEST(nothing_in_force_is_an_empty_shelf)
{
	struct shelf shelf = {0};

	UNUSED_STATE;
	is_ok(shelf_open(&shelf, line, true));
	assert_null(shelf_find(&shelf, LOCALE_EN, 1));
	assert_false(shelf_has_file(&shelf, S("text/en/1.txt")));
	shelf_close(&shelf);
}

TEST(every_written_form_has_the_same_guides)
{
	struct shelf shelf = {0};

	UNUSED_STATE;
	is_ok(install());
	is_ok(shelf_open(&shelf, line, true));
	assert_true(shelf.guides[LOCALE_EN].count >= 6);
	for (int i = 0; i < LOCALE_COUNT; i++) {
		assert_int_equal(shelf.guides[i].count,
			shelf.guides[LOCALE_EN].count);
		for (size_t n = 0; n < shelf.guides[i].count; n++) {
			const struct shelf_guide *guide =
				&shelf.guides[i].at[n];

			assert_true(guide->title.len > 0);
			assert_true(guide->body.bytes.len > 0);
			assert_true(guide->is_draft); /* nobody has signed */
			assert_ptr_equal(shelf_find(&shelf, (enum locale)i,
						 guide->number), guide);
		}
	}
	assert_null(shelf_find(&shelf, LOCALE_AR, 98));
	for (int i = 0; i < LOCALE_COUNT; i++) {
		const struct shelf_guide *story = shelf_find(&shelf,
			(enum locale)i, STORY_PAGES + 1);

		assert_non_null(story);
		assert_true(story->is_story);
		assert_false(story->is_withdrawn);
	}
	/* what can be taken away, and what cannot */
	assert_true(shelf_has_file(&shelf, S("text/en/1.txt")));
	assert_false(shelf_has_file(&shelf, S("library/1/guide")));
	assert_false(shelf_has_file(&shelf, S("text/en/98.txt")));
	shelf_close(&shelf);
}

TEST(badini_without_words_of_its_own_is_kurmanji_in_arabic_letters)
{
	struct shelf shelf = {0};
	const struct shelf_guide *badini, *kurmanji;

	UNUSED_STATE;
	is_ok(shelf_open(&shelf, line, true));
	badini = shelf_find(&shelf, LOCALE_KMR_ARAB, 1); /* [shelf-1] */
	kurmanji = shelf_find(&shelf, LOCALE_KMR, 1);
	assert_non_null(badini);
	assert_non_null(kurmanji);
	assert_true(is_arabic(badini->title));
	assert_false(is_arabic(kurmanji->title));
	shelf_close(&shelf);
}

/* [shelf-2] */
TEST(an_invented_story_is_not_shown_for_a_real_organisation)
{
	struct shelf shelf = {0};

	UNUSED_STATE;
	is_ok(shelf_open(&shelf, line, false));
	assert_non_null(shelf_find(&shelf, LOCALE_EN, 1));
	assert_null(shelf_find(&shelf, LOCALE_EN, STORY_PAGES + 1));
	shelf_close(&shelf);
}

TEST(a_folder_that_is_not_what_its_manifest_says_changes_nothing)
{
	struct published published;
	struct shelf shelf = {0};
	char path[128];
	struct buf bytes = {0};

	UNUSED_STATE;
	(void)snprintf(path, sizeof(path), "%s/manifest", out);
	is_ok(file_read(path, 1 << 20, &bytes));
	/* another release, and one file of it is not what it says */
	assert_true(str_starts(str_from(buf_str(&bytes), 15),
		S("release 1\n")));
	bytes.at[15 + 8] = '2';
	is_ok(file_replace(path, buf_str(&bytes)));
	(void)snprintf(path, sizeof(path), "%s/text/en/1.txt", out);
	is_ok(file_replace(path, S("something else")));
	is_ok(published_open(&published, line));
	/* its bytes are here from before under their own name: remove them */
	is_ok(file_remove(published_file_path(&published, manifest_find(
		&published.now, S("text/en/1.txt"))->hash, "").text));
	published_close(&published);
	assert_non_null(install());
	is_ok(shelf_open(&shelf, line, true));
	assert_int_equal(shelf.published.now.release, 1);
	shelf_close(&shelf);
	buf_close(&bytes);
}

static int setup(void **state)
{
	(void)state;
	seal_start();
	if (mkdtemp(folder) == NULL) return 1;
	(void)snprintf(out, sizeof(out), "%s/out", folder);
	(void)snprintf(line, sizeof(line), "%s/line", folder);
	is_ok(file_folder_make(line));
	build(out);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(nothing_in_force_is_an_empty_shelf),
		CASE(every_written_form_has_the_same_guides),
		CASE(badini_without_words_of_its_own_is_kurmanji_in_arabic_letters),
		CASE(an_invented_story_is_not_shown_for_a_real_organisation),
		CASE(a_folder_that_is_not_what_its_manifest_says_changes_nothing),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
