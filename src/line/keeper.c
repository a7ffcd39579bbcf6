/* The keeper's loop, its groups, and the attachments and messages that come
 * from the sealer: see keeper.h. Never sees plain text; never touches the
 * network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/keeper.h"

#include "os/clock.h"
#include "os/jail.h"
#include "os/report.h"

#include <string.h>

enum {
	GROUP_ARENA_BYTES = 16 << 20,
	IDLE_MS = 1000,
	HOUR_MS = 60 * 60 * 1000,
	COPY_HOURS = LINE_COPY_DAYS * 24,
	FIRST_AGEING_MS = 60 * 1000,  /* not while the line starts */
	EXIT_START = 3
};

/* -- groups --------------------------------------------------------------- */

void keeper_later(struct keeper *k, unsigned kind, uint32_t id, str kept,
	str lost)
{
	struct keeper_pending pending = {&k->door, kind, id,
		str_dup(k->group, kept), str_dup(k->group, lost)};

	LIST_ADD(k->group, &k->pending, pending);
	/* Fires when this round's messages are all taken: they share the
	 * commit. */
	loop_timer(k->loop, &k->commit, 0);
}

void keeper_flush(struct keeper *k)
{
	const err *e = spool_commit(k->spool);
	bool arrived = k->arrived && e == NULL, grown = k->grown && e == NULL;

	if (e != NULL) report_err("a group was not kept", e);
	for (size_t i = 0; i < k->pending.count; i++) {
		struct keeper_pending *p = &k->pending.at[i];

		channel_send(p->to, p->kind, p->id,
			e == NULL ? p->kept : p->lost); /* [keeper-1] */
	}
	k->pending.at = NULL;
	k->pending.count = k->pending.room = 0;
	k->arrived = k->grown = false;
	arena_reset(k->group);
	loop_timer_drop(k->loop, &k->commit);
	loop_timer(k->loop, &k->idle, IDLE_MS);
	if (arrived) channel_send(&k->door, WIRE_ARRIVED, 0, S(""));
	if (grown) channel_send(&k->door, WIRE_GROWN, 0, S(""));
}

static void commit_fire(struct timer *timer)
{
	keeper_flush(CONTAINER(timer, struct keeper, commit));
}

static void idle_fire(struct timer *timer)
{
	struct keeper *k = CONTAINER(timer, struct keeper, idle);
	const err *e = spool_idle(k->spool);

	if (e != NULL) report_err("the spool could not be tidied", e);
}

/* Forgets what was acknowledged long enough ago, and copies whose time is
 * over. */
static void hourly_fire(struct timer *timer)
{
	struct keeper *k = CONTAINER(timer, struct keeper, hourly);
	uint64_t hour = clock_hour(clock_now_ms());
	size_t deleted = 0;
	const err *e;

	keeper_flush(k);
	e = spool_age(k->spool, hour, LINE_KEEP_DAYS, &deleted);
	if (e == NULL && hour > COPY_HOURS) {
		e = spool_copies_end(k->spool, hour - COPY_HOURS);
	}
	if (e != NULL) report_err("old messages could not be removed", e);
	/* A full batch: there is more, go on soon. */
	loop_timer(k->loop, &k->hourly, deleted > 0 ? 1 : HOUR_MS);
}

/* -- attachments ---------------------------------------------------------- */

static struct keeper_upload *upload_of(struct keeper *k, uint32_t id)
{
	struct keeper_upload *upload = k->uploads;

	while (upload != NULL && upload->id != id) upload = upload->next;
	if (upload != NULL) return upload;
	upload = mem_get(sizeof(*upload));
	upload->id = id;
	upload->next = k->uploads;
	k->uploads = upload;
	return upload;
}

static void upload_end(struct keeper *k, uint32_t id)
{
	struct keeper_upload **at = &k->uploads, *upload;

	while (*at != NULL && (*at)->id != id) at = &(*at)->next;
	if (*at == NULL) return;
	upload = *at;
	*at = upload->next;
	spool_blob_abandon(&upload->blob);
	mem_free(upload);
}

static void upload_fail(struct keeper_upload *upload, const err *e)
{
	report_err("an attachment was not kept", e);
	upload->failed = true;
	upload->full = e->code == ERR_FULL;
	spool_blob_abandon(&upload->blob);
}

