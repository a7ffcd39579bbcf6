/* What the pages of the guides' editor show: plain data, already decided. Filled
 * by src/desk/ui_guide*.c. Words of guides are everybody's to read; who signed
 * stands on pages of the desk alone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_GUIDE_DESK_VIEW_H
#define PAGE_GUIDE_DESK_VIEW_H

#include "page/words_view.h"
#include "text/word_change.h"

/* A guide in one language. */
struct guide_form_view {
	str tag, name;
	bool is_source;
	uint64_t done, draft, stale, empty, total;
	str trouble;               /* why readers cannot have it, or empty */
	str signs;                 /* in words, or empty */
	bool signs_missing;
	str due, due_machine;      /* the earliest end of a check, or empty */
	bool is_due;
	/* counts, as advice */
	uint64_t words, sentences, longest, lix, lix_goal;
};

/* -- lists ---------------------------------------------------------------- */

struct guide_line {
	uint64_t number;
	str address, name, state;  /* address: the number as text */
	const struct guide_form_view *forms;
	size_t form_count;
	bool unsettled, twice;     /* the number is another's too */
};
struct desk_guides {
	const struct desk_frame *frame;
	str problem;
	const struct guide_line *lines;
	size_t count;
	struct desk_choices sources;
	str number, title;         /* of a new one */
	bool has_folder;           /* the desk was started with a folder */
	uint64_t pending;          /* changes that are in no release yet */
	str library;               /* its record, or empty */
};

/* What a folder would do. */
struct desk_guides_in {
	const struct desk_frame *frame;
	str problem;
	uint64_t guides, fresh, changed, same, signs, refused;
	bool can_take;
	const struct guide_refused_row { str where, words; } *rows;
	size_t row_count;
	const struct guide_refused_row *faults; /* files that cannot be read */
	size_t fault_count;
};

/* -- structure ------------------------------------------------------------ */

struct guide_unit_line {
	str letters, kind, kind_name, words, level;
	bool is_title, is_last, can_up;
	uint64_t stale;            /* languages in which it is */
	uint64_t sms_letters, sms_parts; /* of a short */
	bool is_short;
};
struct desk_guide {
	const struct desk_frame *frame;
	str problem;
	struct guide_line guide;
	str id, lang, dir;         /* of the record; of the source */
	str last;                  /* letters of the last part; empty: a story */
	const struct guide_unit_line *units;
	size_t unit_count;
	bool withdrawn, published;
	struct desk_choices langs;
	const struct guide_change_view { str kind, words, lang, id; } *changes;
	size_t change_count;
};

struct desk_guide_unit {
	const struct desk_frame *frame;
	str problem, address, name, letters, lang, dir;
	bool is_new, is_title, is_story;
	struct desk_choices kinds;
	str level, slots, words;
	uint64_t stale;
	bool is_short, can_up, can_down;
	uint64_t sms_letters, sms_parts;
	str record;                /* its id, for the history */
	const struct view_marks *marks;
};

/* -- the translation desk ------------------------------------------------- */

/* One unit, both sides. */
struct translate_row {
	str letters, kind_name, class_name; /* "empty draft done stale checked" */
	str state;                 /* in words */
	str source, words;         /* without marks */
};
struct translate_suggestion {
	str source, words, from;   /* from: "guide 3" */
	uint64_t percent;
	const struct word_change *changes; /* its source against this one */
	size_t change_count;
};
struct translate_term { str found, ours; };
struct desk_sign_view {
	str id, role, state, class_name, who, checked, until, until_machine,
		against;
};
struct desk_translate {
	const struct desk_frame *frame;
	str problem, address, title;
	str tag, lang_name, dir, source_tag, source_dir, source_name;
	const struct translate_row *rows;
	size_t row_count;
	struct guide_form_view form, source;
	str unfinished;            /* letters, or empty: all is done */
	bool is_source;
	const struct desk_sign_view *signs;
	size_t sign_count;
	struct desk_choices roles, members;
};

struct desk_translate_unit {
	const struct desk_frame *frame;
	str problem, address, title, letters;
	str tag, lang_name, dir, source_tag, source_dir, source_name;
	str kind_name, state, class_name;
	str source, slots;         /* with marks; a line each */
	str words, note;
	str derived;               /* made out of another form, or empty */
	const struct translate_row *before, *behind; /* or NULL */
	str previous, next, unfinished;
	bool stale;
	const struct word_change *changes; /* of the source since it was seen */
	size_t change_count;
	const struct translate_suggestion *suggestions;
	size_t suggestion_count;
	const struct translate_term *terms;
	size_t term_count;
	const struct view_marks *marks;
	bool is_empty;
	struct desk_choices missing;
	const str *rivals;         /* what others wrote, unsettled */
	size_t rival_count;
	str record;
	bool is_short;
};

/* -- what is made of it --------------------------------------------------- */

struct desk_preview {
	const struct desk_frame *frame;
	str address, title, tag, lang_name;
	str trouble;
	const struct preview_file { str folder, part, name, size; bool page; } *files;
	size_t file_count;
};

struct desk_release {
	const struct desk_frame *frame;
	str problem;
	uint64_t number;           /* of the one that would be made */
	str last, last_day;        /* the newest one, or empty */
	const struct release_line {
		str address, name, state, forms, trouble;
		bool stays, goes;  /* published already; ticked */
	} *guides;
	size_t guide_count;
	const struct guide_change_view *changes;
	size_t change_count;
	const str *missing;        /* signatures that stand in the way */
	size_t missing_count;
	bool can, has_key;
};

/* A picture to be added, and a recording of a part. */
struct desk_guide_picture {
	const struct desk_frame *frame;
	str address, name, letters, lang, dir, words;
	bool is_story;
};
struct desk_guide_recording {
	const struct desk_frame *frame;
	str address, letters, back, name, words, tag, dir, lang_name;
	uint64_t kilobytes;        /* of the one that is there; 0: none */
	bool is_story;
};

/* A release that is bound beside the desk, or was. */
struct desk_release_made {
	const struct desk_frame *frame;
	str number, day;           /* of the newest release; empty: none yet */
	bool runs, is_made, failed, has_key;
	bool is_shown;             /* the line has it */
	uint64_t done, all;
	str trouble;               /* why it failed */
	const str *left_out;       /* files that could not be taken */
	size_t left_out_count;
};

/* What did not work, what is safe, and where to go on. */
struct desk_guide_stuck {
	const struct desk_frame *frame;
	str what, next;
};

#endif
