/* A message into the tables: see fold_log.h and model/item.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/fold_room.h"

static const err *thread_add(struct fold *fold, object_id thread)
{
	struct query *add = projection_ask(fold->projection, ASK_THREAD_ADD);
	struct query *dirty = projection_ask(fold->projection,
		ASK_DIRTY_THREAD);
	const err *e;

	query_bind(add, "b", object_str(&thread));
	e = query_do(add);
	if (e == NULL && db_changes(fold->projection->db) > 0) {
		e = fold_table_again(fold, thread);
		if (e == NULL) e = fold_roots_again(fold, thread);
	}
	if (e != NULL) return e;
	query_bind(dirty, "b", object_str(&thread));
	return query_do(dirty);
}

static const err *boxes_add(struct fold *fold, const struct item *item,
	object_id thread)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < item->box_count; i++) {
		struct query *add = projection_ask(fold->projection,
			ASK_BOX_ADD);

		query_bind(add, "ssb", item->boxes[i].mailbox,
			item->boxes[i].recipient, object_str(&thread));
		e = query_do(add);
	}
	return e;
}

static const err *goes_add(struct fold *fold, const struct item *item,
	object_id message)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < item->box_count; i++) {
		object_id id = fold_reply_id(message, item->boxes[i].mailbox);
		struct query *add = projection_ask(fold->projection,
			ASK_GOES_ADD);
		struct buf reply = {0};

		object_write(id, &reply);
		query_bind(add, "sbss", buf_str(&reply), object_str(&message),
			item->boxes[i].mailbox, item->boxes[i].recipient);
		e = query_do(add);
		buf_close(&reply);
	}
	return e;
}

static const err *files_add(struct fold *fold, const struct item *item,
	object_id message)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < item->file_count; i++) {
		const struct item_file *one = &item->files[i];
		struct query *add = projection_ask(fold->projection,
			ASK_FILE_ADD);
		object_id id;

		if (!object_read(one->id, &id)) continue;
		query_bind(add, "bbnsnssssn", object_str(&id),
			object_str(&message), (uint64_t)i, one->file.blob,
			one->file.bytes, one->file.sha256, one->file.identity,
			one->file.type, one->file.name,
			(uint64_t)one->file.voice);
		e = query_do(add);
	}
	return e;
}

static uint64_t words_count(str text)
{
	uint64_t count = 0;
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		bool blank = text.at[i] == ' ' || text.at[i] == '\n' ||
			text.at[i] == '\r' || text.at[i] == '\t';

		if (!blank && !inside) count++;
		inside = !blank;
	}
	return count;
}

static const err *message_add(struct fold *fold, const struct log_op *op,
	const struct item *item, object_id thread)
{
	struct query *add = projection_ask(fold->projection, ASK_MESSAGE_ADD);
	/* Pasted: where it belongs in time; else when we had it. */
	uint64_t place = item->kind == ITEM_PASTE ? item->at_ms : op->hlc.ms;

	query_bind(add, "bbnssssssnnnnnsss", object_str(&op->op.object),
		object_str(&thread), (uint64_t)item->kind, item->way,
		item->language, item->about, item->called, item->handle,
		item->author, item->at_ms, op->hlc.ms, place, item->goes_ms,
		words_count(item->text), item->text, op->dev, item->copy);
	return query_do(add);
}

/* The same message, taken by another desk as well. */
static const err *message_again(struct fold *fold, const struct log_op *op,
	const struct item *item)
{
	struct query *earlier = projection_ask(fold->projection,
		ASK_MESSAGE_EARLIER);

	if (item->kind != ITEM_LINE) return NULL;
	query_bind(earlier, "bn", object_str(&op->op.object), op->hlc.ms);
	return query_do(earlier);
}

static const err *words_add(struct fold *fold, const struct log_op *op,
	const struct item *item)
{
	struct query *add = projection_ask(fold->projection, ASK_WORDS_ADD);
	struct buf names = {0};
	const err *e;

	buf_put(&names, item->called);
	buf_byte(&names, ' ');
	buf_put(&names, item->handle);
	query_bind(add, "bss", object_str(&op->op.object), item->text,
		buf_str(&names));
	e = query_do(add);
	buf_close(&names);
	return e;
}

static const err *submission_add(struct fold *fold, const struct log_op *op,
	const struct item *item)
{
	struct query *add = projection_ask(fold->projection,
		ASK_SUBMISSION_ADD);

	if (item->submission.len == 0) return NULL;
	query_bind(add, "sb", item->submission, object_str(&op->op.object));
	return query_do(add);
}

/* The rows beside the message itself. */
static const err *rest_add(struct fold *fold, const struct log_op *op,
	const struct item *item, object_id thread)
{
	const err *e = NULL;

	switch (item->kind) {
	case ITEM_LINE:
		e = boxes_add(fold, item, thread);
		if (e == NULL) e = submission_add(fold, op, item);
		break;
	case ITEM_ANSWER:
		e = goes_add(fold, item, op->op.object);
		if (e == NULL) e = fold_undo_add(fold, op, S("item"), S(""));
		break;
	case ITEM_PASTE:
	case ITEM_NOTE:
		e = fold_undo_add(fold, op, S("item"), S(""));
		break;
	case ITEM_AGAIN:
	case ITEM_KIND_COUNT:
		break;
	}
	if (e == NULL) e = files_add(fold, item, op->op.object);
	return e != NULL ? e : words_add(fold, op, item);
}

const err *fold_item(struct fold *fold, const struct log_op *op)
{
	struct item *item = mem_get(sizeof(*item));
	object_id thread;
	const err *e = NULL;

	if (!item_read(op->op.value, item) ||
		!object_read(item->thread, &thread)) {
		goto out; /* [fold-3] */
	}
	e = thread_add(fold, thread);
	if (e != NULL) goto out;
	if (item->kind == ITEM_AGAIN) {
		e = boxes_add(fold, item, thread);
		goto out;
	}
	e = message_add(fold, op, item, thread);
	if (e != NULL) goto out;
	if (db_changes(fold->projection->db) == 0) {
		e = message_again(fold, op, item);
		goto out;
	}
	e = rest_add(fold, op, item, thread);
	/* What was said of it before it came [fold-1]. */
	if (e == NULL) e = fold_table_again(fold, op->op.object);
out:
	mem_free(item);
	return e;
}
