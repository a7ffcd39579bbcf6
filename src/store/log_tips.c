/* Which rosters hold, and which of them nobody has followed: see log_room.h and
 * doc/team.md T2. Owns the rosters.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_hand.h"
#include "store/log_room.h"

#include "base/hex.h"

#include <string.h>

static struct log_roster *roster_find(const struct log *log, str hex)
{
	for (size_t i = 0; i < log->roster_count; i++) {
		if (log_hash_is(log->rosters[i]->name, hex)) {
			return log->rosters[i];
		}
	}
	return NULL;
}

const struct team_device *log_roster_device(const struct team_roster *says,
	str dev)
{
	for (size_t i = 0; i < says->device_count; i++) {
		char name[LOG_DEVICE_HEX];

		log_key_name(says->devices[i].key, name);
		if (str_eq(str_bytes(name, sizeof(name)), dev)) {
			return &says->devices[i];
		}
	}
	return NULL;
}

/* The member of `by` that signed `one` as an admin; empty: none. */
static str signer(const struct log_roster *one, size_t signature_at,
	const struct team_roster *by)
{
	const struct team_signed *sig = &one->says.signatures[signature_at];
	const struct team_device *device = log_roster_device(by, sig->dev);
	sign_public public;
	signature bytes;

	if (device == NULL || !team_roster_is_admin(by, device->member)) {
		return S("");
	}
	must(hex_read(device->key, public.bytes, sizeof(public.bytes)));
	must(hex_read(sig->signature, bytes.bytes, sizeof(bytes.bytes)));
	return sign_is_valid(public, one->covered, bytes) ? device->member
							  : S("");
}

size_t log_roster_signers(const struct log_roster *one,
	const struct team_roster *by)
{
	str members[TEAM_DEVICES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < one->says.signature_count; i++) {
		str member = signer(one, i, by);
		bool again = member.len == 0;

		for (size_t j = 0; j < count && !again; j++) {
			again = str_eq(members[j], member);
		}
		if (!again) members[count++] = member;
	}
	return count;
}

bool log_roster_enough(const struct log_roster *one,
	const struct team_roster *by)
{
	return log_roster_signers(one, by) >= team_roster_needs(by);
}

/* L8: those who brought the recovery parts together are enough. */
static bool recovery_signed(const struct log *log,
	const struct log_roster *one)
{
	for (size_t i = 0; i < one->says.signature_count; i++) {
		const struct team_signed *sig = &one->says.signatures[i];
		signature bytes;

		must(hex_read(sig->signature, bytes.bytes,
			sizeof(bytes.bytes)));
		if (log_recovery_signed(log, sig->dev, one->covered, bytes)) {
			return true;
		}
	}
	return false;
}

static bool follows(const struct log *log, const struct log_roster *one)
{
	uint64_t number = 0;

	for (size_t i = 0; i < one->says.before_count; i++) {
		const struct log_roster *by = roster_find(log,
			one->says.before[i]);

		if (by == NULL || !by->holds ||
			(!log_roster_enough(one, &by->says) &&
				!recovery_signed(log, one)) ||
			!team_roster_keeps(&one->says, &by->says, log_key_name)) {
			return false;
		}
		if (by->says.number > number) number = by->says.number;
	}
	return one->says.before_count > 0 && one->says.number == number + 1;
}

/* T2.1 */
static bool begins(const struct log *log, const struct log_roster *one)
{
	if (log->anchored && hash_eq(one->name, log->anchor)) return true;
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *by = log->rosters[i];

		for (size_t j = 0; by->holds && j < by->says.before_count; j++) {
			if (log_hash_is(one->name, by->says.before[j])) {
				return true;
			}
		}
	}
	return false;
}

/* Some roster that holds follows it. */
static bool is_followed(const struct log *log, const struct log_roster *one)
{
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *by = log->rosters[i];

		for (size_t k = 0; by->holds && k < by->says.before_count; k++) {
			if (log_hash_is(one->name, by->says.before[k])) {
				return true;
			}
		}
	}
	return false;
}

/* T2.3: of two over the same bytes the one with the smaller hash stands, and who
 * follows one follows both. */
static bool is_tip(const struct log *log, const struct log_roster *one)
{
	if (!one->holds || is_followed(log, one)) return false;
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *twin = log->rosters[i];

		if (twin == one || !twin->holds ||
			!str_eq(twin->covered, one->covered)) {
			continue;
		}
		if (memcmp(twin->name.bytes, one->name.bytes,
			sizeof(one->name.bytes)) < 0 || is_followed(log, twin)) {
			return false;
		}
	}
	return true;
}

static void tips_find(struct log *log)
{
	size_t count = 0;

	for (size_t i = 0; i < log->roster_count; i++) {
		log->rosters[i]->is_tip = is_tip(log, log->rosters[i]);
		count += log->rosters[i]->is_tip;
	}
	if (count > 1 && log->tip_count <= 1) log->rosters_ms = log->now_ms;
	log->tip_count = count;
}

void log_rosters_hold(struct log *log)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < log->roster_count; i++) {
			struct log_roster *one = log->rosters[i];

			if (one->holds) continue;
			one->holds = begins(log, one) || follows(log, one);
			again |= one->holds;
		}
	}
	tips_find(log);
}

void log_roster_take(struct log *log, uint32_t by, str text)
{
	struct log_roster *one = mem_get(sizeof(*one));

	one->name = hash_of(text);
	one->by = by;
	for (size_t i = 0; i < log->roster_count; i++) {
		if (hash_eq(log->rosters[i]->name, one->name)) {
			mem_free(one);
			return;
		}
	}
	buf_put(&one->text, text);
	if (log->roster_count == LOG_ROSTERS_MAX ||
		!team_roster_read(buf_str(&one->text), &one->says,
			&one->covered) ||
		!str_eq(one->says.org, log->device.org)) {
		buf_close(&one->text);
		mem_free(one);
		return;
	}
	LOG_MORE(log->rosters, log->roster_count, &log->roster_room);
	log->rosters[log->roster_count++] = one;
	log->rosters_new = true;
}

void log_roster_drop(struct log *log, hash name)
{
	size_t kept = 0;

	for (size_t i = 0; i < log->roster_count; i++) {
		struct log_roster *one = log->rosters[i];

		one->holds = one->is_tip = false;
		if (hash_eq(one->name, name)) {
			buf_close(&one->text);
			mem_free(one);
		} else {
			log->rosters[kept++] = one;
		}
	}
	log->roster_count = kept;
	if (hash_eq(log->anchor, name)) log->anchored = false;
	for (size_t i = 0; i < log->chain_count; i++) {
		log->chains[i].admin = false;
	}
	log->rosters_new = log->changed = true;
	log_belief(log);
}

const struct log_roster *log_tip(const struct log *log)
{
	const struct log_roster *tip = NULL;

	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *one = log->rosters[i];

		if (!one->is_tip) continue;
		if (tip == NULL || memcmp(one->name.bytes, tip->name.bytes,
			sizeof(tip->name.bytes)) < 0) {
			tip = one;
		}
	}
	return tip;
}
