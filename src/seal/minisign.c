/* minisign's files: see minisign.h and doc/seal.md 8.
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
	TRUSTED_MAX = 1024,
	FILE_CAP = 4096
};

static void key_id(sign_public public, unsigned char ret_id[KEY_ID_BYTES])
{
	hash full = hash_of(str_bytes(public.bytes, sizeof(public.bytes)));

	memcpy(ret_id, full.bytes, KEY_ID_BYTES);
}

static void prehash(str bytes, unsigned char ret_hash[PREHASH_BYTES])
{
	crypto_generichash(ret_hash, PREHASH_BYTES,
		(const unsigned char *)(bytes.len == 0 ? "" : bytes.at),
		bytes.len, NULL, 0);
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

bool minisign_public_read(str file, sign_public *ret_public)
{
	unsigned char bytes[PUBLIC_BYTES];
	str rest = file, comment;

	/* The comment line may be missing: then it is a bare key. */
	if (str_starts(file, S("untrusted comment:"))) {
		if (!str_line(&rest, &comment)) return false;
	}
	if (!bytes_take(&rest, bytes, sizeof(bytes)) || rest.len > 0) {
		return false;
	}
	if (bytes[0] != 'E' || bytes[1] != 'd') return false;
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

void minisign_sign(const struct sign_key *key, str bytes, str trusted,
	struct buf *out)
{
	unsigned char first[SIGNATURE_BYTES] = {'E', 'D'};
	unsigned char hashed[PREHASH_BYTES];
	struct buf global = {0};
	signature sig;

	must(field_is_clean(trusted, TRUSTED_MAX));
	prehash(bytes, hashed);
	sig = sign_bytes(key, str_bytes(hashed, sizeof(hashed)));
	key_id(key->public, first + 2);
	memcpy(first + 2 + KEY_ID_BYTES, sig.bytes, sizeof(sig.bytes));
	buf_put(out, S("untrusted comment: signature from bothy\n"));
	base64_put(out, str_bytes(first, sizeof(first)), true);
	buf_put(out, S("\ntrusted comment: "));
	buf_put(out, trusted);
	buf_byte(out, '\n');
	global_bytes(sig.bytes, trusted, &global);
	sig = sign_bytes(key, buf_str(&global));
	base64_put(out, str_bytes(sig.bytes, sizeof(sig.bytes)), true);
	buf_byte(out, '\n');
	buf_close(&global);
}

bool minisign_verify(sign_public public, str bytes, str file,
	str *ret_trusted)
{
	unsigned char first[SIGNATURE_BYTES], hashed[PREHASH_BYTES];
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
	prehash(bytes, hashed);
	global_bytes(sig.bytes, trusted, &global);
	good = sign_is_valid(public, str_bytes(hashed, sizeof(hashed)), sig) &&
		sign_is_valid(public, buf_str(&global), over_all);
	buf_close(&global);
	if (good) *ret_trusted = trusted;
	return good;
}
