/* The courier's process: see courier.h. One multi handle of libcurl carries
 * a few errands at once; answers go to the desk as they come, and a transfer
 * waits while the desk has not taken them. A small watcher above the courier
 * starts it again when a hostile host brings it down; the desk cannot, it
 * holds keys and must not be copied [courier-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/courier.h"

#include "os/channel.h"
#include "os/clock.h"
#include "os/jail.h"
#include "os/process.h"
#include "os/report.h"

#include <curl/curl.h>
#include <string.h>

enum { IDLE_WAIT_MS = 60 * 1000, RESTART_MS = 1000 };

struct courier;

struct carried {
	struct courier *courier;
	CURL *easy;               /* NULL: this place is free */
	struct curl_slist *headers;
	struct buf url, body;
	uint64_t body_len, max_bytes, got;
	uint32_t id;
	bool post, started, paused, too_long;
	unsigned seconds;
};

struct courier {
	struct loop *loop;
	struct channel channel;
	CURLM *multi;
	struct carried carried[COURIER_ERRANDS_MAX];
	struct buf base, proxy, token;
	bool gone;
};

/* -- one errand ----------------------------------------------------------- */

static struct carried *carried_find(struct courier *courier, uint32_t id)
{
	for (size_t i = 0; i < COURIER_ERRANDS_MAX; i++) {
		struct carried *one = &courier->carried[i];

		if (one->easy != NULL && one->id == id) return one;
	}
	return NULL;
}

static void carried_close(struct carried *one)
{
	if (one->started) {
		(void)curl_multi_remove_handle(one->courier->multi, one->easy);
	}
	curl_easy_cleanup(one->easy);
	curl_slist_free_all(one->headers);
	buf_close(&one->url);
	buf_close(&one->body);
	*one = (struct carried){0};
}

static void done_send(struct courier *courier, uint32_t id,
	enum errand_result result, unsigned status)
{
	struct buf out = {0};

	pack_number(&out, result);
	pack_number(&out, status);
	channel_send(&courier->channel, COURIER_DONE, id, buf_str(&out));
	buf_close(&out);
}

/* libcurl has bytes of the answer. */
static size_t take(char *bytes, size_t size, size_t count, void *argument)
{
	struct carried *one = argument;
	str rest = str_bytes(bytes, size * count);

	if (channel_is_full(&one->courier->channel)) {
		one->paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	if (one->max_bytes - one->got < rest.len) {
		one->too_long = true; /* [courier-4] */
		return 0;
	}
	one->got += rest.len;
	while (rest.len > 0) {
		str piece = str_first(rest, COURIER_PIECE_MAX);

		channel_send(&one->courier->channel, COURIER_PIECE, one->id,
			piece);
		rest = str_from(rest, piece.len);
	}
	return size * count;
}

static const char *c_text(struct buf *buf)
{
	buf_byte(buf, '\0');
	must(!buf->failed);
	buf->len--;
	return buf->at;
}

#define SET(option, value) \
	must(curl_easy_setopt(one->easy, (option), (value)) == CURLE_OK)

/* [courier-2] what libcurl would otherwise take from elsewhere */
static void rules_set(struct carried *one)
{
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_PROXY, c_text(&one->courier->proxy));
	SET(CURLOPT_NOPROXY, "");
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)COURIER_CONNECT_S);
	SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
	SET(CURLOPT_LOW_SPEED_TIME, (long)COURIER_QUIET_S);
	SET(CURLOPT_TIMEOUT, (long)one->seconds);
	SET(CURLOPT_WRITEFUNCTION, take);
	SET(CURLOPT_WRITEDATA, one);
	SET(CURLOPT_PRIVATE, (char *)one);
}

static void header_add(struct carried *one, const char *name, str value)
{
	struct buf line = {0};
	struct curl_slist *more;

	buf_text(&line, name);
	buf_put(&line, value);
	more = curl_slist_append(one->headers, c_text(&line));
	if (more == NULL) die("out of memory");
	one->headers = more;
	buf_close(&line);
}

