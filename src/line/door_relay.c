/* The relay's calls at the door: the token, the route, waiting, and passing
 * bytes on (doc/relay.md R1, R3). Looks into no body.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door.h"
#include "line/relay_log_text.h"

#include "base/field.h"
#include "base/hex.h"
#include "os/clock.h"

#include <string.h>

enum { SECOND_MS = 1000 };

static const str prefix = S_INIT("/relay/1/");
static const str bytes_type = S_INIT("application/octet-stream");
static const str bytes_headers = S_INIT("Cache-Control: no-store\r\n"
	"X-Content-Type-Options: nosniff\r\n");

/* A desk that asks for messages or for the log, perhaps waiting; `batch`
 * collects. */
struct intake_job {
	struct job job;
	struct door *door;
	bool log;               /* of the team, not the intake */
	struct place after;     /* of the intake: the cursor alone */
	unsigned status;
	bool parked;            /* nothing was there: wait for it */
	struct timer over;
	struct buf batch;
	size_t length;
};

struct call_job {
	struct job job;
	struct door *door;
	bool put;               /* counted in door->puts */
	bool unknown;           /* only a signature lets this one in (R15) */
};

/* [door-3], in constant time. The hash of none is that of the empty text,
 * which no token has. */
static enum organisation_bearer bearer(const struct door *door,
	const struct exchange *x, hash *ret_token)
{
	str sent = http_header(&x->request, S("authorization"));

	*ret_token = hash_of(str_from(sent, 7));
	if (!str_starts(sent, S("Bearer "))) return BEARER_NONE;
	return organisation_bearer(door->organisation, *ret_token,
		clock_hour(clock_now_ms()));
}

static bool is_call(const struct exchange *x, str name)
{
	return str_eq(str_from(x->request.path, prefix.len), name);
}

bool door_is_relay(const struct exchange *x)
{
	return str_starts(x->request.path, prefix);
}

/* What is longer than a message between processes may be. */
static bool put_named(const struct exchange *x, enum wire_put *ret_what)
{
	static const struct { str name; enum wire_put what; } puts[] = {
		{S_INIT("put"), PUT_BUNDLE},
		{S_INIT("guides"), PUT_GUIDES},
		{S_INIT("guide-piece"), PUT_GUIDE_PIECE},
		{S_INIT("copy"), PUT_COPY},
	};

	for (size_t i = 0; i < NELEM(puts); i++) {
		if (!is_call(x, puts[i].name)) continue;
		*ret_what = puts[i].what;
		return true;
	}
	return false;
}

struct web_take door_relay_head(struct door *door, struct exchange *x)
{
	enum wire_put what;
	hash token;

	/* Without the token a body is not worth reading. */
	if (bearer(door, x, &token) != BEARER_NOW) {
		return (struct web_take){TAKE_WHOLE, LINE_FORM_MAX};
	}
	if (put_named(x, &what)) return (struct web_take){TAKE_WHOLE,
		BUNDLE_MAX};
	return (struct web_take){TAKE_WHOLE, RELAY_BODY_MAX};
}

static void answer_bytes(struct exchange *x, unsigned status, str body)
{
	struct answer answer = {.status = status, .type = bytes_type,
		.headers = bytes_headers, .body = body};

	web_answer(x, &answer);
}

/* -- the intake and the log ----------------------------------------------- */

static void intake_ask(struct intake_job *job)
{
	struct buf out = {0};

	job->parked = false;
	pack_number(&out, job->after.cursor);
	if (job->log) {
		pack_str(&out, str_bytes(job->after.sum.bytes,
			sizeof(job->after.sum.bytes)));
	}
	channel_send(&job->door->keeper, job->log ? WIRE_LOG : WIRE_INTAKE,
		job->job.id, buf_str(&out));
	buf_close(&out);
}

static void intake_over(struct timer *timer)
{
	struct intake_job *job = CONTAINER(timer, struct intake_job, over);

	if (job->parked) intake_ask(job); /* now it is answered as it is */
}

