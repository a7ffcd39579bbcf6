/* What a log knows of its recovery: who may open it again, and which epochs are
 * sealed for that (doc/log.md L8). See log.h. Owns the declarations and the
 * marks.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

#include "base/hex.h"
#include "base/num.h"

#include <string.h>

/* What a declaration's `before` signs. */
static void text_of(str org, const struct log_recovery *next, struct buf *out)
{
	buf_text(out, "bothy-recovery/1 ");
	buf_put(out, org);
	buf_byte(out, ' ');
	buf_hex(out, next->to.bytes, sizeof(next->to.bytes));
	buf_byte(out, ' ');
	buf_hex(out, next->sign.bytes, sizeof(next->sign.bytes));
	buf_byte(out, '\n');
}

struct sign_key log_recovery_key(const struct identity *recovery)
{
	unsigned char seed[32];
	struct sign_key key;

	hash_derive(secret_str(&recovery->key), S(""),
		S("bothy/1 recovery sign"), seed, sizeof(seed));
	key = sign_key_from(str_bytes(seed, sizeof(seed)));
	mem_wipe(seed, sizeof(seed));
	return key;
}

size_t log_recovery_declare(str org, const struct identity *next,
	const struct identity *before,
	unsigned char ret_value[LOG_RECOVERY_BYTES])
{
	struct sign_key key = log_recovery_key(next);
	struct log_recovery says = {next->recipient, key.public};
	struct buf text = {0};

	memcpy(ret_value, says.to.bytes, sizeof(says.to.bytes));
	memcpy(ret_value + 32, says.sign.bytes, sizeof(says.sign.bytes));
	sign_key_close(&key);
	if (before != NULL) {
		signature sig;

		key = log_recovery_key(before);
		text_of(org, &says, &text);
		sig = sign_bytes(&key, buf_str(&text));
		memcpy(ret_value + 64, sig.bytes, sizeof(sig.bytes));
		sign_key_close(&key);
		buf_close(&text);
	}
	return before == NULL ? LOG_RECOVERY_FIRST_BYTES : LOG_RECOVERY_BYTES;
}

/* -- declarations --------------------------------------------------------- */

static uint32_t declared_find(const struct log *log, recipient to)
{
	for (size_t i = 0; i < log->recovery_count; i++) {
		if (recipient_eq(log->recoveries[i].says.to, to)) {
			return (uint32_t)i;
		}
	}
	return LOG_NONE;
}

/* The one before, by its signature. */
static uint32_t before_find(const struct log *log,
	const struct log_recovery *next, str signed_by)
{
	struct buf text = {0};
	uint32_t found = LOG_NONE;
	signature sig;

	memcpy(sig.bytes, signed_by.at, sizeof(sig.bytes));
	text_of(log->device.org, next, &text);
	for (size_t i = 0; found == LOG_NONE && i < log->recovery_count; i++) {
		if (sign_is_valid(log->recoveries[i].says.sign, buf_str(&text),
			sig)) {
			found = (uint32_t)i;
		}
	}
	buf_close(&text);
	return found;
}

/* [log-9] */
void log_recovery_obey(struct log *log, uint32_t by, str value)
{
	struct log_declared one = {.before = LOG_NONE};

	if (value.len != LOG_RECOVERY_FIRST_BYTES &&
		value.len != LOG_RECOVERY_BYTES) {
		return;
	}
	memcpy(one.says.to.bytes, value.at, sizeof(one.says.to.bytes));
	memcpy(one.says.sign.bytes, value.at + 32, sizeof(one.says.sign.bytes));
	if (declared_find(log, one.says.to) != LOG_NONE) return;
	if (value.len == LOG_RECOVERY_BYTES) {
		one.before = before_find(log, &one.says, str_from(value, 64));
		if (one.before == LOG_NONE) return;
	} else if (log->recovery_count > 0 || !log->chains[by].believed) {
		return;
	}
	LOG_MORE(log->recoveries, log->recovery_count, &log->recovery_room);
	log->recoveries[log->recovery_count++] = one;
	log->rosters_new = log->look_again = true;
}

/* The end of the line; where it parts, by the smallest recipient. */
const struct log_recovery *log_recovery(const struct log *log)
{
	const struct log_recovery *now = log->recovery_count == 0 ? NULL
		: &log->recoveries[0].says;
	uint32_t at = 0;
	bool on = now != NULL;

	while (on) {
		uint32_t next = LOG_NONE;

		for (size_t i = 0; i < log->recovery_count; i++) {
			const struct log_declared *one = &log->recoveries[i];

			if (one->before != at) continue;
			if (next == LOG_NONE || memcmp(one->says.to.bytes,
				log->recoveries[next].says.to.bytes,
				sizeof(one->says.to.bytes)) < 0) {
				next = (uint32_t)i;
			}
		}
		on = next != LOG_NONE;
		if (!on) continue;
		at = next;
		now = &log->recoveries[at].says;
	}
	return now;
}

