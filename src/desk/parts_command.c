/* `bothy parts`: the command line of parts.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/parts.h"

#include "cli/passphrase.h"
#include "desk/part_ask.h"
#include "desk/parts_choice.h"
#include "os/report.h"

#include <getopt.h>
#include <stdio.h>

const char parts_usage[] =
	"usage: bothy parts [OPTION…] DIR [PART…]\n"
	"\n"
	"Makes new recovery parts for the desk in DIR, and seals all it can open\n"
	"for them; the other members' desks do the same when they next meet the\n"
	"line. Wants enough of the parts in force: files, or typed at the\n"
	"terminal. The desk must be closed.\n"
	"\n"
	"  --parts N             make so many (3)\n"
	"  --needed K            of which so many restore (2)\n"
	"  --to DEVICE           the next part goes to this member's device, by\n"
	"                        its 32 letters: its desk shows it (may be\n"
	"                        repeated); the others are printed\n"
	"  --recovery-out DIR2   as files instead of printing\n"
	"  --passphrase-file F   the desk's passphrase; - is standard input\n"
	"\n"
	"The old parts open nothing that is written from then on. Burn them.\n";

struct choice {
	struct parts_choice parts;
	str devs[SHARE_PARTS_MAX];
	size_t dev_count;
};

static bool option_take(void *owner, int letter)
{
	struct choice *c = owner;

	if (letter != 't') return parts_choice_option(&c->parts, letter, optarg);
	if (c->dev_count == SHARE_PARTS_MAX) return false;
	c->devs[c->dev_count++] = str_of(optarg);
	return true;
}

static bool choice_read(int argc, char **argv, struct choice *c)
{
	static const struct option names[] = {
		PARTS_CHOICE_PASSPHRASE, PARTS_CHOICE_NEW,
		{"to", required_argument, NULL, 't'}, {0}};

	return parts_choice_read(&c->parts, argc, argv,
		&(struct parts_options){names, option_take, c});
}

static const err *renew(struct choice *c, const struct secret *secret)
{
	struct passphrase passphrase = {.file = c->parts.passphrase_file};
	struct desk *desk = NULL;
	const err *e = passphrase_need(&passphrase, "The desk's passphrase: ",
		false);

	if (e == NULL) {
		e = desk_open(&desk, c->parts.dir,
			passphrase_str(&passphrase));
	}
	if (e == NULL) {
		e = parts_renew(desk, &(struct parts_ask){.old = secret,
			.kind = c->parts.kind, .devs = c->devs,
			.dev_count = c->dev_count, .give = parts_choice_give,
			.owner = &c->parts});
	}
	desk_close(&desk);
	passphrase_close(&passphrase);
	return e;
}

int parts_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct secret secret = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(parts_usage, stderr);
		return 1;
	}
	seal_start();
	e = !desk_exists(choice.parts.dir)
		? err_make(ERR_ABSENT, "there is no desk in this folder")
		: part_ask(choice.parts.given, choice.parts.given_count,
			&secret);
	if (e == NULL) e = renew(&choice, &secret);
	secret_close(&secret);
	if (e != NULL) {
		report_err("no new parts", e);
		return 1;
	}
	(void)fputs("there are new parts: any of the old ones can be burnt\n",
		stderr);
	return 0;
}
