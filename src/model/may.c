/* The table of who may do what: see may.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/may.h"

#include "base/tr_mark.h"

const struct may_row may_rows[MAY_ACT_COUNT] = {
	[MAY_READ_RING] = {MAY_HOLDER, MAY_BY_KEYS,
		TR("Read what belongs to a circle")},
	[MAY_WRITE_RING] = {MAY_HOLDER, MAY_BY_KEYS,
		TR("Write into a circle")},
	[MAY_GIVE_RING] = {MAY_HOLDER, MAY_BY_KEYS,
		TR("Bring somebody into a circle")},
	[MAY_TAKE_RING] = {MAY_HOLDER, MAY_BY_KEYS,
		TR("Take somebody out of a circle")},
	[MAY_GIVE_VAULT] = {MAY_ADMIN, MAY_BY_POLICY,
		TR("Hand out the key of the organisation")},
	[MAY_SPEAK] = {MAY_HOLDER, MAY_BY_KEYS,
		TR("Speak to the line for the organisation")},
	[MAY_INVITE] = {MAY_ANYONE, MAY_BY_POLICY,
		TR("Invite a device")},
	[MAY_ADMIT] = {MAY_ADMINS, MAY_BY_SIGNATURES,
		TR("Add a device or a member")},
	[MAY_REMOVE] = {MAY_ADMINS, MAY_BY_SIGNATURES,
		TR("Remove a device or a member")},
	[MAY_FREEZE] = {MAY_ANYONE, MAY_BY_POLICY,
		TR("Freeze a device")},
	[MAY_THAW] = {MAY_ANYONE, MAY_BY_POLICY,
		TR("Lift a freeze")},
	[MAY_ACCEPT_HELD] = {MAY_ADMIN, MAY_BY_SIGNATURES,
		TR("Let entries with a wrong clock count")},
	[MAY_SETTLE] = {MAY_ANYONE, MAY_BY_POLICY,
		TR("Choose between two texts")},
};

bool may_act(enum may_act act, struct may_ask who)
{
	switch (may_rows[act].who) {
	case MAY_ANYONE:
		return who.member;
	case MAY_HOLDER:
		return who.holds;
	case MAY_ADMIN:
	case MAY_ADMINS:
		return who.admin;
	case MAY_WHO_COUNT:
		break;
	}
	return false;
}
