/* minisign's secret keys: see minisign_key.h and doc/seal.md 2.2.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/minisign_key.h"

#include "base/hex.h"
#include "seal/hash.h"
#include "seal/rand.h"

#include <sodium.h>
#include <string.h>

enum {
	SALT_AT = 6, /* after "Ed", the KDF's two letters, "B2" */
	SALT_BYTES = 32,
	LIMITS_AT = SALT_AT + SALT_BYTES,
	ID_AT = LIMITS_AT + 16,
	SEED_AT = ID_AT + MINISIGN_ID_BYTES,
	PUBLIC_AT = SEED_AT + 32,
	CHECK_AT = PUBLIC_AT + 32,
	KEY_BYTES = CHECK_AT + 32,
	HIDDEN_BYTES = KEY_BYTES - ID_AT,
	FILE_CAP = 4096
};

_Static_assert(KEY_BYTES == 158, "minisign's secret key has 158 bytes");

#define COMMENT "untrusted comment: "

struct minisign_key minisign_key_make(void)
{
	struct minisign_key key = {.key = sign_key_make()};
	hash full = hash_of(str_bytes(key.key.public.bytes,
		sizeof(key.key.public.bytes)));

	memcpy(key.id, full.bytes, sizeof(key.id));
	return key;
}

void minisign_key_close(struct minisign_key *key)
{
	sign_key_close(&key->key);
}

static void number_put(unsigned char *to, uint64_t number)
{
	for (int i = 0; i < 8; i++) to[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t number_at(const unsigned char *from)
{
	uint64_t number = 0;

	for (int i = 7; i >= 0; i--) number = number << 8 | from[i];
	return number;
}

/* BLAKE2b-256 of "Ed", the id and the key: tells a right passphrase. */
static void check_of(const unsigned char *bytes, unsigned char ret_check[32])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, 32);
	crypto_generichash_update(&state, bytes, 2);
	crypto_generichash_update(&state, bytes + ID_AT, CHECK_AT - ID_AT);
	crypto_generichash_final(&state, ret_check, 32);
	sodium_memzero(&state, sizeof(state));
}

/* Hides, or shows again, all from the id on. False when the limits are over
 * minisign's own. */
static bool hide(unsigned char *bytes, str passphrase)
{
	uint64_t operations = number_at(bytes + LIMITS_AT);
	uint64_t memory = number_at(bytes + LIMITS_AT + 8);
	struct secret stream;
	bool good;

	if (operations > crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE ||
		memory > crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE) {
		return false;
	}
	stream = secret_make(HIDDEN_BYTES);
	good = crypto_pwhash_scryptsalsa208sha256(stream.bytes, HIDDEN_BYTES,
		       passphrase.len == 0 ? "" : passphrase.at,
		       passphrase.len, bytes + SALT_AT, operations,
		       (size_t)memory) == 0;
	for (size_t i = 0; i < HIDDEN_BYTES; i++) {
		bytes[ID_AT + i] ^= stream.bytes[i];
	}
	secret_close(&stream);
	return good;
}

static bool file_bytes(str file, unsigned char *ret_bytes)
{
	struct buf bytes = buf_cap(FILE_CAP);
	str comment, line;
	bool good = str_line(&file, &comment) && str_line(&file, &line) &&
		base64_read(str_trim(line), true, &bytes) &&
		bytes.len == KEY_BYTES && memcmp(bytes.at, "Ed", 2) == 0 &&
		memcmp(bytes.at + 4, "B2", 2) == 0;

	if (good) memcpy(ret_bytes, bytes.at, KEY_BYTES);
	buf_close(&bytes);
	return good;
}

static bool is_hidden(const unsigned char *bytes)
{
	return bytes[2] == 'S' && bytes[3] == 'c';
}

bool minisign_key_is_sealed(str file)
{
	unsigned char bytes[KEY_BYTES];
	bool sealed = file_bytes(file, bytes) && is_hidden(bytes);

	sodium_memzero(bytes, sizeof(bytes));
	return sealed;
}

bool minisign_key_read(str file, str passphrase, struct minisign_key *ret_key)
{
	struct secret all = secret_make(KEY_BYTES);
	struct minisign_key key = {0};
	unsigned char check[32];
	bool good = file_bytes(file, all.bytes);

	if (good && is_hidden(all.bytes)) {
		good = hide(all.bytes, passphrase);
		check_of(all.bytes, check);
		good = good && secret_eq(check, all.bytes + CHECK_AT, 32);
	} else if (good) {
		/* in the open, minisign leaves the check empty */
		good = all.bytes[2] == 0 && all.bytes[3] == 0;
	}
	if (good) {
		key.key = sign_key_from(str_bytes(all.bytes + SEED_AT, 32));
		memcpy(key.id, all.bytes + ID_AT, MINISIGN_ID_BYTES);
		good = memcmp(key.key.public.bytes, all.bytes + PUBLIC_AT,
			       32) == 0;
		if (good) *ret_key = key;
		else minisign_key_close(&key);
	}
	secret_close(&all);
	return good;
}

void minisign_key_write(const struct minisign_key *key, str passphrase,
	struct buf *out)
{
	struct secret all = secret_make(KEY_BYTES);

	memcpy(all.bytes, "Ed\0\0B2", 6);
	memcpy(all.bytes + ID_AT, key->id, MINISIGN_ID_BYTES);
	memcpy(all.bytes + SEED_AT, key->key.seed.bytes, 32);
	memcpy(all.bytes + PUBLIC_AT, key->key.public.bytes, 32);
	if (passphrase.len > 0) {
		memcpy(all.bytes + 2, "Sc", 2);
		rand_bytes(all.bytes + SALT_AT, SALT_BYTES);
		number_put(all.bytes + LIMITS_AT,
			crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE);
		number_put(all.bytes + LIMITS_AT + 8,
			crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE);
		check_of(all.bytes, all.bytes + CHECK_AT);
		if (!hide(all.bytes, passphrase)) die("out of memory");
	}
	buf_put(out, S(COMMENT "minisign encrypted secret key\n"));
	base64_put(out, secret_str(&all), true);
	buf_byte(out, '\n');
	secret_close(&all);
}

void minisign_key_public_write(const struct minisign_key *key,
	struct buf *out)
{
	unsigned char bytes[2 + MINISIGN_ID_BYTES + 32] = {'E', 'd'};

	memcpy(bytes + 2, key->id, MINISIGN_ID_BYTES);
	memcpy(bytes + 2 + MINISIGN_ID_BYTES, key->key.public.bytes, 32);
	buf_put(out, S(COMMENT "minisign public key "));
	for (int i = MINISIGN_ID_BYTES - 1; i >= 0; i--) {
		buf_fmt(out, "%02X", (unsigned)key->id[i]);
	}
	buf_byte(out, '\n');
	base64_put(out, str_bytes(bytes, sizeof(bytes)), true);
	buf_byte(out, '\n');
}
