/* The page of a story in the conversation it was told in (ui_voice.c), and what
 * the page of that conversation shows of it (ui_voice_ask.c).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_VOICE_H
#define DESK_UI_VOICE_H

#include "desk/ui_room.h"
#include "model/record.h"

/* False when the address is none of these pages. */
bool ui_voices(struct ui_page *p);
/* A voice has no sheet of its own: p->go is its page. */
bool ui_voice_owns(struct ui_page *p, const struct record *record);
/* A message of hers in this conversation waits to be read as a yes or a no. */
bool ui_voice_waits(struct ui_page *p, object_id thread);
/* `voice=ID` of the query: the words of an answer that asks her, and their
 * language. False: nothing is asked. */
bool ui_voice_draft(struct ui_page *p, object_id thread, str *ret_text,
	str *ret_language);

#endif
