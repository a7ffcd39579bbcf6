/* Reading a signing key: see signing_key.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/signing_key.h"

#include "cli/passphrase.h"
#include "os/file.h"

enum { KEY_FILE_MAX = 4096 }; /* minisign's are a third of a kilobyte */

const err *signing_key_read(const char *path, const char *passphrase_file,
	const char *prompt, struct minisign_key *ret_key)
{
	struct passphrase passphrase = {.file = passphrase_file};
	struct buf text = {0};
	const err *e = file_read(path, KEY_FILE_MAX, &text);

	if (e == NULL && minisign_key_is_sealed(buf_str(&text))) {
		e = passphrase_need(&passphrase, prompt, false);
	}
	if (e == NULL && !minisign_key_read(buf_str(&text),
			passphrase_str(&passphrase), ret_key)) {
		e = err_make(ERR_KEY, "the secret key file is damaged, or the"
			" passphrase is another");
	}
	passphrase_close(&passphrase);
	buf_close(&text);
	return e;
}
