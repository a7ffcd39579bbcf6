/* Somebody was taken: what was hers and who stands in, and who has to be warned
 * because her devices could read of them. Both are computed each time; nothing
 * of them is stored.
 *
 * [taken-1] everything a member owns is offered for handing over, and what is
 *           handed over is undone as one
 * [taken-2] whoever stands in what her devices could read is on the list, the
 *           most urgent first; what she could not read is not
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TAKEN_H
#define DESK_TAKEN_H

#include "desk/query.h"
#include "desk/record_query.h"

enum { TAKEN_ROWS_MAX = 40, TAKEN_WARN_MAX = 1000 };

/* -- handing over --------------------------------------------------------- */
struct taken_owned {
	struct record_row row;
	const struct record_field *field; /* by which she owns it */
	object_id stand_in;               /* its deputy; zeros: nobody named */
};
struct taken_owneds { struct taken_owned *at; size_t count; bool more; };
/* What is open and hers, what is due first; at most TAKEN_ROWS_MAX. */
const err *taken_owned(struct desk *desk, struct arena *arena,
	object_id person, struct taken_owneds *ret_rows) MUST_USE;
struct taken_hand { object_id record, to; };
/* ERR_USAGE: somebody would stand in for herself, or it is not hers. */
const err *taken_hand_over(struct desk *desk, object_id person,
	const struct taken_hand *hands, size_t count) MUST_USE;

/* -- warning -------------------------------------------------------------- */
enum taken_kind { TAKEN_THREAD, TAKEN_RECORD };
enum taken_how {
	TAKEN_BY_LINE,     /* answer through the line, never another way */
	TAKEN_BY_WAY,      /* the way she used; readable by that company */
	TAKEN_NEVER,       /* we may not write to them */
	TAKEN_BY_RECORD,   /* as its sheet says */
	TAKEN_HOW_COUNT
};
struct taken_warn {
	enum taken_kind kind;
	object_id id;
	str called;                  /* a name or a title; may be empty */
	const struct record_type *type;   /* TAKEN_RECORD */
	unsigned rank;               /* 0: the most urgent */
	enum taken_how how;
	enum way way;
	uint64_t ms;                 /* newest message; 0: a record */
};
struct taken_warns { struct taken_warn *at; size_t count; bool cut; };
const err *taken_warn_list(struct desk *desk, struct arena *arena,
	object_id person, struct taken_warns *ret_rows) MUST_USE;

/* When her newest commit was written, by any of her devices; 0: none. */
const err *taken_last_heard(struct desk *desk, object_id person,
	uint64_t *ret_ms) MUST_USE;

#endif
