/* The rule between the fields of a unit of a guide, asked of every change of its
 * record, whichever page or table it comes from (record_working.c): so a translation
 * cannot drift [guide_act-1]. Words of an older source are stale, and may be as they
 * were.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_RULE_H
#define DESK_GUIDE_RULE_H

#include "desk/desk.h"
#include "model/record_type.h"

/* NULL: it holds, or the record is no unit; else why not (TR). */
const char *guide_rule(struct desk *desk, const struct record *record);

#endif
