/* The public pages as text: what a person wrote stays inert in every place,
 * direction and language stand at the root, and no page needs another host.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "page/asset.h"
#include "page/line_answers.h"
#include "page/line_code.h"
#include "page/line_start.h"
#include "page/line_words.h"
#include "page/line_write.h"

#define EVIL "\"'><script>alert(1)</script>&{{ x }}"

static struct buf page;
static struct line_frame frame;

static void begin(enum locale locale)
{
	frame = (struct line_frame){
		.organisation = S(EVIL), .demonstration = true, .path = S("write"),
		.number = 3,
		.style = {locale_info(locale)->rtl ? asset_line_css_rtl
						   : asset_line_css_ltr},
	};
	buf_reset(&page);
}

static bool shows(const char *text)
{
	return str_find(buf_str(&page), str_of(text)) != SIZE_MAX;
}

TEST(what_a_person_wrote_is_inert_in_every_place)
{
	/* [html-1] [place-1] */
	struct line_write v = {.frame = &frame, .answer_days = 3,
		.wrong = WRONG_EMPTY, .files_lost = true, .text = S(EVIL),
		.called = S(EVIL), .about = ABOUT_TELL, .submission = S(EVIL),
		.code = S(EVIL)};

	UNUSED_STATE;
	for (int i = 0; i < LOCALE_COUNT; i++) {
		begin((enum locale)i);
		page_line_write(&page, (enum locale)i, &v);
		assert_false(shows("<script"));
		assert_false(shows("alert(1)</"));
		assert_true(shows("&lt;script&gt;alert(1)"));
	}
}

TEST(language_and_direction_stand_at_the_root)
{
	struct line_start v = {.frame = &frame, .answer_days = 1};

	UNUSED_STATE;
	begin(LOCALE_KMR_ARAB);
	page_line_start(&page, LOCALE_KMR_ARAB, &v);
	assert_true(shows("<html lang=\"kmr-Arab\" dir=\"rtl\">"));
	assert_true(shows("margin-left:20px")); /* the end of a right-to-left line */
	begin(LOCALE_KMR);
	page_line_start(&page, LOCALE_KMR, &v);
	assert_true(shows("<html lang=\"kmr\" dir=\"ltr\">"));
	assert_true(shows("margin-right:20px"));
	assert_false(shows("$start"));
}

TEST(a_code_reads_left_to_right_everywhere)
{
	struct line_code v = {.frame = &frame,
		.shown = S("1234 5678 9012 3456 7890 1234"),
		.code = S("123456789012345678901234"), .files = 2};

	UNUSED_STATE;
	begin(LOCALE_AR);
	page_line_code(&page, LOCALE_AR, &v);
	assert_true(shows("<bdi dir=\"ltr\">1234 5678 9012 3456 7890 1234</bdi>"));
}

TEST(no_page_calls_another_host_or_needs_script)
{
	static const char *const never[] = {"<script", "<svg", "<iframe",
		"http://", "https://", "url(", "@import", " style=", " onclick",
		"<link", "<img"};

	UNUSED_STATE;
	begin(LOCALE_EN);
	frame.organisation = S("Hill");
	page_line_danger(&page, LOCALE_EN, &frame);
	page_line_safety(&page, LOCALE_EN, &frame);
	page_line_about(&page, LOCALE_EN, &frame);
	for (int i = 0; i < PROBLEM_COUNT; i++) {
		page_line_problem(&page, LOCALE_EN, &frame,
			(enum line_problem)i);
	}
	for (size_t i = 0; i < NELEM(never); i++) {
		if (!shows(never[i])) continue;
		(void)fprintf(stderr, "found %s\n", never[i]);
		assert_true(false);
	}
}

TEST(the_two_pages_of_an_empty_and_an_unknown_box_are_the_same)
{
	/* [line_view-1] nothing but the code itself tells them apart */
	struct line_answers v = {.frame = &frame,
		.code = S("123456789012345678901234")};
	size_t first;

	UNUSED_STATE;
	begin(LOCALE_EN);
	page_line_answers(&page, LOCALE_EN, &v);
	first = page.len;
	begin(LOCALE_EN);
	v.code = S("999999999999999999999999");
	page_line_answers(&page, LOCALE_EN, &v);
	assert_int_equal(first, page.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_a_person_wrote_is_inert_in_every_place),
		CASE(language_and_direction_stand_at_the_root),
		CASE(a_code_reads_left_to_right_everywhere),
		CASE(no_page_calls_another_host_or_needs_script),
		CASE(the_two_pages_of_an_empty_and_an_unknown_box_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
