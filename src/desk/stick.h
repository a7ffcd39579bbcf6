/* The log by stick (doc/relay.md R16): the same bundles as on the relay, in a
 * folder that another desk reads. Needs no key and opens nothing.
 *
 * [stick-1] nothing on the stick tells whose it is: names of files are drawn
 *           by lot, what is in them is sealed
 * [stick-2] a file that is not as written is refused and named; what was whole
 *           before the fault is taken, and no other file suffers
 * [stick-3] a file has its name only when it is whole and on the stick: stopped
 *           at any moment, the stick is sound, and the next exchange goes on
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STICK_H
#define DESK_STICK_H

#include "desk/carry.h"

/* What an exchange came to. */
struct stick_sum {
	uint64_t taken;       /* blobs that were new here */
	uint64_t put;         /* blobs that were new there */
	uint64_t refused;     /* files with a fault */
};
/* Takes all from the folder, then adds what it lacks, in one new file. Calls
 * `fault` for each refused file with its name there and a plain sentence. */
typedef void stick_fault(str name, const char *sentence);
/* How far it is: after each bundle, bytes read from the stick and written to it. */
typedef void stick_step(uint64_t taken_bytes, uint64_t put_bytes);
struct stick_ear { stick_fault *fault; stick_step *step; /* or NULL */ };
const err *stick_exchange(struct carry *carry, const char *folder,
	struct stick_ear ear, struct stick_sum *ret_sum) MUST_USE;

/* `bothy sync` */
int sync_command(int argc, char **argv);
extern const char sync_usage[];

#endif
