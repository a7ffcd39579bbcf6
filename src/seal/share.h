/* A secret split so that any two of three parts restore it (Shamir over
 * GF(256), libgfshare). A part's text is groups of characters with a check,
 * safe to read aloud and to type from paper; see doc/seal.md 7.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_SHARE_H
#define SEAL_SHARE_H

#include "base/buf.h"
#include "seal/secret.h"

enum { SHARE_PARTS = 3, SHARE_NEEDED = 2, SHARE_SECRET_BYTES = 32 };

/* Appends the printable text of each part to ret_parts[0..2]. */
void share_split(const struct secret *secret, struct buf ret_parts[SHARE_PARTS]);
enum share_result { SHARE_OK, SHARE_TYPO, SHARE_OTHER_SET, SHARE_SAME_PART };
/* Any spacing and case; *ret_secret is set on SHARE_OK only. */
enum share_result share_join(str one, str other, struct secret *ret_secret)
	MUST_USE;

#endif
