/* `bothy sync`: the command line of stick.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/stick.h"

#include "desk/desk.h"
#include "os/file.h"
#include "os/report.h"
#include "os/terminal.h"
#include "seal/secret.h"

#include <getopt.h>
#include <stdio.h>

const char sync_usage[] =
	"usage: bothy sync --stick FOLDER DIR\n"
	"\n"
	"Carries the team's log without a network: takes what FOLDER holds for\n"
	"the desk in DIR, and puts there what it lacks. FOLDER is on a stick that\n"
	"goes to the next member, who does the same. Needs no passphrase; the\n"
	"desk must be closed. All of it is sealed: whoever finds the stick sees\n"
	"sizes and dates. It may be stopped at any time (Ctrl-C) and begun again:\n"
	"the stick stays sound.\n";

enum { PATHS_BYTES = 1 << 16, MEGABYTE = 1 << 20 };

struct choice { const char *stick, *dir; };

static bool choice_read(int argc, char **argv, struct choice *ret)
{
	static const struct option names[] = {
		{"stick", required_argument, NULL, 's'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (letter != 's') return false;
		ret->stick = optarg;
	}
	if (optind < argc) ret->dir = argv[optind++];
	return optind == argc && ret->dir != NULL && ret->stick != NULL;
}

/* The name is sixteen digits and ".blobs", or it would not be looked at. */
static void fault_say(str name, const char *sentence)
{
	(void)fprintf(stderr, "bothy: on the stick, %.*s %s\n", S_ARG(name),
		sentence);
}

/* One line, written over again. */
static void step_say(uint64_t taken_bytes, uint64_t put_bytes)
{
	(void)fprintf(stderr, "\rbothy: %llu MB from the stick, %llu MB onto it",
		(unsigned long long)taken_bytes / MEGABYTE,
		(unsigned long long)put_bytes / MEGABYTE);
}

/* With the desk's lock held, so that it is not open meanwhile. */
static const err *exchange(const char *folder, const char *stick,
	struct stick_sum *ret_sum)
{
	struct carry *carry = NULL;
	struct stick_ear ear = {fault_say,
		terminal_is_output() ? step_say : NULL};
	const err *e = carry_open(&carry, folder);

	if (e == NULL) e = stick_exchange(carry, stick, ear, ret_sum);
	if (ear.step != NULL) (void)fputc('\n', stderr);
	carry_close(&carry);
	return e;
}

static const err *run(const struct choice *choice, struct stick_sum *ret_sum)
{
	struct arena *arena = arena_open(PATHS_BYTES);
	const char *folder = str_fmt(arena, "%s/desk", choice->dir).at;
	struct file lock = {-1};
	const err *e;

	if (!desk_exists(choice->dir)) {
		e = err_make(ERR_ABSENT, "there is no desk in this folder");
		goto out;
	}
	e = file_lock(&lock, str_fmt(arena, "%s/lock", folder).at);
	if (e != NULL && e->code == ERR_BUSY) {
		e = err_make(ERR_BUSY, "the desk is open: close it first");
	}
	if (e == NULL) e = exchange(folder, choice->stick, ret_sum);
out:
	file_close(&lock);
	arena_close(&arena);
	return e;
}

int sync_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct stick_sum sum = {0};
	const err *e;

	if (!choice_read(argc, argv, &choice)) {
		(void)fputs(sync_usage, stderr);
		return 1;
	}
	seal_start();
	e = run(&choice, &sum);
	if (e != NULL) {
		report_err("sync", e);
		return 1;
	}
	(void)fprintf(stderr, "from the stick: %llu new; onto the stick: %llu"
		" new\n", (unsigned long long)sum.taken,
		(unsigned long long)sum.put);
	return sum.refused == 0 ? 0 : 1;
}
