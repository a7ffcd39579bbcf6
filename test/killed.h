/* For tests that kill a process at a random moment: waits until it is gone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_KILLED_H
#define TEST_KILLED_H

#include "os/clock.h"
#include "os/process.h"

/* The only child there is. */
static inline void killed_wait(void)
{
	process_id id;
	int status;
	const err *e;

	do {
		e = process_wait(&id, &status);
		if (e != NULL) clock_sleep_ms(1);
	} while (e != NULL && e->code == ERR_ABSENT);
}

#endif
