/* The reader's loop: see reader.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/reader.h"

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

#include <string.h>

enum { NICE = 10, EXIT_START = 3 };

struct request { uint32_t id; unsigned kind; code secret_code; };

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
	code_derive(next->secret_code, r->salt, &r->keys);
	mem_wipe(next, sizeof(*next));
	r->busy = true;
	if (kind == WIRE_READ) {
		ask_box(r);
	} else {
		ask_erase(r);
	}
}

static void door_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct reader *r = CONTAINER(channel, struct reader, door);
	struct request *next;

	must(kind == WIRE_READ || kind == WIRE_ERASE);
	must(bytes.len == CODE_DIGITS);
	if (r->count == LINE_READ_QUEUE) {
		channel_send(&r->door, WIRE_BUSY, id, S(""));
		return;
	}
	next = &r->ring[(r->first + r->count++) % LINE_READ_QUEUE];
	next->id = id;
	next->kind = kind;
	memcpy(next->secret_code.digits, bytes.at, CODE_DIGITS);
	schedule(r);
}

/* -- answering ------------------------------------------------------------ */

/* [reader-1] */
static void request_end(struct reader *r)
{
	must(r->busy);
	code_keys_close(&r->keys);
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

static void reply_send(struct reader *r, uint64_t hour,
	const struct reply *reply)
{
	struct buf out = {0};

	pack_number(&out, hour);
	pack_str(&out, reply->language);
	pack_str(&out, reply->text);
	channel_send(&r->door, WIRE_REPLY, r->id, buf_str(&out));
	buf_close(&out);
}

static void reply_open(struct reader *r, str bytes)
{
	uint64_t hour = unpack_number(&bytes);
	str sealed = unpack_str(&bytes);
	struct buf plain = {0};
	struct reply reply;

	if (age_open(&plain, sealed, &r->keys.identity, 1) == AGE_OK &&
		reply_read(buf_str(&plain), &reply) && is_for(r, &reply)) {
		reply_send(r, hour, &reply);
	} else {
		report("a reply in a mailbox does not open", UINT64_MAX);
	}
	buf_close(&plain);
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
