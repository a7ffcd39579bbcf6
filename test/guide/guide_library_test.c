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

static int setup(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_is_read_and_a_wrong_file_left_out),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
