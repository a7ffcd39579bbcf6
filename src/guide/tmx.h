/* Translation memories (TMX 1.4) as a guide: each translation unit that all
 * files have in all their languages is a paragraph, the first one the title.
 * For texts that exist only so, and for trying what readers get on real words.
 * Pure: the XML comes as events.
 *
 * [tmx-1] a segment is in the guide in every language or not at all
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_TMX_H
#define GUIDE_TMX_H

#include "base/xml.h"
#include "guide/exchange.h"
#include "guide/guide.h"

enum { TMX_SEGMENTS_MAX = 200000, TMX_FILES_MAX = 8 };

struct tmx_segment {
	str id;
	size_t line;
	str texts[TMX_FILES_MAX + 1]; /* as tmx.tongues */
};

struct tmx {
	struct arena *arena;
	const struct tongue *tongues[TMX_FILES_MAX + 1]; /* [0]: the source */
	size_t tongue_count;
	struct tmx_segments LIST_OF(struct tmx_segment) segments;
	uint32_t *index;             /* by id: place + 1 */
	str file;                    /* the first one, for remarks */
};

struct tmx_choice {
	size_t limit;                /* 0: as many as a guide may have */
	bool only_numbers;           /* those with a number or a Latin name */
};

struct tmx tmx_open(struct arena *arena, const struct tongue *source);
/* One more file. False when it cannot be taken, with a remark. A language that
 * is only called "ku" is Sorani or Kurmanji by its letters. */
bool tmx_add(struct tmx *tmx, struct xml_source *source, str file,
	struct exchange *exchange) MUST_USE;
/* False when no segment can be taken. Kept by the arena. */
bool tmx_guide(struct arena *arena, const struct tmx *tmx,
	const struct tmx_choice *choice, struct exchange *exchange,
	struct guide *ret_guide) MUST_USE;

#endif
