/* A team that parted becomes one: see log_merge.h and doc/team.md T2.5. Owns
 * the commit of a device that waits while it is made.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_merge.h"

#include "base/hex.h"
#include "base/list.h"
#include "store/log_hand.h"
#include "store/log_room.h"

#include <string.h>

enum { MERGE_ARENA_BYTES = 16 << 20 };

/* -- who may -------------------------------------------------------------- */

static str name_of(struct arena *arena, const struct team_device *device)
{
	char name[LOG_DEVICE_HEX];

	log_key_name(device->key, name);
	return str_dup(arena, str_bytes(name, sizeof(name)));
}

/* The chain of a device that is known; LOG_NONE: no frame and no roster had it. */
static uint32_t chain_find(const struct log *log, str dev)
{
	for (uint32_t i = 0; i < log->chain_count; i++) {
		if (str_eq(str_bytes(log->chains[i].name, LOG_DEVICE_HEX), dev)) {
			return i;
		}
	}
	return LOG_NONE;
}

/* [merging-2] Frozen here; or its chain has ended, for there are two of it. */
static bool is_barred(const struct log *log, str dev)
{
	uint32_t chain = chain_find(log, dev);

	return chain == LOG_NONE || log->chains[chain].end != LOG_NO_END ||
	       log_is_out(log, S("team"), chain);
}

static bool is_admin_of_some(const struct log_merge *m, str dev)
{
	for (size_t i = 0; i < m->tip_count; i++) {
		const struct team_roster *says = m->tips[i].says;
		const struct team_device *device = log_roster_device(says, dev);

		if (device != NULL && team_roster_is_admin(says,
			device->member)) {
			return true;
		}
	}
	return false;
}

static bool is_in_all(const struct log_merge *m, str dev)
{
	for (size_t i = 0; i < m->tip_count; i++) {
		if (log_roster_device(m->tips[i].says, dev) == NULL) return false;
	}
	return true;
}

bool log_may_merge(const struct log *log, uint64_t now_ms)
{
	return log->chains[0].end == LOG_NO_END && !log_is_ahead(log) &&
	       !log_clock_is_off(log, now_ms) &&
	       !log_is_out(log, S("team"), 0);
}

/* -- what was signed ------------------------------------------------------ */

static void signature_put(struct log_merge *m, struct team_signed one)
{
	size_t at = m->signature_count;

	for (size_t i = 0; i < m->signature_count; i++) {
		if (str_eq(m->signatures[i].dev, one.dev)) return;
	}
	if (at == TEAM_DEVICES_MAX) return;
	for (; at > 0 && str_compare(m->signatures[at - 1].dev, one.dev) > 0;
		at--) {
		m->signatures[at] = m->signatures[at - 1];
	}
	m->signatures[at] = one;
	m->signature_count++;
}

/* Of a device that stands in the merge, of an admin of some tip, and right. */
static bool is_counted(const struct log *log, const struct log_merge *m,
	const struct team_signed *one)
{
	const struct team_device *device = log_roster_device(m->next, one->dev);
	sign_public public;
	signature sig;

	if (device == NULL || !is_admin_of_some(m, one->dev) ||
		is_barred(log, one->dev)) {
		return false;
	}
	must(hex_read(device->key, public.bytes, sizeof(public.bytes)));
	must(hex_read(one->signature, sig.bytes, sizeof(sig.bytes)));
	return sign_is_valid(public, m->text, sig);
}

/* Every roster that was met over these bytes, whoever brought it. */
static void gather(const struct log *log, struct log_merge *m)
{
	for (size_t i = 0; i < log->roster_count; i++) {
		const struct log_roster *one = log->rosters[i];

		if (!str_eq(one->covered, m->text)) continue;
		for (size_t j = 0; j < one->says.signature_count; j++) {
			if (is_counted(log, m, &one->says.signatures[j])) {
				signature_put(m, one->says.signatures[j]);
			}
		}
	}
}

/* -- whether it is enough ------------------------------------------------- */

