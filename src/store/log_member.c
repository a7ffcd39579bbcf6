/* Who is in a ring, who has which of its epochs, and to which one writes: see
 * log_room.h, log_hand.h and doc/team.md T4, T5. Owns what was
 * said of members.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_hand.h"
#include "store/log_room.h"

#include <string.h>

/* -- by ring -------------------------------------------------------------- */

static str ring_of(const struct log_member *one)
{
	return str_bytes(one->ring, one->ring_len);
}

const struct log_member *log_member_each(const struct log *log, str ring,
	const struct log_member *last)
{
	uint32_t next = last == NULL ? log->member_buckets[ring_bucket(ring)]
				     : last->before;

	while (next != 0 && !str_eq(ring_of(&log->members[next - 1]), ring)) {
		next = log->members[next - 1].before;
	}
	return next == 0 ? NULL : &log->members[next - 1];
}

static void into_bucket(struct log *log, size_t at)
{
	struct log_member *one = &log->members[at];
	uint32_t *bucket = &log->member_buckets[ring_bucket(ring_of(one))];

	one->before = *bucket;
	*bucket = (uint32_t)at + 1;
}

void log_member_add(struct log *log, const struct log_member *one)
{
	LOG_MORE(log->members, log->member_count, &log->member_room);
	log->members[log->member_count] = *one;
	into_bucket(log, log->member_count++);
	ring_touch(&log->rings, ring_of(one));
}

void log_members_again(struct log *log)
{
	memset(log->member_buckets, 0, sizeof(log->member_buckets));
	for (size_t i = 0; i < log->member_count; i++) into_bucket(log, i);
}

/* -- as a log says it ----------------------------------------------------- */

static bool is_of(const struct log *log, const struct log_member *one,
	uint32_t dev)
{
	const struct log_chain *by = &log->chains[one->by];

	return one->who == dev && by->believed && one->seq <= by->end;
}

/* Nobody brings herself back, nor does a next epoch [hand-12]. */
static bool brings_back(const struct log_member *add)
{
	return add->by != add->who && !add->more;
}

/* Whether an add has seen every drop of it. */
static bool add_stands(const struct log *log, str ring,
	const struct log_member *add)
{
	const struct log_member *drop = NULL;

	while ((drop = log_member_each(log, ring, drop)) != NULL) {
		if (!drop->drop || !is_of(log, drop, add->who)) continue;
		if (!brings_back(add) || !log_saw(log, add->by, add->seq,
			drop->by, drop->seq)) {
			return false;
		}
	}
	return true;
}

bool log_is_member(const struct log *log, str ring, uint32_t dev)
{
	const struct log_member *add = NULL;

	while ((add = log_member_each(log, ring, add)) != NULL) {
		if (!add->drop && is_of(log, add, dev) &&
			add_stands(log, ring, add)) {
			return true;
		}
	}
	return false;
}

/* Whether no add of it has seen a drop. */
static bool drop_stands(const struct log *log, str ring,
	const struct log_member *drop)
{
	const struct log_member *add = NULL;

	while ((add = log_member_each(log, ring, add)) != NULL) {
		if (add->drop || !brings_back(add) ||
			!is_of(log, add, drop->who)) {
			continue;
		}
		if (log_saw(log, add->by, add->seq, drop->by, drop->seq)) {
			return false;
		}
	}
	return true;
}

bool log_is_out(const struct log *log, str ring, uint32_t dev)
{
	const struct log_member *drop = NULL;

	while ((drop = log_member_each(log, ring, drop)) != NULL) {
		if (drop->drop && is_of(log, drop, dev) &&
			drop_stands(log, ring, drop)) {
			return true;
		}
	}
	return false;
}

