/* Inside the case files only: who belongs to a case, reckoned from its record and
 * the team (doc/log.md L13). Promises nothing is written; must never give an
 * answer from the words of somebody outside alone [case_ring-4].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASE_ROOM_H
#define DESK_CASE_ROOM_H

#include "base/list.h"
#include "desk/case_ring.h"
#include "desk/team_room.h"

enum { CASE_ARENA_BYTES = 64 << 20 };

/* The devices that are in a ring. */
struct case_devices { str at[TEAM_DEVICES_MAX]; size_t count; };

struct case_members LIST_OF(object_id);

/* The team, and one case at a time: `ring` is set by the asker. */
struct case_belonging {
	struct desk *desk;
	struct arena *arena;
	str ring;
	struct team_rows rows;
	struct team_roster *roster;
	struct case_members members;
	bool sure;              /* [case_ring-3]: who does not belong may go */
};

/* The record whose ring it is; false: it is none of a case. */
bool case_of_ring(str ring, object_id *ret_id);
/* A register of the record that ever was set; by which device, or "". */
const err *case_register_look(struct desk *desk, object_id id, str field,
	char ret_dev[LOG_DEVICE_HEX], bool *ret_is) MUST_USE;

void case_devices_find(const struct desk *desk, object_id id,
	struct case_devices *ret);
bool case_is_in(const struct case_devices *devices, str dev);
/* This device is in it now. */
bool case_am_in(const struct desk *desk, object_id id);

/* The team as it stands; `b->arena` is closed by the caller, also on error. */
const err *case_looking_begin(struct case_belonging *b, struct desk *desk)
	MUST_USE;
/* Who belongs to the case whose ring stands in `b`. ERR_ABSENT: its record was
 * erased. */
const err *case_belonging_find(struct case_belonging *b, object_id id) MUST_USE;
bool case_belongs(const struct case_belonging *b, object_id member);
/* Whether what that device says of who is in the ring counts [case_ring-4]. */
bool case_may_say(const struct case_belonging *b, str dev);
/* All that decides who belongs to a case, beside the record and what was said
 * in its ring. */
hash case_team_print(const struct case_belonging *b);

typedef const err *case_step(const struct case_belonging *b, object_id id);
/* For the record of each case's ring that this device holds, until one fails. */
const err *case_rings_each(const struct case_belonging *b, case_step *step)
	MUST_USE;

#endif
