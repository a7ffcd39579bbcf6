/* X25519 keys as age writes them: see key.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/key.h"

#include "seal/bech32.h"

#include <sodium.h>
#include <string.h>

enum { KEY_BYTES = 32 };

static void recipient_fill(struct identity *identity)
{
	identity->recipient.kind = RECIPIENT_X25519;
	must(crypto_scalarmult_curve25519_base(identity->recipient.bytes,
		     identity->key.bytes) == 0);
}

struct identity identity_make(void)
{
	struct identity identity = {.key = secret_random(KEY_BYTES)};

	recipient_fill(&identity);
	return identity;
}

struct identity identity_from(str bytes)
{
	struct identity identity = {.key = secret_copy(bytes)};

	must(bytes.len == KEY_BYTES);
	recipient_fill(&identity);
	return identity;
}

void identity_close(struct identity *identity)
{
	secret_close(&identity->key);
	*identity = (struct identity){0};
}

bool recipient_read(str text, recipient *ret_recipient)
{
	recipient read = {.kind = RECIPIENT_X25519};

	/* Recipients are always lower case (C2SP age.md). */
	if (!str_starts(text, S("age1"))) return false;
	if (!bech32_read(text, S("age"), read.bytes, KEY_BYTES)) return false;
	*ret_recipient = read;
	return true;
}

void recipient_write(recipient to, struct buf *out)
{
	bech32_put(out, S("age"), str_bytes(to.bytes, KEY_BYTES));
}

bool recipient_eq(recipient a, recipient b)
{
	return a.kind == b.kind && memcmp(a.bytes, b.bytes, KEY_BYTES) == 0;
}

bool identity_read(str text, struct identity *ret_identity)
{
	unsigned char bytes[KEY_BYTES];

	if (!str_starts(text, S("AGE-SECRET-KEY-1"))) return false;
	if (!bech32_read(text, S("age-secret-key-"), bytes, KEY_BYTES)) {
		return false;
	}
	*ret_identity = identity_from(str_bytes(bytes, KEY_BYTES));
	sodium_memzero(bytes, sizeof(bytes));
	return true;
}

void identity_write(const struct identity *identity, struct buf *out)
{
	size_t start = out->len;

	bech32_put(out, S("age-secret-key-"), secret_str(&identity->key));
	for (size_t i = start; i < out->len; i++) {
		char c = out->at[i];
		if (c >= 'a' && c <= 'z') out->at[i] = (char)(c - ('a' - 'A'));
	}
}
