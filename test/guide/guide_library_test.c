/* Tests of guide/guide_library: the two files of a library, and a folder in which
 * one file is wrong.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/guide_library.h"
#include "os/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/bothy-library-XXXXXX";

static void put(const char *name, const char *text)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_null(file_replace(path, str_of(text)));
}

static const char *at(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void folder_put(const char *name)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_null(file_folder_make(path));
}

TEST(a_folder_is_read_and_a_wrong_file_left_out)
{
	static const char guide[] = "bothy-guide 1\nsource en\ndemands\n"
		"check-days 90\n\ntitle aaaaaa\nwords One\n";
	struct guide_library library;
	struct edition edition;
	struct buf day = {0};

	UNUSED_STATE;
	put("library", "bothy-library 1\nname en The Library\nsource en\n"
		"onion abc.onion\nwhere https://one\nwhere https://two\n"
		"expires-days 365\nstarter yes\n");
	put("releases", "bothy-releases 1\n\nrelease 2 2026-11-25\n"
		"added 10 en New: one\n");
	folder_put("10");
	folder_put("9");
	put("10/guide", guide);
	put("9/guide", guide);
	put("9/ar.words", "bothy-words 1\nlanguage ar\n\nzzzzzz done x\n");
	assert_null(guide_library_open(&library, folder));
	assert_int_equal(library.guides.count, 2);
	assert_int_equal(library.guides.at[0].number, 9);
	assert_int_equal(library.where.count, 2);
	assert_true(library.is_starter);
	/* [guide-library-1] */
	assert_int_equal(library.faults.count, 1);
	is_str(library.faults.at[0].file, S("9/ar.words"));
	assert_int_equal(library.faults.at[0].fault.line, 4);
	assert_int_equal(library.guides.at[0].tongue_count, 1);
	/* [edition-1] */
	edition = guide_library_edition(&library);
	edition_day(&day, edition.expires_day);
	is_str(buf_str(&day), S("2027-11-25"));
	is_str(edition_name(&edition, tongue_of(LOCALE_AR)),
		S("The Library"));
	buf_close(&day);
	guide_library_close(&library);
}

static const char one[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 90\n\ntitle aaaaaa\nwords One\n";
static const char plain[] = "bothy-library 1\nname en The Library\n"
	"source en\n";

TEST(a_file_under_a_wrong_name_is_left_out)
{
	struct guide_library library;

	UNUSED_STATE;
	folder_put("named");
	folder_put("named/1");
	folder_put("named/2");
	folder_put("named/stories");
	folder_put("named/stories/3");
	put("named/library", plain);
	put("named/1/guide", one);
	put("named/1/ckb.words", "bothy-words 1\nlanguage ar\n");
	put("named/2/guide", "bothy-story 1\nsource en\ndemands\n"
		"check-days 90\n\ntitle aaaaaa\nwords One\n");
	put("named/stories/3/guide", one);
	assert_null(guide_library_open(&library, at("named")));
	assert_int_equal(library.guides.count, 1);
	assert_int_equal(library.guides.at[0].tongue_count, 1);
	assert_int_equal(library.stories.count, 0);
	assert_int_equal(library.faults.count, 3);
	is_str(library.faults.at[0].file, S("1/ckb.words"));
	assert_int_equal(library.faults.at[0].fault.line, 2);
	is_str(library.faults.at[1].file, S("2/guide"));
	is_str(library.faults.at[2].file, S("stories/3/guide"));
	guide_library_close(&library);
}

/* Whether guide 1 is withdrawn after these releases, and its words in two
 * languages. */
static void withdrawn_is(const char *releases, bool withdrawn, const char *en,
	const char *ar)
{
	struct guide_library library;
	const struct guide *guide;

	put("gone/releases", releases);
	assert_null(guide_library_open(&library, at("gone")));
	assert_int_equal(library.faults.count, 0);
	guide = guide_library_guide(&library, 1);
	assert_int_equal(guide->is_withdrawn, withdrawn);
	is_str(guide->withdrawn[0], str_of(en));
	is_str(guide->withdrawn[1], str_of(ar));
	guide_library_close(&library);
}

TEST(the_newest_release_that_names_a_guide_says_whether_it_is_withdrawn)
{
	#define RELEASES "bothy-releases 1\n\nrelease 1 2026-01-01\n" \
		"added 1 en New\nrelease 2 2026-02-01\n"
	UNUSED_STATE;
	folder_put("gone");
	folder_put("gone/1");
	put("gone/library", plain);
	put("gone/1/guide", one);
	put("gone/1/ar.words", "bothy-words 1\nlanguage ar\n");
	withdrawn_is(RELEASES, false, "", "");
	withdrawn_is(RELEASES "withdrawn 2 en Another\n", false, "", "");
	withdrawn_is(RELEASES "withdrawn 1 en It was wrong\n", true,
		"It was wrong", "");
	withdrawn_is(RELEASES "withdrawn 1 en It was wrong\n"
		"withdrawn 1 ar كان خطأ\nwithdrawn 1 ckb هەڵە بوو\n", true,
		"It was wrong", "كان خطأ");
	withdrawn_is(RELEASES "withdrawn 1 en It was wrong\n"
		"release 3 2026-03-01\nrelease 4 2026-03-01\n", true,
		"It was wrong", "");
	withdrawn_is(RELEASES "withdrawn 1 en It was wrong\n"
		"release 3 2026-03-01\nrenewed 1 en Right again\n", false,
		"", "");
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_is_read_and_a_wrong_file_left_out),
		CASE(a_file_under_a_wrong_name_is_left_out),
		CASE(the_newest_release_that_names_a_guide_says_whether_it_is_withdrawn),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
