/* Bundles and places: see bundle.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/bundle.h"

#include "base/field.h"
#include "base/hex.h"
#include "base/num.h"

enum { HASH_DIGITS = 64 };

bool bundle_has_room(const struct bundle *bundle, size_t len)
{
	size_t bytes = len;

	if (len == 0 || len > BUNDLE_BLOB_MAX) return false;
	if (bundle->count == 0) return true;
	for (size_t i = 0; i < bundle->count; i++) {
		bytes += bundle->blobs[i].sealed.len;
	}
	return bundle->count < BUNDLE_BLOBS_MAX && bytes <= BUNDLE_BYTES;
}

void bundle_add(struct bundle *bundle, str sealed)
{
	must(bundle_has_room(bundle, sealed.len));
	bundle->blobs[bundle->count++] = (struct bundle_blob){hash_of(sealed),
		sealed};
}

void bundle_write(const struct bundle *bundle, struct buf *out)
{
	buf_text(out, "bothy-blobs/1\n");
	field_put_number(out, S("count"), bundle->count);
	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_blob *blob = &bundle->blobs[i];

		buf_text(out, "blob ");
		buf_hex(out, blob->name.bytes, sizeof(blob->name.bytes));
		buf_byte(out, ' ');
		buf_number(out, blob->sealed.len);
		buf_byte(out, '\n');
		buf_put(out, blob->sealed);
		buf_byte(out, '\n');
	}
	buf_text(out, "end\n");
}

/* "HASH LENGTH" of a blob line. */
static bool line_read(str line, hash *ret_name, uint64_t *ret_length)
{
	str digits, number;

	return str_cut(line, ' ', &digits, &number) &&
		digits.len == HASH_DIGITS &&
		hex_read(digits, ret_name->bytes, sizeof(ret_name->bytes)) &&
		num_read(number, BUNDLE_BLOB_MAX, ret_length);
}

static bool blob_take(str *rest, struct bundle *bundle)
{
	uint64_t length;
	hash name;
	str line;

	if (!field_take(rest, S("blob"), &line) ||
		!line_read(line, &name, &length) ||
		!bundle_has_room(bundle, (size_t)length) ||
		rest->len <= length || rest->at[length] != '\n') {
		return false;
	}
	bundle_add(bundle, str_first(*rest, (size_t)length));
	*rest = str_from(*rest, (size_t)length + 1);
	return hash_eq(bundle->blobs[bundle->count - 1].name, name);
}

bool bundle_read(str *rest, struct bundle *ret_bundle)
{
	str at = *rest;
	uint64_t count;

	ret_bundle->count = 0;
	if (!field_line(&at, S("bothy-blobs/1")) ||
		!field_number(&at, S("count"), BUNDLE_BLOBS_MAX, &count) ||
		count == 0) {
		return false;
	}
	while (ret_bundle->count < count) {
		if (!blob_take(&at, ret_bundle)) return false;
	}
	if (!field_line(&at, S("end"))) return false;
	*rest = at;
	return true;
}

struct place place_next(struct place place, hash name)
{
	struct hasher hasher;

	hasher_start(&hasher);
	hasher_put(&hasher, str_bytes(place.sum.bytes,
		sizeof(place.sum.bytes)));
	hasher_put(&hasher, str_bytes(name.bytes, sizeof(name.bytes)));
	return (struct place){place.cursor + 1, hasher_end(&hasher)};
}
