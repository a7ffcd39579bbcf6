/* SHA-256, HMAC, HKDF: see hash.h. HKDF is composed from libsodium's HMAC
 * (extract, then expand blocks), because 1.0.18 has no call for it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/hash.h"

#include "base/mem.h"

#include <sodium.h>
#include <string.h>

enum { BLOCK_BYTES = 32 };

_Static_assert(sizeof(crypto_hash_sha256_state) <= 128, "hasher too small");
_Static_assert(sizeof(crypto_auth_hmacsha256_state) <= 256, "key too small");

static const unsigned char *bytes_of(str s)
{
	/* A null pointer with length 0 is undefined in libsodium's update. */
	return (const unsigned char *)(s.len == 0 ? "" : s.at);
}

hash hash_of(str bytes)
{
	hash result;

	crypto_hash_sha256(result.bytes, bytes_of(bytes), bytes.len);
	return result;
}

hash hash_quick(str bytes)
{
	hash result;

	(void)crypto_generichash(result.bytes, sizeof(result.bytes),
		bytes_of(bytes), bytes.len, NULL, 0);
	return result;
}

bool hash_eq(hash a, hash b)
{
	return sodium_memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

static crypto_hash_sha256_state *state_of(struct hasher *hasher)
{
	return (crypto_hash_sha256_state *)(void *)hasher->state;
}

void hasher_start(struct hasher *hasher)
{
	crypto_hash_sha256_init(state_of(hasher));
}

void hasher_put(struct hasher *hasher, str bytes)
{
	crypto_hash_sha256_update(state_of(hasher), bytes_of(bytes), bytes.len);
}

hash hasher_end(struct hasher *hasher)
{
	hash result;

	crypto_hash_sha256_final(state_of(hasher), result.bytes);
	mem_wipe(hasher->state, sizeof(hasher->state));
	return result;
}

void hash_key_set(struct hash_key *key, str bytes)
{
	crypto_auth_hmacsha256_state *state = (void *)key->state;

	memset(key->state, 0, sizeof(key->state));
	crypto_auth_hmacsha256_init(state, bytes_of(bytes), bytes.len);
}

hash hash_under(const struct hash_key *key, str bytes)
{
	crypto_auth_hmacsha256_state state;
	hash result;

	memcpy(&state, key->state, sizeof(state));
	crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.len);
	crypto_auth_hmacsha256_final(&state, result.bytes);
	sodium_memzero(&state, sizeof(state));
	return result;
}

hash hash_keyed(str key, str bytes)
{
	struct hash_key once;
	hash result;

	hash_key_set(&once, key);
	result = hash_under(&once, bytes);
	sodium_memzero(&once, sizeof(once));
	return result;
}

void hash_derive(str key, str salt, str info, void *ret_bytes, size_t size)
{
	hash extract = hash_keyed(salt, key), block = {{0}};
	crypto_auth_hmacsha256_state state;
	unsigned char *to = ret_bytes;

	must(size <= 255 * BLOCK_BYTES);
	for (unsigned char count = 1; size > 0; count++) {
		size_t part = size < BLOCK_BYTES ? size : BLOCK_BYTES;

		crypto_auth_hmacsha256_init(&state, extract.bytes,
			sizeof(extract.bytes));
		if (count > 1) {
			crypto_auth_hmacsha256_update(&state, block.bytes,
				sizeof(block.bytes));
		}
		crypto_auth_hmacsha256_update(&state, bytes_of(info), info.len);
		crypto_auth_hmacsha256_update(&state, &count, 1);
		crypto_auth_hmacsha256_final(&state, block.bytes);
		memcpy(to, block.bytes, part);
		to += part;
		size -= part;
	}
	sodium_memzero(&state, sizeof(state));
	sodium_memzero(&extract, sizeof(extract));
	sodium_memzero(&block, sizeof(block));
}
