/* Inside the os floor only: the counter behind file_fail_at.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_FAULT_H
#define OS_FAULT_H

#include "base/base.h"

/* Counts one I/O call; true (with errno set) when a test wants it to fail. */
bool fault_hits(void);
/* The same for a call that changes nothing on the disk. */
bool fault_hits_reading(void);

#endif
