/* An inbox without a folder, for tests and measurements: messages folded into
 * the projection as from a log, and a desk that can be asked. No key, no log,
 * nothing on the disk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_INBOX_LIB_H
#define TEST_DESK_INBOX_LIB_H

#include "desk/desk_room.h"
#include "model/item.h"

#include <string.h>

struct inbox { struct desk desk; uint64_t count; };

enum { INBOX_START_MS = 1000000000 };

static inline struct inbox *inbox_open(void)
{
	struct inbox *inbox = mem_get(sizeof(*inbox));

	inbox->desk.pretend_ms = INBOX_START_MS;
	inbox->desk.fold.projection = &inbox->desk.projection;
	must(projection_open(&inbox->desk.projection) == NULL);
	return inbox;
}

static inline void inbox_close(struct inbox **inbox)
{
	projection_close(&(*inbox)->desk.projection);
	mem_free(*inbox);
	*inbox = NULL;
}

static inline object_id inbox_id(unsigned char kind, uint64_t number)
{
	object_id id = {{kind}};

	for (int i = 0; i < 8; i++) {
		id.bytes[15 - i] = (unsigned char)(number >> (8 * i));
	}
	return id;
}

static inline object_id inbox_thread(uint64_t number)
{
	return inbox_id(1, number);
}

/* A pasted message in thread `thread`, a second after the one before. */
static inline void inbox_add(struct inbox *inbox, uint64_t thread, str called,
	str text)
{
	struct buf bytes = {0}, hex = {0};
	struct item *item = mem_get(sizeof(*item));
	struct log_op op = {.dev = S(""), .ring = RING_INTAKE};

	inbox->desk.pretend_ms += 1000;
	object_write(inbox_thread(thread), &hex);
	*item = (struct item){.kind = ITEM_PASTE, .thread = buf_str(&hex),
		.at_ms = inbox->desk.pretend_ms, .way = S("mail"),
		.language = S("en"), .about = S("nothing"), .called = called,
		.text = text};
	must(item_write(item, &bytes));
	op.op = (struct op){.kind = OP_SET, .field = S("item"),
		.object = inbox_id(2, ++inbox->count),
		.value = buf_str(&bytes)};
	op.hlc.ms = op.rank.ms = inbox->desk.pretend_ms;
	must(fold_op(&inbox->desk.fold, &op) == NULL);
	buf_close(&bytes);
	buf_close(&hex);
	mem_free(item);
}

/* After the last one: lists know of them. */
static inline void inbox_settle(struct inbox *inbox)
{
	must(fold_finish(&inbox->desk.fold) == NULL);
}

#endif
