/* A file of minisign's secret key, named on a command line and perhaps under a
 * passphrase.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_SIGNING_KEY_H
#define CLI_SIGNING_KEY_H

#include "base/err.h"
#include "seal/minisign_key.h"

/* `prompt` is asked for on the terminal when the key is under a passphrase and
 * `passphrase_file` is NULL. Close what is returned. */
const err *signing_key_read(const char *path, const char *passphrase_file,
	const char *prompt, struct minisign_key *ret_key) MUST_USE;

#endif
