/* Tests of the pictures of guides in outputs: from a folder, small, under
 * names that say nothing, and never older than the original.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "guide/format.h"
#include "guide/gallery.h"
#include "guide/guide_read.h"
#include "guide/site.h"
#include "os/file.h"

static struct arena *arena;
static char folder[] = "/tmp/gallery_test.XXXXXX";
static char original[96];
static struct guide guide;
static struct checked checked;
static struct edition edition;

static const char text[] = "bothy-guide 1\nsource en\ndemands\n"
	"check-days 9\n\ntitle aaaaaa\nwords T\n\n"
	"picture bbbbbb\nslot p picture Erbil-2026.png\nwords A river\n";

static void guide_make(const char *of)
{
	const struct unit *unit;
	struct read_fault fault;

	assert_true(guide_read(arena, str_of(of), &guide, &fault));
	guide.number = 3;
	assert_int_equal(checked_make(arena, &guide, 0, 20000, &checked, &unit),
		CHECKED_FINE);
}

static int set_up(void **state)
{
	char path[64];

	(void)state;
	if (mkdtemp(folder) == NULL) return 1;
	arena = arena_open(64 << 20);
	(void)snprintf(path, sizeof(path), "%s/3", folder);
	if (file_folder_make(path) != NULL) return 1;
	(void)snprintf(path, sizeof(path), "%s/3/pictures", folder);
	if (file_folder_make(path) != NULL) return 1;
	(void)snprintf(original, sizeof(original),
		"%s/3/pictures/Erbil-2026.png", folder);
	edition = (struct edition){.release = 1, .day = 20782,
		.folder = str_of(folder)};
	guide_make(text);
	return 0;
}

static int tear_down(void **state)
{
	char path[64];

	(void)state;
	(void)unlink(original);
	(void)snprintf(path, sizeof(path), "%s/3/pictures", folder);
	(void)rmdir(path);
	(void)snprintf(path, sizeof(path), "%s/3", folder);
	(void)rmdir(path);
	gallery_forget();
	arena_close(&arena);
	return rmdir(folder);
}

static void original_copy(const char *name)
{
	char path[96];
	struct buf bytes = {0};

	(void)snprintf(path, sizeof(path), "test/fixture/library/1/pictures/%s",
		name);
	is_ok(file_read(path, 1 << 20, &bytes));
	is_ok(file_replace(original, buf_str(&bytes)));
	buf_close(&bytes);
}

TEST(a_picture_is_never_older_than_its_original)
{
	/* [gallery-1] */
	struct image_set set;

	UNUSED_STATE;
	original_copy("bridge.png");
	assert_null(gallery_get(arena, &edition, &checked, S("Erbil-2026.png"),
		&set));
	assert_int_equal(set.small.width, 360);
	original_copy("line.png");
	assert_null(gallery_get(arena, &edition, &checked, S("Erbil-2026.png"),
		&set));
	assert_int_equal(set.small.width, 60);
}

TEST(a_disk_that_fails_is_no_missing_picture)
{
	/* [gallery-4] */
	struct image_set set;

	UNUSED_STATE;
	assert_non_null(gallery_get(arena, &edition, &checked, S("none.png"),
		&set));
	assert_null(gallery_failed());
	file_fail_at(1, EIO);
	assert_non_null(gallery_get(arena, &edition, &checked,
		S("Erbil-2026.png"), &set));
	file_fail_at(0, 0);
	assert_non_null(gallery_failed());
	assert_null(gallery_failed());
}

TEST(a_name_leads_out_of_no_folder)
{
	/* [gallery-2] */
	static const char *const names[] = {"", "../guide", "a/b.png", ".x",
		"-x", "a b", "\xd8\xa7.png"};
	struct image_set set;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(names); i++) {
		assert_string_equal(gallery_get(arena, &edition, &checked,
			str_of(names[i]), &set),
			"a picture's name that is no file name");
	}
	assert_non_null(gallery_get(arena, &edition, &checked, S("none.png"),
		&set));
}

static str page_of(bool alone)
{
	const struct site_title title = {3, checked.tongue, checked.title, false,
		false};
	const struct site_map map = {&title, 1, checked.tongue};
	struct site site = {arena, &edition, &map, checked.tongue};
	struct gallery_job job = gallery_job(arena, &edition, &checked);
	struct buf out = {0};
	str kept;

	if (alone) site_single_write(&site, &checked, gallery_inside, &job, &out);
	else site_guide_write(&site, &checked, NULL, 0, &out);
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

static void has(str page, const char *part)
{
	if (str_find(page, str_of(part)) != SIZE_MAX) return;
	fail_msg("no %s in\n%.*s", part, S_ARG(page));
}

TEST(a_page_names_it_by_number_and_a_single_file_holds_it)
{
	/* [gallery-3] */
	struct gallery_job job = gallery_job(arena, &edition, &checked);
	struct buf name = {0}, bytes = {0};
	str page;

	UNUSED_STATE;
	original_copy("bridge.png");
	assert_int_equal(gallery_files(&job), 2);
	gallery_file_name(&job, 1, &name);
	is_str(buf_str(&name), S("-bbbbbb-720.png"));
	assert_null(gallery_file(&job, 0, &bytes));
	assert_true(bytes.len < 8 * 1024);
	page = page_of(false);
	has(page, "href=\"../pictures/en/3-bbbbbb-360.png\"");
	has(page, "2 KB");
	has(page, "href=\"../pictures/en/3-bbbbbb-720.png\"");
	assert_true(str_find(page, S("<img")) == SIZE_MAX); /* off until asked */
	assert_true(str_find(page, S("Erbil")) == SIZE_MAX);
	page = page_of(true);
	has(page, "src=\"data:image/png;base64,iVBORw0KGgo");
	has(page, "width=\"360\" height=\"198\" alt=\"A river\"");
	assert_true(str_find(page, S("Erbil")) == SIZE_MAX);
	buf_close(&name);
	buf_close(&bytes);
}

static const struct format *format_of(str wanted)
{
	for (size_t i = 0; i < format_count; i++) {
		if (str_eq(formats[i].folder, wanted)) return &formats[i];
	}
	fail_msg("no format %.*s", S_ARG(wanted));
	return NULL;
}

TEST(a_book_holds_the_large_one_and_does_without_a_damaged_one)
{
	const struct format *format = format_of(S("epub"));
	const struct format_job job = {arena, &checked, &edition, NULL};
	struct buf with = buf_cap(format->cap_bytes), without = {0};

	UNUSED_STATE;
	original_copy("bridge.png");
	assert_null(format->write(&job, 0, &with));
	has(buf_str(&with), "book/p001.png");
	original_copy("line.png");
	assert_int_equal(format_of(S("site/pictures"))->count(&job), 1);
	is_ok(file_replace(original, S("no picture")));
	assert_null(format->write(&job, 0, &without));
	assert_true(str_find(buf_str(&without), S("p001")) == SIZE_MAX);
	/* the files beside the pages say why */
	format = format_of(S("site/pictures"));
	assert_int_equal(format->count(&job), 1);
	buf_reset(&without);
	assert_string_equal(format->write(&job, 0, &without),
		"neither PNG nor JPEG");
	buf_close(&with);
	buf_close(&without);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_picture_is_never_older_than_its_original),
		CASE(a_disk_that_fails_is_no_missing_picture),
		CASE(a_name_leads_out_of_no_folder),
		CASE(a_page_names_it_by_number_and_a_single_file_holds_it),
		CASE(a_book_holds_the_large_one_and_does_without_a_damaged_one),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
