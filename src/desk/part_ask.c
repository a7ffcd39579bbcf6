/* Asking for parts: see part_ask.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/part_ask.h"

#include "desk/recovery_sheet.h"
#include "os/file.h"
#include "os/terminal.h"

#include <stdio.h>

enum { ROWS_TYPED = 4 };

/* A part has four rows of five groups; each is typed as a line. */
static const err *part_type(size_t number, struct buf *out)
{
	char question[64], line[256];
	size_t len;

	for (int row = 1; row <= ROWS_TYPED; row++) {
		const err *e;

		(void)snprintf(question, sizeof(question),
			"part %zu, row %d of %d: ", number, row, ROWS_TYPED);
		e = terminal_line(question, line, sizeof(line), &len);
		if (e != NULL) return e;
		buf_put(out, str_bytes(line, len));
		buf_byte(out, '\n');
		mem_wipe(line, sizeof(line));
	}
	return NULL;
}

static const err *part_take(const char *file, size_t number, struct buf *out)
{
	struct buf text = buf_cap(RECOVERY_SHEET_MAX);
	const err *e = file == NULL ? part_type(number, &text)
		: file_read(file, RECOVERY_SHEET_MAX - 1, &text);

	if (e == NULL) recovery_sheet_read(buf_str(&text), out);
	buf_close(&text);
	return e;
}

/* Every part says how many are needed. */
static size_t typed_wanted(const struct buf *first)
{
	unsigned needed = share_needed(buf_str(first));

	return needed == 0 ? 1 : needed;
}

const err *part_texts(const char *const *files, size_t count,
	struct buf parts[SHARE_PARTS_MAX], size_t *ret_count)
{
	size_t wanted = count == 0 ? 1 : count;
	const err *e = NULL;

	must(count <= SHARE_PARTS_MAX);
	for (size_t i = 0; e == NULL && i < wanted; i++) {
		e = part_take(count == 0 ? NULL : files[i], i + 1, &parts[i]);
		if (count == 0 && i == 0) wanted = typed_wanted(&parts[0]);
	}
	*ret_count = wanted;
	return e;
}

const err *part_ask(const char *const *files, size_t count,
	struct secret *ret_secret)
{
	struct buf parts[SHARE_PARTS_MAX] = {{0}};
	str texts[SHARE_PARTS_MAX] = {{0}};
	size_t wanted = 0, at;
	static const char *const why[SHARE_RESULT_COUNT] = {
		[SHARE_TYPO] = "a number in one of the parts is not right",
		[SHARE_OTHER_SET] = "these parts belong to different sheets",
		[SHARE_SAME_PART] = "that is the same part twice",
		[SHARE_TOO_FEW] = "these are fewer parts than are needed",
	};
	enum share_result result;
	const err *e = part_texts(files, count, parts, &wanted);

	for (size_t i = 0; i < wanted; i++) texts[i] = buf_str(&parts[i]);
	if (e == NULL) {
		result = share_gather(texts, wanted, ret_secret, &at);
		if (result != SHARE_OK) {
			e = err_make(ERR_KEY, "%s", why[result]);
		}
	}
	for (size_t i = 0; i < SHARE_PARTS_MAX; i++) buf_close(&parts[i]);
	return e;
}
