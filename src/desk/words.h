/* The word bank of an open desk, made of its records Concept and Term: as lists
 * show it, and compiled so that a draft is checked while it is written. Kept in
 * memory and made anew when one of those records has changed.
 *
 * [words-1] every term that stands in the records is in the lists, even one
 *           that the bank refuses (a double); only what the bank takes marks
 * [words-2] what was changed, here or on another desk, marks from the next
 *           question on
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_WORDS_H
#define DESK_WORDS_H

#include "desk/desk.h"
#include "model/bank_check.h"
#include "model/op.h"
#include "text/spelling.h"

struct words_term {
	object_id id;
	size_t concept;        /* of the bank's; SIZE_MAX: not here */
	str lang;              /* its tag, also one the bank has no rules for */
	size_t in_bank;        /* its place there, or SIZE_MAX */
	struct bank_term said;
};
struct words_here {
	struct arena *arena;
	uint64_t made;         /* the desk's count of changes then */
	struct bank bank;
	object_id *concepts;   /* ids, by their place in the bank */
	struct LIST_OF(struct words_term) terms;
	struct bank_checker *checker;
	struct spelling_kept kept; /* right as they are */
};

/* Valid until the next act. */
const err *words_of(struct desk *desk, const struct words_here **ret_words) MUST_USE;
/* Forgets it; the next question makes it anew. */
void words_drop(struct desk *desk);

/* The term that stands in this record; NULL when there is none. */
const struct words_term *words_find(const struct words_here *words, object_id id);
/* The term at a place of the bank. */
const struct words_term *words_at(const struct words_here *words, size_t in_bank);

/* How the bank's standing is written as the state of a Term, and back. */
const char *words_state(enum bank_status status);
bool words_state_read(str state, enum bank_status *ret_status) MUST_USE;
/* To be folded away until somebody asks. */
bool words_is_folded(enum bank_status status);

/* The id of a concept in our tables is "c" and the record's 32 hex; the id a
 * file of others names it by gives the same record on every desk. */
object_id words_concept_id(str id);
object_id words_term_id(object_id concept, const struct bank_term *term);

#endif
