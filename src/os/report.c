/* The operator's lines: see report.h. Owns the role's name.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/report.h"

#include <stdio.h>

static const char *role_name = "";

void report_as(const char *role)
{
	role_name = role;
}

static const char *blank(void)
{
	return role_name[0] == '\0' ? "" : " ";
}

void report(const char *literal, uint64_t number)
{
	if (number == UINT64_MAX) {
		(void)fprintf(stderr, "bothy%s%s: %s\n", blank(), role_name,
			literal);
	} else {
		(void)fprintf(stderr, "bothy%s%s: %s %llu\n", blank(),
			role_name, literal, (unsigned long long)number);
	}
}

void report_err(const char *literal, const err *e)
{
	(void)fprintf(stderr, "bothy%s%s: %s: %s\n", blank(), role_name,
		literal, e->text);
}
