/* Typed messages between the processes of one role, over a SOCK_SEQPACKET
 * pair. A message is a kind, an id that names the exchange, and bytes. Order
 * is kept; what cannot be sent at once waits in a queue here, and
 * channel_is_full asks the producer to pause [channel-1]. A message that is
 * too long or malformed is a bug of ours and ends the process [channel-2];
 * a sibling that has gone ends it too, and the parent starts all anew.
 * Bytes handed over are wiped here once the kernel has them [channel-3].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_CHANNEL_H
#define OS_CHANNEL_H

#include "base/buf.h"
#include "os/loop.h"

/* A padded 64 KiB message sealed to one recipient, with room for its row. */
enum { CHANNEL_MESSAGE_MAX = 80 * 1024, CHANNEL_QUEUE_HIGH = 1 << 20 };

struct channel;

typedef void channel_fn(struct channel *channel, unsigned kind, uint32_t id,
	str bytes);

struct channel {
	struct watch watch;
	struct loop *loop;
	channel_fn *receive;   /* bytes are valid during the call only */
	void (*drained)(struct channel *channel); /* NULL, or: queue is low again */
	void (*lost)(struct channel *channel);    /* NULL: die("sibling lost") */
	struct channel_queue *queue;
};

/* Begins to listen on `fd` (taken over, made non-blocking). */
void channel_open(struct channel *channel, struct loop *loop, int fd,
	channel_fn *receive);
void channel_close(struct channel *channel);
void channel_send(struct channel *channel, unsigned kind, uint32_t id,
	str bytes);
/* More than CHANNEL_QUEUE_HIGH bytes wait. */
bool channel_is_full(const struct channel *channel);
/* Stops / resumes receiving, to push back on the other side. */
void channel_pause(struct channel *channel, bool paused);

/* Packs and unpacks fields of a message: a length-counted run of strs and
 * numbers. Reading past the end is a bug [channel-2]. */
void pack_number(struct buf *out, uint64_t number);
void pack_str(struct buf *out, str s);
uint64_t unpack_number(str *rest);
str unpack_str(str *rest);

#endif
