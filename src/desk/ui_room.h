/* Inside desk/ui*.c only: one request on its way to a page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_ROOM_H
#define DESK_UI_ROOM_H

#include "desk/act.h"
#include "desk/query.h"
#include "desk/ui.h"
#include "text/form.h"
#include "web/web.h"

enum {
	UI_SECRET_HEX = 64,
	UI_FORM_BYTES_MAX = 256 * 1024,
	/* Six files of 25 MB and a text, as sent by a browser. */
	UI_PASTE_BYTES_MAX = 160 << 20,
	UI_OPEN_MAX = 64,       /* messages unfolded in one thread */
	/* A page of all units of the longest guide, with their spans. */
	UI_LARGE_BYTES = 512 << 20,
	UI_SEARCHES_MAX = 8,    /* the last ones can be gone back to */
	UI_SEARCH_BYTES = 400,
};

/* What was searched for last: kept here, since an address holds no words. */
struct ui_searches {
	uint64_t last;                  /* its number; 0: none yet */
	struct ui_kept_search {
		uint64_t number;
		size_t len;
		char words[UI_SEARCH_BYTES];
	} at[UI_SEARCHES_MAX];
};

struct ui {
	struct loop *loop;
	struct web *web;
	str host;
	const struct ui_host *hands;
	struct desk *desk;              /* NULL while locked */
	enum locale locale;
	bool spoken;                    /* chosen; else the browser's */
	bool for_now;                   /* the log did not take what was chosen */
	bool keys;
	unsigned idle_minutes;
	char token[UI_SECRET_HEX];      /* in the address, once */
	char cookie[UI_SECRET_HEX];     /* what the browser keeps */
	char form[UI_SECRET_HEX];       /* in every form [ui-1] */
	struct ui_searches searches;    /* forgotten when it is locked */
	struct timer idle;
	uint64_t worked_ms;             /* a member last did something */
	struct ui_bank_tried *bank;     /* a word bank that was tried, or NULL */
	struct ui_table *table;         /* tried, not yet taken in; or NULL */
};

struct ui_page {
	struct ui *ui;
	struct exchange *x;
	struct arena *arena;
	struct arena *large;            /* a page's own: closed behind it */
	enum locale locale;
	str id;                         /* of the path, 32 hex, or empty */
	const struct form *form;        /* of a POST */
	struct buf *out;
	struct desk_frame frame;
	unsigned status;
	str go;                         /* set: 303 to here instead of a page */
	unsigned again_seconds;         /* the browser asks again by itself */
	const err *stuck;               /* why what leaves alone did not */
};

/* ui_lock.c: as the button does. */
void ui_lock(struct ui *ui);
/* A desk is there now, open: its settings are what its pages go by. */
void ui_opened(struct ui *ui);
void ui_settings_look(struct ui *ui);
/* What was chosen while the log takes nothing holds until the program ends, or
 * until the log takes the next choice. */
void ui_settings_for_now(struct ui *ui, const struct view_settings *chosen);
/* Everything came back from a journey: the desk may be open by itself. */
void ui_home_look(struct ui *ui);
/* Locks by itself, when nobody works any more. */
void ui_idle_begin(struct ui *ui);
/* The page that asks for the passphrase; e: why it did not open, or NULL. */
void ui_unlock_page(struct ui_page *p, const err *e);
void ui_unlock(struct ui_page *p);
void ui_lock_page(struct ui_page *p);
void ui_erase_keys_form(struct ui_page *p);
void ui_erase_keys(struct ui_page *p);

/* ui_words.c: the "ui" fields of the views. */
str ui_text(struct ui_page *p, const char *english);
void ui_time(struct ui_page *p, struct view_time *time);
void ui_row(struct ui_page *p, struct view_row *row);
void ui_thread_words(struct ui_page *p, struct view_thread *thread);
void ui_file_words(struct ui_page *p, struct view_file *file);
str ui_language_name(enum locale locale, str tag);
str ui_way_name(enum locale locale, enum way way);
str ui_did_words(enum locale locale, enum did did);
str ui_pile_words(enum locale locale, enum pile pile);
str ui_pile_path(enum pile pile);
bool ui_pile_read(str path, enum pile *ret_pile);
bool ui_way_read(str word, enum way *ret_way);
bool ui_later_read(str word, enum later *ret_later);
struct desk_choices ui_languages(struct ui_page *p, str chosen);
struct desk_choices ui_ways(struct ui_page *p, enum way first, enum way chosen);
/* A calm sentence for what did not work. */
str ui_problem_words(struct ui_page *p, const err *e);

