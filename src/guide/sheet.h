/* The words of one language of a guide as a translator's program carries them:
 * PO (po.h) or XLIFF (xliff.h), one row a unit. A sheet comes back into the
 * guide whole or not at all [sheet-1], and a sheet that was written and comes
 * back unchanged changes nothing: words, states, notes [sheet-2]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_SHEET_H
#define GUIDE_SHEET_H

#include "guide/exchange.h"
#include "guide/guide.h"

enum { SHEET_BYTES_MAX = 8 << 20, SHEET_STATE_LEN = 5 + 1 + 16 };

struct sheet_row {
	str id;
	str source, words;  /* source: what its translator saw */
	str note;
	str state;          /* "done 0123456789abcdef", from our own export */
	bool unfinished;    /* fuzzy, in review, … */
	size_t line;
};

struct sheet {
	str file;           /* its name, for remarks */
	str language;       /* as the file says it; may be empty */
	unsigned guide;     /* 0: not said */
	struct sheet_rows LIST_OF(struct sheet_row) rows;
};

/* A row for every unit, in order. */
struct sheet sheet_of(struct arena *arena, const struct guide *guide,
	size_t tongue);
/* Checks every row (slots, letters, controls, cells, spelling) and puts the
 * words into the guide. False: an error is among the remarks, and the guide is
 * as it was [sheet-1]. Rows without words change nothing. */
bool sheet_land(struct arena *arena, const struct sheet *sheet,
	struct guide *guide, size_t tongue, struct exchange *exchange) MUST_USE;

/* For the writers: one line about the slots a translator must keep. */
void sheet_slots_put(struct buf *out, const struct unit *unit);

#endif
