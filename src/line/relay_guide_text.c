/* The guides' calls as bytes: see relay_guide_text.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/relay_guide_text.h"

#include "base/field.h"
#include "base/hex.h"
#include "guide/manifest.h"
#include "line/limits.h"

enum { HASH_DIGITS = 64 };

/* The next `length` bytes. */
static bool bytes_take(str *rest, uint64_t length, str *ret_bytes)
{
	if (rest->len < length) return false;
	*ret_bytes = str_first(*rest, (size_t)length);
	*rest = str_from(*rest, (size_t)length);
	return true;
}

bool relay_guides_read(str body, struct relay_guides *ret_guides)
{
	uint64_t key, key_minisig, manifest, minisig;
	struct relay_guides guides;

	if (!field_line(&body, S("bothy-put-guides/1"))
		|| !field_number(&body, S("key"), RELAY_MINISIG_MAX, &key)
		|| !field_number(&body, S("key-minisig"), RELAY_MINISIG_MAX,
			&key_minisig)
		|| !field_number(&body, S("manifest"), MANIFEST_BYTES_MAX,
			&manifest)
		|| !field_number(&body, S("minisig"), RELAY_MINISIG_MAX,
			&minisig)) {
		return false;
	}
	if (!bytes_take(&body, key, &guides.key)
		|| !bytes_take(&body, key_minisig, &guides.key_minisig)
		|| !bytes_take(&body, manifest, &guides.manifest)
		|| !bytes_take(&body, minisig, &guides.minisig)
		|| body.len > 0) {
		return false;
	}
	*ret_guides = guides;
	return true;
}

void relay_wanted_write(struct buf *out, const hash *hashes, size_t count)
{
	buf_text(out, "bothy-wanted/1\n");
	field_put_number(out, S("count"), count);
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "file ");
		buf_hex(out, hashes[i].bytes, sizeof(hashes[i].bytes));
		buf_byte(out, '\n');
	}
}

bool relay_guide_piece_read(str body, struct relay_guide_piece *ret_piece)
{
	struct relay_guide_piece piece;
	uint64_t length;
	str digits;

	if (!field_line(&body, S("bothy-guide-piece/1"))
		|| !field_hex(&body, S("file"), HASH_DIGITS, &digits)
		|| !hex_read(digits, piece.file.bytes,
			sizeof(piece.file.bytes))
		|| !field_number(&body, S("at"), MANIFEST_FILE_BYTES_MAX,
			&piece.at)
		|| !field_number(&body, S("length"), RELAY_GUIDE_PIECE_MAX,
			&length)
		|| !bytes_take(&body, length, &piece.bytes)
		|| body.len > 0) {
		return false;
	}
	*ret_piece = piece;
	return true;
}
