/* Whether a device knows all that was said of who is in a ring: see log_room.h,
 * log_hand.h and doc/team.md T5. Owns nothing; it is found anew each time it is
 * asked.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/log_room.h"

/* Whoever left says nothing any more of what holds; a frame with nothing for
 * this device brought it no epoch. */
static bool is_heard(const struct log *log, const struct log_commit *c)
{
	const struct log_chain *chain = &log->chains[c->dev];

	return c->signed_right && c->for_us && c->dev != 0 && chain->active &&
	       c->seq <= chain->end;
}

/* What the bodies of our own ring say is obeyed before their frame counts. */
static bool frame_lags(const struct log *log)
{
	for (size_t i = 0; i < log->waiting_count; i++) {
		if (is_heard(log, &log->commits[log->waiting[i]])) return true;
	}
	return false;
}

/* Whose epoch is not at hand may be of any ring. */
static bool body_lags(const struct log *log, str ring)
{
	for (size_t i = 0; i < log->line_count; i++) {
		const struct log_line *line = &log->lines[i];
		const struct ring_epoch *of;

		if (!log_line_is_missing(log, line)) continue;
		of = ring_of_tag(&log->rings, line->tag);
		if (of == NULL || str_eq(ring_name(of), ring)) return true;
	}
	return false;
}

bool log_lags(const struct log *log, str ring)
{
	return frame_lags(log) || body_lags(log, ring);
}
