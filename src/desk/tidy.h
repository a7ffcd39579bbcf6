/* Tidying the log (doc/log.md L12): what is left of a unit is issued anew under
 * the newest epoch; what that stands for is destroyed once every device of the
 * ring has said that it holds the same, and then the keys that opened it.
 *
 * [tidy-1] a member begins it; what every device then agrees on is done by each
 *          of them without anybody's help
 * [tidy-2] nothing that a desk writes makes it read its log anew for it
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_TIDY_H
#define DESK_TIDY_H

#include "desk/desk.h"

/* Issues anew what is left of up to `units` units, says what this device has,
 * and destroys what every device of the ring said it has too; where the desk has an
 * erase_job, that goes on between its other work. */
struct tidied { size_t issued, destroyed; bool more; };
const err *tidy_units(struct desk *desk, size_t units,
	struct tidied *ret_tidied) MUST_USE;
/* Once a day: destroys what all agree on by now, and lets go of epochs under
 * which nothing is left. */
const err *tidy_daily(struct desk *desk) MUST_USE;
/* The same once nothing is to be destroyed any more. */
const err *tidy_ended(struct desk *desk) MUST_USE;

#endif
