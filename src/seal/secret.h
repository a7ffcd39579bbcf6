/* Key material in guarded, locked memory (sodium_malloc), wiped on release.
 * Nothing secret lives anywhere else; an arena never holds a secret.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_SECRET_H
#define SEAL_SECRET_H

#include "base/str.h"

struct secret { unsigned char *bytes; size_t size; };

/* Once per process before anything else of seal; dies when it fails. */
void seal_start(void);
struct secret secret_make(size_t size);     /* zeroed */
struct secret secret_random(size_t size);
struct secret secret_copy(str bytes);
str secret_str(const struct secret *secret); /* borrowed, guarded */
void secret_close(struct secret *secret);    /* wipes; accepts empty */
bool secret_eq(const void *a, const void *b, size_t size); /* constant time */

#endif
