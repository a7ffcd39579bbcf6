/* Digits of every script, and what lies beside them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "base/digit.h"

TEST(every_script_has_ten)
{
	static const uint32_t zeros[] = {'0', 0x660, 0x6F0, 0x7C0, 0x966, 0xE50,
		0x17E0, 0xFF10, 0x104A0, 0x1D7CE, 0x1D7F6, 0x1FBF0};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(zeros); i++) {
		for (uint32_t digit = 0; digit < 10; digit++) {
			assert_int_equal(digit_of(zeros[i] + digit), digit);
		}
	}
}

TEST(what_is_beside_them_is_none)
{
	static const uint32_t others[] = {0, '/', ':', 'a', 0xB2, 0xBD, 0x65F,
		0x66A, 0x6FA, 0x9F4, 0x2460, 0x4E00, 0x1D7CD, 0x1D800, 0x1FBFA,
		0x10FFFF};
	size_t count = 0;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(others); i++) {
		assert_int_equal(digit_of(others[i]), -1);
	}
	for (uint32_t point = 0; point <= 0x10FFFF; point++) {
		if (digit_of(point) >= 0) count++;
	}
	assert_int_equal(count, 680); /* Unicode 15: Nd */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_script_has_ten),
		CASE(what_is_beside_them_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
