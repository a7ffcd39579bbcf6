/* The word bank as data: concepts, and the terms each of them has in every
 * language, with what a person needs to know before using one. It decides
 * nothing about a text; that is bank_check.h. Rows that are unsure are
 * questions to the community: they are kept, and they never mark a word
 * [bank-1]. A row that cannot be understood is refused whole, with its line and
 * a reason, and changes nothing [bank-2]. A reason is a fixed text of ours and
 * never shows what stands in the row [bank-3]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_H
#define MODEL_BANK_H

#include "base/buf.h"
#include "base/list.h"
#include "text/tag.h"

enum bank_status {
	BANK_OURS,       /* "preferred" elsewhere */
	BANK_ACCEPTED,   /* "admitted" elsewhere */
	BANK_AVOID,
	BANK_NEVER_SHOW, /* as avoid, and folded away until asked for */
	BANK_SUPERSEDED, /* was ours once */
	BANK_PROPOSED,   /* someone coined it; not decided */
	BANK_THREAT,     /* a word threats are made of */
	BANK_STATUS_COUNT
};

enum bank_register {
	BANK_NEUTRAL,
	BANK_FORMAL,   /* letters to offices and courts */
	BANK_EVERYDAY,
	BANK_DISCREET, /* where the respectful word itself is dangerous */
	BANK_REGISTER_COUNT
};

enum bank_certainty {
	BANK_SURE,
	BANK_LIKELY,
	BANK_UNSURE, /* a question: never used for matching [bank-1] */
	BANK_CERTAINTY_COUNT
};

enum bank_pos {
	BANK_POS_NONE,
	BANK_NOUN,
	BANK_VERB,
	BANK_ADJECTIVE,
	BANK_ADVERB,
	BANK_PHRASE,
	BANK_POS_OTHER,
	BANK_POS_COUNT
};

enum bank_gender {
	BANK_GENDER_NONE,
	BANK_MASCULINE,
	BANK_FEMININE,
	BANK_NEUTER,
	BANK_GENDER_OTHER,
	BANK_GENDER_COUNT
};

struct bank_words LIST_OF(str);

struct bank_concept {
	str id;       /* unique in the bank */
	str name;
	str subject;
	str note;
	str definition[TEXT_LANG_COUNT]; /* empty: none in that language */
	size_t last_term; /* + 1; 0: none. Set by bank_term_add. */
};

struct bank_term {
	size_t concept; /* its place in the bank's list */
	str text;
	enum text_lang lang;
	str dialect;    /* free: "Iraqi", "Silêmanî"; empty: everywhere */
	enum bank_register register_;
	enum bank_status status;
	enum bank_pos pos;
	enum bank_gender gender;
	enum bank_certainty certainty;
	bool homograph;            /* also an ordinary word */
	bool as_is;                /* a name or a sign: takes no endings */
	struct bank_words context; /* words beside which a homograph is meant */
	struct bank_words forms;   /* irregular forms: broken plurals, variants */
	str coined_by;
	str objections;            /* who objects, and why */
	str why;                   /* why it has this status */
	str source;
	str note;
	str decided_on, decided_by;
	size_t term_before; /* of the same concept, + 1; by bank_term_add */
};

struct bank {
	struct LIST_OF(struct bank_concept) concepts;
	struct LIST_OF(struct bank_term) terms;
	uint32_t *by_id; /* concepts + 1, by their id */
	size_t by_id_room;
};

enum {
	BANK_CELL_MAX = 4000,   /* bytes of one field */
	BANK_TERM_MAX = 200,    /* bytes of a term, a form, a context word */
	BANK_WORDS_MAX = 32,    /* forms, or context words, of one term */
	BANK_TERMS_MAX = 50000,
	BANK_FILE_MAX = 32 << 20
};

/* The words of our files for each value; what is read may also be the word
 * other tools use ("preferred", "admitted", "threat", "never-show"). */
str bank_status_name(enum bank_status status);
str bank_register_name(enum bank_register register_);
str bank_certainty_name(enum bank_certainty certainty);
str bank_pos_name(enum bank_pos pos);       /* empty for none */
str bank_gender_name(enum bank_gender gender);
bool bank_status_read(str word, enum bank_status *ret_status) MUST_USE;
bool bank_register_read(str word, enum bank_register *ret_register) MUST_USE;
bool bank_certainty_read(str word, enum bank_certainty *ret_certainty)
	MUST_USE;
