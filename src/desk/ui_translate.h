/* Inside desk/ui_translate*.c only: rows of the translation desk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_TRANSLATE_H
#define DESK_UI_TRANSLATE_H

#include "desk/guide_room.h"
#include "desk/ui_guide.h"

struct translate_row ui_translate_row(struct ui_page *p,
	const struct guide_at *at, size_t unit);
/* The state in words, and the class it is shown in. */
str ui_translate_state(struct ui_page *p, enum ui_guide_state state,
	str *ret_class);
str ui_guide_role(struct ui_page *p, enum sign_role role);

#endif
