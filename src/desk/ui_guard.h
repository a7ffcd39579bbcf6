/* Inside desk/ui*.c: who may ask for a page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_GUARD_H
#define DESK_UI_GUARD_H

#include "desk/ui_room.h"

enum guard {
	GUARD_KEEP_OUT,
	GUARD_LET_IN,       /* the address with the token: give the cookie */
	GUARD_PASS
};

/* [ui-1] Host must be ours; the cookie must be this start's; a POST must come
 * from our own pages (Origin) and carry the form's secret. Reads the body of
 * a urlencoded POST into `ret_form`. */
enum guard ui_guard(struct ui *ui, struct exchange *x, struct form *ret_form);
/* Its page reads a form with files, and looks for the secret itself. */
bool ui_takes_files(str path);
/* The secret stands in this form. */
bool ui_form_is_ours(const struct ui *ui, const struct form *form);
/* A fresh secret, hex. */
void ui_secret(char ret_hex[UI_SECRET_HEX]);

#endif
