/* What the desk's pages show: plain data, already decided. Queries fill the
 * facts (ids, times in milliseconds, kinds, what people wrote); the pages' own
 * code (src/desk/ui_*.c) fills what is marked "ui": words for times, kinds and
 * languages in the member's locale. A template asks nothing and computes
 * nothing. No list, title or address carries a message's words [view-1]: only
 * struct view_message has text, and only where `open` is true [view-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_DESK_VIEW_H
#define PAGE_DESK_VIEW_H

#include "base/str.h"
#include "model/message.h"
#include "page/locale.h"
#include "text/html.h"

/* -- what both sides name ------------------------------------------------- */

/* Where a thread lies. */
enum pile { PILE_NEEDS, PILE_WAITING, PILE_LATER, PILE_DONE, PILE_COUNT };

/* How a message came, and how an answer goes. */
enum way {
	WAY_LINE, WAY_WHATSAPP, WAY_INSTAGRAM, WAY_FACEBOOK, WAY_TELEGRAM,
	WAY_SIGNAL, WAY_MAIL, WAY_PHONE, WAY_IN_PERSON, WAY_OTHER,
	WAY_COUNT
};

/* When a thread that was put off comes back. */
enum later {
	LATER_EVENING, LATER_TOMORROW, LATER_SUNDAY, LATER_WEEK,
	LATER_THEY_WRITE, LATER_COUNT
};

/* A moment. `ms` 0 means none; the rest is ui. */
struct view_time {
	uint64_t ms;
	str words;         /* "2 hours ago" */
	str exact;         /* "Tuesday 24 November 2026, 14:05" */
	str machine;       /* "2026-11-24T14:05Z" for <time datetime> */
};

/* -- a thread in a list --------------------------------------------------- */

struct view_row {
	str id;                    /* 32 hex */
	str called;                /* what she is called, or empty: "no name" */
	enum message_about about;
	str language;              /* tag of her newest message */
	enum way way;              /* of her newest message */
	unsigned file_count;       /* in all her messages */
	unsigned message_count;    /* hers */
	struct view_time newest;   /* her newest message, or ours if none */
	bool fresh;                /* nobody has opened the newest yet */
	bool veiled;               /* her newest message is veiled */
	bool going_out;            /* an answer waits in the outbox */
	struct view_time answer_by;/* promised; only while she waits */
	struct view_time later;    /* comes back then */
	bool later_they_write;     /* comes back when she writes */
	bool warm;                 /* on the warm shelf */
	str found;                 /* of a search: the message, 32 hex */
	/* ui */
	str search;                /* its number, where there is one */
	str about_words, language_name, way_words;
	bool overdue;              /* answer_by has passed */
	bool here;                 /* the thread now open */
};

/* -- a thread ------------------------------------------------------------- */

struct view_file {
	str id;                    /* 32 hex */
	str name;                  /* as sent */
	str type;                  /* as sent */
	uint64_t bytes;
	bool voice;
	bool here;                 /* its sealed bytes are on this desk */
	/* ui */
	str shown_name;            /* controls made visible */
	str size_words;
	bool name_tricks;          /* the name held controls that reorder it */
	bool can_run;              /* a program, or may carry one */
	bool picture;              /* may be looked at here */
	bool sound;
};

enum view_kind { VIEW_HERS, VIEW_ANSWER, VIEW_NOTE, VIEW_KIND_COUNT };

