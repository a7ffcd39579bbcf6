/* The jail of each role: no new privileges, Landlock for paths where the
 * kernel has it, seccomp for calls. One row a role in jail.c's table. A kernel
 * without Landlock is reported once and tolerated; without seccomp too, unless
 * jail_must_hold was asked.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_JAIL_H
#define OS_JAIL_H

#include "base/err.h"

enum jail_role {
	JAIL_DOOR,     /* accepts and talks on sockets; opens no file */
	JAIL_SEALER,   /* channels, random bytes, memory; no file, no socket */
	JAIL_READER,   /* the same */
	JAIL_KEEPER,   /* files below one folder; no socket call */
	JAIL_COURIER,  /* network; no file but CA certificates and resolver */
	JAIL_ROLE_COUNT
};

/* Enters the jail for good. `folder` is what JAIL_KEEPER may touch. */
const err *jail_enter(enum jail_role role, const char *folder) MUST_USE;

#endif
