/* Inside ui_voice*.c only: one story in the conversation it was told in, as its
 * page shows it. Decides nothing: what may be done is voice_act.h's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_VOICE_LINE_H
#define DESK_UI_VOICE_LINE_H

#include "desk/ui_room.h"
#include "desk/voice_kept.h"
#include "page/desk_voice.h"

/* `hers`: the language she writes in, chosen where she was shown nothing yet. */
struct voice_line ui_voice_line(struct ui_page *p,
	const struct voice_kept *kept, str hers);
/* The text in a language of the story, and its number; false: not all of it is
 * there. */
bool ui_voice_text(struct ui_page *p, const struct guide_kept *story,
	size_t tongue, str *ret_text, str *ret_number);

#endif
