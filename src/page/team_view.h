/* What the Team pages show: plain data, already decided and already in the
 * member's words (src/desk/ui_team*.c).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_TEAM_VIEW_H
#define PAGE_TEAM_VIEW_H

#include "page/desk_view.h"

struct team_device_view {
	str dev, name, state;      /* 32 hex; what it is called; a word */
	str heard;                 /* when it was last heard of, as words */
	bool own, frozen, removed;
	bool decide;               /* frozen for more than a day */
	bool ends, may_keep;       /* after a day; unless this member says no */
	bool may_freeze, may_remove;
	bool may_welcome;          /* nothing was heard of it yet */
};
struct team_ring_view {
	str ring, words;           /* its word in the log; what people say */
	bool in, may_change;
};
struct team_member_view {
	str id, name;
	bool admin, me, gone;
	const struct team_device_view *devices;
	size_t device_count;
	const struct team_ring_view *rings;
	size_t ring_count;
};
/* One thing that is wrong: what, what is safe, what to do. */
struct team_alarm_view {
	str what, safe, next;
	str act, verb;             /* address of a form, its button; or empty */
	bool looks;                /* it is a page that is only looked at */
};
struct team_draft_view {
	str id, what, digits, at;
	str by, who;               /* who proposed it; whose device it is */
	uint64_t has, needs;       /* who agreed, of how many */
	bool signed_here, is_removal;
	bool admins;               /* whoever looks is one who decides */
	bool fresh, intake, admin; /* of one who joins */
	bool more;                 /* more than it says: not to be agreed */
};

/* The key that the line obeys is to be changed, or on its way. */
struct team_key_view {
	bool due, waits, may;
	str device;                /* who has it and should not, or empty */
};

/* A team that parted: one side's or both sides' device. */
struct team_side_view {
	str name, member;
	str state;                 /* in words */
	bool own, agreed, asked;
};
struct desk_team_merge {
	const struct desk_frame *frame;
	const struct team_side_view *at;
	size_t count;
	str next;                  /* what to do, in words */
	bool waits, may_agree, may_end;
	bool sheet;                /* only the recovery sheet helps */
};

struct desk_team {
	const struct desk_frame *frame;
	struct team_key_view key;
	bool begun, known;         /* there is a team; somebody said who works */
	str done;                  /* what was just done, or empty */
	const struct team_alarm_view *alarms;
	size_t alarm_count;
	const struct team_draft_view *drafts;
	size_t draft_count;
	const struct team_member_view *members;
	size_t member_count;
	str threshold;             /* how many must agree, and what that means */
	str digest;
	str line;                  /* whether the line has confirmed */
	bool line_confirmed;
};

struct desk_team_add {
	const struct desk_frame *frame;
	str invitation;            /* its text */
	str request, digits, device; /* empty until a request was given */
	struct desk_choices members;
	str problem;
};
struct desk_team_welcome {
	const struct desk_frame *frame;
	str device, welcome;
};
struct desk_team_remove {
	const struct desk_frame *frame;
	str dev, device, member;
	bool two;                  /* a second admin has to agree */
};
/* Changing the line's key: said before it is done. */
struct desk_team_key {
	const struct desk_frame *frame;
	struct team_key_view key;
};
struct team_may_view { str what, who, by; bool keys; };
struct desk_team_may {
	const struct desk_frame *frame;
	const struct team_may_view *rows;
	size_t count;
};
/* A device that joins, before it was handed anything. */
struct desk_team_waits {
	const struct desk_frame *frame;
	str request, digits, problem;
	bool welcomed;
};

#endif
