/* The reader: for one request at a time it derives the keys of a code, asks
 * the keeper for the mailbox, opens the replies and wipes everything. No disk,
 * no network, a lower priority, a queue with a cap of its own: guessing codes
 * costs others who read, never those who write.
 *
 * [reader-1] a derived identity lives in guarded memory until its request is
 *            answered, and no longer
 * [reader-2] an unknown code takes the same steps as an empty mailbox
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_READER_H
#define LINE_READER_H

#include "seal/code.h"

struct reader_start {
	unsigned char salt[CODE_SALT_BYTES];
	int door, keeper;
};
/* The role; `argument` is a struct reader_start. */
int reader_run(void *argument);

#endif
