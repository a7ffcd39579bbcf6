/* Headers: see age_header.h and doc/seal.md 1. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal/age_header.h"

#include "base/hex.h"
#include "base/num.h"
#include "seal/hash.h"
#include "seal/rand.h"

#include <sodium.h>
#include <string.h>

enum {
	WRAPPED_BYTES = AGE_FILE_KEY_BYTES + 16,
	SHARE_BYTES = 32,
	SALT_BYTES = 16,
	MAC_LETTERS = 43,
	BODY_COLUMNS = 64,
	BODY_LINE_BYTES = 48,
	KNOWN_ARGUMENTS = 3
};

#define VERSION_LINE "age-encryption.org/v1\n"
#define X25519_LABEL "age-encryption.org/v1/X25519"
#define SCRYPT_LABEL "age-encryption.org/v1/scrypt"

/* As much of a stanza as a known type has; the rest is checked and counted. */
struct stanza {
	str arguments[KNOWN_ARGUMENTS];
	size_t argument_count;
	unsigned char body[WRAPPED_BYTES];
	size_t body_len;
};

/* -- the cipher of stanzas: ChaCha20-Poly1305 with a zero nonce ----------- */

static const unsigned char zero_nonce[12];

static void wrap(const unsigned char *key, const struct secret *file_key,
	unsigned char ret_body[WRAPPED_BYTES])
{
	crypto_aead_chacha20poly1305_ietf_encrypt(ret_body, NULL,
		file_key->bytes, AGE_FILE_KEY_BYTES, NULL, 0, NULL, zero_nonce,
		key);
}

static bool unwrap(const unsigned char *key, const unsigned char *body,
	struct secret *ret_file_key)
{
	return crypto_aead_chacha20poly1305_ietf_decrypt(ret_file_key->bytes,
		       NULL, NULL, body, WRAPPED_BYTES, NULL, 0, zero_nonce,
		       key) == 0;
}

/* H3: key = HKDF(shared secret, salt = share then recipient, label) */
static void x25519_key(const unsigned char *shared, const unsigned char *share,
	const unsigned char *to, unsigned char ret_key[32])
{
	unsigned char salt[2 * SHARE_BYTES];

	memcpy(salt, share, SHARE_BYTES);
	memcpy(salt + SHARE_BYTES, to, SHARE_BYTES);
	hash_derive(str_bytes(shared, 32), str_bytes(salt, sizeof(salt)),
		S(X25519_LABEL), ret_key, 32);
}

/* H4: key = scrypt(passphrase, salt = label then 16 bytes, N = 2^work) */
static bool scrypt_key(str passphrase, const unsigned char *salt,
	unsigned work, unsigned char ret_key[32])
{
	unsigned char full[sizeof(SCRYPT_LABEL) - 1 + SALT_BYTES];

	memcpy(full, SCRYPT_LABEL, sizeof(SCRYPT_LABEL) - 1);
	memcpy(full + sizeof(SCRYPT_LABEL) - 1, salt, SALT_BYTES);
	return crypto_pwhash_scryptsalsa208sha256_ll(
		       (const unsigned char *)passphrase.at, passphrase.len,
		       full, sizeof(full), (uint64_t)1 << work, 8, 1, ret_key,
		       32) == 0;
}

/* -- writing -------------------------------------------------------------- */

/* H6: the MAC over everything up to and including the three dashes. */
static hash mac_of(str header_to_dashes, const struct secret *file_key)
{
	unsigned char key[32];
	hash mac;

	hash_derive(secret_str(file_key), S(""), S("header"), key, 32);
	mac = hash_keyed(str_bytes(key, 32), header_to_dashes);
	sodium_memzero(key, sizeof(key));
	return mac;
}

static void mac_put(struct buf *out, size_t start,
	const struct secret *file_key)
{
	hash mac;

	buf_put(out, S("---"));
	mac = mac_of(str_from(buf_str(out), start), file_key);
	buf_byte(out, ' ');
	base64_put(out, str_bytes(mac.bytes, 32), false);
	buf_byte(out, '\n');
}

static void body_put(struct buf *out, const unsigned char *body)
{
	base64_put(out, str_bytes(body, WRAPPED_BYTES), false);
	buf_byte(out, '\n');
}

static void x25519_put(struct buf *out, recipient to,
	const struct secret *file_key)
{
	struct secret ephemeral = secret_random(32);
	unsigned char share[32], shared[32], key[32], body[WRAPPED_BYTES];

	must(crypto_scalarmult_curve25519_base(share, ephemeral.bytes) == 0);
	if (crypto_scalarmult_curve25519(shared, ephemeral.bytes, to.bytes) != 0) {
		die("a recipient is not a point");
	}
	x25519_key(shared, share, to.bytes, key);
	wrap(key, file_key, body);
	buf_put(out, S("-> X25519 "));
	base64_put(out, str_bytes(share, 32), false);
	buf_byte(out, '\n');
	body_put(out, body);
	sodium_memzero(shared, sizeof(shared));
	sodium_memzero(key, sizeof(key));
	secret_close(&ephemeral);
}

