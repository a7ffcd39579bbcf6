/* The calls for guides as bytes: see relay_guide_call.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/relay_guide_call.h"

#include "base/field.h"
#include "base/hex.h"

enum { HASH_DIGITS = 64 };

void relay_guides_write(const struct relay_guide_offer *offer,
	struct buf *out)
{
	const struct field_text texts[] = {{S("key"), SIZE_MAX, offer->key},
		{S("key-minisig"), SIZE_MAX, offer->key_minisig},
		{S("manifest"), SIZE_MAX, offer->manifest},
		{S("minisig"), SIZE_MAX, offer->minisig}};

	buf_text(out, "bothy-put-guides/1\n");
	field_put_texts(out, texts, NELEM(texts));
}

bool relay_wanted_read(struct arena *arena, str body, hash **ret_hashes,
	size_t *ret_count)
{
	uint64_t count;
	hash *hashes;

	if (!field_line(&body, S("bothy-wanted/1")) || !field_number(&body,
		S("count"), RELAY_WANTED_MAX, &count)) {
		return false;
	}
	hashes = ARENA_ARRAY(arena, hash, (size_t)count);
	for (size_t i = 0; i < count; i++) {
		str digits;

		if (!field_hex(&body, S("file"), HASH_DIGITS, &digits)
			|| !hex_read(digits, hashes[i].bytes,
				sizeof(hashes[i].bytes))) {
			return false;
		}
	}
	if (body.len > 0) return false;
	*ret_hashes = hashes;
	*ret_count = (size_t)count;
	return true;
}

void relay_guide_piece_write(hash file, uint64_t at, str bytes,
	struct buf *out)
{
	must(bytes.len <= RELAY_GUIDE_PIECE_BYTES);
	buf_text(out, "bothy-guide-piece/1\nfile ");
	buf_hex(out, file.bytes, sizeof(file.bytes));
	buf_byte(out, '\n');
	field_put_number(out, S("at"), at);
	field_put_number(out, S("length"), bytes.len);
	buf_put(out, bytes);
}