bool bank_pos_read(str word, enum bank_pos *ret_pos) MUST_USE;
bool bank_gender_read(str word, enum bank_gender *ret_gender) MUST_USE;
/* A language tag as banks elsewhere write it: ours, or with the script or the
 * country said ("ar-IQ", "ckb-Arab", "kmr-Latn", "ku-Arab" for Badini). False
 * for "ku" alone: it means three different languages in three programs. */
bool bank_lang_read(str tag, enum text_lang *ret_lang) MUST_USE;

/* The concept of this id, or SIZE_MAX. */
size_t bank_concept_find(const struct bank *bank, str id);
/* Adds one; all strings are copied. Returns NULL, or the reason it is refused:
 * no id, an id that is there, a field that is too long or no clean UTF-8. */
const char *bank_concept_add(struct arena *arena, struct bank *bank,
	const struct bank_concept *concept) MUST_USE;
/* Why a term would be refused, its concept aside; or NULL. */
const char *bank_term_wrong(const struct bank *bank,
	const struct bank_term *term) MUST_USE;
/* Adds a term to `term->concept`; all strings are copied. Returns NULL, or the
 * reason it is refused: no letters, a double in one concept and language. */
const char *bank_term_add(struct arena *arena, struct bank *bank,
	const struct bank_term *term) MUST_USE;

/* True when a term may mark words: sure or likely, and not only proposed. */
bool bank_term_marks(const struct bank_term *term);
/* The best word to say instead of `term` in its language and register: ours,
 * else accepted; SIZE_MAX where there is none. `register_` BANK_REGISTER_COUNT
 * means any but the discreet one. */
size_t bank_ours(const struct bank *bank, const struct bank_term *term,
	enum bank_register register_);

/* Tables with one row for each term: TSV here, CSV in bank_csv.h. The first row
 * names the columns, in any order; `concept`, `lang`, `term` and `status` must
 * be there, a name that is not ours is refused. */
enum bank_column {
	BANK_COLUMN_CONCEPT,
	BANK_COLUMN_CONCEPT_NAME,
	BANK_COLUMN_CONCEPT_NOTE,
	BANK_COLUMN_SUBJECT,
	BANK_COLUMN_LANG,
	BANK_COLUMN_TERM,
	BANK_COLUMN_STATUS,
	BANK_COLUMN_REGISTER,
	BANK_COLUMN_DIALECT,
	BANK_COLUMN_POS,
	BANK_COLUMN_GENDER,
	BANK_COLUMN_FORMS,     /* separated by ";" */
	BANK_COLUMN_HOMOGRAPH, /* "yes", or empty; no such column: from the note */
	BANK_COLUMN_CONTEXT,   /* separated by ";" */
	BANK_COLUMN_AS_IS,     /* "yes", or empty */
	BANK_COLUMN_CERTAINTY, /* empty: unsure; no such column: likely */
	BANK_COLUMN_COINED_BY,
	BANK_COLUMN_OBJECTIONS,
	BANK_COLUMN_WHY,
	BANK_COLUMN_SOURCE,
	BANK_COLUMN_NOTE,
	BANK_COLUMN_DECIDED_ON,
	BANK_COLUMN_DECIDED_BY,
	BANK_COLUMN_DEFINITION, /* + enum text_lang: "definition_en", … */
	BANK_COLUMN_COUNT = BANK_COLUMN_DEFINITION + TEXT_LANG_COUNT
};

/* "concept", "definition_kmr-Arab", …, kept by the arena. */
str bank_column_name(struct arena *arena, enum bank_column column);
/* Appends what a term has in this column, as a row writes it; no tab or line
 * end can be in it, and no quoting is done. */
void bank_cell_put(struct buf *out, const struct bank *bank,
	const struct bank_term *term, enum bank_column column);

struct bank_columns {
	enum bank_column at[BANK_COLUMN_COUNT];
	size_t count;
};
/* The columns a header row names. Returns NULL, or the reason. */
const char *bank_columns_read(const str *cells, size_t count,
	struct bank_columns *ret_columns) MUST_USE;
/* Adds the term of one row, and its concept where it is new. Returns NULL, or
 * the reason the row is refused; then nothing was added. */
const char *bank_row_take(struct arena *arena, struct bank *bank,
	const struct bank_columns *columns, const str *cells, size_t count)
	MUST_USE;

struct bank_refusal {
	size_t line; /* 1 is the first */
	const char *reason;
};
struct bank_refusals LIST_OF(struct bank_refusal);

/* Adds every row of a TSV text to the bank and lists those refused. False when
 * the header is none: then that is the one refusal. */
bool bank_tsv_read(struct arena *arena, str text, struct bank *bank,
	struct bank_refusals *refused) MUST_USE;

#endif
