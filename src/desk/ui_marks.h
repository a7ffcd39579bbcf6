/* Inside desk/ui*.c only: what the word bank, the spelling gate and the counts
 * of readability say of a draft. Advice: it never stops anything, and the draft
 * is kept nowhere.
 *
 * [marks-1] a draft is only looked at: nothing of it is kept, sent or changed
 * [marks-2] silent on a person's own words, as bank_check.h
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_MARKS_H
#define DESK_UI_MARKS_H

#include "desk/ui_room.h"
#include "page/words_view.h"

/* `language` is its tag; empty: found out. */
struct view_marks ui_marks(struct ui_page *p, str language, str text);

#endif
