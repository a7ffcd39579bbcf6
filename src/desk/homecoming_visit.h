/* Fetching from the line what stayed at home (doc/relay.md R12): one call after
 * the other, again after a while where the line is not reached. Knows the
 * courier; what came is homecoming.h's.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_HOMECOMING_VISIT_H
#define DESK_HOMECOMING_VISIT_H

#include "desk/errand.h"
#include "desk/homecoming.h"

struct homecoming_visit;

struct homecoming_visit_ask {
	struct loop *loop;
	struct errands *errands;       /* they know the way already */
	struct homecoming *home;
	unsigned seconds;              /* until it is tried again */
	/* The line was heard to its end, and all is here; the visit may be
	 * closed from here. */
	void (*ready)(void *owner);
	void *owner;
};
struct homecoming_visit *homecoming_visit_open(
	const struct homecoming_visit_ask *ask);
void homecoming_visit_close(struct homecoming_visit **visit);
/* The last call was answered. */
bool homecoming_visit_reached(const struct homecoming_visit *visit);

#endif