/* Members of a tip, admins of it, whose device `counts`; each once. */
typedef bool device_counts(const struct log *log, const struct log_merge *m,
	str dev);

static size_t members_of(const struct log *log, const struct log_merge *m,
	const struct team_roster *tip, device_counts *counts)
{
	str members[TEAM_DEVICES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < tip->device_count; i++) {
		str member = tip->devices[i].member;
		char dev[LOG_DEVICE_HEX];
		bool again = !team_roster_is_admin(tip, member);

		log_key_name(tip->devices[i].key, dev);
		for (size_t j = 0; j < count && !again; j++) {
			again = str_eq(members[j], member);
		}
		if (again || !counts(log, m, str_bytes(dev, sizeof(dev)))) {
			continue;
		}
		members[count++] = member;
	}
	return count;
}

static bool has_signed(const struct log *log, const struct log_merge *m,
	str dev)
{
	(void)log;
	for (size_t i = 0; i < m->signature_count; i++) {
		if (str_eq(m->signatures[i].dev, dev)) return true;
	}
	return false;
}

static bool can_sign(const struct log *log, const struct log_merge *m, str dev)
{
	return log_roster_device(m->next, dev) != NULL && !is_barred(log, dev);
}

/* Of those who signed and stand in all tips, the smallest. */
static bool is_turn(const struct log_merge *m, str own)
{
	for (size_t i = 0; i < m->signature_count; i++) {
		str dev = m->signatures[i].dev;

		if (is_in_all(m, dev)) return str_eq(dev, own);
	}
	return false;
}

static void reckon(const struct log *log, uint64_t now_ms, struct log_merge *m)
{
	str own = str_bytes(log->chains[0].name, LOG_DEVICE_HEX);

	m->enough = m->can_end = m->text.len > 0;
	for (size_t i = 0; i < m->tip_count; i++) {
		struct log_merge_tip *tip = &m->tips[i];

		tip->needs = team_roster_needs(tip->says);
		tip->has = members_of(log, m, tip->says, has_signed);
		tip->can = members_of(log, m, tip->says, can_sign);
		m->enough &= tip->has >= tip->needs;
		m->can_end &= tip->can >= tip->needs;
	}
	m->signed_here = has_signed(log, m, own);
	m->may_sign = m->text.len > 0 && can_sign(log, m, own) &&
		is_admin_of_some(m, own) && log_may_merge(log, now_ms);
	m->may_end = m->enough && is_in_all(m, own) &&
		log_may_sign(log, now_ms);
	m->ends_here = m->may_end && is_turn(m, own);
}

bool log_merge_look(const struct log *log, struct arena *arena,
	uint64_t now_ms, struct log_merge *ret_merge)
{
	struct team_device nobody = {.key = S(""), .member = S("")};
	struct buf text = {0};

	if (log->tip_count < 2) return false;
	*ret_merge = (struct log_merge){
		.next = ARENA_ARRAY(arena, struct team_roster, 1)};
	log_roster_next(log, arena, nobody, ret_merge->next);
	for (size_t i = 0; i < log->roster_count; i++) {
		if (!log->rosters[i]->is_tip) continue;
		if (ret_merge->tip_count == TEAM_BEFORE_MAX) break;
		ret_merge->tips[ret_merge->tip_count++].says =
			&log->rosters[i]->says;
	}
	if (team_roster_write(ret_merge->next, &text)) {
		ret_merge->text = buf_take(&text, arena);
	}
	buf_close(&text);
	if (ret_merge->text.len > 0) gather(log, ret_merge);
	reckon(log, now_ms, ret_merge);
	return true;
}

void log_merge_write(const struct log_merge *m, struct buf *out)
{
	buf_put(out, m->text);
	for (size_t i = 0; i < m->signature_count; i++) {
		unsigned char sig[TEAM_SIGNATURE_HEX / 2];

		must(hex_read(m->signatures[i].signature, sig, sizeof(sig)));
		team_roster_sign_line(m->signatures[i].dev, sig, out);
	}
}

