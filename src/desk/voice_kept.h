/* What a desk has of the yes to a story, read out of its record (doc/voices.md
 * V5, V6). Reads only. What cannot be read is no yes, and what was taken back
 * stays so.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_VOICE_KEPT_H
#define DESK_VOICE_KEPT_H

#include "desk/guide_act.h"
#include "guide/voice.h"

struct voice_kept {
	object_id id;
	object_id guide;
	object_id thread;         /* zeros: this desk does not read it */
	str name, file;           /* as the file `voice` of doc/voices.md V5 */
	bool crossed;             /* the record says agreed, to another text */
	struct voice voice;
};
struct voice_kept_list LIST_OF(struct voice_kept);

/* All of them, or those told in one conversation (and what became part of it).
 * Kept by the arena. */
const err *voice_kept_all(struct desk *desk, struct arena *arena,
	struct voice_kept_list *ret_list) MUST_USE;
const err *voice_kept_thread(struct desk *desk, struct arena *arena,
	object_id thread, struct voice_kept_list *ret_list) MUST_USE;
/* ERR_ABSENT. */
const err *voice_kept_get(struct desk *desk, struct arena *arena, object_id id,
	struct voice_kept *ret_kept) MUST_USE;
/* What stands of a story. Two that were begun on two desks are none, except that
 * one that was taken back stands; NULL: none. `ret_any` (or NULL): there is some,
 * so that it is a story whatever its number says now. */
const struct voice_kept *voice_kept_of(const struct voice_kept_list *voices,
	object_id guide, bool *ret_any);
/* The story it is a yes to, valid until the next act; NULL: it is gone. */
const struct guide_kept *voice_kept_story(struct desk *desk,
	const struct voice_kept *kept);
/* The text she was shown is the text that stands there now. */
bool voice_kept_holds(struct arena *arena, const struct voice_kept *kept,
	const struct guide_kept *story);

/* Her messages in that conversation that name the number of the text as it stands
 * now, oldest first. */
struct voice_answer { object_id message; uint64_t at_ms; };
struct voice_answer_list LIST_OF(struct voice_answer);
const err *voice_kept_answers(struct desk *desk, struct arena *arena,
	const struct voice_kept *kept, struct voice_answer_list *ret_list)
	MUST_USE;

/* Every line of the details is one that the file can hold. */
bool voice_kept_may_say(struct arena *arena, str details);
/* The hash of what stands there now in the language she read; false: she read
 * none, or it is not all there. */
bool voice_kept_now(struct arena *arena, const struct voice *voice,
	const struct guide_kept *story, hash *ret_hash);

/* Whether a release of this desk has the story, in a language or as the page that
 * says it was taken back [voice_act-3]. `voices`: all of them. */
enum voice_refusal voice_kept_refusal(struct desk *desk, struct arena *arena,
	const struct voice_kept_list *voices, const struct guide_kept *story);

#endif
