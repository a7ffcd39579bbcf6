/* `bothy rehearse`: the command line of rehearse.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/rehearse.h"

#include "cli/passphrase.h"
#include "desk/part_ask.h"
#include "desk/parts_choice.h"
#include "os/report.h"

#include <getopt.h>
#include <stdio.h>

const char rehearse_usage[] =
	"usage: bothy rehearse [OPTION…] DIR [PART…]\n"
	"\n"
	"Once a year: the people who keep recovery parts come together, and the\n"
	"newest backup in DIR/backups is restored with their parts as if every\n"
	"computer were lost. Says in one sentence whether it worked, and notes that\n"
	"in the log of the desk in DIR, which must be closed. PART is a file with\n"
	"a part; without them the parts are asked for at the terminal. The parts\n"
	"are not kept and stay in force; only sealed bytes are written, and removed\n"
	"again. Exit status 0: it worked.\n"
	"\n"
	"  --backup FILE           this backup\n"
	"  --passphrase-file FILE  the desk's passphrase; - is standard input\n";

static const char *const sentences[REHEARSE_COUNT] = {
	[REHEARSE_GOOD] = "the rehearsal worked",
	[REHEARSE_PARTLY] = "the rehearsal worked in part only",
	[REHEARSE_TYPO] = "a number in one of the parts is not right",
	[REHEARSE_OTHER_SET] = "these parts belong to different sheets: an old "
		"one and a new one",
	[REHEARSE_SAME_PART] = "that is the same part twice",
	[REHEARSE_TOO_FEW] = "these are fewer parts than are needed",
	[REHEARSE_CLOSED] = "the parts fit together, and do not open this "
		"backup: they are of another time",
	[REHEARSE_OTHER] = "this is a backup of another organisation",
	[REHEARSE_NONE] = "there is no backup here: make one with bothy backup",
	[REHEARSE_DAMAGED] = "the backup is damaged and would not restore",
	[REHEARSE_FAILED] = "it could not be tried",
};

struct choice {
	struct parts_choice parts;
	const char *backup;
};

static bool choice_read(int argc, char **argv, struct choice *c)
{
	static const struct option names[] = {
		PARTS_CHOICE_PASSPHRASE,
		{"backup", required_argument, NULL, 'b'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (letter == 'b') {
			c->backup = optarg;
		} else if (!parts_choice_option(&c->parts, letter, optarg)) {
			return false;
		}
	}
	return parts_choice_words(&c->parts, (size_t)(argc - optind),
		argv + optind);
}

static const err *desk_of(const struct choice *c, struct desk **ret_desk)
{
	struct passphrase passphrase = {.file = c->parts.passphrase_file};
	const err *e = NULL;

	if (!desk_exists(c->parts.dir)) {
		e = err_make(ERR_ABSENT, "there is no desk in this folder");
	}
	if (e == NULL) {
		e = passphrase_need(&passphrase, "The desk's passphrase: ",
			false);
	}
	if (e == NULL) {
		e = desk_open(ret_desk, c->parts.dir, passphrase_str(&passphrase));
	}
	passphrase_close(&passphrase);
	return e;
}

static const err *run(const struct choice *c, struct rehearse_result *result)
{
	struct buf parts[SHARE_PARTS_MAX] = {{0}};
	str texts[SHARE_PARTS_MAX] = {{0}};
	size_t count = 0;
	struct desk *desk = NULL;
	const err *e = desk_of(c, &desk);

	if (e == NULL) {
		e = part_texts(c->parts.given, c->parts.given_count,
			parts, &count);
	}
	for (size_t i = 0; i < count; i++) texts[i] = buf_str(&parts[i]);
	if (e == NULL) {
		*result = rehearse_here(desk, c->backup, texts, count,
			NULL);
		e = rehearse_note(desk, result);
	}
	for (size_t i = 0; i < SHARE_PARTS_MAX; i++) buf_close(&parts[i]);
	desk_close(&desk);
	return e;
}

static void say(const struct rehearse_result *result)
{
	struct buf words = {0};

	buf_text(&words, sentences[result->found]);
	if (result->found <= REHEARSE_PARTLY) {
		buf_text(&words, ": ");
		restored_words(&result->sum, &words);
	}
	(void)fprintf(stderr, "%.*s\n", S_ARG(buf_str(&words)));
	buf_close(&words);
}

int rehearse_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct rehearse_result result = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(rehearse_usage, stderr);
		return 1;
	}
	seal_start();
	e = run(&choice, &result);
	if (e != NULL) {
		report_err("rehearse", e);
		return 1;
	}
	say(&result);
	return result.found == REHEARSE_GOOD ? 0 : 1;
}
