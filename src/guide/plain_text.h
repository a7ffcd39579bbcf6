/* A guide as plain text: for old phones, for mail, for whatever shows nothing
 * else. Pure.
 *
 * [plain_text-1] no line is longer than 69 letters, but for an address that
 *                cannot be broken
 * [plain_text-2] no control but LF; in a right-to-left text what runs the other
 *                way stands on a line of its own, so that no program turns it
 *                around
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_PLAIN_TEXT_H
#define GUIDE_PLAIN_TEXT_H

#include "guide/edition.h"

enum { PLAIN_TEXT_COLUMNS = 69 };

void plain_text_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out);

#endif
