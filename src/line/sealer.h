/* The sealer: plain bytes in, sealed bytes out. It holds public recipients
 * only, no disk and no network, and runs at a lower priority, so that a flood
 * of writing never slows reading of pages.
 *
 * [sealer-1] what it got in plain is wiped as soon as it is sealed
 * [sealer-2] an attachment's one-time identity leaves only inside the sealed
 *            message
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef LINE_SEALER_H
#define LINE_SEALER_H

#include "line/organisation.h"

struct sealer_start {
	struct organisation *organisation;
	int door, keeper;
};
/* The role; `argument` is a struct sealer_start. */
int sealer_run(void *argument);

#endif
