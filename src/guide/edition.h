/* What a release says of itself in every output: number, date, expiry, where
 * else it can be had, and whether it is the quiet edition. All dates in outputs
 * come from here, none from a clock [edition-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_EDITION_H
#define GUIDE_EDITION_H

#include "base/list.h"
#include "guide/checked.h"

struct edition_name { const struct tongue *tongue; str words; };

/* A file of a guide that is in no folder; its path is as in one. */
struct edition_file { str path, bytes; };
struct edition_file_list LIST_OF(struct edition_file);

struct edition {
	unsigned release;
	int64_t day;              /* of the release, days since 1970 */
	int64_t expires_day;      /* 0: never; past it a file is not to be trusted */
	bool quiet;               /* "Page 12" titles, harmless names */
	bool demonstration;
	str onion;                /* or empty */
	const str *where;         /* other addresses */
	size_t where_count;
	const struct edition_name *names; /* of the library, a language each */
	size_t name_count;
	str folder;               /* of the library, for pictures and audio */
	struct edition_file_list beside; /* looked at before the folder */
};

/* The file of that path among `beside`, or NULL. */
const struct edition_file *edition_file(const struct edition *edition,
	str path);

/* The library's name in that language, or in that of the frame's words there,
 * or the first one; NULL when it has none. */
const struct edition_name *edition_name_of(const struct edition *edition,
	const struct tongue *tongue);
/* Its words, or empty. */
str edition_name(const struct edition *edition, const struct tongue *tongue);
/* The onion as an address that a browser or a camera opens; empty: none. */
str edition_onion(struct arena *arena, const struct edition *edition);
/* "25.11.2026"; Western digits, isolated by who writes it. */
void edition_date(struct buf *out, int64_t day);
/* The date of a source as people write it: a day, or "11.2026" where only the
 * month is known; false, and nothing written: the value is neither. */
bool edition_source(struct buf *out, str value);
/* YYYY-MM-DD, for machines. */
void edition_day(struct buf *out, int64_t day);

#endif
