/* Hex, base64 and base32, strictly: only the canonical form is read, so two
 * different texts never mean the same bytes [hex-1]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/buf.h"

/* Exactly `size` bytes from 2*size lower-case hex digits. */
bool hex_read(str s, void *ret_bytes, size_t size) MUST_USE;

/* 2*size lower-case hex digits, kept by the arena. */
str hex_text(struct arena *arena, const void *bytes, size_t size);

/* base64, standard alphabet (RFC 4648 4), appended to `out`. */
void base64_put(struct buf *out, str bytes, bool padded);
/* Canonical only: right padding (or none), unused bits zero. */
bool base64_read(str s, bool padded, struct buf *out) MUST_USE;

/* base32, lower case, no padding (RFC 4648 6), for onion addresses. */
void base32_put(struct buf *out, str bytes);

#endif
