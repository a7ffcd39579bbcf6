/* Files: whole reads, durable writes, atomic replacement, folders, locks.
 * Everything that must survive a power cut is fsynced, and so is its folder
 * [file-1]. New files are 0600, new folders 0700 [file-2]. Paths are
 * NUL-terminated and ours, never what a person wrote.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_FILE_H
#define OS_FILE_H

#include "base/buf.h"
#include "base/err.h"

/* All of a file of at most `max_bytes`, appended to `out`. */
const err *file_read(const char *path, size_t max_bytes, struct buf *out)
	MUST_USE;
/* The same of what others have put together: its last name is a plain file, no
 * link that leads elsewhere, no pipe that is waited for, no device. */
const err *file_read_plain(const char *path, size_t max_bytes, struct buf *out)
	MUST_USE;
/* Writes a new temporary name, fsync, rename, fsync of the folder. */
const err *file_replace(const char *path, str bytes) MUST_USE;
/* Fails with ERR_EXISTS when it is there; durable as file_replace. */
const err *file_create(const char *path, str bytes) MUST_USE;
const err *file_remove(const char *path) MUST_USE;      /* absent is fine */
/* Zeros over its bytes where they lie, then removed. Flash memory and some file
 * systems write elsewhere and keep the old bytes: see doc/threats.md. */
const err *file_erase(const char *path) MUST_USE;       /* absent is fine */
const err *file_rename(const char *from, const char *to) MUST_USE; /* + fsync folder */
const err *file_folder_make(const char *path) MUST_USE; /* there already is fine */
/* An empty one; absent is fine. */
const err *file_folder_remove(const char *path) MUST_USE;
const err *file_folder_sync(const char *path) MUST_USE;
bool file_exists(const char *path);
/* It is there and is no regular file: a device, a pipe, a folder. */
bool file_is_special(const char *path);
/* What stands under a name, without following a link. */
enum file_kind { FILE_KIND_ABSENT, FILE_KIND_PLAIN, FILE_KIND_FOLDER,
	FILE_KIND_LINK, FILE_KIND_OTHER };
enum file_kind file_kind_of(const char *path);
const err *file_size(const char *path, uint64_t *ret_bytes) MUST_USE;
/* When it was last written, as unix milliseconds. */
const err *file_changed_ms(const char *path, uint64_t *ret_ms) MUST_USE;

/* Names in a folder (not . and ..), sorted bytewise, kept by the arena. */
struct file_names { str *at; size_t count; };
const err *file_list(struct arena *arena, const char *folder,
	struct file_names *ret_names) MUST_USE;

/* An open file, for streams. fd is -1 when closed. */
struct file { int fd; };
enum file_mode { FILE_READ, FILE_NEW, FILE_APPEND };
const err *file_open(struct file *file, const char *path, enum file_mode mode)
	MUST_USE;
const err *file_put(struct file *file, str bytes) MUST_USE;
/* Appends up to `max` bytes to `out`; *ret_count 0 means the end. */
const err *file_get(struct file *file, size_t max, struct buf *out,
	size_t *ret_count) MUST_USE;
const err *file_get_at(struct file *file, uint64_t offset, size_t len,
	struct buf *out) MUST_USE;                          /* exactly len, or ERR_FORMAT */
const err *file_cut(struct file *file, uint64_t bytes) MUST_USE; /* ftruncate + sync */
const err *file_sync(struct file *file) MUST_USE;        /* fdatasync */
void file_close(struct file *file);
/* Standard input and output as files; not closed by file_close. */
struct file file_stdin(void);
struct file file_stdout(void);

/* An exclusive lock on `path`, held until `lock` is closed. Waits up to five
 * seconds for another to let go: a process that was killed has it until the
 * disk has finished its last write. Then ERR_BUSY. */
const err *file_lock(struct file *lock, const char *path) MUST_USE;
/* Free bytes and all bytes of the disk that holds `path`. */
const err *file_disk(const char *path, uint64_t *ret_free, uint64_t *ret_all)
	MUST_USE;

/* Test hook: I/O call number `n` from now fails with `sys` (an errno), once.
 * 0 switches it off. */
void file_fail_at(unsigned long n, int sys);
unsigned long file_count(void);
/* Test hook: call number `n` from now that is no read kills this process before
 * it is made. 0 switches it off. */
void file_die_at(unsigned long n);

#endif