void age_header_write(struct buf *out, const recipient *to, size_t count,
	const struct secret *file_key)
{
	size_t start = out->len;

	must(count > 0 && count <= AGE_STANZAS_MAX);
	buf_put(out, S(VERSION_LINE)); /* H1 */
	for (size_t i = 0; i < count; i++) x25519_put(out, to[i], file_key);
	mac_put(out, start, file_key);
}

void age_header_write_passphrase(struct buf *out, str passphrase,
	unsigned work, const struct secret *file_key)
{
	size_t start = out->len;
	unsigned char salt[SALT_BYTES], key[32], body[WRAPPED_BYTES];

	rand_bytes(salt, sizeof(salt));
	if (!scrypt_key(passphrase, salt, work, key)) die("out of memory");
	wrap(key, file_key, body);
	buf_put(out, S(VERSION_LINE));
	buf_put(out, S("-> scrypt "));
	base64_put(out, str_bytes(salt, sizeof(salt)), false);
	buf_fmt(out, " %u\n", work);
	body_put(out, body);
	mac_put(out, start, file_key);
	sodium_memzero(key, sizeof(key));
}

/* -- reading -------------------------------------------------------------- */

size_t age_header_length(str bytes, bool *ret_bad)
{
	str version = S(VERSION_LINE), rest = bytes, line;
	size_t common =
		bytes.len < version.len ? bytes.len : version.len;

	*ret_bad = !str_eq(str_first(bytes, common),
		str_first(version, common));
	if (*ret_bad) return 0;
	while (str_find_byte(rest, '\n') != SIZE_MAX) {
		must(str_line(&rest, &line));
		if (str_starts(line, S("---"))) return bytes.len - rest.len;
	}
	*ret_bad = bytes.len > AGE_HEADER_MAX;
	return 0;
}

static bool is_printable(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < 0x21 || s.at[i] > 0x7e) return false;
	}
	return s.len > 0;
}

/* H2: `-> ` and arguments, each separated by exactly one blank. */
static bool arguments_read(str line, struct stanza *stanza)
{
	if (!str_starts(line, S("-> "))) return false;
	line = str_from(line, 3);
	stanza->argument_count = 0;
	for (;;) {
		str word = line, rest = S("");
		bool more = str_cut(line, ' ', &word, &rest);

		if (!is_printable(word)) return false;
		if (stanza->argument_count < KNOWN_ARGUMENTS) {
			stanza->arguments[stanza->argument_count] = word;
		}
		stanza->argument_count++;
		if (!more) return true;
		line = rest;
	}
}

/* Lines of 64 letters, ended by one of 0 to 63; canonical base64. */
static bool body_read(str *rest, struct stanza *stanza)
{
	struct buf bytes = buf_cap(BODY_LINE_BYTES);
	bool good = true, last = false;
	str line;

	stanza->body_len = 0;
	while (good && !last) {
		good = str_cut(*rest, '\n', &line, rest) &&
			line.len <= BODY_COLUMNS &&
			base64_read(line, false, &bytes);
		last = good && line.len < BODY_COLUMNS;
		if (good && stanza->body_len == 0 &&
			bytes.len == WRAPPED_BYTES) {
			memcpy(stanza->body, bytes.at, WRAPPED_BYTES);
		}
		stanza->body_len += bytes.len;
		buf_reset(&bytes);
	}
	buf_close(&bytes);
	return good;
}

static bool is_type(const struct stanza *stanza, str type)
{
	return str_eq(stanza->arguments[0], type);
}

/* Exactly `size` bytes of canonical base64. */
static bool argument_bytes(str argument, unsigned char *ret, size_t size)
{
	struct buf out = buf_cap(256);
	bool good = base64_read(argument, false, &out) && out.len == size;

	if (good) memcpy(ret, out.at, size);
	buf_close(&out);
	return good;
}

