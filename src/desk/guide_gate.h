/* What words of a unit must keep to before they may be saved: the same slots, the
 * same cells, no marks left open, no line ends, no controls, the script of the
 * language. A translation that has drifted is refused here, by every way in.
 *
 * [guide_gate-1] words that pass are read by inline_read in that language
 * [guide_gate-2] what is refused says why in fixed words
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_GATE_H
#define DESK_GUIDE_GATE_H

#include "guide/inline.h"

/* NULL when the words may stand in `unit`, else why not (TR). Empty words are
 * always fine: the unit is empty then. */
const char *guide_gate(const struct unit *unit, const struct tongue *tongue,
	str words);
/* The same for the structure of a unit: level, slots. `unit` as read from a
 * form; its words are those of the source. */
const char *guide_gate_unit(const struct unit *unit,
	const struct tongue *source);

/* Slots as they are typed and kept: a line each, NAME KIND VALUE. NULL, or why
 * they are refused (TR). Kept by the arena; points into `lines`. */
const char *guide_slots_read(struct arena *arena, str lines, struct unit *unit);

#endif