static void blob_begin(struct keeper *k, uint32_t id, str bytes)
{
	struct keeper_upload *upload = upload_of(k, id);
	spool_name *name = &upload->names[upload->count];
	const err *e;

	must(upload->blob == NULL && upload->count < NELEM(upload->names));
	must(bytes.len == SPOOL_NAME_BYTES);
	memcpy(name->bytes, bytes.at, SPOOL_NAME_BYTES);
	if (upload->failed) return;
	e = spool_blob_begin(k->spool, *name, &upload->blob);
	if (e != NULL) upload_fail(upload, e);
}

static void blob_bytes(struct keeper *k, uint32_t id, str bytes)
{
	struct keeper_upload *upload = upload_of(k, id);
	const err *e;

	if (upload->blob == NULL) return;
	e = spool_blob_put(upload->blob, bytes);
	if (e != NULL) upload_fail(upload, e);
}

static void blob_end(struct keeper *k, uint32_t id, str bytes)
{
	struct keeper_upload *upload = upload_of(k, id);
	const err *e;

	(void)bytes;
	if (upload->blob == NULL) return;
	e = spool_blob_finish(&upload->blob);
	if (e != NULL) {
		upload_fail(upload, e);
		return;
	}
	upload->count++;
}

static void blob_drop(struct keeper *k, uint32_t id, str bytes)
{
	(void)bytes;
	spool_blob_abandon(&upload_of(k, id)->blob);
}

static void drop(struct keeper *k, uint32_t id, str bytes)
{
	(void)bytes;
	upload_end(k, id);
}

/* -- messages ------------------------------------------------------------- */

static void receipt_send(struct keeper *k, uint32_t id,
	enum wire_receipt receipt)
{
	struct buf out = {0};

	pack_number(&out, receipt);
	channel_send(&k->door, WIRE_RECEIPT, id, buf_str(&out));
	buf_close(&out);
}

static enum wire_receipt receipt_of(const err *e)
{
	return e->code == ERR_FULL ? RECEIPT_FULL : RECEIPT_FAILED;
}

/* A receipt that waits for the group. */
static void receipt_later(struct keeper *k, uint32_t id)
{
	struct buf kept = {0}, lost = {0};

	pack_number(&kept, RECEIPT_KEPT);
	pack_number(&lost, RECEIPT_FAILED);
	keeper_later(k, WIRE_RECEIPT, id, buf_str(&kept), buf_str(&lost));
	buf_close(&kept);
	buf_close(&lost);
}

static void message(struct keeper *k, uint32_t id, str bytes)
{
	struct keeper_upload *upload = upload_of(k, id);
	str mailbox = unpack_str(&bytes), erase = unpack_str(&bytes);
	struct spool_message m = {.sealed = unpack_str(&bytes),
		.hour = clock_hour(clock_now_ms()),
		.blobs = upload->names, .blob_count = upload->count};
	const err *e;

	must(mailbox.len == sizeof(m.mailbox.bytes));
	must(erase.len == sizeof(m.erase));
	memcpy(m.mailbox.bytes, mailbox.at, mailbox.len);
	memcpy(m.erase, erase.at, erase.len);
	if (upload->failed) { /* [keeper-2] */
		receipt_send(k, id,
			upload->full ? RECEIPT_FULL : RECEIPT_FAILED);
		upload_end(k, id);
		return;
	}
	e = spool_add(k->spool, &m);
	upload_end(k, id);
	if (e != NULL) {
		report_err("a message was not kept", e);
		receipt_send(k, id, receipt_of(e));
		return;
	}
	k->arrived = true;
	receipt_later(k, id);
}

/* -- who says what -------------------------------------------------------- */

typedef void keeper_fn(struct keeper *keeper, uint32_t id, str bytes);
struct heard { unsigned kind; keeper_fn *act; };

static const struct heard from_sealer[] = {
	{WIRE_BLOB_BEGIN, blob_begin},
	{WIRE_BLOB_BYTES, blob_bytes},
	{WIRE_BLOB_END, blob_end},
	{WIRE_BLOB_DROP, blob_drop},
	{WIRE_MESSAGE, message},
	{WIRE_DROP, drop},
};

