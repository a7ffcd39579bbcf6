/* Inside the homecoming files only: what came back so far.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HOMECOMING_ROOM_H
#define DESK_HOMECOMING_ROOM_H

#include "desk/homecoming.h"

#include "desk/carry.h"
#include "desk/left.h"
#include "os/file.h"
#include "seal/secret.h"
#include "store/pack.h"

struct homecoming {
	struct arena *arena;
	const char *dir;
	struct file lock;
	struct secret passphrase, part;
	struct buf text;               /* of left.age, opened */
	struct left left;              /* points into it */
	struct carry *carry;           /* of DIR/desk/return */
	bool heard;
};

/* A file below the folder. */
const char *homecoming_path(struct homecoming *home, const char *name);

#endif
