/* Tests of the page where two desks' words stand side by side: every value has
 * its button, both can become one, and what people wrote stays text. In all
 * five written forms.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "one_arena.h"

#include "page/desk_record.h"

static str settle_page(enum locale locale)
{
	static const struct desk_frame frame = {.form = {"secret", 6}};
	const struct record_side sides[] = {
		{.value = S("<b>1</b>\ntwo"), .who = S("Dilan"), .stands = true,
			.is_prose = true,
			.prose = html_prose(arena, S("<b>1</b>\ntwo")),
			.at = {.exact = S("1.2.2026, 10:00")}},
		{.value = S("دووەم"), .who = S("Hevî"), .is_prose = true,
			.prose = html_prose(arena, S("دووەم"))},
	};
	const struct record_clash clash = {.id = S("00112233"),
		.title = S("<i>x</i>"), .ref = S("K7QM-2XD"), .name = S("note"),
		.label = S("Notes"), .sides = sides, .side_count = NELEM(sides),
		.may_join = true, .joined = S("<b>1</b>\nدووەم"), .no_step = true,
		.mine = true};
	const struct desk_settle view = {&frame, &clash, 1};
	struct buf out = {0};
	str html;

	page_desk_settle(&out, locale, &view);
	html = buf_take(&out, arena);
	buf_close(&out);
	return html;
}

static size_t count_of(str page, str needle)
{
	size_t count = 0, at;

	while ((at = str_find(page, needle)) != SIZE_MAX) {
		page = str_from(page, at + needle.len);
		count++;
	}
	return count;
}

TEST(every_value_has_its_button_and_both_can_become_one)
{
	UNUSED_STATE;
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		str page = settle_page((enum locale)i);

		assert_int_equal(count_of(page,
			S("action=\"/record/00112233/settle\"")), 3);
		assert_int_equal(count_of(page,
			S("name=\"form\" value=\"secret\"")) >= 3, 1);
		assert_int_equal(count_of(page, S("<b>1</b>")), 0);
		assert_int_equal(count_of(page, S("<i>x</i>")), 0);
		assert_int_equal(count_of(page, S("دووەم</div>")), 1);
		assert_int_equal(count_of(page, locale_info((enum locale)i)->dir) >
			0, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_value_has_its_button_and_both_can_become_one),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
