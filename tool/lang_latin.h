/* Arabic and Sorani as chat writes them in Latin letters, made from Arabic
 * letters: for the trainer, because nobody has collected such lines under a
 * licence. Each letter is drawn from the ways people write it; the draw is
 * ours, so the same line gives the same letters each time.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TOOL_LANG_LATIN_H
#define TOOL_LANG_LATIN_H

#include "base/buf.h"

/* The next of a fixed row of numbers; `state` is not 0. */
uint64_t draw_next(uint64_t *state);
/* A number below `count`. */
size_t draw_below(uint64_t *state, size_t count);

void latin_from_arabic(struct buf *out, uint64_t *state, str text);
void latin_from_sorani(struct buf *out, uint64_t *state, str text);

/* As a keyboard without Kurdish letters gives it: one or more of ە ێ ۆ ڕ ڵ ڤ
 * replaced, the same way all through the line. */
void sorani_poor(struct buf *out, uint64_t *state, str text);
/* Kurmanji and Turkish without their marks: ş as s or sh, ê as e. */
void latin_poor(struct buf *out, uint64_t *state, str text);

#endif
