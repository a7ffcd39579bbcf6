/* Sockets: see socket.h. Owns nothing; never asks who the peer is.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/socket.h"

#include "base/num.h"
#include "os/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	BACKLOG = 1024,
	PIECES_MAX = 8,
	/* Who was killed a moment ago may not have let go yet. */
	IN_USE_WAIT_MS = 2000,
	IN_USE_STEP_MS = 10
};

union address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_un un;
};

/* Reads "unix:/path" or "127.0.0.1:PORT" into an address. */
static bool address_read(str where, union address *ret, socklen_t *ret_len)
{
	str path, port;
	uint64_t number;

	memset(ret, 0, sizeof(*ret));
	if (str_starts(where, S("unix:"))) {
		path = str_from(where, 5);
		if (path.len == 0 || path.len >= sizeof(ret->un.sun_path)) {
			return false;
		}
		ret->un.sun_family = AF_UNIX;
		memcpy(ret->un.sun_path, path.at, path.len);
		*ret_len = (socklen_t)sizeof(ret->un);
		return true;
	}
	if (!str_starts(where, S("127.0.0.1:"))) return false;
	port = str_from(where, 10);
	if (!num_read(port, 65535, &number)) return false;
	ret->in.sin_family = AF_INET;
	ret->in.sin_port = htons((uint16_t)number);
	ret->in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*ret_len = (socklen_t)sizeof(ret->in);
	return true;
}

static const err *inherited(str where, int *ret_fd)
{
	uint64_t number;
	int yes;
	socklen_t len = sizeof(yes);

	if (!num_read(str_from(where, 3), 1024, &number) ||
		getsockopt((int)number, SOL_SOCKET, SO_ACCEPTCONN, &yes,
			&len) != 0 || yes == 0) {
		return err_make(ERR_USAGE, "fd: names no listening socket");
	}
	/* Whoever opened it may have left it blocking. */
	if (fcntl((int)number, F_SETFL, O_NONBLOCK) != 0) {
		return err_sys("cannot use the socket of fd:");
	}
	*ret_fd = (int)number;
	return NULL;
}

static unsigned port_of(int fd)
{
	union address address;
	socklen_t len = sizeof(address);

	if (getsockname(fd, &address.any, &len) != 0) return 0;
	if (address.any.sa_family != AF_INET) return 0;
	return ntohs(address.in.sin_port);
}

/* A unix socket file that nobody answers on is left from a crash. */
static void stale_remove(const union address *address, socklen_t len)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0) return;
	if (connect(fd, &address->any, len) != 0 && errno == ECONNREFUSED) {
		(void)unlink(address->un.sun_path);
	}
	(void)close(fd);
}

/* False with errno, EADDRINUSE when it was still in use at the end. */
static bool listen_wait(int fd, const union address *address, socklen_t len)
{
	uint64_t end = clock_steady_ms() + IN_USE_WAIT_MS;

	for (;;) {
		if (address->any.sa_family == AF_UNIX) {
			stale_remove(address, len);
		}
		if (bind(fd, &address->any, len) == 0) {
			return listen(fd, BACKLOG) == 0;
		}
		if (errno != EADDRINUSE) return false;
		if (clock_steady_ms() >= end) break;
		clock_sleep_ms(IN_USE_STEP_MS);
	}
	errno = EADDRINUSE;
	return false;
}

const err *socket_listen(str where, int *ret_fd, unsigned *ret_port)
{
	union address address;
	socklen_t len;
	const err *e = NULL;
	int fd, yes = 1;

	*ret_port = 0;
	if (str_starts(where, S("fd:"))) return inherited(where, ret_fd);
	if (!address_read(where, &address, &len)) {
		return err_make(ERR_USAGE,
			"listen on unix:/path, fd:N or 127.0.0.1:PORT");
	}
	fd = socket(address.any.sa_family,
		SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) return err_sys("cannot make a socket");
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (!listen_wait(fd, &address, len)) {
		e = errno == EADDRINUSE
			? err_make(ERR_BUSY, "this port or socket is in use")
			: err_sys("cannot listen");
		(void)close(fd);
		return e;
	}
	/* A front runs as someone else; the folder says who gets this far. */
	if (address.any.sa_family == AF_UNIX) {
		(void)!chmod(address.un.sun_path, 0666);
	}
	*ret_port = port_of(fd);
	*ret_fd = fd;
	return NULL;
}

const err *socket_connect(str where, int *ret_fd)
{
	union address address;
	socklen_t len;
	int fd;

	if (!address_read(where, &address, &len)) {
		return err_make(ERR_USAGE, "not an address of this computer");
	}
	fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) return err_sys("cannot make a socket");
	if (connect(fd, &address.any, len) != 0) {
		const err *e = err_sys("cannot connect");
		(void)close(fd);
		return e;
	}
	(void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	*ret_fd = fd;
	return NULL;
}

int socket_accept(int listener, bool *ret_exhausted)
{
	int yes = 1;
	/* [socket-1] the peer's address is not even asked for */
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	*ret_exhausted = fd < 0 && (errno == EMFILE || errno == ENFILE ||
		errno == ENOMEM || errno == ENOBUFS);
	if (fd >= 0) { /* fails quietly on a unix socket */
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes,
			sizeof(yes));
	}
	return fd;
}

static size_t moved(ssize_t done, bool *ret_end)
{
	*ret_end = done < 0 && errno != EAGAIN && errno != EINTR;
	return done < 0 ? 0 : (size_t)done;
}

size_t socket_read(int fd, void *bytes, size_t size, bool *ret_end)
{
	ssize_t done = recv(fd, bytes, size, 0);

	if (done == 0 && size > 0) {
		*ret_end = true;
		return 0;
	}
	return moved(done, ret_end);
}

size_t socket_write(int fd, str bytes, bool *ret_end)
{
	return moved(send(fd, bytes.at, bytes.len, MSG_NOSIGNAL), ret_end);
}

size_t socket_write_pieces(int fd, const str *pieces, size_t count,
	bool *ret_end)
{
	struct iovec parts[PIECES_MAX];
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};

	must(count <= PIECES_MAX);
	for (size_t i = 0; i < count; i++) {
		/* iovec is not const; sendmsg does not write */
		parts[i].iov_base = (void *)(uintptr_t)pieces[i].at;
		parts[i].iov_len = pieces[i].len;
	}
	return moved(sendmsg(fd, &message, MSG_NOSIGNAL), ret_end);
}

void socket_shut_writing(int fd)
{
	(void)shutdown(fd, SHUT_WR);
}

void socket_close(int *fd)
{
	if (*fd >= 0) (void)close(*fd);
	*fd = -1;
}
