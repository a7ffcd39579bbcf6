/* Who may do what (doc/team.md T7): one table. A row says who, and what makes it
 * so: keys (nobody else can, whatever program she runs), signatures (every desk
 * refuses what is not signed by enough), or policy (our desks do not offer it; a
 * changed program could, and every desk would show who did) [may-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_MAY_H
#define MODEL_MAY_H

#include "base/str.h"

enum may_act {
	MAY_READ_RING,       /* open what is sealed to a ring */
	MAY_WRITE_RING,      /* add to it */
	MAY_GIVE_RING,       /* bring another member into it */
	MAY_TAKE_RING,       /* put one out of it */
	MAY_GIVE_VAULT,      /* the ring with the organisation's key */
	MAY_SPEAK,           /* sign for the organisation to the line */
	MAY_INVITE,
	MAY_ADMIT, MAY_REMOVE,
	MAY_FREEZE, MAY_THAW,
	MAY_ACCEPT_HELD,     /* let commits with a wrong clock count */
	MAY_SETTLE,          /* choose between two texts */
	MAY_ACT_COUNT
};
enum may_who {
	MAY_ANYONE,          /* of the team */
	MAY_HOLDER,          /* who is in that ring */
	MAY_ADMIN,
	MAY_ADMINS,          /* one of one, two of two, two of more */
	MAY_WHO_COUNT
};
enum may_by { MAY_BY_KEYS, MAY_BY_SIGNATURES, MAY_BY_POLICY, MAY_BY_COUNT };

struct may_row {
	enum may_who who;
	enum may_by by;
	const char *words;   /* English, TR: what it is about */
};
extern const struct may_row may_rows[MAY_ACT_COUNT];

/* What is known of who asks. */
struct may_ask { bool member, admin, holds; };
bool may_act(enum may_act act, struct may_ask who);

#endif
