/* Lines from standard input to standard output: see lines.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/lines.h"

#include "os/file.h"

/* Read and written at a time. */
enum { LINES_CHUNK = 1 << 16 };

/* All whole lines in `in`, which keeps the rest; at the end all of it. */
static void lines_take(struct buf *in, bool at_end,
	void (*each)(str, struct buf *), struct buf *out)
{
	str rest = buf_str(in);
	size_t end;

	while ((end = str_find_byte(rest, '\n')) != SIZE_MAX) {
		each(str_first(rest, end), out);
		rest = str_from(rest, end + 1);
	}
	if (at_end && rest.len > 0) {
		each(rest, out);
		rest = str_from(rest, rest.len);
	}
	buf_drop(in, in->len - rest.len);
}

const err *lines_each(void (*each)(str line, struct buf *out))
{
	struct file from = file_stdin(), to = file_stdout();
	struct buf in = {0}, out = buf_cap(8 * LINES_LINE_MAX);
	size_t got = 1;
	const err *e = NULL;

	while (e == NULL && got > 0) {
		e = file_get(&from, LINES_CHUNK, &in, &got);
		if (e == NULL) lines_take(&in, got == 0, each, &out);
		if (e == NULL && (in.len > LINES_LINE_MAX || out.failed)) {
			e = err_make(ERR_FULL, "a line is longer than %d bytes",
				LINES_LINE_MAX);
		}
		if (e == NULL) e = file_put(&to, buf_str(&out));
		buf_reset(&out);
	}
	buf_close(&in);
	buf_close(&out);
	return e;
}
