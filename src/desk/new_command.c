/* Reading the command line of `bothy new`: see new.h. Exit status: 0 made, 1
 * not made, nothing written over.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/new.h"

#include "base/num.h"
#include "cli/passphrase.h"
#include "desk/recovery_sheet.h"
#include "desk/words_take.h"
#include "os/clock.h"
#include "os/report.h"
#include "page/locale.h"

#include <stdio.h>

enum { ANSWER_DAYS = 7, ANSWER_DAYS_MAX = 365 };

const char new_usage[] =
	"usage: bothy new DIR --name NAME [OPTION…]\n"
	"\n"
	"Founds an organisation: DIR/desk, the private folder of your computer,\n"
	"and DIR/line, what the public server is given. Then prints the recovery\n"
	"sheet in three parts, once: any two of them restore everything.\n"
	"\n"
	"  --name NAME           what the organisation calls itself\n"
	"  --name-LOCALE NAME    the same in ar, ckb, kmr-Arab, kmr or en\n"
	"  --address URL         where the line is reached; up to 8\n"
	"  --other TEXT          another way to reach you; up to 8\n"
	"  --answer-days N       usual time to an answer, 0 to 365; 7 unless said\n"
	"  --leave URL           where \"leave this page\" leads\n"
	"  --demo                an invented organisation: every page says so\n"
	"  --passphrase-file F   the desk's passphrase; - is standard input.\n"
	"                        Without it the terminal is asked\n"
	"  --recovery-out DIR2   the three parts as files, instead of printing\n";

struct choice {
	const char *dir, *passphrase_file, *recovery_out;
	struct roster says;
};

static bool list_add(str *list, size_t *count, const char *value)
{
	if (*count == ROSTER_LINES_MAX) return false;
	list[(*count)++] = str_of(value);
	return true;
}

static bool name_take(struct choice *c, str tag, const char *value)
{
	enum locale locale;

	if (!locale_read(tag, &locale)) return false;
	c->says.names[locale] = str_of(value);
	return true;
}

static bool option_take(struct choice *c, str name, const char *value)
{
	static const str name_in = S_INIT("--name-");
	struct roster *says = &c->says;

	if (str_eq(name, S("--name"))) says->name = str_of(value);
	else if (str_eq(name, S("--leave"))) says->leave = str_of(value);
	else if (str_eq(name, S("--passphrase-file"))) {
		c->passphrase_file = value;
	} else if (str_eq(name, S("--recovery-out"))) {
		c->recovery_out = value;
	} else if (str_eq(name, S("--address"))) {
		return list_add(says->addresses, &says->address_count, value);
	} else if (str_eq(name, S("--other"))) {
		return list_add(says->others, &says->other_count, value);
	} else if (str_eq(name, S("--answer-days"))) {
		return num_read(str_of(value), ANSWER_DAYS_MAX,
			&says->answer_days);
	} else {
		return str_starts(name, name_in) &&
			name_take(c, str_from(name, name_in.len), value);
	}
	return true;
}

static bool choice_read(int argc, char **argv, struct choice *c)
{
	c->says.answer_days = ANSWER_DAYS;
	c->says.locale_count = LOCALE_COUNT;
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		c->says.locales[i] = locale_info((enum locale)i)->tag;
	}
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);

		if (str_eq(word, S("--demo"))) {
			c->says.demonstration = true;
		} else if (!str_starts(word, S("--"))) {
			if (c->dir != NULL) return false;
			c->dir = argv[i];
		} else if (i + 1 == argc ||
			!option_take(c, word, argv[i + 1])) {
			return false;
		} else {
			i++;
		}
	}
	return c->dir != NULL && c->says.name.len > 0;
}

static const err *found(const struct choice *c, str passphrase)
{
	struct buf parts[SHARE_PARTS] = {{0}};
	const err *e = new_prepare(c->dir, &c->says, passphrase,
		clock_now_ms(), parts);

	/* The parts first: an organisation nobody can restore is not made. */
	if (e == NULL) e = recovery_sheet_give((struct share_kind){SHARE_NEEDED,
		SHARE_PARTS}, parts, c->recovery_out);
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
	return e != NULL ? e : new_finish(c->dir);
}

/* The words to begin with: an organisation without them is whole too. */
static const err *words_give(const struct choice *c, str passphrase)
{
	struct desk *desk = NULL;
	size_t fresh;
	const err *e = desk_open(&desk, c->dir, passphrase);

	if (e == NULL) e = words_begin(desk, &fresh);
	desk_close(&desk);
	return e;
}

int new_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct passphrase passphrase = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(new_usage, stderr);
		return 1;
	}
	seal_start();
	passphrase.file = choice.passphrase_file;
	e = passphrase_need(&passphrase,
		"A passphrase for this desk, five or more words: ", true);
	if (e == NULL) e = found(&choice, passphrase_str(&passphrase));
	if (e == NULL) {
		const err *no_words = words_give(&choice,
			passphrase_str(&passphrase));

		if (no_words != NULL) {
			report_err("it begins without words", no_words);
		}
	}
	passphrase_close(&passphrase);
	if (e != NULL) {
		report_err("nothing was made", e);
		return 1;
	}
	(void)fputs("made: desk, for this computer alone; line, for the"
		    " server\n", stderr);
	return 0;
}
