/* Inside the carry files only: what a desk carries, and how far it got.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CARRY_ROOM_H
#define DESK_CARRY_ROOM_H

#include "desk/carry.h"
#include "os/file.h"
#include "store/pack.h"

enum { PATH_BYTES = 4096 };

/* The log, which the desk writes elsewhere, and the inbox, which is ours. */
enum source_kind { SOURCE_LOG, SOURCE_INBOX, SOURCE_COUNT };

/* Up to which commit of a pack all was offered: its number and what it was,
 * so that a pack written anew is noticed. */
struct offered { uint64_t number; hash was; };

struct source {
	struct pack *pack;           /* NULL: there is none yet */
	uint64_t known;              /* how far its names are in the set */
	uint64_t blobs;              /* in it, up to there */
	uint64_t newest;             /* number of the commit before that */
	struct offered offered;
	uint64_t position;           /* behind that commit */
	struct offered next;         /* with the offer that is under way */
	uint64_t next_position;
};

struct offer_row { const struct source *source; struct pack_record record; };

/* Up to which commit of the inbox all was given in vain, and what the log wanted
 * then. */
struct given { uint64_t wants, number; };

struct carry {
	char paths[SOURCE_COUNT][PATH_BYTES];
	char place_path[PATH_BYTES];
	struct source sources[SOURCE_COUNT];
	struct place place;
	struct given given;
	size_t limit;                /* INBOX_BLOBS_MAX, but for tests */
	struct hash_set names;
	struct offer_row rows[CARRY_OFFER_MAX];
	size_t row_count;
};

/* -- carry.c -------------------------------------------------------------- */
/* relay.place, anew. */
const err *carry_place_save(struct carry *carry);
/* Record number `i` of a commit; NULL behind the last. Those without bytes are
 * no blobs. */
const struct pack_record *carry_record_of(const struct pack_item *item,
	size_t i);
/* Takes the names of what was written since into the set, and finds the place
 * of what was offered. */
const err *carry_names_read(struct carry *carry, struct source *source);
const err *carry_source_open(struct carry *carry, enum source_kind kind);

#endif