bool log_has_epoch(const struct log *log, const struct ring_epoch *epoch,
	uint32_t dev)
{
	const struct log_member *add = NULL;

	while ((add = log_member_each(log, ring_name(epoch), add)) != NULL) {
		if (!add->drop && add->epoch == epoch->epoch &&
			recipient_eq(add->recipient,
				epoch->identity.recipient) &&
			is_of(log, add, dev)) {
			return true;
		}
	}
	return false;
}

/* [ring-1] whether somebody has an epoch who is not in its ring now. */
static bool is_outside(const struct log *log, const struct ring_epoch *epoch)
{
	for (uint32_t i = 0; i < log->chain_count; i++) {
		if (!log_has_epoch(log, epoch, i)) continue;
		if (!log->chains[i].active || !log_is_member(log,
			ring_name(epoch), i)) {
			return true;
		}
	}
	return false;
}

const struct ring_epoch *log_seal_epoch(const struct log *log, str ring)
{
	const struct ring_epoch *last = NULL;

	for (;;) {
		const struct ring_epoch *best = NULL, *one = NULL;

		while ((one = ring_each(&log->rings, ring, one)) != NULL) {
			if (!one->proved) continue;
			if (last != NULL && !ring_is_newer(last, one)) continue;
			if (one != last && ring_is_newer(one, best)) best = one;
		}
		if (best == NULL || !is_outside(log, best)) return best;
		last = best;
	}
}

/* -- for those who ask ---------------------------------------------------- */

bool log_recipient_find(const struct log *log, uint32_t dev,
	recipient *ret_to)
{
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct team_roster *says = &log->rosters[i]->says;

		for (size_t j = 0; log->rosters[i]->is_tip &&
			j < says->device_count; j++) {
			if (log_device_is(log, dev, says->devices[j].key) &&
				recipient_read(says->devices[j].recipient,
					ret_to)) {
				return true;
			}
		}
	}
	return false;
}

size_t log_ring_devices(const struct log *log, str ring, str *ret_devs,
	size_t max)
{
	size_t count = 0;

	for (uint32_t i = 0; i < log->chain_count && count < max; i++) {
		const struct log_chain *chain = &log->chains[i];

		if (!chain->active || !log_is_member(log, ring, i)) continue;
		ret_devs[count++] = str_bytes(chain->name, LOG_DEVICE_HEX);
	}
	return count;
}

/* An add of a device; `last` as in log_member_each. */
static const struct log_member *added_each(const struct log *log, str ring,
	str dev, const struct log_member *last)
{
	do {
		last = log_member_each(log, ring, last);
	} while (last != NULL && (last->drop || !str_eq(dev,
		str_bytes(log->chains[last->who].name, LOG_DEVICE_HEX))));
	return last;
}

bool log_epoch_had(const struct log *log, str ring, recipient epoch, str dev)
{
	const struct log_member *add = NULL;

	while ((add = added_each(log, ring, dev, add)) != NULL) {
		if (recipient_eq(add->recipient, epoch)) return true;
	}
	return false;
}

bool log_ring_had(const struct log *log, str ring, str dev)
{
	return added_each(log, ring, dev, NULL) != NULL;
}

bool log_device_recipient(const struct log *log, str dev, recipient *ret_to)
{
	for (uint32_t i = 0; i < log->chain_count; i++) {
		const struct log_chain *chain = &log->chains[i];

		if (!str_eq(dev, str_bytes(chain->name, LOG_DEVICE_HEX))) {
			continue;
		}
		return chain->active && log_recipient_find(log, i, ret_to);
	}
	return false;
}

bool log_may_write(const struct log *log, str ring)
{
	return log_seal_epoch(log, ring) != NULL;
}

size_t log_epoch_count(const struct log *log)
{
	return log->rings.count;
}

bool log_ring_says(const struct log *log, str ring)
{
	return log_member_each(log, ring, NULL) != NULL;
}

str log_team_roster(const struct log *log)
{
	const struct log_roster *tip = log_tip(log);

	return tip == NULL ? S("") : buf_str(&tip->text);
}
