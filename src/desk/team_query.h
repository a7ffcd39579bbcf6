/* What a desk knows of its team: members, devices, what waits for a second
 * signature, what is wrong, and the digits two people compare. Reads only.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TEAM_QUERY_H
#define DESK_TEAM_QUERY_H

#include "desk/team_act.h"

enum team_state { TEAM_ACTIVE, TEAM_FROZEN, TEAM_REMOVED, TEAM_STATE_COUNT };

/* A device that is or was in the team. */
struct team_row {
	str dev;                     /* 32 hex */
	str name;                    /* what the member calls it; empty when
	                              * it is removed and no roster says */
	object_id member;            /* zeros where no roster says */
	bool own, admin;
	enum team_state state;
	uint64_t heard_ms;           /* its newest commit here; 0: none */
	uint64_t frozen_ms;          /* since when; 0: it is not */
};
struct team_rows { struct team_row *at; size_t count; };
const err *team_rows(struct desk *desk, struct arena *arena,
	struct team_rows *ret_rows) MUST_USE;

enum team_why { TEAM_WHY_ADMIT, TEAM_WHY_REMOVE, TEAM_WHY_COUNT };
struct team_draft {
	str id;                      /* TEAM_DRAFT_HEX */
	enum team_why why;
	str dev;                     /* whom it is about */
	str name;
	object_id member;
	str by;                      /* the device that proposed it */
	uint64_t at_ms;
	size_t has, needs;           /* signatures */
	bool signed_here, fits;      /* it follows the roster in force */
	str digits;                  /* of one who joins: the 30 digits */
	bool intake, admin;          /* of one who joins: what it is given */
	bool again;                  /* of one who has a device already */
	size_t devices;              /* of whoever goes: how many */
	bool admins;                 /* this desk's member is one who signs */
	bool more;                   /* it changes more than it says: nobody
	                              * signs it */
};
struct team_drafts { struct team_draft *at; size_t count; };
const err *team_drafts(struct desk *desk, struct arena *arena,
	struct team_drafts *ret_drafts) MUST_USE;

/* A team that parted (doc/team.md T2.5): every device of either side. */
struct team_side {
	str dev, name;
	object_id member;
	bool own, apart;             /* it stands on one side only */
	bool removed;                /* the other side removed it */
	bool asked, agreed;          /* its word counts; it has given it */
};
struct team_merge {
	struct team_side *at;
	size_t count;
	bool waits;                  /* this device is one that waits */
	bool may_agree, agreed;      /* this member */
	bool enough, may_end;        /* all that is needed; it can be done here */
	bool can_end;                /* those who are left are enough */
};
/* False: the team is one. */
bool team_merge(struct desk *desk, struct arena *arena,
	struct team_merge *ret_merge) MUST_USE;

/* The rings this desk holds, and whether a member's devices are in one. */
struct team_rings { str *at; size_t count; };
struct team_rings team_rings(struct desk *desk, struct arena *arena);
bool team_has_ring(struct desk *desk, str ring, object_id member);

/* This device may write now; if not, the alarms say why. */
bool team_may_write(const struct desk *desk);
/* Nobody has said yet, after a silence, that its clock is right. */
bool team_clock_is_unsure(const struct desk *desk);
/* What stands now (model/alarm.h). */
size_t team_alarms(struct desk *desk, struct alarm *ret_alarms, size_t max);

/* 12 digits in three groups: the newest frame of every device, as this desk has
 * it. Two desks that show the same have the same log. */
void team_digest(struct desk *desk, struct buf *out);

enum team_line { TEAM_LINE_NOTHING, TEAM_LINE_WAITS, TEAM_LINE_CONFIRMED };
/* Whether the line has what followed the last removal or freeze: the public
 * roster and the token. */
struct team_line_state { enum team_line roster, token; uint64_t roster_counter,
	token_number; };
const err *team_line(struct desk *desk, struct team_line_state *ret_state)
	MUST_USE;

size_t team_member_count(const struct desk *desk);
bool team_has_begun(const struct desk *desk);
/* Whose device it is, or was, by the roster; false: that is not said. */
bool team_device_owner(struct desk *desk, str dev, object_id *ret_member)
	MUST_USE;
/* This desk's own device; whether it holds the organisation's key. */
str team_own_device(const struct desk *desk);
bool team_holds_key(const struct desk *desk);
/* A joined device that has not been handed anything yet. */
bool team_waits(const struct desk *desk);
/* On such a device: its request and digits, and the welcome it was given. */
const err *team_request_again(struct desk *desk, struct buf *ret_request,
	struct buf *ret_digits) MUST_USE;
const err *team_welcome_keep(struct desk *desk, str welcome) MUST_USE;
bool team_is_welcomed(const struct desk *desk);

#endif