/* All of the errand is here: off it goes. */
static void carried_start(struct carried *one)
{
	struct courier *courier = one->courier;
	str base = buf_str(&courier->base);
	bool local = str_starts(base, S("unix:"));
	struct buf whole = {0};

	buf_put(&whole, local ? S("http://line") : base);
	buf_put(&whole, buf_str(&one->url));
	rules_set(one);
	SET(CURLOPT_URL, c_text(&whole));
	if (local) {
		SET(CURLOPT_UNIX_SOCKET_PATH, c_text(&courier->base) + 5);
	}
	if (courier->token.len > 0) {
		header_add(one, "Authorization: Bearer ",
			buf_str(&courier->token));
	}
	if (one->post) {
		header_add(one, "Expect:", S("")); /* no 100-continue */
		SET(CURLOPT_POST, 1L);
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)one->body_len);
		SET(CURLOPT_POSTFIELDS, c_text(&one->body));
	}
	SET(CURLOPT_HTTPHEADER, one->headers);
	must(curl_multi_add_handle(courier->multi, one->easy) == CURLM_OK);
	one->started = true;
	buf_close(&whole);
}

/* -- what the desk says --------------------------------------------------- */

static void way_take(struct courier *courier, str rest)
{
	buf_reset(&courier->base);
	buf_reset(&courier->proxy);
	buf_reset(&courier->token);
	buf_put(&courier->base, unpack_str(&rest));
	buf_put(&courier->proxy, unpack_str(&rest));
	buf_put(&courier->token, unpack_str(&rest));
	must(courier_may_go(buf_str(&courier->base),
		buf_str(&courier->proxy)));
}

static void ask_take(struct courier *courier, uint32_t id, str rest)
{
	struct carried *one = courier->carried;
	struct carried *end = one + COURIER_ERRANDS_MAX;
	str type;

	while (one < end && one->easy != NULL) one++;
	must(one < end);
	/* A courier that started anew and was not told the way yet. */
	if (courier->base.len == 0) {
		done_send(courier, id, ERRAND_LOST, 0);
		return;
	}
	one->easy = curl_easy_init();
	if (one->easy == NULL) die("out of memory");
	one->courier = courier;
	one->id = id;
	one->post = str_eq(unpack_str(&rest), S("POST"));
	buf_put(&one->url, unpack_str(&rest));
	type = unpack_str(&rest);
	if (type.len > 0) header_add(one, "Content-Type: ", type);
	one->max_bytes = unpack_number(&rest);
	one->seconds = (unsigned)unpack_number(&rest);
	one->body_len = unpack_number(&rest);
	if (one->body_len == 0) carried_start(one);
}

static void body_take(struct courier *courier, uint32_t id, str bytes)
{
	struct carried *one = carried_find(courier, id);

	if (one == NULL || one->started) return;
	buf_put(&one->body, bytes);
	if (one->body.len == one->body_len) carried_start(one);
}

static void receive(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	struct courier *courier = CONTAINER(channel, struct courier, channel);
	struct carried *one;

	switch ((enum courier_kind)kind) {
	case COURIER_WAY:
		way_take(courier, bytes);
		break;
	case COURIER_ASK:
		ask_take(courier, id, bytes);
		break;
	case COURIER_BODY:
		body_take(courier, id, bytes);
		break;
	case COURIER_CANCEL:
		one = carried_find(courier, id);
		if (one != NULL) carried_close(one);
		break;
	case COURIER_READY:
	case COURIER_PIECE:
	case COURIER_DONE:
		bug(__FILE__, __LINE__, "a message the desk never sends");
	}
}

/* The desk has taken what waited: transfers go on. */
static void drained(struct channel *channel)
{
	struct courier *courier = CONTAINER(channel, struct courier, channel);

	for (size_t i = 0; i < COURIER_ERRANDS_MAX; i++) {
		struct carried *one = &courier->carried[i];

		if (one->easy == NULL || !one->paused) continue;
		one->paused = false;
		(void)curl_easy_pause(one->easy, CURLPAUSE_CONT);
	}
}

static void desk_lost(struct channel *channel)
{
	CONTAINER(channel, struct courier, channel)->gone = true;
}

/* -- how an errand ends --------------------------------------------------- */

static const struct { CURLcode code; enum errand_result result; } ends[] = {
	{CURLE_OK, ERRAND_ANSWERED},
	{CURLE_OPERATION_TIMEDOUT, ERRAND_TIMEOUT},
	{CURLE_COULDNT_RESOLVE_HOST, ERRAND_UNREACHED},
	{CURLE_COULDNT_RESOLVE_PROXY, ERRAND_UNREACHED},
	{CURLE_COULDNT_CONNECT, ERRAND_UNREACHED},
	{CURLE_PROXY, ERRAND_UNREACHED},
	{CURLE_PEER_FAILED_VERIFICATION, ERRAND_NOT_TRUSTED},
	{CURLE_SSL_CONNECT_ERROR, ERRAND_NOT_TRUSTED},
	{CURLE_SSL_CACERT_BADFILE, ERRAND_NOT_TRUSTED},
	{CURLE_SSL_ISSUER_ERROR, ERRAND_NOT_TRUSTED},
};

