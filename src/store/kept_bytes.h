/* Things without pointers as bytes and back, in this machine's own form, for
 * what never leaves the disk: parts of a snapshot. Whoever reads checks first
 * that sizes and version are its own. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STORE_KEPT_BYTES_H
#define STORE_KEPT_BYTES_H

#include "base/buf.h"

void kept_put(struct buf *out, const void *bytes, size_t size);
/* `count` items of `size` bytes, with their number. */
void kept_put_items(struct buf *out, const void *items, size_t count,
	size_t size);
/* False: there are fewer bytes. */
bool kept_take(str *rest, void *to, size_t size) MUST_USE;
/* Memory of the heap for them, NULL for none. */
bool kept_take_items(str *rest, size_t size, void **ret_items,
	size_t *ret_count) MUST_USE;

#endif
