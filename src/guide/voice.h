/* A story that somebody told us, and what she said yes to (doc/voices.md). Her
 * yes is bound to the exact text she was shown; she can take it back at any
 * time; no place, time or age is finer than she allows. Who she is, is not
 * known here. Pure.
 *
 * [voice-1] what is published in her language is byte for byte the text she
 *           said yes to; after any change it is not published
 * [voice-2] nothing leads out of `withdrawn`, and nothing of the story is
 *           shown then
 * [voice-3] no detail is finer than she allows, and no digit stands outside one
 * [voice-4] an invented story is published by the demonstration only
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_VOICE_H
#define GUIDE_VOICE_H

#include "guide/checked.h"
#include "guide/guide_read.h"
#include "seal/hash.h"

enum voice_state {
	VOICE_TOLD, VOICE_SHOWN, VOICE_AGREED, VOICE_REFUSED, VOICE_WITHDRAWN,
	VOICE_INVENTED, VOICE_STATE_COUNT
};

/* What can betray a person; each has grains from 0, "none", to the finest. */
enum voice_matter { VOICE_PLACE, VOICE_TIME, VOICE_AGE, VOICE_MATTER_COUNT };

enum {
	VOICE_DETAILS_MAX = 64,    /* a story with more says too much */
	VOICE_NUMBER_MOD = 1000000 /* six digits, as people can copy them */
};

/* Words of the story that say something of a matter. */
struct voice_detail {
	enum voice_matter matter;
	unsigned grain;
	const struct tongue *tongue;
	str words;
};

struct voice {
	enum voice_state state;
	unsigned allowed[VOICE_MATTER_COUNT]; /* the finest grain of each */
	bool may_translate;
	const struct tongue *tongue; /* of the text shown; NULL: none yet */
	hash text;
	int64_t day;                 /* shown, or agreed; since 1970 */
	struct voice_detail_list LIST_OF(struct voice_detail) details;
};

str voice_state_name(enum voice_state state);
/* The grain's name, and the grain of a name. */
str voice_grain_name(enum voice_matter matter, unsigned grain);
bool voice_grain_read(enum voice_matter matter, str name, unsigned *ret_grain)
	MUST_USE;

/* The file `voice` of a story. Kept by the arena; points into `file`. */
bool voice_read(struct arena *arena, str file, struct voice *ret_voice,
	struct read_fault *ret_fault) MUST_USE;
void voice_write(const struct voice *voice, struct buf *out);

/* The exact text a person is shown of a story. False: there is not all of it
 * in this language. */
bool voice_text(struct arena *arena, const struct guide *story, size_t tongue,
	struct buf *out) MUST_USE;
bool voice_text_hash(struct arena *arena, const struct guide *story,
	size_t tongue, hash *ret_hash) MUST_USE;
/* The number under the text: below VOICE_NUMBER_MOD. */
unsigned voice_number(const hash *text);
/* The message has that number in it, by itself, in digits of any keyboard, at
 * most one blank or hyphen in its middle. */
bool voice_message_names(struct arena *arena, str message, unsigned number);

/* The steps of doc/voices.md V5. False: not from this state, and nothing has
 * changed. */
bool voice_show(struct voice *voice, const struct tongue *tongue,
	const hash *text, int64_t day) MUST_USE;
/* `text`: what her message names; another than the one shown is no yes. */
bool voice_agree(struct voice *voice, const hash *text, int64_t day) MUST_USE;
bool voice_refuse(struct voice *voice) MUST_USE;
bool voice_reopen(struct voice *voice) MUST_USE;
bool voice_take_back(struct voice *voice) MUST_USE;

enum voice_refusal {
	VOICE_FINE, VOICE_NO_YES, VOICE_CHANGED, VOICE_TAKEN_BACK,
	VOICE_ONLY_INVENTED, VOICE_NO_TRANSLATION, VOICE_STALE, VOICE_TOO_FINE,
	VOICE_UNDECLARED, VOICE_PICTURED, VOICE_NOT_READY, VOICE_REFUSAL_COUNT
};
str voice_refusal_text(enum voice_refusal refusal);

/* The words of a unit say something that no detail of this language declares
 * [voice-3]: a digit, or the name of a month or a day of the week. */
bool voice_is_undeclared(struct arena *arena, const struct voice *voice,
	const struct tongue *tongue, str plain);

struct voice_asked {
	const struct guide *story;
	size_t tongue;
	int64_t day;              /* of the release */
	bool demonstration;
};

/* What readers get of a story in a language. VOICE_FINE: *ret_checked is the
 * story; VOICE_TAKEN_BACK: it is the page that says so; else nothing, and
 * *ret_unit is where it stops, or NULL. */
enum voice_refusal voice_checked(struct arena *arena,
	const struct voice *voice, const struct voice_asked *asked,
	struct checked *ret_checked, const struct unit **ret_unit) MUST_USE;

#endif
