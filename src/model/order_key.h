/* Keys that order a list in which things are put between others: a new key
 * always fits between two, so no other thing has to change, and two desks that
 * insert at the same place disturb nothing. Letters a to z; compared bytewise.
 * Pure.
 *
 * [order-1] what order_between gives is greater than `after` and less than
 *           `before`
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_ORDER_KEY_H
#define MODEL_ORDER_KEY_H

#include "base/str.h"

enum { ORDER_KEY_MAX = 400 };

/* Letters, not ending in 'a' (nothing would fit before "a"). */
bool order_key_is_valid(str key);
/* A key between two valid ones; empty `after`: before all, empty `before`:
 * behind all. False: they are not in this order, or the key would be too long.
 * Kept by the arena. */
bool order_between(struct arena *arena, str after, str before, str *ret_key)
	MUST_USE;
/* The key of item `at` of a list that is made anew, in order for every `at`
 * below ORDER_AT_MAX. */
enum { ORDER_AT_MAX = 26 * 26 * 26 * 24 };
str order_at(struct arena *arena, size_t at);

#endif
