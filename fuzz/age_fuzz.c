/* age files: the same answer however the file is cut into pieces; what does
 * not open gives nothing out of an unverified chunk. The golden file of
 * doc/seal.md 1.7 is among the seeds, so the way past the MAC is open. The
 * first byte is the size of a piece.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "seal/age.h"

static struct identity golden(void)
{
	static struct identity identity;
	char secret[32];

	if (identity.key.bytes != NULL) return identity;
	seal_start();
	for (size_t i = 0; i < sizeof(secret); i++) secret[i] = 1;
	identity = identity_from(str_bytes(secret, sizeof(secret)));
	return identity;
}

static enum age_result open_in_pieces(const struct identity *with, str sealed,
	size_t piece, struct buf *plain)
{
	struct age_opener *opener = age_opener_open(with, 1, S(""), 0);
	enum age_result result = AGE_MORE;

	while (sealed.len > 0 && result == AGE_MORE) {
		result = age_opener_put(opener, str_first(sealed, piece),
			plain);
		sealed = str_from(sealed, piece);
	}
	if (result == AGE_MORE) result = age_opener_end(opener, plain);
	age_opener_close(&opener);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct identity identity = golden();
	str input = fuzz_input(bytes, size);
	size_t piece = fuzz_take_byte(&input) + 1;
	struct buf whole = {0}, pieces = {0};
	enum age_result one = open_in_pieces(&identity, input, input.len + 1,
		&whole);
	enum age_result other = open_in_pieces(&identity, input, piece,
		&pieces);

	must(one == other && one != AGE_MORE && one != AGE_ARMOR);
	must(str_eq(buf_str(&whole), buf_str(&pieces)));
	/* [age-1] */
	must(one == AGE_OK || whole.len % AGE_CHUNK_BYTES == 0);
	buf_reset(&whole);
	must(age_open(&whole, input, &identity, 1) == one);
	buf_close(&whole);
	buf_close(&pieces);
	return 0;
}
