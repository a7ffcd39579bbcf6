/* Whether a library may leave the house. The library that comes with Bothy is
 * written by people who are neither its readers' doctors nor always native
 * speakers: until a clinician or a trainer and a native speaker for each form
 * have signed it, it is published nowhere but in the demonstration [gate-1].
 * Every other library is its editors' own to answer for. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_RELEASE_GATE_H
#define GUIDE_RELEASE_GATE_H

#include "guide/guide_library.h"
#include "guide/signing.h"

/* A signature that stands in the way because it does not. */
struct gate_missing {
	const struct guide *guide;
	const struct tongue *tongue;
	enum sign_role role;
	enum signing_state state; /* none, fallen or ended */
};

struct gate_missing_list LIST_OF(struct gate_missing);

/* May this library be published on that day? What is missing is listed, kept
 * by the arena. Languages that no reader would get ask for nothing. */
bool library_may_release(struct arena *arena,
	const struct guide_library *library, int64_t day, bool demonstration,
	struct gate_missing_list *ret_missing) MUST_USE;

#endif
