/* The door: the one process of the line that talks to visitors and desks. It
 * opens no file and holds no key; what a person wrote passes through it and is
 * kept only until its receipt.
 *
 * [door-1] a code page is shown only after the receipt
 * [door-2] whatever goes wrong while writing, the words come back in the page
 * [door-3] a wrong or missing token gets the bytes of any unknown path
 * [door-4] an unknown code gets the bytes of an empty mailbox
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_DOOR_H
#define LINE_DOOR_H

#include "line/job.h"
#include "line/limits.h"
#include "line/organisation.h"
#include "line/shelf.h"
#include "line/wire.h"
#include "os/channel.h"
#include "page/locale.h"

struct door_start {
	struct organisation *organisation;
	const struct shelf *shelf;      /* the guides, rendered */
	int listener;
	int parent, sealer, pool, reader, keeper;
};
/* The role; `argument` is a struct door_start. */
int door_run(void *argument);

/* -- inside door*.c ------------------------------------------------------- */

struct door {
	struct loop *loop;
	struct web *web;
	struct channel parent, sealer, pool, reader, keeper;
	struct organisation *organisation;
	const struct shelf *shelf;
	int listener;
	struct jobs jobs;
	size_t uploads, polls, puts, copies;
	size_t codes_asked;             /* of the pool, not answered yet */
	str style_ltr, style_rtl;       /* of every page */
	str headers_ltr, headers_rtl;
	struct watch signals;
	struct timer leaving;
	uint64_t leave_by_ms;
};

/* What a path is: the locale, the rest behind it, and whether it had one. */
struct door_path {
	enum locale locale;
	bool has_locale;
	str rest;
};
struct door_path door_path_of(const struct exchange *x);

/* Answers with a page; `pad` rounds its length up to 4, 16 or 64 KiB. */
void door_page(struct exchange *x, enum locale locale, unsigned status,
	const struct buf *html, bool pad);

/* door_pages.c */
bool door_pages_get(struct door *door, struct exchange *x,
	const struct door_path *path);
void door_not_found(struct door *door, struct exchange *x);
/* The page for an error; the words are chosen by the status. */
void door_error(struct door *door, struct exchange *x, unsigned status);
/* The same for web's own refusals, which have no exchange to speak of. */
void door_error_body(struct door *door, enum locale locale, unsigned status,
	struct buf *out);

/* door_write.c */
struct web_take door_write_head(struct door *door, struct exchange *x);
void door_write_piece(struct door *door, struct exchange *x, str bytes);
void door_write_whole(struct door *door, struct exchange *x);
void door_write_gone(struct door *door, struct job *job);
void door_write_code(struct door *door, uint32_t id, str bytes);
void door_write_receipt(struct door *door, uint32_t id, str bytes);
void door_write_resume(struct door *door);
void door_write_busy(struct door *door, uint32_t id);
/* Her words, for web's own refusal of this exchange; false when it is none. */
bool door_write_refusal(const struct exchange *x, struct buf *out);

/* door_answers.c */
void door_answers_post(struct door *door, struct exchange *x);
void door_erase_post(struct door *door, struct exchange *x);
void door_again_post(struct door *door, struct exchange *x);
void door_code_post(struct door *door, struct exchange *x);
void door_answers_gone(struct door *door, struct job *job);
void door_answers_said(struct door *door, unsigned kind, uint32_t id,
	str bytes);

/* door_copy.c */
void door_copy_post(struct door *door, struct exchange *x);
void door_copy_said(struct door *door, uint32_t id, str bytes);
void door_copy_busy(struct door *door, uint32_t id);
void door_copy_gone(struct door *door, struct job *job);

/* door_pull.c */
void door_pull_blob(struct door *door, struct exchange *x, str named);
/* A file of the guides in force, by its path in the manifest. */
void door_pull_guide(struct door *door, struct exchange *x, str path,
	str type, str headers);
void door_pull_piece(struct door *door, uint32_t id, str bytes);
void door_pull_gone(struct door *door, struct job *job);

/* door_relay.c */
bool door_is_relay(const struct exchange *x);
struct web_take door_relay_head(struct door *door, struct exchange *x);
void door_relay_whole(struct door *door, struct exchange *x);
void door_relay_gone(struct door *door, struct job *job);
void door_relay_said(struct door *door, unsigned kind, uint32_t id, str bytes);

#endif
