/* The limit that durable messages stand beside: WRITERS processes, each
 * appends a record of BYTES to one shared file and fdatasyncs it, RECORDS in
 * all. Prints "records_per_s N".
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/num.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RECORD_MAX = 1 << 20, WRITERS_MAX = 1024 };

static double now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t number_of(const char *text, size_t max)
{
	uint64_t number;

	if (!num_read(str_of(text), max, &number)) die("a number, please");
	return (size_t)number;
}

/* Waits for the start byte, so that all writers begin together. */
static void writer(const char *path, size_t bytes, size_t records, int start)
{
	char *record = mem_get(bytes);
	char byte;
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);

	if (fd < 0 || read(start, &byte, 1) != 1) _exit(1);
	for (size_t i = 0; i < records; i++) {
		if (write(fd, record, bytes) != (ssize_t)bytes) _exit(1);
		if (fdatasync(fd) != 0) _exit(1);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	size_t writers, bytes, records;
	int start[2], status, fd;
	double begun;

	if (argc != 5) die("usage: raw_append FILE WRITERS BYTES RECORDS");
	writers = number_of(argv[2], WRITERS_MAX);
	bytes = number_of(argv[3], RECORD_MAX);
	records = number_of(argv[4], 1000000) / writers;
	fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || pipe(start) != 0) die("cannot begin");
	for (size_t i = 0; i < writers; i++) {
		pid_t child = fork();

		if (child < 0) die("cannot fork");
		if (child == 0) writer(argv[1], bytes, records, start[0]);
	}
	(void)usleep(100000);
	begun = now_s();
	for (size_t i = 0; i < writers; i++) {
		if (write(start[1], "s", 1) != 1) die("cannot start");
	}
	for (size_t i = 0; i < writers; i++) {
		if (wait(&status) < 0 || status != 0) die("a writer failed");
	}
	(void)printf("records_per_s %.1f\n",
		(double)(records * writers) / (now_s() - begun));
	(void)close(fd);
	return 0;
}
