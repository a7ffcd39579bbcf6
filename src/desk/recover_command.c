/* The command line of `bothy recover`: see recover.h. Exit status: 0 the desk
 * is there again, 1 it is not and nothing was changed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/recover.h"

#include "base/num.h"
#include "cli/passphrase.h"
#include "desk/part_ask.h"
#include "desk/recovery_sheet.h"
#include "os/clock.h"
#include "os/report.h"

#include <getopt.h>
#include <stdio.h>

const char recover_usage[] =
	"usage: bothy recover [OPTION…] DIR [PART…]\n"
	"\n"
	"Makes a desk on this computer from a backup and enough of the recovery\n"
	"parts, any two of three unless the team chose otherwise. DIR is what\n"
	"`bothy restore` unpacked. PART is a file with a part; without them the\n"
	"parts are asked for at the terminal.\n"
	"\n"
	"  --passphrase-file F   the new desk's passphrase; - is standard input\n"
	"  --recovery-out DIR2   the new parts as files, not printed\n"
	"  --parts N             make so many new parts (3)\n"
	"  --needed K            of which so many restore (2)\n"
	"  --alone               every other computer of the team is lost: they\n"
	"                        leave the team, and read nothing that comes\n"
	"  --called NAME         whose desk it is, as the team calls her: it is then\n"
	"                        hers beside the lost one, and she counts once;\n"
	"                        without it, one more member\n"
	"\n"
	"The old parts are replaced by the new ones: they open nothing that is\n"
	"written from now on. Burn them. Says in one sentence what came back.\n";

struct choice {
	const char *dir, *passphrase_file, *recovery_out, *called;
	const char *parts[SHARE_PARTS_MAX];
	size_t part_count;
	struct share_kind kind;
	bool alone;
};

static bool word_take(struct choice *c, const char *word)
{
	if (c->dir == NULL) {
		c->dir = word;
		return true;
	}
	if (c->part_count == SHARE_PARTS_MAX) return false;
	c->parts[c->part_count++] = word;
	return true;
}

static bool number_take(const char *text, unsigned *ret_number)
{
	uint64_t number;

	if (!num_read(str_of(text), SHARE_PARTS_MAX, &number)) return false;
	*ret_number = (unsigned)number;
	return true;
}

static bool option_take(int letter, struct choice *c)
{
	switch (letter) {
	case 'p':
		c->passphrase_file = optarg;
		return true;
	case 'o':
		c->recovery_out = optarg;
		return true;
	case 'n':
		return number_take(optarg, &c->kind.parts);
	case 'k':
		return number_take(optarg, &c->kind.needed);
	case 'a':
		return c->alone = true;
	case 'c':
		c->called = optarg;
		return true;
	default:
		return false;
	}
}

static bool choice_read(int argc, char **argv, struct choice *c)
{
	static const struct option names[] = {
		{"passphrase-file", required_argument, NULL, 'p'},
		{"recovery-out", required_argument, NULL, 'o'},
		{"parts", required_argument, NULL, 'n'},
		{"needed", required_argument, NULL, 'k'},
		{"alone", no_argument, NULL, 'a'},
		{"called", required_argument, NULL, 'c'}, {0}};
	int letter;

	c->kind = (struct share_kind){SHARE_NEEDED, SHARE_PARTS};
	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (!option_take(letter, c)) return false;
	}
	while (optind < argc) {
		if (!word_take(c, argv[optind++])) return false;
	}
	return c->dir != NULL && share_kind_is_right(c->kind);
}

static const err *parts_give(void *owner, const struct buf *parts, size_t count)
{
	const struct choice *c = owner;

	must(count == c->kind.parts);
	return recovery_sheet_give(c->kind, parts, c->recovery_out);
}

static const err *recover(struct choice *c, const struct secret *secret,
	str passphrase)
{
	struct restored_sum sum;
	struct buf words = {0};
	const err *e = recover_desk(&(struct recover_ask){.dir = c->dir,
		.recovery = secret, .passphrase = passphrase,
		.now_ms = clock_now_ms(), .kind = c->kind, .alone = c->alone,
		.called = c->called != NULL ? str_of(c->called) : S(""),
		.give = parts_give, .owner = c}, &sum);

	if (e != NULL) return e;
	restored_words(&sum, &words);
	(void)fprintf(stderr, "%.*s\n", S_ARG(buf_str(&words)));
	buf_close(&words);
	return NULL;
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
	e = part_ask(choice.parts, choice.part_count, &secret);
	if (e == NULL) {
		passphrase.file = choice.passphrase_file;
		e = passphrase_need(&passphrase, "A passphrase for the new "
			"desk, five or more words: ", true);
	}
	if (e == NULL) e = recover(&choice, &secret, passphrase_str(&passphrase));
	passphrase_close(&passphrase);
	secret_close(&secret);
	if (e != NULL) {
		report_err("nothing was recovered", e);
		return 1;
	}
	(void)fputs("the desk is there again; keep the new parts in different"
		    " places\n", stderr);
	return 0;
}
