/* The desk's pages, over HTTP on 127.0.0.1 to this member's own browser.
 * Every page works without script.
 *
 * [ui-1] nobody without this start's token gets anything but a calm refusal,
 *        whatever the Host or Origin; a form of another page does nothing
 * [ui-2] free text never stands in an address or a title
 * [ui-3] locked, no page shows anything of anyone
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_UI_H
#define DESK_UI_H

#include "desk/desk.h"
#include "desk/rehearse_job.h"
#include "desk/sync.h"
#include "os/loop.h"

struct ui;

struct homecoming_state;
struct journey_ask;

/* Back from a journey: `stick` is a folder, or NULL: from the line alone;
 * `without`: also when attachments are on neither. */
struct ui_back { str passphrase, part; const char *stick; bool without; };

enum ui_drill { UI_DRILL_ASK, UI_DRILL_START, UI_DRILL_STOP };

/* What the running desk (run.c) does for its pages. */
struct ui_host {
	/* The passphrase was typed (and the team's part): opens the desk and
	 * begins to visit the line. As desk_open_with. */
	const err *(*unlock)(void *owner, str passphrase, str part,
		struct desk **ret_desk);
	/* Ends the visits and closes the desk. */
	void (*lock)(void *owner);
	/* The same, and its key file is gone: desk_keys_erase. */
	const err *(*erase)(void *owner);
	/* A member asks for a visit to the line now. */
	void (*visit)(void *owner);
	struct sync_status (*status)(void *owner);
	/* Begins or stops trying the newest backup; 0: it is not being tried,
	 * else the stage, up to DRILL_STAGES. */
	unsigned (*drill)(void *owner, enum ui_drill wish);
	/* Leaving with little: journey_leave, then it is locked and the rest is
	 * removed. */
	const err *(*leave)(void *owner, const struct journey_ask *ask);
	/* On a journey: what was taken along, as journey_carried; begins to
	 * bring the rest back (homecoming.h), how far that is (false: it was
	 * not begun), and stops it. */
	bool (*away)(void *owner);
	const err *(*carried)(void *owner, str passphrase, struct buf *out);
	const err *(*back)(void *owner, const struct ui_back *ask);
	bool (*coming)(void *owner, struct homecoming_state *ret_state,
		bool *ret_reached);
	void (*stay)(void *owner);
	/* The open desk; NULL while it is locked. */
	struct desk *(*home)(void *owner);
	/* The rehearsal of the open desk. */
	struct rehearse_job *(*rehearsal)(void *owner);
	void *owner;
	const char *guides;     /* the folder of guides, or NULL */
};

/* Serves on `listener`, which stays the caller's. `host` is "127.0.0.1:PORT";
 * both are borrowed. The desk begins locked, unless `desk` is given. */
struct ui *ui_open(struct loop *loop, int listener, str host,
	const struct ui_host *hands, struct desk *desk);
void ui_close(struct ui **ui);
/* Appends the address to open in the browser: it carries the token once, and
 * the browser keeps it as a cookie of its throw-away profile. */
void ui_address(const struct ui *ui, struct buf *out);

#endif
