/* A word bank from a file: see bank_file.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/bank_file.h"

#include "model/bank_csv.h"
#include "model/bank_seed.h"
#include "model/bank_tbx.h"
#include "os/file.h"
#include "os/xml_reader.h"

#include <stdio.h>

enum { CHUNK = 1 << 16 };

const char bank_file_shipped[] = "--shipped";

static const err *input_read(struct buf *out)
{
	struct file from = file_stdin();
	size_t got = 1;
	const err *e = NULL;

	while (e == NULL && got > 0) {
		e = file_get(&from, CHUNK, out, &got);
		if (e == NULL && out->len > BANK_FILE_MAX) {
			e = err_make(ERR_FULL, "more than %d MiB",
				BANK_FILE_MAX >> 20);
		}
	}
	return e;
}

/* XML begins with "<", or in UTF-16 with its byte order mark. */
static bool is_xml(str bytes)
{
	if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"))) {
		return true;
	}
	if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_from(bytes, 3);
	return str_starts(str_trim(bytes), S("<"));
}

static const err *tbx_read(struct arena *arena, str bytes,
	struct bank *ret_bank, struct bank_refusals *refused)
{
	struct xml_reader *reader = NULL;
	const err *e = xml_reader_open(&reader, bytes);

	if (e == NULL && !bank_tbx_read(arena, xml_reader_source(reader),
			refused, ret_bank)) {
		e = err_make(ERR_FORMAT, "the TBX is broken");
	}
	xml_reader_close(&reader);
	return e;
}

const err *bank_bytes_read(struct arena *arena, str bytes,
	struct bank *ret_bank, struct bank_refusals *refused)
{
	if (is_xml(bytes)) return tbx_read(arena, bytes, ret_bank, refused);
	return bank_csv_read(arena, bytes, 0, ret_bank, refused) ? NULL
		: err_make(ERR_FORMAT, "the table is no word bank");
}

const err *bank_file_read(struct arena *arena, const char *path,
	struct bank *ret_bank, struct bank_refusals *refused)
{
	struct buf bytes = buf_cap((size_t)BANK_FILE_MAX + 2 * CHUNK);
	bool from_input = path == NULL || str_eq(str_of(path), S("-"));
	const err *e;

	if (path == bank_file_shipped) {
		bank_seed_add(arena, ret_bank);
		return NULL;
	}
	e = from_input ? input_read(&bytes)
		       : file_read(path, BANK_FILE_MAX, &bytes);
	if (e == NULL) {
		e = bank_bytes_read(arena, buf_str(&bytes), ret_bank, refused);
	}
	buf_close(&bytes);
	return e;
}

void bank_file_report(const struct bank_refusals *refused)
{
	for (size_t i = 0; i < refused->count; i++) {
		(void)fprintf(stderr, "line %zu: %s\n", refused->at[i].line,
			refused->at[i].reason);
	}
}
