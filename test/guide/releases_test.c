/* The releases of a library: read and written again, refused with a line,
 * cut and flipped.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/guide_write.h"

enum { ROOM = 16 << 20 };

#define HEAD "bothy-releases 1\n\n"

static const str some = S_INIT(HEAD
	"release 1 2026-01-31\n"
	"added 3 en If your phone is taken\n"
	"added 3 ar إذا أخذوا هاتفك\n"
	"release 4 2026-11-25\n"
	"release 5 2026-11-25\n"
	"withdrawn 3 ar سحبناه\n"
	"withdrawn 3 en We took it back\n"
	"corrected 12 ckb ژمارەی نوێ\n");

static bool is_read(struct guide_library *library, str text)
{
	struct read_fault fault = {0};
	bool read = releases_read(library, text, &fault);

	assert_true(read || fault.text.len > 0);
	return read;
}

TEST(what_was_read_is_written_byte_for_byte)
{
	struct guide_library library = {.arena = arena_open(ROOM)};
	struct buf out = {0};

	UNUSED_STATE;
	assert_true(is_read(&library, some));
	releases_write(&library, &out); /* [guide-write-1] */
	is_str(buf_str(&out), some);
	assert_int_equal(library.releases.count, 3);
	assert_int_equal(library.releases.at[2].number, 5);
	assert_int_equal(library.releases.at[2].day, 20782);
	buf_close(&out);
	guide_library_close(&library);
}

TEST(a_broken_rule_is_refused_with_its_line)
{
	static const struct { str text; unsigned line; } cases[] = {
		{S_INIT(""), 1},
		{S_INIT("bothy-releases 2\n\n"), 1},
		{S_INIT("bothy-releases 1\nrelease 1 2026-01-01\n"), 2},
		{S_INIT(HEAD "added 3 en Words\n"), 3},
		{S_INIT(HEAD "release 0 2026-01-01\n"), 3},
		{S_INIT(HEAD "release 01 2026-01-01\n"), 3},
		{S_INIT(HEAD "release 1 2026-02-30\n"), 3},
		{S_INIT(HEAD "release 1 2026-2-3\n"), 3},
		{S_INIT(HEAD "release 1 2026-01-01 \n"), 3},
		{S_INIT(HEAD "release 1 2026-01-02\nrelease 2 2026-01-01\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nrelease 2 2026-01-01\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nmended 3 en Words\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 0 en Words\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 1000 en Words\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 3 xx Words\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 3 en\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 3 en  Words\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 3 en Words\r\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 3 en \xff\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\nadded 3 en a\xe2\x80\xae"
			"b\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01\n\n"), 4},
		{S_INIT(HEAD "release 2 2026-01-01"), 3},
	};
	struct guide_library library = {.arena = arena_open(ROOM)};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct read_fault fault = {0};

		assert_false(releases_read(&library, cases[i].text, &fault));
		if (fault.line != cases[i].line) print_error("case %zu\n", i);
		assert_int_equal(fault.line, cases[i].line);
		assert_int_equal(library.releases.count, 0);
	}
	guide_library_close(&library);
}

TEST(cut_or_flipped_it_is_refused_or_means_what_it_says)
{
	struct guide_library library = {.arena = arena_open(ROOM)};
	struct buf bytes = {0}, out = {0};

	UNUSED_STATE;
	for (size_t i = 0; i < some.len * 9; i++) {
		str text;

		buf_reset(&bytes);
		buf_put(&bytes, str_first(some, i % 9 == 8 ? i / 9 : some.len));
		if (i % 9 < 8) bytes.at[i / 9] ^= (char)(1U << (i % 9));
		text = buf_str(&bytes);
		library.releases = (struct release_list){0};
		if (is_read(&library, text)) {
			buf_reset(&out);
			releases_write(&library, &out);
			is_str(buf_str(&out), text);
		}
		arena_reset(library.arena);
	}
	buf_close(&bytes);
	buf_close(&out);
	guide_library_close(&library);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_read_is_written_byte_for_byte),
		CASE(a_broken_rule_is_refused_with_its_line),
		CASE(cut_or_flipped_it_is_refused_or_means_what_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
