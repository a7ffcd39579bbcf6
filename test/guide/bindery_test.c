/* Tests of guide/bindery and its record: built twice from two places, changed
 * in one word, refused, stopped in the middle.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/bindery.h"
#include "guide/bindery_record.h"
#include "guide/manifest.h"
#include "os/file.h"

#include <stdlib.h>

/* Forms that cost little; paper and pictures have tests of their own. */
static const char few[] = "site,single,text,sms,library,all";

/* In memory where there is such a place: a build waits for its disk. */
static char in_memory[] = "/dev/shm/bothy-bindery-XXXXXX";
static char on_disk[] = "/tmp/bothy-bindery-XXXXXX";
static char *folder = in_memory;
static struct arena *arena;

struct heard { struct buf lines; size_t steps; };

static void said(void *of, str line)
{
	struct heard *heard = of;

	buf_put(&heard->lines, line);
	buf_byte(&heard->lines, '\n');
}

static void step(void *of, size_t done, size_t all)
{
	struct heard *heard = of;

	assert_true(done <= all);
	heard->steps++;
}

static const char *at(const char *name)
{
	return str_c(arena, str_fmt(arena, "%s/%s", folder, name));
}

static str bytes_of(const char *name)
{
	struct buf bytes = {0};
	str kept;

	is_ok(file_read(at(name), 1 << 20, &bytes));
	kept = buf_take(&bytes, arena);
	buf_close(&bytes);
	return kept;
}

/* Copies the fixture's library (its words; it has two folders at most). */
static void copy(const char *from, const char *to)
{
	struct file_names names;

	is_ok(folders_make(to));
	is_ok(file_list(arena, from, &names));
	for (size_t i = 0; i < names.count; i++) {
		const char *in = str_c(arena, str_fmt(arena, "%s/%.*s", from,
			S_ARG(names.at[i])));
		const char *out = str_c(arena, str_fmt(arena, "%s/%.*s", to,
			S_ARG(names.at[i])));
		struct buf bytes = {0};

		if (file_is_special(in)) {
			copy(in, out);
			continue;
		}
		is_ok(file_read(in, 1 << 20, &bytes));
		is_ok(file_remove(out));
		is_ok(folders_write(out, buf_str(&bytes)));
		buf_close(&bytes);
	}
}

static const err *build_with(struct bindery_wish wish, struct heard *heard,
	struct bindery_sum *ret_sum)
{
	struct bindery_ear ear = {said, step, heard};

	return bindery_build(&wish, &ear, ret_sum);
}

static struct bindery_sum build(const char *library, const char *out)
{
	struct bindery_wish wish = {.library = library, .out = out,
		.only = few};
	struct heard heard = {0};
	struct bindery_sum sum = {0};

	is_ok(build_with(wish, &heard, &sum));
	buf_close(&heard.lines);
	return sum;
}

static void change(const char *name, const char *from, const char *to)
{
	str all = bytes_of(name), found = str_of(from);
	size_t place = str_find(all, found);
	struct buf out = {0};

	assert_true(place != SIZE_MAX);
	buf_put(&out, str_first(all, place));
	buf_text(&out, to);
	buf_put(&out, str_from(all, place + found.len));
	is_ok(file_replace(at(name), buf_str(&out)));
	buf_close(&out);
}

TEST(the_same_library_gives_the_same_bytes_from_another_place)
{
	struct bindery_sum one, two, again;

	UNUSED_STATE;
	copy("test/fixture/library", at("here"));
	copy("test/fixture/library", at("other place"));
	one = build(at("here"), at("out"));
	two = build(at("other place"), at("far/away"));
	assert_int_equal(one.files, two.files);
	assert_int_equal(one.written, one.files);
	is_str(bytes_of("out/manifest"), bytes_of("far/away/manifest"));
	again = build(at("here"), at("out")); /* [bindery-3] */
	assert_int_equal(again.written, 0);
	is_str(bytes_of("out/manifest"), bytes_of("far/away/manifest"));
	/* the public copy gives the same again, pictures too [bindery-1] */
	(void)build(at("out/library"), at("third"));
	is_str(bytes_of("third/site/ar/2.html"), bytes_of("out/site/ar/2.html"));
	is_str(bytes_of("third/single/ar/1.html"),
		bytes_of("out/single/ar/1.html"));
	is_str(bytes_of("third/site/pictures/ar/1-bridge-720.png"),
		bytes_of("out/site/pictures/ar/1-bridge-720.png"));
	is_str(bytes_of("third/text/ckb/1.txt"), bytes_of("out/text/ckb/1.txt"));
	assert_true(str_find(bytes_of("out/library/1/ar.words"),
		S("Planted")) == SIZE_MAX);
}

