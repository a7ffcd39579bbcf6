/* Coining: a member proposes a word with its meaning and a reason, others try it
 * in a sentence and say what they think, and it is adopted or laid aside. Then
 * every place where an older word still stands is listed, for one change after
 * the other. Each step is one act, undone like every other.
 *
 * [coin-1] a proposed word marks nothing until it is adopted
 * [coin-2] who coined a word, what was answered and when it was decided stay
 * [coin-3] a list of places changes nothing; what has left the desk is listed
 *          as sent and cannot be changed
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORDS_COIN_H
#define DESK_WORDS_COIN_H

#include "desk/record_act.h"
#include "desk/record_query.h"
#include "desk/words.h"

struct words_proposal {
	str term, lang, reason;
	str meaning;           /* in the word's language */
	object_id concept;     /* zeros: a new one, called `name` */
	str name;
	str instead;           /* words it would replace, one a line */
};
const err *words_propose(struct desk *desk, const struct words_proposal *what,
	struct record_refusal *ret_refusal, object_id *ret_term) MUST_USE;

struct words_trial { str sentence, answer, reason; };
const err *words_try(struct desk *desk, object_id term,
	const struct words_trial *trial, struct record_refusal *ret_refusal)
	MUST_USE;

/* The proposal is ours from now on, decided today; older words of ours that it
 * was proposed instead of are superseded. */
const err *words_adopt(struct desk *desk, object_id term, str decided_by,
	struct record_refusal *ret_refusal) MUST_USE;
const err *words_lay_aside(struct desk *desk, object_id term, str reason,
	struct record_refusal *ret_refusal) MUST_USE;

/* What members answered, newest last. */
struct words_trials {
	const struct record *at;
	size_t count;
	uint64_t yes, not_yet, no;
};
const err *words_trials(struct desk *desk, struct arena *arena, object_id term,
	struct words_trials *ret_trials) MUST_USE;

/* -- places of older words ------------------------------------------------ */

/* There are words this one stands instead of: those it names, and the ones to
 * avoid and the superseded ones of its concept and language. */
bool words_has_old(const struct words_here *words, const struct record *term);

enum { PLACES_MAX = 200 };
struct words_where {
	object_id id;                       /* of the record or the message */
	const struct record_field *field;   /* NULL: a message */
	str title, thread;
	bool sent, is_note;
	str text;                           /* all of it */
	const struct html_mark *marks;      /* of text */
	size_t mark_count;
	uint64_t ms;
};
struct words_places { struct words_where *at; size_t count, room; bool cut; };
const err *words_places(struct desk *desk, struct arena *arena,
	const struct record *term, struct words_places *ret_places) MUST_USE;

#endif
