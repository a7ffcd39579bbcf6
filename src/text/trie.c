/* Byte strings as a tree: see trie.h. All edges stand in one table, so a step
 * is one look, whatever the alphabet.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/trie.h"

#include <string.h>

enum { NODES_FIRST = 256 };

struct trie trie_open(struct arena *arena)
{
	return (struct trie){
		.arena = arena,
		.edges = ARENA_ARRAY(arena, struct trie_edge, 2 * NODES_FIRST),
		.edge_mask = 2 * NODES_FIRST - 1,
		.value = ARENA_ARRAY(arena, uint32_t, NODES_FIRST),
		.count = 1,
		.room = NODES_FIRST,
	};
}

static void edge_put(struct trie *trie, struct trie_edge edge)
{
	size_t at = (edge.key * 2654435769u >> 7) & trie->edge_mask;

	while (trie->edges[at].to != 0) at = (at + 1) & trie->edge_mask;
	trie->edges[at] = edge;
}

/* There is always twice the room of the nodes, so a search ends. */
static void grow(struct trie *trie)
{
	struct trie_edge *old = trie->edges;
	size_t old_count = trie->edge_mask + 1;
	uint32_t *value = ARENA_ARRAY(trie->arena, uint32_t,
		(size_t)trie->room * 2);

	memcpy(value, trie->value, sizeof(*value) * trie->count);
	trie->value = value;
	trie->room *= 2;
	trie->edges = ARENA_ARRAY(trie->arena, struct trie_edge, 2 * old_count);
	trie->edge_mask = 2 * old_count - 1;
	for (size_t i = 0; i < old_count; i++) {
		if (old[i].to != 0) edge_put(trie, old[i]);
	}
}

uint32_t trie_root(struct trie *trie)
{
	if (trie->count == TRIE_NODES_MAX) return 0;
	if (trie->count == trie->room) grow(trie);
	return trie->count++;
}

uint32_t trie_add(struct trie *trie, uint32_t node, str bytes)
{
	for (size_t i = 0; i < bytes.len && node != 0; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];
		uint32_t next = trie_step(trie, node, byte);

		if (next == 0) {
			next = trie_root(trie);
			if (next == 0) return 0;
			edge_put(trie, (struct trie_edge){node << 8 | byte, next});
		}
		node = next;
	}
	return node;
}
