/* The words of a translated file in the guide of its source, and a remark in
 * that file for everything that is otherwise than in the source [intake-1].
 * Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_INTAKE_DRIFT_H
#define GUIDE_INTAKE_DRIFT_H

#include "guide/intake.h"

struct intake_drift {
	struct intake *intake;
	struct arena *arena;
	const struct intake_page *source;
	struct intake_page *other;
	struct guide *guide;
	const size_t *unit_of;     /* of the source's leaves; SIZE_MAX: none */
};

void intake_translation(struct intake_drift *drift);

#endif
