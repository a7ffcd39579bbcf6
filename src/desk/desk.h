/* An open desk: the keys in guarded memory, the log, and the projection folded
 * from it. There is one while a member is at work; locking closes it, and
 * nothing readable is left. Acts (act.h) change it, queries (query.h) ask it,
 * visits to the line (sync.h) feed it.
 *
 * [desk-1] nothing readable is on the disk: the log, the snapshots and the
 *          attachments are sealed, the projection is in memory
 * [desk-2] one process at a time: the folder's lock is held while it is open
 * [desk-3] the projection can be thrown away: what the log says is the truth
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "base/err.h"
#include "desk/signed_list.h"
#include "desk/sync.h"
#include "model/roster.h"
#include "page/locale.h"

struct desk;

/* Opens the desk in `dir`/desk. ERR_KEY: not this passphrase; ERR_ABSENT: no
 * desk or no key file there (`bothy recover` says what to do); ERR_BUSY: it is
 * open elsewhere; ERR_FORMAT: the log is damaged. About a second of work. */
const err *desk_open(struct desk **ret_desk, const char *dir, str passphrase)
	MUST_USE;
/* How far opening is when no snapshot fits and the log is read from its start:
 * bytes of what it says, and of all of it, sealed; there are fewer of the first
 * until it is done, and then as many. */
typedef void desk_step(uint64_t bytes, uint64_t sealed_bytes);
/* `part` is what the team holds during a journey (seal/share.h), as typed, or
 * empty; `step` may be NULL. */
struct desk_door { str passphrase, part; desk_step *step; };
/* The same on a journey, or for who wants to be told how far it is.
 * ERR_GONE: this desk was made ready for a journey and the part is missing;
 * ERR_USAGE: it is not this journey's. */
const err *desk_open_with(struct desk **ret_desk, const char *dir,
	struct desk_door door) MUST_USE;
/* Locks: keeps a snapshot, wipes and frees. Accepts NULL. */
void desk_close(struct desk **desk);
/* Keeps a snapshot while it is open, so that whatever ends it, the log is not read
 * from its start again. */
void desk_keep(struct desk *desk);

/* There is a desk in `dir`: a page can ask for its passphrase. */
bool desk_exists(const char *dir);
/* Its key file is where it was: erased, an open desk locks itself. */
bool desk_has_key(const struct desk *desk);
/* Erases the key file of the desk in `dir` wherever it lies there: the backups in
 * `dir`/backups that hold it go whole. Nothing else goes. It cannot be undone:
 * what brings the desk back are two parts of the recovery sheet, or joining
 * anew. */
const err *desk_keys_erase(const char *dir) MUST_USE;
/* A backup in `dir`/backups holds the key file, or may. */
bool desk_key_is_copied(const char *dir);

/* -- what it is ----------------------------------------------------------- */
/* Its own organisation's name in that locale; kept as long as the desk. */
str desk_organisation(const struct desk *desk, enum locale locale);
bool desk_is_demonstration(const struct desk *desk);
/* Where the line is reached: the roster's addresses, the first is usual. */
size_t desk_address_count(const struct desk *desk);
str desk_address(const struct desk *desk, size_t number);
/* The public roster itself, as long as the desk is open and unchanged. */
const struct roster *desk_roster(const struct desk *desk);
/* The relay's token, hex. */
str desk_token(const struct desk *desk);
/* A new token for the team's roster of that number: the line hears of it, signed,
 * at the next visit; the one before then only fetches the log, for 60 days. */
const err *desk_token_renew(struct desk *desk, uint64_t roster_number) MUST_USE;
/* Signs lists of these and lets them wait for the next visit: blobs of the log
 * that are destroyed by common consent, or intake messages that every intake
 * device has. Durable on return; they are told after what the log holds is on
 * the line. ERR_REFUSED: this device does not hold the organisation's key. */
const err *desk_list_tell(struct desk *desk, enum signed_list_kind kind,
	const hash *hashes, size_t count) MUST_USE;
/* The folder of guides it was started with, for their pictures and recordings;
 * borrowed. */
void desk_guides_from(struct desk *desk, const char *folder);
/* 64 hex. */
str desk_org(const struct desk *desk);
/* The folder of sealed attachments. */
const char *desk_files(const struct desk *desk);

/* What this desk says and hears at a visit to the line. */
extern const struct sync_hands desk_hands;

/* The time the desk goes by. Tests may move it. */
uint64_t desk_now_ms(const struct desk *desk);
void desk_pretend_now(struct desk *desk, uint64_t now_ms);

#endif