static void intake(struct door *door, struct exchange *x, bool log)
{
	struct intake_job *job;
	struct place after = {0};
	unsigned wait_s;

	if (!(log ? relay_log_query(x->request.query, &after, &wait_s)
		: relay_intake_query(x->request.query, &after.cursor,
			&wait_s))) {
		answer_bytes(x, 400, S("malformed\n"));
		return;
	}
	if (door->polls >= RELAY_POLLS_MAX) {
		answer_bytes(x, 503, S("busy\n"));
		return;
	}
	job = job_open(&door->jobs, x, JOB_INTAKE, sizeof(*job));
	door->polls++;
	job->door = door;
	job->log = log;
	job->after = after;
	job->batch = buf_cap(2 * RELAY_BATCH_BYTES + (1 << 20));
	job->over.fire = intake_over;
	if (wait_s > 0) {
		loop_timer(door->loop, &job->over, wait_s * SECOND_MS);
	}
	intake_ask(job);
}

static void batch_begin(struct door *door, uint32_t id, str bytes)
{
	struct intake_job *job = job_find(&door->jobs, id, JOB_INTAKE);
	unsigned status = (unsigned)unpack_number(&bytes);
	uint64_t count = unpack_number(&bytes);

	if (job == NULL) return;
	job->status = status;
	job->length = (size_t)unpack_number(&bytes);
	/* Nothing there and time left: keep the desk waiting. */
	job->parked = status == 200 && count == 0 && job->over.place != 0;
	buf_reset(&job->batch);
}

static void batch_bytes(struct door *door, uint32_t id, str bytes)
{
	struct intake_job *job = job_find(&door->jobs, id, JOB_INTAKE);

	if (job == NULL || job->parked) return;
	buf_put(&job->batch, bytes);
	if (job->batch.len < job->length) return;
	must(!job->batch.failed && job->batch.len == job->length);
	answer_bytes(job->job.x, job->status, buf_str(&job->batch));
}

static void arrived(struct door *door, bool log)
{
	for (size_t i = 0; i < JOB_BUCKETS; i++) {
		struct job *job = door->jobs.buckets[i];

		for (; job != NULL; job = job->next) {
			struct intake_job *intake_job = (void *)job;

			if (job->kind != JOB_INTAKE) continue;
			if (intake_job->log != log) continue;
			if (intake_job->parked) intake_ask(intake_job);
		}
	}
}

/* -- calls ---------------------------------------------------------------- */

static const struct {
	str name;
	enum http_method method;
	enum relay_call call;
} calls[] = {
	{S_INIT("seen"), HTTP_POST, RELAY_SEEN},
	{S_INIT("reply"), HTTP_POST, RELAY_REPLY},
	{S_INIT("take-back"), HTTP_POST, RELAY_TAKE_BACK},
	{S_INIT("roster"), HTTP_POST, RELAY_ROSTER_PUT},
	{S_INIT("roster"), HTTP_GET, RELAY_ROSTER_GET},
	{S_INIT("state"), HTTP_GET, RELAY_STATE},
	{S_INIT("offer"), HTTP_POST, RELAY_OFFER},
	{S_INIT("delete"), HTTP_POST, RELAY_DELETE},
	{S_INIT("forget"), HTTP_POST, RELAY_FORGET},
	{S_INIT("token"), HTTP_POST, RELAY_TOKEN},
	{S_INIT("key"), HTTP_POST, RELAY_KEY},
};

static struct call_job *call_open(struct door *door, struct exchange *x)
{
	struct call_job *job = job_open(&door->jobs, x, JOB_CALL, sizeof(*job));

	job->door = door;
	return job;
}

static void call_send(struct call_job *job, enum relay_call which)
{
	struct buf out = {0};

	pack_number(&out, which);
	pack_str(&out, buf_str(&job->job.x->body));
	channel_send(&job->door->keeper, WIRE_CALL, job->job.id,
		buf_str(&out));
	buf_close(&out);
}

static bool call(struct door *door, struct exchange *x, str name)
{
	for (size_t i = 0; i < NELEM(calls); i++) {
		if (!str_eq(calls[i].name, name)) continue;
		if (calls[i].method != x->request.method) continue;
		call_send(call_open(door, x), calls[i].call);
		return true;
	}
	return false;
}

static void call_done(struct door *door, uint32_t id, str bytes)
{
	struct call_job *job = job_find(&door->jobs, id, JOB_CALL);
	unsigned status = (unsigned)unpack_number(&bytes);

	if (job == NULL) return;
	if (job->unknown && status == 403) {
		door_not_found(door, job->job.x);
		return;
	}
	answer_bytes(job->job.x, status, unpack_str(&bytes));
}

