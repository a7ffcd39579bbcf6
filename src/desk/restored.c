/* Looking at a backup's log: see restored.h. Writes nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/restored.h"

#include "base/hex.h"
#include "base/list.h"
#include "model/alarm.h"
#include "model/roster.h"
#include "os/file.h"
#include "seal/minisign.h"
#include "store/hash_set.h"
#include "text/hour.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096, SMALL_FILE_MAX = 64 * 1024,
	SEEN_BYTES_MAX = 64 << 20, DEVICES_MAX = 65, HOUR_MS = 3600000 };

/* An epoch that the log says somebody has. */
struct named { str ring; recipient recipient; };

struct looking {
	struct restored *r;
	struct arena *arena;
	struct hash_set messages;
	char devs[DEVICES_MAX][LOG_DEVICE_HEX];
	uint64_t seq;                /* of the commit before */
	char dev[LOG_DEVICE_HEX];
	struct named_list LIST_OF(struct named) named;
};

static const char *path_of(const struct restored *r, const char *name,
	char ret_path[PATH_BYTES])
{
	int len = snprintf(ret_path, PATH_BYTES, "%s/%s", r->dir, name);

	must(len > 0 && len < PATH_BYTES);
	return ret_path;
}

/* Which organisation, and which key signs its roster: from the line's folder,
 * as the backup brought it. */
static const err *line_read(struct restored *r)
{
	struct buf text = {0}, public = {0};
	struct roster roster;
	char path[PATH_BYTES];
	const err *e = file_read(path_of(r, "line/roster", path),
		SMALL_FILE_MAX, &text);

	if (e == NULL) {
		e = file_read(path_of(r, "line/roster.pub", path),
			SMALL_FILE_MAX, &public);
	}
	if (e == NULL && (!roster_read(buf_str(&text), &roster) ||
		!minisign_public_read(buf_str(&public), &r->roster_public))) {
		e = err_make(ERR_FORMAT, "the line's roster is damaged");
	}
	if (e == NULL) buf_put(&r->org, roster.org);
	buf_close(&text);
	buf_close(&public);
	return e;
}

/* -- what is in it -------------------------------------------------------- */

/* [restored-2] The seed of the roster's key, where it is the right one. */
static void roster_key_take(struct restored *r, const struct op *op)
{
	struct sign_key key;

	if (op->kind != OP_KEY || !str_eq(op->field, S("sign.roster")) ||
		op->value.len != sizeof(key.public.bytes)) {
		return;
	}
	key = sign_key_from(op->value);
	if (r->roster_known && memcmp(key.public.bytes,
		r->roster_public.bytes, sizeof(key.public.bytes)) != 0) {
		sign_key_close(&key);
		return;
	}
	sign_key_close(&r->keys.roster);
	r->keys.roster = key;
	r->roster_found = true;
}

static void device_count(struct looking *l, str dev)
{
	uint64_t *count = &l->r->sum.devices;

	for (uint64_t i = 0; i < *count; i++) {
		if (str_eq(dev, str_bytes(l->devs[i], LOG_DEVICE_HEX))) return;
	}
	if (*count == DEVICES_MAX) return;
	memcpy(l->devs[(*count)++], dev.at, LOG_DEVICE_HEX);
}

static void commit_count(struct looking *l, const struct log_op *op)
{
	struct restored_sum *sum = &l->r->sum;

	if (op->seq == l->seq && memcmp(op->dev.at, l->dev, LOG_DEVICE_HEX) == 0) {
		return;
	}
	l->seq = op->seq;
	memcpy(l->dev, op->dev.at, LOG_DEVICE_HEX);
	sum->changes++;
	if (op->hlc.ms > sum->newest_ms) sum->newest_ms = op->hlc.ms;
	device_count(l, op->dev);
}

/* `add ring.<ring>.<epoch>`: `<dev> <64 hex of the epoch's recipient>`, and
 * sometimes ` more`. */
static void epoch_name(struct looking *l, const struct op *op)
{
	struct named one = {.recipient = {0}};
	str rest = str_from(op->field, sizeof("ring.") - 1), dev, hex;
	size_t dot = str_find_byte(rest, '.');

	if (dot == SIZE_MAX || !str_cut(op->value, ' ', &dev, &hex) ||
		!hex_read(str_first(hex, 2 * sizeof(one.recipient.bytes)),
			one.recipient.bytes, sizeof(one.recipient.bytes))) {
		return;
	}
	one.ring = str_dup(l->arena, str_first(rest, dot));
	LIST_ADD(l->arena, &l->named, one);
}

static const err *look(void *owner, const struct log_op *op)
{
	static const object_id nothing = {{0}};
	struct looking *l = owner;

	commit_count(l, op);
	roster_key_take(l->r, &op->op);
	if (l->r->sought != NULL) namesake_hear(l->r->sought, op);
	if (op->op.kind == OP_ADD && str_starts(op->op.field, S("ring."))) {
		epoch_name(l, &op->op);
	}
	/* One that was erased is known as taken, in no unit: it is not here. */
	if (op->op.kind == OP_SEEN && op->op.value.len == sizeof(hash) &&
		!object_eq(op->unit, nothing)) {
		hash name;

		memcpy(name.bytes, op->op.value.at, sizeof(name.bytes));
		if (hash_set_add(&l->messages, name)) l->r->sum.messages++;
	}
	return NULL;
}

static bool is_at_hand(const struct log *log, const struct named *named)
{
	const struct identity *have[256];
	size_t count = log_epochs(log, named->ring, have, NELEM(have));

	for (size_t i = 0; i < count; i++) {
		if (recipient_eq(have[i]->recipient, named->recipient)) {
			return true;
		}
	}
	return false;
}

