/* Passphrases: see passphrase.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/passphrase.h"

#include "os/file.h"
#include "os/terminal.h"

#include <string.h>

static const err *from_file(struct passphrase *passphrase)
{
	struct buf text = buf_cap(PASSPHRASE_MAX * 2);
	struct file in = file_stdin();
	bool standard = str_eq(str_of(passphrase->file), S("-"));
	size_t got = 1;
	const err *e = NULL;
	str line;

	if (!standard) e = file_open(&in, passphrase->file, FILE_READ);
	while (e == NULL && got > 0 && text.len <= PASSPHRASE_MAX) {
		e = file_get(&in, PASSPHRASE_MAX / 2, &text, &got);
	}
	if (!standard) file_close(&in);
	line = buf_str(&text);
	if (str_ends(line, S("\n"))) line.len--;
	if (str_ends(line, S("\r"))) line.len--;
	if (e == NULL && line.len > PASSPHRASE_MAX) {
		e = err_make(ERR_USAGE, "the passphrase is over %d bytes",
			PASSPHRASE_MAX);
	}
	if (e == NULL && line.len > 0) {
		memcpy(passphrase->secret.bytes, line.at, line.len);
	}
	if (e == NULL) passphrase->len = line.len;
	buf_close(&text);
	return e;
}

static const err *from_terminal(struct passphrase *passphrase,
	const char *question, bool twice)
{
	struct secret again = secret_make(PASSPHRASE_MAX);
	size_t len = 0;
	const err *e = terminal_secret(question,
		(char *)passphrase->secret.bytes, PASSPHRASE_MAX,
		&passphrase->len);

	if (e == NULL && twice) {
		e = terminal_secret("The same again: ", (char *)again.bytes,
			PASSPHRASE_MAX, &len);
		if (e == NULL && (len != passphrase->len ||
			!secret_eq(again.bytes, passphrase->secret.bytes,
				len))) {
			e = err_make(ERR_REFUSED, "the two differ");
		}
	}
	secret_close(&again);
	return e;
}

const err *passphrase_need(struct passphrase *passphrase,
	const char *question, bool twice)
{
	const err *e;

	if (passphrase->secret.bytes != NULL) return NULL;
	passphrase->secret = secret_make(PASSPHRASE_MAX);
	e = passphrase->file == NULL
		? from_terminal(passphrase, question, twice)
		: from_file(passphrase);
	if (e == NULL && passphrase->len == 0) {
		e = err_make(ERR_REFUSED, "the passphrase is empty");
	}
	if (e != NULL) passphrase_close(passphrase);
	return e;
}

str passphrase_str(const struct passphrase *passphrase)
{
	return str_bytes(passphrase->secret.bytes, passphrase->len);
}

void passphrase_close(struct passphrase *passphrase)
{
	secret_close(&passphrase->secret);
	passphrase->len = 0;
}
