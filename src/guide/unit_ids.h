/* Ids for the units of a guide that is made from a foreign file: the same file
 * gives the same ids, and no two of one guide are the same [unit_ids-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_UNIT_IDS_H
#define GUIDE_UNIT_IDS_H

#include "guide/leaf.h"

struct unit_ids { str path; unit_id *slots; size_t size; };

/* For a guide of at most `count` units, made from the file at `path`. */
struct unit_ids unit_ids_open(struct arena *arena, str path, size_t count);
/* Takes an id that is given already; false when it is there. */
bool unit_ids_take(struct unit_ids *ids, unit_id id) MUST_USE;
/* A new one for the unit that is number `ordinal` and reads `words`. */
unit_id unit_ids_make(struct unit_ids *ids, size_t ordinal, str words);

#endif