/* AGE_OK opened, AGE_NO_MATCH not for these keys, AGE_HEADER malformed. */
static enum age_result x25519_open(const struct stanza *stanza,
	const struct age_keys *keys, struct secret *ret_file_key)
{
	unsigned char share[32], shared[32], key[32];
	enum age_result result = AGE_NO_MATCH;

	/* A known type with a wrong shape fails the whole header; the body's
	 * length is checked before anything is decrypted. */
	if (stanza->argument_count != 2 || stanza->body_len != WRAPPED_BYTES ||
		!argument_bytes(stanza->arguments[1], share, 32)) {
		return AGE_HEADER;
	}
	for (size_t i = 0; i < keys->count && result == AGE_NO_MATCH; i++) {
		const struct identity *with = &keys->identities[i];

		/* libsodium refuses an all-zero result */
		if (crypto_scalarmult_curve25519(shared, with->key.bytes,
			    share) != 0) {
			return AGE_HEADER;
		}
		x25519_key(shared, share, with->recipient.bytes, key);
		if (unwrap(key, stanza->body, ret_file_key)) result = AGE_OK;
	}
	sodium_memzero(shared, sizeof(shared));
	sodium_memzero(key, sizeof(key));
	return result;
}

static enum age_result scrypt_open(const struct stanza *stanza,
	const struct age_keys *keys, struct secret *ret_file_key)
{
	unsigned char salt[SALT_BYTES], key[32];
	enum age_result result = AGE_NO_MATCH;
	uint64_t work;

	if (stanza->argument_count != 3 || stanza->body_len != WRAPPED_BYTES ||
		!argument_bytes(stanza->arguments[1], salt, SALT_BYTES) ||
		!num_read(stanza->arguments[2], 63, &work) || work == 0) {
		return AGE_HEADER;
	}
	if (keys->passphrase.len == 0) return AGE_NO_MATCH;
	if (work > keys->work_max) return AGE_HEADER;
	if (!scrypt_key(keys->passphrase, salt, (unsigned)work, key)) {
		die("out of memory");
	}
	if (unwrap(key, stanza->body, ret_file_key)) result = AGE_OK;
	sodium_memzero(key, sizeof(key));
	return result;
}

static enum age_result stanza_open(const struct stanza *stanza,
	const struct age_keys *keys, struct secret *ret_file_key)
{
	if (is_type(stanza, S("X25519"))) {
		return x25519_open(stanza, keys, ret_file_key);
	}
	if (is_type(stanza, S("scrypt"))) {
		return scrypt_open(stanza, keys, ret_file_key);
	}
	return AGE_NO_MATCH; /* an unknown type is skipped */
}

/* `--- ` and 43 letters; the line end was found before. */
static bool mac_read(str rest, hash *ret_mac)
{
	if (!str_starts(rest, S("--- ")) || !str_ends(rest, S("\n"))) {
		return false;
	}
	rest = str_from(rest, 4);
	rest.len--;
	return rest.len == MAC_LETTERS &&
	       argument_bytes(rest, ret_mac->bytes, sizeof(ret_mac->bytes));
}

/* H5: parses every stanza; the first that opens gives the file key, but a later
 * malformed one still fails the header. */
static enum age_result stanzas_open(str *rest, const struct age_keys *keys,
	struct secret *ret_file_key)
{
	enum age_result result = AGE_NO_MATCH;
	size_t count = 0;
	bool has_scrypt = false;

	while (!str_starts(*rest, S("---"))) {
		struct stanza stanza;
		str line;
		enum age_result one;

		if (++count > AGE_STANZAS_MAX) return AGE_HEADER;
		if (!str_cut(*rest, '\n', &line, rest)) return AGE_HEADER;
		if (!arguments_read(line, &stanza)) return AGE_HEADER;
		if (!body_read(rest, &stanza)) return AGE_HEADER;
		has_scrypt = has_scrypt || is_type(&stanza, S("scrypt"));
		/* scrypt stands alone */
		if (has_scrypt && count > 1) return AGE_HEADER;
		if (has_scrypt && !str_starts(*rest, S("---"))) {
			return AGE_HEADER;
		}
		if (result == AGE_OK) {
			struct age_keys none = {.work_max = keys->work_max};
			one = stanza_open(&stanza, &none, ret_file_key);
			if (one == AGE_HEADER) return one;
			continue;
		}
		one = stanza_open(&stanza, keys, ret_file_key);
		if (one != AGE_NO_MATCH) result = one;
		if (one == AGE_HEADER) return one;
	}
	return count == 0 ? AGE_HEADER : result;
}

enum age_result age_header_open(str header, const struct age_keys *keys,
	struct secret *ret_file_key)
{
	str rest = str_from(header, sizeof(VERSION_LINE) - 1);
	enum age_result result = stanzas_open(&rest, keys, ret_file_key);
	str to_dashes = str_first(header, header.len - rest.len + 3);
	hash mac, right;

	if (result != AGE_OK && result != AGE_NO_MATCH) return result;
	if (!mac_read(rest, &mac)) return AGE_HEADER;
	if (result != AGE_OK) return result;
	right = mac_of(to_dashes, ret_file_key);
	return hash_eq(mac, right) ? AGE_OK : AGE_HMAC;
}
