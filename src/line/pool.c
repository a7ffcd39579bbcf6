/* The pool's loop: see pool.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/pool.h"

#include "line/limits.h"
#include "line/wire.h"
#include "os/channel.h"
#include "os/jail.h"
#include "os/report.h"
#include "seal/code.h"
#include "seal/secret.h"

#include <string.h>

enum { EXIT_START = 3 };

/* Who waits, oldest first: a ring. */
struct waiting { uint32_t id; char digits[CODE_DIGITS]; };
struct queue {
	struct waiting *ring;
	size_t room, first, count;
};

enum turn { TURN_NONE, TURN_NEW, TURN_AGAIN, TURN_REFILL };

struct pool {
	struct loop *loop;
	struct channel door, maker;
	struct secret codes;         /* LINE_POOL_CODES struct code_public */
	size_t count;
	struct queue news, agains;
	struct secret again_room;    /* the ring of agains: it holds digits */
	enum turn working;           /* what the maker is at */
	uint32_t working_for;
	bool again_next;
};

static bool queue_add(struct queue *queue, uint32_t id, str digits)
{
	struct waiting *at;

	if (queue->count == queue->room) return false;
	at = &queue->ring[(queue->first + queue->count++) % queue->room];
	at->id = id;
	if (digits.len > 0) memcpy(at->digits, digits.at, digits.len);
	return true;
}

static struct waiting *queue_take(struct queue *queue)
{
	struct waiting *at = &queue->ring[queue->first];

	queue->first = (queue->first + 1) % queue->room;
	queue->count--;
	return at;
}

/* -- the maker's next work ------------------------------------------------ */

/* [pool-2] */
static enum turn turn_choose(const struct pool *p)
{
	if (p->agains.count > 0 && (p->again_next || p->news.count == 0)) {
		return TURN_AGAIN;
	}
	if (p->news.count > 0) return TURN_NEW;
	return p->count < LINE_POOL_CODES ? TURN_REFILL : TURN_NONE;
}

static void work(struct pool *p)
{
	struct waiting *next;

	if (p->working != TURN_NONE) return;
	p->working = turn_choose(p);
	if (p->working == TURN_NONE) return;
	p->again_next = p->working != TURN_AGAIN;
	if (p->working == TURN_REFILL) {
		channel_send(&p->maker, WIRE_CODE_NEW, 0, S(""));
		return;
	}
	next = queue_take(p->working == TURN_NEW ? &p->news : &p->agains);
	p->working_for = next->id;
	if (p->working == TURN_NEW) {
		channel_send(&p->maker, WIRE_CODE_NEW, next->id, S(""));
		return;
	}
	channel_send(&p->maker, WIRE_CODE_AGAIN, next->id,
		str_bytes(next->digits, CODE_DIGITS));
	mem_wipe(next->digits, CODE_DIGITS);
}

static void maker_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct pool *p = CONTAINER(channel, struct pool, maker);
	enum turn was = p->working;

	(void)id;
	must(kind == WIRE_CODE && bytes.len == sizeof(struct code_public));
	must(was != TURN_NONE);
	p->working = TURN_NONE;
	if (was == TURN_REFILL && p->news.count > 0) {
		/* somebody has begun to wait meanwhile */
		channel_send(&p->door, WIRE_CODE, queue_take(&p->news)->id,
			bytes);
	} else if (was == TURN_REFILL) {
		memcpy(p->codes.bytes + p->count++ * bytes.len, bytes.at,
			bytes.len);
	} else {
		channel_send(&p->door, WIRE_CODE, p->working_for, bytes);
	}
	work(p);
}

/* -- the door ------------------------------------------------------------- */

static void fresh(struct pool *p, uint32_t id)
{
	const size_t size = sizeof(struct code_public);
	unsigned char *code_bytes;

	if (p->count == 0) {
		/* The door admits fewer at once than this queue holds. */
		must(queue_add(&p->news, id, S("")));
		return;
	}
	code_bytes = p->codes.bytes + --p->count * size;
	channel_send(&p->door, WIRE_CODE, id, str_bytes(code_bytes, size));
	mem_wipe(code_bytes, size); /* [pool-1] */
}

static void door_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct pool *p = CONTAINER(channel, struct pool, door);

	if (kind == WIRE_CODE_NEW) {
		fresh(p, id);
	} else {
		must(kind == WIRE_CODE_AGAIN && bytes.len == CODE_DIGITS);
		if (!queue_add(&p->agains, id, bytes)) {
			channel_send(&p->door, WIRE_BUSY, id, S(""));
		}
	}
	work(p);
}

static void rooms_make(struct pool *p)
{
	p->codes = secret_make(LINE_POOL_CODES * sizeof(struct code_public));
	p->again_room = secret_make(LINE_AGAIN_QUEUE * sizeof(struct waiting));
	p->agains.ring = (struct waiting *)(void *)p->again_room.bytes;
	p->agains.room = LINE_AGAIN_QUEUE;
	p->news.ring = mem_get(LINE_NEW_QUEUE * sizeof(struct waiting));
	p->news.room = LINE_NEW_QUEUE;
}

int pool_run(void *argument)
{
	const struct pool_start *start = argument;
	/* Static: one pool a process, for its whole life. */
	static struct pool p;
	const err *e;

	seal_start();
	p.loop = loop_open();
	rooms_make(&p);
	e = jail_enter(JAIL_READER, NULL);
	if (e != NULL) {
		report_err("cannot keep codes", e);
		return EXIT_START;
	}
	channel_open(&p.door, p.loop, start->door, door_says);
	channel_open(&p.maker, p.loop, start->maker, maker_says);
	work(&p);
	e = loop_run(p.loop);
	if (e != NULL) report_err("the loop ended", e);
	return EXIT_START;
}
