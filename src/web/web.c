/* Accepting, the cap on connections, and the pool of lent buffers: see web.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/connection.h"

#include "os/socket.h"

const struct web_limits web_limits_line = {
	.connections_max = 12000,
	.header_ms = 10000,
	.body_ms = 10000,
	.body_bytes_per_s = 1024,
	.idle_ms = 60000,
	.role_ms = 120000,
};

const struct web_limits web_limits_desk = {
	.connections_max = 64, /* one browser */
	.header_ms = 10000,
	.body_ms = 60000,
	.body_bytes_per_s = 1024,
	.idle_ms = 300000,
	.role_ms = 120000,
};

/* -- idle connections, oldest first --------------------------------------- */

void idle_add(struct connection *connection)
{
	struct web *web = connection->web;

	must(!connection->in_idle_list);
	connection->in_idle_list = true;
	connection->newer = NULL;
	connection->older = web->idle_newest;
	if (web->idle_newest != NULL) web->idle_newest->newer = connection;
	web->idle_newest = connection;
	if (web->idle_oldest == NULL) web->idle_oldest = connection;
}

void idle_remove(struct connection *connection)
{
	struct web *web = connection->web;

	if (!connection->in_idle_list) return;
	connection->in_idle_list = false;
	if (connection->older != NULL) {
		connection->older->newer = connection->newer;
	} else {
		web->idle_oldest = connection->newer;
	}
	if (connection->newer != NULL) {
		connection->newer->older = connection->older;
	} else {
		web->idle_newest = connection->older;
	}
}

/* -- lent buffers --------------------------------------------------------- */

struct lent *lent_take(struct web *web, struct connection *connection)
{
	struct lent *lent = web->pool;
	size_t slot = web->slot_next;

	if (lent != NULL) {
		web->pool = lent->next;
		web->pool_count--;
	} else {
		lent = mem_get(sizeof(*lent));
		lent->exchange.arena = arena_open(WEB_ARENA_BYTES);
		lent->in = buf_cap(HTTP_HEAD_MAX + WEB_READ_BYTES);
		lent->out = buf_cap(64 << 20);
	}
	while (web->slots[slot] != NULL) {
		slot = (slot + 1) % web->limits->connections_max;
	}
	web->slots[slot] = lent;
	web->slot_next = (slot + 1) % web->limits->connections_max;
	lent->slot = slot;
	lent->generation++;
	lent->exchange.id = (uint32_t)(lent->generation << 16 | slot);
	lent->exchange.web = web;
	lent->exchange.connection = connection;
	return lent;
}

void lent_give_back(struct web *web, struct lent *lent)
{
	struct arena *arena = lent->exchange.arena;
	struct buf in = lent->in, out = lent->out;
	uint32_t generation = lent->generation;

	web->slots[lent->slot] = NULL;
	arena_reset(arena);
	buf_close(&lent->exchange.body);
	if (out.size > WEB_READ_BYTES) buf_close(&out);
	buf_reset(&in);
	buf_reset(&out);
	if (web->pool_count >= WEB_POOL_MAX) {
		arena_close(&arena);
		buf_close(&in);
		buf_close(&out);
		mem_free(lent);
		return;
	}
	mem_wipe(lent, sizeof(*lent));
	lent->exchange.arena = arena;
	lent->in = in;
	lent->out = out;
	lent->generation = generation;
	lent->next = web->pool;
	web->pool = lent;
	web->pool_count++;
}

struct exchange *web_find(struct web *web, uint32_t id)
{
	size_t slot = id & 0xffff;
	struct lent *lent;

	if (slot >= web->limits->connections_max) return NULL;
	lent = web->slots[slot];
	return lent != NULL && lent->exchange.id == id ? &lent->exchange : NULL;
}

/* -- accepting ------------------------------------------------------------ */

/* [web-3] true when there is room for one more. */
static bool room_make(struct web *web)
{
	if (web->connections < web->limits->connections_max) return true;
	if (web->idle_oldest == NULL) return false;
	connection_close(web->idle_oldest);
	return true;
}

static void turn_away(int fd)
{
	bool end;

	(void)socket_write(fd, S("HTTP/1.1 503 Service Unavailable\r\n"
		"Content-Length: 0\r\nConnection: close\r\n\r\n"), &end);
	socket_close(&fd);
}

static void accept_ready(struct watch *watch, unsigned events)
{
	struct web *web = CONTAINER(watch, struct web, listener);

	(void)events;
	for (int i = 0; i < WEB_ACCEPT_ROUND; i++) {
		bool exhausted;
		int fd = socket_accept(web->listener.fd, &exhausted);

		if (fd >= 0 && room_make(web)) {
			connection_open(web, fd);
			continue;
		}
		if (fd >= 0) {
			turn_away(fd);
			continue;
		}
		if (!exhausted) return;
		if (web->idle_oldest != NULL) {
			connection_close(web->idle_oldest);
			continue;
		}
		/* No descriptor and nobody idle: look again in a moment. */
		loop_drop(web->loop, &web->listener);
		loop_timer(web->loop, &web->accept_again, WEB_ACCEPT_PAUSE_MS);
		return;
	}
}

static void accept_go_on(struct timer *timer)
{
	struct web *web = CONTAINER(timer, struct web, accept_again);

	if (!web->quiescing) loop_watch(web->loop, &web->listener);
}

struct web *web_open(struct loop *loop, int listener,
	const struct web_role *role, const struct web_limits *limits,
	void *owner)
{
	struct web *web = mem_get(sizeof(*web));

	must(limits->connections_max <= 0xffff);
	web->loop = loop;
	web->role = role;
	web->limits = limits;
	web->owner = owner;
	web->slots = mem_get(mem_times(sizeof(*web->slots),
		limits->connections_max));
	web->listener = (struct watch){listener, LOOP_READ, accept_ready,
		false};
	web->accept_again.fire = accept_go_on;
	loop_watch(loop, &web->listener);
	return web;
}

void *web_owner(const struct web *web)
{
	return web->owner;
}

size_t web_connections(const struct web *web)
{
	return web->connections;
}

void web_quiesce(struct web *web)
{
	web->quiescing = true;
	loop_drop(web->loop, &web->listener);
	while (web->idle_oldest != NULL) connection_close(web->idle_oldest);
}

void web_close(struct web **handle)
{
	struct web *web = *handle;

	if (web == NULL) return;
	web_quiesce(web);
	while (web->first != NULL) connection_close(web->first);
	loop_timer_drop(web->loop, &web->accept_again);
	while (web->pool != NULL) {
		struct lent *lent = web->pool;

		web->pool = lent->next;
		arena_close(&lent->exchange.arena);
		buf_close(&lent->in);
		buf_close(&lent->out);
		mem_free(lent);
	}
	mem_free(web->slots);
	mem_free(web);
	*handle = NULL;
}
