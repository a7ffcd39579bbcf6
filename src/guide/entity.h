/* Characters written by name or number, "&nbsp;" or "&#1600;". Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_ENTITY_H
#define GUIDE_ENTITY_H

#include "base/buf.h"

/* Appends the character; false for a name we do not know, or no character. */
bool entity_put(struct buf *out, str entity) MUST_USE;

#endif
