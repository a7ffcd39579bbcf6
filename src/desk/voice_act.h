/* The yes to a story at an open desk (doc/voices.md): which conversation it was
 * told in, the exact text that is shown there, and what she answered. What may
 * become of what is decided in guide/voice.h; here it is kept as a record.
 *
 * [voice_act-1] which conversation a story was told in stands in no file that is
 *               made of it
 * [voice_act-2] a yes is a message of hers, under her code, in that conversation,
 *               with the number of the text as it stands now; and a person has
 *               read it
 * [voice_act-3] a story without a yes that holds is in no release; one that was
 *               taken back after it was published is the page that says so
 * [voice_act-4] a yes is to one text: what two desks did at once never puts it
 *               beside another; taking a story back is not undone
 *
 * Errors as in record_act.h; `*ret_why` is then the reason (TR), or NULL.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_VOICE_ACT_H
#define DESK_VOICE_ACT_H

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
const err *voice_act_all(struct desk *desk, struct arena *arena,
	struct voice_kept_list *ret_list) MUST_USE;
const err *voice_act_thread(struct desk *desk, struct arena *arena,
	object_id thread, struct voice_kept_list *ret_list) MUST_USE;
/* ERR_ABSENT. */
const err *voice_act_get(struct desk *desk, struct arena *arena, object_id id,
	struct voice_kept *ret_kept) MUST_USE;
/* What stands of a story. Two that were begun on two desks are none, except that
 * one that was taken back stands; NULL: none. `ret_any` (or NULL): there is some,
 * so that it is a story whatever its number says now. */
const struct voice_kept *voice_act_of(const struct voice_kept_list *voices,
	object_id guide, bool *ret_any);
/* The story it is a yes to, valid until the next act; NULL: it is gone. */
const struct guide_kept *voice_act_story(struct desk *desk,
	const struct voice_kept *kept);
/* The text she was shown is the text that stands there now. */
bool voice_act_holds(struct arena *arena, const struct voice_kept *kept,
	const struct guide_kept *story);

/* Her messages in that conversation that name the number of the text as it stands
 * now, oldest first. */
struct voice_answer { object_id message; uint64_t at_ms; };
struct voice_answer_list LIST_OF(struct voice_answer);
const err *voice_act_answers(struct desk *desk, struct arena *arena,
	const struct voice_kept *kept, struct voice_answer_list *ret_list)
	MUST_USE;

/* A story is told in that conversation. One that has a voice has no second. */
const err *voice_act_link(struct desk *desk, object_id thread,
	const struct guide_kept *story, const char **ret_why,
	object_id *ret_id) MUST_USE;
/* What she allows: the words of the file's grains, details as its lines. */
struct voice_allowed { str place, time, age; bool translate; str details; };
const err *voice_act_allow(struct desk *desk, object_id id,
	const struct voice_allowed *allowed, const char **ret_why) MUST_USE;
/* The text in this language is what she is asked about, from now on. */
const err *voice_act_show(struct desk *desk, object_id id, enum locale form,
	const char **ret_why) MUST_USE;
/* A person read her message as a yes [voice_act-2]. */
const err *voice_act_yes(struct desk *desk, object_id id, object_id message,
	const char **ret_why) MUST_USE;
const err *voice_act_no(struct desk *desk, object_id id, const char **ret_why)
	MUST_USE;
/* She herself came back to it. */
const err *voice_act_again(struct desk *desk, object_id id,
	const char **ret_why) MUST_USE;
const err *voice_act_take_back(struct desk *desk, object_id id,
	const char **ret_why) MUST_USE;

/* Whether a release of this desk has the story, in a language or as the page that
 * says it was taken back [voice_act-3]. `voices`: all of them. */
enum voice_refusal voice_act_refusal(struct desk *desk, struct arena *arena,
	const struct voice_kept_list *voices, const struct guide_kept *story);

#endif
