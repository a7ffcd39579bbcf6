/* The maker: derives the keys of codes, one at a time, and keeps nothing. It
 * has no disk and no network and talks to the pool alone. Argon2id takes a
 * tenth of a second and must never stand in the way of anything else; that is
 * why it is a process of its own.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_MAKER_H
#define LINE_MAKER_H

#include "line/wire.h"
#include "seal/code.h"

struct maker_start {
	unsigned char salt[CODE_SALT_BYTES];
	int pool;
};
/* The role; `argument` is a struct maker_start. */
int maker_run(void *argument);

/* What others may know of a derived code. */
void maker_public(code secret_code, const struct code_keys *keys,
	struct code_public *ret_public);

#endif
