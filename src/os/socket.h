/* Listening and connecting: unix sockets, inherited descriptors, loopback.
 * Nothing here ever keeps, prints or returns a peer's address [socket-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_SOCKET_H
#define OS_SOCKET_H

#include "base/err.h"
#include "base/str.h"

/* `where` is "unix:/path", "fd:N" or "127.0.0.1:PORT" (port 0 lets the system
 * choose; *ret_port says which, 0 for unix). Nothing else is accepted: the
 * line never listens on a public address by itself. A unix socket can be
 * connected to by whoever may enter its folder. */
const err *socket_listen(str where, int *ret_fd, unsigned *ret_port) MUST_USE;
/* Waits for the connection; reading and writing are non-blocking after it. */
const err *socket_connect(str where, int *ret_fd) MUST_USE;
/* Accepts one, non-blocking, close-on-exec; -1 when none waits (or the
 * process has no descriptor left: then *ret_exhausted is true). */
int socket_accept(int listener, bool *ret_exhausted);
/* Non-blocking; count moved, 0 with *ret_end for end or error, else "later". */
size_t socket_read(int fd, void *bytes, size_t size, bool *ret_end);
size_t socket_write(int fd, str bytes, bool *ret_end);
/* Several pieces in one call. */
size_t socket_write_pieces(int fd, const str *pieces, size_t count,
	bool *ret_end);
void socket_shut_writing(int fd);
void socket_close(int *fd);

#endif
