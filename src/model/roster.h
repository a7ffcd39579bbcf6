/* The public roster `bothy-roster/1` (doc/seal.md 6, FORMATS 5): what the line
 * may know of the organisation. It is signed in minisign form; this module is
 * only its text. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_ROSTER_H
#define MODEL_ROSTER_H

#include "base/buf.h"

enum { ROSTER_LINES_MAX = 8, ROSTER_FRESH_DAYS = 30, ROSTER_LAPSED_DAYS = 90 };

struct roster {
	str org;              /* 64 hex */
	uint64_t counter;     /* a lower one than seen is refused */
	uint64_t issued_ms;
	str intake;           /* age1… of the intake ring's epoch */
	str salt;             /* 32 hex: the codes' salt, fixed for life */
	str name;             /* what the organisation calls itself */
	str addresses[ROSTER_LINES_MAX];  /* where the line is reached */
	size_t address_count;
	str locales[ROSTER_LINES_MAX];    /* tags offered, in order */
	str names[ROSTER_LINES_MAX];      /* the name in that locale, or empty */
	size_t locale_count;
	uint64_t answer_days; /* usual time to an answer */
	str others[ROSTER_LINES_MAX];     /* other ways to reach us */
	size_t other_count;
	str leave;            /* where "leave" goes, an https address */
	bool demonstration;   /* an invented organisation: every page says so */
	bool stop;            /* the door is closed, signed */
};

bool roster_write(const struct roster *roster, struct buf *out) MUST_USE;
/* The fields point into `text`. */
bool roster_read(str text, struct roster *ret_roster) MUST_USE;

/* What the organisation calls itself in the locale `tag`. */
str roster_name(const struct roster *roster, str tag);
/* The trusted comment of its signature: purpose, counter and expiry. The
 * reader builds it again and compares, so no other signed text fits. */
void roster_trusted(const struct roster *roster, struct buf *out);

enum roster_age { ROSTER_FRESH, ROSTER_SLOW, ROSTER_UNCONFIRMED };
/* How long ago a desk confirmed the keys: over 30 days slow, over 90
 * unconfirmed. Neither closes the door; only `stop` does. */
enum roster_age roster_age(const struct roster *roster, uint64_t now_ms);

#endif
