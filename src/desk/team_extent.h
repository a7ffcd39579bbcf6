/* Inside the team files only: how far a proposal goes. A signature is for the
 * whole roster, so whoever is asked for one must be told all that it changes:
 * this works it out from the rosters themselves, never from what the proposal
 * says of itself [team_act-1]. Decides nothing, writes nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TEAM_EXTENT_H
#define DESK_TEAM_EXTENT_H

#include "desk/team_proposal.h"

struct team_extent {
	bool more;                 /* it changes more than it says */
	bool admin;                /* whoever joins becomes an admin */
	bool again;                /* and has a device in the team already */
	size_t devices;            /* how many go, all of one member */
};
/* Of a proposal that fits (team_proposal_fits). */
struct team_extent team_extent_of(const struct desk *desk,
	const struct team_proposal *proposal);

#endif
