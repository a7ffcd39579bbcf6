/* Tests of guide/intake_folder and tree with real folders: what is passed
 * over, what is written, and the two real libraries of ../shared/data where
 * they are.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/exchange_lib.h"

#include "guide/guide_check.h"
#include "guide/intake_folder.h"
#include "guide/tmx.h"
#include "os/file.h"
#include "os/xml_reader.h"

#include <sys/stat.h>
#include <unistd.h>

static struct arena *arena;
static struct exchange exchange;
static char folder[] = "/tmp/bothy-intake-XXXXXX";

static const char *path(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", folder, name));
}

static void put(const char *name, const char *text)
{
	is_ok(file_replace(path(name), str_of(text)));
}

static struct intake_counts import(const char *library, const char *from,
	enum words_missing missing)
{
	struct intake_wish wish = {.library = path(library), .from = from,
		.missing = missing};
	struct intake_counts counts = {0};

	exchange = (struct exchange){.arena = arena};
	is_ok(intake_folder(&wish, &exchange, &counts));
	return counts;
}

static str file_text(const char *name)
{
	struct buf bytes = {0};
	str text;

	is_ok(file_read(path(name), GUIDE_FILE_BYTES_MAX, &bytes));
	text = buf_take(&bytes, arena);
	buf_close(&bytes);
	return text;
}

/* Errors that are no matter of words that are missing. */
static size_t errors_of_structure(struct guide_library *library)
{
	struct guide_check_on on = {.checker = guide_checker_of(library->arena),
		.library = library};
	struct guide_report_list reports = {0};
	size_t count = 0;

	guide_library_check(library->arena, &on, &reports);
	for (size_t i = 0; i < reports.count; i++) {
		const struct guide_report *report = &reports.at[i];

		if (report->level != REPORT_ERROR || str_find(report->text,
				S("waits for them")) != SIZE_MAX) {
			continue;
		}
		(void)fprintf(stderr, "%.*s\n", S_ARG(report->text));
		count++;
	}
	return count;
}

TEST(nothing_leads_out_of_the_folder) /* [tree-1] */
{
	struct intake_counts counts;

	UNUSED_STATE;
	is_ok(file_folder_make(path("in")));
	is_ok(file_folder_make(path("in/deep")));
	put("in/a b.md", "# A\n\n![a door](door.png)\n\n![](deep/no.png)\n\n"
		"![x](../secret.png)\n");
	put("in/odd\nname.md", "# B\n\nb\n");
	put("in/dm.\xe2\x80\xaegpj.txt", "x");
	put("in/.hidden.md", "# C\n");
	put("in/notes.txt", "x");
	put("secret.md", "# Secret\n");
	put("secret.png", "\x89PNG\r\n\x1a\nsecret");
	put("in/door.png", "\x89PNG\r\n\x1a\nnot really");
	put("in/deep/no.png", "GIF89a");
	assert_int_equal(symlink(path("secret.md"), path("in/link.md")), 0);
	assert_int_equal(symlink(path("in"), path("in/deep/loop")), 0);
	assert_int_equal(symlink(path("secret.png"), path("in/s.png")), 0);
	assert_int_equal(mkfifo(path("in/pipe.md"), 0600), 0);
	counts = import("lib", path("in"), MISSING_HOLD);
	assert_int_equal(counts.guides, 2);
	has_remark(arena, &exchange, "link.md:1: warning: a symbolic link is not");
	has_remark(arena, &exchange, "deep/loop:1: warning: a symbolic link is");
	has_remark(arena, &exchange, "pipe.md:1: warning: it is no file");
	has_remark(arena, &exchange, ".hidden.md:1: warning: a hidden file");
	has_remark(arena, &exchange, "notes.txt:1: warning: not Markdown");
	has_remark(arena, &exchange, "a b.md:5: warning: a picture that is not");
	has_remark(arena, &exchange, "a b.md:7: warning: a picture that is not");
	assert_true(str_find(remarks_text(arena, &exchange), S("odd\nname"))
		== SIZE_MAX);
	has_remark(arena, &exchange, "dm.?gpj.txt:1: warning: not Markdown");
	assert_true(str_find(file_text("lib/1/guide"), S("slot picture picture"))
		!= SIZE_MAX);
}

