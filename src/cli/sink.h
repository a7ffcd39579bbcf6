/* Where a command's bytes go: standard output, or a file that appears under
 * its name only when all of it is there [sink-1]: until then it is a new file
 * of another name beside it, mode 0600, and a failure removes it. Nothing is
 * made before the first byte.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_SINK_H
#define CLI_SINK_H

#include "os/file.h"

enum { SINK_PATH_BYTES = 4096 };

struct sink {
	const char *path; /* NULL: standard output */
	struct file file;
	char temporary[SINK_PATH_BYTES];
	bool is_open, is_special;
};

/* `path` may be NULL or "-" for standard output. Devices and pipes are
 * written to directly. */
void sink_start(struct sink *sink, const char *path);
const err *sink_put(struct sink *sink, str bytes) MUST_USE;
/* All is there: durable, and under its name. */
const err *sink_finish(struct sink *sink) MUST_USE;
/* Gives up what was not finished; harmless after sink_finish. */
void sink_close(struct sink *sink);

#endif
