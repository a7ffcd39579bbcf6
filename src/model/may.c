/* Who may do what: see may.h and doc/team.md T7. Owns the table.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/may.h"

#define ROW(word, who, holds, why) {S_INIT(word), who, holds, S_INIT(why)}

const struct may_row may_rows[MAY_ACT_COUNT] = {
	[MAY_READ_TEAM] = ROW("read-team", MAY_MEMBER, MAY_BY_KEYS,
		"Bodies of the team ring open with its epochs alone."),
	[MAY_READ_INTAKE] = ROW("read-intake", MAY_IN_RING, MAY_BY_KEYS,
		"Messages and threads open with the epochs of intake alone."),
	[MAY_READ_CASE] = ROW("read-case", MAY_IN_RING, MAY_BY_KEYS,
		"Each case has a ring of its own; who is in it hands it to who"
		" answers, who steps in and two admins."),
	[MAY_READ_VAULT] = ROW("read-vault", MAY_IN_RING, MAY_BY_KEYS,
		"What names people most opens with the vault alone."),
	[MAY_WRITE_RING] = ROW("write-ring", MAY_IN_RING, MAY_BY_KEYS,
		"A tag of a ring can be made only by who holds its epoch."),
	[MAY_ANSWER] = ROW("answer", MAY_IN_RING, MAY_BY_POLICY,
		"The line takes replies from whoever has the team's token."),
	[MAY_GRANT_RING] = ROW("grant-ring", MAY_IN_RING, MAY_BY_KEYS,
		"Only who holds the epochs can hand them over."),
	[MAY_PUT_OUT_OF_RING] = ROW("put-out-of-ring", MAY_IN_RING,
		MAY_BY_POLICY, "Any member of the ring can make the next epoch"
		" without another; what she had read stays read."),
	[MAY_NEXT_EPOCH] = ROW("next-epoch", MAY_IN_RING, MAY_BY_KEYS,
		"Its proof needs the epoch before."),
	[MAY_ADD_DEVICE] = ROW("add-device", MAY_ENOUGH_ADMINS,
		MAY_BY_SIGNATURES, "The next roster needs enough admins of the"
		" one before."),
	[MAY_REMOVE_DEVICE] = ROW("remove-device", MAY_ENOUGH_ADMINS,
		MAY_BY_SIGNATURES, "The next roster needs enough admins of the"
		" one before."),
	[MAY_NAME_ADMIN] = ROW("name-admin", MAY_ENOUGH_ADMINS,
		MAY_BY_SIGNATURES, "The next roster needs enough admins of the"
		" one before."),
	[MAY_JOIN_ROSTERS] = ROW("join-rosters", MAY_ENOUGH_ADMINS,
		MAY_BY_SIGNATURES, "It needs enough admins of each that stands"
		" beside another."),
	[MAY_SET_CLOCK] = ROW("set-clock", MAY_ADMIN, MAY_BY_SIGNATURES,
		"A void of anybody else changes nothing on any desk."),
	[MAY_ERASE] = ROW("erase", MAY_IN_RING, MAY_BY_POLICY,
		"An erasure in a ring counts from whoever can write there."),
	[MAY_COMPACT] = ROW("compact", MAY_IN_RING, MAY_BY_SIGNATURES,
		"Nothing is destroyed before all devices of the ring said they"
		" have the same."),
	[MAY_FREEZE] = ROW("freeze", MAY_MEMBER, MAY_BY_POLICY,
		"Desks stop handing over to a frozen device; what it holds it"
		" keeps."),
	[MAY_SIGN_PUBLIC_ROSTER] = ROW("sign-public-roster", MAY_IN_RING,
		MAY_BY_KEYS, "Its key stands in the vault."),
	[MAY_RECOVER] = ROW("recover", MAY_TWO_PARTS, MAY_BY_KEYS,
		"One part of the recovery sheet opens nothing."),
};

bool may(enum may_act act, struct may_known known)
{
	switch (may_rows[act].who) {
	case MAY_MEMBER: return known.member;
	case MAY_IN_RING: return known.member && known.in_ring;
	case MAY_ADMIN: return known.admin;
	case MAY_ENOUGH_ADMINS:
		return known.needed > 0 && known.admins >= known.needed;
	case MAY_TWO_PARTS: return false; /* not by who she is */
	case MAY_WHO_COUNT: break;
	}
	return false;
}
