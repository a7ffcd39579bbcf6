/* The jail: see jail.h. Owns the table of what each role is refused. Calls
 * outside a role's needs answer EPERM, so a mistake of ours shows as an error,
 * not as a silent hole; starting programs is refused to all. What a role may
 * reach of the file system is Landlock's part, which costs nothing at run time.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/jail.h"

#include "os/report.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What a group of calls does; a role is refused whole groups. */
enum group {
	GROUP_ALWAYS = 1,   /* programs, tracing, the machine itself */
	GROUP_FILES = 2,    /* opening, making, moving or removing files */
	GROUP_DIALS = 4,    /* new sockets and connections outward */
	GROUP_ACCEPTS = 8,  /* taking connections */
	GROUP_FORKS = 16,   /* further processes or threads */
};

static const struct { enum group group; int number; } calls[] = {
	{GROUP_ALWAYS, SCMP_SYS(execve)}, {GROUP_ALWAYS, SCMP_SYS(execveat)},
	{GROUP_ALWAYS, SCMP_SYS(ptrace)}, {GROUP_ALWAYS, SCMP_SYS(bpf)},
	{GROUP_ALWAYS, SCMP_SYS(process_vm_readv)},
	{GROUP_ALWAYS, SCMP_SYS(process_vm_writev)},
	{GROUP_ALWAYS, SCMP_SYS(perf_event_open)},
	{GROUP_ALWAYS, SCMP_SYS(io_uring_setup)},
	{GROUP_ALWAYS, SCMP_SYS(userfaultfd)}, {GROUP_ALWAYS, SCMP_SYS(keyctl)},
	{GROUP_ALWAYS, SCMP_SYS(add_key)}, {GROUP_ALWAYS, SCMP_SYS(mount)},
	{GROUP_ALWAYS, SCMP_SYS(umount2)}, {GROUP_ALWAYS, SCMP_SYS(unshare)},
	{GROUP_ALWAYS, SCMP_SYS(setns)}, {GROUP_ALWAYS, SCMP_SYS(chroot)},
	{GROUP_ALWAYS, SCMP_SYS(pivot_root)}, {GROUP_ALWAYS, SCMP_SYS(swapon)},
	{GROUP_ALWAYS, SCMP_SYS(init_module)},
	{GROUP_ALWAYS, SCMP_SYS(finit_module)},
	{GROUP_ALWAYS, SCMP_SYS(kexec_load)}, {GROUP_ALWAYS, SCMP_SYS(reboot)},
	{GROUP_ALWAYS, SCMP_SYS(setuid)}, {GROUP_ALWAYS, SCMP_SYS(setgid)},
	{GROUP_FILES, SCMP_SYS(open)}, {GROUP_FILES, SCMP_SYS(openat)},
	{GROUP_FILES, SCMP_SYS(openat2)}, {GROUP_FILES, SCMP_SYS(creat)},
	{GROUP_FILES, SCMP_SYS(open_by_handle_at)},
	{GROUP_FILES, SCMP_SYS(unlink)}, {GROUP_FILES, SCMP_SYS(unlinkat)},
	{GROUP_FILES, SCMP_SYS(rename)}, {GROUP_FILES, SCMP_SYS(renameat)},
	{GROUP_FILES, SCMP_SYS(renameat2)}, {GROUP_FILES, SCMP_SYS(link)},
	{GROUP_FILES, SCMP_SYS(linkat)}, {GROUP_FILES, SCMP_SYS(symlink)},
	{GROUP_FILES, SCMP_SYS(symlinkat)}, {GROUP_FILES, SCMP_SYS(mkdir)},
	{GROUP_FILES, SCMP_SYS(mkdirat)}, {GROUP_FILES, SCMP_SYS(rmdir)},
	{GROUP_FILES, SCMP_SYS(truncate)}, {GROUP_FILES, SCMP_SYS(mknod)},
	{GROUP_FILES, SCMP_SYS(mknodat)}, {GROUP_FILES, SCMP_SYS(memfd_create)},
	{GROUP_DIALS, SCMP_SYS(socket)}, {GROUP_DIALS, SCMP_SYS(socketpair)},
	{GROUP_DIALS, SCMP_SYS(connect)}, {GROUP_DIALS, SCMP_SYS(bind)},
	{GROUP_DIALS, SCMP_SYS(listen)},
	{GROUP_ACCEPTS, SCMP_SYS(accept)}, {GROUP_ACCEPTS, SCMP_SYS(accept4)},
	{GROUP_FORKS, SCMP_SYS(fork)}, {GROUP_FORKS, SCMP_SYS(vfork)},
	{GROUP_FORKS, SCMP_SYS(clone)}, {GROUP_FORKS, SCMP_SYS(clone3)},
};

