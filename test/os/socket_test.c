/* Tests of os/socket and os/report: which places may be listened on, bytes in
 * both directions, and the operator's lines. That no address of a peer is
 * ever asked for [socket-1], and no report prints a str [report-1], are rules
 * of tool/house.sh, shown to fail in test/house.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/report.h"
#include "os/socket.h"

enum { LOOKS = 10000 }; /* a millisecond apart */

TEST(only_local_places_are_listened_on)
{
	static const char *const refused[] = {
		"", "0.0.0.0:80", "8080", "localhost:80", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:080", "[::]:80",
		"192.0.2.1:80", "unix:", "fd:", "fd:-1", "fd:x",
		"127.0.0.1:80 ", "tcp:127.0.0.1:80",
	};

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(refused); i++) {
		int fd = -1;
		unsigned port = 0;

		assert_non_null(socket_listen(str_of(refused[i]), &fd, &port));
		assert_int_equal(fd, -1);
	}
}

TEST(bytes_go_both_ways_and_the_end_is_seen)
{
	char where[40], got[16];
	int listener = -1, client = -1, server = -1;
	unsigned port = 0;
	bool exhausted = false, end = false;

	UNUSED_STATE;
	is_ok(socket_listen(S("127.0.0.1:0"), &listener, &port));
	assert_true(port > 0);
	assert_int_equal(socket_accept(listener, &exhausted), -1);
	assert_false(exhausted);
	(void)snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	is_ok(socket_connect(str_of(where), &client));
	for (int i = 0; i < LOOKS && server < 0; i++) {
		server = socket_accept(listener, &exhausted);
		if (server < 0) (void)usleep(1000);
	}
	assert_true(server >= 0);
	assert_int_equal(socket_read(server, got, sizeof(got), &end), 0);
	assert_false(end);
	assert_int_equal(socket_write(client, S("hello"), &end), 5);
	for (int i = 0; i < LOOKS; i++) {
		size_t len = socket_read(server, got, sizeof(got), &end);

		if (len > 0) {
			is_str(((str){got, len}), S("hello"));
			break;
		}
		(void)usleep(1000);
	}
	socket_close(&client);
	assert_int_equal(client, -1);
	for (int i = 0; i < LOOKS && !end; i++) {
		(void)socket_read(server, got, sizeof(got), &end);
		(void)usleep(1000);
	}
	assert_true(end);
	socket_close(&server);
	socket_close(&listener);
}

TEST(a_front_of_another_user_may_connect_to_a_unix_socket)
{
	char folder[] = "/tmp/socket_test.XXXXXX", path[64], where[80];
	struct stat facts;
	mode_t old = umask(077);
	int fd = -1, second = -1;
	unsigned port = 1;

	UNUSED_STATE;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/line.sock", folder);
	(void)snprintf(where, sizeof(where), "unix:%s", path);
	is_ok(socket_listen(str_of(where), &fd, &port));
	assert_int_equal(port, 0);
	assert_int_equal(stat(path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0666);
	assert_non_null(socket_listen(str_of(where), &second, &port));
	socket_close(&fd); /* as after a crash: the file is still there */
	is_ok(socket_listen(str_of(where), &fd, &port));
	socket_close(&fd);
	(void)umask(old);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

TEST(a_port_that_is_let_go_in_a_moment_is_waited_for)
{
	char where[40];
	int fd = -1, second = -1, status;
	unsigned port = 0;
	pid_t holder;

	UNUSED_STATE;
	is_ok(socket_listen(S("127.0.0.1:0"), &fd, &port));
	(void)snprintf(where, sizeof(where), "127.0.0.1:%u", port);
	holder = fork();
	if (holder == 0) {
		(void)usleep(300000);
		_exit(0);
	}
	socket_close(&fd);
	is_ok(socket_listen(str_of(where), &second, &port));
	socket_close(&second);
	assert_int_equal(waitpid(holder, &status, 0), holder);
}

TEST(a_report_is_one_line_with_its_number)
{
	char got[200];
	int ends[2], old = dup(2);
	ssize_t len;

	UNUSED_STATE;
	assert_int_equal(pipe(ends), 0);
	assert_true(dup2(ends[1], 2) == 2);
	report_as("door");
	report("ready", 12); /* [report-1] a literal and a number */
	(void)fflush(stderr);
	assert_true(dup2(old, 2) == 2);
	(void)close(old);
	(void)close(ends[1]);
	len = read(ends[0], got, sizeof(got));
	assert_true(len > 0);
	is_str(((str){got, (size_t)len}), S("bothy door: ready 12\n"));
	(void)close(ends[0]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(only_local_places_are_listened_on),
		CASE(bytes_go_both_ways_and_the_end_is_seen),
		CASE(a_front_of_another_user_may_connect_to_a_unix_socket),
		CASE(a_port_that_is_let_go_in_a_moment_is_waited_for),
		CASE(a_report_is_one_line_with_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
