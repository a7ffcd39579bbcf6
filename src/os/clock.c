/* Time: see clock.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static uint64_t read_clock(clockid_t which)
{
	struct timespec now;

	must(clock_gettime(which, &now) == 0);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* What a test adds to the wall clock. */
static int64_t test_offset_ms(void)
{
	const char *text = getenv("BOTHY_TEST_CLOCK_MS");

	return text == NULL ? 0 : strtoll(text, NULL, 10);
}

uint64_t clock_now_ms(void)
{
	return read_clock(CLOCK_REALTIME) / 1000 + (uint64_t)test_offset_ms();
}

uint64_t clock_steady_ms(void)
{
	return read_clock(CLOCK_MONOTONIC) / 1000;
}

uint64_t clock_hour(uint64_t now_ms)
{
	return now_ms / HOUR_MS;
}

uint64_t clock_cpu_us(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void clock_sleep_ms(uint64_t ms)
{
	struct timespec left = {.tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000};

	while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
}

uint64_t clock_zone_ms(uint64_t at_ms)
{
	time_t at = (time_t)(at_ms / 1000);
	struct tm local;

	if (localtime_r(&at, &local) == NULL) return 0;
	/* West of Greenwich it wraps around, and adding wraps it back. */
	return (uint64_t)((int64_t)local.tm_gmtoff * 1000);
}
