/* Tests of searching the threads: the order of hits, pages of them, and that
 * the wider ways are tried only when there is nothing nearer.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/inbox_lib.h"

static struct inbox *inbox;
static struct arena *arena;
static enum search_reach reach;

static struct query_rows found_by(const char *typed, size_t skip)
{
	struct query_rows rows = {0};
	struct search *search = query_words(&inbox->desk, arena, str_of(typed));

	assert_non_null(search);
	is_ok(query_search(&inbox->desk, arena, search, skip, &rows, &reach));
	return rows;
}

static void thread_is(const struct view_row *row, uint64_t number)
{
	struct buf hex = {0};

	object_write(inbox_thread(number), &hex);
	is_str(row->id, buf_str(&hex));
	buf_close(&hex);
}

TEST(words_come_before_forms_and_the_newest_first)
{
	struct query_rows rows;

	UNUSED_STATE;
	inbox_add(inbox, 1, S(""), S("one hedgehog here"));
	inbox_add(inbox, 2, S(""), S("a hedgehog again"));
	inbox_add(inbox, 3, S(""), S("many hedgehogs"));
	inbox_add(inbox, 2, S(""), S("my hedgehogs, my hedgehog"));
	inbox_add(inbox, 2, S(""), S("nothing more"));
	inbox_settle(inbox);
	rows = found_by("hedgehog", 0);
	assert_int_equal(reach, SEARCH_FORM);
	assert_int_equal(rows.count, 3);
	thread_is(&rows.at[0], 2);
	thread_is(&rows.at[1], 1);
	thread_is(&rows.at[2], 3);
	assert_int_equal(found_by("\"hedgehog\"", 0).count, 2);
	assert_int_equal(found_by("\"hedgehog here\"", 0).count, 1);
	assert_int_equal(found_by("\"here hedgehog\"", 0).count, 0);
	assert_int_equal(found_by("here hedgehog", 0).count, 1);
}

TEST(wider_ways_are_tried_only_when_nothing_is_nearer)
{
	UNUSED_STATE;
	inbox_add(inbox, 10, S("Gulistan"), S("بۆ کەس"));
	inbox_add(inbox, 11, S(""), S("گولستان"));
	inbox_add(inbox, 12, S(""), S("quark"));
	inbox_add(inbox, 13, S(""), S("quarkxpress"));
	inbox_settle(inbox);
	assert_int_equal(found_by("quark", 0).count, 1);
	assert_int_equal(reach, SEARCH_FORM);
	assert_int_equal(found_by("quar", 0).count, 2);
	assert_int_equal(reach, SEARCH_BEGINNING);
	assert_int_equal(found_by("كولستان", 0).count, 1);
	assert_int_equal(reach, SEARCH_NEAR);
	assert_int_equal(found_by("gulist", 0).count, 1); /* a name */
	assert_int_equal(found_by("zzz", 0).count, 0);
	assert_int_equal(reach, SEARCH_FORM); /* nothing to be said of it */
}

TEST(a_page_of_hits_goes_on_where_the_last_one_ended)
{
	struct query_rows first, rest;

	UNUSED_STATE;
	for (int i = 0; i < QUERY_HITS_MAX + 3; i++) {
		inbox_add(inbox, 100 + (uint64_t)i, S(""), S("corncrake"));
	}
	inbox_settle(inbox);
	first = found_by("corncrake", 0);
	assert_int_equal(first.count, QUERY_HITS_MAX);
	assert_true(first.more);
	rest = found_by("corncrake", QUERY_HITS_MAX);
	assert_int_equal(rest.count, 3);
	assert_false(rest.more);
	for (size_t i = 0; i < rest.count; i++) {
		for (size_t n = 0; n < first.count; n++) {
			assert_false(str_eq(rest.at[i].id, first.at[n].id));
		}
	}
}

static int setup(void **state)
{
	(void)state;
	arena = arena_open(16 << 20);
	inbox = inbox_open();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	inbox_close(&inbox);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(words_come_before_forms_and_the_newest_first),
		CASE(wider_ways_are_tried_only_when_nothing_is_nearer),
		CASE(a_page_of_hits_goes_on_where_the_last_one_ended),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
