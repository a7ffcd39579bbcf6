/* Her side of the spool: the sealed replies in a mailbox and their files, her
 * own messages' hours, erasing. Called by the reader only. Opens nothing: replies leave as
 * they came.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/keeper.h"

#include "os/report.h"

#include <string.h>

enum { BOX_ARENA_BYTES = 64 << 20 };

static spool_name name_of(str bytes)
{
	spool_name name;

	must(bytes.len == SPOOL_NAME_BYTES);
	memcpy(name.bytes, bytes.at, SPOOL_NAME_BYTES);
	return name;
}

static void box_send(struct keeper *k, uint32_t id, const struct spool_box *box)
{
	struct buf out = {0};

	for (size_t i = 0; i < box->sent_count; i++) {
		pack_number(&out, box->sent[i].hour);
		pack_number(&out, box->sent[i].files);
		channel_send(&k->reader, WIRE_BOX_SENT, id, buf_str(&out));
		buf_reset(&out);
	}
	for (size_t i = 0; i < box->reply_count; i++) {
		pack_number(&out, box->replies[i].hour);
		pack_number(&out, box->replies[i].has_file);
		pack_str(&out, box->replies[i].sealed);
		channel_send(&k->reader, WIRE_BOX_REPLY, id, buf_str(&out));
		buf_reset(&out);
	}
	buf_close(&out);
}

static void end_send(struct keeper *k, uint32_t id, bool ok)
{
	struct buf out = {0};

	pack_number(&out, ok);
	channel_send(&k->reader, WIRE_BOX_END, id, buf_str(&out));
	buf_close(&out);
}

/* Marked as shown before they leave, so a reply that may have been seen is
 * never reported as taken back. */
static void shown(struct keeper *k, spool_name mailbox)
{
	const err *e = spool_shown(k->spool, mailbox);

	if (e != NULL) report_err("shown replies could not be marked", e);
	keeper_flush(k);
}

void keeper_box(struct keeper *k, uint32_t id, str bytes)
{
	struct arena *arena = arena_open(BOX_ARENA_BYTES);
	spool_name mailbox = name_of(bytes);
	struct spool_box box = {0};
	const err *e = spool_box(k->spool, arena, mailbox, &box);

	if (e != NULL) {
		report_err("a mailbox could not be read", e);
		box = (struct spool_box){0};
	}
	if (box.reply_count > 0) shown(k, mailbox);
	box_send(k, id, &box);
	end_send(k, id, e == NULL);
	arena_close(&arena);
}

/* -- the file of a reply --------------------------------------------------- */

static void copy_reply(struct keeper *k, uint32_t id, str sealed)
{
	struct buf out = {0};

	pack_str(&out, sealed);
	channel_send(&k->reader, WIRE_BOX_COPY_REPLY, id, buf_str(&out));
	buf_close(&out);
}

static void copy_piece(struct keeper *k, uint32_t id, uint64_t size, str piece)
{
	struct buf out = {0};

	pack_number(&out, size);
	pack_str(&out, piece);
	channel_send(&k->reader, WIRE_BOX_COPY_BYTES, id, buf_str(&out));
	buf_close(&out);
}

/* A megabyte at most, sealed: it is read before any of it is sent, so that a
 * reply is never sent without its file. */
static const err *copy_get(struct keeper *k, spool_name mailbox,
	spool_name blob, struct buf *reply, struct buf *file)
{
	uint64_t size = 0;
	const err *e;

	keeper_flush(k); /* only what is durable leaves */
	e = spool_copy_find(k->spool, mailbox, blob, reply);
	if (e == NULL) {
		e = spool_blob_read(k->spool, blob, 0, RELAY_COPY_MAX, file,
			&size);
	}
	if (e == NULL && (size != file->len || size == 0)) {
		e = err_make(ERR_FORMAT, "a copy is not whole");
	}
	return e;
}

void keeper_box_copy(struct keeper *k, uint32_t id, str bytes)
{
	spool_name mailbox = name_of(unpack_str(&bytes));
	spool_name blob = name_of(unpack_str(&bytes));
	struct buf reply = {0}, file = {0};
	const err *e = copy_get(k, mailbox, blob, &reply, &file);
	str rest = buf_str(&file);

	if (e != NULL && e->code != ERR_ABSENT) {
		report_err("a copy could not be read", e);
	}
	copy_reply(k, id, e == NULL ? buf_str(&reply) : S(""));
	while (e == NULL && rest.len > 0) {
		copy_piece(k, id, file.len, str_first(rest, LINE_PIECE_BYTES));
		rest = str_from(rest, LINE_PIECE_BYTES);
	}
	buf_close(&reply);
	buf_close(&file);
}

/* -- erasing --------------------------------------------------------------- */

void keeper_box_erase(struct keeper *k, uint32_t id, str bytes)
{
	spool_name mailbox = name_of(unpack_str(&bytes));
	str proof = unpack_str(&bytes);
	struct buf out = {0};
	bool matched = false;
	size_t unread = 0;
	const err *e;

	must(proof.len == 32);
	keeper_flush(k); /* erasing commits by itself */
	e = spool_erase(k->spool, mailbox, (const unsigned char *)proof.at,
		&matched, &unread);
	if (e != NULL) report_err("a mailbox could not be erased", e);
	pack_number(&out, e == NULL);
	pack_number(&out, matched);
	pack_number(&out, unread);
	channel_send(&k->reader, WIRE_ERASED, id, buf_str(&out));
	buf_close(&out);
}
