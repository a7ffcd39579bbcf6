/* The shorts of a guide as pictures, for messengers and for paper: one square
 * and one tall (9:16) each, and a first one with the title. Few colours, large
 * words that fit by measuring, no metadata.
 *
 * [cards-1] every card says its place among them, the release, and until when
 *           it may be trusted, or that it is a draft: cards travel alone
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_CARDS_H
#define GUIDE_CARDS_H

#include "guide/format.h"

enum { CARD_WIDTH = 1080, CARD_SQUARE = 1080, CARD_TALL = 1920 };

/* A row of the table of forms. Part 0 is the title's square, part 1 its tall
 * one, then those of the first short… A guide without shorts has none. */
size_t cards_count(const struct format_job *job);
/* "-0.png", "-0-tall.png", "-1.png" … */
void cards_name(const struct format_job *job, size_t part, struct buf *out);
const char *cards_write(const struct format_job *job, size_t part,
	struct buf *out);

#endif
