/* Money: whole minor units and an ISO 4217 code, never a floating point.
 * Written with all its decimals: `25000.000 IQD`, `120.50 EUR`. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include "base/buf.h"

enum { MONEY_CODE = 3 };
struct money { uint64_t minor; char code[MONEY_CODE]; };

/* `25000 IQD`, `IQD 25000`, fewer decimals, digits of any keyboard. Marks
 * between thousands are refused: they read as decimals elsewhere. */
bool money_typed(struct arena *arena, str typed, struct money *ret_money)
	MUST_USE;
void money_write(const struct money *money, struct buf *out);

#endif
