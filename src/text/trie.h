/* Many byte strings as one tree: from a node, a byte leads to the next. Several
 * trees may stand in one trie, each from its own root. Each node carries one
 * number that its maker gives a meaning. Kept by the arena. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_TRIE_H
#define TEXT_TRIE_H

#include "base/str.h"

struct trie_edge { uint32_t key, to; };

struct trie {
	struct arena *arena;
	struct trie_edge *edges; /* open addressing; `to` 0 is empty */
	size_t edge_mask;
	uint32_t *value;         /* of each node */
	uint32_t count, room;    /* node 0 is none */
};

enum { TRIE_NODES_MAX = 1 << 24 };

struct trie trie_open(struct arena *arena);
/* A new root. */
uint32_t trie_root(struct trie *trie);
/* The node that `bytes` lead to from `node`, made where it is missing. 0 when
 * there are too many. */
uint32_t trie_add(struct trie *trie, uint32_t node, str bytes);

/* The node behind one byte, or 0. */
static inline uint32_t trie_step(const struct trie *trie, uint32_t node,
	unsigned char byte)
{
	uint32_t key = node << 8 | byte;
	size_t at = (key * 2654435769u >> 7) & trie->edge_mask;

	while (trie->edges[at].to != 0 && trie->edges[at].key != key) {
		at = (at + 1) & trie->edge_mask;
	}
	return trie->edges[at].to;
}

#endif
