/* Tests of guide/manifest: what is written is read, and nothing else is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "guide/manifest.h"

static const char text[] = "bothy-guides/1\nrelease 4\ndate 2026-11-25\n"
	"expires 2027-11-25\nname en The Library\nname ar المكتبة\n\n"
	"0000000000000000000000000000000000000000000000000000000000000001"
	"  12  epub/ar/1.epub\n"
	"0000000000000000000000000000000000000000000000000000000000000002"
	"  0  site/ar/1.html\n";

TEST(what_was_read_is_written_again)
{
	struct manifest manifest;
	struct buf out = {0};

	UNUSED_STATE;
	assert_true(manifest_read(arena, str_of(text), &manifest));
	assert_int_equal(manifest.release, 4);
	assert_int_equal(manifest.file_count, 2);
	is_str(manifest.names[0].words, S("The Library"));
	manifest_write(&manifest, &out);
	is_str(buf_str(&out), str_of(text)); /* [manifest-2] */
	assert_non_null(manifest_find(&manifest, S("site/ar/1.html")));
	assert_null(manifest_find(&manifest, S("site/ar/2.html")));
	buf_reset(&out);
	manifest_trusted(&manifest, &out);
	is_str(buf_str(&out), S("bothy guides v=4 expires=1827187200"));
	buf_close(&out);
}

TEST(a_path_stays_inside_its_folder)
{
	static const struct { const char *path; bool right; } cases[] = {
		{"manifest", true}, {"site/kmr-Arab/1.html", true},
		{"", false}, {"/etc", false}, {"a/", false}, {"a//b", false},
		{"../a", false}, {"a/../b", false}, {"a/.b", false},
		{"a b", false}, {"a\\b", false}, {"a/b/c/d/e/f", true},
		{"a/b/c/d/e/f/g", false},
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		/* [manifest-1] */
		assert_int_equal(manifest_path_is_right(
			str_of(cases[i].path)), cases[i].right);
	}
}

TEST(cut_or_changed_it_is_not_read)
{
	str whole = str_of(text);
	struct manifest manifest;

	UNUSED_STATE;
	for (size_t i = 0; i < whole.len; i++) {
		bool line = i > 100 && whole.at[i - 1] == '\n';

		/* a cut between lines is a shorter list, which the signature
		 * tells apart */
		if (!line) {
			assert_false(manifest_read(arena, str_first(whole, i),
				&manifest));
		}
	}
	for (size_t i = 0; i < whole.len; i++) {
		char *bytes = str_c(arena, whole);
		struct buf out = {0};

		bytes[i] ^= 0x20;
		if (manifest_read(arena, str_bytes(bytes, whole.len),
			&manifest)) {
			manifest_write(&manifest, &out);
			is_str(buf_str(&out), str_bytes(bytes, whole.len));
		}
		buf_close(&out);
		arena_reset(arena);
	}
}

TEST(the_counter_of_a_key_is_read_from_its_comment)
{
	uint64_t counter = 0;
	struct buf out = {0};

	UNUSED_STATE;
	manifest_key_trusted(7, &out);
	assert_true(manifest_key_counter(buf_str(&out), &counter));
	assert_int_equal(counter, 7);
	assert_false(manifest_key_counter(S("bothy guide-key v=7 "), &counter));
	assert_false(manifest_key_counter(S("bothy roster v=7"), &counter));
	buf_close(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(what_was_read_is_written_again),
		CASE(a_path_stays_inside_its_folder),
		CASE(cut_or_changed_it_is_not_read),
		CASE(the_counter_of_a_key_is_read_from_its_comment),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
