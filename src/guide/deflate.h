/* The one owner of zlib: bytes made smaller, and the checksum that ZIP and PNG
 * put behind them. The same bytes give the same result: level, window and
 * memory are fixed, and nothing about the time or the system goes in
 * [deflate-1].
 *
 * The library is opened by the first who builds a guide, not by every process
 * (see os/library.h).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_DEFLATE_H
#define GUIDE_DEFLATE_H

#include "base/buf.h"
#include "base/err.h"

enum deflate_form {
	DEFLATE_RAW,  /* of ZIP: no frame at all */
	DEFLATE_ZLIB, /* of PNG and PDF: with zlib's frame (RFC 1950) */
	DEFLATE_FORM_COUNT
};

/* Appends `bytes`, deflated. Fails when zlib is not on this computer or the
 * buf is full; `out` is then as before. */
const err *deflate_put(struct buf *out, enum deflate_form form, str bytes)
	MUST_USE;
/* CRC-32 of ZIP and PNG; `before` continues one, 0 begins. Needs no library. */
uint32_t deflate_crc(uint32_t before, str bytes);

#endif
