/* Whole files and durable replacement: see file.h. Owns the fault counter
 * that makes I/O call number N fail in tests.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/file.h"

#include "os/clock.h"
#include "os/fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
	PATH_BYTES = 4096,
	READ_BYTES = 64 * 1024,
	LOCK_WAIT_MS = 5000, /* the longest last write of a killed process */
	LOCK_STEP_MS = 10
};

static unsigned long count, fail_at, die_at;
static int fail_with;

void file_fail_at(unsigned long n, int sys)
{
	fail_at = n;
	fail_with = sys;
}

unsigned long file_count(void)
{
	return count;
}

void file_die_at(unsigned long n)
{
	die_at = n;
}

bool fault_hits(void)
{
	if (die_at != 0 && --die_at == 0) (void)kill(getpid(), SIGKILL);
	return fault_hits_reading();
}

bool fault_hits_reading(void)
{
	count++;
	if (fail_at == 0 || --fail_at != 0) return false;
	errno = fail_with;
	return true;
}

/* The folder part of `path` into `folder`, "." when there is none. */
static void folder_of(const char *path, char folder[PATH_BYTES])
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);

	must(len < PATH_BYTES);
	if (slash == NULL) {
		memcpy(folder, ".", 2);
		return;
	}
	if (len == 0) len = 1; /* the root */
	memcpy(folder, path, len);
	folder[len] = '\0';
}

const err *file_folder_remove(const char *path)
{
	int result = fault_hits() ? -1 : rmdir(path);

	return result == 0 || errno == ENOENT ? NULL
		: err_sys("cannot remove a folder");
}

const err *file_folder_sync(const char *path)
{
	const err *e = NULL;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) return err_sys("cannot open a folder");
	if (fault_hits() || fsync(fd) != 0) e = err_sys("cannot sync a folder");
	(void)close(fd);
	return e;
}

static size_t lesser(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* All of it; closes it. `size` is how much it may be, from the look at it, so
 * that no more room is made than it needs. */
static const err *whole_read(struct file *file, size_t max_bytes, size_t size,
	struct buf *out)
{
	size_t got = 1, all = 0, step = lesser(size, READ_BYTES - 1) + 1;
	const err *e = NULL;

	while (e == NULL && got > 0) {
		/* One byte more than allowed tells that it is too large. */
		size_t ask = lesser(step, max_bytes - all + 1);

		e = file_get(file, ask, out, &got);
		all += got;
		/* it ended where it should: one byte asks whether it did */
		step = got < ask ? 1 : READ_BYTES;
		if (e == NULL && all > max_bytes) {
			e = err_make(ERR_FULL, "a file is larger than allowed");
		}
	}
	file_close(file);
	return e;
}

const err *file_read(const char *path, size_t max_bytes, struct buf *out)
{
	struct file file = {-1};
	const err *e = file_open(&file, path, FILE_READ);

	return e != NULL ? e : whole_read(&file, max_bytes, READ_BYTES, out);
}

const err *file_read_plain(const char *path, size_t max_bytes, struct buf *out)
{
	struct file file = {fault_hits() ? -1 : open(path, O_RDONLY | O_CLOEXEC
		| O_NOFOLLOW | O_NONBLOCK)};
	struct stat state;

	if (file.fd < 0 && errno != ELOOP && errno != ENXIO) {
		return err_sys("cannot open a file");
	}
	if (file.fd < 0 || fstat(file.fd, &state) != 0
		|| !S_ISREG(state.st_mode)) {
		file_close(&file);
		return err_make(ERR_FORMAT, "not a plain file");
	}
	return whole_read(&file, max_bytes, (size_t)state.st_size, out);
}

/* Writes all of `bytes` into a new temporary file beside `path`. */
static const err *temporary_write(const char *path, str bytes,
	char temporary[PATH_BYTES])
{
	struct file file;
	const err *e;
	int len = snprintf(temporary, PATH_BYTES, "%s.new", path);

	must(len > 0 && len < PATH_BYTES);
	(void)unlink(temporary);
	e = file_open(&file, temporary, FILE_NEW);
	if (e != NULL) return e;
	e = file_put(&file, bytes);
	if (e == NULL) e = file_sync(&file);
	file_close(&file);
	if (e != NULL) (void)unlink(temporary);
	return e;
}

const err *file_replace(const char *path, str bytes)
{
	char temporary[PATH_BYTES];
	const err *e = temporary_write(path, bytes, temporary);

	if (e != NULL) return e;
	e = file_rename(temporary, path);
	if (e != NULL) (void)unlink(temporary);
	return e;
}

const err *file_create(const char *path, str bytes)
{
	char temporary[PATH_BYTES], folder[PATH_BYTES];
	const err *e = temporary_write(path, bytes, temporary);

	if (e != NULL) return e;
	if (fault_hits() || link(temporary, path) != 0) {
		e = err_sys("cannot create a file");
	}
	(void)unlink(temporary);
	if (e != NULL) return e;
	folder_of(path, folder);
	return file_folder_sync(folder);
}

const err *file_remove(const char *path)
{
	if (fault_hits() || unlink(path) != 0) {
		if (errno != ENOENT) return err_sys("cannot remove a file");
	}
	return NULL;
}

/* A first zero that cannot be written must not keep the file alive. */
static void zeros_over(const char *path)
{
	static const char zeros[4096];
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat is;
	off_t at = 0;

	if (fd < 0) return;
	while (fstat(fd, &is) == 0 && S_ISREG(is.st_mode) && at < is.st_size) {
		size_t rest = (size_t)(is.st_size - at);
		ssize_t put = pwrite(fd, zeros, rest < sizeof(zeros) ? rest
			: sizeof(zeros), at);

		if (put <= 0) break;
		at += put;
	}
	(void)fdatasync(fd);
	(void)close(fd);
}

const err *file_erase(const char *path)
{
	char folder[PATH_BYTES];
	const err *e;

	zeros_over(path);
	e = file_remove(path);
	if (e != NULL) return e;
	folder_of(path, folder);
	return file_folder_sync(folder); /* [file-1] */
}

const err *file_rename(const char *from, const char *to)
{
	char folder[PATH_BYTES];

	if (fault_hits() || rename(from, to) != 0) {
		return err_sys("cannot rename a file");
	}
	folder_of(to, folder);
	return file_folder_sync(folder); /* [file-1] */
}

const err *file_folder_make(const char *path)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST) { /* [file-2] */
		return err_sys("cannot make a folder");
	}
	return NULL;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_is_special(const char *path)
{
	struct stat state;

	return stat(path, &state) == 0 && !S_ISREG(state.st_mode);
}

