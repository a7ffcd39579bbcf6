/* Where a link of a foreign file leads, as a slot can hold it: an https or
 * onion address, another guide of the library, a unit of the same guide.
 * Nothing else: `javascript:` and every other scheme is refused by a list of
 * what may be, not of what may not. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_ADDRESS_H
#define GUIDE_ADDRESS_H

#include "base/str.h"

enum address_kind {
	ADDRESS_WEB,      /* as it is */
	ADDRESS_UPGRADED, /* http, written as https */
	ADDRESS_UNIT,     /* #…: of the same file */
	ADDRESS_FILE,     /* a path relative to the file it stands in */
	ADDRESS_GUIDE,    /* guide:N, of our own export */
	ADDRESS_TERM,     /* term:CONCEPT, the same */
	ADDRESS_MAIL,     /* mailto: and tel: have no place in a guide */
	ADDRESS_SCHEME,   /* any other scheme */
	ADDRESS_BROKEN    /* no address */
};

/* What `raw` is; *ret_value is the address, the anchor without #, or the path.
 * Kept by the arena. */
enum address_kind address_read(struct arena *arena, str raw, str *ret_value);
/* Offset and length of the first bare address in running text, "https://…",
 * "http://…" or "www.…" without the sign that ends its sentence; text.len and
 * 0 when there is none. */
size_t address_find(str text, size_t *ret_len);
/* Percent-escapes read. */
str address_unescaped(struct arena *arena, str part);
/* `path` as seen from the folder of `from`, without "." and "..": false when
 * it leads out of the tree. Percent-escapes are read. */
bool address_path(struct arena *arena, str from, str path, str *ret_path)
	MUST_USE;

#endif