/* R11, R19: in pieces. */
static void put(struct door *door, struct exchange *x, enum wire_put what)
{
	struct call_job *job;
	str left = buf_str(&x->body);
	struct buf out = {0};

	if (door->puts >= RELAY_PUTS_MAX) {
		answer_bytes(x, 503, S("busy\n"));
		return;
	}
	job = call_open(door, x);
	job->put = true;
	door->puts++;
	pack_number(&out, what);
	pack_number(&out, left.len);
	channel_send(&door->keeper, WIRE_PUT, job->job.id, buf_str(&out));
	buf_close(&out);
	while (left.len > 0) {
		channel_send(&door->keeper, WIRE_PUT_BYTES, job->job.id,
			str_first(left, LINE_PIECE_BYTES));
		left = str_from(left, LINE_PIECE_BYTES);
	}
}

/* R15: a new token lets itself in, if what names it is signed; the keeper
 * looks. */
static bool token_call(struct door *door, struct exchange *x, hash sent)
{
	struct relay_signed both;
	struct call_job *job;
	uint64_t counter;
	hash named;

	if (x->request.method != HTTP_POST || !is_call(x, S("token")) ||
		!relay_signed_read(buf_str(&x->body), &both) ||
		!relay_token_read(both.text, &counter, &named) ||
		!hash_eq(named, sent)) {
		return false;
	}
	job = call_open(door, x);
	job->unknown = true;
	call_send(job, RELAY_TOKEN);
	return true;
}

/* -- all of it ------------------------------------------------------------ */

static bool known_call(struct door *door, struct exchange *x)
{
	str name = str_from(x->request.path, prefix.len);
	bool get = x->request.method != HTTP_POST;
	enum wire_put what;

	if (get && str_eq(name, S("intake"))) {
		intake(door, x, false);
	} else if (get && str_eq(name, S("log"))) {
		intake(door, x, true);
	} else if (get && str_starts(name, S("blob/"))) {
		door_pull_blob(door, x, str_from(name, 5));
	} else if (!get && put_named(x, &what)) {
		put(door, x, what);
	} else {
		return call(door, x, name);
	}
	return true;
}

void door_relay_whole(struct door *door, struct exchange *x)
{
	bool done = false;
	hash token;

	switch (bearer(door, x, &token)) {
	case BEARER_NOW:
		done = known_call(door, x);
		break;
	case BEARER_PAST:
		if (x->request.method != HTTP_POST && is_call(x, S("log"))) {
			intake(door, x, true);
			done = true;
			break;
		}
		done = token_call(door, x, token);
		break;
	case BEARER_NONE:
		done = token_call(door, x, token);
		break;
	}
	if (!done) door_not_found(door, x);
}

void door_relay_gone(struct door *door, struct job *job)
{
	if (job->kind == JOB_INTAKE) {
		struct intake_job *intake_job = (void *)job;

		loop_timer_drop(door->loop, &intake_job->over);
		buf_close(&intake_job->batch);
		door->polls--;
		job_close(&door->jobs, job, sizeof(*intake_job));
	} else {
		struct call_job *call_job = (void *)job;

		if (call_job->put) door->puts--;
		job_close(&door->jobs, job, sizeof(*call_job));
	}
}

void door_relay_said(struct door *door, unsigned kind, uint32_t id, str bytes)
{
	switch (kind) {
	case WIRE_BATCH: batch_begin(door, id, bytes); return;
	case WIRE_BATCH_BYTES: batch_bytes(door, id, bytes); return;
	case WIRE_ARRIVED: arrived(door, false); return;
	case WIRE_GROWN: arrived(door, true); return;
	case WIRE_TOKENS:
		must(organisation_tokens_read(door->organisation, bytes));
		return;
	case WIRE_BLOB_PIECE: door_pull_piece(door, id, bytes); return;
	case WIRE_RELEASE:
		channel_send(&door->parent, WIRE_RELEASE, 0, S(""));
		return;
	case WIRE_CALL_DONE: call_done(door, id, bytes); return;
	default: bug(__FILE__, __LINE__, "a kind the keeper does not send");
	}
}
