/* A guide: one source and its translations, a list of units with lasting ids
 * (doc/guides.md). Structure, slots and the words of the source language are
 * one thing; a language is only words for those units, so a translation
 * cannot drift. What is here may be unfinished or stale: what a reader gets is
 * made by checked.h. Pure.
 *
 * [guide-1] words of a language exist for units of the guide only
 * [guide-2] a unit is stale in a language exactly when what its translator saw
 *           is not what the source says now
 * [guide-3] a change called harmless makes nothing new that was old before
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_GUIDE_H
#define GUIDE_GUIDE_H

#include "base/buf.h"
#include "base/list.h"
#include "guide/tongue.h"

enum {
	GUIDE_NUMBER_MAX = 999,
	STORY_PAGES = 2000,          /* a story's page: this and its number */
	PAGE_NUMBER_MAX = STORY_PAGES + GUIDE_NUMBER_MAX,
	GUIDE_TONGUES_MAX = 16,      /* languages of one guide */
	GUIDE_UNITS_MAX = 4000,      /* the longest real one we know has 900 */
	GUIDE_SHORTS_MAX = 6,        /* cards people will still look through */
	GUIDE_SLOTS_MAX = 32,        /* of one unit */
	UNIT_WORDS_BYTES_MAX = 16 * 1024,
	UNIT_LEVEL_MAX = 3,
	UNIT_CELLS_MAX = 4,          /* columns that fit a phone */
	UNIT_ID_LETTERS = 6,
	SIGN_AGAINST_MAX = 400,      /* bytes: one line */
	SHORT_LETTERS_MAX = 200      /* three SMS parts of 67, minus one */
};

enum unit_kind {
	UNIT_TITLE, UNIT_SHORT, UNIT_SECTION, UNIT_PARAGRAPH, UNIT_NOTE,
	UNIT_WARNING, UNIT_DANGER, UNIT_STEP, UNIT_ITEM, UNIT_QUESTION,
	UNIT_CHOICE, UNIT_PICTURE, UNIT_ROW, UNIT_SOURCE, UNIT_KIND_COUNT
};

enum slot_kind {
	SLOT_LINK, SLOT_TERM, SLOT_LITERAL, SLOT_DATE, SLOT_PICTURE,
	SLOT_DECORATIVE, SLOT_KIND_COUNT
};

typedef struct { char letters[UNIT_ID_LETTERS]; } unit_id;

/* What must be the same in every language. */
struct slot {
	str name;
	enum slot_kind kind;
	str value;
};

enum words_state { WORDS_EMPTY, WORDS_DRAFT, WORDS_DONE, WORDS_STATE_COUNT };

/* What to do with an empty unit: the editor's decision. */
enum words_missing { MISSING_HOLD, MISSING_SOURCE, MISSING_LEAVE,
	MISSING_COUNT };

/* What the translator saw: see unit_seen. */
typedef struct { char hex[16]; } unit_seen;

/* The words of one unit in one language. */
struct words {
	str text;                  /* inline markup (inline.h); empty: none */
	str note;                  /* of translators; never published */
	enum words_state state;
	enum words_missing missing;
	unit_seen seen;            /* all zero in the source language */
	unsigned line;             /* in its file, for reports; 0: no file */
	bool is_derived;           /* out of another language: in no file */
};

struct unit {
	unit_id id;
	enum unit_kind kind;
	unsigned level;            /* of section, item, step; else 0 */
	unsigned cells;            /* of a row; else 1 */
	struct slot *slots;
	size_t slot_count;
	unsigned line;             /* in the file `guide` */
	struct words words[GUIDE_TONGUES_MAX]; /* as guide.tongues */
};

/* Whose signature a guide needs besides that of the language. */
enum sign_role { ROLE_LANGUAGE, ROLE_MEDICINE, ROLE_SECURITY,
	SIGN_ROLE_COUNT };

struct sign {
	size_t tongue;             /* index into guide.tongues */
	enum sign_role role;
	int64_t checked_day, until_day; /* days since 1970 */
	unit_seen hash;            /* of what was signed: doc/guides.md 6 */
	str against;
};

struct guide {
	unsigned number;
	bool is_story;
	bool demands[SIGN_ROLE_COUNT];
	unsigned check_days;
	struct unit_list LIST_OF(struct unit) units;
	const struct tongue *tongues[GUIDE_TONGUES_MAX]; /* [0]: the source */
	size_t tongue_count;
	struct sign_list LIST_OF(struct sign) signs;
	bool is_withdrawn;         /* by the newest release that names it */
	str withdrawn[GUIDE_TONGUES_MAX]; /* what it says; or empty */
};

/* The names in files: kind of unit, of slot, role. Tables in guide.c. */
str unit_kind_name(enum unit_kind kind);
bool unit_kind_read(str name, enum unit_kind *ret_kind) MUST_USE;
str slot_kind_name(enum slot_kind kind);
bool slot_kind_read(str name, enum slot_kind *ret_kind) MUST_USE;
str sign_role_name(enum sign_role role);
bool sign_role_read(str name, enum sign_role *ret_role) MUST_USE;

bool unit_id_read(str text, unit_id *ret_id) MUST_USE;
bool unit_id_eq(unit_id a, unit_id b);
str unit_id_str(const unit_id *id);

/* All of them as a record holds them: a line each, NAME KIND [VALUE]. */
str unit_slot_lines(struct arena *arena, const struct unit *unit);
/* The slot of that name, or NULL. */
const struct slot *unit_slot(const struct unit *unit, str name);
/* The unit has one of that kind. */
bool unit_has_slot(const struct unit *unit, enum slot_kind kind);
/* A slot of this kind stands in the words. */
bool slot_is_in_words(enum slot_kind kind);
/* The number of its page and files: stories come behind all guides. */
unsigned guide_page_number(const struct guide *guide);
/* The unit of that id, or NULL. */
struct unit *guide_unit(const struct guide *guide, unit_id id);
/* The index of a language of the guide; false when it has none. */
bool guide_tongue(const struct guide *guide, str tag, size_t *ret_tongue)
	MUST_USE;
/* The same, added when it is new. False: GUIDE_TONGUES_MAX are there. */
bool guide_tongue_add(struct guide *guide, const struct tongue *tongue,
	size_t *ret_tongue) MUST_USE;

/* The first bytes of a hash as hex. */
unit_seen unit_seen_of(const unsigned char *bytes);
bool unit_seen_eq(unit_seen a, unit_seen b);
/* What a translator sees of a unit now, as 16 hex digits (doc/guides.md 4). */
unit_seen unit_seen_now(const struct unit *unit);
/* [guide-2] Never for the source, nor for an empty unit. */
bool unit_is_stale(const struct unit *unit, size_t tongue);
/* The source of a unit was changed in a way that means nothing: languages that
 * had seen `before` have seen what it says now. Those that were stale already
 * stay stale [guide-3]. Returns how many languages were brought along. */
size_t unit_change_is_harmless(const struct guide *guide, struct unit *unit,
	unit_seen before);

#endif
