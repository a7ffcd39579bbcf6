/* A story that may not be translated and was not written in the language she read:
 * the text she said yes to is all there is of it in a release. Her language is its
 * source there, so the site, the line and everybody who builds the copy of the
 * library again have the same page (doc/voices.md V2).
 *
 * [voice_alone-1] nothing is left of any other language
 * [voice_alone-2] only while her yes holds for what stands there
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_VOICE_ALONE_H
#define GUIDE_VOICE_ALONE_H

#include "guide/voice.h"

/* Changes both, or neither: false. What is new is kept by the arena. */
bool voice_alone(struct arena *arena, struct guide *story,
	struct voice *voice);

#endif
