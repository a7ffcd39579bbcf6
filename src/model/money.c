/* Money: see money.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/money.h"

#include "base/num.h"
#include "model/digit_typed.h"

#include <string.h>

enum { DECIMALS_MAX = 3 };
#define MINOR_MAX (UINT64_C(1) << 53) /* JSON readers count no further */

/* Two decimals unless it stands here (ISO 4217, list one). */
static const struct { str code; unsigned decimals; } currencies[] = {
	{S_INIT("BHD"), 3}, {S_INIT("IQD"), 3}, {S_INIT("JOD"), 3},
	{S_INIT("KWD"), 3}, {S_INIT("LYD"), 3}, {S_INIT("OMR"), 3},
	{S_INIT("TND"), 3}, {S_INIT("ISK"), 0}, {S_INIT("JPY"), 0},
	{S_INIT("KRW"), 0}, {S_INIT("UGX"), 0}, {S_INIT("XAF"), 0},
	{S_INIT("XOF"), 0},
};

static unsigned decimals_of(str code)
{
	for (size_t i = 0; i < NELEM(currencies); i++) {
		if (str_eq(code, currencies[i].code)) {
			return currencies[i].decimals;
		}
	}
	return 2;
}

static bool code_is_right(str code)
{
	if (code.len != MONEY_CODE) return false;
	for (size_t i = 0; i < MONEY_CODE; i++) {
		if (code.at[i] < 'A' || code.at[i] > 'Z') return false;
	}
	return true;
}

static uint64_t power_of_ten(unsigned exponent)
{
	uint64_t power = 1;

	while (exponent-- > 0) power *= 10;
	return power;
}

/* Digits behind the point, filled up to all the decimals. */
static bool part_read(str text, unsigned decimals, uint64_t *ret_part)
{
	uint64_t part = 0;

	if (text.len > decimals) return false;
	for (unsigned i = 0; i < decimals; i++) {
		char c = i < text.len ? text.at[i] : '0';

		if (c < '0' || c > '9') return false;
		part = part * 10 + (uint64_t)(c - '0');
	}
	*ret_part = part;
	return true;
}

bool money_typed(struct arena *arena, str typed, struct money *ret_money)
{
	str text = digit_western(arena, str_trim(typed)), code, amount, part;
	uint64_t whole, rest = 0, unit;
	unsigned decimals;

	if (!str_cut(text, ' ', &amount, &code)) return false;
	if (!code_is_right(code)) {
		str other = amount;

		amount = code;
		code = other;
	}
	if (!code_is_right(code)) return false;
	decimals = decimals_of(code);
	unit = power_of_ten(decimals);
	if (str_cut(amount, '.', &amount, &part) &&
		(part.len == 0 || !part_read(part, decimals, &rest))) {
		return false;
	}
	if (!num_read(amount, MINOR_MAX / unit - 1, &whole)) return false;
	ret_money->minor = whole * unit + rest;
	memcpy(ret_money->code, code.at, MONEY_CODE);
	return true;
}

void money_write(const struct money *money, struct buf *out)
{
	str code = str_bytes(money->code, MONEY_CODE);
	unsigned decimals = decimals_of(code);
	uint64_t unit = power_of_ten(decimals);

	buf_number(out, money->minor / unit);
	if (decimals > 0) {
		buf_fmt(out, ".%0*llu", (int)decimals,
			(unsigned long long)(money->minor % unit));
	}
	buf_byte(out, ' ');
	buf_put(out, code);
}
