/* Who may do what in a team (doc/team.md T7), one row for each act, and what
 * holds it: keys (whoever lacks them cannot, whatever her program), signatures
 * (every other desk refuses), or policy (our own program refuses; every desk
 * sees who did it). No row promises more than it says [may-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_MAY_H
#define MODEL_MAY_H

#include "base/str.h"

enum may_act {
	MAY_READ_TEAM, MAY_READ_INTAKE, MAY_READ_CASE, MAY_READ_VAULT,
	MAY_WRITE_RING, MAY_ANSWER, MAY_GRANT_RING, MAY_PUT_OUT_OF_RING,
	MAY_NEXT_EPOCH, MAY_ADD_DEVICE, MAY_REMOVE_DEVICE, MAY_NAME_ADMIN,
	MAY_JOIN_ROSTERS, MAY_SET_CLOCK, MAY_ERASE, MAY_COMPACT,
	MAY_FREEZE, MAY_SIGN_PUBLIC_ROSTER, MAY_RECOVER,
	MAY_ACT_COUNT
};

enum may_holds { MAY_BY_KEYS, MAY_BY_SIGNATURES, MAY_BY_POLICY,
	MAY_HOLDS_COUNT };

/* What somebody must be. */
enum may_who { MAY_MEMBER, MAY_IN_RING, MAY_ADMIN, MAY_ENOUGH_ADMINS,
	MAY_TWO_PARTS, MAY_WHO_COUNT };

struct may_row {
	str act;                 /* a word for tables and tests */
	enum may_who who;
	enum may_holds holds;
	str why;                 /* one sentence in our own words */
};
extern const struct may_row may_rows[MAY_ACT_COUNT];

/* What is known of somebody when she asks. */
struct may_known { bool member, in_ring, admin; size_t admins, needed; };
bool may(enum may_act act, struct may_known known);

#endif