/* -- handing it on -------------------------------------------------------- */

struct op_list LIST_OF(struct op);
struct body_list LIST_OF(struct log_body);

/* The rosters of each side, and the merge with this one signature: whole it
 * must stand in the ring team as well (T5), where who waits cannot write. */
static struct op_list papers(const struct log *log, struct arena *arena,
	const struct log_merge *m, struct team_signed own)
{
	struct log_merge one = *m;
	struct op_list ops = {0};
	struct buf text = {0};
	str *texts;
	size_t count = log_roster_apart(log, arena, m->next, &texts);

	one.signatures[0] = own;
	one.signature_count = 1;
	log_merge_write(&one, &text);
	for (size_t i = 0; i <= count; i++) {
		LIST_ADD(arena, &ops, ((struct op){.kind = OP_ROSTER,
			.field = S("team"), .value = i < count ? texts[i]
				: buf_take(&text, arena)}));
	}
	buf_close(&text);
	return ops;
}

/* [merging-4] One body for each device of the merge: rosters, and nothing else. */
static const err *sign_hand(struct log *log, struct arena *arena,
	uint64_t now_ms, const struct log_merge *m, struct team_signed own)
{
	struct op_list ops = papers(log, arena, m, own);
	struct body_list bodies = {0};

	for (size_t i = 0; i < m->next->device_count; i++) {
		str dev = name_of(arena, &m->next->devices[i]);
		recipient *to = ARENA_ARRAY(arena, recipient, 1);
		bool here = chain_find(log, dev) == 0;

		if (is_barred(log, dev) || !recipient_read(
			m->next->devices[i].recipient, to)) {
			continue;
		}
		LIST_ADD(arena, &bodies, ((struct log_body){.ring = str_fmt(
			arena, "device-%.*s", S_ARG(dev)), .ops = ops.at,
			.op_count = ops.count, .to = here ? NULL : to}));
	}
	return log_append_merge(log, now_ms, bodies.at, bodies.count);
}

/* A device in all tips, and it is enough. */
static const err *merge_hand(struct log *log, uint64_t now_ms,
	const struct log_merge *m, bool *ret_one)
{
	struct buf whole = {0};
	struct log_change change = {0};
	bool done = false;
	const err *e;

	log_merge_write(m, &whole);
	change.roster = buf_str(&whole);
	e = log_hand(log, now_ms, &change, &done);
	buf_close(&whole);
	if (e == NULL) *ret_one = done;
	return e;
}

static struct team_signed own_sign(const struct log *log, struct arena *arena,
	const struct log_merge *m)
{
	signature sig = log_roster_sign(m->next, log->device.sign);

	return (struct team_signed){
		.dev = str_bytes(log->chains[0].name, LOG_DEVICE_HEX),
		.signature = hex_text(arena, sig.bytes, sizeof(sig.bytes))};
}

const err *log_merge_sign(struct log *log, uint64_t now_ms, bool *ret_one)
{
	struct arena *arena = arena_open(MERGE_ARENA_BYTES);
	struct log_merge *m = ARENA_ARRAY(arena, struct log_merge, 1);
	struct team_signed own = {0};
	const err *e = log_load(log, UINT64_MAX);

	if (e == NULL) e = log_settle(log);
	if (e == NULL && !log_merge_look(log, arena, now_ms, m)) {
		e = err_make(ERR_ABSENT, "the team is one");
	} else if (e == NULL && !m->may_sign) {
		e = err_make(ERR_REFUSED, "this device may not sign that");
	}
	if (e == NULL) {
		*ret_one = false;
		own = own_sign(log, arena, m);
		signature_put(m, own);
		reckon(log, now_ms, m);
	}
	if (e == NULL && m->may_end) {
		e = merge_hand(log, now_ms, m, ret_one);
	} else if (e == NULL) {
		e = sign_hand(log, arena, now_ms, m, own);
	}
	arena_close(&arena);
	return e;
}
