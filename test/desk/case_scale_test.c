/* scratch */
#define TEAM_PLAIN 2
#include "team_lib.h"
#include "desk/case_ring.h"
#include "os/clock.h"
#include <stdio.h>

static struct team_world w;

static object_id made(void)
{
	return team_record(&w, 0, &record_request, EDITS({"subject",
		S("needs a doctor"), EDIT_SET}, {"summary", S("x"), EDIT_SET}));
}

static void visit(size_t at)
{
	team_clock(&w, 1000);
	is_ok(team_heartbeat(w.desks[at]));
}

int main(void)
{
	size_t n = (size_t)atoi(getenv("CASES")), next = 100;
	uint64_t begun;
	team_open(&w);
	for (size_t i = 0; i < n; i++) {
		begun = clock_cpu_us();
		made();
		uint64_t took = clock_cpu_us() - begun;
		if (i + 1 == next || i + 1 == n) {
			printf("%zu: new %.2f ms", i + 1, (double)took / 1e3);
			begun = clock_cpu_us();
			visit(0);
			printf(" visit %.2f", (double)(clock_cpu_us() - begun) / 1e3);
			begun = clock_cpu_us();
			visit(0);
			printf(" again %.2f", (double)(clock_cpu_us() - begun) / 1e3);
			for (int k = 0; k < 4; k++) { team_clock(&w, 6 * 3600000ull); for (size_t d = 0; d < 3; d++) visit(d); team_carry(&w); }
			team_clock(&w, 3600000ull);
			begun = clock_cpu_us();
			visit(0);
			printf(" next day %.2f", (double)(clock_cpu_us() - begun) / 1e3);
			begun = clock_cpu_us();
			team_carry(&w);
			printf(" carry %.0f", (double)(clock_cpu_us() - begun) / 1e3);
			begun = clock_cpu_us();
			visit(1);
			printf(" visit(1) %.2f", (double)(clock_cpu_us() - begun) / 1e3);
			begun = clock_cpu_us();
			visit(1);
			printf(" again(1) %.2f\n", (double)(clock_cpu_us() - begun) / 1e3);
			fflush(stdout);
			next *= 2;
		}
	}
	return 0;
}
