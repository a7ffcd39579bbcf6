/* What the pages of records show: plain data, already decided and already in
 * the member's words. The pages' own code (src/desk/ui_record*.c) fills it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_RECORD_VIEW_H
#define PAGE_RECORD_VIEW_H

#include "page/desk_view.h"

/* -- lists ---------------------------------------------------------------- */

struct record_line {
	str id, title, ref;
	str why;                   /* a mirrored task's words, or empty */
	str path;                  /* where it is seen to; empty: its sheet */
	str when;                  /* what is due, as a date; or empty */
	bool late;
	bool unsettled;
	const str *facts;          /* kind, state, owner … */
	size_t fact_count;
	str class_name;            /* "fresh" while open, "seen" when closed */
};
struct record_lines { const struct record_line *at; size_t count; };

/* One list to narrow by. */
struct record_narrow { str key, label; struct desk_choices choices; };

struct desk_records {
	const struct desk_frame *frame;
	str key, title, empty;
	struct record_lines lines;
	const struct record_narrow *narrows;
	size_t narrow_count;
	bool narrowed;             /* somebody chose something */
	bool chosen;               /* from the lists to narrow by */
	bool of_members;
	str words;                 /* searched for, or empty */
	bool cut;                  /* a search gave more than is shown */
	str more;                  /* rows shown so far, or empty */
};

/* -- one record ----------------------------------------------------------- */

struct record_word {
	str words;
	str link;                  /* id of a record, or empty */
	str thread;                /* id of a thread, or empty */
	struct html prose;
	bool is_prose;
};
struct record_shown {
	str label;
	const struct record_word *words;
	size_t count;
	bool folded;               /* shown when asked for */
	bool unsettled;
};

enum record_input_kind {
	INPUT_LINE, INPUT_LINES, INPUT_TEXT, INPUT_CHOICE, INPUT_BOXES,
	INPUT_DATE, INPUT_MOMENT, INPUT_PLACE, INPUT_HIDDEN, INPUT_KIND_COUNT
};
struct record_input {
	enum record_input_kind kind;
	str key, label, hint, value;
	str problem;               /* why it was refused, or empty */
	bool needed;
	bool later;                /* comes later in a record's life */
	bool latin;                /* numbers, money, tags: left to right */
	struct desk_choices choices;      /* CHOICE, BOXES; DATE: how sure */
	struct desk_choices known, publish;  /* PLACE */
	str code;                  /* PLACE */
	str was;                   /* MOMENT: as it was shown */
};
struct record_inputs { const struct record_input *at; size_t count; };

struct record_step_view {
	str state, verb, key_id;
	struct record_inputs inputs;      /* what it still needs */
};
struct record_pointing_view { str label; struct record_lines lines; };

/* Somebody the record names, whom nobody inside let in. */
struct record_named { str key, value, name; };
/* Who reads what few may read of it. Nothing is said where all is as usual. */
struct record_case {
	str id;
	bool closed;               /* this desk is not in it, */
	bool was_in;               /* or not any more, */
	bool soon;                 /* or not yet */
	str labels;                /* what is not shown */
	str whom, whom_id;         /* whom to ask, or empty */
	bool shared, may_move;     /* all who read messages read it */
	const struct record_named *named;
	size_t named_count;
};

struct desk_record {
	const struct desk_frame *frame;
	struct record_case who;
	str id, type_key, type_words, plural, title, ref, state, seen;
	const struct record_shown *shown;
	size_t shown_count;
	const struct record_step_view *steps;
	size_t step_count;
	const struct record_pointing_view *pointing;
	size_t pointing_count;
	bool unsettled;
	struct view_time made, changed;
	str tied_key, tied_words;  /* a type that points here: make one */
	/* print */
	str printed_by, printed_at, organisation;
	bool without_names;
	bool paper;                /* for print: all of it, nothing to press */
};

struct desk_record_form {
	const struct desk_frame *frame;
	str key, plural, title;
	str id;                    /* empty: a new one */
	str seen;                  /* what of it she saw */
	struct record_inputs inputs;
	struct record_inputs later;       /* folded behind them */
	bool later_open;                  /* something stands in one of them */
	struct record_case who;
	str problem;
};

/* -- history and settling ------------------------------------------------- */

struct record_change_view {
	struct view_time at;
	str who, label, words;
	bool unseen, no_step, emptied;
};
struct desk_record_history {
	const struct desk_frame *frame;
	str id, title, ref;
	const struct record_change_view *changes;
	size_t count;
	struct record_case who;
};

/* One value of those that stand side by side. */
struct record_side {
	str value, words, who;
	struct view_time at;
	bool stands, is_prose;
	struct html prose;
};
struct record_clash {
	str id, title, ref, type_words;
	str name, label;           /* name: as record_settle takes it */
	const struct record_side *sides;
	size_t side_count;
	bool may_join;             /* a text that both can become */
	bool no_step;              /* states that do not follow one another */
	str joined;
	bool mine;
};
struct desk_settle {
	const struct desk_frame *frame;
	const struct record_clash *clashes;
	size_t count;
};

/* -- tables --------------------------------------------------------------- */

struct record_refused { str line, label, words; };
struct desk_record_table {
	const struct desk_frame *frame;
	str text;                  /* what was pasted, to be mended */
	str key, plural;
	str columns;               /* the names of all columns */
	str problem;
	bool tried;
	uint64_t fresh, changed, same, refused;
	const struct record_refused *rows;
	size_t row_count;
	bool can_take;
	str ticket;                /* names what was tried */
};

/* -- my day --------------------------------------------------------------- */

struct desk_day {
	const struct desk_frame *frame;
	str date, date_words;
	struct desk_choices members;      /* while nobody said who works here */
	bool known;
	str me;
	const struct view_row *threads;   /* answers that are late */
	size_t thread_count;
	struct record_lines late, today, waiting, chosen;
	struct desk_choices choosable;
	uint64_t over;                    /* due for erasure */
};

#endif