static const struct heard from_door[] = {
	{WIRE_INTAKE, keeper_intake},
	{WIRE_BLOB_GET, keeper_blob_get},
	{WIRE_GUIDE_GET, keeper_guide_get},
	{WIRE_CALL, keeper_call},
	{WIRE_LOG, keeper_log},
	{WIRE_PUT, keeper_put},
	{WIRE_PUT_BYTES, keeper_put_bytes},
};

static const struct heard from_reader[] = {
	{WIRE_BOX, keeper_box},
	{WIRE_BOX_ERASE, keeper_box_erase},
	{WIRE_BOX_COPY, keeper_box_copy},
};

/* What the keeper does when it hears `kind`. */
static keeper_fn *act_of(const struct heard *table, size_t count,
	unsigned kind)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].kind == kind) return table[i].act;
	}
	bug(__FILE__, __LINE__, "a kind nobody sends to the keeper");
}

static void sealer_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	act_of(from_sealer, NELEM(from_sealer), kind)(
		CONTAINER(channel, struct keeper, sealer), id, bytes);
}

static void door_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	act_of(from_door, NELEM(from_door), kind)(
		CONTAINER(channel, struct keeper, door), id, bytes);
}

static void reader_says(struct channel *channel, unsigned kind, uint32_t id,
	str bytes)
{
	act_of(from_reader, NELEM(from_reader), kind)(
		CONTAINER(channel, struct keeper, reader), id, bytes);
}

/* -- the process ---------------------------------------------------------- */

/* The highest counters ever in force are remembered in the spool, so that old
 * files put back in place are noticed [organisation-2] [organisation-5]. */
static const err *counter_check(struct keeper *k, const char *name,
	uint64_t counter)
{
	struct buf text = {0};
	uint64_t seen = 0;
	const err *e = spool_get(k->spool, name, &text);

	if (e == NULL && text.len == sizeof(seen)) {
		memcpy(&seen, text.at, sizeof(seen));
	}
	buf_close(&text);
	if (e != NULL && e->code != ERR_ABSENT) return e;
	if (counter < seen) {
		return err_make(ERR_REFUSED, "the roster or the tokens are"
			" older than those already in force");
	}
	return spool_set(k->spool, name, str_bytes(&counter, sizeof(counter)));
}

static const err *counters_check(struct keeper *k)
{
	const err *e = counter_check(k, "roster-counter",
		k->organisation->roster.counter);

	if (e == NULL) {
		e = counter_check(k, "token-counter",
			k->organisation->token_counter);
	}
	return e == NULL ? spool_commit(k->spool) : e;
}

static const err *keeper_open(struct keeper *k)
{
	char path[4096];
	struct buf name = {0};
	const err *e;

	buf_fmt(&name, "%s/spool", k->folder);
	buf_byte(&name, '\0');
	must(name.len <= sizeof(path));
	memcpy(path, name.at, name.len);
	buf_close(&name);
	e = spool_open(&k->spool, path, clock_now_ms());
	if (e == NULL) e = counters_check(k);
	if (e == NULL) e = published_open(&k->published, k->folder);
	if (e == NULL) e = jail_enter(JAIL_KEEPER, k->folder);
	return e;
}

int keeper_run(void *argument)
{
	const struct keeper_start *start = argument;
	/* Static: one keeper a process, for its whole life. */
	static struct keeper k;
	const err *e;

	k.folder = start->folder;
	k.organisation = start->organisation;
	k.loop = loop_open();
	k.group = arena_open(GROUP_ARENA_BYTES);
	k.commit.fire = commit_fire;
	k.idle.fire = idle_fire;
	k.hourly.fire = hourly_fire;
	seal_start();
	e = keeper_open(&k);
	if (e != NULL) {
		report_err("cannot keep messages", e);
		return EXIT_START;
	}
	channel_open(&k.door, k.loop, start->door, door_says);
	channel_open(&k.sealer, k.loop, start->sealer, sealer_says);
	channel_open(&k.reader, k.loop, start->reader, reader_says);
	keeper_roster_tell(&k); /* the first one says that we are ready */
	loop_timer(k.loop, &k.idle, IDLE_MS);
	loop_timer(k.loop, &k.hourly, FIRST_AGEING_MS);
	e = loop_run(k.loop);
	if (e != NULL) report_err("the loop ended", e);
	return EXIT_START;
}
