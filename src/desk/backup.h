/* A backup: the sealed files of a desk as they are, in one file. Making,
 * checking and unpacking one needs no passphrase and reads no word of it.
 *
 *	bothy-backup/1 LF
 *	hour N LF                      when it was made
 *	file NAME LENGTH LF, LENGTH bytes, LF    … in ascending order of NAME
 *	end SHA-256 LF                 of everything before this line
 *
 * NAME is desk/log.pack, desk/key.age, desk/files/<hex>, or one of the four
 * small files of the line's folder; nothing else is written or accepted.
 *
 * [backup-1] a cut, changed or lengthened backup is never taken for whole
 * [backup-2] unpacking writes over nothing, and a folder appears under its
 *            own name only when the whole backup has been checked
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_BACKUP_H
#define DESK_BACKUP_H

#include "base/err.h"
#include "os/file.h"

struct backup_sum {
	uint64_t files;
	uint64_t bytes;    /* of their content */
	uint64_t hour;
	bool key;          /* it holds key.age: the passphrase opens it */
};

/* Writes the folder `dir` (with its desk and line) to `out`. `key`: with
 * key.age; without it only recovery parts open the copy. Safe while the desk
 * is open. */
const err *backup_write(const char *dir, uint64_t hour, bool key,
	struct file *out, struct backup_sum *ret_sum) MUST_USE;
/* Reads all of it; ERR_FORMAT when anything is not as written [backup-1]. */
const err *backup_check(struct file *in, struct backup_sum *ret_sum) MUST_USE;
/* Whether it holds key.age, from its names alone; false when it is no backup. */
bool backup_has_key(const char *path);
/* Makes `dir`/desk, and `dir`/line where there is none. ERR_EXISTS when a
 * desk is there [backup-2]. */
const err *backup_unpack(struct file *in, const char *dir,
	struct backup_sum *ret_sum) MUST_USE;

/* `bothy backup` and `bothy restore`. */
int backup_command(int argc, char **argv);
extern const char backup_usage[];
int restore_command(int argc, char **argv);
extern const char restore_usage[];

#endif
