/* Words in our marks, written piece by piece as a foreign format shows them:
 * strong and emphasis where they change, links and literals as slots, blanks
 * joined to one, what turns text around left out (doc/guides.md 3).
 *
 * [wording-1] what comes out can be read by inline_read, whatever came in
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_WORDING_H
#define GUIDE_WORDING_H

#include "guide/leaf.h"

enum {
	/* Where words are full, so that marks that are due still fit. */
	WORDING_FULL_BYTES = UNIT_WORDS_BYTES_MAX - 1024,
	WORDING_SOFT_BYTES = UNIT_WORDS_BYTES_MAX - 3072, /* at the next blank */
	WORDING_ADDRESS_MAX = 1000,
	WORDING_LITERAL_MAX = 200
};

struct wording {
	struct buf text;            /* with marks */
	struct buf plain;           /* without */
	bool strong, emphasis;      /* as they should be from here on */
	bool is_strong, is_emphasis;
	bool blank;                 /* one is due before what comes next */
	bool in_link;
	size_t link_text, link_plain; /* where it began */
	str link_to;
	size_t slot_count;
	unsigned links, literals, cells;
	/* what there is to say of it afterwards */
	bool had_controls, had_lost, had_address_words, had_too_many, had_empty_link;
	struct slot slots[GUIDE_SLOTS_MAX]; /* the first `slot_count` */
};

void wording_start(struct wording *w);
void wording_close(struct wording *w);
/* Appends text. Returns what did not fit, empty when all of it did; it is
 * never empty-handed at the start of a unit. */
str wording_text(struct wording *w, str text);
void wording_blank(struct wording *w);
/* A phone number, a code: a slot, or text where none can be. */
void wording_literal(struct wording *w, struct arena *arena, str value);
void wording_link_open(struct wording *w, struct arena *arena, str to);
void wording_link_close(struct wording *w, struct arena *arena);
/* The next cell of a row begins; `divider` stands between the two. */
void wording_cell(struct wording *w, const char *divider);
/* There are words in it. */
bool wording_are(const struct wording *w);
/* Closes what is open and hands over words and slots; starts anew. */
void wording_take(struct wording *w, struct arena *arena,
	struct leaf *ret_leaf);

#endif
