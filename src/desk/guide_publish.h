/* Publishing: a new release in the records, with what changed in plain words. What
 * goes out is made from that by guide_release.h.
 *
 * [guide_publish-1] a starter library waits for its signatures, except in the
 *                   demonstration
 * [guide_publish-2] a release is one act, undone as one; its number is higher
 *                   than any before
 * [guide_publish-3] a published guide stays published until it is taken back
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_GUIDE_PUBLISH_H
#define DESK_GUIDE_PUBLISH_H

#include "desk/guide_act.h"
#include "guide/release_gate.h"

/* The library as readers would get it: guides that are published or withdrawn,
 * and those among `numbers`. Kept by the arena and by guides_of. */
struct guide_numbers { const unsigned *at; size_t count; };
const err *guide_public_library(struct desk *desk, struct arena *arena,
	const struct guide_numbers *also, struct guide_library *ret_library)
	MUST_USE;

/* Why nothing can be released, and which signatures are missing; kept by the
 * arena. */
const err *guide_release_gate(struct desk *desk, struct arena *arena,
	const struct guide_numbers *also, struct gate_missing_list *ret_missing)
	MUST_USE;
/* One more release, today, with the guides among `numbers` too. */
const err *guide_publish(struct desk *desk, const struct guide_numbers *also,
	const char **ret_why) MUST_USE;

#endif
