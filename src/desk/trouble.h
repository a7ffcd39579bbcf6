/* What the acts for bad days share: which devices there are and whose, so that
 * something can be sealed to some of them and not to others.
 *
 * [trouble-1] what is meant for some members is sealed to their devices' own
 *             rings: no other desk opens it, whatever its program
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TROUBLE_H
#define DESK_TROUBLE_H

#include "base/list.h"
#include "desk/act_room.h"

enum { TROUBLE_RING = sizeof("device-") - 1 + LOG_DEVICE_HEX,
	TROUBLE_OPS = 4 /* registers for one device in one commit */ };

struct trouble_device {
	char ring[TROUBLE_RING];     /* device-<32 hex> */
	recipient to;
	object_id member;            /* zeros: nobody said */
	bool own;
};
struct trouble_devices LIST_OF(struct trouble_device);

/* The devices of the team, this one among them, none that is frozen: nothing
 * new is for those. Kept by the arena. */
const err *trouble_devices(struct desk *desk, struct arena *arena,
	struct trouble_devices *ret_devices) MUST_USE;
/* Whose desk this is; zeros: nobody said. */
const err *trouble_me(struct desk *desk, struct arena *arena,
	object_id *ret_member) MUST_USE;
/* Every device a member has or had, by its 32 hex: frozen, removed, or here. */
struct trouble_names LIST_OF(str);
const err *trouble_ever(struct desk *desk, struct arena *arena,
	object_id member, struct trouble_names *ret_devs) MUST_USE;
bool trouble_is_nobody(object_id id);

/* Ops for some devices and for the team, gathered into one commit. */
struct trouble_bodies {
	struct arena *arena;
	object_id unit;
	struct log_body at[LOG_BODIES_MAX];
	struct op ops[LOG_BODIES_MAX][TROUBLE_OPS];
	size_t count;
};
/* One register of the unit for a device (NULL: for the whole team). Several for
 * one device become one body. */
void trouble_put(struct trouble_bodies *bodies,
	const struct trouble_device *device, str field, str value);
/* False once more devices were named than one commit holds. */
const err *trouble_commit(struct desk *desk, struct trouble_bodies *bodies)
	MUST_USE;

/* A moment and words, "MS WORDS": who wrote it is in the log. */
str trouble_note(struct arena *arena, uint64_t ms, str words);
bool trouble_note_read(str note, uint64_t *ret_ms, str *ret_words) MUST_USE;

/* Now, as a moment of the member's (model/instant.h). */
str trouble_now(struct arena *arena, uint64_t ms);

#endif
