/* Parts with their words: see recovery_sheet.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/recovery_sheet.h"

#include "base/utf8.h"
#include "os/file.h"

#include <stdio.h>

enum { PATH_BYTES = 4096 };

static const char *in_words(unsigned number)
{
	static const char *const words[] = {"none", "one", "two", "three",
		"four", "five", "six", "seven", "eight", "nine"};

	must(number < NELEM(words));
	return words[number];
}

void recovery_sheet_write(struct share_kind kind, unsigned number, str digits,
	struct buf *out)
{
	buf_fmt(out, "Recovery part %u of %u\n\n", number, kind.parts);
	buf_put(out, digits);
	buf_fmt(out,
		"\nAny %s of the %s parts open everything once more when\n"
		"the computer or its passphrase is lost; one part alone says\n"
		"nothing. Give each part to another person, never keep two in\n"
		"one place. To use them: bothy recover\n",
		in_words(kind.needed), in_words(kind.parts));
}

/* Digits of any script, blanks and dashes, and at least one digit. */
static bool is_digits(str line)
{
	bool digit = false;
	uint32_t point;

	while (line.len > 0) {
		if (!utf8_next(&line, &point)) return false;
		if (point <= ' ' || point == '-') continue;
		if (!(point >= '0' && point <= '9') &&
			!(point >= 0x660 && point <= 0x669) &&
			!(point >= 0x6F0 && point <= 0x6F9)) {
			return false;
		}
		digit = true;
	}
	return digit;
}

void recovery_sheet_read(str text, struct buf *out)
{
	while (text.len > 0) {
		str line;

		if (!str_line(&text, &line)) {
			line = text;
			text = S("");
		}
		if (!is_digits(line)) continue;
		buf_put(out, line);
		buf_byte(out, '\n');
	}
}

static const err *part_give(struct share_kind kind, unsigned number,
	str digits, const char *folder)
{
	struct buf sheet = buf_cap(RECOVERY_SHEET_MAX);
	struct file out = file_stdout();
	char path[PATH_BYTES];
	int len;
	const err *e;

	recovery_sheet_write(kind, number, digits, &sheet);
	buf_byte(&sheet, '\n');
	if (folder == NULL) {
		e = file_put(&out, buf_str(&sheet));
	} else {
		len = snprintf(path, sizeof(path), "%s/part-%u.txt", folder,
			number);
		e = len < 0 || (size_t)len >= sizeof(path)
			? err_make(ERR_USAGE, "the folder's name is too long")
			: file_create(path, buf_str(&sheet));
	}
	buf_close(&sheet);
	return e;
}

const err *recovery_sheet_give(struct share_kind kind,
	const struct buf *parts, const char *folder)
{
	const err *e = folder == NULL ? NULL : file_folder_make(folder);

	for (unsigned i = 0; e == NULL && i < kind.parts; i++) {
		if (parts[i].len == 0) continue; /* handed over already */
		e = part_give(kind, i + 1, buf_str(&parts[i]), folder);
	}
	return e;
}
