/* Tests of the table of safest values: each rule, in both orders of arrival.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "model/merge.h"

/* Which of two values stands, for a field of a type. */
static const struct {
	const struct record_type *type;
	const char *key, *one, *other, *stands;
} cases[] = {
	/* a deadline is the earlier one; one that is said stands before none */
	{&record_task, "due", "2026-11-25", "2026-12-01", "2026-11-25"},
	{&record_task, "due", "", "2026-12-01", "2026-12-01"},
	{&record_task, "due", "2026", "2026-03-01", "2026"},
	{&record_request, "came", "2026-11-25T10:00Z +00:00 member",
		"2026-11-25T09:00Z +00:00 sender",
		"2026-11-25T09:00Z +00:00 sender"},
	/* the more urgent, the less trusted, the less sure */
	{&record_request, "urgency", "soon", "immediate", "immediate"},
	{&record_request, "class", "other", "safety-now", "safety-now"},
	{&record_contact, "trust", "inner", "distrusted", "distrusted"},
	{&record_term, "certainty", "sure", "unsure", "unsure"},
	/* may we write: no stands before yes */
	{&record_contact, "may-write", "yes", "no", "no"},
	{&record_contact, "may-write", "yes", "unknown", "unknown"},
	/* open stands before closed; what asks for caution before all */
	{&record_request, "state", "closed", "screening", "screening"},
	{&record_task, "state", "done", "waiting", "waiting"},
	{&record_goal, "state", "on-track", "at-risk", "at-risk"},
	{&record_member, "state", "active", "left", "left"},
	{&record_contact, "state", "active", "blocked", "blocked"},
	{&record_term, "state", "ours", "never-show", "never-show"},
	/* sets keep what one of them keeps */
	{&record_request, "signs", "1", "", "1"},
};

TEST(the_safer_value_stands_in_whichever_order_they_came)
{
	/* [merge-1] */
	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(cases); i++) {
		const struct record_field *field = record_field_find(
			cases[i].type, str_of(cases[i].key));
		str there[2] = {str_of(cases[i].one), str_of(cases[i].other)};
		str back[2] = {there[1], there[0]};

		assert_non_null(field);
		is_str(there[merge_pick(cases[i].type, field, there, 2)],
			str_of(cases[i].stands));
		is_str(back[merge_pick(cases[i].type, field, back, 2)],
			str_of(cases[i].stands));
	}
}

TEST(of_texts_the_newer_shows_and_none_is_dropped)
{
	/* [merge-2] */
	const struct record_field *title = record_field_find(&record_task,
		S("title"));
	str texts[3] = {S("newest"), S("older"), S("oldest")};

	UNUSED_STATE;
	assert_int_equal(merge_pick(&record_task, title, texts, 3), 0);
	assert_true(merge_differs(texts, 3));
	texts[1] = texts[2] = texts[0];
	assert_false(merge_differs(texts, 3));
	assert_false(merge_differs(texts, 1));
}

TEST(the_higher_number_stands)
{
	const struct record_field high = {.key = "risk", .kind = KIND_NUMBER,
		.merge = MERGE_HIGHER};
	str values[3] = {S("3"), S("12"), S("")};

	UNUSED_STATE;
	assert_int_equal(merge_pick(&record_task, &high, values, 3), 1);
}

TEST(states_fit_where_a_step_leads_from_one_to_the_other)
{
	UNUSED_STATE;
	assert_true(merge_states_fit(&record_task, S("open"), S("done")));
	assert_true(merge_states_fit(&record_task, S("done"), S("done")));
	assert_true(merge_states_fit(&record_task, S("done"), S("open")));
	assert_false(merge_states_fit(&record_task, S("done"), S("dropped")));
	assert_false(merge_states_fit(&record_member, S("left"), S("active")) &&
		merge_states_fit(&record_member, S("asked"), S("active")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_safer_value_stands_in_whichever_order_they_came),
		CASE(of_texts_the_newer_shows_and_none_is_dropped),
		CASE(the_higher_number_stands),
		CASE(states_fit_where_a_step_leads_from_one_to_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
