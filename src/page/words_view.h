/* What the pages of the word bank show: plain data, already decided. A word to
 * avoid is in a page only behind a closed fold; in lists only its first letter
 * [words_view-1]. Filled by src/desk/ui_bank*.c and ui_term*.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_WORDS_VIEW_H
#define PAGE_WORDS_VIEW_H

#include "page/record_view.h"

/* -- lists ---------------------------------------------------------------- */

/* A word as a list shows it: itself, or its first letter [words_view-1]. */
struct words_one {
	str id, text, lang, dir;
	str class_name;            /* "ours", "good", "discreet", "older", "bad" */
	str remark;                /* "discreet", "older", … or empty */
};
struct words_ones { const struct words_one *at; size_t count; };

/* One written form of a concept. */
struct words_form {
	str name;
	struct words_ones good, folded;
};
struct words_concept {
	str id, name, subject;
	str meaning, meaning_lang, meaning_dir;
	const struct words_form *forms;
	size_t form_count;
};
struct desk_words {
	const struct desk_frame *frame;
	const struct words_concept *concepts;
	size_t count;
	struct desk_choices langs, states;
	str words;                 /* searched for, or empty */
	bool narrowed;
	bool none;                 /* no word at all: offers those to begin with */
	uint64_t questions, proposed;
	str more;                  /* concepts shown so far, or empty */
	bool single;               /* one concept alone */
};

/* Questions to the team, or words that are tried. */
struct words_row {
	struct words_one word;
	str lang_name, concept, remark;
	uint64_t yes, not_yet, no;
};
struct desk_words_rows {
	const struct desk_frame *frame;
	bool are_questions;
	const struct words_row *rows;
	size_t count;
};

/* -- one word ------------------------------------------------------------- */

struct term_answer {
	str who, answer, sentence, reason;
	struct view_time at;
};
struct desk_term {
	const struct desk_frame *frame;
	struct desk_record sheet;
	struct words_one word;     /* text: the word itself */
	str first;                 /* its first letter and "…" */
	bool folded;
	str lang_name, state, why;
	struct words_ones instead; /* what to say instead */
	str concept_id, concept, meaning, meaning_lang, meaning_dir;
	struct desk_choices steps; /* where it can go from here */
	bool question, proposed, has_old;
	const struct term_answer *answers;
	size_t answer_count;
	uint64_t yes, not_yet, no;
	const struct record_change_view *changes;
	size_t change_count;
	str adopted_by;
};

struct desk_coin {
	const struct desk_frame *frame;
	str problem, term, name, meaning, why, instead_id, instead;
	struct desk_choices langs, concepts;
};

/* -- places of an old word ------------------------------------------------ */

struct words_place {
	str record, key, label, title; /* a record's field; or */
	str thread, kind;              /* a message, or (no thread) a guide */
	str seen;
	struct html prose;             /* the text, the word marked */
	str draft;                     /* with the new word in its place */
	bool changeable, is_long;
	struct view_time at;
};
struct desk_places {
	const struct desk_frame *frame;
	str id, word;
	const struct words_place *places;
	size_t count;
	bool cut;
};

/* -- marks in a draft ----------------------------------------------------- */

struct marks_word {
	str found, first;          /* the word; its first letter and "…" */
	bool folded;               /* never to be shown */
	bool perhaps;
	str ours, why, id;
	str lang, dir;
};
struct marks_spelling { str found, instead, at; };
struct marks_advice { str words; uint64_t count; };
struct view_marks {
	bool asked;
	str lang_name, lang, dir;
	const struct marks_word *words;
	size_t word_count;
	const struct marks_spelling *spellings;
	size_t spelling_count;
	bool has_counts;
	uint64_t word_total, sentences, longest, lix, lix_goal;
	const struct marks_advice *advice;
	size_t advice_count;
	str accept;                /* of a unit of a guide: its address */
	bool is_short;             /* and it is one */
	uint64_t sms_letters, sms_parts;
};

/* -- in and out ----------------------------------------------------------- */

struct desk_bank_table {
	const struct desk_frame *frame;
	str problem;
	bool tried, can_take;
	uint64_t fresh, changed, same, refused;
	const struct record_refused *rows;
	size_t row_count;
	str ticket;
	struct desk_choices langs, others;
};

#endif