struct view_message {
	str id;                    /* 32 hex */
	enum view_kind kind;
	enum way way;              /* how it came, or how the answer goes */
	str handle;                /* pasted: her name there */
	str author;                /* member: of an answer, note or paste */
	str language;              /* tag */
	struct view_time at;
	unsigned word_count;
	bool veiled;
	bool warm;
	bool open;                 /* asked for; else text is empty [view-2] */
	str text;
	const struct html_mark *marks; /* what was searched for, in text */
	size_t mark_count;
	const struct view_file *files;
	size_t file_count;
	/* answers */
	bool waiting;              /* in the outbox, may be undone */
	uint64_t goes_ms;          /* when it leaves the outbox */
	bool sent;                 /* the line has it */
	bool taken_back;           /* the line removed it before she saw it */
	bool take_back_asked;      /* the line has not said yet */
	bool take_back_shown;      /* she had seen it already: it stays */
	bool handed_over;          /* by hand, through `way` */
	uint64_t copy_part, copy_parts; /* their own copy goes with it; 0: none */
	/* ui */
	struct html prose;         /* text, each paragraph in its direction */
	str text_locale_dir;       /* "rtl", "ltr" */
	str language_name, way_words;
	uint64_t goes_seconds;
	bool arabic_script;
	str class_name;            /* "hers", "ours", "note" */
	str key_id;                /* "veil" on the newest of hers, for the key */
	bool can_take_back;
	bool to_hand_over;         /* an answer to be copied elsewhere */
};

struct view_thread {
	struct view_row row;
	enum pile pile;
	str language;              /* in which to answer her */
	str name_note;             /* what members call the case, or empty */
	struct view_message *messages; /* oldest first */
	size_t message_count;
	bool can_answer_line;      /* there is a mailbox to answer into */
	/* ui */
	str pile_words;
};

/* -- around every page ---------------------------------------------------- */

struct view_nav {
	uint64_t counts[PILE_COUNT];
	uint64_t going_out;        /* answers in the outbox */
	uint64_t warm;
	str organisation;          /* its name in the member's locale */
	bool demonstration;
	bool line_reached;         /* the last visit to the line went well */
	struct view_time line_at;  /* when that was */
	bool line_tight;           /* its disk is nearly full */
};

/* The last thing done, and whether it can be taken back. */
enum did {
	DID_NOTHING, DID_ANSWER, DID_NOTE, DID_PASTE, DID_DONE, DID_NEEDS,
	DID_LATER, DID_VEIL, DID_UNVEIL, DID_WARM, DID_UNWARM, DID_JOIN,
	DID_SETTINGS, DID_HANDED_OVER, DID_UNDONE, DID_BACKUP, DID_NAME,
	DID_TAKE_BACK, DID_RECORD_NEW, DID_RECORD_SET, DID_RECORD_STEP,
	DID_RECORD_SETTLED, DID_RECORD_BATCH, DID_ME, DID_CHOSEN,
	DID_ERASED, DID_COPY, DID_WORD_PROPOSED, DID_WORD_ADOPTED,
	DID_HANDED_ON, DID_COUNT
};
struct view_did {
	enum did did;
	str undo;                  /* names the action for undo; empty: cannot */
	str words;                 /* ui */
};

/* -- settings ------------------------------------------------------------- */

struct view_settings {
	enum locale locale;        /* of the desk's pages */
	bool spoken;               /* somebody chose it */
	unsigned outbox_seconds;   /* 0 to 300 */
	unsigned idle_minutes;     /* lock after */
	bool keys;                 /* single keys are on */
	struct view_time recovery_checked; /* the sheet was last confirmed */
	struct view_time backup;   /* newest one */
};

/* -- the pages themselves ------------------------------------------------- */

/* Around every page of an open desk. */
struct desk_frame {
	struct view_nav nav;
	struct view_did did;
	str form;                  /* the secret of this start's forms */
	str problem;               /* a calm sentence, or empty */
	enum pile pile;            /* the one shown, if in_pile */
	bool in_pile;
	bool keys;                 /* single keys are on */
	/* lists of records */
	const struct desk_place { str path, words; bool here; } *places;
	size_t place_count;
	str here;                  /* the path's first part: "/day" */
	size_t alarms;             /* of the team, and what waits for her yes */
	/* she is asked, and the page is one that a day begins with */
	bool asked;                /* for a signature */
	bool frozen;               /* whether a device stays frozen */
	uint64_t unsettled;
	/* words of pressure came, or a check-in said something else */
	uint64_t pressed;
	bool in_taken;
};

