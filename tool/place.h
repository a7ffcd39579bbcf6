/* Where in the HTML of a template we are, byte by byte, and which escaper a
 * value needs there. A place that cannot be made safe is refused [place-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TOOL_PLACE_H
#define TOOL_PLACE_H

#include "base/buf.h"

enum place {
	IN_TEXT, IN_TAG_NAME, IN_TAG, IN_ATTRIBUTE, AFTER_EQUALS,
	IN_DOUBLE, IN_SINGLE, IN_COMMENT, IN_RAW, IN_RCDATA
};

/* Says what is wrong, with file and line, and ends the compiler. */
NO_RETURN void refuse(const char *why);

enum place place_now(void);
void place_begin(void);               /* a page begins: between tags */
bool place_is_style(void);
/* Moves over one literal byte; `rest` begins with it, `before` is what was
 * literal so far. */
void place_step(str rest, str before);
/* The function of text/html.h for a value here; refuses where none will do. */
const char *place_escaper(void);

#endif
