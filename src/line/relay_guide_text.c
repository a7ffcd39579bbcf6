/* The guides' calls as bytes: see relay_guide_text.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/relay_guide_text.h"

#include "base/field.h"
#include "base/hex.h"
#include "guide/manifest.h"
#include "line/limits.h"

enum { HASH_DIGITS = 64 };

bool relay_guides_read(str body, struct relay_guides *ret_guides)
{
	struct field_text texts[] = {
		{.name = S("key"), .max = RELAY_MINISIG_MAX},
		{.name = S("key-minisig"), .max = RELAY_MINISIG_MAX},
		{.name = S("manifest"), .max = MANIFEST_BYTES_MAX},
		{.name = S("minisig"), .max = RELAY_MINISIG_MAX}};

	if (!field_line(&body, S("bothy-put-guides/1")) ||
		!field_texts(body, texts, NELEM(texts))) {
		return false;
	}
	ret_guides->key = texts[0].text;
	ret_guides->key_minisig = texts[1].text;
	ret_guides->manifest = texts[2].text;
	ret_guides->minisig = texts[3].text;
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
	struct field_text bytes = {.name = S("length"),
		.max = RELAY_GUIDE_PIECE_MAX};
	str digits;

	if (!field_line(&body, S("bothy-guide-piece/1"))
		|| !field_hex(&body, S("file"), HASH_DIGITS, &digits)
		|| !hex_read(digits, piece.file.bytes,
			sizeof(piece.file.bytes))
		|| !field_number(&body, S("at"), MANIFEST_FILE_BYTES_MAX,
			&piece.at)
		|| !field_texts(body, &bytes, 1)) {
		return false;
	}
	piece.bytes = bytes.text;
	*ret_piece = piece;
	return true;
}
