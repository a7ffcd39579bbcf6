/* What the pages for bad days show: plain data, already decided and already in
 * the member's words (src/desk/ui_trouble*.c fills it).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_TROUBLE_VIEW_H
#define PAGE_TROUBLE_VIEW_H

#include "page/record_view.h"

/* -- somebody was taken --------------------------------------------------- */

struct desk_taken_begin {
	const struct desk_frame *frame;
	struct record_lines open;         /* going on now */
	struct desk_choices members, kinds;
	str moment;                       /* now, for the form */
};

/* One point of the checklist. */
struct taken_point {
	str key, label, who_key;          /* who_key empty: nobody is named */
	struct view_time due, done;
	bool is_done, late;
	str who;
	struct desk_choices members;
};
struct taken_phase { str label; const struct taken_point *at; size_t count; };
/* A device of hers. */
struct taken_device { str name, state; struct view_time heard; };

struct desk_taken {
	const struct desk_frame *frame;
	str id, title, kind, state, plan; /* plan: id of her safety plan */
	struct record_inputs facts;
	const struct taken_phase *phases;
	size_t phase_count;
	const struct taken_device *devices;
	size_t device_count;
	struct view_time last_heard, frozen;
	bool is_frozen, may_thaw, is_revoked, is_border;
	bool waits;                       /* a second person has to agree */
	bool agreed_here;                 /* this one has */
	const struct record_step_view *steps;
	size_t step_count;
	str seen;
};

struct taken_hand_row {
	str id, title, ref, type, when;
	struct desk_choices members;
};
struct desk_hand_over {
	const struct desk_frame *frame;
	str id, title;
	const struct taken_hand_row *rows;
	size_t count;
	bool more;
};

struct taken_warn_row {
	str place, called, what, how;     /* place: the address to open */
	struct view_time at;
	bool first;                       /* of its rank */
	str rank;
};
struct desk_warn {
	const struct desk_frame *frame;
	str id, title, organisation, printed_at;
	const struct taken_warn_row *rows;
	size_t count;
	bool cut, print;
};

/* -- safety plans --------------------------------------------------------- */

struct desk_plans {
	const struct desk_frame *frame;
	struct record_lines lines;
};
struct desk_plan_form {
	const struct desk_frame *frame;
	str id, problem;
	struct desk_choices persons, holders[3];
	str holder_labels[3];
	struct record_inputs inputs;
	bool few;                         /* fewer than three have desks */
};
struct plan_given_view { str who, reason; struct view_time at; };
struct desk_plan {
	const struct desk_frame *frame;
	str id, title, holders, problem;
	bool sealed, may_give, may_read, open;
	const struct plan_given_view *given;
	size_t given_count;
	const struct record_shown *shown; /* of an opened plan */
	size_t shown_count;
};

/* -- check-ins ------------------------------------------------------------ */

struct check_row {
	str id, title, person, state;
	struct view_time due, act;
	bool late;                        /* past the time to act */
	bool is_due;
	str alarm;                        /* a sentence, or empty */
	bool mine;                        /* this desk is hers */
};
struct check_plan_row { str id, title, person; bool waits, agreed, mine; };
struct desk_checks {
	const struct desk_frame *frame;
	const struct check_row *rows;
	size_t row_count;
	const struct check_plan_row *plans;
	size_t plan_count;
};

/* -- a journey ------------------------------------------------------------ */

struct travel_row_view { str dev, who; struct view_time since, given; };
struct desk_travel {
	const struct desk_frame *frame;
	bool prepared, ready, away, two;  /* two members' digits are needed */
	bool alone;                       /* no other desk: on paper */
	bool copied;                      /* a backup beside it has the key file */
	str paper;                        /* its digits, made just now */
	str typed;                        /* its digits, refused with a slip */
	str law;
	struct html law_prose;
	const struct travel_row_view *rows;
	size_t row_count;
	str digits, digits_who;           /* given just now */
};

struct desk_little {
	const struct desk_frame *frame;
	bool alone;                       /* no other desk: on paper */
	bool ready, line;                 /* the part is with the team; held by */
	str desk;                         /* the name of one that has seen all */
	uint64_t attachments, backups;
	struct desk_choices cases;
	bool tasks;                       /* chosen, and refused: so are */
	str typed, stick;                 /* the digits, and the folder */
};
struct desk_journey {
	const struct desk_frame *frame;
	str problem;
	bool read;                        /* what went along was asked for */
	str carried;
	struct html prose;
	bool coming, unreached;           /* on the way back */
	bool without;                     /* what was given, and refused */
	str typed, stick;
	uint64_t here, all;
};

#endif
