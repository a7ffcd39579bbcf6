/* Whole folders: see folders.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/folders.h"

#include "os/fault.h"
#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_PATH_BYTES = 4096, FOLDERS_COPY_MAX = 256 << 20 };

static struct folders_stamp stamp(const char *path)
{
	struct stat state;

	if (stat(path, &state) != 0) return (struct folders_stamp){0, 0};
	return (struct folders_stamp){(uint64_t)state.st_size,
		(int64_t)state.st_mtim.tv_sec * 1000000000 +
			state.st_mtim.tv_nsec};
}

struct folders_stamp folders_stamp_of(const char *path)
{
	return stamp(path);
}

struct folders_stamp folders_stamp_self(void)
{
	return stamp("/proc/self/exe");
}

static bool folder_is_there(const char *path)
{
	struct stat state;

	return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

static const err *folder_make(const char *path)
{
	if (folder_is_there(path)) return NULL;
	if (fault_hits() || mkdir(path, 0777) != 0) {
		return err_sys("cannot make a folder");
	}
	return NULL;
}

const err *folders_make(const char *path)
{
	char part[FOLDERS_PATH_BYTES];
	size_t len = strlen(path);

	if (folder_is_there(path)) return NULL;
	if (len >= sizeof(part)) return err_make(ERR_FULL, "a path is too long");
	for (size_t i = 1; i <= len; i++) {
		const err *e;

		if (path[i] != '/' && path[i] != '\0') continue;
		memcpy(part, path, i);
		part[i] = '\0';
		e = folder_make(part);
		if (e != NULL) return e;
	}
	return NULL;
}

const err *folders_write(const char *path, str bytes)
{
	struct file file = {fault_hits() ? -1
		: open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
	const err *e;

	if (file.fd < 0) return err_sys("cannot make a file");
	e = file_put(&file, bytes);
	file_close(&file);
	return e;
}

const err *folders_link(const char *from, const char *to)
{
	struct buf bytes = buf_cap(FOLDERS_COPY_MAX);
	const err *e;

	if (!fault_hits() && link(from, to) == 0) return NULL;
	if (errno != EXDEV && errno != EPERM && errno != EMLINK &&
		errno != EOPNOTSUPP) {
		return err_sys("cannot link a file");
	}
	e = file_read(from, FOLDERS_COPY_MAX, &bytes);
	if (e == NULL) e = folders_write(to, buf_str(&bytes));
	buf_close(&bytes);
	return e;
}

const err *folders_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const err *e = NULL;

	if (fd < 0) return err_sys("cannot open a folder");
	if (fault_hits() || syncfs(fd) != 0) e = err_sys("cannot sync a disk");
	(void)close(fd);
	return e;
}

/* Where the file system cannot exchange two names: two steps, and the second
 * is taken back when it fails. */
static const err *swap_in_steps(const char *fresh, const char *path)
{
	char old[FOLDERS_PATH_BYTES];
	int len = snprintf(old, sizeof(old), "%s.old", path);

	if (len <= 0 || len >= FOLDERS_PATH_BYTES) {
		return err_make(ERR_FULL, "a path is too long");
	}
	if (rename(path, old) != 0) return err_sys("cannot put a folder aside");
	if (rename(fresh, path) != 0) {
		const err *e = err_sys("cannot put a folder in its place");

		(void)rename(old, path);
		return e;
	}
	return rename(old, fresh) == 0 ? NULL
		: err_sys("cannot put a folder aside");
}

const err *folders_swap(const char *fresh, const char *path)
{
	if (!file_exists(path)) return file_rename(fresh, path);
	if (fault_hits()) return err_sys("cannot exchange two folders");
	if (renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
		return NULL; /* [folders-1] */
	}
	if (errno != EINVAL && errno != ENOSYS) {
		return err_sys("cannot exchange two folders");
	}
	return swap_in_steps(fresh, path);
}

/* Removes what is in the folder `fd` and closes it [folders-2]. */
static const err *empty(int fd, unsigned depth)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	const err *e = NULL;

	if (dir == NULL) {
		(void)close(fd);
		return err_sys("cannot read a folder");
	}
	while (e == NULL && (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;
		int inner;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
		if (unlinkat(fd, name, 0) == 0) continue;
		if (depth == FOLDERS_DEPTH_MAX) {
			e = err_make(ERR_FULL, "folders are nested too deep");
			break;
		}
		inner = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
			O_CLOEXEC);
		e = inner < 0 ? err_sys("cannot remove a file")
			: empty(inner, depth + 1);
		if (e == NULL && unlinkat(fd, name, AT_REMOVEDIR) != 0) {
			e = err_sys("cannot remove a folder");
		}
	}
	(void)closedir(dir);
	return e;
}

const err *folders_remove(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	const err *e;

	if (fd < 0 && errno == ENOENT) return NULL;
	if (fd < 0) return err_sys("cannot open a folder");
	e = empty(fd, 0);
	if (e == NULL && rmdir(path) != 0) {
		e = err_sys("cannot remove a folder");
	}
	return e;
}
