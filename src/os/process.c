/* Roles as child processes: see process.h. Owns nothing after the fork.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/process.h"

#include "os/report.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAME_BYTES = 16, EXIT_SIGNAL = 128 };

const err *process_pair(int ret_fds[2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ret_fds) != 0) {
		return err_sys("cannot make a channel");
	}
	return NULL;
}

static bool is_kept(int fd, const int *keep, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (keep[i] == fd) return true;
	}
	return fd <= STDERR_FILENO;
}

/* [process-1] closes every descriptor that is not named. */
static void close_others(const int *keep, size_t count)
{
	struct rlimit limit;
	unsigned last = 0;

	for (size_t i = 0; i < count; i++) {
		if ((unsigned)keep[i] > last) last = (unsigned)keep[i];
	}
	if (last < STDERR_FILENO) last = STDERR_FILENO;
	if (close_range(last + 1, ~0u, 0) != 0) {
		must(getrlimit(RLIMIT_NOFILE, &limit) == 0);
		for (rlim_t fd = last + 1; fd < limit.rlim_cur; fd++) {
			(void)close((int)fd);
		}
	}
	for (int fd = 0; fd <= (int)last; fd++) {
		if (!is_kept(fd, keep, count)) (void)close(fd);
	}
}

void process_harden(void)
{
	struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
	/* Best effort: the usual limit of 8 MiB is for keys alone. A page is
	 * locked when it is first touched: what was never touched holds no
	 * word, and a library's 30 MiB of tables need not be in memory. */
	(void)mlockall(MCL_CURRENT | MCL_ONFAULT);
}

void process_files_raise(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void child_begin(const char *name, process_id parent)
{
	char title[NAME_BYTES];
	sigset_t none;

	(void)snprintf(title, sizeof(title), "bothy-%s", name);
	(void)prctl(PR_SET_NAME, title);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) _exit(1); /* it died before we asked */
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	/* A terminal's Ctrl-C goes to the parent, which ends us in order. */
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	report_as(name);
	process_harden();
}

const err *process_start(const char *name, int (*role)(void *argument),
	void *argument, const int *keep, size_t keep_count,
	process_id *ret_id)
{
	process_id parent = getpid();
	process_id id;

	(void)fflush(NULL);
	id = fork();
	if (id < 0) return err_sys("cannot start a process");
	if (id == 0) {
		child_begin(name, parent);
		close_others(keep, keep_count);
		_exit(role(argument));
	}
	*ret_id = id;
	return NULL;
}

void process_nice(int nice_by)
{
	errno = 0;
	(void)!nice(nice_by);
}

const err *process_wait(process_id *ret_id, int *ret_status)
{
	int status;
	process_id id;

	do {
		id = waitpid(-1, &status, WNOHANG);
	} while (id < 0 && errno == EINTR);
	if (id < 0) return err_sys("no child process");
	if (id == 0) return err_make(ERR_ABSENT, "no child has ended");
	*ret_id = id;
	*ret_status = WIFSIGNALED(status) ? EXIT_SIGNAL + WTERMSIG(status)
					  : WEXITSTATUS(status);
	return NULL;
}

void process_end(process_id id, bool now)
{
	if (id > 0) (void)kill(id, now ? SIGKILL : SIGTERM);
}

const err *process_signals(int *ret_fd)
{
	sigset_t wanted;
	int fd;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&wanted);
	(void)sigaddset(&wanted, SIGTERM);
	(void)sigaddset(&wanted, SIGINT);
	(void)sigaddset(&wanted, SIGCHLD);
	(void)sigaddset(&wanted, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &wanted, NULL) != 0) {
		return err_sys("cannot block signals");
	}
	fd = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0) return err_sys("cannot watch signals");
	*ret_fd = fd;
	return NULL;
}

enum process_signal process_signal_next(int fd)
{
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof(info)) != (ssize_t)sizeof(info)) {
		return PROCESS_NONE;
	}
	if (info.ssi_signo == SIGCHLD) return PROCESS_CHILD;
	if (info.ssi_signo == SIGHUP) return PROCESS_RELOAD;
	return PROCESS_STOP;
}

process_id process_self(void)
{
	return getpid();
}
