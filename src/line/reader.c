/* The reader's loop: see reader.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/reader.h"

#include "base/hex.h"
#include "line/limits.h"
#include "line/wire.h"
#include "model/message.h"
#include "os/channel.h"
#include "os/jail.h"
#include "os/process.h"
#include "os/report.h"
#include "seal/age.h"
#include "seal/hash.h"
#include "seal/secret.h"
#include "store/spool.h"

#include <string.h>

enum { NICE = 10, EXIT_START = 3 };

struct request {
	uint32_t id;
	unsigned kind;
	code secret_code;
	spool_name blob;             /* WIRE_COPY: the file that is asked for */
};

struct reader {
	struct loop *loop;
	struct channel door, keeper;
	const unsigned char *salt;
	struct secret room;          /* the ring below: it holds codes */
	struct request *ring;
	size_t first, count;
	struct timer step;
	bool busy;                   /* `keys` is in use, the keeper is asked */
	uint32_t id;
	struct code_keys keys;
	spool_name blob;
	struct identity copy_key;    /* of the file that is on its way */
	uint64_t copy_bytes;         /* its true length */
	hash copy_sum;
	struct buf copy_sealed;      /* what came of it */
};

static void schedule(struct reader *r)
{
	if (!r->busy && r->count > 0) loop_timer(r->loop, &r->step, 0);
}

/* -- asking --------------------------------------------------------------- */

static void ask_box(struct reader *r)
{
	channel_send(&r->keeper, WIRE_BOX, r->id,
		str_bytes(r->keys.mailbox, sizeof(r->keys.mailbox)));
}

static void ask_erase(struct reader *r)
{
	hash proof = hash_of(secret_str(&r->keys.erase));
	struct buf out = {0};

	pack_str(&out, str_bytes(r->keys.mailbox, sizeof(r->keys.mailbox)));
	pack_str(&out, str_bytes(proof.bytes, sizeof(proof.bytes)));
	channel_send(&r->keeper, WIRE_BOX_ERASE, r->id, buf_str(&out));
	buf_close(&out);
}

static void ask_copy(struct reader *r)
{
	struct buf out = {0};

	pack_str(&out, str_bytes(r->keys.mailbox, sizeof(r->keys.mailbox)));
	pack_str(&out, str_bytes(r->blob.bytes, sizeof(r->blob.bytes)));
	channel_send(&r->keeper, WIRE_BOX_COPY, r->id, buf_str(&out));
	buf_close(&out);
}

/* Takes the oldest request: derives, then asks the keeper. */
static void step_fire(struct timer *timer)
{
	struct reader *r = CONTAINER(timer, struct reader, step);
	struct request *next = &r->ring[r->first];
	unsigned kind = next->kind;

	if (r->busy || r->count == 0) return;
	r->first = (r->first + 1) % LINE_READ_QUEUE;
	r->count--;
	r->id = next->id;
	r->blob = next->blob;
	code_derive(next->secret_code, r->salt, &r->keys);
	mem_wipe(next, sizeof(*next));
	r->busy = true;
	if (kind == WIRE_READ) {
		ask_box(r);
	} else if (kind == WIRE_ERASE) {
		ask_erase(r);
	} else {
		ask_copy(r);
	}
}

static void door_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct reader *r = CONTAINER(channel, struct reader, door);
	struct request *next;

	must(kind == WIRE_READ || kind == WIRE_ERASE || kind == WIRE_COPY);
	must(bytes.len == CODE_DIGITS + (kind == WIRE_COPY
		? sizeof(next->blob.bytes) : 0));
	if (r->count == LINE_READ_QUEUE) {
		channel_send(&r->door, WIRE_BUSY, id, S(""));
		return;
	}
	next = &r->ring[(r->first + r->count++) % LINE_READ_QUEUE];
	next->id = id;
	next->kind = kind;
	memcpy(next->secret_code.digits, bytes.at, CODE_DIGITS);
	if (kind == WIRE_COPY) {
		memcpy(next->blob.bytes, bytes.at + CODE_DIGITS,
			sizeof(next->blob.bytes));
	}
	schedule(r);
}

/* -- answering ------------------------------------------------------------ */

/* [reader-1] */
static void request_end(struct reader *r)
{
	must(r->busy);
	code_keys_close(&r->keys);
	identity_close(&r->copy_key);
	buf_close(&r->copy_sealed);
	r->busy = false;
	schedule(r);
}

static bool is_for(const struct reader *r, const struct reply *reply)
{
	struct buf hex = {0};
	bool same;

	buf_hex(&hex, r->keys.mailbox, sizeof(r->keys.mailbox));
	same = str_eq(buf_str(&hex), reply->mailbox);
	buf_close(&hex);
	return same;
}

static void reply_send(struct reader *r, uint64_t hour, bool file_is_here,
	const struct reply *reply)
{
	struct buf out = {0};

	pack_number(&out, hour);
	pack_str(&out, reply->language);
	pack_str(&out, reply->text);
	pack_number(&out, reply->has_file ? reply->file.bytes : 0);
	pack_number(&out, file_is_here);
	pack_str(&out, reply->has_file ? reply->file.blob : S(""));
	channel_send(&r->door, WIRE_REPLY, r->id, buf_str(&out));
	buf_close(&out);
}

