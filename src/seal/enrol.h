/* The 30 digits that two people compare when a device joins (doc/team.md T3):
 * they stand for the organisation, the roster the new device was shown and the
 * new device's keys, so whoever changes one of them changes the digits
 * [enrol-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_ENROL_H
#define SEAL_ENROL_H

#include "seal/hash.h"
#include "seal/key.h"
#include "seal/sign.h"

enum { ENROL_DIGITS = 30, ENROL_GROUP = 5 };

/* Appends six groups of five digits. `org` is 64 hex. */
void enrol_code(str org, hash roster, sign_public key, recipient to,
	struct buf *out);

#endif
