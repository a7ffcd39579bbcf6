/* The guides of an open desk, made of its records (doc/guides.md, model/
 * record_guide.c): what the editor shows and every format is built from. Kept in
 * memory; a guide is made anew when one of its records has changed.
 *
 * [guide_records-1] units stand in the order of their keys; those taken out and
 *                   those of no kind we know are not there
 * [guide_records-2] what was changed, here or on another desk, counts from the
 *                   next question on
 * [guide_records-3] words that two wrote without knowing of each other are a
 *                   draft until somebody settles them
 * [guide_records-4] what a translator saw counts for the words she gave with it
 *                   and no others: settled words are stale until looked at
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_RECORDS_H
#define DESK_GUIDE_RECORDS_H

#include "desk/desk.h"
#include "guide/guide_library.h"
#include "model/record_type.h"
#include "text/memory_match.h"

/* A unit's record. */
struct guide_unit_kept {
	object_id id;
	str order;
	bool unsettled;
	bool rivals[LOCALE_COUNT];    /* in the words of this form */
};
struct guide_kept {
	struct arena *arena;
	object_id id;
	str name, state;              /* of the record */
	struct guide guide;           /* tongues: the source, then all of ours */
	struct guide_unit_kept *units;/* as guide.units */
	object_id *signs;             /* as guide.signs */
	str *signers;                 /* their members, 32 hex or empty */
};
struct guides {
	struct arena *arena;          /* of the memory alone */
	struct { struct guide_kept **at; size_t count, room; } list;
	/* the translation memory: which unit a number of it is */
	struct memory *memory;
	struct guide_place { size_t guide, unit; } *places;
};

/* -- all of them (guides_kept.c) ------------------------------------------ */
/* Valid until the next act. */
const err *guides_of(struct desk *desk, const struct guides **ret_guides)
	MUST_USE;
void guides_drop(struct desk *desk);
/* The guide or story of that page (a record's number is its page's), or NULL;
 * the first one, where two have it. */
const struct guide_kept *guides_find(const struct guides *guides,
	unsigned number);
/* The memory over all units of all guides, as they are now. */
struct memory *guides_memory(struct desk *desk, const struct guides *guides);

/* -- one of them (guide_records.c) ---------------------------------------- */
/* The guide of a record of its type, with its units and signatures, in memory of
 * its own: guide_kept_close. */
const err *guide_kept_load(struct desk *desk, const struct record *record,
	struct guide_kept **ret_kept) MUST_USE;
void guide_kept_close(struct guide_kept **kept);
/* A unit out of its record, for a guide whose languages are there; false: it is
 * of no kind we know. Kept by the arena. */
bool guide_unit_of(struct arena *arena, const struct record *record,
	const struct guide *guide, struct unit *ret_unit) MUST_USE;
/* The source (NULL: English), then all of ours. */
void guide_tongues_add(struct guide *guide, const struct tongue *source);
/* The place of a written form among guide.tongues. */
size_t guide_form(const struct guide *guide, enum locale locale);
/* The field of a unit for a form: "words", LOCALE_CKB gives "words-ckb". */
const char *guide_field(struct arena *arena, const char *what,
	enum locale locale);

#endif