struct desk_unlock { const struct desk_frame *frame; str problem;
	bool part;         /* the team's part is asked for */
	str typed;         /* and was given: one slip is mended, not all typed */
};

/* One of the first things a new desk does. */
struct first_step { str words, why, path; bool done; };

struct desk_inbox {
	const struct desk_frame *frame;
	str title, pile_path;
	const struct view_row *rows;
	size_t row_count;
	str more;                  /* number of the first row behind, or empty */
	uint64_t unreadable;
	const struct first_step *steps;   /* none: all done, or put away */
	size_t step_count;
};

struct desk_search {
	const struct desk_frame *frame;
	const struct record_lines *records; /* page/record_view.h */
	size_t record_count;
	str words;
	str number;                /* of this search, in addresses */
	bool asked;
	str wider;                 /* a sentence, when it was looked more widely */
	const struct view_row *rows;
	size_t row_count;
	str more;                  /* number of the first row behind, or empty */
	bool from_start;           /* none stand before these */
};

struct desk_warm {
	const struct desk_frame *frame;
	const struct desk_warm_item {
		str thread, language;
		struct html prose;
		struct view_time at;
	} *items;
	size_t count;
};

/* One line of a list to choose from. */
struct desk_choice { str value, words; bool chosen; };
struct desk_choices { const struct desk_choice *at; size_t count; };

struct desk_paste {
	const struct desk_frame *frame;
	str thread;                /* into this one; empty: a new one */
	str text, handle, when;
	struct desk_choices ways, languages;
};

struct desk_invitation {
	const struct desk_frame *frame;
	const struct desk_invitation_text { str lang, dir, name, text; } *texts;
	size_t text_count;
};

struct desk_backup {
	struct desk_frame *frame;
	unsigned stage, stages;    /* 0: it is not being tried */
	str words;                 /* what the last try found, or empty */
	str class_name;            /* "well", "wrong" */
	str folder;                /* where backups are looked for */
	struct view_time tried, made;
};

struct desk_recovery {
	const struct desk_frame *frame;
	unsigned needed, parts;
	bool declared;             /* there are parts at all */
	str missing;               /* rings that are not sealed for them */
	bool has_part;             /* one was given to this desk */
	str part;                  /* it, once it was asked for */
	str words, class_name;     /* of the last rehearsal, or empty */
	struct view_time tried, due;
	bool is_due;
};

struct desk_rehearsal {
	const struct desk_frame *frame;
	str words, class_name;     /* what was just tried, or empty */
	str rings;                 /* never sealed */
	bool came_back, again;
	uint64_t messages, changes;
	struct view_time newest;
	unsigned needed;
	const struct desk_part_field { str name; unsigned number; } *fields;
	size_t field_count;
	unsigned stage, stages;    /* 0: it is not being tried */
};

struct desk_settings {
	const struct desk_frame *frame;
	struct desk_choices locales;
	str outbox, idle;
	bool keys;
	bool for_now;              /* the log took nothing of it */
	struct view_time checked;
};

struct view_marks;
struct desk_thread {
	const struct desk_frame *frame;
	struct view_thread thread;
	str pile_path;
	bool by_line;
	str way_words;             /* where not by the line */
	str draft;                 /* words that were not sent */
	str note_draft;
	const struct view_marks *draft_marks, *note_marks; /* or NULL */
	str search;                /* number of the search that led here */
	bool marked;               /* what was searched for is marked */
	struct desk_choices languages, ways;
	const struct desk_choice *joins; /* other threads of that name */
	size_t join_count;
	const struct desk_choice *requests; /* made of this thread */
	size_t request_count;
	bool story_waits;          /* a message may be the yes to a story */
};

#endif
