/* Ink: the only files that know Pango, Cairo and Fontconfig (src/guide/ink*.c).
 * The libraries are opened late, so that nothing else of Bothy maps them. Only
 * five font files of Noto are ever used, found in the system's folders: no
 * setting of the computer, no other font and no clock can change a page
 * [ink-1]. Pango matches fonts in a thread of its own and reads their files, so a
 * process in a jail (os/jail.h) cannot use it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INK_H
#define GUIDE_INK_H

#include "base/err.h"

struct ink;

/* ERR_ABSENT: a library or a font is not on this computer; its name is in the
 * text. */
const err *ink_open(struct ink **ret_ink) MUST_USE;
/* After all texts and sheets made with it; accepts NULL. */
void ink_close(struct ink **ink);

/* The one that stays open until its process ends, for writers that are asked for
 * one file after the other. Not to be closed. */
const err *ink_shared(struct ink **ret_ink) MUST_USE;

/* The colours of our pages (line.css). */
enum ink_colour {
	INK_BLACK, INK_SOFT, INK_TEAL, INK_TEAL_PALE, INK_DANGER,
	INK_DANGER_PALE, INK_NOTE_PALE, INK_RULE, INK_PAPER, INK_WHITE,
	INK_COLOUR_COUNT
};

/* As 0xrrggbb. */
uint32_t ink_rgb(enum ink_colour colour);

#endif
