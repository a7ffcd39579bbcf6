/* A guide as a text document for those who edit it (OpenDocument 1.2, as
 * LibreOffice, Word and others open): headings, lists and tables are what they
 * are, so a partner can print it under its own head or take parts of it. Words
 * only: a picture is its description. The same guide gives the same bytes;
 * nothing says who made it, when or with what, but the release's day [odt-1].
 * Well-formed whatever stands in the words [odt-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_ODT_H
#define GUIDE_ODT_H

#include "base/err.h"
#include "guide/edition.h"

const err *odt_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out) MUST_USE;

/* The document's own file inside, for tests. */
void odt_content_write(struct arena *arena, const struct checked *checked,
	const struct edition *edition, struct buf *out);

#endif
