/* The words of one language as XLIFF 1.2, for the programs of translation
 * offices: a trans-unit a unit, the state of its target, notes by who wrote
 * them. Pure: the XML comes as events (base/xml.h).
 *
 * [xliff-1] a file that is broken, or another kind of XML, gives nothing, and
 *           a line
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_XLIFF_H
#define GUIDE_XLIFF_H

#include "base/xml.h"
#include "guide/sheet.h"

void xliff_write(struct arena *arena, const struct guide *guide,
	size_t tongue, struct buf *out);
bool xliff_read(struct arena *arena, struct xml_source *source, str file,
	struct exchange *exchange, struct sheet *ret_sheet) MUST_USE;

/* Shared with tmx.c: the value of an attribute, or empty. */
str xliff_attribute(const struct xml_event *event, str name);

#endif
