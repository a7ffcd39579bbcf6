/* A moment as somebody states it: UTC to the minute, the offset of the place
 * where it was, and who says so (a laptop's clock is a claim). Written
 * `2026-11-25T18:59Z +03:00 sender`. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_INSTANT_H
#define MODEL_INSTANT_H

#include "base/buf.h"

enum instant_by { INSTANT_MEMBER, INSTANT_SENDER, INSTANT_DEVICE,
	INSTANT_SERVER, INSTANT_BY_COUNT };

struct instant {
	int64_t minute;      /* since 1970, UTC */
	int offset_minutes;  /* of the place, east of UTC */
	enum instant_by by;
};

bool instant_read(str text, struct instant *ret_instant) MUST_USE;
/* The moment alone, in milliseconds since 1970; false: it is none. */
bool instant_ms(str text, uint64_t *ret_ms) MUST_USE;
/* Reads also `2026-11-25T21:59+03:00` and, without a zone, UTC; digits of any
 * keyboard. */
bool instant_typed(struct arena *arena, str typed,
	struct instant *ret_instant) MUST_USE;
void instant_write(const struct instant *instant, struct buf *out);

#endif
