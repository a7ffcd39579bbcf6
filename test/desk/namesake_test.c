/* Tests of desk/namesake: whose desk it is, by a name the team knows.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "desk/namesake.h"

#define SARA "11111111111111111111111111111111"
#define ROJIN "22222222222222222222222222222222"
#define NARIN "33333333333333333333333333333333"

static void hear(struct namesake *n, const char *id, const char *field,
	const char *value)
{
	struct log_op op = {.op = {.kind = OP_SET, .field = str_of(field),
		.value = str_of(value)}};

	assert_true(object_read(str_of(id), &op.op.object));
	namesake_hear(n, &op);
}

/* Two devices of Sara, one of Rojin; Narin is a contact, no member. */
static struct team_roster team(void)
{
	struct team_roster roster = {.device_count = 3};

	roster.devices[0].member = S(SARA);
	roster.devices[1].member = S(ROJIN);
	roster.devices[2].member = S(SARA);
	return roster;
}

static str found(const char *sought)
{
	struct team_roster roster = team();
	struct namesake n;
	str member = S("nobody");

	namesake_seek(&n, str_of(sought));
	hear(&n, SARA, "name", "Sarah");
	hear(&n, SARA, "name", "Sara\nسارە");
	hear(&n, ROJIN, "name", "Rojîn روژین\nRojin");
	hear(&n, ROJIN, "title", "Zerya");
	hear(&n, NARIN, "name", "Narin");
	(void)!namesake_member(&n, &roster, &member);
	namesake_close(&n);
	return member;
}

TEST(a_member_is_found_by_any_name_she_ever_had_in_any_letters)
{
	UNUSED_STATE;
	is_str(found("sara"), S(SARA));
	is_str(found(" SARAH "), S(SARA));
	is_str(found("سارە"), S(SARA));
	is_str(found("Rojin"), S(ROJIN));
}

TEST(who_is_no_member_and_what_is_no_name_is_not_found)
{
	UNUSED_STATE;
	is_str(found("Narin"), S("nobody"));
	is_str(found("Zerya"), S("nobody"));
	is_str(found("Sar"), S("nobody"));
	is_str(found(""), S("nobody"));
}

TEST(a_name_of_two_members_is_nobodys) /* [namesake-1] */
{
	struct team_roster roster = team();
	struct namesake n;
	str member = S("nobody");

	UNUSED_STATE;
	namesake_seek(&n, S("Hevi"));
	hear(&n, SARA, "name", "Hevi");
	hear(&n, ROJIN, "name", "hevi");
	assert_false(namesake_member(&n, &roster, &member));
	is_str(member, S("nobody"));
	namesake_forget(&n);
	hear(&n, SARA, "name", "Hevi");
	assert_true(namesake_member(&n, &roster, &member));
	is_str(member, S(SARA));
	namesake_close(&n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_member_is_found_by_any_name_she_ever_had_in_any_letters),
		CASE(who_is_no_member_and_what_is_no_name_is_not_found),
		CASE(a_name_of_two_members_is_nobodys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
