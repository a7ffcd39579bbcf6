/* The file `voice` beside a story of a library (doc/voices.md V5): where what
 * voice.h decides is kept.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_VOICE_FOLDER_H
#define GUIDE_VOICE_FOLDER_H

#include "guide/guide_library.h"
#include "guide/voice.h"

/* The voice of a story of that library, kept by the arena and the library. Without a file the
 * story is told, and nothing may be said of place, time or age. */
const err *voice_open(struct arena *arena, const struct guide_library *library,
	const struct guide *story, struct voice *ret_voice) MUST_USE;
const err *voice_save(struct arena *arena, const struct guide_library *library,
	const struct guide *story, const struct voice *voice) MUST_USE;

#endif