TEST(a_guide_that_is_there_is_never_changed) /* [intake_folder-1] */
{
	str before, library;

	UNUSED_STATE;
	is_ok(file_folder_make(path("two")));
	put("two/x.md", "# X\n\nx\n");
	assert_int_equal(import("lib", path("two"), MISSING_HOLD).guides, 1);
	before = file_text("lib/1/guide");
	library = file_text("lib/library");
	put("two/x.md", "# Y\n\ny\n");
	assert_int_equal(import("lib", path("two/x.md"), MISSING_HOLD).guides, 1);
	is_str(file_text("lib/1/guide"), before);
	is_str(file_text("lib/library"), library);
	assert_true(file_exists(path("lib/4/guide")));
}

TEST(the_digital_first_aid_kit_comes_in_with_its_drifts)
{
	static const char from[] = "../shared/data/guides/dfak-2018";
	static const char *const remarks[] = {
		"de/raw.md:1: error: a file without a partner",
		"EstablishingTrust.md:1: warning: a file without a partner in \"de\"",
		"fr/AccountHijacking.md:1: warning: the title of the source (line 1)"
			" is missing",
		"de/AccountHijacking.md:7: warning: a section that the source does"
			" not have",
		"ru/Malware_RU.md:34: warning: other link count: 0, the source has"
			" 1 (line 34)",
		"SOURCE.txt:1: warning: not Markdown",
	};
	struct guide_library library;
	struct intake_counts counts;
	size_t tongue;

	UNUSED_STATE;
	if (!file_exists(from)) skip();
	counts = import("dfak", from, MISSING_HOLD);
	assert_int_equal(counts.guides, 10);
	for (size_t i = 0; i < NELEM(remarks); i++) {
		has_remark(arena, &exchange, remarks[i]);
	}
	is_ok(guide_library_open(&library, path("dfak")));
	assert_int_equal(library.faults.count, 0);
	assert_int_equal(library.guides.count, 10);
	assert_true(guide_tongue(&library.guides.at[0], S("ru"), &tongue));
	assert_int_equal(errors_of_structure(&library), 0);
	guide_library_close(&library);
}

TEST(tico_19_comes_in_four_languages)
{
	static const char *const files[] = {
		"../shared/data/guides/tico-19/all.en-ar.tmx",
		"../shared/data/guides/tico-19/all.en-ckb.tmx",
		"../shared/data/guides/tico-19/all.en-ku.tmx"};
	struct tmx_choice choice = {.limit = 100, .only_numbers = true};
	struct intake_wish wish = {.library = path("tico")};
	const struct tongue *source;
	struct guide_library library;
	struct guide guide;
	struct tmx tmx;
	unsigned number;

	UNUSED_STATE;
	if (!file_exists(files[0])) skip();
	exchange = (struct exchange){.arena = arena};
	is_ok(intake_library(&wish, &number, &source));
	tmx = tmx_open(arena, source);
	for (size_t i = 0; i < NELEM(files); i++) {
		struct xml_reader *reader = NULL;
		struct buf bytes = {0};

		is_ok(file_read(files[i], 4 << 20, &bytes));
		is_ok(xml_reader_open(&reader, buf_str(&bytes)));
		assert_true(tmx_add(&tmx, xml_reader_source(reader),
			str_of(files[i]), &exchange));
		xml_reader_close(&reader);
		buf_close(&bytes);
	}
	assert_true(tmx_guide(arena, &tmx, &choice, &exchange, &guide));
	guide.number = number;
	assert_int_equal(guide.units.count, 100);
	assert_int_equal(guide.tongue_count, 4);
	is_ok(intake_guide_write(path("tico"), &guide));
	is_ok(guide_library_open(&library, path("tico")));
	assert_int_equal(library.faults.count, 0);
	assert_int_equal(errors_of_structure(&library), 0);
	guide_library_close(&library);
}

static int start(void **state)
{
	(void)state;
	arena = arena_open((size_t)1 << 30);
	return mkdtemp(folder) == NULL;
}

static int end(void **state)
{
	(void)state;
	/* the folder is this test's own */
	return chdir("/tmp") != 0 || system(str_c(arena, str_fmt(arena,
		"rm -rf %s", folder))) != 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(nothing_leads_out_of_the_folder),
		CASE(a_guide_that_is_there_is_never_changed),
		CASE(the_digital_first_aid_kit_comes_in_with_its_drifts),
		CASE(tico_19_comes_in_four_languages),
	};

	return cmocka_run_group_tests(tests, start, end);
}
