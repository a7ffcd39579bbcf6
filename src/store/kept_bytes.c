/* Bytes of a snapshot: see kept_bytes.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/kept_bytes.h"

#include "base/mem.h"

#include <string.h>

void kept_put(struct buf *out, const void *bytes, size_t size)
{
	if (size > 0) buf_put(out, str_bytes(bytes, size));
}

void kept_put_items(struct buf *out, const void *items, size_t count,
	size_t size)
{
	uint64_t number = count;

	kept_put(out, &number, sizeof(number));
	kept_put(out, items, mem_times(count, size));
}

bool kept_take(str *rest, void *to, size_t size)
{
	if (rest->len < size) return false;
	if (size > 0) memcpy(to, rest->at, size);
	*rest = str_from(*rest, size);
	return true;
}

bool kept_take_items(str *rest, size_t size, void **ret_items,
	size_t *ret_count)
{
	uint64_t count;

	*ret_items = NULL;
	*ret_count = 0;
	if (!kept_take(rest, &count, sizeof(count))) return false;
	if (count > rest->len / size) return false;
	if (count == 0) return true;
	*ret_items = mem_get((size_t)count * size);
	*ret_count = (size_t)count;
	return kept_take(rest, *ret_items, (size_t)count * size);
}