/* The courier's resolver reads below these and may start a thread. */
static const char *const courier_reads[] = {
	"/etc", "/usr/share", "/usr/lib", "/lib", "/run/systemd/resolve", NULL
};

static const struct {
	unsigned refused;
	bool one_folder;             /* reads and writes below `folder` only */
	const char *const *reads;    /* reads below these only */
} jails[JAIL_ROLE_COUNT] = {
	[JAIL_DOOR] = {GROUP_ALWAYS | GROUP_FILES | GROUP_DIALS | GROUP_FORKS,
		false, NULL},
	[JAIL_SEALER] = {GROUP_ALWAYS | GROUP_FILES | GROUP_DIALS |
		GROUP_ACCEPTS | GROUP_FORKS, false, NULL},
	[JAIL_READER] = {GROUP_ALWAYS | GROUP_FILES | GROUP_DIALS |
		GROUP_ACCEPTS | GROUP_FORKS, false, NULL},
	[JAIL_KEEPER] = {GROUP_ALWAYS | GROUP_DIALS | GROUP_ACCEPTS |
		GROUP_FORKS, true, NULL},
	[JAIL_COURIER] = {GROUP_ALWAYS | GROUP_ACCEPTS, false, courier_reads},
};

enum {
	READS = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	WRITES = LANDLOCK_ACCESS_FS_WRITE_FILE |
		LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
		LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG,
	HANDLED = READS | WRITES | LANDLOCK_ACCESS_FS_EXECUTE |
		LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
		LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
		LANDLOCK_ACCESS_FS_MAKE_SYM,
};

static void allow_below(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = rights};

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0) return; /* not there: nothing to reach */
	(void)syscall(SYS_landlock_add_rule, ruleset,
		LANDLOCK_RULE_PATH_BENEATH, &rule, 0u);
	(void)close(rule.parent_fd);
}

/* False when this kernel has no Landlock. */
static bool wall_off(enum jail_role role, const char *folder)
{
	struct landlock_ruleset_attr attr = {.handled_access_fs = HANDLED};
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr,
		sizeof(attr.handled_access_fs), 0u);
	bool held;

	if (ruleset < 0) return false;
	if (jails[role].one_folder) allow_below(ruleset, folder, READS | WRITES);
	for (const char *const *path = jails[role].reads; path && *path; path++) {
		allow_below(ruleset, *path, READS);
	}
	held = syscall(SYS_landlock_restrict_self, ruleset, 0u) == 0;
	(void)close(ruleset);
	return held;
}

static bool refuse_calls(unsigned refused)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool loaded = filter != NULL;

	for (size_t i = 0; loaded && i < NELEM(calls); i++) {
		/* clone3 hides its flags: libc then falls back to clone. */
		uint32_t action = SCMP_ACT_ERRNO(
			calls[i].number == SCMP_SYS(clone3) ? ENOSYS : EPERM);

		if (!(calls[i].group & refused)) continue;
		loaded = seccomp_rule_add(filter, action, calls[i].number, 0) == 0;
	}
	loaded = loaded && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return loaded;
}

const err *jail_enter(enum jail_role role, const char *folder)
{
	must(role < JAIL_ROLE_COUNT);
	must(!jails[role].one_folder || folder);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		return err_sys("cannot give up privileges");
	}
	if (!wall_off(role, folder)) {
		report("this kernel has no Landlock; files are guarded by seccomp "
			"alone", UINT64_MAX);
	}
	if (!refuse_calls(jails[role].refused)) {
		report("this kernel has no seccomp; this role is not jailed",
			UINT64_MAX);
	}
	return NULL;
}
