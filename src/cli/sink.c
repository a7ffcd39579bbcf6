/* Output of the commands: see sink.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/sink.h"

#include "seal/rand.h"

#include <stdio.h>

void sink_start(struct sink *sink, const char *path)
{
	*sink = (struct sink){.path = path, .file = {-1}};
	if (path == NULL || str_eq(str_of(path), S("-"))) {
		sink->path = NULL;
		sink->file = file_stdout();
		sink->is_open = true;
	}
}

static const err *sink_make(struct sink *sink)
{
	unsigned char name[8];
	struct buf hex = {0};
	const err *e;
	int len;

	sink->is_special = file_is_special(sink->path);
	if (sink->is_special) {
		e = file_open(&sink->file, sink->path, FILE_APPEND);
	} else {
		rand_bytes(name, sizeof(name));
		buf_hex(&hex, name, sizeof(name));
		len = snprintf(sink->temporary, sizeof(sink->temporary),
			"%s.%.*s.part", sink->path, S_ARG(buf_str(&hex)));
		buf_close(&hex);
		if (len < 0 || (size_t)len >= sizeof(sink->temporary)) {
			return err_make(ERR_USAGE, "a path is too long");
		}
		e = file_open(&sink->file, sink->temporary, FILE_NEW);
	}
	sink->is_open = e == NULL;
	return e;
}

const err *sink_put(struct sink *sink, str bytes)
{
	const err *e = sink->is_open ? NULL : sink_make(sink);

	return e == NULL ? file_put(&sink->file, bytes) : e;
}

const err *sink_finish(struct sink *sink)
{
	const err *e = sink_put(sink, S(""));

	if (e != NULL || sink->path == NULL) return e;
	if (!sink->is_special) {
		e = file_sync(&sink->file);
		if (e == NULL) e = file_rename(sink->temporary, sink->path);
		if (e != NULL) return e;
	}
	file_close(&sink->file);
	sink->is_open = false;
	return NULL;
}

void sink_close(struct sink *sink)
{
	if (!sink->is_open || sink->path == NULL) return;
	file_close(&sink->file);
	sink->is_open = false;
	/* [sink-1] what is not whole does not stay */
	if (!sink->is_special && file_remove(sink->temporary) != NULL) return;
}