static void end_take(const struct CURLMsg *message)
{
	struct carried *one;
	char *private;
	long status = 0;
	enum errand_result result = ERRAND_BROKEN;

	must(curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		&private) == CURLE_OK);
	one = (void *)private;
	(void)curl_easy_getinfo(one->easy, CURLINFO_RESPONSE_CODE, &status);
	for (size_t i = 0; i < NELEM(ends); i++) {
		if (ends[i].code == message->data.result) {
			result = ends[i].result;
		}
	}
	if (one->too_long) result = ERRAND_TOO_LONG;
	if (result == ERRAND_ANSWERED && (status < 100 || status > 599)) {
		result = ERRAND_BROKEN;
	}
	done_send(one->courier, one->id, result,
		result == ERRAND_ANSWERED ? (unsigned)status : 0);
	carried_close(one);
}

static void ends_take(struct courier *courier)
{
	const struct CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(courier->multi, &left)) !=
		NULL) {
		if (message->msg == CURLMSG_DONE) end_take(message);
	}
}

/* -- the process ---------------------------------------------------------- */

struct start {
	int fd;
	uint32_t generation;
};

static const err *work(struct courier *courier)
{
	const err *e = NULL;

	while (e == NULL && !courier->gone) {
		struct curl_waitfd desk = {.fd = courier->channel.watch.fd,
			.events = CURL_WAIT_POLLIN};
		int running;

		if (courier->channel.watch.want & LOOP_WRITE) {
			desk.events |= CURL_WAIT_POLLOUT;
		}
		if (curl_multi_poll(courier->multi, &desk, 1, IDLE_WAIT_MS,
			NULL) != CURLM_OK ||
			curl_multi_perform(courier->multi, &running) !=
				CURLM_OK) {
			return err_make(ERR_IO, "libcurl failed");
		}
		ends_take(courier);
		e = loop_once(courier->loop, 0);
	}
	return e;
}

static int courier_work(void *argument)
{
	const struct start *start = argument;
	struct courier courier = {.loop = loop_open()};
	const err *e;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return 1;
	courier.multi = curl_multi_init();
	if (courier.multi == NULL) return 1;
	e = jail_enter(JAIL_COURIER, NULL);
	if (e != NULL) report_err("the courier has no jail", e);
	channel_open(&courier.channel, courier.loop, start->fd, receive);
	courier.channel.drained = drained;
	courier.channel.lost = desk_lost;
	channel_send(&courier.channel, COURIER_READY, start->generation,
		S(""));
	e = work(&courier);
	if (e != NULL) report_err("the courier stops", e);
	return e != NULL;
}

/* -- its watcher ---------------------------------------------------------- */

struct watcher {
	struct watch signals;
	struct loop *loop;
	bool stop, ended;
	int status;
};

static void signals_ready(struct watch *watch, unsigned events)
{
	struct watcher *watcher = CONTAINER(watch, struct watcher, signals);
	enum process_signal signal;
	process_id id;

	(void)events;
	while ((signal = process_signal_next(watch->fd)) != PROCESS_NONE) {
		if (signal == PROCESS_STOP) watcher->stop = true;
		if (signal == PROCESS_CHILD &&
			process_wait(&id, &watcher->status) == NULL) {
			watcher->ended = true;
		}
	}
}

/* Waits until the courier has ended, or we shall. */
static const err *watcher_wait(struct watcher *watcher)
{
	const err *e = NULL;

	watcher->ended = false;
	while (e == NULL && !watcher->ended && !watcher->stop) {
		e = loop_once(watcher->loop, -1);
	}
	return e;
}

int courier_role(void *argument)
{
	struct start start = {.fd = *(const int *)argument};
	struct watcher watcher = {.signals = {.want = LOOP_READ,
		.ready = signals_ready}, .loop = loop_open()};
	const err *e = process_signals(&watcher.signals.fd);
	process_id id = 0;

	if (e != NULL) return 1;
	loop_watch(watcher.loop, &watcher.signals);
	for (;;) {
		e = process_start("courier", courier_work, &start, &start.fd,
			1, &id);
		if (e != NULL || (e = watcher_wait(&watcher)) != NULL) break;
		if (watcher.stop || watcher.status == 0) break;
		report("the courier starts again", UINT64_MAX);
		start.generation++;
		clock_sleep_ms(RESTART_MS);
	}
	if (watcher.stop) process_end(id, true);
	return e != NULL;
}
