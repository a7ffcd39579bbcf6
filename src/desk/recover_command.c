/* The command line of `bothy recover`: see recover.h. Exit status: 0 the desk
 * is there again, 1 it is not and nothing was changed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/recover.h"

#include "cli/passphrase.h"
#include "desk/part_ask.h"
#include "desk/parts_choice.h"
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
	struct parts_choice parts;
	const char *called;
	bool alone;
};

static bool option_take(void *owner, int letter)
{
	struct choice *c = owner;

	switch (letter) {
	case 'a':
		return c->alone = true;
	case 'c':
		c->called = optarg;
		return true;
	default:
		return parts_choice_option(&c->parts, letter, optarg);
	}
}

static bool choice_read(int argc, char **argv, struct choice *c)
{
	static const struct option names[] = {
		PARTS_CHOICE_PASSPHRASE, PARTS_CHOICE_NEW,
		{"alone", no_argument, NULL, 'a'},
		{"called", required_argument, NULL, 'c'}, {0}};

	return parts_choice_read(&c->parts, argc, argv,
		&(struct parts_options){names, option_take, c});
}

static const err *recover(struct choice *c, const struct secret *secret,
	str passphrase)
{
	struct restored_sum sum;
	struct buf words = {0};
	const err *e = recover_desk(&(struct recover_ask){.dir = c->parts.dir,
		.recovery = secret, .passphrase = passphrase,
		.now_ms = clock_now_ms(), .kind = c->parts.kind, .alone = c->alone,
		.called = c->called != NULL ? str_of(c->called) : S(""),
		.give = parts_choice_give, .owner = &c->parts}, &sum);

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
	e = part_ask(choice.parts.given, choice.parts.given_count, &secret);
	if (e == NULL) {
		passphrase.file = choice.parts.passphrase_file;
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
