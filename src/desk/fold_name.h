/* The name of a register in the tables: the ring it stands in, as one letter, and
 * the field. So what is written in one ring never contests what stands in another,
 * and who lacks a ring changes nothing of it (doc/log.md L11).
 *
 * [fold_name-1] an op counts in the tables for the ring of its body alone; in the
 *               ring of a case, for that case alone
 * [fold_name-2] what a device says of itself, no other device says
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FOLD_NAME_H
#define DESK_FOLD_NAME_H

#include "store/log.h"

/* No field of an op has one of these letters (L4). In the ring of the team there
 * is none. */
#define IN_TEAM S("")
#define IN_INTAKE S("@")
#define IN_VAULT S("!")
#define IN_CASE S("%")    /* of the object's own */
#define IN_DEVICE S("$")  /* of this device */

/* False: what this op says, in that ring, is said of nothing. */
bool fold_place(const struct log_op *op, str *ret_in);

/* [fold_name-2] Of a register that belongs to one device (whose desk it is, its
 * settings, its drills): somebody else's device wrote it. */
bool fold_is_anothers(const struct log_op *op);

str fold_name(struct arena *arena, str in, str field);
/* The field alone; *ret_in: the letter. */
str fold_name_field(str name, str *ret_in);

#endif
