/* Multipart bodies: however the body is cut into pieces, the parts and their
 * bytes are the same [multipart-1]. The first byte is the size of a piece.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "text/multipart.h"

static bool on_begin(void *owner, const struct multipart_part *part)
{
	struct buf *seen = owner;

	buf_put(seen, S("part "));
	buf_put(seen, part->name);
	buf_byte(seen, part->has_filename ? 'f' : '-');
	buf_put(seen, part->filename);
	buf_put(seen, part->type);
	return true;
}

static bool on_bytes(void *owner, str bytes)
{
	buf_put(owner, bytes);
	return true;
}

static bool on_end(void *owner)
{
	buf_put(owner, S("end"));
	return true;
}

static enum multipart_result read_in_pieces(str body, size_t piece,
	struct buf *seen)
{
	static const struct multipart_events events = {on_begin, on_bytes,
		on_end};
	struct multipart *reader;
	enum multipart_result result = MULTIPART_MORE;

	must(multipart_open(&reader,
		S("multipart/form-data; boundary=abc"), &events, seen));
	while (body.len > 0 && result == MULTIPART_MORE) {
		result = multipart_put(reader, str_first(body, piece));
		body = str_from(body, piece);
	}
	multipart_close(&reader);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	size_t piece = fuzz_take_byte(&input) % 97 + 1;
	struct buf whole = {0}, pieces = {0};
	enum multipart_result one = read_in_pieces(input, input.len + 1,
		&whole);
	enum multipart_result other = read_in_pieces(input, piece, &pieces);

	must(one == other);
	if (one == MULTIPART_DONE) {
		must(str_eq(buf_str(&whole), buf_str(&pieces)));
	}
	buf_close(&whole);
	buf_close(&pieces);
	return 0;
}
