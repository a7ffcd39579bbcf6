/* Changing the key that the line obeys (doc/relay.md R21): whoever had it and is
 * in the vault no more, a removed admin's device above all, could still sign for
 * the organisation. That is a task until it is done. One act makes the new key,
 * hands it, sealed, to those who hold the vault now, and lets the line hear of it
 * at the next visit; what is signed until the line has confirmed is signed by the
 * key before.
 *
 * [team_key-1] the new key is sealed to an epoch that nobody has who is not in the
 *              vault
 * [team_key-2] the task stands while a device that had the newest key is not in the
 *              vault, and from the change until the line has confirmed
 * [team_key-3] a desk signs with the key that the line said it obeys, no other
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TEAM_KEY_H
#define DESK_TEAM_KEY_H

#include "desk/desk.h"

struct team_key {
	bool due;              /* somebody has it who should not [team_key-2] */
	str device;            /* the first of those, as it is called; or empty */
	bool waits;            /* changed, and the line has not confirmed yet */
	bool may;              /* this member may change it, at this device */
};
/* Kept by the arena. */
const err *team_key(struct desk *desk, struct arena *arena,
	struct team_key *ret_key) MUST_USE;
/* Makes another key and a token. Durable on return. ERR_REFUSED: that is for an
 * admin who holds the vault, or a change is still on its way to the line. */
const err *team_key_change(struct desk *desk) MUST_USE;

/* -- inside the desk ------------------------------------------------------- */
/* Takes the key that the line obeys from what the log says. */
const err *team_key_load(struct desk *desk, struct arena *arena) MUST_USE;

#endif
