/* COUNT visitors who asked for one page each on 127.0.0.1:PORT and keep their
 * connection open. Prints "open N" when all have been answered, waits for the
 * end of standard input, and goes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/num.h"
#include "os/socket.h"

#include <poll.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

enum { COUNT_MAX = 100000, WAIT_MS = 10000 };

static size_t number_of(const char *text)
{
	uint64_t number;

	if (!num_read(str_of(text), COUNT_MAX, &number)) die("a number, please");
	return (size_t)number;
}

/* Asks and reads the answer's start and what else is there at once. */
static bool visit(int fd)
{
	static const str request = S_INIT("HEAD /en/ HTTP/1.1\r\n"
					  "Host: 127.0.0.1\r\n\r\n");
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	char answer[4096];
	bool gone = false;

	return socket_write(fd, request, &gone) == request.len && !gone &&
		poll(&poll_fd, 1, WAIT_MS) == 1 &&
		socket_read(fd, answer, sizeof(answer), &gone) > 0 && !gone;
}

int main(int argc, char **argv)
{
	struct rlimit limit;
	char where[64], byte;
	size_t count, open_count = 0;
	int *fds;

	if (argc != 3) die("usage: idle PORT COUNT");
	(void)snprintf(where, sizeof(where), "127.0.0.1:%zu",
		number_of(argv[1]));
	count = number_of(argv[2]);
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	fds = mem_get(count * sizeof(int));
	for (size_t i = 0; i < count; i++) {
		if (socket_connect(str_of(where), &fds[i]) != NULL) break;
		if (!visit(fds[i])) break;
		open_count++;
	}
	(void)printf("open %zu\n", open_count);
	(void)fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0) continue;
	return open_count == count ? 0 : 1;
}
