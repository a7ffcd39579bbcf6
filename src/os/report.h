/* Lines for the operator on stderr: fixed texts, numbers and our own names
 * only; never what a visitor wrote, an address or a name [report-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_REPORT_H
#define OS_REPORT_H

#include "base/err.h"

/* Which role speaks, e.g. "door"; kept, must be a literal. */
void report_as(const char *role);
/* "bothy door: text 12". `number` is shown when it is not UINT64_MAX. */
void report(const char *literal, uint64_t number);
void report_err(const char *literal, const err *e);

#endif
