/* Inside store/pack only: pack.c (reading, appending, finding the end) and
 * pack_anew.c (written anew under another name).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_PACK_ROOM_H
#define STORE_PACK_ROOM_H

#include "os/file.h"
#include "store/pack.h"

/* Before each record: its kind, its commit, its length, its hash. */
enum { PACK_HEAD_BYTES = 1 + 4 + 4 + 32 };

#define PACK_MAGIC "bothy-pack/1\n"
enum { PACK_START = sizeof(PACK_MAGIC) - 1 /* of the first commit */ };

struct pack {
	struct file file;
	uint64_t size;      /* whole commits */
	bool waits;         /* synced as a whole, at the end */
	uint64_t torn;
	uint32_t count;     /* whole commits */
	struct buf block;   /* a commit while it is written */
	char path[256];
};

#endif
