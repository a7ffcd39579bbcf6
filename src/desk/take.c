/* Taking a message in from the line: sealed bytes to a message in the log.
 * Each is one commit with the cursor behind it, so a kill between two of them
 * neither loses nor doubles one. What no key here opens is kept sealed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hands.h"

#include "model/message.h"
#include "os/report.h"
#include "seal/age.h"

#include <string.h>

enum { EPOCHS_MAX = 512, HOUR_MS = 3600000, ITEM_BUF = 1 << 20 };

static const err *is_taken(struct desk *desk, const hash *name, bool *ret)
{
	struct query *ask = projection_ask(&desk->projection, ASK_TAKEN);
	const err *e;

	query_bind(ask, "b", str_bytes(name->bytes, sizeof(name->bytes)));
	e = query_step(ask, ret);
	query_reset(ask);
	return e;
}

/* With the intake ring's epochs, the newest first. */
static bool sealed_open(struct desk *desk, str sealed, struct buf *plain,
	struct message *ret_message)
{
	const struct identity *epochs[EPOCHS_MAX];
	size_t count = log_epochs(desk->log, RING_INTAKE, epochs, EPOCHS_MAX);

	for (size_t i = 0; i < count; i++) {
		if (age_open(plain, sealed, epochs[i], 1) == AGE_OK) {
			return message_read(buf_str(plain), ret_message);
		}
	}
	return false;
}

static object_id first_id(struct query *ask, int column)
{
	object_id id;

	object_take(query_bytes(ask, column), &id);
	return id;
}

/* The thread this mailbox writes to; *ret_again when the same submission was
 * taken under another code. */
static const err *thread_find(struct desk *desk, const struct message *message,
	object_id *ret_thread, bool *ret_again)
{
	struct query *box = projection_ask(&desk->projection, ASK_MAILBOX);
	struct query *same = projection_ask(&desk->projection, ASK_SUBMISSION);
	bool row;
	const err *e;

	query_bind(same, "s", message->submission);
	e = query_step(same, ret_again);
	if (e == NULL && *ret_again) *ret_thread = first_id(same, 1);
	query_reset(same);
	if (e != NULL || *ret_again) return e;
	query_bind(box, "s", message->mailbox);
	e = query_step(box, &row);
	*ret_thread = row ? first_id(box, 0)
			  : fold_thread_id(message->mailbox);
	query_reset(box);
	return e;
}

static void item_fill(const struct message *message, bool again,
	uint64_t hour, struct item *item)
{
	item->kind = again ? ITEM_AGAIN : ITEM_LINE;
	item->at_ms = hour * HOUR_MS;
	item->way = S("line");
	item->language = message->language;
	item->about = message_about_word(message->about);
	item->called = message->called;
	item->submission = message->submission;
	item->boxes[0] = (struct item_box){message->mailbox,
		message->recipient};
	item->box_count = 1;
	if (again) return;
	for (size_t i = 0; i < message->file_count; i++) {
		item->files[i].id = message->files[i].blob;
		item->files[i].file = message->files[i];
	}
	item->file_count = message->file_count;
	item->text = message->text;
}

/* The message's own ops and the cursor, one commit. */
static const err *taken_commit(struct desk *desk,
	const struct relay_message *from, object_id thread, struct op *second)
{
	struct buf cursor = {0};
	struct op own[2] = {{.kind = OP_SEEN, .object = second->object,
		.field = RING_INTAKE, .value = str_bytes(from->hash.bytes,
			sizeof(from->hash.bytes))}, *second};
	struct op team = {.kind = OP_SET, .field = S("line.cursor")};
	struct log_body bodies[2] = {
		{.ring = RING_INTAKE, .unit = thread, .ops = own,
			.op_count = 2},
		{.ring = RING_TEAM, .ops = &team, .op_count = 1},
	};
	const err *e;

	buf_number(&cursor, from->cursor);
	team.value = buf_str(&cursor);
	e = desk_commit(desk, bodies, NELEM(bodies));
	buf_close(&cursor);
	return e;
}

static const err *opened_take(struct desk *desk,
	const struct relay_message *from, const struct message *message,
	struct op *op, bool *ret_kept)
{
	struct item *item = mem_get(sizeof(*item));
	struct buf bytes = buf_cap(ITEM_BUF), hex = {0};
	object_id thread;
	bool again = false;
	const err *e = thread_find(desk, message, &thread, &again);

	*ret_kept = false;
	if (e == NULL) {
		item_fill(message, again, from->hour, item);
		object_write(thread, &hex);
		item->thread = buf_str(&hex);
	}
	if (e == NULL && item_write(item, &bytes)) {
		op->field = S("item");
		op->value = buf_str(&bytes);
		e = taken_commit(desk, from, thread, op);
		*ret_kept = e == NULL;
	}
	buf_close(&bytes);
	buf_close(&hex);
	mem_free(item);
	return e;
}

static const err *one_take(struct desk *desk, const struct relay_message *from)
{
	struct buf plain = {0};
	struct message *message = mem_get(sizeof(*message));
	struct op op = {.kind = OP_SET,
		.object = fold_message_id(from->sealed)};
	bool kept = false;
	const err *e = NULL;

	if (sealed_open(desk, from->sealed, &plain, message)) {
		e = opened_take(desk, from, message, &op, &kept);
	}
	if (e == NULL && !kept) {
		op.field = S("sealed");
		op.value = from->sealed;
		e = taken_commit(desk, from, fold_desk, &op);
		if (e == NULL) report("a message stays sealed", UINT64_MAX);
	}
	buf_close(&plain);
	mem_wipe(message, sizeof(*message));
	mem_free(message);
	return e;
}

const err *hand_take(struct desk *desk, const struct relay_message *items,
	size_t count)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < count; i++) {
		bool taken;

		e = is_taken(desk, &items[i].hash, &taken);
		if (e == NULL && !taken) e = one_take(desk, &items[i]);
	}
	return e;
}
