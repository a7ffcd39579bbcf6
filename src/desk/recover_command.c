/* The command line of `bothy recover`: see recover.h. Exit status: 0 the desk
 * is there again, 1 it is not and nothing was changed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/recover.h"

#include "cli/passphrase.h"
#include "desk/recovery_sheet.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/report.h"
#include "os/terminal.h"

#include <stdio.h>

const char recover_usage[] =
	"usage: bothy recover [OPTION…] DIR [PART PART]\n"
	"\n"
	"Makes a desk on this computer from a backup and any two of the three\n"
	"recovery parts. DIR is what `bothy restore` unpacked. PART is a file with\n"
	"a part; without them the parts are asked for at the terminal.\n"
	"\n"
	"  --passphrase-file F   the new desk's passphrase; - is standard input\n"
	"  --recovery-out DIR2   the three new parts as files, not printed\n"
	"\n"
	"The old parts are replaced by the new ones: they open nothing that is\n"
	"written from now on.\n";

enum { ROWS_TYPED = 4, PARTS = SHARE_NEEDED };

struct choice {
	const char *dir, *passphrase_file, *recovery_out;
	const char *parts[PARTS];
	size_t part_count;
};

static bool word_take(struct choice *c, const char *word)
{
	if (c->dir == NULL) {
		c->dir = word;
		return true;
	}
	if (c->part_count == PARTS) return false;
	c->parts[c->part_count++] = word;
	return true;
}

static bool choice_read(int argc, char **argv, struct choice *c)
{
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);
		const char **into = NULL;

		if (str_eq(word, S("--passphrase-file"))) {
			into = &c->passphrase_file;
		} else if (str_eq(word, S("--recovery-out"))) {
			into = &c->recovery_out;
		} else if (str_starts(word, S("--")) ||
			!word_take(c, argv[i])) {
			return false;
		}
		if (into == NULL) continue;
		if (++i == argc) return false;
		*into = argv[i];
	}
	return c->dir != NULL && c->part_count != 1;
}

/* A part has four rows of five groups; each is typed as a line. */
static const err *part_ask(unsigned number, struct buf *out)
{
	char question[64], line[256];
	size_t len;

	for (int row = 1; row <= ROWS_TYPED; row++) {
		const err *e;

		(void)snprintf(question, sizeof(question),
			"part %u, row %d of %d: ", number, row, ROWS_TYPED);
		e = terminal_line(question, line, sizeof(line), &len);
		if (e != NULL) return e;
		buf_put(out, str_bytes(line, len));
		buf_byte(out, '\n');
		mem_wipe(line, sizeof(line));
	}
	return NULL;
}

static const err *part_read(const struct choice *c, size_t number,
	struct buf *out)
{
	struct buf text = buf_cap(RECOVERY_SHEET_MAX);
	const err *e = c->part_count == 0
		? part_ask((unsigned)number + 1, &text)
		: file_read(c->parts[number], RECOVERY_SHEET_MAX - 1, &text);

	if (e == NULL) recovery_sheet_read(buf_str(&text), out);
	buf_close(&text);
	return e;
}

static const err *parts_join(const struct choice *c, struct secret *ret_secret)
{
	static const char *const why[] = {
		[SHARE_TYPO] = "a number in one of the parts is not right",
		[SHARE_OTHER_SET] = "these parts belong to different sheets",
		[SHARE_SAME_PART] = "that is the same part twice",
	};
	struct buf parts[PARTS] = {{0}};
	enum share_result result;
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < PARTS; i++) {
		e = part_read(c, i, &parts[i]);
	}
	if (e == NULL) {
		result = share_join(buf_str(&parts[0]), buf_str(&parts[1]),
			ret_secret);
		if (result != SHARE_OK) e = err_make(ERR_KEY, "%s", why[result]);
	}
	for (size_t i = 0; i < PARTS; i++) buf_close(&parts[i]);
	return e;
}

static const err *parts_give(void *owner, const struct buf parts[SHARE_PARTS])
{
	const struct choice *c = owner;

	return recovery_sheet_give(parts, c->recovery_out);
}

int recover_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct passphrase passphrase = {0};
	struct secret secret = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(recover_usage, stderr);
		return 1;
	}
	seal_start();
	e = parts_join(&choice, &secret);
	if (e == NULL) {
		passphrase.file = choice.passphrase_file;
		e = passphrase_need(&passphrase, "A passphrase for the new "
			"desk, five or more words: ", true);
	}
	if (e == NULL) {
		e = recover_desk(&(struct recover_ask){.dir = choice.dir,
			.recovery = &secret,
			.passphrase = passphrase_str(&passphrase),
			.now_ms = clock_now_ms(), .give = parts_give,
			.owner = &choice});
	}
	passphrase_close(&passphrase);
	secret_close(&secret);
	if (e != NULL) {
		report_err("nothing was recovered", e);
		return 1;
	}
	(void)fputs("the desk is there again; keep the new parts in three"
		    " places\n", stderr);
	return 0;
}