static void reply_open(struct reader *r, str bytes)
{
	uint64_t hour = unpack_number(&bytes);
	bool file_is_here = unpack_number(&bytes) != 0;
	str sealed = unpack_str(&bytes);
	struct buf plain = {0};
	struct reply reply;

	if (age_open(&plain, sealed, &r->keys.identity, 1) == AGE_OK &&
		reply_read(buf_str(&plain), &reply) && is_for(r, &reply)) {
		reply_send(r, hour, file_is_here, &reply);
	} else {
		report("a reply in a mailbox does not open", UINT64_MAX);
	}
	buf_close(&plain);
}

/* -- her copy -------------------------------------------------------------- */

/* The file as she saves it, or that there is none; either way it is over. */
static void copy_send(struct reader *r, str file)
{
	uint64_t size = file.len;

	do {
		struct buf out = {0};

		pack_number(&out, size);
		pack_str(&out, str_first(file, LINE_PIECE_BYTES));
		channel_send(&r->door, WIRE_COPY_BYTES, r->id, buf_str(&out));
		buf_close(&out);
		file = str_from(file, LINE_PIECE_BYTES);
	} while (file.len > 0);
	request_end(r);
}

/* What the reply says of its file is kept until the file is here. */
static bool copy_head(struct reader *r, str sealed)
{
	struct buf plain = {0}, named = {0};
	struct reply reply;
	bool right = age_open(&plain, sealed, &r->keys.identity, 1) == AGE_OK &&
		reply_read(buf_str(&plain), &reply) && is_for(r, &reply) &&
		reply.has_file;

	buf_hex(&named, r->blob.bytes, sizeof(r->blob.bytes));
	right = right && str_eq(buf_str(&named), reply.file.blob) &&
		hex_read(reply.file.sha256, r->copy_sum.bytes,
			sizeof(r->copy_sum.bytes)) &&
		identity_read(reply.file.identity, &r->copy_key);
	if (right) r->copy_bytes = reply.file.bytes;
	buf_close(&plain);
	buf_close(&named);
	return right;
}

static void copy_begin(struct reader *r, str bytes)
{
	str sealed = unpack_str(&bytes);

	r->copy_bytes = 0;
	r->copy_sealed = buf_cap(RELAY_COPY_MAX);
	if (sealed.len == 0) {
		copy_send(r, S("")); /* none follows */
	} else if (!copy_head(r, sealed)) {
		r->copy_bytes = 0; /* it is told when all has come */
	}
}

/* B3: cut at the true length, and compared. */
static void copy_open(struct reader *r)
{
	struct buf plain = buf_cap(RELAY_COPY_MAX);
	str file = {0};
	bool right = r->copy_bytes > 0 && age_open(&plain,
		buf_str(&r->copy_sealed), &r->copy_key, 1) == AGE_OK &&
		plain.len >= r->copy_bytes;

	if (right) file = str_first(buf_str(&plain), (size_t)r->copy_bytes);
	if (!right || !hash_eq(hash_of(file), r->copy_sum)) {
		report("a copy in a mailbox does not open", UINT64_MAX);
		file = S("");
	}
	copy_send(r, file);
	buf_close(&plain);
}

static void copy_piece(struct reader *r, str bytes)
{
	uint64_t size = unpack_number(&bytes);

	buf_put(&r->copy_sealed, unpack_str(&bytes));
	must(!r->copy_sealed.failed && r->copy_sealed.len <= size);
	if (r->copy_sealed.len == size) copy_open(r);
}

static void keeper_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct reader *r = CONTAINER(channel, struct reader, keeper);

	must(r->busy && id == r->id);
	if (kind == WIRE_BOX_REPLY) {
		reply_open(r, bytes);
		return;
	}
	if (kind == WIRE_BOX_COPY_REPLY) {
		copy_begin(r, bytes);
		return;
	}
	if (kind == WIRE_BOX_COPY_BYTES) {
		copy_piece(r, bytes);
		return;
	}
	must(kind == WIRE_BOX_SENT || kind == WIRE_BOX_END ||
		kind == WIRE_ERASED);
	channel_send(&r->door, kind, id, bytes);
	if (kind != WIRE_BOX_SENT) request_end(r);
}

int reader_run(void *argument)
{
	const struct reader_start *start = argument;
	/* Static: one reader a process, for its whole life. */
	static struct reader r;
	const err *e;

	process_nice(NICE);
	seal_start();
	r.salt = start->salt;
	r.loop = loop_open();
	r.room = secret_make(LINE_READ_QUEUE * sizeof(struct request));
	r.ring = (struct request *)(void *)r.room.bytes;
	r.step.fire = step_fire;
	e = jail_enter(JAIL_READER, NULL);
	if (e != NULL) {
		report_err("cannot read codes", e);
		return EXIT_START;
	}
	channel_open(&r.door, r.loop, start->door, door_says);
	channel_open(&r.keeper, r.loop, start->keeper, keeper_says);
	e = loop_run(r.loop);
	if (e != NULL) report_err("the loop ended", e);
	return EXIT_START;
}
