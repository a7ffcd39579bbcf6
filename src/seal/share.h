/* A secret split so that any k of n parts restore it, 2 of 3 unless somebody
 * chooses (Shamir over GF(256), libgfshare). A part's text is groups of digits
 * with a check, safe to read aloud and to type from paper; see doc/seal.md 7.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_SHARE_H
#define SEAL_SHARE_H

#include "base/buf.h"
#include "seal/secret.h"

enum { SHARE_PARTS = 3, SHARE_NEEDED = 2, SHARE_PARTS_MAX = 9,
	SHARE_SECRET_BYTES = 32 };

/* How many parts there are, and how many of them restore. */
struct share_kind { unsigned needed, parts; };
bool share_kind_is_right(struct share_kind kind);

/* Appends the printable text of each part to ret_parts[0 … kind.parts - 1]. */
void share_deal(const struct secret *secret, struct share_kind kind,
	struct buf *ret_parts);
/* The usual: any two of three. */
void share_split(const struct secret *secret, struct buf ret_parts[SHARE_PARTS]);
/* How many parts this one says are needed; 0: it is none. */
unsigned share_needed(str text);
enum share_result { SHARE_OK, SHARE_TYPO, SHARE_OTHER_SET, SHARE_SAME_PART,
	SHARE_TOO_FEW, SHARE_RESULT_COUNT };
/* Any spacing; *ret_secret is set on SHARE_OK only. *ret_at: the first part
 * (from 0) that is not right. More parts than are needed do no harm. */
enum share_result share_gather(const str *texts, size_t count,
	struct secret *ret_secret, size_t *ret_at) MUST_USE;
/* Parts that were typed one behind another, apart: each ends with its last
 * digit, the last one with the text. Returns how many, at most `max`. */
size_t share_cut(str typed, str *ret_texts, size_t max);
enum share_result share_join(str one, str other, struct secret *ret_secret)
	MUST_USE;

#endif
