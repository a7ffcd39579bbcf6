/* The pool: codes that the maker derived ahead, in guarded memory, and the two
 * queues of those who wait for a derivation. No disk, no network, no Argon2.
 *
 * [pool-1] a code is handed out once
 * [pool-2] who wants a fresh code waits, and is never refused; who writes
 *          again waits in a queue with a cap, and the two take turns, so
 *          neither starves the other
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_POOL_H
#define LINE_POOL_H

#include "base/base.h"

struct pool_start { int door, maker; };
/* The role; `argument` is a struct pool_start. */
int pool_run(void *argument);

#endif