TEST(a_changed_word_changes_its_files_and_no_others)
{
	struct bindery_sum sum;
	str manifest;

	UNUSED_STATE;
	copy("test/fixture/library", at("changing"));
	(void)build(at("changing"), at("changed"));
	change("changing/2/ar.words", "كله دافئا", "كله ساخنا");
	sum = build(at("changing"), at("changed"));
	/* page, single page, text, the words, the whole of the language */
	assert_int_equal(sum.written, 5);
	manifest = bytes_of("changed/manifest");
	(void)build(at("changing"), at("whole"));
	is_str(manifest, bytes_of("whole/manifest"));
	/* a title stands on other pages too */
	change("changing/2/ar.words", "خبز الخبز", "صنع الخبز");
	(void)build(at("changing"), at("changed"));
	assert_true(str_find(bytes_of("changed/site/ar/index.html"),
		S("صنع الخبز")) != SIZE_MAX);
	is_ok(folders_remove(at("whole")));
	is_ok(file_remove(at("whole.build")));
	(void)build(at("changing"), at("whole"));
	is_str(bytes_of("changed/manifest"), bytes_of("whole/manifest"));
}

TEST(a_guide_that_is_gone_leaves_nothing)
{
	UNUSED_STATE;
	copy("test/fixture/library", at("losing"));
	(void)build(at("losing"), at("lost"));
	assert_true(file_exists(at("lost/site/en/2.html")));
	is_ok(folders_remove(at("losing/2")));
	(void)build(at("losing"), at("lost"));
	assert_false(file_exists(at("lost/site/en/2.html")));
	assert_true(str_find(bytes_of("lost/site/en/1.html"),
		S("./2.html")) == SIZE_MAX);
}

TEST(an_output_that_somebody_changed_is_made_anew)
{
	UNUSED_STATE;
	copy("test/fixture/library", at("kept"));
	(void)build(at("kept"), at("kept out"));
	is_ok(file_replace(at("kept out/text/en/2.txt"), S("something else")));
	is_ok(file_remove(at("kept out/site/en/1.html")));
	(void)build(at("kept"), at("kept out"));
	assert_true(str_find(bytes_of("kept out/text/en/2.txt"),
		S("Baking bread")) != SIZE_MAX);
	assert_true(file_exists(at("kept out/site/en/1.html")));
}

TEST(a_folder_that_is_not_ours_is_left_alone)
{
	struct bindery_wish wish = {.library = at("kept"), .only = few};
	struct heard heard = {0};
	struct bindery_sum sum;

	UNUSED_STATE; /* [bindery-4] */
	is_ok(folders_make(at("mine/site")));
	is_ok(folders_write(at("mine/letter"), S("words")));
	wish.out = at("mine");
	assert_non_null(build_with(wish, &heard, &sum));
	is_str(bytes_of("mine/letter"), S("words"));
	assert_false(file_exists(at("mine.new")));
	buf_close(&heard.lines);
}

TEST(a_build_that_fails_leaves_the_old_folder_whole)
{
	struct bindery_wish wish = {.only = few};
	struct heard heard = {0};
	struct bindery_sum sum;
	unsigned long calls, failed = 0;
	str before;

	UNUSED_STATE; /* [bindery-2] */
	copy("test/fixture/library", at("failing"));
	(void)build(at("failing"), at("failed"));
	change("failing/2/ar.words", "كله دافئا", "كله ساخنا");
	before = bytes_of("failed/manifest");
	wish.library = at("failing");
	wish.out = at("failed");
	calls = file_count();
	wish.day = 20000;
	is_ok(build_with(wish, &heard, &sum));
	calls = file_count() - calls;
	wish.day = 0;
	is_ok(build_with(wish, &heard, &sum));
	before = bytes_of("failed/manifest");
	wish.day = 20000;
	for (unsigned long n = 1; n < calls; n += 1 + calls / 25) {
		const err *e;

		file_fail_at(n, 28); /* no space */
		e = build_with(wish, &heard, &sum);
		file_fail_at(0, 0);
		failed += e != NULL;
		assert_false(file_exists(at("failed.new")));
		if (str_eq(bytes_of("failed/manifest"), before)) continue;
		/* the very end: all is there, only the record is not */
		(void)build(at("failing"), at("failed"));
		is_str(bytes_of("failed/manifest"), before);
	}
	if (failed <= 10) fail_msg("%lu of %lu calls", failed, calls);
	buf_close(&heard.lines);
}

