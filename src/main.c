/* The table of subcommands, and nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/base.h"

#include <stdio.h>

int main(void)
{
	(void)fputs("usage: bothy COMMAND\n", stderr);
	return 1;
}
