/* The drill: the newest backup is restored to scratch and looked at as if the
 * desk were lost, so that nobody learns on that day that it does not work
 * (doc/log.md L8). Every sealed blob is read, every chain is followed, all that
 * this member may read is folded, and what comes out is compared with this
 * desk's own log.
 *
 * [drill-1] only sealed blobs are written, below DIR/drill, and removed again
 * [drill-2] neither the backup nor the desk's own log is changed
 * [drill-3] each way to fail has its own word, and anything but a backup that
 *           restores what this desk had when it was made is a failure
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_DRILL_H
#define DESK_DRILL_H

#include "base/err.h"
#include "store/log.h"

enum drill_found {
	DRILL_GOOD,      /* it restores */
	DRILL_OLD,       /* it would, but it is older than a month */
	DRILL_NONE,      /* there is no backup where they are looked for */
	DRILL_DAMAGED,   /* it is cut, or a blob in it is not what it was */
	DRILL_CUT,       /* the log in it ends within a commit */
	DRILL_MISSING,   /* something that the log in it names is not there */
	DRILL_LACKS,     /* it has less than the desk had at its hour */
	DRILL_DIFFERS,   /* it gives something else than this desk's log */
	DRILL_NO_ROOM,   /* the disk has no room to try */
	DRILL_FAILED,    /* it could not be tried */
	DRILL_COUNT
};

enum { DRILL_STAGES = 4, DRILL_OLD_HOURS = 31 * 24,
	DRILL_EVERY_MS = 7 * 24 * 3600 * 1000 };

/* What to try, and how far it is: stages 1 to DRILL_STAGES begin. */
struct drill {
	const char *dir;                /* with desk/ */
	const char *folder;             /* where backups are; NULL: DIR/backups */
	const char *file;               /* NULL: the newest in there */
	const struct log_device *device;
	const struct log *log;          /* the desk's own, for its epochs */
	uint64_t now_ms;
	void (*stage)(void *owner, unsigned stage);
	void *owner;
};
struct drill_result { enum drill_found found; uint64_t hour; };

struct drill_result drill_run(const struct drill *drill);
/* What a drill that was stopped left. */
void drill_clean(const char *dir);
/* Removes a scratch folder of sealed files, with the folders in it. */
void drill_clear(const char *scratch);
/* The file says of itself that it is a backup. */
bool drill_is_backup(const char *path);
/* The newest backup in a folder; false: there is none. */
bool drill_newest(struct arena *arena, const char *folder,
	const char **ret_path, uint64_t *ret_hour);

/* `good`, `old` …: for the log, tests and exit. */
str drill_word(enum drill_found found);
bool drill_word_read(str word, enum drill_found *ret_found);

/* `bothy drill`. */
int drill_command(int argc, char **argv);
extern const char drill_usage[];

#endif
