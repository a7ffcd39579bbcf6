/* Asking at a terminal, with a pseudo-terminal in the place of a person.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { INTERRUPTS = 50 };

/* Runs `ask` in a child that owns a new terminal, types `typed` once the
 * question is seen, gives what the terminal showed. The child's status says
 * whether the answer was "hill". */
static int at_terminal(bool secret, const char *typed, char *shown, size_t size)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), status = -1;
	size_t len = 0;
	pid_t child;

	assert_true(master >= 0 && grantpt(master) == 0 &&
		unlockpt(master) == 0);
	child = fork();
	if (child == 0) {
		char line[64];
		size_t line_len = 0;
		struct termios after;
		int tty;
		const err *e;

		(void)setsid();
		tty = open(ptsname(master), O_RDWR);
		(void)ioctl(tty, TIOCSCTTY, 0);
		e = secret ? terminal_secret("Passphrase: ", line, 8, &line_len)
			   : terminal_line("Name: ", line, 8, &line_len);
		/* [terminal-1] */
		if (tcgetattr(tty, &after) != 0 || !(after.c_lflag & ECHO)) {
			_exit(9);
		}
		if (e != NULL) _exit(100 + (int)e->code);
		_exit(line_len == 4 && memcmp(line, "hill", 4) == 0 ? 0 : 1);
	}
	memset(shown, 0, size);
	while (len + 1 < size && !strchr(shown, ':')) {
		ssize_t count = read(master, shown + len, 1);

		if (count <= 0) break;
		len += (size_t)count;
	}
	assert_true(write(master, typed, strlen(typed)) > 0);
	while (len + 1 < size) {
		ssize_t count = read(master, shown + len, size - 1 - len);

		if (count <= 0) break;
		len += (size_t)count;
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	(void)close(master);
	return WEXITSTATUS(status);
}

TEST(a_passphrase_is_read_and_never_shown)
{
	char shown[256];

	UNUSED_STATE;
	assert_int_equal(at_terminal(true, "hill\n", shown, sizeof(shown)), 0);
	assert_non_null(strstr(shown, "Passphrase"));
	assert_null(strstr(shown, "hill"));
}

TEST(a_name_is_read_and_shown)
{
	char shown[256];

	UNUSED_STATE;
	assert_int_equal(at_terminal(false, "hill\n", shown, sizeof(shown)), 0);
	assert_non_null(strstr(shown, "hill"));
}

TEST(too_long_and_interrupted_are_errors_and_the_echo_comes_back)
{
	char shown[256];

	UNUSED_STATE;
	assert_int_equal(at_terminal(true, "123456789\n", shown, sizeof(shown)),
		100 + ERR_FULL);
	/* At whatever moment it comes behind the question. */
	for (int i = 0; i < INTERRUPTS; i++) {
		assert_int_equal(at_terminal(true, "\x03", shown,
			sizeof(shown)), 100 + ERR_GONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_passphrase_is_read_and_never_shown),
		CASE(a_name_is_read_and_shown),
		CASE(too_long_and_interrupted_are_errors_and_the_echo_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