enum file_kind file_kind_of(const char *path)
{
	struct stat state;

	if (lstat(path, &state) != 0) return FILE_KIND_ABSENT;
	if (S_ISREG(state.st_mode)) return FILE_KIND_PLAIN;
	if (S_ISDIR(state.st_mode)) return FILE_KIND_FOLDER;
	return S_ISLNK(state.st_mode) ? FILE_KIND_LINK : FILE_KIND_OTHER;
}

const err *file_size(const char *path, uint64_t *ret_bytes)
{
	struct stat state;

	if (stat(path, &state) != 0) return err_sys("cannot look at a file");
	*ret_bytes = (uint64_t)state.st_size;
	return NULL;
}

const err *file_changed_ms(const char *path, uint64_t *ret_ms)
{
	struct stat state;

	if (stat(path, &state) != 0) return err_sys("cannot look at a file");
	*ret_ms = (uint64_t)state.st_mtim.tv_sec * 1000;
	return NULL;
}

static int compare_names(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

const err *file_list(struct arena *arena, const char *folder,
	struct file_names *ret_names)
{
	struct file_names names = {0};
	size_t room = 0;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	if (dir == NULL) return err_sys("cannot read a folder");
	while ((entry = readdir(dir)) != NULL) {
		str name = str_of(entry->d_name);

		if (str_eq(name, S(".")) || str_eq(name, S(".."))) continue;
		if (names.count == room) {
			str *more = ARENA_ARRAY(arena, str, room * 2 + 16);

			if (room > 0) memcpy(more, names.at, room * sizeof(str));
			names.at = more;
			room = room * 2 + 16;
		}
		names.at[names.count++] = str_dup(arena, name);
	}
	(void)closedir(dir);
	if (names.count > 1) {
		qsort(names.at, names.count, sizeof(str), compare_names);
	}
	*ret_names = names;
	return NULL;
}

const err *file_lock(struct file *lock, const char *path)
{
	uint64_t end = clock_steady_ms() + LOCK_WAIT_MS;

	lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock->fd < 0) return err_sys("cannot open the lock");
	while (flock(lock->fd, LOCK_EX | LOCK_NB) != 0) {
		if (clock_steady_ms() >= end) goto busy;
		clock_sleep_ms(LOCK_STEP_MS);
	}
	return NULL;
busy:
	file_close(lock);
	return err_make(ERR_BUSY, "another process uses this folder");
}

const err *file_disk(const char *path, uint64_t *ret_free, uint64_t *ret_all)
{
	struct statvfs disk;

	if (statvfs(path, &disk) != 0) return err_sys("cannot ask the disk");
	*ret_free = (uint64_t)disk.f_bavail * disk.f_frsize;
	*ret_all = (uint64_t)disk.f_blocks * disk.f_frsize;
	return NULL;
}
