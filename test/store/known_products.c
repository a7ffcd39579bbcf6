/* What libsodium worked out before in this process: products of X25519, hashes
 * of blobs, judgements on signatures. They are nine tenths of what a world
 * (world.h) costs, for each desk opens the same blobs. What is not known is
 * worked out by libsodium; bytes are compared whole, and a product is known by
 * both of its points, whoever of the two asks. Included by converge_test.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include <dlfcn.h>
#include <sodium.h>
#include <string.h>

enum { POINT = 32, POINTS_KNOWN = 1 << 12, PRODUCTS_KNOWN = 1 << 15,
	JUDGED_KNOWN = 1 << 13, HASHES_KNOWN = 1 << 13, HASHED_LEAST = 128,
	HASHED_MOST = 1 << 14, SIGNATURE = 64 };

typedef int multiply(unsigned char *out, const unsigned char *scalar,
	const unsigned char *point);
typedef int multiply_base(unsigned char *out, const unsigned char *scalar);
typedef int digest(unsigned char *out, const unsigned char *bytes,
	unsigned long long size);
typedef int verify(const unsigned char *sig, const unsigned char *bytes,
	unsigned long long size, const unsigned char *key);

static struct { unsigned char scalar[POINT], point[POINT]; }
	points_known[POINTS_KNOWN];
static struct { unsigned char low[POINT], high[POINT], product[POINT]; }
	products_known[PRODUCTS_KNOWN];
static struct { unsigned char sig[SIGNATURE], key[POINT], bytes[POINT];
	int is; bool known; } judged[JUDGED_KNOWN];

static struct { unsigned char *bytes, hash[POINT]; size_t size; }
	hashes_known[HASHES_KNOWN];

/* libsodium's own function, which ours stands before. */
static void sodium_own(const char *of, void *ret_function, size_t size)
{
	void *found = dlsym(RTLD_NEXT, of);

	must(found != NULL && size == sizeof(found));
	memcpy(ret_function, &found, size);
}

/* Places in a table: keys are as good as chance. */
static size_t place_of(const unsigned char *key, const unsigned char *other)
{
	uint64_t one, two;

	memcpy(&one, key, sizeof(one));
	memcpy(&two, other, sizeof(two));
	return (size_t)((one + two) * 0x9e3779b97f4a7c15u >> 40);
}

int crypto_scalarmult_curve25519_base(unsigned char *out,
	const unsigned char *scalar)
{
	static multiply_base *own;
	size_t at = place_of(scalar, scalar + 8) % POINTS_KNOWN;

	if (memcmp(points_known[at].scalar, scalar, POINT) != 0 ||
		sodium_is_zero(points_known[at].point, POINT)) {
		if (own == NULL) {
			sodium_own("crypto_scalarmult_curve25519_base", &own,
				sizeof(own));
		}
		if (own(points_known[at].point, scalar) != 0) return -1;
		memcpy(points_known[at].scalar, scalar, POINT);
	}
	memcpy(out, points_known[at].point, POINT);
	return 0;
}

int crypto_scalarmult_curve25519(unsigned char *out,
	const unsigned char *scalar, const unsigned char *point)
{
	static multiply *own;
	unsigned char mine[POINT];
	const unsigned char *low = point, *high = mine;
	size_t at;

	if (own == NULL) {
		sodium_own("crypto_scalarmult_curve25519", &own, sizeof(own));
	}
	if (crypto_scalarmult_curve25519_base(mine, scalar) != 0) return -1;
	if (memcmp(mine, point, POINT) < 0) {
		low = mine;
		high = point;
	}
	at = place_of(low, high) % PRODUCTS_KNOWN;
	if (memcmp(products_known[at].low, low, POINT) != 0 ||
		memcmp(products_known[at].high, high, POINT) != 0) {
		memset(products_known[at].low, 0, POINT);
		if (own(products_known[at].product, scalar, point) != 0) {
			return -1;
		}
		memcpy(products_known[at].low, low, POINT);
		memcpy(products_known[at].high, high, POINT);
	}
	memcpy(out, products_known[at].product, POINT);
	return 0;
}

/* A blob ends with what is as good as chance. */
int crypto_hash_sha256(unsigned char *out, const unsigned char *bytes,
	unsigned long long size)
{
	static digest *own;
	size_t at;

	if (own == NULL) {
		sodium_own("crypto_hash_sha256", &own, sizeof(own));
	}
	if (size < HASHED_LEAST || size > HASHED_MOST) {
		return own(out, bytes, size);
	}
	at = place_of(bytes + size - 8, bytes + size / 2) % HASHES_KNOWN;
	if (hashes_known[at].size != size ||
		memcmp(hashes_known[at].bytes, bytes, (size_t)size) != 0) {
		if (own(hashes_known[at].hash, bytes, size) != 0) return -1;
		hashes_known[at].bytes = mem_grow(hashes_known[at].bytes,
			hashes_known[at].size, (size_t)size);
		hashes_known[at].size = (size_t)size;
		memcpy(hashes_known[at].bytes, bytes, (size_t)size);
	}
	memcpy(out, hashes_known[at].hash, POINT);
	return 0;
}

int crypto_sign_verify_detached(const unsigned char *sig,
	const unsigned char *bytes, unsigned long long size,
	const unsigned char *key)
{
	static verify *own;
	size_t at = place_of(sig, key) % JUDGED_KNOWN;
	unsigned char name[POINT];

	if (own == NULL) {
		sodium_own("crypto_sign_verify_detached", &own, sizeof(own));
	}
	(void)crypto_hash_sha256(name, bytes, size);
	if (!judged[at].known || memcmp(judged[at].sig, sig, SIGNATURE) != 0 ||
		memcmp(judged[at].key, key, POINT) != 0 ||
		memcmp(judged[at].bytes, name, POINT) != 0) {
		judged[at].is = own(sig, bytes, size, key);
		memcpy(judged[at].sig, sig, SIGNATURE);
		memcpy(judged[at].key, key, POINT);
		memcpy(judged[at].bytes, name, POINT);
		judged[at].known = true;
	}
	return judged[at].is;
}
