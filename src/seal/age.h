/* The age v1 format (C2SP age.md), complete for X25519 and scrypt: what is
 * sealed here opens with the standard `age` tool, and the reverse. Streams in
 * bounded memory; gives out nothing from a chunk that was not verified
 * [age-1]; refuses every non-canonical header [age-2]. Armor is armor.h.
 * Source of the format: doc/seal.md 1.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_AGE_H
#define SEAL_AGE_H

#include "seal/key.h"

enum age_result {
	AGE_OK,
	AGE_MORE,        /* streams only: give more bytes */
	AGE_HEADER,      /* header failure; a nonce that is cut is one too */
	AGE_NO_MATCH,    /* no stanza opens with these keys */
	AGE_HMAC,        /* header authentication failed */
	AGE_PAYLOAD,     /* payload failure: cut, changed, or more behind it */
	AGE_ARMOR,       /* armor failure */
	AGE_RESULT_COUNT
};

enum {
	AGE_CHUNK_BYTES = 64 * 1024,
	AGE_SEALED_CHUNK_BYTES = AGE_CHUNK_BYTES + 16,
	AGE_RECIPIENTS_MAX = 1024, /* as many stanzas as a header may have */
	AGE_SCRYPT_WORK = 18,      /* written: 2^18, FORMATS 1 */
	AGE_SCRYPT_WORK_MAX = 20,  /* accepted at a desk; `bothy open` takes 22 */
};

/* -- whole texts ---------------------------------------------------------- */
/* Appends the sealed file to `out`. `count` is 1 to 1024. */
void age_seal(struct buf *out, str plain, const recipient *to, size_t count);
/* Appends the plain bytes to `out`; on any failure `out` is as it was. */
enum age_result age_open(struct buf *out, str sealed,
	const struct identity *with, size_t count) MUST_USE;
void age_seal_passphrase(struct buf *out, str plain, str passphrase,
	unsigned work);
enum age_result age_open_passphrase(struct buf *out, str sealed,
	str passphrase, unsigned work_max) MUST_USE;
/* Length of the sealed file for `plain_len` bytes to `count` recipients. */
uint64_t age_sealed_size(uint64_t plain_len, size_t count);

/* -- streams -------------------------------------------------------------- */
struct age_sealer;
/* Appends the header to `out`. */
struct age_sealer *age_sealer_open(struct buf *out, const recipient *to,
	size_t count);
struct age_sealer *age_sealer_open_passphrase(struct buf *out, str passphrase,
	unsigned work);
void age_sealer_put(struct age_sealer *sealer, str plain, struct buf *out);
void age_sealer_end(struct age_sealer *sealer, struct buf *out);
void age_sealer_close(struct age_sealer **sealer);

struct age_opener;
/* Identities are borrowed for the life of the opener; passphrase may be empty
 * (then scrypt stanzas do not match). */
struct age_opener *age_opener_open(const struct identity *with, size_t count,
	str passphrase, unsigned work_max);
/* Takes all of `sealed`, appends only verified plain bytes to `out`. AGE_MORE
 * until a failure; a failure is final. */
enum age_result age_opener_put(struct age_opener *opener, str sealed,
	struct buf *out) MUST_USE;
/* The input has ended: AGE_OK, or what is wrong. May append the last chunk. */
enum age_result age_opener_end(struct age_opener *opener, struct buf *out)
	MUST_USE;
/* The header was for these keys and its MAC is right. */
bool age_opener_is_open(const struct age_opener *opener);
void age_opener_close(struct age_opener **opener);

#endif
