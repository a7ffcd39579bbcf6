/* The roster that follows: see log_hand.h and doc/team.md T1, T2. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/hex.h"
#include "store/log_hand.h"
#include "store/log_room.h"

#include <string.h>

void log_key_name(str key_hex, char ret_dev[LOG_DEVICE_HEX])
{
	sign_public public;

	must(hex_read(key_hex, public.bytes, sizeof(public.bytes)));
	log_device_name(public, ret_dev);
}

static str hash_hex(struct arena *arena, hash name)
{
	struct buf hex = {0};
	str kept;

	buf_hex(&hex, name.bytes, sizeof(name.bytes));
	kept = str_dup(arena, buf_str(&hex));
	buf_close(&hex);
	return kept;
}

/* Ascending by hash, so that what follows is the same everywhere. */
static size_t tips_list(const struct log *log,
	const struct log_roster *ret_tips[TEAM_BEFORE_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *tip = log->rosters[i];
		size_t at = count;

		if (!tip->is_tip || count == TEAM_BEFORE_MAX) continue;
		for (; at > 0 && memcmp(ret_tips[at - 1]->name.bytes,
			tip->name.bytes, sizeof(tip->name.bytes)) > 0; at--) {
			ret_tips[at] = ret_tips[at - 1];
		}
		ret_tips[at] = tip;
		count++;
	}
	return count;
}

static void tip_join(struct team_roster *next, const struct team_roster *tip)
{
	for (size_t i = 0; i < tip->device_count; i++) {
		(void)!team_roster_device_add(next, tip->devices[i]);
	}
	for (size_t i = 0; i < tip->admin_count; i++) {
		(void)!team_roster_admin_add(next, tip->admins[i]);
	}
	if (tip->number >= next->number) next->number = tip->number + 1;
}

void log_roster_next(const struct log *log, struct arena *arena,
	struct team_device self, struct team_roster *next)
{
	const struct log_roster *tips[TEAM_BEFORE_MAX];
	size_t count = tips_list(log, tips);

	*next = (struct team_roster){.org = log->device.org, .number = 1};
	for (size_t i = 0; i < count; i++) {
		next->before[next->before_count++] = hash_hex(arena,
			tips[i]->name);
		tip_join(next, &tips[i]->says);
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < tips[i]->says.removed_count; j++) {
			(void)!team_roster_remove(next,
				tips[i]->says.removed[j], log_key_name);
		}
	}
	if (next->before_count > 0) return;
	must(team_roster_device_add(next, self));
	must(team_roster_admin_add(next, self.member));
}

static size_t roster_at(const struct log *log, str hex)
{
	size_t at = 0;

	while (at < log->roster_count &&
		!log_hash_is(log->rosters[at]->name, hex)) {
		at++;
	}
	return at;
}

/* It is the roster of this hash, or one that this one follows. */
static bool is_behind(const struct log *log, const struct log_roster *one,
	str tip)
{
	bool known[LOG_ROSTERS_MAX + 1] = {false};
	size_t todo[LOG_ROSTERS_MAX], count = 0, at = roster_at(log, tip);

	if (at == log->roster_count) return false;
	todo[count++] = at;
	known[at] = true;
	while (count > 0) {
		const struct log_roster *by = log->rosters[todo[--count]];

		if (by == one) return true;
		for (size_t i = 0; i < by->says.before_count; i++) {
			at = roster_at(log, by->says.before[i]);
			if (at == log->roster_count || known[at]) continue;
			todo[count++] = at;
			known[at] = true;
		}
	}
	return false;
}

bool log_roster_learn(struct log *log, str text)
{
	hash name = hash_of(text);

	log_roster_take(log, 0, text);
	log->rosters_new = true;
	log_belief(log);
	for (size_t i = 0; i < log->roster_count; i++) {
		if (hash_eq(log->rosters[i]->name, name)) {
			return log->rosters[i]->holds;
		}
	}
	return false;
}

/* What stood when the team was not parted yet: behind every roster that the
 * merging one names, so everybody has it. */
static bool is_common(const struct log *log, const struct log_roster *one,
	const struct team_roster *merging)
{
	for (size_t i = 0; i < merging->before_count; i++) {
		if (!is_behind(log, one, merging->before[i])) {
			return false;
		}
	}
	return true;
}

/* `merging` NULL: all. */
static size_t texts_list(const struct log *log, struct arena *arena,
	const struct team_roster *merging, str **ret_texts)
{
	str *texts = ARENA_ARRAY(arena, str, log->roster_count + 1);
	uint64_t *numbers = ARENA_ARRAY(arena, uint64_t, log->roster_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *one = log->rosters[i];
		size_t at = count;

		if (!one->holds) continue;
		if (merging != NULL && is_common(log, one, merging)) continue;
		for (; at > 0 && numbers[at - 1] > one->says.number; at--) {
			numbers[at] = numbers[at - 1];
			texts[at] = texts[at - 1];
		}
		numbers[at] = one->says.number;
		texts[at] = str_dup(arena, buf_str(&one->text));
		count++;
	}
	*ret_texts = texts;
	return count;
}

size_t log_roster_list(const struct log *log, struct arena *arena,
	str **ret_texts)
{
	return texts_list(log, arena, NULL, ret_texts);
}

size_t log_roster_apart(const struct log *log, struct arena *arena,
	const struct team_roster *merging, str **ret_texts)
{
	return texts_list(log, arena, merging, ret_texts);
}

bool log_head(const struct log *log, str dev, uint64_t *ret_seq,
	hash *ret_name)
{
	for (size_t i = 0; i < log->chain_count; i++) {
		const struct log_chain *chain = &log->chains[i];

		if (!str_eq(dev, str_bytes(chain->name, LOG_DEVICE_HEX))) {
			continue;
		}
		if (chain->seq == 0) return false;
		*ret_seq = chain->seq;
		*ret_name = log->commits[chain->tip].name;
		return true;
	}
	return false;
}

signature log_roster_sign(const struct team_roster *roster,
	const struct sign_key *key)
{
	struct buf text = {0};
	signature sig;

	must(team_roster_write(roster, &text));
	sig = sign_bytes(key, buf_str(&text));
	buf_close(&text);
	return sig;
}

bool log_roster_write(const struct team_roster *roster,
	const sign_public *keys, const signature *signatures, size_t count,
	struct buf *out)
{
	char names[TEAM_DEVICES_MAX][LOG_DEVICE_HEX];
	size_t order[TEAM_DEVICES_MAX];

	if (count > TEAM_DEVICES_MAX) return false;
	for (size_t i = 0; i < count; i++) {
		size_t at = i;

		log_device_name(keys[i], names[i]);
		for (; at > 0 && memcmp(names[order[at - 1]], names[i],
			LOG_DEVICE_HEX) > 0; at--) {
			order[at] = order[at - 1];
		}
		order[at] = i;
	}
	if (!team_roster_write(roster, out)) return false;
	for (size_t i = 0; i < count; i++) {
		team_roster_sign_line(str_bytes(names[order[i]],
			LOG_DEVICE_HEX), signatures[order[i]].bytes, out);
	}
	return !out->failed;
}
