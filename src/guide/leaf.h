/* A unit as a foreign file has it, before it has a place in a guide: its words
 * in our marks, and slots whose links lead where the file says they lead.
 * Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_LEAF_H
#define GUIDE_LEAF_H

#include "base/buf.h"
#include "guide/guide.h"

struct leaf {
	enum unit_kind kind;
	unsigned level, cells;
	size_t line;
	str words;                 /* marks of doc/guides.md 3 */
	struct slot *slots;        /* only those that stand in the words */
	size_t slot_count;
	str picture;               /* of a picture: the address of its file */
	str slug;                  /* of a section: what #… calls it */
	unit_id id;                /* when the file says it: our own export */
	bool has_id;
};

struct leaf_list LIST_OF(struct leaf);

/* How many slots of that kind. */
size_t leaf_count(const struct leaf *leaf, enum slot_kind kind);

/* What becomes of the slot of that name: the name it goes on under, or empty:
 * a link is its words only, a literal its value. */
struct leaf_rename { str from, to; };
/* The words with their slots under other names. */
str leaf_renamed(struct arena *arena, const struct leaf *leaf,
	const struct leaf_rename *renames, size_t count);
/* A link that leads nowhere we can follow becomes its words. */
void leaf_unlink(struct arena *arena, struct leaf *leaf, size_t slot);
/* Appends text as words: with `\` before what would be a mark. */
void leaf_escape(struct buf *out, str text);
/* The first place where `value`, escaped, stands in words outside links and
 * slots; SIZE_MAX when there is none, or a second one. */
size_t leaf_find(str words, str value);

#endif
