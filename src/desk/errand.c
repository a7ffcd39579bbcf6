/* The desk's end of the courier's channel: see errand.h. Owns the list of
 * errands that are out.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/errand.h"

#include "os/channel.h"
#include "os/process.h"
#include "os/socket.h"

struct errands {
	struct loop *loop;
	struct channel channel;
	struct timer failing;     /* tells those that were sent in vain */
	struct errand *first;     /* those that are out */
	size_t out_count;         /* at most COURIER_ERRANDS_MAX */
	struct buf base, proxy, token;
	process_id watcher;
	uint32_t last_id;
	bool dead;
};

static void unlink_errand(struct errands *errands, struct errand *errand)
{
	struct errand **at = &errands->first;

	while (*at != NULL && *at != errand) at = &(*at)->next;
	must(*at == errand);
	*at = errand->next;
	errand->next = NULL;
	errand->out = false;
	errands->out_count--;
}

static struct errand *errand_find(struct errands *errands, uint32_t id)
{
	struct errand *errand = errands->first;

	while (errand != NULL && errand->id != id) errand = errand->next;
	return errand;
}

/* [errand-1] each one that is out now hears it once; those they send from
 * there have a higher number and are left alone. */
static void all_lost(struct errands *errands)
{
	uint32_t last = errands->last_id;
	struct errand *errand = errands->first;

	while (errand != NULL) {
		if (errand->id > last) {
			errand = errand->next;
			continue;
		}
		unlink_errand(errands, errand);
		errand->done(errand, ERRAND_LOST, 0);
		errand = errands->first;
	}
}

static void failing_fire(struct timer *timer)
{
	all_lost(CONTAINER(timer, struct errands, failing));
}

static void way_send(struct errands *errands)
{
	struct buf out = {0};

	if (errands->dead || errands->base.len == 0) return;
	pack_str(&out, buf_str(&errands->base));
	pack_str(&out, buf_str(&errands->proxy));
	pack_str(&out, buf_str(&errands->token));
	channel_send(&errands->channel, COURIER_WAY, 0, buf_str(&out));
	buf_close(&out);
}

static void done_take(struct errands *errands, uint32_t id, str bytes)
{
	struct errand *errand = errand_find(errands, id);
	uint64_t result = unpack_number(&bytes);
	uint64_t status = unpack_number(&bytes);

	if (errand == NULL) return;
	must(result < ERRAND_RESULT_COUNT && status < 1000);
	unlink_errand(errands, errand);
	errand->done(errand, (enum errand_result)result, (unsigned)status);
}

static void receive(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct errands *errands = CONTAINER(channel, struct errands, channel);
	struct errand *errand;

	switch ((enum courier_kind)kind) {
	case COURIER_READY:
		if (id == 0) break; /* the first one has been told already */
		way_send(errands);
		all_lost(errands);
		break;
	case COURIER_PIECE:
		errand = errand_find(errands, id);
		if (errand != NULL) errand->piece(errand, bytes);
		break;
	case COURIER_DONE:
		done_take(errands, id, bytes);
		break;
	case COURIER_WAY:
	case COURIER_ASK:
	case COURIER_BODY:
	case COURIER_CANCEL:
		bug(__FILE__, __LINE__, "a message the courier never sends");
	}
}

static void courier_lost(struct channel *channel)
{
	struct errands *errands = CONTAINER(channel, struct errands, channel);

	errands->dead = true;
	loop_timer(errands->loop, &errands->failing, 0);
}

const err *errands_open(struct errands **ret_errands, struct loop *loop)
{
	struct errands *errands;
	process_id id;
	int fds[2];
	const err *e = process_pair(fds);

	if (e != NULL) return e;
	e = process_start("watch", courier_role, &fds[1], &fds[1], 1, &id);
	if (e != NULL) {
		socket_close(&fds[0]);
		socket_close(&fds[1]);
		return e;
	}
	errands = mem_get(sizeof(*errands));
	errands->loop = loop;
	errands->watcher = id;
	errands->failing.fire = failing_fire;
	channel_open(&errands->channel, loop, fds[0], receive);
	errands->channel.lost = courier_lost;
	/* The courier's end is the courier's alone, so that we see it go. */
	socket_close(&fds[1]);
	*ret_errands = errands;
	return NULL;
}

void errands_close(struct errands **handle)
{
	struct errands *errands = *handle;

	if (errands == NULL) return;
	channel_close(&errands->channel);
	loop_timer_drop(errands->loop, &errands->failing);
	process_end(errands->watcher, false);
	while (errands->first != NULL) {
		unlink_errand(errands, errands->first);
	}
	buf_close(&errands->base);
	buf_close(&errands->proxy);
	buf_close(&errands->token);
	mem_free(errands);
	*handle = NULL;
}

bool errands_way(struct errands *errands, str base, str proxy, str token)
{
	if (!courier_may_go(base, proxy)) return false;
	buf_reset(&errands->base);
	buf_reset(&errands->proxy);
	buf_reset(&errands->token);
	buf_put(&errands->base, base);
	buf_put(&errands->proxy, proxy);
	buf_put(&errands->token, token);
	way_send(errands);
	return true;
}

void errands_token(struct errands *errands, str token)
{
	if (str_eq(buf_str(&errands->token), token)) return;
	buf_reset(&errands->token);
	buf_put(&errands->token, token);
	way_send(errands);
}

void errands_token_wipe(struct errands *errands)
{
	errands_token(errands, S(""));
}

static void body_send(struct errands *errands, uint32_t id, str body)
{
	while (body.len > 0) {
		str piece = str_first(body, COURIER_PIECE_MAX);

		channel_send(&errands->channel, COURIER_BODY, id, piece);
		body = str_from(body, piece.len);
	}
}

void errand_send(struct errands *errands, struct errand *errand,
	const struct errand_ask *ask)
{
	struct buf out = {0};

	must(!errand->out && ask->body.len <= COURIER_BODY_MAX);
	must(str_starts(ask->path, S("/")) && errands->base.len > 0);
	must(errands->out_count < COURIER_ERRANDS_MAX);
	errands->out_count++;
	errand->out = true;
	errand->id = ++errands->last_id;
	errand->next = errands->first;
	errands->first = errand;
	if (errands->dead) {
		loop_timer(errands->loop, &errands->failing, 0);
		return;
	}
	pack_str(&out, ask->method);
	pack_str(&out, ask->path);
	pack_str(&out, ask->type);
	pack_number(&out, ask->max_bytes);
	pack_number(&out, ask->seconds);
	pack_number(&out, ask->body.len);
	channel_send(&errands->channel, COURIER_ASK, errand->id,
		buf_str(&out));
	body_send(errands, errand->id, ask->body);
	buf_close(&out);
}

void errand_cancel(struct errands *errands, struct errand *errand)
{
	if (!errand->out) return;
	if (!errands->dead) {
		channel_send(&errands->channel, COURIER_CANCEL, errand->id,
			S(""));
	}
	unlink_errand(errands, errand);
}

const char *errand_result_words(enum errand_result result)
{
	static const char *const words[ERRAND_RESULT_COUNT] = {
		[ERRAND_ANSWERED] = "answered",
		[ERRAND_UNREACHED] = "not reached",
		[ERRAND_NOT_TRUSTED] = "wrong certificate",
		[ERRAND_TIMEOUT] = "too slow",
		[ERRAND_TOO_LONG] = "answer too long",
		[ERRAND_BROKEN] = "answer cut off",
		[ERRAND_LOST] = "courier started again",
	};

	return words[result];
}
