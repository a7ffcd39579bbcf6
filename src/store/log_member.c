/* Who is in a ring, who has which of its epochs, and to which one writes: see
 * log_room.h, log_hand.h and doc/team.md T4, T5. Owns nothing: what was said of
 * members is log_team.c's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_hand.h"
#include "store/log_room.h"

#include <string.h>

/* -- as a log says it ----------------------------------------------------- */

static bool is_of(const struct log *log, const struct log_member *one,
	str ring, uint32_t dev)
{
	const struct log_chain *by = &log->chains[one->by];

	return one->who == dev && by->believed && one->seq <= by->end &&
	       str_eq(str_bytes(one->ring, one->ring_len), ring);
}

bool log_is_member(const struct log *log, str ring, uint32_t dev)
{
	for (size_t i = 0; i < log->member_count; i++) {
		const struct log_member *add = &log->members[i];
		bool stands = !add->drop && is_of(log, add, ring, dev);

		for (size_t j = 0; stands && j < log->member_count; j++) {
			const struct log_member *drop = &log->members[j];

			if (!drop->drop || !is_of(log, drop, ring, dev)) {
				continue;
			}
			/* Nobody brings herself back. */
			stands = add->by != dev && log_saw(log, add->by,
				add->seq, drop->by, drop->seq);
		}
		if (stands) return true;
	}
	return false;
}

/* A drop that no add of it has seen. */
bool log_is_out(const struct log *log, str ring, uint32_t dev)
{
	for (size_t i = 0; i < log->member_count; i++) {
		const struct log_member *drop = &log->members[i];
		bool stands = drop->drop && is_of(log, drop, ring, dev);

		for (size_t j = 0; stands && j < log->member_count; j++) {
			const struct log_member *add = &log->members[j];

			/* Nobody brings herself back. */
			stands = add->drop || add->by == dev ||
				!is_of(log, add, ring, dev) ||
				!log_saw(log, add->by, add->seq, drop->by,
					drop->seq);
		}
		if (stands) return true;
	}
	return false;
}

bool log_has_epoch(const struct log *log, const struct ring_epoch *epoch,
	uint32_t dev)
{
	for (size_t i = 0; i < log->member_count; i++) {
		const struct log_member *add = &log->members[i];

		if (!add->drop && add->epoch == epoch->epoch &&
			recipient_eq(add->recipient,
				epoch->identity.recipient) &&
			is_of(log, add, ring_name(epoch), dev)) {
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
		const struct ring_epoch *best = NULL;

		for (size_t i = 0; i < log->rings.count; i++) {
			const struct ring_epoch *one = &log->rings.at[i];

			if (!one->proved || !str_eq(ring_name(one), ring)) {
				continue;
			}
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

static bool is_added(const struct log_member *one, str ring)
{
	return !one->drop && str_eq(ring, str_bytes(one->ring, one->ring_len));
}

bool log_epoch_had(const struct log *log, str ring, recipient epoch, str dev)
{
	for (size_t i = 0; i < log->member_count; i++) {
		const struct log_member *one = &log->members[i];

		if (is_added(one, ring) &&
			recipient_eq(one->recipient, epoch) &&
			str_eq(dev, str_bytes(log->chains[one->who].name,
				LOG_DEVICE_HEX))) {
			return true;
		}
	}
	return false;
}

bool log_ring_had(const struct log *log, str ring, str dev)
{
	for (size_t i = 0; i < log->member_count; i++) {
		const struct log_member *one = &log->members[i];

		if (is_added(one, ring) && str_eq(dev, str_bytes(
			log->chains[one->who].name, LOG_DEVICE_HEX))) {
			return true;
		}
	}
	return false;
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
	for (size_t i = 0; i < log->member_count; i++) {
		if (str_eq(ring, str_bytes(log->members[i].ring,
			log->members[i].ring_len))) {
			return true;
		}
	}
	return false;
}

str log_team_roster(const struct log *log)
{
	const struct log_roster *tip = log_tip(log);

	return tip == NULL ? S("") : buf_str(&tip->text);
}
