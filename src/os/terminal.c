/* The terminal: see terminal.h. Owns the settings of /dev/tty while asking.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

static void say(int tty, const char *text)
{
	(void)!write(tty, text, strlen(text));
}

/* The next byte typed. Ctrl-C is heard only here, while we wait, so that none
 * falls between looking and waiting. */
static bool next_byte(int tty, const sigset_t *usual, char *ret_byte)
{
	struct pollfd keys = {.fd = tty, .events = POLLIN};

	while (ppoll(&keys, 1, NULL, usual) < 0) {
		if (errno != EINTR || interrupted) return false;
	}
	return read(tty, ret_byte, 1) == 1;
}

/* One byte at a time: nothing typed is kept anywhere but in `ret_line`. */
static const err *read_line(int tty, const sigset_t *usual, char *ret_line,
	size_t size, size_t *ret_len)
{
	size_t len = 0;
	bool too_long = false;

	for (;;) {
		char byte;

		if (!next_byte(tty, usual, &byte)) {
			return err_make(ERR_GONE, "nothing was typed");
		}
		if (byte == '\n' || byte == '\r') break;
		if (len < size) ret_line[len++] = byte;
		else too_long = true;
	}
	*ret_len = len;
	return too_long ? err_make(ERR_FULL, "that is too long") : NULL;
}

static const err *ask(const char *question, bool echo, char *ret_line,
	size_t size, size_t *ret_len)
{
	struct sigaction stop = {.sa_handler = on_interrupt}, before;
	sigset_t held, open_to;
	struct termios usual, quiet;
	const err *e;
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	must(size <= TERMINAL_LINE_MAX);
	if (tty < 0 || tcgetattr(tty, &usual) != 0) {
		if (tty >= 0) (void)close(tty);
		return err_make(ERR_ABSENT, "there is no terminal to ask at");
	}
	interrupted = 0;
	(void)sigemptyset(&held);
	(void)sigaddset(&held, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &held, &open_to);
	(void)sigaction(SIGINT, &stop, &before);
	quiet = usual;
	if (!echo) quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
	/* Quiet before the question: who sees it may type. */
	(void)tcsetattr(tty, TCSAFLUSH, &quiet);
	say(tty, question);
	e = read_line(tty, &open_to, ret_line, size, ret_len);
	(void)tcsetattr(tty, TCSAFLUSH, &usual); /* [terminal-1] */
	if (!echo) say(tty, "\n");
	(void)sigaction(SIGINT, &before, NULL);
	(void)sigprocmask(SIG_SETMASK, &open_to, NULL);
	(void)close(tty);
	return e;
}

const err *terminal_secret(const char *question, char *ret_line, size_t size,
	size_t *ret_len)
{
	return ask(question, false, ret_line, size, ret_len);
}

const err *terminal_line(const char *question, char *ret_line, size_t size,
	size_t *ret_len)
{
	return ask(question, true, ret_line, size, ret_len);
}

bool terminal_is_output(void)
{
	return isatty(STDOUT_FILENO) == 1;
}
