/* What people type or carry as text: codes, recovery parts, keys, signature
 * files. What is read as a code or a key is written again to a text that
 * reads the same.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "seal/code.h"
#include "seal/minisign.h"
#include "seal/share.h"

#include <string.h>

static void keys(str input, struct buf *out)
{
	struct identity identity;
	recipient to, again;

	if (recipient_read(input, &to)) {
		recipient_write(to, out);
		must(recipient_read(buf_str(out), &again));
		must(recipient_eq(to, again));
	}
	buf_reset(out);
	if (identity_read(input, &identity)) {
		identity_write(&identity, out);
		must(str_eq(buf_str(out), input));
		identity_close(&identity);
	}
}

static void minisign(str input)
{
	struct minisign_key key;
	sign_public public;
	str trusted;

	if (minisign_public_read(input, &public)) {
		must(!minisign_verify(public, S("bytes"), input, &trusted));
	}
	memset(public.bytes, 1, sizeof(public.bytes));
	must(!minisign_verify(public, S("bytes"), input, &trusted));
	(void)minisign_is_legacy(input);
	(void)minisign_is_by(input, input);
	if (!minisign_key_is_sealed(input) &&
		minisign_key_read(input, S(""), &key)) {
		minisign_key_close(&key);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static bool started;
	str input = fuzz_input(bytes, size), two[2];
	size_t at;
	struct secret secret;
	struct buf out = {0};
	code read, again;

	if (!started) seal_start();
	started = true;
	if (code_read(input, &read)) {
		code_write(read, &out);
		must(code_read(buf_str(&out), &again));
		must(memcmp(read.digits, again.digits, CODE_DIGITS) == 0);
	}
	buf_reset(&out);
	keys(str_trim(input), &out);
	minisign(input);
	if (str_cut(input, '|', &two[0], &two[1]) &&
		share_join(two, 2, &secret, &at) == SHARE_OK) {
		secret_close(&secret);
	}
	buf_close(&out);
	return 0;
}
