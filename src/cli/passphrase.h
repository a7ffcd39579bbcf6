/* A passphrase from a file or from the terminal, asked for when it is first
 * needed and kept in guarded memory until the command ends.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "base/err.h"
#include "seal/secret.h"

enum { PASSPHRASE_MAX = 1024 }; /* as the terminal's longest line */

struct passphrase {
	const char *file;     /* NULL: the terminal is asked */
	struct secret secret; /* empty until known */
	size_t len;
};

/* Makes it known. `question` is shown on the terminal; `twice` asks again and
 * refuses two that differ. One line end after the file's text is not part of
 * it. An empty passphrase is refused. */
const err *passphrase_need(struct passphrase *passphrase,
	const char *question, bool twice) MUST_USE;
/* What is known, or empty. */
str passphrase_str(const struct passphrase *passphrase);
void passphrase_close(struct passphrase *passphrase);

#endif