TEST(what_cannot_be_built_is_said_and_the_rest_is_there)
{
	struct bindery_wish wish = {.library = at("wrong"), .out = at("right"),
		.only = "text"};
	struct heard heard = {0};
	struct bindery_sum sum;

	UNUSED_STATE;
	copy("test/fixture/library", at("wrong"));
	change("wrong/1/guide", "turn back now", "turn back at once");
	change("wrong/2/ckb.words", "bothy-words 1", "bothy-words 9");
	for (int i = 0; i < 2; i++) { /* the second time from the record */
		buf_reset(&heard.lines);
		is_ok(build_with(wish, &heard, &sum));
		is_str(buf_str(&heard.lines), S(
			"1 ar: not built: a warning or danger sign has changed"
			" in the source (danger)\n"
			"1 ckb: not built: a warning or danger sign has changed"
			" in the source (danger)\n"
			"1 kmr: not built: a warning or danger sign has changed"
			" in the source (danger)\n"
			"1 kmr-Arab: not built: a warning or danger sign has"
			" changed in the source (danger)\n"
			"2/ckb.words:1: no words of this kind\n"));
	}
	assert_true(file_exists(at("right/text/en/1.txt")));
	assert_false(file_exists(at("right/text/ar/1.txt")));
	assert_true(file_exists(at("right/text/ar/2.txt")));
	assert_false(file_exists(at("right/site")));
	buf_close(&heard.lines);
}

TEST(a_starter_library_is_in_no_release_before_it_is_signed)
{
	struct bindery_wish wish = {.library = at("starter"),
		.out = at("started"), .only = "site"};
	struct heard heard = {0};
	struct bindery_sum sum;

	UNUSED_STATE; /* [bindery-5] */
	copy("test/fixture/library", at("starter"));
	change("starter/library", "expires-days 365\n",
		"expires-days 365\nstarter yes\n");
	assert_non_null(build_with(wish, &heard, &sum));
	assert_false(file_exists(at("started")));
	assert_true(str_find(buf_str(&heard.lines),
		S("1 ar: not signed: security\n")) != SIZE_MAX);
	wish.demonstration = true;
	is_ok(build_with(wish, &heard, &sum));
	assert_true(str_find(bytes_of("started/site/en/1.html"),
		S("This is a demonstration.")) != SIZE_MAX);
	buf_close(&heard.lines);
}

TEST(drafts_are_built_without_a_release_but_have_no_manifest)
{
	struct bindery_wish wish = {.library = at("early"), .out = at("drafts"),
		.only = "site,text"};
	struct heard heard = {0};
	struct bindery_sum sum;

	UNUSED_STATE;
	copy("test/fixture/library", at("early"));
	is_ok(file_remove(at("early/releases")));
	assert_non_null(build_with(wish, &heard, &sum));
	wish.day = 20000;
	is_ok(build_with(wish, &heard, &sum));
	assert_false(file_exists(at("drafts/manifest")));
	assert_true(str_starts(str_from(bytes_of("drafts/text/en/2.txt"), 0),
		S("The Example Bridge\nA draft\n")));
	buf_close(&heard.lines);
}

/* -- the record ----------------------------------------------------------- */

TEST(a_record_is_read_as_it_was_written_and_never_in_part)
{
	str text = bytes_of("out.build");
	struct record record;
	struct buf again = {0};

	UNUSED_STATE; /* [bindery_record-1] */
	assert_true(bindery_record_read(arena, text, &record));
	bindery_record_write(&record, &again);
	is_str(buf_str(&again), text);
	assert_int_equal(record.guides.count, 3);
	assert_int_equal(bindery_record_find(&record, 2)->titles.count, 5);
	for (size_t i = 0; i < text.len; i += 7) {
		struct record part;

		assert_false(bindery_record_read(arena, str_first(text, i),
			&part));
	}
	buf_close(&again);
}

TEST(only_forms_that_there_are_can_be_asked_for)
{
	UNUSED_STATE;
	assert_true(bindery_only_is_right("site"));
	assert_true(bindery_only_is_right("site,text,all"));
	assert_false(bindery_only_is_right(""));
	assert_false(bindery_only_is_right("site,"));
	assert_false(bindery_only_is_right("sites"));
}

static int clear(void **state)
{
	(void)state;
	arena_close(&arena);
	return folders_remove(folder) == NULL ? 0 : 1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_same_library_gives_the_same_bytes_from_another_place),
		CASE(a_changed_word_changes_its_files_and_no_others),
		CASE(a_guide_that_is_gone_leaves_nothing),
		CASE(an_output_that_somebody_changed_is_made_anew),
		CASE(a_folder_that_is_not_ours_is_left_alone),
		CASE(a_build_that_fails_leaves_the_old_folder_whole),
		CASE(what_cannot_be_built_is_said_and_the_rest_is_there),
		CASE(a_starter_library_is_in_no_release_before_it_is_signed),
		CASE(drafts_are_built_without_a_release_but_have_no_manifest),
		CASE(a_record_is_read_as_it_was_written_and_never_in_part),
		CASE(only_forms_that_there_are_can_be_asked_for),
	};

	if (mkdtemp(folder) == NULL) {
		folder = on_disk;
		if (mkdtemp(folder) == NULL) return 1;
	}
	arena = arena_open((size_t)256 << 20);
	return cmocka_run_group_tests(tests, NULL, clear);
}
