/* `bothy join`: the command line of join.h. Exit status: 0 done, 1 not done,
 * nothing written over.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/join.h"

#include "cli/passphrase.h"
#include "os/file.h"
#include "os/report.h"
#include "seal/secret.h"

#include <getopt.h>
#include <stdio.h>

const char join_usage[] =
	"usage: bothy join --invitation FILE --name NAME [OPTION…] DIR\n"
	"       bothy join --welcome FILE DIR\n"
	"       bothy join DIR\n"
	"\n"
	"Makes this computer a device of a team that is there already. Somebody in\n"
	"it makes an invitation at her desk, under Team. With it, this makes the\n"
	"keys here, in DIR/desk, and prints a request, which goes back to her, and\n"
	"30 digits. Call each other: when both see the same digits, she adds the\n"
	"device and gives you a welcome. With that the desk finds the line; a stick\n"
	"does it too (bothy sync). Invitation and request hold nothing secret.\n"
	"\n"
	"  --invitation FILE     what she gave you; - is standard input\n"
	"  --name NAME           what this device is called in the team\n"
	"  --passphrase-file F   this desk's passphrase; - is standard input.\n"
	"                        Without it the terminal is asked\n"
	"  --request FILE        the request into a file, instead of printing it\n"
	"  --welcome FILE        what she gave you after the digits; - as above\n"
	"\n"
	"With DIR alone it shows the request and the digits again.\n";

struct choice { const char *invitation, *name, *passphrase_file, *request,
	*welcome, *dir; };

static bool option_take(int letter, struct choice *ret)
{
	switch (letter) {
	case 'i':
		ret->invitation = optarg;
		return true;
	case 'n':
		ret->name = optarg;
		return true;
	case 'p':
		ret->passphrase_file = optarg;
		return true;
	case 'r':
		ret->request = optarg;
		return true;
	case 'w':
		ret->welcome = optarg;
		return true;
	default:
		return false;
	}
}

static bool choice_read(int argc, char **argv, struct choice *ret)
{
	static const struct option names[] = {
		{"invitation", required_argument, NULL, 'i'},
		{"name", required_argument, NULL, 'n'},
		{"passphrase-file", required_argument, NULL, 'p'},
		{"request", required_argument, NULL, 'r'},
		{"welcome", required_argument, NULL, 'w'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (!option_take(letter, ret)) return false;
	}
	if (optind < argc) ret->dir = argv[optind++];
	if (optind != argc || ret->dir == NULL) return false;
	if (ret->welcome != NULL) return ret->invitation == NULL;
	return (ret->invitation == NULL) == (ret->name == NULL);
}

static const err *text_read(const char *path, struct buf *out)
{
	struct file in = {-1};
	size_t count = 1;
	const err *e = NULL;

	if (!str_eq(str_of(path), S("-"))) {
		return file_read(path, JOIN_WELCOME_BYTES_MAX, out);
	}
	in = file_stdin();
	while (e == NULL && count > 0 && out->len <= JOIN_WELCOME_BYTES_MAX) {
		e = file_get(&in, JOIN_WELCOME_BYTES_MAX, out, &count);
	}
	return e;
}

static const err *request_give(const struct choice *c, str request, str digits)
{
	const err *e = NULL;

	if (c->request != NULL) e = file_create(c->request, request);
	else (void)printf("%.*s", S_ARG(request));
	if (e == NULL) {
		(void)fprintf(stderr, "\nthe digits: %.*s\n"
			"Call the one who invited you and compare them.\n",
			S_ARG(digits));
	}
	return e;
}

static const err *begin(const struct choice *c)
{
	struct passphrase passphrase = {.file = c->passphrase_file};
	struct buf invitation = {0}, request = {0}, digits = {0};
	struct join_ask ask = {.dir = c->dir, .name = str_of(c->name)};
	const err *e = text_read(c->invitation, &invitation);

	if (e == NULL) {
		e = passphrase_need(&passphrase, "A passphrase for this desk,"
			" five or more words: ", true);
	}
	if (e == NULL) {
		ask.invitation = buf_str(&invitation);
		ask.passphrase = passphrase_str(&passphrase);
		e = join_begin(&ask, &request, &digits);
	}
	if (e == NULL) e = request_give(c, buf_str(&request), buf_str(&digits));
	passphrase_close(&passphrase);
	buf_close(&invitation);
	buf_close(&request);
	buf_close(&digits);
	return e;
}

static const err *again(const struct choice *c)
{
	struct buf request = {0}, digits = {0};
	const err *e = join_again(c->dir, &request, &digits);

	if (e == NULL) e = request_give(c, buf_str(&request), buf_str(&digits));
	buf_close(&request);
	buf_close(&digits);
	return e;
}

static const err *welcome(const struct choice *c)
{
	struct buf text = {0};
	const err *e = text_read(c->welcome, &text);

	if (e == NULL) e = join_welcome_keep(c->dir, buf_str(&text));
	buf_close(&text);
	if (e == NULL) {
		(void)fputs("kept; now open the desk: bothy desk\n", stderr);
	}
	return e;
}

int join_command(int argc, char **argv)
{
	struct choice choice = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(join_usage, stderr);
		return 1;
	}
	seal_start();
	if (choice.welcome != NULL) e = welcome(&choice);
	else if (choice.invitation != NULL) e = begin(&choice);
	else e = again(&choice);
	if (e != NULL) report_err("join", e);
	return e == NULL ? 0 : 1;
}
