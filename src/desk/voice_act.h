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

#include "desk/voice_kept.h"

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

#endif
