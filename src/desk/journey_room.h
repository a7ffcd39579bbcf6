/* Inside the journey files only: the mark that says where the desk is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_JOURNEY_ROOM_H
#define DESK_JOURNEY_ROOM_H

#include "desk/journey.h"

#include "os/file.h"
#include "seal/hash.h"
#include "seal/key.h"

/* DIR/desk/journey. */
struct journey_mark { bool there, little; hash key; };
const err *journey_mark(const char *dir, const struct journey_mark *mark)
	MUST_USE;

/* The step that decides, all checks behind it: what is carried and for whom,
 * and the key file of the journey. */
struct journey_turn { str carried; recipient to; str key_file; };
const err *journey_turn(struct desk *desk, const struct journey_turn *turn)
	MUST_USE;

/* A file below `dir`. */
const char *journey_path(struct arena *arena, const char *dir, str name);
/* The line's folder holds nothing but small files (left.h): no line runs there. */
bool journey_line_is_small(struct arena *arena, const char *dir);

#endif
