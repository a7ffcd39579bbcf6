/* Open files: the stream half of file.h. Owns nothing but the descriptor the
 * caller holds.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/fault.h"
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int open_flags[] = {
	[FILE_READ] = O_RDONLY,
	[FILE_NEW] = O_RDWR | O_CREAT | O_EXCL,
	[FILE_APPEND] = O_RDWR | O_CREAT | O_APPEND,
};

const err *file_open(struct file *file, const char *path, enum file_mode mode)
{
	file->fd = fault_hits()
		? -1
		: open(path, open_flags[mode] | O_CLOEXEC, 0600); /* [file-2] */
	return file->fd < 0 ? err_sys("cannot open a file") : NULL;
}

const err *file_put(struct file *file, str bytes)
{
	while (bytes.len > 0) {
		ssize_t done = fault_hits()
			? -1
			: write(file->fd, bytes.at, bytes.len);

		if (done < 0 && errno == EINTR) continue;
		if (done < 0) return err_sys("cannot write a file");
		bytes = str_from(bytes, (size_t)done);
	}
	return NULL;
}

const err *file_get(struct file *file, size_t max, struct buf *out,
	size_t *ret_count)
{
	char *room = buf_room(out, max);
	ssize_t got;

	*ret_count = 0;
	if (room == NULL) return err_make(ERR_FULL, "no room for a file");
	do {
		got = fault_hits_reading() ? -1 : read(file->fd, room, max);
	} while (got < 0 && errno == EINTR);
	if (got < 0) return err_sys("cannot read a file");
	buf_added(out, (size_t)got);
	*ret_count = (size_t)got;
	return NULL;
}

const err *file_get_at(struct file *file, uint64_t offset, size_t len,
	struct buf *out)
{
	char *room = buf_room(out, len);
	size_t have = 0;

	if (room == NULL && len > 0) return err_make(ERR_FULL, "no room");
	while (have < len) {
		ssize_t got = fault_hits_reading()
			? -1
			: pread(file->fd, room + have, len - have,
				(off_t)(offset + have));

		if (got < 0 && errno == EINTR) continue;
		if (got < 0) return err_sys("cannot read a file");
		if (got == 0) return err_make(ERR_FORMAT, "a file is cut");
		have += (size_t)got;
	}
	buf_added(out, len);
	return NULL;
}

const err *file_cut(struct file *file, uint64_t bytes)
{
	if (fault_hits() || ftruncate(file->fd, (off_t)bytes) != 0) {
		return err_sys("cannot cut a file");
	}
	return file_sync(file);
}

const err *file_sync(struct file *file)
{
	if (fault_hits() || fdatasync(file->fd) != 0) {
		return err_sys("cannot sync a file");
	}
	return NULL;
}

void file_close(struct file *file)
{
	if (file->fd > STDERR_FILENO) (void)close(file->fd);
	file->fd = -1;
}

struct file file_stdin(void)
{
	return (struct file){STDIN_FILENO};
}

struct file file_stdout(void)
{
	return (struct file){STDOUT_FILENO};
}
