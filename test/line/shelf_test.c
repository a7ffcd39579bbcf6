/* Tests of line/shelf on the demonstration's guides and on a folder that is
 * not as it should be.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "line/shelf.h"
#include "os/file.h"

static bool is_arabic(str s)
{
	uint32_t point;

	while (utf8_next(&s, &point)) {
		if (point >= 0x600 && point < 0x700) return true;
	}
	return false;
}

TEST(every_written_form_has_the_same_guides)
{
	struct shelf shelf = {0};

	UNUSED_STATE;
	is_ok(shelf_open(&shelf, "demo/guides"));
	for (int i = 0; i < LOCALE_COUNT; i++) {
		assert_int_equal(shelf.guides[i].count,
			shelf.guides[LOCALE_EN].count);
		for (size_t n = 0; n < shelf.guides[i].count; n++) {
			const struct shelf_guide *guide = &shelf.guides[i].at[n];

			assert_true(guide->title.len > 0);
			assert_ptr_equal(shelf_find(&shelf, (enum locale)i,
						 guide->number), guide);
		}
	}
	assert_null(shelf_find(&shelf, LOCALE_AR, 98));
	shelf_close(&shelf);
}

TEST(badini_without_a_folder_is_kurmanji_in_arabic_letters)
{
	struct shelf shelf = {0};
	const struct shelf_guide *badini, *kurmanji;

	UNUSED_STATE;
	is_ok(shelf_open(&shelf, "demo/guides"));
	badini = shelf_find(&shelf, LOCALE_KMR_ARAB, 1); /* [shelf-1] */
	kurmanji = shelf_find(&shelf, LOCALE_KMR, 1);
	assert_non_null(badini);
	assert_non_null(kurmanji);
	assert_true(is_arabic(badini->title));
	assert_false(is_arabic(kurmanji->title));
	shelf_close(&shelf);
}

TEST(no_folder_is_an_empty_shelf_and_a_wrong_one_is_refused)
{
	struct shelf shelf = {0};

	UNUSED_STATE;
	is_ok(shelf_open(&shelf, NULL));
	assert_null(shelf_find(&shelf, LOCALE_EN, 1));
	shelf_close(&shelf);
}

TEST(a_guide_that_is_not_text_is_named_and_refused)
{
	char folder[] = "/tmp/shelf_test.XXXXXX", path[80];
	struct shelf shelf = {0};
	const err *e;

	UNUSED_STATE;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/en", folder);
	is_ok(file_folder_make(path));
	(void)snprintf(path, sizeof(path), "%s/en/7.md", folder);
	is_ok(file_replace(path, S("# Words\n\nwords \xff\xfe\n")));
	e = shelf_open(&shelf, folder);
	assert_non_null(e);
	assert_non_null(strstr(e->text, "7"));
	assert_null(strstr(e->text, "Words"));
	shelf_close(&shelf);
	is_ok(file_remove(path));
	(void)snprintf(path, sizeof(path), "%s/en", folder);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(every_written_form_has_the_same_guides),
		CASE(badini_without_a_folder_is_kurmanji_in_arabic_letters),
		CASE(no_folder_is_an_empty_shelf_and_a_wrong_one_is_refused),
		CASE(a_guide_that_is_not_text_is_named_and_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
