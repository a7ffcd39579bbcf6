/* The ring of a case (doc/log.md L13): a record whose type says who is in it
 * (FIELD_RING) keeps what few may read in a ring of its own. Owns who belongs
 * there. Every desk that holds such a ring reckons it from the record and the
 * team, and grants and takes accordingly; that nobody else opens it, the keys
 * see to (store/log_hand.h).
 *
 * [case_ring-1] only the device that drew a record's id, or made it, begins its
 *               ring: no two begin one apart
 * [case_ring-2] nothing that belongs in a case's ring is written anywhere else,
 *               whoever lacks it
 * [case_ring-3] while two values stand side by side of who is in it, or somebody
 *               outside wrote who is, nobody is put out
 * [case_ring-4] nobody comes in by the word of somebody who never was in it
 * [case_ring-5] a case is looked at again when its record or who is in its ring
 *               changed, all of them when the team did, and no other
 * [case_ring-6] of a case that was erased no desk keeps the key, once each
 *               device of its ring wrote under the next one
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASE_RING_H
#define DESK_CASE_RING_H

#include "desk/desk.h"
#include "model/record_type.h"

enum case_here {
	CASE_SHARED,  /* no ring of its own: all who read messages read it */
	CASE_IN,      /* this device is in its ring, and belongs there */
	CASE_OUT,     /* it is not, or not any more */
	CASE_HERE_COUNT
};

enum { CASE_RING_NAME = sizeof("case-") - 1 + 32 };
void case_ring_name(object_id id, char ret_name[CASE_RING_NAME]);
/* Of a record of a type with rings. */
const err *case_ring_here(struct desk *desk, object_id id,
	enum case_here *ret_here) MUST_USE;
/* This device is or was in it: what it read then, it has read. */
bool case_ring_had(const struct desk *desk, object_id id);
/* A new record of this type can have one: there is room for more epochs, and no
 * batch is open. */
bool case_ring_may_begin(const struct desk *desk,
	const struct record_type *type);
/* Begins the ring of a record that this device is about to make. */
const err *case_ring_begin(struct desk *desk, object_id id) MUST_USE;
/* Grants the ring to who belongs there and lacks it, and puts out who does not,
 * as far as this device is in it. */
const err *case_ring_look(struct desk *desk, object_id id) MUST_USE;
/* The same for each case this device is in that may need it [case_ring-5]. */
const err *case_rings_look(struct desk *desk) MUST_USE;

/* What is left of the rings of erased cases goes under another key, so that the
 * one before can end; `daily`: also what others did not finish [case_ring-6]. */
const err *case_rings_end(struct desk *desk, bool daily) MUST_USE;

/* Whom to ask who is not in it, another than who works here; zeros: nobody is
 * known. *ret_soon: who works here belongs to it, and is let in at the next
 * visit of somebody who is in it. */
const err *case_ring_whom(struct desk *desk, const struct record *record,
	object_id *ret_member, bool *ret_soon) MUST_USE;

/* A member whom the record names by the word of somebody outside alone
 * [case_ring-4]; asked by a desk that is in the ring. */
const err *case_ring_waits(struct desk *desk, object_id id, object_id member,
	bool *ret_waits) MUST_USE;

/* Cases this device is in, in which such a member waits to be let in; the desk
 * keeps them, until something is written. At most 64. */
const err *case_rings_waiting(struct desk *desk, const object_id **ret_cases,
	size_t *ret_count) MUST_USE;

/* This device wrote what the record is. */
const err *case_ring_made(struct desk *desk, object_id id, bool *ret_made)
	MUST_USE;
/* Whether this device may give a record that has none a ring of its own. */
bool case_ring_may_move(struct desk *desk, const struct record *record);
/* Does it: what stands in the intake of it is erased there, and stands in the
 * new ring. ERR_REFUSED: it may not, or something has to be settled first. */
const err *case_ring_move(struct desk *desk, object_id id) MUST_USE;

#endif
