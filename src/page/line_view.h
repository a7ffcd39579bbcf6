/* What the public pages show: plain data, already decided by src/line. A
 * template asks nothing and computes nothing. `code` stands only in pages that
 * the door pads and never compresses [line_view-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_LINE_VIEW_H
#define PAGE_LINE_VIEW_H

#include "model/message.h"
#include "page/guide_view.h"
#include "page/locale.h"
#include "text/html.h"

/* Around every page. */
struct line_frame {
	str organisation;      /* its name in the reader's locale */
	bool demonstration;    /* an invented organisation */
	str path;              /* behind the locale: "", "write", "guides/2" */
	unsigned number;       /* in the neutral title, "Page 3" */
	struct css style;      /* of the locale's direction */
	/* the roster's state, at most one of them */
	bool slow;             /* no desk confirmed for 30 days */
	str unconfirmed_since; /* a date; empty below 90 days */
	bool stopped;          /* the organisation closed the door, signed */
};

/* A whole hour, in UTC; the line knows no minutes. */
struct line_hour {
	str words;             /* "24.11.2026, 14:00" */
	str machine;           /* "2026-11-24T14:00Z" */
};

struct line_start {
	const struct line_frame *frame;
	uint64_t answer_days;
	bool has_guides;
};

/* What was wrong with what she sent; her words are kept. */
enum line_wrong {
	WRONG_NOTHING,
	WRONG_EMPTY,           /* neither words nor a file */
	WRONG_LONG,            /* too many words for one message */
	WRONG_CHARSET,         /* bytes that are not UTF-8 */
	WRONG_FILE_BIG,        /* over 25 MB */
	WRONG_FILE_MANY,       /* over 5 and a voice message */
	WRONG_FORM,            /* broken on the way */
	WRONG_BUSY,            /* could not be kept now; try again soon */
	WRONG_FULL,            /* no room; nothing was kept */
	WRONG_COUNT
};

struct line_write {
	const struct line_frame *frame;
	uint64_t answer_days;
	enum line_wrong wrong;
	bool files_lost;       /* she had chosen files: choose them again */
	str text, called;
	enum message_about about;
	str submission;        /* 32 hex, hidden field */
	str code;              /* 24 digits when she writes again, else empty */
	const str *others;     /* other ways to reach us */
	size_t other_count;
};

/* What "try it once" found; it touches no mailbox. */
enum line_try { TRY_NOT_YET, TRY_RIGHT, TRY_WRONG };

struct line_code {
	const struct line_frame *frame;
	str shown;             /* "1234 5678 …", 6 groups */
	str code;              /* 24 digits, hidden field of try */
	enum line_try tried;
	unsigned files;        /* that came with the message */
	bool again;            /* she wrote under the code she has */
	uint64_t answer_days;
};

struct line_answers_form {
	const struct line_frame *frame;
	bool typo;             /* the check digits do not fit */
};

struct line_answers {
	const struct line_frame *frame;
	str code;              /* 24 digits, hidden field */
	const struct line_reply {
		struct line_hour hour;
		str lang;          /* of the text, a locale tag */
		str dir;
		struct html prose;
		uint64_t file_kilobytes; /* her copy; 0: none goes with it */
		bool file_is_here;       /* else its days are over */
		str file;                /* 32 hex, hidden field */
	} *replies;            /* newest first */
	size_t reply_count;
	const struct line_sent {
		struct line_hour hour;
		uint64_t files;
	} *sent;               /* her own messages, newest first */
	size_t sent_count;
	uint64_t copy_days;    /* how long a copy stays here */
};

/* A copy was asked for that is not here. */
struct line_copy_gone {
	const struct line_frame *frame;
	str code;              /* 24 digits, hidden field */
	uint64_t copy_days;
};

struct line_erase {
	const struct line_frame *frame;
	str code;              /* asking first; empty once it is done */
	bool matched;          /* done: something was erased */
	uint64_t unread;       /* done: messages nobody has read stay */
};

struct line_guides {
	const struct line_frame *frame;
	const struct line_guide_title {
		str number, title;
		bool is_draft, is_withdrawn;
	} *guides;
	size_t guide_count;
	const struct line_guide_title *stories;
	size_t story_count;
	const struct guide_file *files; /* of all guides in this language */
	size_t file_count;
	bool has_release;
};

struct line_guide {
	const struct line_frame *frame;
	struct html body;      /* with its own first heading */
	str next;              /* number of the next guide, or empty */
	str next_title;
	str release, date;     /* or empty */
};

struct line_releases {
	const struct line_frame *frame;
	const struct line_release {
		str number, date;
		const struct line_change {
			enum line_change_kind { LINE_ADDED, LINE_CORRECTED,
				LINE_RENEWED, LINE_WITHDRAWN } kind;
			str guide;     /* its number */
			str title;     /* empty: not in this language now */
			str words, lang, dir;
		} *changes;
		size_t change_count;
	} *releases;           /* newest first */
	size_t release_count;
};

struct line_elsewhere {
	const struct line_frame *frame;
	const struct guide_place *places;
	size_t place_count;
	bool has_code;         /* elsewhere.png: the onion's address */
	unsigned code_side;    /* in pixels */
	const struct guide_file *files;
	size_t file_count;
};

/* The pages of fixed words. */
enum line_problem {
	PROBLEM_ABSENT,        /* 404 */
	PROBLEM_MALFORMED,     /* 400 */
	PROBLEM_SLOW,          /* 408 */
	PROBLEM_LONG,          /* 413 */
	PROBLEM_BUSY,          /* 503 */
	PROBLEM_FULL,          /* 507 */
	PROBLEM_COUNT
};

#endif
