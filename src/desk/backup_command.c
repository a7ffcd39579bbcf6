/* `bothy backup` and `bothy restore`: the command lines of backup.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/backup.h"

#include "os/clock.h"
#include "os/report.h"
#include "seal/secret.h"

#include <getopt.h>
#include <stdio.h>

const char backup_usage[] =
	"usage: bothy backup [--without-key] DIR [FILE]\n"
	"       bothy backup --check FILE\n"
	"\n"
	"Writes the sealed files of the desk in DIR to FILE (- for standard\n"
	"output), and reads FILE back to be sure. Needs no passphrase; may run\n"
	"while the desk is open. An existing FILE is never written over. Without\n"
	"FILE it gets a name in DIR/backups, where bothy drill finds it.\n"
	"\n"
	"  --check FILE      only read a backup and say whether it is whole\n"
	"  --without-key     leave out the key file: the copy opens only with\n"
	"                    two parts of the recovery sheet (bothy recover)\n";

const char restore_usage[] =
	"usage: bothy restore FILE DIR\n"
	"\n"
	"Makes the desk in DIR anew from the backup FILE (- for standard\n"
	"input). A desk that is there is never written over. Then the passphrase\n"
	"of that time opens it; if it is lost: bothy recover DIR.\n";

enum { MIB = 1 << 20, PATH_BYTES = 4096 };

struct choice {
	bool check, without_key;
	const char *first, *second;
};

static bool choice_read(int argc, char **argv, struct choice *ret)
{
	static const struct option names[] = {
		{"check", no_argument, NULL, 'c'},
		{"without-key", no_argument, NULL, 'k'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (letter == 'c') ret->check = true;
		else if (letter == 'k') ret->without_key = true;
		else return false;
	}
	if (optind < argc) ret->first = argv[optind++];
	if (optind < argc) ret->second = argv[optind++];
	return optind == argc && ret->first != NULL;
}

static void sum_say(const char *words, const struct backup_sum *sum)
{
	uint64_t hours = clock_now_ms() / 3600000;

	(void)fprintf(stderr, "%s: %llu files, %llu MiB, made %llu hours ago, "
		"%s\n", words, (unsigned long long)sum->files,
		(unsigned long long)((sum->bytes + MIB - 1) / MIB),
		(unsigned long long)(hours > sum->hour ? hours - sum->hour : 0),
		sum->key ? "the passphrase opens it"
			 : "two recovery parts open it");
}

static bool is_dash(const char *path)
{
	return str_eq(str_of(path), S("-"));
}

static const err *check_path(const char *path, struct backup_sum *ret_sum)
{
	struct file in = file_stdin();
	const err *e = NULL;

	if (!is_dash(path)) e = file_open(&in, path, FILE_READ);
	if (e == NULL) e = backup_check(&in, ret_sum);
	file_close(&in);
	return e;
}

/* A temporary name beside the target, so that FILE is a whole backup or is
 * not there. */
static const err *backup_to_path(const struct choice *choice,
	struct backup_sum *ret_sum)
{
	char temporary[PATH_BYTES];
	struct file out = {-1};
	int len = snprintf(temporary, sizeof(temporary), "%s.part",
		choice->second);
	const err *e;

	if (len < 0 || (size_t)len >= sizeof(temporary)) {
		return err_make(ERR_USAGE, "the file name is too long");
	}
	if (file_exists(choice->second)) {
		return err_make(ERR_EXISTS, "the file is there already");
	}
	e = file_remove(temporary);
	if (e == NULL) e = file_open(&out, temporary, FILE_NEW);
	if (e == NULL) {
		e = backup_write(choice->first, clock_now_ms() / 3600000,
			!choice->without_key, &out, ret_sum);
	}
	if (e == NULL) e = file_sync(&out);
	file_close(&out);
	if (e == NULL) e = check_path(temporary, ret_sum);
	if (e == NULL) return file_rename(temporary, choice->second);
	if (file_remove(temporary) != NULL) {
		report("a part of a backup is left behind", UINT64_MAX);
	}
	return e;
}

/* A name in DIR/backups. */
static const err *place_name(const char *dir, char room[PATH_BYTES])
{
	int len = snprintf(room, PATH_BYTES, "%s/backups", dir);
	const err *e;

	if (len < 0 || len + 32 > PATH_BYTES) {
		return err_make(ERR_USAGE, "the folder's name is too long");
	}
	e = file_folder_make(room);
	(void)snprintf(room + len, (size_t)(PATH_BYTES - len), "/%llu.bothy",
		(unsigned long long)(clock_now_ms() / 60000));
	return e;
}

int backup_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct backup_sum sum = {0};
	struct file out = file_stdout();
	char room[PATH_BYTES];
	const err *e = NULL;

	if (!choice_read(argc, argv, &choice) ||
		(choice.check && choice.second != NULL)) {
		(void)fputs(backup_usage, stderr);
		return 1;
	}
	seal_start();
	if (!choice.check && choice.second == NULL) {
		e = place_name(choice.first, room);
		choice.second = room;
	}
	if (e != NULL) {
		/* said below */
	} else if (choice.check) {
		e = check_path(choice.first, &sum);
	} else if (is_dash(choice.second)) {
		e = backup_write(choice.first, clock_now_ms() / 3600000,
			!choice.without_key, &out, &sum);
	} else {
		e = backup_to_path(&choice, &sum);
	}
	if (e != NULL) {
		report_err("backup", e);
		return 1;
	}
	sum_say(choice.check ? "whole" : "backup made and read back", &sum);
	return 0;
}

int restore_command(int argc, char **argv)
{
	struct choice choice = {0};
	struct backup_sum sum = {0};
	struct file in = file_stdin();
	const err *e = NULL;

	if (!choice_read(argc, argv, &choice) || choice.second == NULL ||
		choice.check || choice.without_key) {
		(void)fputs(restore_usage, stderr);
		return 1;
	}
	seal_start();
	if (!is_dash(choice.first)) e = file_open(&in, choice.first, FILE_READ);
	if (e == NULL) e = backup_unpack(&in, choice.second, &sum);
	file_close(&in);
	if (e != NULL) {
		report_err("restore", e);
		return 1;
	}
	sum_say("restored", &sum);
	return 0;
}
