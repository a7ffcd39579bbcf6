/* What members keep: a record is an object of the log with a type; a type is a
 * table of fields (model/record_type.h). This file owns the kinds of fields:
 * what a person may type for each, and the one form in which the log, CSV and
 * JSON hold it. Pure.
 *
 * [record-1] a value has one form: what record_read gives is read again as
 *            itself
 * [record-2] what is not right is refused with its reason, never changed into
 *            something else
 * [record-3] text is kept as it came: no letter of it is folded
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/buf.h"
#include "base/tr_mark.h"
#include "model/op.h"

enum record_kind {
	KIND_LINE,     /* one line of text */
	KIND_TEXT,     /* text of several lines */
	KIND_NAME,     /* one line; a second one spells it in other letters */
	KIND_DATE,     /* model/pdate.h: how sure and how exact it is */
	KIND_INSTANT,  /* model/instant.h: a moment, its zone, who says so */
	KIND_PLACE,    /* model/locality.h: with what may be published of it */
	KIND_LANG,     /* a BCP 47 tag, dialect words behind a blank */
	KIND_MONEY,    /* model/money.h */
	KIND_NUMBER,
	KIND_YES,      /* yes, no, unknown */
	KIND_CHOICE,   /* one word of the field's list */
	KIND_CHOICES,  /* a set of them */
	KIND_WORDS,    /* a set of lines as typed */
	KIND_REF,      /* another record */
	KIND_REFS,     /* a set of them */
	KIND_THREAD,   /* a conversation: its id */
	KIND_STATE,    /* of the type's states; only the field "state" */
	KIND_COUNT
};

/* Who may read it: which ring its body is sealed to (record_ring). What few may
 * read stands, where the type says who (FIELD_RING), in a ring of the record's
 * own, elsewhere with the messages (case) or in the vault (sealed). */
enum record_class { CLASS_OPEN, CLASS_TEAM, CLASS_CASE, CLASS_SEALED,
	CLASS_COUNT };

/* What stands meanwhile when two desks, neither knowing of the other, said
 * different things (model/merge.h). */
enum merge_rule {
	MERGE_NEWEST,  /* the later one */
	MERGE_BOTH,    /* the later one shown, the other beside it */
	MERGE_SAFEST,  /* what stands first in the field's list, or states */
	MERGE_EARLIER, /* the earlier date */
	MERGE_HIGHER,  /* the higher number */
	MERGE_KEEP,    /* sets: what one of them keeps, stays */
	MERGE_COUNT
};

/* What for, for how long, and whether it may leave the desk. */
enum record_purpose { FOR_WORK, FOR_ANSWER, FOR_SAFETY, FOR_REACHING,
	FOR_WORDS, FOR_COUNT };
enum record_keep {
	KEEP_STAYING,    /* while the organisation needs it */
	KEEP_MEMBERSHIP, /* six months after leaving */
	KEEP_PLAN,       /* with the year's report */
	KEEP_CONTACT,    /* 24 months without contact */
	KEEP_REQUEST,    /* 12 months after closing */
	KEEP_COUNT
};
enum record_export { EXPORT_NO, EXPORT_REF, EXPORT_YES, EXPORT_COUNT };

/* One word of a list; the safest first. */
struct record_choice { const char *word, *label; };

enum {
	FIELD_TITLE = 1,     /* names the record in lists */
	FIELD_NEEDED = 2,    /* may not be empty */
	FIELD_LIST = 4,      /* shown in lists */
	FIELD_FILTER = 8,    /* lists can be narrowed by it */
	FIELD_SEARCH = 16,   /* its words are found */
	FIELD_OWNER = 32,    /* whose it is: a Member */
	FIELD_DUE = 64,      /* when it is due */
	FIELD_MANY = 128,    /* offered as many boxes, not as one list */
	FIELD_FOLDED = 256,  /* not shown until asked for */
	FIELD_RING = 512,    /* a Member who is in the record's own ring */
	FIELD_LATER = 1024,  /* comes later: folded in the form of a new one */
};

struct record_field {
	const char *key;             /* of the log: a-z and - */
	const char *label;           /* TR */
	enum record_kind kind;
	enum merge_rule merge;
	unsigned flags;
	enum record_class class;
	enum record_purpose purpose;
	enum record_keep keep;
	enum record_export export;
	const struct record_choice *choices; /* ends with an empty row */
	const char *to;              /* key of the type it points to */
	const char *hint;            /* TR, or NULL */
};

enum {
	RECORD_LINE_MAX = 500, RECORD_TEXT_MAX = 64 * 1024,
	RECORD_SET_MAX = 64   /* members of one set */
};

/* Why a value is refused. */
enum record_fault {
	FAULT_NONE, FAULT_NEEDED, FAULT_NOT_UTF8, FAULT_TOO_LONG, FAULT_DATE,
	FAULT_INSTANT, FAULT_PLACE, FAULT_LANG, FAULT_MONEY, FAULT_NUMBER,
	FAULT_YES, FAULT_CHOICE, FAULT_REF, FAULT_STATE, FAULT_UNKNOWN_FIELD,
	FAULT_RULE, FAULT_NO_KEY, FAULT_COUNT
};
/* The words for it, in English (TR). */
const char *record_fault_words(enum record_fault fault);

bool record_kind_is_set(enum record_kind kind);
/* Reads what a person typed, or one cell of a table, for a field (one member
 * of a set): the value for the log, kept by the arena. Empty is always fine
 * and means "not said". A ref is 32 hex here: who looks up a short one does
 * it before (record_query.h). */
enum record_fault record_read(struct arena *arena,
	const struct record_field *field, str typed, str *ret_value) MUST_USE;
/* The row of a list for a word; NULL when it is not in it. */
const struct record_choice *record_choice(const struct record_field *field,
	str word);

/* -- a record as it stands ------------------------------------------------ */

/* A value somebody set without knowing of the one that stands. */
struct record_rival { str value, dev; uint64_t seq, ms; };

struct record_got {
	const struct record_field *field; /* also the state's (record_state_field) */
	str value;                   /* one member, for sets */
	str dev;                     /* which device set it, when */
	uint64_t seq, ms;
	/* All values nobody has settled, the one that stands among them; none
	 * when everybody agrees. */
	const struct record_rival *rivals;
	size_t rival_count;
};

struct record_type;
struct record {
	object_id id;
	const struct record_type *type;
	const struct record_got *got; /* in the order of the type's fields */
	size_t got_count;
	uint64_t made_ms, changed_ms;
};

/* The value of a field; empty when not said. Of a set, the first member. */
str record_value(const struct record *record, const char *key);
/* Every member of a set in turn: begin with *at 0; false at the end. */
bool record_next(const struct record *record, const char *key, size_t *at,
	str *ret_value);
bool record_has(const struct record *record, const char *key, str member);
str record_title(const struct record *record);
str record_state(const struct record *record);

#endif