static void ring_lack(struct restored_sum *sum, str ring)
{
	for (size_t i = 0; i < sum->ring_count; i++) {
		if (str_eq(ring, str_bytes(sum->rings[i], sum->ring_lens[i]))) {
			return;
		}
	}
	if (sum->ring_count == RESTORED_RINGS_MAX ||
		ring.len > sizeof(sum->rings[0])) {
		return;
	}
	memcpy(sum->rings[sum->ring_count], ring.at, ring.len);
	sum->ring_lens[sum->ring_count++] = ring.len;
}

static void lacks_find(struct looking *l)
{
	struct alarm *alarms = mem_get(LOG_ALARMS_MAX * sizeof(*alarms));
	size_t count;

	for (size_t i = 0; i < l->named.count; i++) {
		if (!is_at_hand(l->r->log, &l->named.at[i])) {
			ring_lack(&l->r->sum, l->named.at[i].ring);
		}
	}
	/* What is not there now will not come: nobody sends to this log. */
	log_clock(l->r->log, l->r->now_ms + 2 * ALARM_WITHHELD_MS);
	count = log_alarms(l->r->log, alarms, LOG_ALARMS_MAX);
	log_clock(l->r->log, l->r->now_ms);
	for (size_t i = 0; i < count; i++) {
		l->r->sum.unopened += alarms[i].kind == ALARM_WITHHELD ||
			alarms[i].kind == ALARM_UNOPENED ||
			alarms[i].kind == ALARM_REFUSED ||
			alarms[i].kind == ALARM_FORK;
	}
	mem_free(alarms);
}

bool restored_is_whole(const struct restored_sum *sum)
{
	return sum->ring_count == 0 && sum->unopened == 0;
}

static void rings_put(const struct restored_sum *sum, struct buf *out)
{
	for (size_t i = 0; i < sum->ring_count; i++) {
		if (i > 0) buf_text(out, ", ");
		buf_put(out, str_bytes(sum->rings[i], sum->ring_lens[i]));
	}
}

void restored_words(const struct restored_sum *sum, struct buf *out)
{
	buf_fmt(out, "%llu messages and %llu changes of %llu computers came "
		"back, the newest from ", (unsigned long long)sum->messages,
		(unsigned long long)sum->changes,
		(unsigned long long)sum->devices);
	hour_date(out, sum->newest_ms / HOUR_MS);
	if (restored_is_whole(sum)) buf_text(out, "; nothing is missing");
	if (sum->ring_count > 0) {
		buf_text(out, "; what was never sealed for recovery did not: ");
		rings_put(sum, out);
	}
	if (sum->unopened > 0) {
		buf_text(out, "; something else did not open, or is not there");
	}
}

/* -- opening -------------------------------------------------------------- */

static const err *log_look(struct restored *r)
{
	struct looking l = {.r = r, .arena = arena_open(SEEN_BYTES_MAX)};
	const err *e = NULL;

	do { /* what does not count any more is forgotten with all the rest */
		struct restored_sum nothing = {0};

		hash_set_close(&l.messages);
		l.named.count = 0;
		l.seq = 0;
		r->sum = nothing;
		if (r->sought != NULL) namesake_forget(r->sought);
		e = log_read(r->log, look, &l);
	} while (e == NULL && log_withdrawn(r->log));
	if (e == NULL && r->roster_known && !r->roster_found) {
		e = err_make(ERR_REFUSED, "this log is not the one of the line"
			" in DIR/line");
	}
	if (e == NULL) lacks_find(&l);
	hash_set_close(&l.messages);
	arena_close(&l.arena);
	return e;
}

static const err *parts_open(struct restored *r, const struct secret *secret)
{
	char path[PATH_BYTES];
	const err *e;

	keyfile_make(&r->keys, buf_str(&r->org));
	r->recovery = identity_from(secret_str(secret));
	r->device = (struct log_device){buf_str(&r->org), &r->keys.sign,
		&r->keys.identity, NULL};
	if (!file_exists(path_of(r, "desk/log.pack", path))) {
		return err_make(ERR_ABSENT, "there is no log.pack in DIR/desk;"
			" bothy restore brings one back from a backup");
	}
	e = log_open(&r->log, path, &r->device);
	if (e != NULL) return e;
	log_clock(r->log, r->now_ms);
	log_root(r->log, r->roster_known ? &r->roster_public : NULL);
	e = log_recover(r->log, &r->recovery);
	return e != NULL ? e : log_look(r);
}

const err *restored_open(struct restored *r, const char *dir,
	const struct secret *secret, uint64_t now_ms)
{
	const err *e;

	*r = (struct restored){.dir = dir, .now_ms = now_ms,
		.sought = r->sought};
	e = line_read(r);
	if (e != NULL && e->code == ERR_ABSENT) {
		return err_make(ERR_ABSENT, "there is no roster in DIR/line: "
			"copy the line's folder there");
	}
	r->roster_known = true;
	return e != NULL ? e : parts_open(r, secret);
}

const err *restored_open_known(struct restored *r, const char *dir,
	const struct secret *secret, uint64_t now_ms,
	const struct restored_known *known)
{
	char path[PATH_BYTES];

	*r = (struct restored){.dir = dir};
	if (file_exists(path_of(r, "line/roster", path))) {
		return restored_open(r, dir, secret, now_ms);
	}
	r->now_ms = now_ms;
	buf_put(&r->org, known->org);
	r->roster_known = known->roster != NULL;
	if (r->roster_known) r->roster_public = *known->roster;
	return parts_open(r, secret);
}

void restored_close(struct restored *r)
{
	log_close(&r->log);
	keyfile_close(&r->keys);
	identity_close(&r->recovery);
	buf_close(&r->org);
}
