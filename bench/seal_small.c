/* Seals COUNT texts of BYTES in this process, each to one recipient.
 * Prints "cpu_s N".
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/num.h"
#include "os/clock.h"
#include "seal/age.h"

#include <stdio.h>

enum { TEXT_MAX = 64 * 1024 };

static size_t number_of(const char *text, size_t max)
{
	uint64_t number;

	if (!num_read(str_of(text), max, &number)) die("a number, please");
	return (size_t)number;
}

int main(int argc, char **argv)
{
	struct identity who;
	struct buf out = {0};
	size_t count, bytes;
	uint64_t begun, sealed_us;
	char *text;

	if (argc != 3) die("usage: seal_small COUNT BYTES");
	count = number_of(argv[1], 1000000);
	bytes = number_of(argv[2], TEXT_MAX);
	seal_start();
	who = identity_make();
	text = mem_get(bytes + 1);
	begun = clock_cpu_us();
	for (size_t i = 0; i < count; i++) {
		buf_reset(&out);
		age_seal(&out, str_bytes(text, bytes), &who.recipient, 1);
	}
	sealed_us = clock_cpu_us() - begun;
	(void)printf("cpu_s %.4f\n", (double)sealed_us / 1e6);
	identity_close(&who);
	buf_close(&out);
	return 0;
}
