/* When the line may forget a message: what is held whole is said in the log by
 * every device that takes messages, and who holds the organisation's key signs
 * a list of what all of them have (doc/relay.md R14). Runs at every visit.
 *
 * [forget-1] a message is named to the line only when every active device of the
 *            intake said that it holds it whole, attachments too; or one did, and
 *            a backup that it made after that has been restored for a trial; or,
 *            where one device takes messages alone, 30 days after it was taken
 * [forget-2] what nobody took is never named, nor what no key here opens: of
 *            that nobody knows the attachments
 * [forget-3] a message is named once, also by another desk that holds the key;
 *            after a kill perhaps twice, which the line takes as well
 * [forget-4] one visit names and says a bounded number; the next goes on
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_FORGET_H
#define DESK_FORGET_H

#include "base/err.h"

struct desk;

enum { FORGET_DAYS_ALONE = 30, FORGET_VISIT_MAX = 256 };

/* Durable on return. A device that may not sign now does nothing. */
const err *forget_settle(struct desk *desk) MUST_USE;

#endif
