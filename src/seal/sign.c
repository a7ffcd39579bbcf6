/* Ed25519: see sign.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/sign.h"

#include <sodium.h>

static const unsigned char *bytes_of(str s)
{
	return (const unsigned char *)(s.len == 0 ? "" : s.at);
}

static void expand(struct sign_key *key)
{
	key->key = secret_make(crypto_sign_SECRETKEYBYTES);
	must(crypto_sign_seed_keypair(key->public.bytes, key->key.bytes,
		     key->seed.bytes) == 0);
}

struct sign_key sign_key_make(void)
{
	struct sign_key key = {.seed = secret_random(crypto_sign_SEEDBYTES)};

	expand(&key);
	return key;
}

struct sign_key sign_key_from(str seed)
{
	struct sign_key key = {.seed = secret_copy(seed)};

	must(seed.len == crypto_sign_SEEDBYTES);
	expand(&key);
	return key;
}

void sign_key_close(struct sign_key *key)
{
	secret_close(&key->seed);
	secret_close(&key->key);
}

signature sign_bytes(const struct sign_key *key, str bytes)
{
	signature result;

	must(crypto_sign_detached(result.bytes, NULL, bytes_of(bytes),
		     bytes.len, key->key.bytes) == 0);
	return result;
}

bool sign_is_valid(sign_public public, str bytes, signature sig)
{
	return crypto_sign_verify_detached(sig.bytes, bytes_of(bytes),
		       bytes.len, public.bytes) == 0;
}
