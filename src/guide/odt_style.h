/* What an OpenDocument file needs besides its words: its styles, each once for
 * each direction, and the elements that name them. Only odt.c uses it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_ODT_STYLE_H
#define GUIDE_ODT_STYLE_H

#include "guide/edition.h"

enum odt_style { ODT_TEXT, ODT_NOTE, ODT_WARNING, ODT_LABEL, ODT_ITEM,
	ODT_HEAD, ODT_CELL, ODT_HEADING_1, ODT_HEADING_2, ODT_HEADING_3,
	ODT_HEADING_4, ODT_STYLE_COUNT };
enum odt_look { ODT_STRONG, ODT_EMPHASIS, ODT_REMARK, ODT_LOOK_COUNT };

/* From <?xml to the open text; and its end. */
void odt_head(struct buf *out, const struct tongue *tongue);
void odt_tail(struct buf *out);
void odt_paragraph_open(struct buf *out, enum odt_style style, bool rtl);
void odt_heading_open(struct buf *out, unsigned level, bool rtl);
void odt_span_open(struct buf *out, enum odt_look look);
void odt_list_open(struct buf *out, bool is_numbered);
void odt_columns(struct buf *out, size_t count);
void odt_manifest(struct buf *out);
void odt_meta(struct buf *out, const struct tongue *tongue,
	const struct edition *edition);

#endif
