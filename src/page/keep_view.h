/* What the pages about keeping and erasing show (doc/erasure.md): plain data,
 * already decided. No word of a message stands in them but in the copy, which
 * is made for the person who wrote them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_KEEP_VIEW_H
#define PAGE_KEEP_VIEW_H

#include "page/desk_view.h"

/* Something due: a thread or a record, by its short name. */
struct keep_line { str id, path, ref, why; struct view_time since; };
/* An act of erasing, and how far each device is. */
struct keep_device { str who; bool done; };
struct keep_erased {
	str ref, who;
	struct view_time at;
	const struct keep_device *devices;
	size_t device_count;
	uint64_t waiting;
	bool key_here, key_gone;   /* of what not all of the team read */
};
struct keep_late { str ref, who; struct view_time at; };
struct keep_class { str label, then; uint64_t months; };
struct keep_figure { str kind, month; uint64_t count; };

struct desk_keeping {
	const struct desk_frame *frame;
	const struct keep_line *lines;
	size_t line_count;
	const struct keep_erased *erased;
	size_t erased_count;
	const struct keep_late *lates;
	size_t late_count;
	const struct keep_class *classes;
	size_t class_count;
	const struct keep_figure *figures;
	size_t figure_count;
	bool runs;                 /* an erasure goes on in the files */
	uint64_t percent;
	bool tidied;               /* just now: what follows says how far */
	uint64_t issued, destroyed;
	bool more;
};

/* Keeping, erasing or copying one thing. */
struct desk_keep {
	const struct desk_frame *frame;
	str id, path, ref;
	bool is_thread;
	uint64_t messages, files, going_out, copies, others;
	struct view_time copied;
	bool closed;               /* this desk cannot read all of it */
	/* their copy through the line */
	uint64_t codes;            /* under which they wrote; 0: it cannot go */
	uint64_t copy_files, copy_kilobytes, copy_days;
	bool copy_fits;
	bool unread, held, asked, asked_here, agreed, needs_second;
	bool can_erase, can_ask, can_agree;
	str wish;                  /* the record that asks */
	str review;                /* when a hold is looked at, as it was typed */
	const struct keep_device *devices; /* that would have to hear of it */
	size_t device_count;
	struct desk_choices reasons, knowns, holds, owners;
};

/* A person's own copy: a page that stands alone. */
struct copy_message {
	bool hers;
	str language, dir, at;
	struct html prose;
	uint64_t files;
};
struct copy {
	str organisation, made;
	const struct copy_message *messages;
	size_t message_count;
	str data;                  /* the same as JSON */
	uint64_t part, parts;      /* 0: all of it */
};

#endif
