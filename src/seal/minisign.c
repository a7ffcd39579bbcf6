/* minisign's files: see minisign.h and doc/seal.md 2.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/minisign.h"

#include "base/field.h"
#include "base/hex.h"
#include "seal/hash.h"

#include <sodium.h>
#include <string.h>

enum {
	KEY_ID_BYTES = 8,
	PUBLIC_BYTES = 2 + KEY_ID_BYTES + 32,
	SIGNATURE_BYTES = 2 + KEY_ID_BYTES + 64,
	PREHASH_BYTES = 64,
	COMMENT_MAX = 1024,
	FILE_CAP = 4096
};

static void key_id(sign_public public, unsigned char ret_id[KEY_ID_BYTES])
{
	hash full = hash_of(str_bytes(public.bytes, sizeof(public.bytes)));

	memcpy(ret_id, full.bytes, KEY_ID_BYTES);
}

_Static_assert(sizeof(crypto_generichash_state) <=
		sizeof(struct minisign_hasher), "hasher too small");

static crypto_generichash_state *state_of(struct minisign_hasher *hasher)
{
	return (crypto_generichash_state *)(void *)hasher->state;
}

void minisign_hasher_start(struct minisign_hasher *hasher)
{
	crypto_generichash_init(state_of(hasher), NULL, 0, PREHASH_BYTES);
}

void minisign_hasher_put(struct minisign_hasher *hasher, str bytes)
{
	if (bytes.len == 0) return;
	crypto_generichash_update(state_of(hasher),
		(const unsigned char *)bytes.at, bytes.len);
}

minisign_digest minisign_hasher_end(struct minisign_hasher *hasher)
{
	minisign_digest digest;

	crypto_generichash_final(state_of(hasher), digest.bytes,
		PREHASH_BYTES);
	mem_wipe(hasher->state, sizeof(hasher->state));
	return digest;
}

static minisign_digest digest_of(str bytes)
{
	struct minisign_hasher hasher;

	minisign_hasher_start(&hasher);
	minisign_hasher_put(&hasher, bytes);
	return minisign_hasher_end(&hasher);
}

void minisign_public_write(sign_public public, struct buf *out)
{
	unsigned char bytes[PUBLIC_BYTES] = {'E', 'd'};

	key_id(public, bytes + 2);
	memcpy(bytes + 2 + KEY_ID_BYTES, public.bytes, 32);
	buf_put(out, S("untrusted comment: bothy public key\n"));
	base64_put(out, str_bytes(bytes, sizeof(bytes)), true);
	buf_byte(out, '\n');
}

/* Takes a line of exactly `size` bytes in padded base64. */
static bool bytes_take(str *rest, unsigned char *ret_bytes, size_t size)
{
	struct buf out = buf_cap(FILE_CAP);
	str line;
	bool good = str_line(rest, &line) && base64_read(line, true, &out) &&
		out.len == size;

	if (good) memcpy(ret_bytes, out.at, size);
	buf_close(&out);
	return good;
}

static bool public_take(str file, unsigned char bytes[PUBLIC_BYTES])
{
	str rest = file, comment;

	/* The comment line may be missing: then it is a bare key. */
	if (str_starts(file, S("untrusted comment:"))) {
		if (!str_line(&rest, &comment)) return false;
	}
	return bytes_take(&rest, bytes, PUBLIC_BYTES) && rest.len == 0 &&
		bytes[0] == 'E' && bytes[1] == 'd';
}

bool minisign_public_read(str file, sign_public *ret_public)
{
	unsigned char bytes[PUBLIC_BYTES];

	if (!public_take(file, bytes)) return false;
	memcpy(ret_public->bytes, bytes + 2 + KEY_ID_BYTES, 32);
	return true;
}

/* What the second signature covers: the first, then the trusted comment. */
static void global_bytes(const unsigned char *first, str trusted,
	struct buf *out)
{
	buf_put(out, str_bytes(first, 64));
	buf_put(out, trusted);
}

