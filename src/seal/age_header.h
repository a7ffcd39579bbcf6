/* The header of an age file: writing it, reading it strictly, wrapping and
 * unwrapping the file key. Steps H1 to H6 of doc/seal.md 1. Used by age.c
 * alone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_AGE_HEADER_H
#define SEAL_AGE_HEADER_H

#include "seal/age.h"

enum {
	AGE_FILE_KEY_BYTES = 16,
	AGE_HEADER_MAX = 128 * 1024, /* the format has no limit; ours */
	AGE_STANZAS_MAX = AGE_RECIPIENTS_MAX, /* a curve operation each */
};

void age_header_write(struct buf *out, const recipient *to, size_t count,
	const struct secret *file_key);
void age_header_write_passphrase(struct buf *out, str passphrase,
	unsigned work, const struct secret *file_key);

/* The length of the header at the start of `bytes` with its MAC line, or 0
 * when its end is not there yet. *ret_bad: no header can begin like this. */
size_t age_header_length(str bytes, bool *ret_bad);

/* Who may open: identities, a passphrase, or both. */
struct age_keys {
	const struct identity *identities;
	size_t count;
	str passphrase;
	unsigned work_max;
};
/* Parses all of `header`, finds the file key and checks the MAC. AGE_OK:
 * ret_file_key (16 bytes) is filled. */
enum age_result age_header_open(str header, const struct age_keys *keys,
	struct secret *ret_file_key) MUST_USE;

#endif
