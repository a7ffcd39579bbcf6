/* How many goals may be open at once: three that one person answers for, five of
 * one year. More are a list of wishes, and nobody rests. Asked of every goal that is
 * made, opened again, or given another person or year (record_working.c).
 *
 * [goal-1] a change that makes neither more is never refused: two desks that
 *          wrote without knowing of each other may have gone over, and what
 *          stands there stays workable
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GOAL_RULE_H
#define DESK_GOAL_RULE_H

#include "desk/desk.h"
#include "model/record_type.h"

enum { GOALS_OF_ONE_MAX = 3, GOALS_OF_YEAR_MAX = 5 };

/* NULL: it holds, or the record is no goal; else why not (TR). */
const char *goal_rule(struct desk *desk, const struct record *record);

#endif
