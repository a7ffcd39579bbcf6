/* An organisation that has just been founded, for tests that begin there: one
 * desk, its line, no network.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_DESK_FOUNDED_H
#define TEST_DESK_FOUNDED_H

#include "test.h"

#include "desk/keyfile.h"
#include "desk/new.h"
#include "seal/share.h"

#include <stdlib.h>

#define PASSPHRASE S("seven lamps on a hill")

enum { HOUR_MS = 3600000 };

/* Founds it in that folder; its desk is closed. */
static inline void found_in(const char *folder, uint64_t now_ms)
{
	struct roster says = {.name = S("Hill Lamp"), .locales = {S("en")},
		.names = {S("")}, .locale_count = 1, .answer_days = 3,
		.addresses = {S("https://line.example")}, .address_count = 1,
		.leave = S("https://weather.example/"), .demonstration = true};
	struct buf parts[SHARE_PARTS] = {{0}};

	keyfile_work(10); /* half a second less */
	is_ok(new_prepare(folder, &says, PASSPHRASE, now_ms, parts));
	is_ok(new_finish(folder));
	for (size_t i = 0; i < SHARE_PARTS; i++) buf_close(&parts[i]);
}

/* Removes a folder that mkdtemp made, with all that is in it. */
static inline int folder_end(const char *folder)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

#endif
