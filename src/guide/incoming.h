/* Words that come into a guide that is there: PO, XLIFF, or Markdown of one
 * language. Whole or not at all; who calls decides what is written.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INCOMING_H
#define GUIDE_INCOMING_H

#include "base/err.h"
#include "guide/exchange.h"
#include "guide/guide_library.h"

enum incoming_form { INCOMING_MARKDOWN, INCOMING_PO, INCOMING_XLIFF,
	INCOMING_TMX };

/* What the bytes are, by the name of their file or, for "-", by what stands at
 * their front. */
enum incoming_form incoming_form_of(str name, str bytes);

struct incoming {
	str file;                     /* its name, for remarks */
	str bytes;
	unsigned guide;               /* 0: the file says it */
	const struct tongue *tongue;  /* NULL: the file says it */
};

/* Puts the words into the library's guide in memory. False: they are refused,
 * with remarks, and nothing has changed. */
bool incoming_land(struct guide_library *library, const struct incoming *in,
	struct exchange *exchange, struct guide **ret_guide,
	size_t *ret_tongue) MUST_USE;
/* The language's file, written anew. */
const err *incoming_write(const char *library, const struct guide *guide,
	size_t tongue) MUST_USE;

#endif
