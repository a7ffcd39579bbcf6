/* Guarded memory: see secret.h. Owns the start of libsodium.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/secret.h"

#include <sodium.h>
#include <string.h>

/* Regions let go of, wiped, for the next secret of the same size: making one
 * anew costs seven system calls, half of what sealing a short text costs. */
enum { KEPT_MAX = 16, KEPT_BYTES_MAX = 64 };
static struct secret kept[KEPT_MAX];
static size_t kept_count;

static bool kept_take(size_t size, struct secret *ret_secret)
{
	for (size_t i = kept_count; i-- > 0;) {
		if (kept[i].size != size) continue;
		*ret_secret = kept[i];
		kept[i] = kept[--kept_count];
		return true;
	}
	return false;
}

void seal_start(void)
{
	/* Those of a parent: a fork does not inherit that they are locked. */
	while (kept_count > 0) sodium_free(kept[--kept_count].bytes);
	if (sodium_init() < 0) die("the random generator cannot start");
}

struct secret secret_make(size_t size)
{
	struct secret secret;

	if (kept_take(size, &secret)) return secret;
	secret = (struct secret){sodium_malloc(size), size};
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
	if (secret->bytes == NULL) return;
	if (kept_count < KEPT_MAX && secret->size <= KEPT_BYTES_MAX) {
		sodium_memzero(secret->bytes, secret->size);
		kept[kept_count++] = *secret;
	} else {
		sodium_free(secret->bytes);
	}
	*secret = (struct secret){0};
}

bool secret_eq(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}