bool minisign_comments_are_clean(const struct minisign_comments *comments)
{
	return field_is_clean(comments->untrusted, COMMENT_MAX) &&
		field_is_clean(comments->trusted, COMMENT_MAX);
}

static void sign_as(const struct sign_key *key, const unsigned char *id,
	minisign_digest digest, const struct minisign_comments *comments,
	struct buf *out)
{
	unsigned char first[SIGNATURE_BYTES] = {'E', 'D'};
	struct buf global = {0};
	signature sig;

	must(minisign_comments_are_clean(comments));
	sig = sign_bytes(key, str_bytes(digest.bytes, sizeof(digest.bytes)));
	memcpy(first + 2, id, KEY_ID_BYTES);
	memcpy(first + 2 + KEY_ID_BYTES, sig.bytes, sizeof(sig.bytes));
	buf_put(out, S("untrusted comment: "));
	buf_put(out, comments->untrusted);
	buf_byte(out, '\n');
	base64_put(out, str_bytes(first, sizeof(first)), true);
	buf_put(out, S("\ntrusted comment: "));
	buf_put(out, comments->trusted);
	buf_byte(out, '\n');
	global_bytes(sig.bytes, comments->trusted, &global);
	sig = sign_bytes(key, buf_str(&global));
	base64_put(out, str_bytes(sig.bytes, sizeof(sig.bytes)), true);
	buf_byte(out, '\n');
	buf_close(&global);
}

void minisign_sign(const struct sign_key *key, str bytes, str trusted,
	struct buf *out)
{
	struct minisign_comments comments = {S("signature from bothy"),
		trusted};
	unsigned char id[KEY_ID_BYTES];

	key_id(key->public, id);
	sign_as(key, id, digest_of(bytes), &comments, out);
}

void minisign_digest_sign(const struct minisign_key *key,
	minisign_digest digest, const struct minisign_comments *comments,
	struct buf *out)
{
	sign_as(&key->key, key->id, digest, comments, out);
}

bool minisign_digest_verify(sign_public public, minisign_digest digest,
	str file, str *ret_trusted)
{
	unsigned char first[SIGNATURE_BYTES];
	struct buf global = {0};
	signature sig, over_all;
	str rest = file, untrusted, trusted;
	bool good;

	if (!field_take(&rest, S("untrusted comment:"), &untrusted) ||
		!bytes_take(&rest, first, sizeof(first)) ||
		!field_take(&rest, S("trusted comment:"), &trusted) ||
		!bytes_take(&rest, over_all.bytes, sizeof(over_all.bytes)) ||
		rest.len > 0) {
		return false;
	}
	if (first[0] != 'E' || first[1] != 'D') return false;
	memcpy(sig.bytes, first + 2 + KEY_ID_BYTES, sizeof(sig.bytes));
	global_bytes(sig.bytes, trusted, &global);
	good = sign_is_valid(public, str_bytes(digest.bytes,
			sizeof(digest.bytes)), sig) &&
		sign_is_valid(public, buf_str(&global), over_all);
	buf_close(&global);
	if (good) *ret_trusted = trusted;
	return good;
}

bool minisign_verify(sign_public public, str bytes, str file,
	str *ret_trusted)
{
	return minisign_digest_verify(public, digest_of(bytes), file,
		ret_trusted);
}

static bool first_take(str file, unsigned char first[SIGNATURE_BYTES])
{
	str untrusted;

	return field_take(&file, S("untrusted comment:"), &untrusted) &&
		bytes_take(&file, first, SIGNATURE_BYTES);
}

bool minisign_is_by(str public_file, str file)
{
	unsigned char public[PUBLIC_BYTES], first[SIGNATURE_BYTES];

	return public_take(public_file, public) && first_take(file, first) &&
		memcmp(public + 2, first + 2, KEY_ID_BYTES) == 0;
}

bool minisign_is_legacy(str file)
{
	unsigned char first[SIGNATURE_BYTES];

	return first_take(file, first) && first[0] == 'E' && first[1] == 'd';
}
