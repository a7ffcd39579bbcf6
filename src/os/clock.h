/* The only place that asks the time. Others are handed it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include "base/base.h"

/* Unix time in milliseconds. BOTHY_TEST_CLOCK_MS in the environment of a
 * debug build is added to it, for tests of deadlines and lapses. */
uint64_t clock_now_ms(void);
/* Milliseconds that never go back. */
uint64_t clock_steady_ms(void);
/* What to add for this computer's own time of day at that moment. */
uint64_t clock_zone_ms(uint64_t at_ms);
/* The whole hour of a time: all the line ever stores. */
uint64_t clock_hour(uint64_t now_ms);
/* CPU time of this process in microseconds. */
uint64_t clock_cpu_us(void);
void clock_sleep_ms(uint64_t ms);

#endif
