/* Guarded memory: see secret.h. Owns the start of libsodium.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/secret.h"

#include <sodium.h>
#include <string.h>

void seal_start(void)
{
	if (sodium_init() < 0) die("the random generator cannot start");
}

struct secret secret_make(size_t size)
{
	struct secret secret = {sodium_malloc(size), size};

	if (secret.bytes == NULL) die("out of guarded memory");
	sodium_memzero(secret.bytes, size);
	return secret;
}

struct secret secret_random(size_t size)
{
	struct secret secret = secret_make(size);

	randombytes_buf(secret.bytes, size);
	return secret;
}

struct secret secret_copy(str bytes)
{
	struct secret secret = secret_make(bytes.len);

	if (bytes.len > 0) memcpy(secret.bytes, bytes.at, bytes.len);
	return secret;
}

str secret_str(const struct secret *secret)
{
	return str_bytes(secret->bytes, secret->size);
}

void secret_close(struct secret *secret)
{
	if (secret->bytes != NULL) sodium_free(secret->bytes);
	*secret = (struct secret){0};
}

bool secret_eq(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}