bool log_recovery_signed(const struct log *log, str dev, str covered,
	signature sig)
{
	for (size_t i = 0; i < log->recovery_count; i++) {
		char name[LOG_DEVICE_HEX];

		log_device_name(log->recoveries[i].says.sign, name);
		if (str_eq(dev, str_bytes(name, sizeof(name))) &&
			sign_is_valid(log->recoveries[i].says.sign, covered,
				sig)) {
			return true;
		}
	}
	return false;
}

/* -- which epochs are sealed for it --------------------------------------- */

static uint64_t escrow_key(const recipient *epoch)
{
	uint64_t key;

	memcpy(&key, epoch->bytes, sizeof(key));
	return key;
}

/* Those of an epoch; start with *at = SIZE_MAX. */
static bool escrow_next(const struct log *log, const recipient *epoch,
	size_t *at, const struct log_escrow **ret_one)
{
	uint32_t number;

	while (log_map_next(&log->by_escrow, escrow_key(epoch), at, &number)) {
		*ret_one = &log->escrows[number];
		if (recipient_eq((*ret_one)->recipient, *epoch)) return true;
	}
	return false;
}

void log_escrows_again(struct log *log)
{
	for (uint32_t i = 0; i < log->escrow_count; i++) {
		log_map_add(&log->by_escrow,
			escrow_key(&log->escrows[i].recipient), i);
	}
}

static bool escrow_is_known(const struct log *log, const struct log_escrow *one)
{
	const struct log_escrow *is;
	size_t at = SIZE_MAX;

	while (escrow_next(log, &one->recipient, &at, &is)) {
		if (is->by == one->by && is->seq == one->seq &&
			recipient_eq(is->recovery, one->recovery)) {
			return true;
		}
	}
	return false;
}

void log_escrow_obey(struct log *log, const struct log_commit *by, str ring,
	const struct op *op)
{
	struct log_escrow one = {.by = by->dev, .seq = by->seq};
	str rest = str_from(op->field, sizeof("escrow.") - 1), epoch, to;

	if (!str_starts(rest, ring) || rest.len <= ring.len ||
		rest.at[ring.len] != '.' ||
		!num_read(str_from(rest, ring.len + 1), BODY_EPOCH_MAX,
			&one.epoch) ||
		!str_cut(op->value, ' ', &epoch, &to) ||
		!hex_read(epoch, one.recipient.bytes,
			sizeof(one.recipient.bytes)) ||
		!hex_read(to, one.recovery.bytes, sizeof(one.recovery.bytes))) {
		return;
	}
	if (escrow_is_known(log, &one)) return;
	LOG_MORE(log->escrows, log->escrow_count, &log->escrow_room);
	log_map_add(&log->by_escrow, escrow_key(&one.recipient),
		(uint32_t)log->escrow_count);
	log->escrows[log->escrow_count++] = one;
}

bool log_is_escrowed(const struct log *log, const recipient *epoch)
{
	const struct log_recovery *now = log_recovery(log);
	const struct log_escrow *one;
	size_t at = SIZE_MAX;

	while (now != NULL && escrow_next(log, epoch, &at, &one)) {
		const struct log_chain *by = &log->chains[one->by];

		if (by->believed && one->seq <= by->end &&
			recipient_eq(one->recovery, now->to)) {
			return true;
		}
	}
	return false;
}

size_t log_escrow_missing(const struct log *log, str *ret_rings, size_t max)
{
	size_t count = 0;

	for (size_t i = 1; i < log->rings.count && count < max; i++) {
		const struct ring_epoch *one = &log->rings.at[i];
		str ring = ring_name(one);
		bool named = str_starts(ring, S("device-"));

		for (size_t j = 0; j < count && !named; j++) {
			named = str_eq(ret_rings[j], ring);
		}
		if (named || log_is_escrowed(log, &one->identity.recipient)) {
			continue;
		}
		ret_rings[count++] = ring;
	}
	return count;
}

void log_escrow_mark(struct arena *arena, const struct log_epoch_row *row,
	const recipient *recovery, struct op *ret_op)
{
	struct buf value = {0};

	buf_hex(&value, row->identity->recipient.bytes, 32);
	buf_byte(&value, ' ');
	buf_hex(&value, recovery->bytes, sizeof(recovery->bytes));
	*ret_op = (struct op){.kind = OP_ADD,
		.field = str_fmt(arena, "escrow.%.*s.%llu", S_ARG(row->ring),
			(unsigned long long)row->epoch),
		.value = buf_take(&value, arena)};
	buf_close(&value);
}

void log_escrow_op(struct arena *arena, const struct log_epoch_row *row,
	struct op *ret_op)
{
	struct buf value = {0};

	buf_put(&value, secret_str(&row->identity->key));
	buf_put(&value, row->proof);
	*ret_op = (struct op){.kind = OP_ESCROW,
		.field = str_fmt(arena, "%.*s.%llu", S_ARG(row->ring),
			(unsigned long long)row->epoch),
		.value = buf_take(&value, arena)};
	buf_close(&value);
}
