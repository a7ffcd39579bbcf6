/* The files of a guide cut at every byte and with every bit flipped: refused
 * with a line, or read to a guide that can be looked at, made and written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "guide/guide_check.h"
#include "guide/guide_write.h"
#include "made_guide.h"

enum { ROOM = 256 << 20, UNITS = 7, TRIES = 9, EVERY = 53 };

static struct arena *arena, *kept;
static struct guide_checker *checker;
static struct buf files[3]; /* guide, ar.words, signs */
static size_t accepted;

/* The file as it is for this try: cut, or with one bit flipped. */
static void damage(struct buf *bytes, str file, size_t attempt)
{
	size_t at = attempt / TRIES, bit = attempt % TRIES;

	buf_reset(bytes);
	buf_put(bytes, bit == TRIES - 1 ? str_first(file, at) : file);
	if (bit < TRIES - 1) bytes->at[at] ^= (char)(1U << bit);
}

/* All three files, one of them damaged; stops at the first refusal. */
static bool all_read(size_t which, str damaged, struct guide *guide)
{
	struct read_fault fault = {0};
	str texts[3];
	bool right;

	for (size_t i = 0; i < 3; i++) {
		texts[i] = i == which ? damaged : buf_str(&files[i]);
	}
	right = guide_read(arena, texts[0], guide, &fault)
		&& words_read(arena, texts[1], guide, &fault)
		&& signs_read(arena, texts[2], guide, &fault);
	assert_true(right || (fault.text.len > 0 && fault.line > 0));
	return right;
}

static void written_again(const struct guide *guide)
{
	struct write_fault fault;
	struct read_fault unread;
	struct guide again;
	struct buf once = {0}, twice = {0};

	if (guide_write(guide, &once, &fault)) { /* [guide-write-1] */
		assert_true(guide_read(arena, buf_str(&once), &again,
			&unread));
		assert_true(guide_write(&again, &twice, &fault));
		is_str(buf_str(&twice), buf_str(&once));
	}
	buf_close(&once);
	buf_close(&twice);
}

static void looked_at(const struct guide *guide)
{
	struct guide_check_on on = {.checker = checker, .day = 20000};
	struct guide_report_list reports = {0};
	const struct unit *unit;
	struct checked checked;

	guide_check(arena, &on, guide, &reports);
	for (size_t i = 0; i < guide->tongue_count; i++) {
		enum checked_refusal refusal = checked_make(arena, guide, i,
			20000, &checked, &unit);

		assert_true(refusal < CHECKED_REFUSAL_COUNT);
	}
}

static void file_damage(size_t which)
{
	str file = buf_str(&files[which]);
	struct buf bytes = {0};

	for (size_t i = 0; i < file.len * TRIES; i++) {
		struct guide guide = {0};

		damage(&bytes, file, i);
		if (all_read(which, buf_str(&bytes), &guide)) {
			written_again(&guide);
			if (accepted++ % EVERY == 0) looked_at(&guide);
		}
		arena_reset(arena);
	}
	buf_close(&bytes);
}

TEST(a_guide_cut_or_flipped_never_crashes)
{
	UNUSED_STATE;
	file_damage(0);
	assert_true(accepted > 0); /* a letter of the words is another one */
}

TEST(words_cut_or_flipped_never_crash)
{
	UNUSED_STATE;
	file_damage(1);
}

TEST(signatures_cut_or_flipped_never_crash)
{
	UNUSED_STATE;
	file_damage(2);
}

TEST(a_library_cut_or_flipped_is_refused_or_written_the_same)
{
	static const str text = S_INIT("bothy-library 1\nname en The Library\n"
		"name ar المكتبة\nsource en\nonion abc.onion\n"
		"where https://one.example\nwhere https://two.example\n"
		"expires-days 365\nstarter yes\n");
	struct buf bytes = {0}, again = {0};

	UNUSED_STATE;
	for (size_t i = 0; i <= text.len * TRIES; i++) {
		struct guide_library library = {.arena = arena};
		struct read_fault fault = {0};

		if (i < text.len * TRIES) damage(&bytes, text, i);
		else buf_reset(&bytes), buf_put(&bytes, text);
		if (guide_library_file_read(&library, buf_str(&bytes),
			&fault)) {
			buf_reset(&again);
			guide_library_write(&library, &again);
			is_str(buf_str(&again), buf_str(&bytes));
		} else {
			assert_true(fault.text.len > 0 && fault.line > 0);
			assert_true(i < text.len * TRIES);
		}
		arena_reset(arena);
	}
	buf_close(&bytes);
	buf_close(&again);
}

static int setup(void **state)
{
	struct write_fault fault;
	struct guide guide;
	struct sign sign = {.tongue = 1, .role = ROLE_SECURITY,
		.checked_day = 20000, .until_day = 20090,
		.against = S("the list")};

	(void)state;
	arena = arena_open(ROOM);
	kept = arena_open(ROOM);
	checker = guide_checker_of(kept);
	guide = made_guide(kept, 5, UNITS);
	sign.hash = unit_seen_now(&guide.units.at[0]);
	LIST_ADD(kept, &guide.signs, sign);
	signs_write(&guide, &files[2]);
	return guide_write(&guide, &files[0], &fault)
		&& words_write(&guide, 1, &files[1], &fault) ? 0 : 1;
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) buf_close(&files[i]);
	arena_close(&arena);
	arena_close(&kept);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_guide_cut_or_flipped_never_crashes),
		CASE(words_cut_or_flipped_never_crash),
		CASE(signatures_cut_or_flipped_never_crash),
		CASE(a_library_cut_or_flipped_is_refused_or_written_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
