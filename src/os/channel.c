/* Messages between sibling processes: see channel.h. Owns the queue of what
 * the kernel would not take yet, and one buffer for receiving (a process
 * handles one message at a time).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGES_PER_ROUND = 64 };

struct header {
	uint32_t kind;
	uint32_t id;
};

struct waiting {
	struct waiting *next;
	struct header header;
	size_t len;
	char bytes[];
};

struct channel_queue {
	struct waiting *first, **last;
	size_t bytes;
	bool was_full;
	bool paused;
};

/* Static: the largest message, once a process. Wiped after each. */
static union {
	struct header header;
	char bytes[sizeof(struct header) + CHANNEL_MESSAGE_MAX];
} inbox;

static void want_set(struct channel *channel)
{
	unsigned want = channel->queue->paused ? 0 : LOOP_READ;

	if (channel->queue->first != NULL) want |= LOOP_WRITE;
	if (channel->watch.want == want && channel->watch.added) return;
	channel->watch.want = want;
	loop_watch(channel->loop, &channel->watch);
}

static void lost(struct channel *channel)
{
	if (channel->lost == NULL) die("a sibling process is lost");
	loop_drop(channel->loop, &channel->watch);
	channel->lost(channel);
}

/* True when the kernel took it; *ret_lost when nobody is there any more. */
static bool transmit(int fd, struct header header, str bytes, bool *ret_lost)
{
	struct iovec parts[2] = {{&header, sizeof(header)},
		{(void *)(uintptr_t)bytes.at, bytes.len}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t done = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);

	*ret_lost = done < 0 && errno != EAGAIN && errno != EINTR &&
		errno != ENOBUFS;
	return done >= 0;
}

static void queue_add(struct channel_queue *queue, struct header header,
	str bytes)
{
	struct waiting *waiting = mem_get(sizeof(*waiting) + bytes.len);

	waiting->header = header;
	waiting->len = bytes.len;
	if (bytes.len > 0) memcpy(waiting->bytes, bytes.at, bytes.len);
	*queue->last = waiting;
	queue->last = &waiting->next;
	queue->bytes += bytes.len + sizeof(*waiting);
	if (queue->bytes > CHANNEL_QUEUE_HIGH) queue->was_full = true;
}

static void queue_pop(struct channel_queue *queue)
{
	struct waiting *waiting = queue->first;

	queue->first = waiting->next;
	if (queue->first == NULL) queue->last = &queue->first;
	queue->bytes -= waiting->len + sizeof(*waiting);
	mem_wipe(waiting->bytes, waiting->len); /* [channel-3] */
	mem_free(waiting);
}

static void queue_flush(struct channel *channel)
{
	struct channel_queue *queue = channel->queue;
	bool is_lost = false;

	while (queue->first != NULL &&
		transmit(channel->watch.fd, queue->first->header,
			str_bytes(queue->first->bytes, queue->first->len),
			&is_lost)) {
		queue_pop(queue);
	}
	if (is_lost) {
		lost(channel);
		return;
	}
	want_set(channel);
	if (queue->was_full && queue->bytes <= CHANNEL_QUEUE_HIGH / 2) {
		queue->was_full = false;
		if (channel->drained != NULL) channel->drained(channel);
	}
}

/* Takes one message; false when none waits or the channel ended. */
static bool receive_one(struct channel *channel)
{
	ssize_t got = recv(channel->watch.fd, inbox.bytes, sizeof(inbox.bytes),
		MSG_DONTWAIT | MSG_TRUNC);
	size_t len;

	if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
	if (got <= 0) {
		lost(channel);
		return false;
	}
	/* [channel-2] */
	must((size_t)got >= sizeof(struct header));
	must((size_t)got <= sizeof(inbox.bytes));
	len = (size_t)got - sizeof(struct header);
	channel->receive(channel, inbox.header.kind, inbox.header.id,
		str_bytes(inbox.bytes + sizeof(struct header), len));
	mem_wipe(inbox.bytes, (size_t)got);
	return channel->queue != NULL && channel->watch.added;
}

static void ready(struct watch *watch, unsigned events)
{
	struct channel *channel = CONTAINER(watch, struct channel, watch);
	int most = MESSAGES_PER_ROUND;

	if (events & (LOOP_READ | LOOP_HANGUP)) {
		while (most-- > 0 && !channel->queue->paused) {
			if (!receive_one(channel)) break;
		}
	}
	if (channel->queue != NULL && channel->watch.added &&
		(events & LOOP_WRITE)) {
		queue_flush(channel);
	}
}

void channel_open(struct channel *channel, struct loop *loop, int fd,
	channel_fn *receive)
{
	int size = 1 << 20;

	channel->watch = (struct watch){.fd = fd, .ready = ready};
	channel->loop = loop;
	channel->receive = receive;
	channel->queue = mem_get(sizeof(*channel->queue));
	channel->queue->last = &channel->queue->first;
	/* Room for a dozen of the largest messages; the kernel may give less. */
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	must(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
	want_set(channel);
}

void channel_close(struct channel *channel)
{
	if (channel->queue == NULL) return;
	loop_drop(channel->loop, &channel->watch);
	while (channel->queue->first != NULL) queue_pop(channel->queue);
	mem_free(channel->queue);
	channel->queue = NULL;
	(void)close(channel->watch.fd);
}

void channel_send(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct header header = {kind, id};
	bool is_lost = false;

	must(bytes.len <= CHANNEL_MESSAGE_MAX); /* [channel-2] */
	if (channel->queue->first == NULL &&
		transmit(channel->watch.fd, header, bytes, &is_lost)) {
		return;
	}
	if (is_lost) {
		lost(channel);
		return;
	}
	queue_add(channel->queue, header, bytes);
	want_set(channel);
}

bool channel_is_full(const struct channel *channel)
{
	return channel->queue->bytes > CHANNEL_QUEUE_HIGH; /* [channel-1] */
}

void channel_pause(struct channel *channel, bool paused)
{
	channel->queue->paused = paused;
	want_set(channel);
}

void pack_number(struct buf *out, uint64_t number)
{
	buf_put(out, str_bytes(&number, sizeof(number)));
}

void pack_str(struct buf *out, str s)
{
	pack_number(out, s.len);
	buf_put(out, s);
}

uint64_t unpack_number(str *rest)
{
	uint64_t number;

	must(rest->len >= sizeof(number)); /* [channel-2] */
	memcpy(&number, rest->at, sizeof(number));
	*rest = str_from(*rest, sizeof(number));
	return number;
}

str unpack_str(str *rest)
{
	uint64_t len = unpack_number(rest);
	str s;

	must(len <= rest->len); /* [channel-2] */
	s = str_first(*rest, (size_t)len);
	*rest = str_from(*rest, (size_t)len);
	return s;
}
