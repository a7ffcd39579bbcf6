/* The pages about keeping and erasing (ui_keep.c); false when it is none of
 * them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_KEEP_H
#define DESK_UI_KEEP_H

#include "desk/ui_room.h"

bool ui_keeps(struct ui_page *p);
/* A copy, saved outside: answers by itself, true when it did. */
bool ui_copy_out(struct ui_page *p);

#endif