/* `from=N` of the query: how many rows were shown before. */
uint64_t ui_skip(struct ui_page *p);
/* ui_search.c: what was searched for under the number in `search=N` of the
 * query, how widely it was looked, and that number again. NULL: nothing. */
struct search *ui_searched(struct ui_page *p, enum search_reach *ret_reach,
	str *ret_number);

/* ui_frame.c: around a page. */
void ui_frame(struct ui_page *p);
/* The status that goes with an error. */
unsigned ui_problem_status(const err *e);
/* The page of an error, when there is nothing better to show: the words, and what
 * a form brought as `text`, to copy. */
void ui_problem(struct ui_page *p, const err *e);

/* One function a page or act, named in ui.c's table. */
void ui_inbox(struct ui_page *p);
void ui_pile(struct ui_page *p);
/* ui_first_day.c: the list for a new desk, into the inbox; putting it away. */
void ui_first_day(struct ui_page *p, struct desk_inbox *view);
void ui_first_day_away(struct ui_page *p);
void ui_search_form(struct ui_page *p);
void ui_search(struct ui_page *p);
void ui_search_shown(struct ui_page *p);
void ui_warm(struct ui_page *p);
void ui_thread(struct ui_page *p);
void ui_thread_act(struct ui_page *p, str act);
void ui_undo(struct ui_page *p);
void ui_paste_form(struct ui_page *p);
void ui_paste(struct ui_page *p);
void ui_invitation(struct ui_page *p);
void ui_settings_form(struct ui_page *p);
void ui_settings(struct ui_page *p);
void ui_recovery(struct ui_page *p);
void ui_parts(struct ui_page *p);
void ui_parts_seal(struct ui_page *p);
void ui_parts_show(struct ui_page *p);
void ui_rehearsal_form(struct ui_page *p);
void ui_rehearsal(struct ui_page *p);
void ui_rehearsal_stop(struct ui_page *p);
void ui_backup(struct ui_page *p);
void ui_backup_try(struct ui_page *p);
void ui_backup_stop(struct ui_page *p);
/* Answers by itself: true when it did. */
bool ui_file(struct ui_page *p);

/* ui_team.c: the Team pages; false when it is none of them. ui_team_join.c: the
 * one page of a device that was handed nothing yet. */
bool ui_team(struct ui_page *p);
bool ui_team_waits(struct ui_page *p);
size_t ui_team_alarm_count(struct ui_page *p);
/* How many changes of the team wait for a signature of this desk's member. */
size_t ui_team_asked(struct ui_page *p);
/* Whether it is for this desk's member to say that a device stays frozen. */
bool ui_team_frozen_asks(struct ui_page *p);
/* ui_record.c: the pages of records; false when it is none of them. */
bool ui_records(struct ui_page *p);
/* ui_bank.c: the pages of the word bank; false when it is none of them. */
bool ui_bank(struct ui_page *p);
/* ui_bank_table.c: the word bank out, by itself; and forgetting what was
 * tried. */
bool ui_bank_out(struct ui_page *p);
void ui_bank_forget(struct ui *ui);
/* ui_guide.c: the pages of guides; false when it is none of them. ui_guide_more.c:
 * what is made of one, and all of them as a folder, by itself. */
bool ui_guides(struct ui_page *p);
bool ui_guide_leaves(struct ui_page *p);
/* ui_marks.c: marks of a draft, by itself. */
bool ui_marks_alone(struct ui_page *p);
/* ui_record.c: where the frame leads to. */
void ui_record_places(struct ui_page *p);
/* ui_trouble.c: the pages for when things go wrong; false when it is none. */
bool ui_trouble(struct ui_page *p);
/* ui_journey.c: every page of a desk that is on a journey. */
void ui_journey(struct ui_page *p);
/* ui_table.c: a table out, by itself; and forgetting what was tried. */
bool ui_table_out(struct ui_page *p);
void ui_table_forget(struct ui *ui);

#endif
