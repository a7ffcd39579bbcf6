/* What the pages of guides show: plain data, already decided by src/guide. A
 * guide is a row of parts in the order of the page; lists and tables begin and
 * end with parts of their own. Links are relative, so that the pages work in
 * any folder and on any host.
 *
 * [guide_view-1] words in another language than the page's say so
 * [guide_view-2] what must not be turned around stands apart, left to right
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_GUIDE_VIEW_H
#define PAGE_GUIDE_VIEW_H

#include "page/locale.h"
#include "text/html.h"

/* A piece of text. Openings and closings are balanced: a link is outside,
 * then strong, then emphasis. */
struct guide_span {
	str text;
	str href;              /* of a link that opens: "#…", https or onion */
	unsigned guide;        /* not 0: leads to that guide instead */
	str guide_folder;      /* and its language, when it is another */
	str day;               /* machine form, of a date */
	bool link_opens, link_closes, strong_opens, strong_closes;
	bool emphasis_opens, emphasis_closes;
	bool apart, fixed;     /* [guide_view-2]; never broken over two lines */
};

struct guide_words {
	const struct guide_span *spans;
	size_t count;
	bool is_other;         /* [guide_view-1] in another language … */
	str lang, dir, own_name; /* … namely this */
	bool is_stale;
};

enum guide_part_kind {
	PART_HEADING_2, PART_HEADING_3, PART_HEADING_4, PART_PARAGRAPH,
	PART_NOTE, PART_WARNING,
	PART_DANGERS, PART_DANGER, PART_DANGERS_END,
	PART_SHORTS, PART_SHORT, PART_SHORTS_END,
	PART_STEPS, PART_STEPS_END, PART_ITEMS, PART_ITEMS_END,
	PART_ITEM, PART_ITEM_END,
	PART_QUESTION, PART_CHOICES, PART_CHOICE, PART_CHOICES_END,
	PART_PICTURE,
	PART_TABLE, PART_ROW_HEAD, PART_ROW, PART_TABLE_END,
	PART_SOURCES, PART_SOURCE, PART_SOURCES_END,
	PART_COUNT
};

/* A picture as it is linked to, or as it stands in the page. */
struct guide_picture {
	str folder, name;      /* "../FOLDER/NAME"; empty: not to be had */
	uint64_t bytes;        /* of that file: it is loaded when asked for */
	str large;             /* the same, wider; empty: there is none */
	uint64_t large_bytes;
	str png, jpeg;         /* bytes inside the page; one of them or none */
	unsigned width, height;
	str alt;
};

struct guide_part {
	enum guide_part_kind kind;
	str id;                /* where links lead; empty: nowhere */
	struct guide_words words; /* of a table: its caption */
	const struct guide_words *cells; /* of a row */
	size_t cell_count;
	bool is_top;           /* dangers above the first section */
	unsigned first;        /* number of the first of these steps */
	struct guide_picture picture;
};

struct guide_check {
	enum guide_check_role { CHECKER_LANGUAGE, CHECKER_MEDICINE,
		CHECKER_SECURITY } who;
	str month;             /* "11.2026" */
};

/* What a file that can be carried away is. */
enum guide_form { FORM_SITE, FORM_SINGLE, FORM_EPUB, FORM_PDF, FORM_BOOKLET,
	FORM_POCKET, FORM_ODT, FORM_TEXT, FORM_CARDS, FORM_SMS, FORM_AUDIO, FORM_ALL,
	GUIDE_FORM_COUNT };

struct guide_file {
	enum guide_form form;
	str folder, lang, name; /* "../../FOLDER/LANG/NAME"; lang may be empty */
	uint64_t kilobytes;
	size_t number;          /* among several of its kind, from 1; 0: alone */
};

/* A language that is ready. */
struct guide_language {
	str tag, dir, own_name;
	bool is_here;          /* the page's own */
	unsigned guide;        /* the same guide there; 0: only its list */
};

struct guide_place { str address; bool is_onion; };

/* Around every page. */
struct guide_frame {
	str lang, dir;         /* of the page */
	struct css style, more;
	str name;              /* of the library; empty in the quiet edition */
	str name_lang, name_dir;
	str title;             /* empty: "Page N" (the quiet edition) */
	unsigned number;
	bool demonstration;
	bool alone;            /* one file: leads to no other of ours */
	const struct guide_language *languages;
	size_t language_count;
	unsigned release;
	str date, expires;     /* words; expires may be empty */
	str release_day, expires_day; /* machine form */
};

struct guide_page {
	const struct guide_frame *frame;
	struct guide_words title;
	bool is_draft, is_overdue;
	str dangers;           /* id of danger signs further down, or empty */
	const struct guide_part *parts;
	size_t part_count;
	const struct guide_check *checks;
	size_t check_count;
	str check_again;       /* words; or empty */
	str check_again_day;
	const struct guide_file *files;
	size_t file_count;
	const struct guide_place *places; /* of one file alone */
	size_t place_count;
};

struct guide_gone {
	const struct guide_frame *frame;
	str title, why;
	bool is_story;
};

struct guide_index {
	const struct guide_frame *frame;
	const struct guide_title {
		unsigned number;
		str title;
		bool is_draft, is_withdrawn;
	} *titles;
	size_t title_count;
	const struct guide_title *stories;
	size_t story_count;
	const struct guide_file *files;
	size_t file_count;
};

struct guide_places {
	const struct guide_frame *frame;
	const struct guide_place *places;
	size_t place_count;
	str code;              /* the onion's for cameras: a PNG; or empty */
	unsigned code_side;    /* its pixels */
};

#endif
