/* Inside the backup files only: what the writer and the reader share.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_BACKUP_FORM_H
#define DESK_BACKUP_FORM_H

#include "desk/backup.h"

#define BACKUP_MAGIC S("bothy-backup/1")
#define BACKUP_FILES S("desk/files/")
#define BACKUP_KEY S("desk/key.age")
#define BACKUP_LOG S("desk/log.pack")

/* `name` may stand in a backup: never a path that leads elsewhere. */
bool backup_is_name(str name);

#endif
