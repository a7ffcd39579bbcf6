/* The jail holds: each role is refused what it must not do, and keeps what it
 * needs. Every case runs in a child of its own, since a jail is for good.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/jail.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/bothy-jail-XXXXXX";
static char inside[sizeof(folder) + 8];

static bool can_open_outside(void)
{
	return open("/etc/hostname", O_RDONLY) >= 0 ||
		open("/etc/passwd", O_RDONLY) >= 0;
}
static bool can_write_inside(void)
{
	return open(inside, O_WRONLY | O_CREAT, 0600) >= 0;
}
static bool can_write_outside(void)
{
	return open("/tmp/bothy-jail-outside", O_WRONLY | O_CREAT, 0600) >= 0;
}
static bool can_dial(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool can_fork(void)
{
	pid_t id = fork();

	if (id == 0) _exit(0);
	if (id > 0) (void)waitpid(id, NULL, 0);
	return id > 0;
}
static bool can_run(void)
{
	/* Reached only by a call that came back: then it was refused. */
	(void)execl("/bin/true", "true", (char *)NULL);
	return false;
}

/* Bit set: the thing was possible. */
static unsigned probe(enum jail_role role)
{
	int status = 0;
	pid_t id = fork();

	if (id == 0) {
		unsigned done = 0;

		if (jail_enter(role, folder) != NULL) _exit(255);
		if (can_open_outside()) done |= 1;
		if (can_write_inside()) done |= 2;
		if (can_write_outside()) done |= 4;
		if (can_dial()) done |= 8;
		if (can_fork()) done |= 16;
		if (!can_run()) done |= 32; /* came back alive */
		_exit((int)done);
	}
	assert_true(id > 0 && waitpid(id, &status, 0) == id);
	assert_true(WIFEXITED(status));
	return (unsigned)WEXITSTATUS(status);
}

TEST(the_door_opens_no_file_and_dials_nobody)
{
	UNUSED_STATE;
	assert_int_equal(probe(JAIL_DOOR), 32);
}

TEST(sealer_and_reader_reach_nothing)
{
	UNUSED_STATE;
	assert_int_equal(probe(JAIL_SEALER), 32);
	assert_int_equal(probe(JAIL_READER), 32);
}

TEST(the_keeper_reaches_its_folder_alone)
{
	UNUSED_STATE;
	/* Landlock may be missing: then only the network is refused. */
	assert_int_equal(probe(JAIL_KEEPER) & ~5u, 2 | 32);
}

TEST(the_courier_dials_and_starts_no_program)
{
	UNUSED_STATE;
	assert_int_equal(probe(JAIL_COURIER) & (8 | 32), 8 | 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_door_opens_no_file_and_dials_nobody),
		CASE(sealer_and_reader_reach_nothing),
		CASE(the_keeper_reaches_its_folder_alone),
		CASE(the_courier_dials_and_starts_no_program),
	};
	int failed;

	if (!mkdtemp(folder)) return 1;
	(void)snprintf(inside, sizeof(inside), "%s/one", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(inside);
	(void)unlink("/tmp/bothy-jail-outside");
	(void)rmdir(folder);
	return failed;
}
