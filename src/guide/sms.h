/* The shorts of a guide as texts for SMS, each with the number of parts it is
 * sent in. Arabic script and the Kurdish letters of Kurmanji are sent as UCS-2,
 * so we always count so: 70 letters alone, 67 a part when there are more. Pure.
 *
 * [sms-1] no text takes more than three parts
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_SMS_H
#define GUIDE_SMS_H

#include "guide/edition.h"

enum { SMS_ALONE_UNITS = 70, SMS_PART_UNITS = 67, SMS_PARTS_MAX = 3 };

/* UTF-16 units, as phones count; 2 for a letter beyond U+FFFF. */
size_t sms_units(str text);
/* In how many parts it is sent; 0 for no text. */
size_t sms_parts(str text);

/* How many shorts the guide has. */
size_t sms_count(const struct checked *checked);
/* All of them, counted. False: one takes more than SMS_PARTS_MAX [sms-1]. */
bool sms_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out) MUST_USE;

#endif
