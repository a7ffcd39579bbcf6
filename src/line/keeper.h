/* The keeper: the one process of the line with the disk. It has no network
 * and sees no plain text: sealed bytes, mailbox names, hours.
 *
 * [keeper-1] a receipt leaves only after the commit that holds its message
 * [keeper-2] a message is stored with all its attachments or not at all
 * [keeper-3] one failed message does not take others of its group with it,
 *            except where the disk lost the whole group: then none of them
 *            is acknowledged
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_KEEPER_H
#define LINE_KEEPER_H

#include "base/list.h"
#include "line/limits.h"
#include "line/organisation.h"
#include "line/published.h"
#include "line/wire.h"
#include "os/channel.h"
#include "store/spool.h"

/* What a keeper is started with. */
struct keeper_start {
	const char *folder;
	struct organisation *organisation;
	int door, sealer, reader;     /* its ends of the channels */
};
/* The role; `argument` is a struct keeper_start. */
int keeper_run(void *argument);

/* -- inside keeper*.c ----------------------------------------------------- */

/* The attachments of one submission, until its message comes. */
struct keeper_upload {
	struct keeper_upload *next;
	uint32_t id;
	struct spool_blob *blob;         /* being written, or NULL */
	spool_name names[LINE_FILES_MAX + LINE_VOICES_MAX];
	size_t count;                    /* finished ones */
	bool failed, full;
};

/* What is put, until all of it is here. */
struct keeper_put {
	struct keeper_put *next;
	enum wire_put what;
	uint32_t id;
	struct buf body;
	size_t length;
};

/* What is sent when the open group is on disk. */
struct keeper_pending {
	struct channel *to;
	unsigned kind;
	uint32_t id;
	str kept;                        /* what to say when it is */
	str lost;                        /* and when it is not */
};

struct keeper {
	struct loop *loop;
	struct channel door, sealer, reader;
	struct spool *spool;
	const char *folder;
	struct organisation *organisation;
	struct published published;      /* the guides */
	struct keeper_upload *uploads;
	struct keeper_put *puts;
	struct arena *group;             /* what pending points to */
	struct { struct keeper_pending *at; size_t count, room; } pending;
	bool released;                   /* other guides, not told yet */
	bool arrived, grown;             /* the group holds a message, a blob */
	struct timer commit, idle, hourly;
};

/* Sends `kept` or `lost` to the door once the group is on disk. */
void keeper_later(struct keeper *keeper, unsigned kind, uint32_t id, str kept,
	str lost);
/* Commits the open group now and sends what waits for it. */
void keeper_flush(struct keeper *keeper);

/* keeper_relay.c: the desk's side. */
void keeper_intake(struct keeper *keeper, uint32_t id, str bytes);
void keeper_blob_get(struct keeper *keeper, uint32_t id, str bytes);
/* Tells those who seal and show which roster is in force now. */
void keeper_roster_tell(struct keeper *keeper);
void keeper_call(struct keeper *keeper, uint32_t id, str bytes);
/* keeper_log.c: the team's log. */
void keeper_log(struct keeper *keeper, uint32_t id, str bytes);
void keeper_put(struct keeper *keeper, uint32_t id, str bytes);
void keeper_put_bytes(struct keeper *keeper, uint32_t id, str bytes);
/* keeper_guides.c */
void keeper_guide_get(struct keeper *keeper, uint32_t id, str bytes);
/* keeper_box.c: her side. */
void keeper_box(struct keeper *keeper, uint32_t id, str bytes);
void keeper_box_erase(struct keeper *keeper, uint32_t id, str bytes);
void keeper_box_copy(struct keeper *keeper, uint32_t id, str bytes);

#endif
